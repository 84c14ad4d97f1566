import { PICKLE_TYPE_ID } from '../../protocol/datatypes';
import { ErrorClass } from '../../protocol/errors';
import { RecordFlag } from '../../protocol/trace';
import type { Steps } from '../collective/steps';
import { SendMode } from '../constants';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import { ReceiveOperation, SendOperation } from '../request/operation';

/// Tags of calls that are not numbered as collectives of a communicator begin here.
const FIRST_TAG = 0x40000000;

/// What processes tell each other to make a communicator: short lists of integers, by world rank, on the odd context of one that they have
/// in common. Works before there is a communicator of just these processes, and across the two groups of an intercommunicator.
export class Assembly {
  /// `context` is odd; `tag` that of a collective's channel, or `Assembly.tag`.
  constructor(
    readonly runtime: Rank,
    readonly context: number,
    readonly tag: number,
  ) {}

  /// A tag for a call that not all ranks of a communicator make; `tag` keeps those apart that overlap in time.
  static tag(tag: number): number {
    return FIRST_TAG | (tag & (FIRST_TAG - 1));
  }

  /// Waits for what the steps wait for. An interrupted wait leaves nothing behind that would take a later call's message.
  run<T>(steps: Steps<T>): T {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      const waited = step.value;
      if (waited instanceof ReceiveOperation || waited instanceof SendOperation) this.runtime.waitFor(waited);
      else this.runtime.wait(waited);
    }
  }

  /// The values that the first of `members` (world ranks, this process among them) gives, to all of them; down a binomial tree.
  *share(members: readonly number[], give: () => readonly number[]): Steps<readonly number[]> {
    const place = members.indexOf(this.runtime.worldRank);
    const size = members.length;
    let step = 1;
    let values: readonly number[];
    if (place === 0) {
      values = give();
      while (step < size) step *= 2;
    } else {
      while ((place & step) === 0) step *= 2;
      values = yield* this.receive(members[place - step] as number);
    }
    const sends: (SendOperation | null)[] = [];
    for (step >>= 1; step > 0; step >>= 1) {
      if (place + step < size) sends.push(this.#start(members[place + step] as number, values));
    }
    for (const send of sends) if (send !== null) yield send;
    return values;
  }

  /// What each of `members` gives, in their order, to all of them.
  *gather(members: readonly number[], values: readonly number[]): Steps<readonly (readonly number[])[]> {
    const first = members[0] as number;
    const gathered: number[] = [];
    if (this.runtime.worldRank === first) {
      for (const member of members) {
        const theirs = member === first ? values : yield* this.receive(member);
        gathered.push(theirs.length, ...theirs);
      }
    } else yield* this.send(first, values);
    const all = yield* this.share(members, () => gathered);
    const lists: number[][] = [];
    for (let at = 0; at < all.length; ) {
      const length = all[at++] as number;
      lists.push(all.slice(at, (at += length)));
    }
    return lists;
  }

  /// Gives and takes values at the same time.
  *exchange(other: number, values: readonly number[]): Steps<readonly number[]> {
    const send = this.#start(other, values);
    const theirs = yield* this.receive(other);
    if (send !== null) yield send;
    return theirs;
  }

  *send(to: number, values: readonly number[]): Steps {
    const send = this.#start(to, values);
    if (send !== null) yield send;
  }

  *receive(from: number): Steps<readonly number[]> {
    const { runtime } = this;
    const operation = ReceiveOperation.fresh(from, this.tag, this.context);
    operation.posting = runtime.recorder.posting(RecordFlag.Internal);
    runtime.endpoint.startReceive(operation);
    yield operation;
    const { buffer } = operation;
    if (buffer === null) throw new MpiError(ErrorClass.Intern, 'a message that makes a communicator is empty');
    return [...new Int32Array(buffer.slice().buffer)];
  }

  #start(to: number, values: readonly number[]): SendOperation | null {
    const bytes = new Uint8Array(Int32Array.from(values).buffer);
    return this.runtime.endpoint.startSend(to, this.context, this.tag, bytes, 0, bytes.length, PICKLE_TYPE_ID, SendMode.Standard, true);
  }
}

import { PICKLE_TYPE_ID } from '../../protocol/datatypes';
import { ErrorClass } from '../../protocol/errors';
import { RecordFlag } from '../../protocol/trace';
import { SendMode } from '../constants';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import { ReceiveOperation, type SendOperation } from '../request/operation';

/// Tags of these messages begin here, so that they never meet those of a collective on the same odd context.
const FIRST_TAG = 0x40000000;

/// What processes tell each other to make a communicator: short lists of integers, by world rank, on the odd context of one that they have
/// in common. Works before there is a communicator of just these processes, and across the two groups of an intercommunicator.
export class Assembly {
  readonly #context: number;
  readonly #tag: number;

  /// `tag` keeps calls apart that overlap in time (Create_group, Create_intercomm); 0 or more.
  constructor(
    readonly runtime: Rank,
    context: number,
    tag: number = 0,
  ) {
    this.#context = context | 1;
    this.#tag = FIRST_TAG | (tag & (FIRST_TAG - 1));
  }

  /// The values that the first of `members` (world ranks, this process among them) gives, to all of them; down a binomial tree.
  share(members: readonly number[], give: () => readonly number[]): readonly number[] {
    const place = members.indexOf(this.runtime.worldRank);
    const size = members.length;
    let step = 1;
    let values: readonly number[];
    if (place === 0) {
      values = give();
      while (step < size) step *= 2;
    } else {
      while ((place & step) === 0) step *= 2;
      values = this.receive(members[place - step] as number);
    }
    const sends: (SendOperation | null)[] = [];
    for (step >>= 1; step > 0; step >>= 1) {
      if (place + step < size) sends.push(this.#start(members[place + step] as number, values));
    }
    this.#finish(sends);
    return values;
  }

  /// What each of `members` gives, in their order, to all of them.
  gather(members: readonly number[], values: readonly number[]): readonly (readonly number[])[] {
    const first = members[0] as number;
    if (this.runtime.worldRank !== first) this.send(first, values);
    const all = this.share(members, () =>
      members.flatMap((member) => {
        const theirs = member === first ? values : this.receive(member);
        return [theirs.length, ...theirs];
      }),
    );
    const lists: number[][] = [];
    for (let at = 0; at < all.length; ) {
      const length = all[at++] as number;
      lists.push(all.slice(at, (at += length)));
    }
    return lists;
  }

  /// Gives and takes values at the same time.
  exchange(other: number, values: readonly number[]): readonly number[] {
    const send = this.#start(other, values);
    const theirs = this.receive(other);
    this.#finish([send]);
    return theirs;
  }

  send(to: number, values: readonly number[]): void {
    this.#finish([this.#start(to, values)]);
  }

  receive(from: number): readonly number[] {
    const { runtime } = this;
    const operation = ReceiveOperation.fresh(from, this.#tag, this.#context);
    operation.posting = runtime.recorder.posting(RecordFlag.Internal);
    runtime.endpoint.startReceive(operation);
    runtime.waitFor(operation);
    const { buffer } = operation;
    if (buffer === null) throw new MpiError(ErrorClass.Intern, 'a message that makes a communicator is empty');
    return [...new Int32Array(buffer.slice().buffer)];
  }

  #start(to: number, values: readonly number[]): SendOperation | null {
    const bytes = new Uint8Array(Int32Array.from(values).buffer);
    return this.runtime.endpoint.startSend(to, this.#context, this.#tag, bytes, 0, bytes.length, PICKLE_TYPE_ID, SendMode.Standard, true);
  }

  #finish(sends: readonly (SendOperation | null)[]): void {
    for (const send of sends) if (send !== null) this.runtime.waitFor(send);
  }
}

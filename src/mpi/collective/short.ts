import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { Algorithm, RecordFlag } from '../../protocol/trace';
import { SendMode } from '../constants';
import { Datatype } from '../datatype/datatype';
import type { Segment } from '../datatype/segment';
import { MpiError } from '../error';
import { combine } from '../op/kernels';
import type { Op } from '../op/op';
import type { Rank } from '../rank';
import { ReceiveOperation } from '../request/operation';
import { copyBytes } from '../transport/copy';
import { broadcastTree } from './broadcast';
import { Circumstances, choose } from './choice';
import { subtree } from './scatter';
import type { Tree } from './trees';

/// Bytes up to which a block is short.
export const SHORT = 4096;

interface Choice {
  readonly bytes: number;
  readonly count: number;
  readonly algorithm: Algorithm;
}

/// Blocking collectives of few bytes on an intracommunicator, without what makes the general ones general: no generator, no blocks, and
/// receives that are used again. A message costs half a microsecond, and so does each of those.
///
/// The messages are those of the general form, one for one: ranks may go either way in the same call.
export class ShortCollectives {
  #tag = 0;
  #typeId = 0;
  readonly #context: number;
  readonly #choices: (Choice | undefined)[] = [];
  readonly #trees = new Map<number, Tree>();
  /// Receives not in use, and those of the present call.
  readonly #spare: ReceiveOperation[] = [];
  readonly #used: ReceiveOperation[] = [];
  /// The value under reduction and another's.
  readonly #mine = new Uint8Array(SHORT);
  readonly #theirs = new Uint8Array(SHORT);
  readonly #mineDoubles = new Float64Array(this.#mine.buffer);
  readonly #theirsDoubles = new Float64Array(this.#theirs.buffer);

  constructor(
    readonly runtime: Rank,
    readonly rank: number,
    readonly group: readonly number[],
    context: number,
  ) {
    this.#context = context | 1;
  }

  /// The algorithm that this collective would use; `None` where it is not one of those here, or is chosen by the person.
  choice(call: MpiCall, bytes: number, count: number): Algorithm {
    if (bytes > SHORT) return Algorithm.None;
    const last = this.#choices[call];
    if (last !== undefined && last.bytes === bytes && last.count === count) return last.algorithm;
    const size = this.group.length;
    let algorithm = this.runtime.settings.algorithms?.[call] === undefined ? choose(call, undefined, size, new Circumstances(bytes, count)) : Algorithm.None;
    if (!isHere(call, algorithm, size)) algorithm = Algorithm.None;
    this.#choices[call] = { bytes, count, algorithm };
    return algorithm;
  }

  /// The present call's messages.
  begin(tag: number, typeId: number, algorithm: Algorithm): void {
    this.#tag = tag;
    this.#typeId = typeId;
    this.runtime.recorder.algorithm = algorithm;
  }

  /// After a call that failed: what is under way goes on without the caller's memory, and by itself.
  abandon(): void {
    for (const receive of this.#used) this.runtime.endpoint.abandon(receive);
    this.#used.length = 0;
    this.#spare.length = 0;
  }

  barrier(algorithm: Algorithm): void {
    const { rank } = this;
    const size = this.group.length;
    if (algorithm === Algorithm.Linear) {
      if (rank !== 0) {
        const release = this.#post(0, null, 0, 0);
        this.#send(0, null, 0, 0);
        this.#finish(release);
        return;
      }
      for (let other = 1; other < size; other++) this.#finish(this.#post(other, null, 0, 0));
      for (let other = 1; other < size; other++) this.#send(other, null, 0, 0);
      return;
    }
    for (let distance = 1; distance < size; distance *= 2) {
      const partner = rank ^ distance;
      const receive = this.#post(partner, null, 0, 0);
      this.#send(partner, null, 0, 0);
      this.#finish(receive);
    }
  }

  bcast(address: number, bytes: number, root: number, algorithm: Algorithm): void {
    const size = this.group.length;
    if (bytes === 0 || size === 1) return;
    const { parent, children } = this.#tree(algorithm, root);
    if (parent >= 0) this.#finish(this.#post((parent + root) % size, null, address, bytes));
    for (const child of children) this.#send((child + root) % size, null, address, bytes);
  }

  allreduce(from: number, to: number, count: number, type: Datatype, op: Op): void {
    const { rank, runtime } = this;
    const size = this.group.length;
    const bytes = count * type.size;
    const mine = this.#mine;
    copyBytes(runtime.host.memory(), from, mine, 0, bytes);
    for (let distance = 1; distance < size; distance *= 2) {
      const partner = rank ^ distance;
      const receive = this.#post(partner, this.#theirs, 0, bytes);
      this.#send(partner, mine, 0, bytes);
      this.#finish(receive);
      this.#combine(op, type, Math.min(receive.kept, bytes));
    }
    copyBytes(mine, 0, runtime.host.memory(), to, bytes);
  }

  alltoall(from: number, to: number, bytes: number): void {
    const { rank, runtime } = this;
    const size = this.group.length;
    const memory = runtime.host.memory();
    copyBytes(memory, from + rank * bytes, memory, to + rank * bytes, bytes);
    const receives = this.#used;
    for (let step = 1; step < size; step++) {
      const other = (rank - step + size) % size;
      this.#post(other, null, to + other * bytes, bytes);
    }
    for (let step = 1; step < size; step++) {
      const other = (rank + step) % size;
      this.#send(other, null, from + other * bytes, bytes);
    }
    while (receives.length > 0) this.#finish(receives[receives.length - 1] as ReceiveOperation);
  }

  /// `to` counts at the root only.
  gather(from: number, to: number, bytes: number, root: number, algorithm: Algorithm): void {
    const { rank, runtime } = this;
    const size = this.group.length;
    const memory = runtime.host.memory();
    if (algorithm === Algorithm.Linear) {
      if (rank !== root) {
        this.#send(root, null, from, bytes);
        return;
      }
      copyBytes(memory, from, memory, to + rank * bytes, bytes);
      for (let other = 0; other < size; other++) if (other !== root) this.#post(other, null, to + other * bytes, bytes);
      while (this.#used.length > 0) this.#finish(this.#used[this.#used.length - 1] as ReceiveOperation);
      return;
    }
    const place = (rank - root + size) % size;
    const { parent, children } = this.#tree(Algorithm.Binomial, root);
    const mine = this.#mine;
    copyBytes(memory, from, mine, 0, bytes);
    for (const child of children) this.#finish(this.#post((child + root) % size, mine, (child - place) * bytes, subtree(child, size) * bytes));
    if (parent >= 0) this.#send((parent + root) % size, mine, 0, subtree(place, size) * bytes);
    else for (let step = 0; step < size; step++) copyBytes(mine, step * bytes, runtime.host.memory(), to + ((root + step) % size) * bytes, bytes);
  }

  #tree(algorithm: Algorithm, root: number): Tree {
    const key = algorithm * 1024 + root;
    let tree = this.#trees.get(key);
    if (tree === undefined) {
      const size = this.group.length;
      tree = broadcastTree(algorithm, { rank: (this.rank - root + size) % size, size });
      this.#trees.set(key, tree);
    }
    return tree;
  }

  #send(to: number, buffer: Uint8Array | null, address: number, bytes: number): void {
    const send = this.runtime.endpoint.startSend(this.group[to] as number, this.#context, this.#tag, buffer, address, bytes, this.#typeId, SendMode.Standard, true);
    if (send !== null) this.runtime.waitFor(send);
  }

  #post(from: number, buffer: Uint8Array | null, address: number, bytes: number): ReceiveOperation {
    const { endpoint, recorder } = this.runtime;
    const source = this.group[from] as number;
    let receive = this.#spare.pop();
    if (receive === undefined) receive = new ReceiveOperation(source, this.#tag, this.#context, buffer, address, bytes, Datatype.PICKLE, false);
    else receive.renew(source, this.#tag, this.#context, buffer, address, bytes, Datatype.PICKLE);
    receive.posting = recorder.posting(RecordFlag.Internal, receive.posting);
    this.#used.push(receive);
    endpoint.startReceive(receive);
    return receive;
  }

  // The latest of those in use.
  #finish(receive: ReceiveOperation): void {
    if (!receive.done) this.runtime.wait(receive);
    if (receive.error !== ErrorClass.Success) throw new MpiError(receive.error, 'a message of the collective is longer than the buffer: do all ranks give the same count?');
    this.#used.pop();
    this.#spare.push(receive);
  }

  // mine = theirs op mine.
  #combine(op: Op, type: Datatype, bytes: number): void {
    if (type.size === 8 && type.kind === 'float' && op.name === 'SUM') {
      const mine = this.#mineDoubles;
      const theirs = this.#theirsDoubles;
      const count = bytes >> 3;
      for (let index = 0; index < count; index++) mine[index] = (theirs[index] as number) + (mine[index] as number);
      return;
    }
    combine(op, type, this.#theirs.subarray(0, bytes), this.#mine.subarray(0, bytes));
  }
}

function isHere(call: MpiCall, algorithm: Algorithm, size: number): boolean {
  const powerOfTwo = (size & (size - 1)) === 0;
  switch (call) {
    case MpiCall.Barrier:
      return algorithm === Algorithm.Linear || (powerOfTwo && algorithm === Algorithm.RecursiveDoubling);
    case MpiCall.Bcast:
      return [Algorithm.Linear, Algorithm.Chain, Algorithm.Pipeline, Algorithm.Binary, Algorithm.Binomial, Algorithm.Knomial].includes(algorithm);
    case MpiCall.Allreduce:
      return powerOfTwo && algorithm === Algorithm.RecursiveDoubling;
    case MpiCall.Alltoall:
      return size <= 5 && (algorithm === Algorithm.LinearSync || algorithm === Algorithm.Linear || algorithm === Algorithm.Pairwise);
    case MpiCall.Gather:
      return algorithm === Algorithm.Binomial || algorithm === Algorithm.Linear;
    default:
      return false;
  }
}

/// Whether a segment's data can be moved as it lies, and there is little of it.
export function isShort({ count, type }: Segment): boolean {
  return type.contiguous && count * type.size <= SHORT;
}

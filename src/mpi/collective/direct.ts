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
import { ReceiveOperation, type SendOperation } from '../request/operation';
import { copyBytes } from '../transport/copy';
import { broadcastTree } from './broadcast';
import { Circumstances, choose } from './choice';
import { subtree } from './scatter';
import type { Tree } from './trees';

/// Bytes up to which a block goes this way.
const LONGEST = 1 << 18;
/// What there is room for at first.
const ROOM = 4096;
/// Segments of the segmented ring, and of a pipeline, as in `allreduce` and `broadcast`: values of one segment go this way.
const RING_SEGMENT = 1 << 16;
const PIPELINE_SEGMENT = 1 << 15;

interface Choice {
  readonly bytes: number;
  readonly count: number;
  readonly algorithm: Algorithm;
}

/// Blocking collectives of contiguous data on an intracommunicator, without what makes the general ones general: no generator, no blocks,
/// and memory and receives that are used again. A message costs half a microsecond, and so does each of those.
///
/// The messages are those of the general form, one for one: ranks may go either way in the same call.
export class DirectCollectives {
  #tag = 0;
  #typeId = 0;
  readonly #context: number;
  readonly #choices: (Choice | undefined)[] = [];
  readonly #trees = new Map<number, Tree>();
  /// Receives not in use, and those of the present call.
  readonly #spare: ReceiveOperation[] = [];
  readonly #used: ReceiveOperation[] = [];
  /// Sends of the present call that have not been waited for.
  readonly #sends: SendOperation[] = [];
  /// The value under reduction and another's.
  #mine = new Uint8Array(ROOM);
  #theirs = new Uint8Array(ROOM);
  #mineDoubles = new Float64Array(this.#mine.buffer);
  #theirsDoubles = new Float64Array(this.#theirs.buffer);

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
    if (bytes > LONGEST) return Algorithm.None;
    const last = this.#choices[call];
    if (last !== undefined && last.bytes === bytes && last.count === count) return last.algorithm;
    const size = this.group.length;
    let algorithm = this.runtime.settings.algorithms?.[call] === undefined ? choose(call, undefined, size, new Circumstances(bytes, count)) : Algorithm.None;
    if (!isHere(call, algorithm, size, bytes)) algorithm = Algorithm.None;
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
    for (const send of this.#sends) this.runtime.endpoint.abandon(send);
    this.#used.length = 0;
    this.#sends.length = 0;
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
      } else {
        for (let other = 1; other < size; other++) this.#finish(this.#post(other, null, 0, 0));
        for (let other = 1; other < size; other++) this.#send(other, null, 0, 0);
      }
    } else {
      for (let distance = 1; distance < size; distance *= 2) {
        const partner = rank ^ distance;
        const receive = this.#post(partner, null, 0, 0);
        this.#send(partner, null, 0, 0);
        this.#finish(receive);
      }
    }
    this.#sent();
  }

  bcast(address: number, bytes: number, root: number, algorithm: Algorithm): void {
    const size = this.group.length;
    if (bytes === 0 || size === 1) return;
    const { parent, children } = this.#tree(algorithm, root);
    if (parent >= 0) this.#finish(this.#post((parent + root) % size, null, address, bytes));
    // The one with the most ranks below it first.
    for (let child = children.length - 1; child >= 0; child--) this.#send(((children[child] as number) + root) % size, null, address, bytes);
    this.#sent();
  }

  allreduce(from: number, to: number, count: number, type: Datatype, op: Op, algorithm: Algorithm): void {
    const { runtime } = this;
    const bytes = count * type.size;
    this.#makeRoom(bytes);
    copyBytes(runtime.host.memory(), from, this.#mine, 0, bytes);
    if (algorithm === Algorithm.RecursiveDoubling) this.#reduceWhole(bytes, type, op);
    else if (algorithm === Algorithm.Rabenseifner) this.#reduceHalves(count, type, op);
    else this.#reduceRing(count, type, op);
    copyBytes(this.#mine, 0, runtime.host.memory(), to, bytes);
  }

  // Pairs exchange all they have.
  #reduceWhole(bytes: number, type: Datatype, op: Op): void {
    for (let distance = 1; distance < this.group.length; distance *= 2) {
      const partner = this.rank ^ distance;
      this.#combine(op, type, 0, Math.min(bytes, this.#exchange(partner, 0, bytes, partner, this.#theirs, 0, bytes)));
    }
  }

  // See `reduceRing` and `passRound` of `allreduce`: part p of as many as there are ranks ends reduced at rank p - 1, and goes on round.
  #reduceRing(count: number, type: Datatype, op: Op): void {
    const { rank } = this;
    const size = this.group.length;
    const right = (rank + 1) % size;
    const left = (rank - 1 + size) % size;
    const start = (part: number): number => Math.floor((part * count) / size) * type.size;
    for (let step = 0; step < size - 1; step++) {
      const given = (rank - step + size) % size;
      const taken = (given - 1 + size) % size;
      const bytes = start(taken + 1) - start(taken);
      const kept = this.#exchange(right, start(given), start(given + 1) - start(given), left, this.#theirs, 0, bytes);
      this.#combine(op, type, start(taken), kept);
    }
    for (let step = 0; step < size - 1; step++) {
      const taken = (rank - step + size) % size;
      const given = (taken + 1) % size;
      this.#exchange(right, start(given), start(given + 1) - start(given), left, this.#mine, start(taken), start(taken + 1) - start(taken));
    }
  }

  // See `halve` and `spreadParts`: what a rank keeps is halved with every bit of its number, the low ones first; it is always one run of parts.
  #reduceHalves(count: number, type: Datatype, op: Op): void {
    const { rank } = this;
    const size = this.group.length;
    const start = (part: number): number => Math.floor((part * count) / size) * type.size;
    let low = 0;
    let high = size;
    for (let bit = 1; bit < size; bit *= 2) {
      const partner = rank ^ bit;
      const middle = (low + high) >> 1;
      const upper = (rank & bit) !== 0;
      const [from, to] = upper ? [low, middle] : [middle, high];
      if (upper) low = middle;
      else high = middle;
      const kept = this.#exchange(partner, start(from), start(to) - start(from), partner, this.#theirs, 0, start(high) - start(low));
      this.#combine(op, type, start(low), kept);
    }
    for (let bit = size >> 1; bit > 0; bit >>= 1) {
      const partner = rank ^ bit;
      const length = high - low;
      const other = (rank & bit) !== 0 ? low - length : high;
      this.#exchange(partner, start(low), start(high) - start(low), partner, this.#mine, start(other), start(other + length) - start(other));
      low = Math.min(low, other);
      high = low + 2 * length;
    }
  }

  alltoall(from: number, to: number, bytes: number): void {
    const { rank, runtime } = this;
    const size = this.group.length;
    const memory = runtime.host.memory();
    copyBytes(memory, from + rank * bytes, memory, to + rank * bytes, bytes);
    for (let step = 1; step < size; step++) {
      const other = (rank - step + size) % size;
      this.#post(other, null, to + other * bytes, bytes);
    }
    for (let step = 1; step < size; step++) {
      const other = (rank + step) % size;
      this.#send(other, null, from + other * bytes, bytes);
    }
    this.#finishAll();
    this.#sent();
  }

  /// `to` counts at the root only.
  gather(from: number, to: number, bytes: number, root: number, algorithm: Algorithm): void {
    const { rank, runtime } = this;
    const size = this.group.length;
    if (rank === root) copyBytes(runtime.host.memory(), from, runtime.host.memory(), to + rank * bytes, bytes);
    if (algorithm === Algorithm.Linear) {
      if (rank !== root) this.#send(root, null, from, bytes);
      else for (let other = 0; other < size; other++) if (other !== root) this.#post(other, null, to + other * bytes, bytes);
      this.#finishAll();
      this.#sent();
      return;
    }
    const place = (rank - root + size) % size;
    const { parent, children } = this.#tree(Algorithm.Binomial, root);
    if (parent >= 0 && children.length === 0) {
      this.#send((parent + root) % size, null, from, bytes);
      this.#sent();
      return;
    }
    // Blocks of a subtree are neighbours, counted from the root: there they are turned to their places.
    this.#makeRoom(subtree(place, size) * bytes);
    const mine = this.#mine;
    copyBytes(runtime.host.memory(), from, mine, 0, bytes);
    for (const child of children) this.#finish(this.#post((child + root) % size, mine, (child - place) * bytes, subtree(child, size) * bytes));
    if (parent >= 0) this.#send((parent + root) % size, mine, 0, subtree(place, size) * bytes);
    else for (let step = 1; step < size; step++) copyBytes(mine, step * bytes, runtime.host.memory(), to + ((root + step) % size) * bytes, bytes);
    this.#sent();
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

  // Starts a send; `#sent` waits for what is under way.
  #send(to: number, buffer: Uint8Array | null, address: number, bytes: number): void {
    const send = this.runtime.endpoint.startSend(this.group[to] as number, this.#context, this.#tag, buffer, address, bytes, this.#typeId, SendMode.Standard, true);
    if (send !== null && !send.done) this.#sends.push(send);
  }

  #sent(): void {
    for (let send = this.#sends.at(-1); send !== undefined; send = this.#sends.at(-1)) {
      if (!send.done) this.runtime.wait(send);
      this.#sends.pop();
    }
  }

  // Sends `sent` bytes from `at` of the value and receives at the same time; the bytes that came.
  #exchange(to: number, at: number, sent: number, from: number, into: Uint8Array, address: number, bytes: number): number {
    const receive = this.#post(from, into, address, bytes);
    this.#send(to, this.#mine, at, sent);
    this.#finish(receive);
    this.#sent();
    return receive.kept;
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#mine.length) return;
    const room = 2 ** Math.ceil(Math.log2(bytes));
    this.#mine = new Uint8Array(room);
    this.#theirs = new Uint8Array(room);
    this.#mineDoubles = new Float64Array(this.#mine.buffer);
    this.#theirsDoubles = new Float64Array(this.#theirs.buffer);
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

  #finishAll(): void {
    while (this.#used.length > 0) this.#finish(this.#used[this.#used.length - 1] as ReceiveOperation);
  }

  // From `at` of the value: mine = theirs op mine.
  #combine(op: Op, type: Datatype, at: number, bytes: number): void {
    if (type.size === 8 && type.kind === 'float' && op.name === 'SUM') {
      const mine = this.#mineDoubles;
      const theirs = this.#theirsDoubles;
      const count = bytes >> 3;
      const first = at >> 3;
      for (let index = 0; index < count; index++) mine[first + index] = (theirs[index] as number) + (mine[first + index] as number);
      return;
    }
    combine(op, type, this.#theirs.subarray(0, bytes), this.#mine.subarray(at, at + bytes));
  }
}

function isHere(call: MpiCall, algorithm: Algorithm, size: number, bytes: number): boolean {
  const powerOfTwo = (size & (size - 1)) === 0;
  switch (call) {
    case MpiCall.Barrier:
      return algorithm === Algorithm.Linear || (powerOfTwo && algorithm === Algorithm.RecursiveDoubling);
    case MpiCall.Bcast:
      if (algorithm === Algorithm.Pipeline) return bytes <= PIPELINE_SEGMENT;
      return [Algorithm.Linear, Algorithm.Chain, Algorithm.Binary, Algorithm.Binomial, Algorithm.Knomial].includes(algorithm);
    case MpiCall.Allreduce:
      if (algorithm === Algorithm.Ring) return true;
      if (algorithm === Algorithm.SegmentedRing) return bytes <= size * RING_SEGMENT;
      return powerOfTwo && (algorithm === Algorithm.RecursiveDoubling || algorithm === Algorithm.Rabenseifner);
    case MpiCall.Alltoall:
      return size <= 5 && (algorithm === Algorithm.LinearSync || algorithm === Algorithm.Linear || algorithm === Algorithm.Pairwise);
    case MpiCall.Gather:
      return algorithm === Algorithm.Linear || (algorithm === Algorithm.Binomial && size * bytes <= LONGEST);
    default:
      return false;
  }
}

/// Whether a segment's data can be moved as it lies, and there is not too much of it.
export function isDirect({ count, type }: Segment): boolean {
  return type.contiguous && count * type.size <= LONGEST;
}

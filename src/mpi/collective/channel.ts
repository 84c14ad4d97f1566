import { PICKLE_TYPE_ID } from '../../protocol/datatypes';
import { ErrorClass } from '../../protocol/errors';
import { RecordFlag } from '../../protocol/trace';
import { SendMode } from '../constants';
import { Datatype } from '../datatype/datatype';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import { ReceiveOperation, type SendOperation } from '../request/operation';
import type { Steps } from './steps';

/// Where the bytes of a message lie: `bytes` bytes from `address` of `buffer`, or of the rank's memory when that is null.
export interface Piece {
  readonly buffer: Uint8Array | null;
  readonly address: number;
  readonly bytes: number;
}

export const NOTHING: Piece = { buffer: null, address: 0, bytes: 0 };

type Operation = SendOperation | ReceiveOperation;

/// Operations that are done are dropped from the list of a collective's when it has this many.
const SWEPT = 64;

/// How one collective's messages travel among a group: point-to-point on the communicator's odd context, so that no receive of the program's
/// sees them. The tag holds the collective's number on its communicator, so that several under way do not mix, and its call: different
/// collectives called at the same time by mistake hang, as they do in Open MPI.
///
/// Ranks are counted from a root: `rank` 0 is the root of a channel made by `from`.
export class Channel {
  readonly size: number;
  readonly #home: Channel;
  /// Operations that may not be done; at home only.
  #open: Operation[] | null = null;

  constructor(
    readonly runtime: Rank,
    /// This process's rank in the group; -1 when it is not a member (the other group of an intercommunicator).
    readonly rank: number,
    readonly group: readonly number[],
    /// The odd context.
    readonly context: number,
    readonly tag: number,
    /// Datatype of the data, for records.
    readonly typeId: number = PICKLE_TYPE_ID,
    private readonly base: number = 0,
    /// The channel that knows what is under way: the first of the call.
    home: Channel | null = null,
  ) {
    this.size = group.length;
    this.#home = home ?? this;
  }

  /// The same with ranks counted from `root`: what is at `root` here is rank 0 there.
  from(root: number): Channel {
    if (root === 0) return this;
    return new Channel(this.runtime, (this.rank - root + this.size) % this.size, this.group, this.context, this.tag, this.typeId, (this.base + root) % this.size, this.#home);
  }

  /// To another group under the same call.
  among(group: readonly number[], rank: number): Channel {
    return new Channel(this.runtime, rank, group, this.context, this.tag, this.typeId, 0, this.#home);
  }

  /// World rank.
  world(rank: number): number {
    return this.group[(rank + this.base) % this.size] as number;
  }

  /// Starts a send; null when it is complete already.
  startSend(to: number, { buffer, address, bytes }: Piece): SendOperation | null {
    const send = this.runtime.endpoint.startSend(this.world(to), this.context, this.tag, buffer, address, bytes, this.typeId, SendMode.Standard, true);
    if (send === null || send.done) return null;
    this.#track(send);
    return send;
  }

  /// Starts a receive into `buffer` (the rank's memory when null); `bytes` of data at most.
  startReceive(from: number, buffer: Uint8Array | null, address: number, bytes: number, type: Datatype = Datatype.PICKLE): ReceiveOperation {
    return this.#start(new ReceiveOperation(this.world(from), this.tag, this.context, buffer, address, bytes, type, false));
  }

  /// A receive of as many bytes as come.
  startFresh(from: number): ReceiveOperation {
    return this.#start(ReceiveOperation.fresh(this.world(from), this.tag, this.context));
  }

  /// Throws the error of a receive that is done.
  check(receive: ReceiveOperation): void {
    if (receive.error !== ErrorClass.Success) throw new MpiError(receive.error, 'a message of the collective is longer than the buffer: do all ranks give the same count?');
  }

  *send(to: number, message: Piece): Steps {
    const send = this.startSend(to, message);
    if (send !== null && !send.done) yield send;
  }

  *sent(sends: readonly (SendOperation | null)[]): Steps {
    for (const send of sends) if (send !== null && !send.done) yield send;
  }

  *receive(from: number): Steps<Uint8Array> {
    return yield* this.bytesOf(this.startFresh(from));
  }

  *bytesOf(receive: ReceiveOperation): Steps<Uint8Array> {
    if (!receive.done) yield receive;
    this.check(receive);
    return receive.buffer ?? new Uint8Array(0);
  }

  /// Sends and receives at the same time; the bytes that came. The send has left when this returns.
  *exchange(to: number, bytes: Uint8Array, from: number): Steps<Uint8Array> {
    const receive = this.startFresh(from);
    const send = this.startSend(to, piece(bytes));
    if (!receive.done) yield receive;
    if (send !== null && !send.done) yield send;
    return receive.buffer ?? new Uint8Array(0);
  }

  /// A message of no bytes.
  *signal(to: number): Steps {
    yield* this.send(to, NOTHING);
  }

  /// The inverse.
  *hear(from: number): Steps {
    const receive = this.startReceive(from, null, 0, 0);
    if (!receive.done) yield receive;
  }

  /// The caller's memory is about to go (the wait was interrupted, an argument was wrong): what is under way goes on without it.
  abandon(): void {
    const home = this.#home;
    if (home.#open !== null) for (const operation of home.#open) this.runtime.endpoint.abandon(operation);
    home.#open = null;
  }

  #start(receive: ReceiveOperation): ReceiveOperation {
    receive.posting = this.runtime.recorder.posting(RecordFlag.Internal);
    this.runtime.endpoint.startReceive(receive);
    if (!receive.done) this.#track(receive);
    return receive;
  }

  #track(operation: Operation): void {
    const open = (this.#home.#open ??= []);
    if (open.length >= SWEPT) {
      let kept = 0;
      for (const other of open) if (!other.done) open[kept++] = other;
      open.length = kept;
    }
    open.push(operation);
  }
}

export function piece(bytes: Uint8Array): Piece {
  return { buffer: bytes, address: 0, bytes: bytes.length };
}

import { ErrorClass } from '../../protocol/errors';
import { PICKLE_TYPE_ID } from '../../protocol/datatypes';
import { RecordFlag } from '../../protocol/trace';
import { SendMode } from '../constants';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import { ReceiveOperation, type SendOperation } from '../request/operation';

/// Where the bytes of a message lie: `bytes` bytes from `address` of `buffer`, or of the rank's memory when that is null.
export interface Piece {
  readonly buffer: Uint8Array | null;
  readonly address: number;
  readonly bytes: number;
}

// The flag of every message here.
const INTERNAL = RecordFlag.Internal;
const NOTHING: Piece = { buffer: null, address: 0, bytes: 0 };

/// How a collective's messages travel: point-to-point on the communicator's odd context, so that no receive of the program's sees
/// them. The tag is the call's id: different collectives called at the same time by mistake hang, as they do in Open MPI.
export class Channel {
  readonly #group: readonly number[];
  readonly #context: number;
  /// `MpiCall` of the collective under way and datatype id of its data, for records.
  tag = 0;
  typeId = PICKLE_TYPE_ID;

  constructor(
    readonly runtime: Rank,
    readonly rank: number,
    group: readonly number[],
    context: number,
  ) {
    this.#group = group;
    this.#context = context | 1;
  }

  get size(): number {
    return this.#group.length;
  }

  /// Starts a send; null when it is complete already.
  startSend(to: number, { buffer, address, bytes }: Piece): SendOperation | null {
    return this.runtime.endpoint.startSend(this.#group[to] as number, this.#context, this.tag, buffer, address, bytes, this.typeId, SendMode.Standard, true);
  }

  send(to: number, piece: Piece): void {
    this.waitSend(this.startSend(to, piece));
  }

  waitSend(operation: SendOperation | null): void {
    if (operation !== null) this.runtime.waitFor(operation);
  }

  /// Starts a receive that the caller has made with `from` and `context`.
  startReceive(operation: ReceiveOperation): ReceiveOperation {
    operation.posting = this.runtime.recorder.posting(INTERNAL);
    this.runtime.endpoint.startReceive(operation);
    return operation;
  }

  /// A receive of as many bytes as come.
  startFresh(from: number): ReceiveOperation {
    return this.startReceive(ReceiveOperation.fresh(this.source(from), this.tag, this.#context));
  }

  /// Waits for a receive and throws its error.
  waitReceive(operation: ReceiveOperation): void {
    this.runtime.waitFor(operation);
    if (operation.error !== ErrorClass.Success) throw new MpiError(operation.error, 'a message of the collective is longer than the buffer: do all ranks give the same count?');
  }

  receive(from: number): Uint8Array {
    return this.bytesOf(this.startFresh(from));
  }

  bytesOf(operation: ReceiveOperation): Uint8Array {
    this.waitReceive(operation);
    return operation.buffer ?? new Uint8Array(0);
  }

  /// Sends and receives at the same time; the bytes that came.
  exchange(to: number, bytes: Uint8Array, from: number): Uint8Array {
    const receive = this.startFresh(from);
    const send = this.startSend(to, piece(bytes));
    this.waitSend(send);
    return this.bytesOf(receive);
  }

  /// A message of no bytes.
  signal(to: number): void {
    this.send(to, NOTHING);
  }

  source(from: number): number {
    return this.#group[from] as number;
  }

  get context(): number {
    return this.#context;
  }
}


export function piece(bytes: Uint8Array): Piece {
  return { buffer: bytes, address: 0, bytes: bytes.length };
}

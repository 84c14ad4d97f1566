import { EMPTY, type Layout } from '../datatype/layout';
import { decodeLayout, encodeLayout } from './layout-code';

/// What ranks of a window tell each other. Packets from one rank to another are taken in the order in which they were sent.
export const enum PacketKind {
  // From origin to target.
  Put = 1,
  Get = 2,
  Accumulate = 3,
  /// As Accumulate; answered by what was there before.
  Fetch = 4,
  CompareAndSwap = 5,
  /// To be answered when all that came before it is done.
  Flush = 6,
  /// An access epoch of `Start` has ended.
  Complete = 7,
  Lock = 8,
  Unlock = 9,
  // From target to origin.
  /// An exposure epoch has begun.
  Post = 10,
  /// The answer that has data.
  Data = 11,
  /// The answer to Flush, Lock and Unlock.
  Done = 12,
  /// The operation could not be done: `detail` is the error class.
  Failed = 13,
}

/// Numbers before the layout and the data.
const HEADER = 6;

export interface Packet {
  readonly kind: PacketKind;
  /// The origin's number of what is to be answered; 0 for nothing.
  readonly id: number;
  /// Bytes from the window's beginning, an address for a dynamic window.
  readonly place: number;
  /// Operation (`operationCode`), lock type or error class.
  readonly detail: number;
  /// Predefined type of the elements, for what computes.
  readonly typeId: number;
  /// Where in the target's memory, from `place`.
  readonly layout: Layout;
  readonly data: Uint8Array;
}

const NO_DATA = new Uint8Array(0);

/// A packet of which only some words matter.
export function packet(kind: PacketKind, id: number = 0, detail: number = 0, data: Uint8Array = NO_DATA): Packet {
  return { kind, id, place: 0, detail, typeId: 0, layout: EMPTY, data };
}

/// A packet as one message, its data copied.
export function encodePacket({ kind, id, place, detail, typeId, layout, data }: Packet): Uint8Array {
  const numbers = [kind, id, place, detail, typeId, 0];
  if (layout.bytes > 0) encodeLayout(layout, numbers);
  numbers[HEADER - 1] = numbers.length - HEADER;
  const head = numbers.length * 8;
  const bytes = new Uint8Array(head + data.length);
  new Float64Array(bytes.buffer, 0, numbers.length).set(numbers);
  bytes.set(data, head);
  return bytes;
}

/// The inverse; the data is part of `bytes`, which is 8-byte aligned.
export function decodePacket(bytes: Uint8Array): Packet {
  const [kind = 0, id = 0, place = 0, detail = 0, typeId = 0, length = 0] = new Float64Array(bytes.buffer, bytes.byteOffset, HEADER);
  const layout = decodeLayout(new Float64Array(bytes.buffer, bytes.byteOffset + HEADER * 8, length));
  return { kind, id, place, detail, typeId, layout, data: bytes.subarray((HEADER + length) * 8) };
}

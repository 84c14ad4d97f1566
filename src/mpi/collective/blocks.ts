import { ErrorClass } from '../../protocol/errors';
import { Datatype } from '../datatype/datatype';
import type { Segment, Segments } from '../datatype/segment';
import { MpiError } from '../error';
import type { Host } from '../host';
import type { ReceiveOperation } from '../request/operation';
import { piece, type Channel, type Piece } from './channel';
import type { Steps } from './steps';

/// The blocks that a collective moves, numbered (mostly by rank); a run of blocks travels as one message.
///
/// Runs count modulo the number of blocks, so that trees and rings rooted anywhere need no rotation of the data.
export interface Blocks {
  /// Blocks `first` … `first + count - 1` as one message.
  outgoing(first: number, count: number): Piece;
  /// Starts receiving such a message from rank `from` of the channel; once it is done, `settle` puts it in place.
  startReceive(channel: Channel, from: number, first: number, count: number): ReceiveOperation;
  settle(channel: Channel, receive: ReceiveOperation, first: number, count: number): void;
}

/// Waits for a receive of blocks and puts them in place.
export function* accept(channel: Channel, blocks: Blocks, receive: ReceiveOperation, first: number, count: number): Steps {
  if (!receive.done) yield receive;
  blocks.settle(channel, receive, first, count);
}

/// Receives blocks: start, wait, put in place.
export function receiveBlocks(channel: Channel, blocks: Blocks, from: number, first: number, count: number): Steps {
  return accept(channel, blocks, blocks.startReceive(channel, from, first, count), first, count);
}

/// One block's place: `count` elements of `type` from `address` on.
interface Places {
  readonly length: number;
  address(block: number): number;
  count(block: number): number;
  type(block: number): Datatype;
}

/// Blocks in memory. A single block moves without a copy of its own; so do runs that lie one after another.
export class MemoryBlocks implements Blocks {
  private constructor(
    private readonly host: Host,
    /// Null: the rank's memory.
    private readonly buffer: Uint8Array | null,
    private readonly places: Places,
    /// Whether block i + 1 begins where block i ends.
    private readonly adjacent: boolean,
  ) {}

  /// `size` blocks of `segment.count` elements, one after another.
  static even(host: Host, { address, count, type }: Segment, size: number): MemoryBlocks {
    const stride = count * type.extent;
    return new MemoryBlocks(host, null, { length: size, address: (block) => address + block * stride, count: () => count, type: () => type }, type.contiguous);
  }

  static vector(host: Host, { address, counts, displacements, type }: Segments): MemoryBlocks {
    return new MemoryBlocks(
      host,
      null,
      { length: counts.length, address: (block) => address + (displacements[block] as number) * type.extent, count: (block) => counts[block] as number, type: () => type },
      false,
    );
  }

  /// A segment a block.
  static each(host: Host, segments: readonly Segment[]): MemoryBlocks {
    const at = (block: number): Segment => segments[block] as Segment;
    return new MemoryBlocks(host, null, { length: segments.length, address: (block) => at(block).address, count: (block) => at(block).count, type: (block) => at(block).type }, false);
  }

  /// Bytes `bounds[i]` to `bounds[i + 1]` of a piece.
  static ranges(host: Host, { buffer, address }: Piece, bounds: readonly number[]): MemoryBlocks {
    const at = (block: number): number => bounds[block] as number;
    return new MemoryBlocks(
      host,
      buffer,
      { length: bounds.length - 1, address: (block) => address + at(block), count: (block) => at(block + 1) - at(block), type: () => Datatype.PICKLE },
      true,
    );
  }

  get length(): number {
    return this.places.length;
  }

  outgoing(first: number, count: number): Piece {
    const start = this.#index(first);
    const bytes = this.#runBytes(first, count);
    if (this.#inPlace(start, count)) return { buffer: this.buffer, address: this.places.address(start), bytes };
    const packed = new Uint8Array(bytes);
    let to = 0;
    for (let step = 0; step < count; step++) {
      const block = this.#index(first + step);
      this.#pack(block, packed, to);
      to += this.bytes(block);
    }
    return piece(packed);
  }

  startReceive(channel: Channel, from: number, first: number, count: number): ReceiveOperation {
    const start = this.#index(first);
    const bytes = this.#runBytes(first, count);
    if (count === 1) return channel.startReceive(from, this.buffer, this.places.address(start), bytes, this.places.type(start));
    if (this.#inPlace(start, count)) return channel.startReceive(from, this.buffer, this.places.address(start), bytes);
    return channel.startReceive(from, new Uint8Array(bytes), 0, bytes);
  }

  settle(channel: Channel, receive: ReceiveOperation, first: number, count: number): void {
    channel.check(receive);
    if (count === 1 || receive.buffer === null || receive.buffer === this.buffer) return;
    let from = 0;
    for (let step = 0; step < count; step++) {
      const block = this.#index(first + step);
      const bytes = this.bytes(block);
      this.put(block, receive.buffer.subarray(from, from + bytes));
      from += bytes;
    }
  }

  /// Bytes of data in a block.
  bytes(block: number): number {
    return this.places.count(block) * this.places.type(block).size;
  }

  /// A copy of a block's data.
  take(block: number): Uint8Array {
    const packed = new Uint8Array(this.bytes(block));
    this.#pack(block, packed, 0);
    return packed;
  }

  /// Lays data out over a block.
  put(block: number, packed: Uint8Array): void {
    if (packed.length > this.bytes(block)) throw new MpiError(ErrorClass.Truncate, `block ${block} has ${packed.length} bytes; there is room for ${this.bytes(block)}`);
    this.places.type(block).unpack(packed, this.buffer ?? this.host.memory(), this.places.address(block));
  }

  #pack(block: number, packed: Uint8Array, to: number): void {
    this.places.type(block).pack(this.buffer ?? this.host.memory(), this.places.address(block), this.places.count(block), packed, to);
  }

  #index(block: number): number {
    return block % this.places.length;
  }

  #runBytes(first: number, count: number): number {
    let bytes = 0;
    for (let step = 0; step < count; step++) bytes += this.bytes(this.#index(first + step));
    return bytes;
  }

  // Whether a run can be moved from where it lies.
  #inPlace(start: number, count: number): boolean {
    if (count === 1) return this.places.type(start).contiguous;
    return this.adjacent && start + count <= this.places.length;
  }
}

/// One buffer as plain bytes that can be cut anywhere: where it lies when that is without gaps, else a packed copy.
export class Flat {
  readonly piece: Piece;

  /// `filled`: the buffer holds data already (at a root), which a copy must have.
  constructor(
    private readonly host: Host,
    private readonly segment: Segment,
    filled: boolean,
  ) {
    const { address, count, type } = segment;
    const bytes = count * type.size;
    if (type.contiguous) {
      this.piece = { buffer: null, address, bytes };
      return;
    }
    const packed = new Uint8Array(bytes);
    if (filled) type.pack(host.memory(), address, count, packed);
    this.piece = piece(packed);
  }

  /// Puts what was received into the copy where it belongs.
  land(): void {
    if (this.piece.buffer !== null) this.segment.type.unpack(this.piece.buffer, this.host.memory(), this.segment.address);
  }
}

/// Blocks held as bytes: pickled objects, whose sizes differ and are told in front of each (`framed`), and what a rank in the middle
/// of a tree passes on, where all blocks of a message have the same size.
export class ByteBlocks implements Blocks {
  readonly #list: (Uint8Array | undefined)[];
  readonly #framed: boolean;

  constructor(size: number, framed: boolean) {
    this.#list = new Array<Uint8Array | undefined>(size);
    this.#framed = framed;
  }

  put(block: number, bytes: Uint8Array): void {
    this.#list[block % this.#list.length] = bytes;
  }

  get(block: number): Uint8Array {
    return this.#list[block % this.#list.length] ?? new Uint8Array(0);
  }

  /// All blocks in rank order.
  all(): Uint8Array[] {
    return Array.from(this.#list, (bytes) => bytes ?? new Uint8Array(0));
  }

  outgoing(first: number, count: number): Piece {
    if (count === 1) return piece(this.get(first));
    const parts = Array.from({ length: count }, (_, step) => this.get(first + step));
    return piece(this.#framed ? framed(parts) : joined(parts));
  }

  startReceive(channel: Channel, from: number): ReceiveOperation {
    return channel.startFresh(from);
  }

  settle(channel: Channel, receive: ReceiveOperation, first: number, count: number): void {
    channel.check(receive);
    const message = receive.buffer ?? new Uint8Array(0);
    if (count === 1) {
      this.put(first, message);
      return;
    }
    const parts = this.#framed ? unframed(message, count) : null;
    const each = message.length / count;
    for (let step = 0; step < count; step++) this.put(first + step, parts?.[step] ?? message.subarray(step * each, (step + 1) * each));
  }
}

/// Parts one after another.
export function joined(parts: readonly Uint8Array[], head: number = 0): Uint8Array {
  const message = new Uint8Array(parts.reduce((sum, part) => sum + part.length, head));
  let to = head;
  for (const part of parts) {
    message.set(part, to);
    to += part.length;
  }
  return message;
}

/// Parts one after another, their lengths in front.
export function framed(parts: readonly Uint8Array[]): Uint8Array {
  const message = joined(parts, 4 * parts.length);
  const sizes = new DataView(message.buffer);
  for (const [index, part] of parts.entries()) sizes.setUint32(4 * index, part.length, true);
  return message;
}

/// The inverse.
export function unframed(message: Uint8Array, count: number): Uint8Array[] {
  const sizes = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let from = 4 * count;
  return Array.from({ length: count }, (_, index) => {
    const bytes = sizes.getUint32(4 * index, true);
    from += bytes;
    return message.subarray(from - bytes, from);
  });
}

import { ErrorClass } from '../../protocol/errors';
import type { Datatype } from '../datatype/datatype';
import type { Segment, Segments } from '../datatype/segment';
import { MpiError } from '../error';
import { ReceiveOperation } from '../request/operation';
import { piece, type Channel, type Piece } from './channel';

/// The blocks that a collective moves, one a rank, numbered by rank; a run of blocks travels as one message.
///
/// Runs count modulo the number of blocks, so that trees and rings rooted anywhere need no rotation of the data.
export interface Blocks {
  /// Blocks `first` … `first + count - 1` as one message.
  outgoing(first: number, count: number): Piece;
  /// Starts receiving such a message from rank `from`; `accept` puts it in place when it has come.
  startReceive(channel: Channel, from: number, first: number, count: number): ReceiveOperation;
  accept(channel: Channel, operation: ReceiveOperation, first: number, count: number): void;
}

/// Receives blocks: start, wait, put in place.
export function receiveBlocks(channel: Channel, blocks: Blocks, from: number, first: number, count: number): void {
  blocks.accept(channel, blocks.startReceive(channel, from, first, count), first, count);
}

/// Blocks in the rank's memory. A single block moves without a copy of its own; so do runs that lie one after another.
export class MemoryBlocks implements Blocks {
  readonly #channel: Channel;
  readonly #address: number;
  readonly #counts: readonly number[];
  readonly #displacements: readonly number[];
  readonly #type: Datatype;
  readonly #adjacent: boolean;

  private constructor(channel: Channel, address: number, counts: readonly number[], displacements: readonly number[], type: Datatype, adjacent: boolean) {
    this.#channel = channel;
    this.#address = address;
    this.#counts = counts;
    this.#displacements = displacements;
    this.#type = type;
    this.#adjacent = adjacent && type.contiguous;
  }

  /// `size` blocks of `segment.count` elements, one after another.
  static even(channel: Channel, { address, count, type }: Segment, size: number): MemoryBlocks {
    const counts = new Array<number>(size).fill(count);
    return new MemoryBlocks(channel, address, counts, Array.from(counts, (_, index) => index * count), type, true);
  }

  static vector(channel: Channel, { address, counts, displacements, type }: Segments): MemoryBlocks {
    return new MemoryBlocks(channel, address, counts, displacements, type, false);
  }

  outgoing(first: number, count: number): Piece {
    const { buffer, address, bytes } = this.#place(first, count);
    if (buffer === null) return { buffer, address, bytes };
    const memory = this.#channel.runtime.host.memory();
    let to = 0;
    for (let step = 0; step < count; step++) {
      const block = this.#index(first + step);
      this.#type.pack(memory, this.#addressOf(block), this.#counts[block] as number, buffer, to);
      to += this.bytes(block);
    }
    return piece(buffer);
  }

  startReceive(channel: Channel, from: number, first: number, count: number): ReceiveOperation {
    if (count === 1) {
      const block = this.#index(first);
      return channel.startReceive(new ReceiveOperation(channel.source(from), channel.tag, channel.context, null, this.#addressOf(block), this.bytes(block), this.#type, false));
    }
    const { buffer, address, bytes } = this.#place(first, count);
    return channel.startReceive(new ReceiveOperation(channel.source(from), channel.tag, channel.context, buffer, address, bytes, this.#type, buffer !== null));
  }

  accept(channel: Channel, operation: ReceiveOperation, first: number, count: number): void {
    channel.waitReceive(operation);
    if (!operation.fresh || operation.buffer === null) return;
    let from = 0;
    for (let step = 0; step < count; step++) {
      const block = this.#index(first + step);
      const bytes = this.bytes(block);
      this.put(block, operation.buffer.subarray(from, from + bytes));
      from += bytes;
    }
    if (from < operation.buffer.length) throw new MpiError(ErrorClass.Truncate, 'a message of the collective is longer than the buffer: do all ranks give the same count?');
  }

  /// Bytes of data in a block.
  bytes(block: number): number {
    return (this.#counts[block] as number) * this.#type.size;
  }

  /// A copy of a block's data.
  take(block: number): Uint8Array {
    const packed = new Uint8Array(this.bytes(block));
    this.#type.pack(this.#channel.runtime.host.memory(), this.#addressOf(block), this.#counts[block] as number, packed);
    return packed;
  }

  /// Lays data out over a block.
  put(block: number, packed: Uint8Array): void {
    if (packed.length > this.bytes(block)) throw new MpiError(ErrorClass.Truncate, `block ${block} has ${packed.length} bytes; there is room for ${this.bytes(block)}`);
    this.#type.unpack(packed, this.#channel.runtime.host.memory(), this.#addressOf(block));
  }

  #index(block: number): number {
    return block % this.#counts.length;
  }

  #addressOf(block: number): number {
    return this.#address + (this.#displacements[block] as number) * this.#type.extent;
  }

  // Where a run lies when it can be moved as it is; otherwise a buffer of its size to gather it in.
  #place(first: number, count: number): Piece {
    const start = this.#index(first);
    let bytes = 0;
    for (let step = 0; step < count; step++) bytes += this.bytes(this.#index(first + step));
    const inPlace = this.#type.contiguous && (count === 1 || (this.#adjacent && start + count <= this.#counts.length));
    return { buffer: inPlace ? null : new Uint8Array(bytes), address: inPlace ? this.#addressOf(start) : 0, bytes };
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
    const head = this.#framed ? 4 * count : 0;
    const message = new Uint8Array(parts.reduce((sum, part) => sum + part.length, head));
    const sizes = new DataView(message.buffer);
    let to = head;
    for (const [step, part] of parts.entries()) {
      if (this.#framed) sizes.setUint32(4 * step, part.length, true);
      message.set(part, to);
      to += part.length;
    }
    return piece(message);
  }

  startReceive(channel: Channel, from: number): ReceiveOperation {
    return channel.startFresh(from);
  }

  accept(channel: Channel, operation: ReceiveOperation, first: number, count: number): void {
    const message = channel.bytesOf(operation);
    if (count === 1) {
      this.put(first, message);
      return;
    }
    const sizes = new DataView(message.buffer, message.byteOffset, message.byteLength);
    let from = this.#framed ? 4 * count : 0;
    for (let step = 0; step < count; step++) {
      const bytes = this.#framed ? sizes.getUint32(4 * step, true) : message.length / count;
      this.put(first + step, message.subarray(from, from + bytes));
      from += bytes;
    }
  }
}

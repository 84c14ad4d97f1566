import { DERIVED_TYPE_ID, PICKLE_TYPE_ID, PREDEFINED_TYPES, type NumberKind } from '../../protocol/datatypes';

/// A piece of data within one element: where it begins and its length, bytes.
export interface TypeBlock {
  readonly offset: number;
  readonly bytes: number;
}

/// A datatype (MPI 4.1, chapter 5): which bytes of memory are data. On the wire data has no gaps.
///
/// Predefined types now; derived ones are further type maps behind the same `pack` and `unpack`.
export class Datatype {
  /// True when an array of elements has no gaps: data can then be moved without packing.
  readonly contiguous: boolean;

  private constructor(
    /// As in `PREDEFINED_TYPES`, or `PICKLE_TYPE_ID`, or `DERIVED_TYPE_ID`: what records hold.
    readonly id: number,
    /// MPI's name without `MPI_`.
    readonly name: string,
    readonly kind: NumberKind | 'pickle' | 'derived',
    /// Bytes of data in one element.
    readonly size: number,
    /// Bytes from one element to the next.
    readonly extent: number,
    /// The type map in order, adjacent pieces joined.
    readonly blocks: readonly TypeBlock[],
  ) {
    this.contiguous = blocks.length <= 1 && size === extent && (blocks[0]?.offset ?? 0) === 0;
  }

  /// Packs `count` elements at `address` of `memory` into `out` from `offset` on, without gaps.
  pack(memory: Uint8Array, address: number, count: number, out: Uint8Array, offset: number = 0): void {
    if (this.contiguous) {
      out.set(memory.subarray(address, address + count * this.size), offset);
      return;
    }
    let to = offset;
    for (let element = 0; element < count; element++) {
      const start = address + element * this.extent;
      for (const block of this.blocks) {
        out.set(memory.subarray(start + block.offset, start + block.offset + block.bytes), to);
        to += block.bytes;
      }
    }
  }

  /// The inverse: lays `packed` out over the elements at `address`; the last element may be incomplete.
  unpack(packed: Uint8Array, memory: Uint8Array, address: number): void {
    if (this.contiguous) {
      memory.set(packed, address);
      return;
    }
    let from = 0;
    for (let element = 0; from < packed.length; element++) {
      const start = address + element * this.extent;
      for (const block of this.blocks) {
        const bytes = Math.min(block.bytes, packed.length - from);
        if (bytes <= 0) return;
        memory.set(packed.subarray(from, from + bytes), start + block.offset);
        from += bytes;
      }
    }
  }

  /// Bytes from the first to the last of `count` elements, without the last one's trailing gap.
  span(count: number): number {
    if (count === 0) return 0;
    const last = this.blocks.at(-1);
    return (count - 1) * this.extent + (last === undefined ? 0 : last.offset + last.bytes);
  }

  toString(): string {
    return this.name;
  }

  /// The predefined type of an id of `PREDEFINED_TYPES`, or the pickle type. Throws RangeError for any other.
  static of(id: number): Datatype {
    const type = id === PICKLE_TYPE_ID ? Datatype.PICKLE : predefined[id];
    if (type === undefined) throw new RangeError(`no predefined datatype has id ${id}`);
    return type;
  }

  /// The predefined type of a name without `MPI_`, as in `DOUBLE`. Throws RangeError for any other.
  static named(name: string): Datatype {
    const type = predefined.find((candidate) => candidate.name === name);
    if (type === undefined) throw new RangeError(`no predefined datatype is called ${name}`);
    return type;
  }

  /// Bytes of a pickled object: moves as BYTE does; the record says that the call was a lower-case one.
  static readonly PICKLE = new Datatype(PICKLE_TYPE_ID, 'PICKLE', 'pickle', 1, 1, [{ offset: 0, bytes: 1 }]);

  /// A type map given outright. The seam for derived types.
  static derived(name: string, blocks: readonly TypeBlock[], extent: number): Datatype {
    const size = blocks.reduce((sum, block) => sum + block.bytes, 0);
    return new Datatype(DERIVED_TYPE_ID, name, 'derived', size, extent, blocks);
  }

  /// For this file's table.
  static predefine(): Datatype[] {
    return PREDEFINED_TYPES.map(({ id, name, kind, size, extent }) => new Datatype(id, name, kind, size, extent, mapOf(name, size)));
  }
}

/// Pairs whose int does not follow its value directly, as a C compiler lays them out on wasm32.
function mapOf(name: string, size: number): TypeBlock[] {
  if (size === 0) return [];
  if (name === 'SHORT_INT') return [{ offset: 0, bytes: 2 }, { offset: 4, bytes: 4 }];
  return [{ offset: 0, bytes: size }];
}

const predefined: readonly Datatype[] = Datatype.predefine();

import { DERIVED_TYPE_ID, PICKLE_TYPE_ID, PREDEFINED_TYPES, type NumberKind, type PredefinedType } from '../../protocol/datatypes';
import { UNDEFINED } from '../constants';
import { basic } from './basic';
import { Combiner, type Contents } from './combiner';
import { gather, scatter } from './copy';
import { bytesOf, bytesOnly, elementsIn, joined, repeated, run, type Layout } from './layout';

/// Where elements begin and end, and where their data does; bytes from an element's address.
export interface Bounds {
  readonly lb: number;
  readonly ub: number;
  readonly trueLb: number;
  readonly trueUb: number;
  /// Lower or upper bound were set by hand (Create_resized and what is made of it), so that nothing else moves them (MPI 4.1, 5.1.7).
  readonly lbSet: boolean;
  readonly ubSet: boolean;
  /// Of the strictest basic type in it: extents are rounded up to it (MPI 4.1, 5.1.6).
  readonly alignment: number;
}

interface Description {
  readonly id: number;
  readonly kind: Datatype['kind'];
  readonly layout: Layout;
  readonly bounds: Bounds;
  readonly contents: Contents | null;
}

/// A datatype (MPI 4.1, chapter 5): which bytes of memory are data. On the wire data has no gaps.
export class Datatype {
  /// As in `PREDEFINED_TYPES`, or `PICKLE_TYPE_ID`, or `DERIVED_TYPE_ID`: what records hold.
  readonly id: number;
  /// Of the numbers in it; 'derived' for anything that reductions cannot take as numbers.
  readonly kind: NumberKind | 'pickle' | 'derived';
  /// Bytes of data in one element.
  readonly size: number;
  /// Bytes from one element to the next.
  readonly extent: number;
  /// True when an array of elements has no gaps: data can then be moved without packing.
  readonly contiguous: boolean;
  readonly bounds: Bounds;
  /// The type map.
  readonly layout: Layout;
  /// The constructor's arguments; null for a type predefined by name.
  readonly contents: Contents | null;
  /// Whether it may be used in communication; derived types must be committed first.
  committed: boolean;
  #bytes: Layout | null = null;

  private constructor(
    /// MPI's name without `MPI_` of a predefined type; empty for any other.
    readonly name: string,
    { id, kind, layout, bounds, contents }: Description,
  ) {
    this.id = id;
    this.kind = kind;
    this.layout = layout;
    this.bounds = bounds;
    this.contents = contents;
    this.size = layout.bytes;
    this.extent = bounds.ub - bounds.lb;
    this.committed = this.predefined;
    this.contiguous = this.size === this.extent && bounds.lb === 0 && (this.size === 0 || (this.#runs().kind === 'run' && this.#runs().offset === 0));
  }

  /// Predefined, by name or by parameters (Create_f90_…): always committed and never freed.
  get predefined(): boolean {
    switch (this.contents?.combiner) {
      case undefined:
      case Combiner.F90Integer:
      case Combiner.F90Real:
      case Combiner.F90Complex:
        return true;
      default:
        return false;
    }
  }

  /// Packs `count` elements at `address` of `memory` into `out` from `offset` on, without gaps.
  pack(memory: Uint8Array, address: number, count: number, out: Uint8Array, offset: number = 0): void {
    if (this.contiguous) out.set(memory.subarray(address, address + count * this.size), offset);
    else gather(this.#elements(count), memory, address, out, offset);
  }

  /// The inverse: lays `packed` out over the elements at `address`; the last element may be incomplete.
  unpack(packed: Uint8Array, memory: Uint8Array, address: number): void {
    if (this.contiguous) memory.set(packed, address);
    else if (this.size > 0) scatter(this.#elements(Math.ceil(packed.length / this.size)), packed, 0, packed.length, memory, address);
  }

  /// First byte of data of `count` elements and the byte after the last one, from the first element's address.
  range(count: number): { readonly low: number; readonly high: number } {
    if (count === 0 || this.size === 0) return { low: 0, high: 0 };
    const last = (count - 1) * this.extent;
    return { low: this.bounds.trueLb + Math.min(0, last), high: this.bounds.trueUb + Math.max(0, last) };
  }

  /// Get_elements: basic elements in `bytes` bytes of data; `UNDEFINED` when the last is incomplete (MPI 4.1, 5.1.11).
  elements(bytes: number): number {
    if (this.size === 0) return bytes === 0 ? 0 : UNDEFINED;
    const whole = Math.floor(bytes / this.size);
    const rest = elementsIn(this.layout, bytes - whole * this.size);
    return rest === null ? UNDEFINED : whole * this.layout.basics + rest;
  }

  /// Set_elements: bytes of so many basic elements (MPI 4.1, 13.3).
  bytesOfElements(elements: number): number {
    const { basics } = this.layout;
    if (basics === 0) return 0;
    const whole = Math.floor(elements / basics);
    return whole * this.size + bytesOf(this.layout, elements - whole * basics);
  }

  toString(): string {
    return this.name === '' ? 'a derived datatype' : this.name;
  }

  #runs(): Layout {
    this.#bytes ??= bytesOnly(this.layout);
    return this.#bytes;
  }

  #elements(count: number): Layout {
    return repeated(this.#runs(), count, this.extent);
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
  static readonly PICKLE = new Datatype('PICKLE', { id: PICKLE_TYPE_ID, kind: 'pickle', layout: run(basic('BYTE', 'byte', 1), 0, 1), bounds: tight(0, 1, 1), contents: null });

  /// What a constructor makes; for `createDatatype`.
  static derived(layout: Layout, bounds: Bounds, contents: Contents, kind: Datatype['kind'] = 'derived'): Datatype {
    return new Datatype('', { id: DERIVED_TYPE_ID, kind, layout, bounds, contents });
  }

  /// For this file's table.
  static predefine(): Datatype[] {
    return PREDEFINED_TYPES.map((entry) => new Datatype(entry.name, { id: entry.id, kind: entry.kind, contents: null, ...mapOf(entry) }));
  }
}

/// Bounds that are those of the data.
function tight(lb: number, ub: number, alignment: number): Bounds {
  return { lb, ub, trueLb: lb, trueUb: ub, lbSet: false, ubSet: false, alignment };
}

function mapOf({ name, kind, size, extent }: PredefinedType): Pick<Description, 'layout' | 'bounds'> {
  if (kind !== 'pair') {
    const one = basic(name, kind, size);
    return { layout: run(one, 0, 1), bounds: tight(0, extent, one.alignment) };
  }
  // A struct of the value and an int (MPI 4.1, 6.9.4), as a C compiler lays it out.
  const bytes = size - 4;
  const value = basic(PAIR_VALUES[name] ?? 'INT', name.includes('FLOAT') || name.includes('DOUBLE') ? 'float' : 'int', bytes);
  const index = basic('INT', 'int', 4);
  const place = Math.max(bytes, 4);
  return { layout: joined([run(value, 0, 1), run(index, place, 1)]), bounds: { ...tight(0, extent, Math.max(value.alignment, index.alignment)), trueUb: place + 4 } };
}

const PAIR_VALUES: Readonly<Record<string, string>> = {
  FLOAT_INT: 'FLOAT', DOUBLE_INT: 'DOUBLE', LONG_INT: 'LONG', TWOINT: 'INT', SHORT_INT: 'SHORT', LONG_DOUBLE_INT: 'LONG_DOUBLE',
};

const predefined: readonly Datatype[] = Datatype.predefine();

import type { Segment } from '../../../../mpi';
import type { PythonModule } from '../emscripten';

/// Words of numpy's array object (`PyArrayObject_fields`) and of any type object.
const enum ArrayWord {
  Type = 1,
  Data = 2,
  Dimensions = 3,
  Shape = 4,
  Descriptor = 7,
  Flags = 8,
}
const TYPE_NAME = 3;
const NDARRAY = 'numpy.ndarray';
/// Bits of the flags: contiguous as C or as Fortran lays arrays out; may be written.
const CONTIGUOUS = 0x3;
const WRITABLE = 0x400;
/// Element types that are remembered; a program has a handful.
const MOST_TYPES = 64;

/// Numpy arrays read straight from memory, where asking by the buffer protocol costs ten times as much.
///
/// The layout is not taken on trust: the first array whose memory was asked for by the protocol must show the same address, length and
/// flags here, or arrays are never read this way. Element types are known by the objects that such arrays pointed at.
export class Arrays {
  /// Address of the type; 0 until an array has been seen, -1 when arrays are laid out otherwise.
  #type = 0;
  /// Element types by the address of numpy's object, which is kept alive.
  readonly #elements = new Map<number, Segment['type']>();
  #lastDescriptor = 0;
  #lastElement: Segment['type'] | null = null;

  constructor(readonly module: PythonModule) {}

  /// Whether an object is an array of the very type (not a subclass).
  is(object: number): boolean {
    return this.module.HEAPU32[(object >> 2) + ArrayWord.Type] === this.#type;
  }

  /// The whole array; null for whatever is not a contiguous array of a known element type (and one that may be written, if it is to be).
  segment(object: number, writable: boolean): Segment | null {
    const words = this.module.HEAPU32;
    const at = object >> 2;
    if (words[at + ArrayWord.Type] !== this.#type) return null;
    const flags = words[at + ArrayWord.Flags] as number;
    if ((flags & CONTIGUOUS) === 0 || (writable && (flags & WRITABLE) === 0)) return null;
    const descriptor = words[at + ArrayWord.Descriptor] as number;
    if (descriptor !== this.#lastDescriptor) {
      const element = this.#elements.get(descriptor);
      if (element === undefined) return null;
      this.#lastDescriptor = descriptor;
      this.#lastElement = element;
    }
    const dimensions = words[at + ArrayWord.Dimensions] as number;
    const shape = (words[at + ArrayWord.Shape] as number) >> 2;
    let count = 1;
    for (let axis = 0; axis < dimensions; axis++) count *= words[shape + axis] as number;
    return { address: words[at + ArrayWord.Data] as number, count, type: this.#lastElement as Segment['type'] };
  }

  /// Looks at an object whose memory is known to be `whole`, for the next one of its kind.
  learn(object: number, whole: Segment): void {
    if (this.#type === -1 || this.#elements.size >= MOST_TYPES) return;
    const words = this.module.HEAPU32;
    const type = words[(object >> 2) + ArrayWord.Type] as number;
    if (this.#type === 0) {
      if (!this.#isNamed(words[(type >> 2) + TYPE_NAME] as number)) return;
      this.#type = type;
    } else if (type !== this.#type) return;
    const descriptor = words[(object >> 2) + ArrayWord.Descriptor] as number;
    if (this.#elements.has(descriptor)) return;
    this.#elements.set(descriptor, whole.type);
    const seen = this.segment(object, false);
    if (seen === null || seen.address !== whole.address || seen.count !== whole.count) {
      this.#type = -1;
      this.#elements.clear();
      return;
    }
    this.module._Py_IncRef(descriptor);
  }

  #isNamed(address: number): boolean {
    const bytes = this.module.HEAPU8;
    for (let at = 0; at <= NDARRAY.length; at++) if ((bytes[address + at] as number) !== (at < NDARRAY.length ? NDARRAY.charCodeAt(at) : 0)) return false;
    return true;
  }
}

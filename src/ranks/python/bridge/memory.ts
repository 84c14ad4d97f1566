import { Datatype, type Segment, type Segments } from '../../../mpi';
import type { Datatypes } from './datatypes';
import type { PythonModule } from './emscripten';
import { Arrays } from './fast/arrays';
import type { Python } from './python';

/// Words of CPython's Py_buffer.
const enum View {
  Buffer = 0,
  Object = 1,
  Length = 2,
  ItemSize = 3,
  Format = 6,
}
const VIEW_BYTES = 44;
/// In what `Buffers.hold` gives: a reference to the object instead of a view of it.
const REFERENCE = 1;

const WRITABLE = 0x1;
const FORMAT = 0x4;
/// C- or Fortran-contiguous, any dimensions.
const ANY_CONTIGUOUS = 0x98;

/// Formats that need no look-up in Python, by their characters' codes, the second times 256: the same table as `typedict` of
/// datatype_codes.py, but that 'B' is BYTE here.
const FORMATS: ReadonlyMap<number, Datatype> = new Map(
  Object.entries({
    '?': 'C_BOOL', b: 'SIGNED_CHAR', h: 'SHORT', i: 'INT', l: 'LONG', q: 'LONG_LONG', B: 'BYTE', H: 'UNSIGNED_SHORT', I: 'UNSIGNED',
    L: 'UNSIGNED_LONG', Q: 'UNSIGNED_LONG_LONG', e: 'FLOAT16_T', f: 'FLOAT', d: 'DOUBLE', g: 'LONG_DOUBLE', Zf: 'C_COMPLEX', Zd: 'C_DOUBLE_COMPLEX',
    Zg: 'C_LONG_DOUBLE_COMPLEX',
  }).map(([format, name]) => [format.charCodeAt(0) + (format.length > 1 ? 256 * format.charCodeAt(1) : 0), Datatype.named(name)]),
);

/// Objects with memory, as segments of the rank's own.
export class Buffers {
  readonly #python: Python;
  readonly #module: PythonModule;
  readonly #view: number;
  readonly #arrays: Arrays;

  constructor(
    python: Python,
    readonly datatypes: Datatypes,
  ) {
    this.#python = python;
    this.#module = python.module;
    this.#view = python.module._malloc(VIEW_BYTES);
    this.#arrays = new Arrays(python.module);
  }

  /// The whole memory of an object whose format names a predefined type. Null for anything else, which Python then looks at:
  /// lists and tuples, other formats, memory that is not contiguous or may not be written.
  ///
  /// The export is given back at once: the caller's arguments keep the object alive while it blocks.
  plain(object: number, writable: boolean): Segment | null {
    return this.#arrays.segment(object, writable) ?? this.#exported(object, writable);
  }

  #exported(object: number, writable: boolean): Segment | null {
    const module = this.#module;
    if (module._PyObject_CheckBuffer(object) === 0) return null;
    const view = this.#view;
    if (module._PyObject_GetBuffer(object, view, ANY_CONTIGUOUS | FORMAT | (writable ? WRITABLE : 0)) < 0) {
      module._PyErr_Clear();
      return null;
    }
    const words = module.HEAPU32;
    const at = view >> 2;
    const address = words[at + View.Buffer] ?? 0;
    const length = words[at + View.Length] ?? 0;
    const itemSize = words[at + View.ItemSize] ?? 0;
    const format = words[at + View.Format] ?? 0;
    let letter = 0x42;
    if (format !== 0) {
      const bytes = module.HEAPU8;
      letter = bytes[format] ?? 0;
      const second = bytes[format + 1] ?? 0;
      if (second !== 0) letter = bytes[format + 2] === 0 ? letter + 256 * second : 0;
    }
    module._PyBuffer_Release(view);
    // BOTTOM, IN_PLACE and BUFFER_AUTOMATIC: what they mean depends on the call.
    if (length === 0 && address <= 2) return null;
    const type = FORMATS.get(letter);
    if (type === undefined || type.size !== itemSize) return null;
    const whole = { address, count: itemSize === 1 ? length : length / itemSize, type };
    this.#arrays.learn(object, whole);
    return whole;
  }

  /// `(address, nbytes, format or None)` as a Python tuple.
  describe(object: number, writable: boolean, withFormat: boolean): number {
    const module = this.#module;
    const view = this.#view;
    if (module._PyObject_GetBuffer(object, view, ANY_CONTIGUOUS | (withFormat ? FORMAT : 0) | (writable ? WRITABLE : 0)) < 0) this.#python.fail();
    const at = view >> 2;
    const words = module.HEAPU32;
    const address = words[at + View.Buffer] ?? 0;
    const length = words[at + View.Length] ?? 0;
    const format = withFormat ? this.#cString(words[at + View.Format] ?? 0) : null;
    module._PyBuffer_Release(view);
    return this.#python.tuple([this.#python.size(address), this.#python.size(length), format === null ? this.#python.none : this.#python.string(format)]);
  }

  #cString(address: number): string | null {
    if (address === 0) return null;
    const bytes = this.#module.HEAPU8;
    let text = '';
    for (let at = address; bytes[at] !== 0; at++) text += String.fromCharCode(bytes[at] ?? 0);
    return text;
  }

  /// Memory that must stay where it is while an operation runs on: exports the object's buffer (so that a bytearray cannot be
  /// resized) and keeps the object alive; one without a buffer, as a DLPack capsule, is only kept alive. The result is for `release`;
  /// 0 for None.
  hold(object: number): number {
    const module = this.#module;
    if (object === this.#python.none) return 0;
    if (this.#arrays.is(object)) {
      // Numpy does not move the memory of an array that is referred to.
      module._Py_IncRef(object);
      return object | REFERENCE;
    }
    const view = module._malloc(VIEW_BYTES);
    if (module._PyObject_CheckBuffer(object) === 0) {
      module._Py_IncRef(object);
      module.HEAPU32.fill(0, view >> 2, (view + VIEW_BYTES) >> 2);
      module.HEAPU32[(view >> 2) + View.Object] = object;
    } else if (module._PyObject_GetBuffer(object, view, ANY_CONTIGUOUS) < 0) {
      module._free(view);
      this.#python.fail();
    }
    return view;
  }

  release(held: number): void {
    if (held === 0) return;
    if ((held & REFERENCE) !== 0) {
      this.#module._Py_DecRef(held - REFERENCE);
      return;
    }
    this.#module._PyBuffer_Release(held);
    this.#module._free(held);
  }

  /// A bytes object's own memory.
  pickle(bytes: number): Segment {
    const size = this.#module._PyBytes_Size(bytes);
    if (size < 0) this.#python.fail();
    return { address: this.#module._PyBytes_AsString(bytes), count: size, type: Datatype.PICKLE };
  }

  /// The first `count` bytes of an object, as room for a pickle; of None, no room.
  into(object: number, count: number): Segment {
    if (object === this.#python.none) return { address: 0, count: 0, type: Datatype.PICKLE };
    const module = this.#module;
    if (module._PyObject_GetBuffer(object, this.#view, ANY_CONTIGUOUS | WRITABLE) < 0) this.#python.fail();
    const address = module.HEAPU32[(this.#view >> 2) + View.Buffer] ?? 0;
    module._PyBuffer_Release(this.#view);
    return { address, count, type: Datatype.PICKLE };
  }

  /// A tuple `(address, count, datatype)`.
  segment(tuple: number): Segment {
    const { _PyTuple_GetItem } = this.#module;
    return {
      address: this.#module._PyLong_AsUnsignedLongMask(_PyTuple_GetItem(tuple, 0)) >>> 0,
      count: this.#python.numberOf(_PyTuple_GetItem(tuple, 1)),
      type: this.#type(_PyTuple_GetItem(tuple, 2)),
    };
  }

  /// A tuple `(address, counts, displacements, datatype)`.
  segments(tuple: number): Segments {
    const { _PyTuple_GetItem } = this.#module;
    return {
      address: this.#module._PyLong_AsUnsignedLongMask(_PyTuple_GetItem(tuple, 0)) >>> 0,
      counts: this.#python.numbers(_PyTuple_GetItem(tuple, 1)),
      displacements: this.#python.numbers(_PyTuple_GetItem(tuple, 2)),
      type: this.#type(_PyTuple_GetItem(tuple, 3)),
    };
  }

  #type(object: number): Datatype {
    return this.datatypes.any(this.#python.integerOf(object));
  }
}

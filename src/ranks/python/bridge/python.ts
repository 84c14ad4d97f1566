import type { PythonModule } from './emscripten';

/// A Python exception on its way through TypeScript: taken off the interpreter where it was raised, put back where TypeScript
/// returns to Python, the same object.
export class PythonError extends Error {
  override name = 'PythonError';

  constructor(readonly exception: number) {
    super('a Python exception');
  }
}

/// The body of a native function: its arguments are `HEAPU32[at]`, `HEAPU32[at + 1]`… (borrowed); it returns a new reference.
export type NativeBody = (at: number, count: number) => number;

/// Who looks at the program when a call of MPI's returns to it: see `variables/watch`.
export interface Returning {
  /// A call has ended since the last look.
  due: boolean;
  /// Native methods under way that tell of their return themselves.
  held: number;
  returns(result: number): void;
}

const METH_FASTCALL = 0x80;
/// Words of CPython's int object (3.14, longintrepr.h). The tag has the sign in its low 2 bits (0 positive, 1 zero, 2 negative) and the
/// count of digits from bit 3 up: below `TWO_DIGITS` the first digit is the whole value.
const enum Int {
  Type = 1,
  Tag = 2,
  Digit = 3,
}
const TWO_DIGITS = 16;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/// Python values to and from TypeScript, over the C API. Everything here throws `PythonError` when Python has set an error.
export class Python {
  readonly none: number;
  /// Null while nobody looks.
  watch: Returning | null = null;
  #names = new Map<string, number>();
  /// The native functions by the value of their `self`.
  readonly #natives: { readonly body: NativeBody; raise(error: unknown, at: number): void }[] = [];
  #entry: number | null = null;
  /// The type of ints whose value can be read from memory; 0 where CPython lays them out otherwise than known here.
  readonly #intType: number;

  constructor(readonly module: PythonModule) {
    this.none = module.__Py_NoneStruct;
    this.#intType = module._PyLong_Type;
    const known = [0, 1, -1, 77_777, -1_000_000_000].every((value) => {
      const object = module._PyLong_FromLong(value);
      const read = this.smallInteger(object);
      module._Py_DecRef(object);
      return read === value;
    });
    if (!known) this.#intType = 0;
  }

  /// The value of an int of one digit (below 2^30), read from memory; NaN for everything else, which is for `integerOf`.
  smallInteger(object: number): number {
    const words = this.module.HEAPU32;
    const at = object >> 2;
    if (words[at + Int.Type] !== this.#intType) return NaN;
    const tag = words[at + Int.Tag] as number;
    if (tag >= TWO_DIGITS) return NaN;
    const digit = words[at + Int.Digit] as number;
    return (tag & 2) === 0 ? digit : -digit;
  }

  /// Throws the exception that Python has set.
  fail(): never {
    throw new PythonError(this.module._PyErr_GetRaisedException());
  }

  /// A result of the C API, thrown as an error when it is 0.
  checked(object: number): number {
    if (object === 0) this.fail();
    return object;
  }

  argument(at: number): number {
    return this.module.HEAPU32[at] ?? 0;
  }

  isNone(at: number): boolean {
    return this.module.HEAPU32[at] === this.none;
  }

  /// A C long out of an int or anything with `__index__`.
  integerOf(object: number): number {
    const small = this.smallInteger(object);
    if (small === small) return small;
    const value = this.module._PyLong_AsLong(object);
    if (value === -1 && this.module._PyErr_Occurred() !== 0) return this.#converted(object);
    return value;
  }

  // As Cython converts an argument of type int, in mpi4py: what has `__int__` but no `__index__`, such as a float, is cut off.
  #converted(object: number): number {
    const { module } = this;
    module._PyErr_Clear();
    const method = module._PyObject_GetAttr(object, this.name('__int__'));
    if (method === 0) {
      module._PyErr_Clear();
      return this.#raise('_PyExc_TypeError', 'an integer is required');
    }
    const whole = module._PyObject_CallNoArgs(method);
    module._Py_DecRef(method);
    const value = module._PyLong_AsLong(this.checked(whole));
    module._Py_DecRef(whole);
    if (value !== -1 || module._PyErr_Occurred() === 0) return value;
    module._PyErr_Clear();
    return this.#raise('_PyExc_OverflowError', 'value too large to convert to int');
  }

  #raise(type: '_PyExc_TypeError' | '_PyExc_OverflowError', text: string): never {
    this.withText(text, (address) => this.module._PyErr_SetString(this.exceptionClass(type), address));
    return this.fail();
  }

  /// A count, which may exceed a C long; exact to 2^53. Of an int.
  countOf(object: number): number {
    const value = this.module._PyLong_AsDouble(object);
    if (value === -1 && this.module._PyErr_Occurred() !== 0) this.fail();
    return value;
  }

  /// A number out of an int, exact up to 2^53: counts, sizes and displacements of derived datatypes.
  numberOf(object: number): number {
    const value = this.module._PyLong_AsDouble(object);
    if (value === -1 && this.module._PyErr_Occurred() !== 0) this.fail();
    return value;
  }

  /// An address out of an int.
  address(at: number): number {
    return this.module._PyLong_AsUnsignedLongMask(this.argument(at)) >>> 0;
  }

  integer(at: number): number {
    return this.integerOf(this.argument(at));
  }

  truth(at: number): boolean {
    const object = this.argument(at);
    if (object === this.module.__Py_TrueStruct) return true;
    if (object === this.module.__Py_FalseStruct) return false;
    const value = this.module._PyObject_IsTrue(object);
    if (value < 0) this.fail();
    return value !== 0;
  }

  text(at: number): string {
    return this.textOf(this.argument(at));
  }

  textOf(object: number): string {
    const size = this.module._malloc(4);
    try {
      const address = this.checked(this.module._PyUnicode_AsUTF8AndSize(object, size));
      const bytes = this.module.HEAPU32[size >> 2] ?? 0;
      return decoder.decode(this.module.HEAPU8.slice(address, address + bytes));
    } finally {
      this.module._free(size);
    }
  }

  /// The integers of a tuple.
  integers(tuple: number): number[] {
    const size = this.module._PyTuple_Size(tuple);
    if (size < 0) this.fail();
    return Array.from({ length: size }, (_, i) => this.integerOf(this.module._PyTuple_GetItem(tuple, i)));
  }

  /// The same, exact up to 2^53.
  numbers(tuple: number): number[] {
    const size = this.module._PyTuple_Size(tuple);
    if (size < 0) this.fail();
    return Array.from({ length: size }, (_, i) => this.numberOf(this.module._PyTuple_GetItem(tuple, i)));
  }

  /// The items of a tuple, borrowed.
  tupleItems(tuple: number): number[] {
    const size = this.module._PyTuple_Size(tuple);
    if (size < 0) this.fail();
    return Array.from({ length: size }, (_, i) => this.module._PyTuple_GetItem(tuple, i));
  }

  /// The items of a list, borrowed.
  items(list: number): number[] {
    const size = this.module._PyList_Size(list);
    if (size < 0) this.fail();
    return Array.from({ length: size }, (_, i) => this.module._PyList_GetItem(list, i));
  }

  // New references.

  long(value: number): number {
    return this.module._PyLong_FromLong(value);
  }

  /// A whole number, exact up to 2^53.
  number(value: number): number {
    return (value | 0) === value ? this.module._PyLong_FromLong(value) : this.checked(this.module._PyLong_FromDouble(value));
  }

  /// An address or a length, which may have the highest bit set.
  size(value: number): number {
    return this.module._PyLong_FromUnsignedLong(value);
  }

  /// A count, which may exceed a C long; exact to 2^53.
  count(value: number): number {
    return value <= 0x7fffffff ? this.module._PyLong_FromLong(value) : this.module._PyLong_FromDouble(value);
  }

  float(value: number): number {
    return this.module._PyFloat_FromDouble(value);
  }

  /// None, True and False are immortal: no reference is counted.
  bool(value: boolean): number {
    return value ? this.module.__Py_TrueStruct : this.module.__Py_FalseStruct;
  }

  string(text: string): number {
    const bytes = encoder.encode(text);
    const address = this.module._malloc(bytes.length + 1);
    this.module.HEAPU8.set(bytes, address);
    try {
      return this.checked(this.module._PyUnicode_FromStringAndSize(address, bytes.length));
    } finally {
      this.module._free(address);
    }
  }

  bytes(data: Uint8Array): number {
    const { length } = data;
    const object = this.checked(this.module._PyBytes_FromStringAndSize(0, length));
    const address = this.module._PyBytes_AsString(object);
    const memory = this.module.HEAPU8;
    // A view of the target costs more than a few bytes do.
    if (length > 128) memory.set(data, address);
    else for (let at = 0; at < length; at++) memory[address + at] = data[at] as number;
    return object;
  }

  /// Takes over the references of `items`.
  tuple(items: readonly number[]): number {
    const tuple = this.checked(this.module._PyTuple_New(items.length));
    for (let i = 0; i < items.length; i++) this.module._PyTuple_SetItem(tuple, i, items[i] ?? 0);
    return tuple;
  }

  tupleOfIntegers(values: readonly number[]): number {
    return this.tuple(values.map((value) => this.long(value)));
  }

  /// Takes over the references of `items`.
  list(items: readonly number[]): number {
    const list = this.checked(this.module._PyList_New(items.length));
    for (let i = 0; i < items.length; i++) this.module._PyList_SetItem(list, i, items[i] ?? 0);
    return list;
  }

  /// Calls with positional arguments whose references are taken over; the result is a new reference.
  call(callable: number, ...args: readonly number[]): number {
    const tuple = this.tuple(args);
    const result = this.module._PyObject_Call(callable, tuple, 0);
    this.module._Py_DecRef(tuple);
    return this.checked(result);
  }

  callMethod(object: number, name: string, ...args: readonly number[]): number {
    const method = this.getAttribute(object, name);
    try {
      return this.call(method, ...args);
    } finally {
      this.module._Py_DecRef(method);
    }
  }

  getAttribute(object: number, name: string): number {
    return this.checked(this.module._PyObject_GetAttr(object, this.name(name)));
  }

  /// Takes over the reference of `value`.
  setAttribute(object: number, name: string, value: number): void {
    const result = this.module._PyObject_SetAttr(object, this.name(name), value);
    this.module._Py_DecRef(value);
    if (result < 0) this.fail();
  }

  /// An interned string, kept for good (borrowed).
  name(text: string): number {
    let object = this.#names.get(text);
    if (object === undefined) {
      object = this.withText(text, (address) => this.checked(this.module._PyUnicode_InternFromString(address)));
      this.#names.set(text, object);
    }
    return object;
  }

  /// Runs `body` with a zero-terminated copy of `text`.
  withText<T>(text: string, body: (address: number) => T): T {
    const bytes = encoder.encode(`${text}\0`);
    const address = this.module._malloc(bytes.length);
    this.module.HEAPU8.set(bytes, address);
    try {
      return body(address);
    } finally {
      this.module._free(address);
    }
  }

  importModule(name: string): number {
    return this.withText(name, (address) => this.checked(this.module._PyImport_ImportModule(address)));
  }

  /// An exception class by the name of its variable in the C API.
  exceptionClass(variable: '_PyExc_RuntimeError' | '_PyExc_TypeError' | '_PyExc_NotImplementedError' | '_PyExc_OverflowError' | '_PyExc_KeyError'): number {
    return this.module.HEAPU32[this.module[variable] >> 2] ?? 0;
  }

  /// Sets a native function as an attribute of a module. No TypeScript exception may cross into wasm: `raise` turns whatever
  /// `body` throws into Python's error.
  ///
  /// All functions share one entry in wasm's table, told apart by their `self`, a Python int: making an entry compiles a small wasm
  /// module, and a hundred of them would be part of every start.
  define(module: number, name: string, body: NativeBody, raise: (error: unknown, at: number) => void): void {
    const { module: python } = this;
    this.#entry ??= python.addFunction((self, args, count) => {
      const native = this.#natives[this.integerOf(self)];
      if (native === undefined) return 0;
      const { watch } = this;
      try {
        const result = native.body(args >> 2, count);
        if (watch?.due === true && watch.held === 0) watch.returns(0);
        return result;
      } catch (error) {
        if (watch !== null) watch.due = false;
        native.raise(error, args >> 2);
        return 0;
      }
    }, 'iiii');
    const text = encoder.encode(`${name}\0`);
    // The definition lives as long as the interpreter: the function object points at it, and holds its `self`.
    const definition = python._malloc(16 + text.length);
    python.HEAPU8.set(text, definition + 16);
    python.HEAPU32.set([definition + 16, this.#entry, METH_FASTCALL, 0], definition >> 2);
    const self = this.checked(python._PyLong_FromLong(this.#natives.length));
    this.#natives.push({ body, raise });
    this.setAttribute(module, name, this.checked(python._PyCFunction_NewEx(definition, self, 0)));
    python._Py_DecRef(self);
  }
}

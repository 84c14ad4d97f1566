import type { PythonModule } from '../emscripten';
import type { Python } from '../python';
import { enterTable, type Entry } from './entries';

/// What a native method's body gives back for arguments it does not know: then the Python method is called, which knows all.
export const OTHERWISE = -1;

/// The body of a native method. Its arguments are `HEAPU32[at]`…, borrowed: the object's handle (of a class method the class), then the
/// Python method's parameters in their order, defaults filled in; the object itself is `HEAPU32[at + OBJECT]`. It returns a new
/// reference, or `OTHERWISE` before it has done anything.
export type MethodBody = (at: number) => number;

export interface NativeMethods {
  /// The class whose methods these are, by its name in `mpi4py.MPI`'s parts: module under `mpi4py._mpi`, class.
  readonly module: string;
  readonly name: string;
  readonly methods: Readonly<Record<string, MethodBody>>;
  /// Turns what a body throws into Python's error; `at` is where its arguments are.
  raise(error: unknown, at: number): void;
}

const METH_FASTCALL = 0x80;
const METH_KEYWORDS = 0x2;
const METH_CLASS = 0x10;
const DEFINITION_BYTES = 16;
/// Words of CPython's PyMemberDescrObject and PyMemberDef.
const MEMBER_DEFINITION = 5;
const MEMBER_OFFSET = 2;
const MOST_PARAMETERS = 8;
export const OBJECT = MOST_PARAMETERS + 1;
const CALL_WORDS = OBJECT + 1;
/// Depth to which native methods may be called from within native methods (user's operations, signal handlers).
const MOST_CALLS = 64;

interface Method {
  readonly body: MethodBody;
  readonly raise: NativeMethods['raise'];
  /// The Python method that this one stands before; a class method's is bound.
  readonly python: number;
  /// Interned names of the parameters after `self`, and their defaults (0 for none).
  readonly names: readonly number[];
  readonly defaults: readonly number[];
  readonly required: number;
  readonly ofClass: boolean;
}

/// Puts native methods in the place of Python ones, for the calls that a program makes a million times. Names, defaults and docstrings are
/// taken from the Python methods, and whatever a body does not understand goes to them, so that nothing but the speed changes.
///
/// A call of a Python method costs CPython a frame and its look-ups, several times what the message itself does.
export class MethodTable {
  readonly #python: Python;
  readonly #module: PythonModule;
  /// Room for the arguments of calls under way.
  readonly #room: number;
  #top: number;

  constructor(python: Python) {
    this.#python = python;
    this.#module = python.module;
    this.#room = this.#module._malloc(MOST_CALLS * CALL_WORDS * 4) >> 2;
    this.#top = this.#room;
  }

  install(all: readonly NativeMethods[]): void {
    const { module } = this.#python;
    const helper = this.#python.importModule('mpi4py._mpi.native_methods');
    const planned = all.flatMap(({ module: place, name, methods, raise }) => {
      const type = this.#python.getAttribute(this.#python.importModule(`mpi4py._mpi.${place}`), name);
      return Object.entries(methods).map(([method, body]) => ({ type, method, body, raise }));
    });
    const described = planned.map(({ type, method, body, raise }) => ({ type, method, ...this.#describe(helper, type, method, body, raise) }));
    const addresses = enterTable(module, described.map(({ made, slot }) => this.#entry(made, slot)));
    for (const [index, { type, method, made, text }] of described.entries()) {
      const definition = module._malloc(DEFINITION_BYTES);
      const name = this.#kept(method);
      module.HEAPU32.set([name, addresses[index] as number, METH_FASTCALL | METH_KEYWORDS | (made.ofClass ? METH_CLASS : 0), text], definition >> 2);
      const make = made.ofClass ? module._PyDescr_NewClassMethod : module._PyDescr_NewMethod;
      this.#python.setAttribute(type, method, this.#python.checked(make(type, definition)));
    }
  }

  /// Word of an object of `type` in which its slot `name` (of `__slots__`) is.
  slotOf(type: number, name: string): number {
    const member = this.#python.getAttribute(type, name);
    const definition = this.#module.HEAPU32[(member >> 2) + MEMBER_DEFINITION] as number;
    this.#module._Py_DecRef(member);
    return (this.#module.HEAPU32[(definition >> 2) + MEMBER_OFFSET] as number) >> 2;
  }

  #describe(helper: number, type: number, method: string, body: MethodBody, raise: NativeMethods['raise']): { made: Method; slot: number; text: number } {
    const python = this.#python;
    // (bound class method or function, is it a class method, tuple of names, tuple of defaults for the last of them, text)
    const found = python.callMethod(helper, 'describe', this.#borrowed(type), python.string(method));
    const item = (index: number): number => this.#module._PyTuple_GetItem(found, index);
    const ofClass = item(1) === this.#module.__Py_TrueStruct;
    const names = this.#itemsOf(item(2)).map((name) => python.name(python.textOf(name)));
    const given = this.#itemsOf(item(3));
    const defaults = names.map((_, index) => given[index - (names.length - given.length)] ?? 0);
    for (const object of [item(0), ...given]) this.#module._Py_IncRef(object);
    const made = { body, raise, python: item(0), names, defaults, required: names.length - given.length, ofClass };
    const text = this.#kept(python.textOf(item(4)));
    this.#module._Py_DecRef(found);
    return { made, slot: ofClass ? 0 : this.slotOf(type, '_handle'), text };
  }

  #entry(method: Method, slot: number): Entry {
    const module = this.#module;
    const { body, raise, names, defaults, required, ofClass } = method;
    const most = names.length;
    return (self, args, count, keywords) => {
      const at = this.#top;
      if (count > most || at >= this.#room + (MOST_CALLS - 1) * CALL_WORDS) return this.#otherwise(method, self, args, count, keywords);
      const words = module.HEAPU32;
      const from = args >> 2;
      const handle = ofClass ? self : (words[(self >> 2) + slot] as number);
      if (handle === 0) return this.#otherwise(method, self, args, count, keywords);
      words[at] = handle;
      words[at + OBJECT] = self;
      let filled = count;
      for (let index = 0; index < count; index++) words[at + 1 + index] = words[from + index] as number;
      if (keywords !== 0) {
        for (let index = count; index < most; index++) words[at + 1 + index] = 0;
        const more = module._PyTuple_Size(keywords);
        for (let index = 0; index < more; index++) {
          const place = names.indexOf(module._PyTuple_GetItem(keywords, index));
          if (place < count || words[at + 1 + place] !== 0) return this.#otherwise(method, self, args, count, keywords);
          words[at + 1 + place] = words[from + count + index] as number;
        }
        for (let index = count; index < most; index++) {
          if (words[at + 1 + index] !== 0) continue;
          if (index < required) return this.#otherwise(method, self, args, count, keywords);
          words[at + 1 + index] = defaults[index] as number;
        }
        filled = most;
      } else if (count < required) return this.#otherwise(method, self, args, count, keywords);
      for (let index = filled; index < most; index++) words[at + 1 + index] = defaults[index] as number;
      this.#top = at + CALL_WORDS;
      const { watch } = this.#python;
      if (watch !== null) watch.held++;
      try {
        let result = body(at);
        if (result === OTHERWISE) result = this.#otherwise(method, self, args, count, keywords);
        if (watch?.due === true && watch.held === 1 && result !== 0) watch.returns(result);
        return result;
      } catch (error) {
        if (watch !== null) watch.due = false;
        raise(error, at);
        return 0;
      } finally {
        if (watch !== null) watch.held--;
        this.#top = at;
      }
    };
  }

  // The Python method, with the arguments as they were given.
  #otherwise({ python, ofClass }: Method, self: number, args: number, count: number, keywords: number): number {
    const module = this.#module;
    if (ofClass) return module._PyObject_Vectorcall(python, args, count, keywords);
    const all = count + (keywords === 0 ? 0 : module._PyTuple_Size(keywords));
    const copy = module._malloc((all + 1) * 4);
    const words = module.HEAPU32;
    words[copy >> 2] = self;
    words.copyWithin((copy >> 2) + 1, args >> 2, (args >> 2) + all);
    const result = module._PyObject_Vectorcall(python, copy, count + 1, keywords);
    module._free(copy);
    return result;
  }

  #itemsOf(tuple: number): number[] {
    return Array.from({ length: this.#module._PyTuple_Size(tuple) }, (_, index) => this.#module._PyTuple_GetItem(tuple, index));
  }

  #borrowed(object: number): number {
    this.#module._Py_IncRef(object);
    return object;
  }

  // A zero-terminated text that stays.
  #kept(text: string): number {
    const bytes = new TextEncoder().encode(`${text}\0`);
    const address = this.#module._malloc(bytes.length);
    this.#module.HEAPU8.set(bytes, address);
    return address;
  }
}

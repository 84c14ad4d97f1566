import { VALUE_BYTES, ValueTag } from '../../../../protocol';
import type { Python } from '../python';
import { ArrayWriter } from './arrays';
import { type PythonMemory, TypeFlag, Word } from './memory';
import type { Sink } from './sink';

/// A value has at least this much room, or it is cut: enough for all that is not itself of any length.
const LEAST_ROOM = 80;
/// Containers within containers.
const DEPTH = 3;
/// Items of a container that are recorded: the first, and the last of one that is longer; fewer of a container in a container.
const FIRST = 20;
const LAST = 2;
const INNER = 6;
const MOST_DIGITS = 10;
/// Items that a long list is compared by.
const SAMPLED_ITEMS = 256;
const MOST_CHARACTERS = 200;
const MOST_BYTES = 64;

type Body = (object: number, depth: number) => void;

/// Says what an object of MPI's is; types by their address.
export type Naming = ReadonlyMap<number, (object: number) => string>;

/// Writes Python values as `ValueTag` describes them, from memory. Nothing of the program's is called: of an object whose class is the
/// program's own only the name of the class is told.
export class ValueWriter {
  readonly #memory: PythonMemory;
  readonly #sink: Sink;
  readonly #arrays: ArrayWriter;
  readonly #names: Naming;
  /// How an object is written, by the address of its type.
  readonly #bodies: Map<number, Body>;
  /// Types of what programs are made of rather than of what they compute.
  readonly #silent: ReadonlySet<number>;
  readonly #shownTypes = new Map<number, boolean>();
  readonly #none: number;
  readonly #true: number;
  readonly #false: number;

  constructor(python: Python, memory: PythonMemory, sink: Sink, names: Naming) {
    const { module } = python;
    this.#memory = memory;
    this.#sink = sink;
    this.#arrays = new ArrayWriter(memory, sink);
    this.#names = names;
    this.#none = python.none;
    this.#true = module.__Py_TrueStruct;
    this.#false = module.__Py_FalseStruct;
    this.#silent = new Set([module._PyModule_Type, module._PyFunction_Type, module._PyCFunction_Type, module._PyType_Type, module._PyMethod_Type]);
    this.#bodies = new Map<number, Body>([
      [module._PyLong_Type, (object) => this.#int(object)],
      [module._PyFloat_Type, (object) => this.#raw(ValueTag.Float, object, 8)],
      [module._PyComplex_Type, (object) => this.#raw(ValueTag.Complex, object, 16)],
      [module._PyUnicode_Type, (object) => this.#text(object)],
      [module._PyBytes_Type, (object) => this.#bytes(ValueTag.Bytes, object, object + Word.Bytes * 4)],
      [module._PyByteArray_Type, (object) => this.#bytes(ValueTag.ByteArray, object, memory.word(object, Word.ByteArrayStart))],
      [module._PyList_Type, (object, depth) => this.#list(object, depth)],
      [module._PyTuple_Type, (object, depth) => this.#tuple(object, depth)],
      [module._PySet_Type, (object, depth) => this.#set(ValueTag.Set, object, depth)],
      [module._PyFrozenSet_Type, (object, depth) => this.#set(ValueTag.FrozenSet, object, depth)],
      [module._PyDict_Type, (object, depth) => this.#dictionary(object, depth)],
      [module._PyRange_Type, (object, depth) => this.#range(object, depth)],
    ]);
  }

  /// Forgets types that are not laid out as is known here: `samples` pairs an object with what must come of it. The name of each that did not.
  tryOut(samples: readonly (readonly [number, string])[]): string[] {
    const failed: string[] = [];
    for (const [object, expected] of samples) {
      const from = this.#sink.at;
      this.write(object);
      const written = Array.from(this.#sink.bytes.subarray(from, this.#sink.at), (byte) => byte.toString(16).padStart(2, '0')).join('');
      this.#sink.at = from;
      if (written === expected) continue;
      const type = this.#memory.typeOf(object);
      this.#bodies.delete(type);
      failed.push(this.#memory.typeName(type));
    }
    return failed;
  }

  /// Whether a value is shown at all: not a module, function or class.
  shows(object: number): boolean {
    const type = this.#memory.typeOf(object);
    if (this.#bodies.has(type)) return true;
    const flags = this.#memory.flagsOf(type);
    if (this.#silent.has(type) || (flags & TypeFlag.Type) !== 0) return false;
    if ((flags & TypeFlag.Heap) !== 0) return true;
    // C's own types are never freed.
    let shown = this.#shownTypes.get(type);
    if (shown === undefined) this.#shownTypes.set(type, (shown = this.#memory.typeName(type) !== 'numpy.ufunc'));
    return shown;
  }

  /// Writes one value, of at most `VALUE_BYTES` bytes and into what room there is.
  write(object: number): void {
    const sink = this.#sink;
    const { limit } = sink;
    sink.limit = Math.min(limit, sink.at + VALUE_BYTES);
    this.#value(object, 0);
    sink.limit = limit;
  }

  #value(object: number, depth: number): void {
    const sink = this.#sink;
    if (sink.room < LEAST_ROOM) return sink.byte(ValueTag.Cut);
    if (object === this.#none || object === 0) return sink.byte(ValueTag.None);
    if (object === this.#true) return sink.byte(ValueTag.True);
    if (object === this.#false) return sink.byte(ValueTag.False);
    const type = this.#memory.typeOf(object);
    const body = this.#bodies.get(type);
    if (body !== undefined) return body(object, depth);
    const name = this.#names.get(type);
    if (name !== undefined) {
      sink.byte(ValueTag.Mpi);
      return sink.text(name(object), 70);
    }
    if (this.#arrays.write(object, type)) return;
    // A named tuple, a Counter, a list of one's own class: the container below, with the class' name.
    const flags = this.#memory.flagsOf(type);
    const { module } = this.#memory;
    const base = (flags & TypeFlag.List) !== 0 ? module._PyList_Type : (flags & TypeFlag.Tuple) !== 0 ? module._PyTuple_Type : (flags & TypeFlag.Dict) !== 0 ? module._PyDict_Type : 0;
    const container = this.#bodies.get(base);
    sink.byte(container === undefined ? ValueTag.Object : ValueTag.Named);
    sink.text(lastPart(this.#memory.typeName(type)), 60);
    if (container === undefined) return;
    if (sink.room < LEAST_ROOM) sink.byte(ValueTag.Cut);
    else container(object, depth);
  }

  #int(object: number): void {
    const sink = this.#sink;
    const tag = this.#memory.word(object, Word.IntTag);
    const digits = tag >>> 3;
    const negative = (tag & 2) !== 0;
    if (digits <= 1) {
      const digit = digits === 0 || (tag & 1) !== 0 ? 0 : this.#memory.word(object, Word.IntDigit);
      sink.byte(ValueTag.Int);
      return sink.word(negative ? -digit : digit);
    }
    sink.byte(ValueTag.LongInt);
    sink.byte(negative ? 1 : 0);
    sink.word(digits);
    if (digits <= MOST_DIGITS) for (let index = 0; index < digits; index++) sink.word(this.#memory.word(object, Word.IntDigit + index));
  }

  #raw(tag: ValueTag, object: number, size: number): void {
    this.#sink.byte(tag);
    this.#sink.copy(this.#memory.bytes, object + Word.Number * 4, size);
  }

  #text(object: number): void {
    const sink = this.#sink;
    sink.byte(ValueTag.Text);
    const start = sink.at;
    sink.at += 6;
    // An inner text leaves room for those beside it.
    const end = Math.min(sink.limit, start + 6 + MOST_CHARACTERS) - 4;
    const length = this.#memory.characters(object, MOST_CHARACTERS, (code) => {
      sink.character(code);
      return sink.at < end;
    });
    sink.wordAt(start, length);
    sink.shortAt(start + 4, sink.at - start - 6);
  }

  #bytes(tag: ValueTag, object: number, from: number): void {
    const sink = this.#sink;
    const size = this.#memory.word(object, Word.Size);
    const shown = Math.min(size, MOST_BYTES, sink.room - 8);
    sink.byte(tag);
    sink.word(size);
    sink.byte(shown);
    sink.copy(this.#memory.bytes, from, shown);
  }

  #list(object: number, depth: number): void {
    const memory = this.#memory;
    const items = memory.word(object, Word.ListItems) >> 2;
    this.#sequence(ValueTag.List, memory.word(object, Word.Size), depth, (index) => memory.words[items + index] ?? 0);
  }

  #tuple(object: number, depth: number): void {
    const { module } = this.#memory;
    this.#sequence(ValueTag.Tuple, this.#memory.word(object, Word.Size), depth, (index) => module._PyTuple_GetItem(object, index));
  }

  #sequence(tag: ValueTag, size: number, depth: number, item: (index: number) => number): void {
    const sink = this.#sink;
    sink.byte(tag);
    sink.word(size);
    const most = this.#shown(size, depth);
    sink.word(most < size ? this.#sample(size, item) : 0);
    const counts = sink.at;
    sink.at += 2;
    let first = 0;
    while (first < most && sink.room >= LEAST_ROOM) this.#value(item(first++), depth + 1);
    const before = sink.at;
    let last = 0;
    if (first === FIRST && size > most) while (last < LAST && sink.room >= LEAST_ROOM) this.#value(item(size - LAST + last++), depth + 1);
    // All of the last or none.
    if (last < LAST) {
      sink.at = before;
      last = 0;
    }
    sink.bytes[counts] = first;
    sink.bytes[counts + 1] = last;
  }

  #shown(size: number, depth: number): number {
    return depth >= DEPTH ? 0 : depth > 0 ? Math.min(size, INNER) : size <= FIRST + LAST ? size : FIRST;
  }

  // Numbers by their value, anything else by what it is.
  #sample(size: number, item: (index: number) => number): number {
    const memory = this.#memory;
    let number = size | 0;
    const step = Math.max(1, Math.floor(size / SAMPLED_ITEMS));
    for (let index = 0; index < size; index += step) {
      const object = item(index);
      const type = memory.typeOf(object);
      number = Math.imul(number ^ type, 0x01000193);
      if (type === memory.module._PyLong_Type || type === memory.module._PyFloat_Type) number = Math.imul(number ^ memory.word(object, 2) ^ memory.word(object, 3), 0x01000193);
    }
    return number;
  }

  #set(tag: ValueTag, object: number, depth: number): void {
    const members: number[] = [];
    let size = 0;
    this.#memory.members(object, (member) => {
      if (members.length < FIRST + LAST) members.push(member);
      return ++size < 10_000;
    });
    this.#few(tag, size, members, 1, depth);
  }

  #dictionary(object: number, depth: number): void {
    const found: number[] = [];
    this.#memory.entries(object, (key, value) => found.push(key, value) < 2 * (FIRST + LAST));
    // Of a dictionary `Size` is the count of its entries.
    this.#few(ValueTag.Dict, this.#memory.word(object, Word.Size), found, 2, depth);
  }

  // The first of what has no order to take a sample by; `width` values an item.
  #few(tag: ValueTag, size: number, values: readonly number[], width: number, depth: number): void {
    const sink = this.#sink;
    sink.byte(tag);
    sink.word(size);
    sink.word(0);
    const counts = sink.at;
    sink.at += 2;
    const most = Math.min(this.#shown(size, depth), values.length / width);
    let items = 0;
    for (; items < most && sink.room >= LEAST_ROOM * width; items++) for (let index = 0; index < width; index++) this.#value(values[items * width + index] as number, depth + 1);
    sink.bytes[counts] = items;
    sink.bytes[counts + 1] = 0;
  }

  #range(object: number, depth: number): void {
    this.#sink.byte(ValueTag.Range);
    for (let index = 0; index < 3; index++) this.#value(this.#memory.word(object, Word.Range + index), depth + 1);
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

import { CONTENT_BYTES, Entry, MOST_SCOPES, NAME_BYTES } from '../../../../protocol';
import type { Python } from '../python';
import { FrameWord, REFERENCE_TAG, type SourceLine } from '../source-line';
import { type PythonMemory, Word } from './memory';
import type { Sink } from './sink';
import type { ValueWriter } from './values';

/// An entry that says a variable's name and value has at least this much room.
const LEAST_ENTRY = NAME_BYTES + 100;
/// Names of a scope that are looked at.
const MOST_NAMES = 400;

/// A variable as it was last recorded.
interface Slot {
  readonly name: string;
  /// What was written of its value; empty before.
  value: Uint8Array;
  size: number;
  /// The look at which the variable was last there.
  seen: number;
}

/// The variables of `__main__`, or of a function that runs.
class Scope {
  readonly slots = new Map<string, Slot>();
  /// Slots by the address of the name's text, which is kept alive; null for names that are not shown.
  readonly byName = new Map<number, Slot | null>();
  /// Slots with a value.
  filled = 0;
  /// How many of them this look has seen.
  found = 0;

  constructor(
    /// Address of the code; 0 for the module.
    readonly code: number,
    readonly label: string,
  ) {}

  slot(name: string): Slot {
    let slot = this.slots.get(name);
    if (slot === undefined) this.slots.set(name, (slot = { name, value: new Uint8Array(0), size: 0, seen: 0 }));
    return slot;
  }
}

/// Names of a code's local variables, in the order in which a frame has them.
export interface CodeNames {
  readonly label: string;
  readonly locals: readonly string[];
}

/// A variable that is about to be given the call's result: of the innermost function, or of `__main__`.
export interface Target {
  readonly local: boolean;
  readonly name: string;
}

/// The variables that the program sees where it stands, and which of them differ from what was last written.
export class Scopes {
  readonly #python: Python;
  readonly #memory: PythonMemory;
  readonly #line: SourceLine;
  readonly #sink: Sink;
  readonly #values: ValueWriter;
  readonly #names = new Map<number, CodeNames>();
  /// The dictionary of `__main__`; 0 before the first look.
  #main = 0;
  readonly #module = new Scope(0, '');
  #stack: Scope[] = [];
  #look = 0;
  #rest = 0;
  /// Slot that is to have the call's result, found in the look under way.
  #given: Slot | null = null;

  constructor(python: Python, memory: PythonMemory, line: SourceLine, sink: Sink, values: ValueWriter) {
    this.#python = python;
    this.#memory = memory;
    this.#line = line;
    this.#sink = sink;
    this.#values = values;
  }

  /// Writes what has changed since the last look; true when anything has. `result` is what the call that just ended gives the variable
  /// `target` of the innermost frame, which Python has not assigned yet.
  look(target: Target | null, result: number): boolean {
    this.#memory.refresh();
    const start = this.#sink.at;
    this.#look++;
    this.#rest = 0;
    const main = this.main;
    const frames = this.#functions();
    this.#align(frames);
    const innermost = this.#stack.at(-1);
    const where = target === null ? null : target.local ? (innermost ?? null) : this.#module;
    this.#given = where === null || target === null ? null : where.slot(target.name);
    this.#dictionary(0, this.#module, main);
    for (const [index, frame] of frames.entries()) this.#frame(index + 1, this.#stack[index] as Scope, frame);
    if (this.#given !== null && where !== null) this.#compare(where === this.#module ? 0 : this.#stack.length, where, this.#given, result);
    this.#gone(0, this.#module);
    for (const [index, scope] of this.#stack.entries()) this.#gone(index + 1, scope);
    if (this.#rest > 0) {
      this.#sink.limit += 8;
      this.#sink.byte(Entry.Rest);
      this.#sink.short(Math.min(this.#rest, 0xffff));
      this.#sink.limit -= 8;
    }
    return this.#sink.at > start;
  }

  // Frames of the program's functions, from the outermost recorded on.
  #functions(): number[] {
    const frames = this.#line.frames(MOST_SCOPES + 1).filter((frame) => this.#memory.words[(frame >> 2) + FrameWord.Locals] !== this.#memory.words[(frame >> 2) + FrameWord.Globals]);
    return frames.slice(0, MOST_SCOPES).reverse();
  }

  // Makes the scopes those of the frames, and says so when they are others than before.
  #align(frames: readonly number[]): void {
    const codes = frames.map((frame) => (this.#memory.words[(frame >> 2) + FrameWord.Code] as number) & ~REFERENCE_TAG);
    if (codes.length === this.#stack.length && codes.every((code, index) => this.#stack[index]?.code === code)) return;
    let same = 0;
    while (same < codes.length && this.#stack[same]?.code === codes[same]) same++;
    this.#stack = [...this.#stack.slice(0, same), ...codes.slice(same).map((code) => new Scope(code, this.names(code).label))];
    const sink = this.#sink;
    sink.byte(Entry.Stack);
    sink.byte(this.#stack.length);
    sink.byte(same);
    for (const { label } of this.#stack) sink.text(label, 60);
  }

  /// What a code calls its variables. Codes of the program's files are kept alive by `SourceLine`.
  names(code: number): CodeNames {
    let names = this.#names.get(code);
    if (names === undefined) {
      const texts = (attribute: string): string[] => {
        const tuple = this.#python.getAttribute(code, attribute);
        const found = this.#python.tupleItems(tuple).map((item) => this.#memory.text(item, NAME_BYTES));
        this.#python.module._Py_DecRef(tuple);
        return found;
      };
      const variables = texts('co_varnames');
      // Arguments that inner functions use stand at their place among the variables.
      const cells = texts('co_cellvars').filter((name) => !variables.includes(name));
      const label = this.#python.getAttribute(code, 'co_qualname');
      names = { label: this.#memory.text(label, 60).replaceAll('<locals>.', ''), locals: [...variables, ...cells, ...texts('co_freevars')] };
      this.#python.module._Py_DecRef(label);
      this.#names.set(code, names);
      this.#memory.refresh();
    }
    return names;
  }

  #frame(index: number, scope: Scope, frame: number): void {
    const memory = this.#memory;
    const at = frame >> 2;
    // The body of a class has a dictionary.
    const dictionary = memory.words[at + FrameWord.Locals] as number;
    if (dictionary !== 0) {
      if (memory.typeOf(dictionary) === memory.module._PyDict_Type) this.#dictionary(index, scope, dictionary);
      return;
    }
    scope.found = 0;
    const { locals } = this.names(scope.code);
    const cell = memory.module._PyCell_Type;
    for (let place = 0; place < locals.length && place < MOST_NAMES; place++) {
      let value = (memory.words[at + FrameWord.FirstLocal + place] ?? 0) & ~REFERENCE_TAG;
      if (value !== 0 && memory.typeOf(value) === cell) value = memory.word(value, Word.Cell);
      const name = locals[place] as string;
      // What a comprehension counts by is no variable of the student's.
      if (value === 0 || name.startsWith('.') || !this.#values.shows(value)) continue;
      const slot = scope.slot(name);
      if (slot !== this.#given) this.#compare(index, scope, slot, value);
    }
  }

  #dictionary(index: number, scope: Scope, dictionary: number): void {
    scope.found = 0;
    let names = 0;
    this.#memory.entries(dictionary, (key, value) => {
      let slot = scope.byName.get(key);
      if (slot === undefined) slot = this.#named(scope, key);
      if (slot !== null && slot !== this.#given && this.#values.shows(value)) this.#compare(index, scope, slot, value);
      return ++names < MOST_NAMES;
    });
  }

  #named(scope: Scope, key: number): Slot | null {
    const memory = this.#memory;
    if (memory.typeOf(key) !== memory.module._PyUnicode_Type) return null;
    const name = memory.text(key, NAME_BYTES + 1);
    const slot = name.startsWith('__') || name === '_' || name.length > NAME_BYTES ? null : scope.slot(name);
    if (scope.byName.size < MOST_NAMES) {
      // Kept, so that no other text can come to the same address.
      memory.module._Py_IncRef(key);
      scope.byName.set(key, slot);
    }
    return slot;
  }

  // Writes the variable when its value is not what was last written.
  #compare(index: number, scope: Scope, slot: Slot, object: number): void {
    const sink = this.#sink;
    scope.found++;
    if (slot.seen === 0) scope.filled++;
    slot.seen = this.#look;
    if (sink.room < LEAST_ENTRY) {
      this.#rest++;
      return;
    }
    const start = sink.at;
    sink.byte(Entry.Set);
    sink.byte(index);
    sink.text(slot.name, NAME_BYTES);
    const size = sink.at;
    sink.at += 2;
    const from = sink.at;
    this.#values.write(object);
    const written = sink.at - from;
    if (slot.size === written && same(slot.value, sink.bytes, from, written)) {
      sink.at = start;
      return;
    }
    sink.shortAt(size, written);
    if (slot.value.length < written) slot.value = new Uint8Array(written + 16);
    slot.value.set(sink.bytes.subarray(from, sink.at));
    slot.size = written;
  }

  // Says which variables this look has not met.
  #gone(index: number, scope: Scope): void {
    if (scope.found === scope.filled) return;
    for (const slot of scope.slots.values()) {
      if (slot.seen === 0 || slot.seen === this.#look) continue;
      if (this.#sink.room < LEAST_ENTRY) {
        this.#rest++;
        continue;
      }
      slot.seen = 0;
      slot.size = 0;
      scope.filled--;
      this.#sink.byte(Entry.Gone);
      this.#sink.byte(index);
      this.#sink.text(slot.name, NAME_BYTES);
    }
  }

  /// The dictionary of `__main__`.
  get main(): number {
    if (this.#main === 0) {
      const module = this.#python.importModule('__main__');
      // Held for good: what is read at the end of the program must still be there.
      this.#main = this.#python.getAttribute(module, '__dict__');
      this.#python.module._Py_DecRef(module);
      this.#memory.refresh();
    }
    return this.#main;
  }
}

/// A sink that leaves room behind its limit for the entry that tells what had none.
export function contentRoom(): number {
  return CONTENT_BYTES - 8;
}

function same(one: Uint8Array, other: Uint8Array, from: number, count: number): boolean {
  for (let index = 0; index < count; index++) if (one[index] !== other[from + index]) return false;
  return true;
}

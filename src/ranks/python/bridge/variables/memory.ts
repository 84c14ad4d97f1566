import type { PythonModule } from '../emscripten';

/// Words of CPython's objects (3.14, 32 bits): of any, of those with a size, of types.
export const enum Word {
  Type = 1,
  Size = 2,
  /// Of a list: address of its items.
  ListItems = 3,
  /// Of an int: sign in the low 2 bits (0 positive, 1 zero, 2 negative), count of digits from bit 3 up; digits of 30 bits follow.
  IntTag = 2,
  IntDigit = 3,
  /// Of a float, a complex number, a numpy scalar: its value's first byte is byte 8.
  Number = 2,
  /// Of a text: characters; how they are kept: bytes of each from bit 2 up (3 bits), bit 6 when all are ASCII.
  TextLength = 2,
  TextState = 4,
  /// Of bytes: the first of them. Of a bytearray: the address of its first.
  Bytes = 4,
  ByteArrayStart = 5,
  /// Of a range: start, stop and step.
  Range = 2,
  /// Of a cell: what it holds.
  Cell = 2,
  TypeName = 3,
  TypeFlags = 21,
}

export const enum TypeFlag {
  Heap = 1 << 9,
  List = 1 << 25,
  Tuple = 1 << 26,
  Dict = 1 << 29,
  /// 2^31, as an unsigned word has it.
  Type = -0x80000000,
}

/// Containers within containers that are walked at once: more than are ever written.
const MOST_LEVELS = 8;

/// Python's memory, read without asking Python: nothing of the program runs, no reference is counted, no error is raised. What lies outside
/// the memory reads as 0, so that a program which has spoilt its own objects spoils only what is shown of them.
export class PythonMemory {
  words: Uint32Array;
  bytes: Uint8Array;
  readonly module: PythonModule;
  /// Room for what the C API gives back, four words for each container within another.
  readonly #out: number;
  #level = 0;

  constructor(module: PythonModule) {
    this.module = module;
    this.words = module.HEAPU32;
    this.bytes = module.HEAPU8;
    this.#out = module._malloc(16 * MOST_LEVELS);
  }

  /// To be called before each look: memory may have grown.
  refresh(): void {
    this.words = this.module.HEAPU32;
    this.bytes = this.module.HEAPU8;
    this.#level = 0;
  }

  /// A word of an object.
  word(object: number, index: number): number {
    return this.words[(object >> 2) + index] ?? 0;
  }

  typeOf(object: number): number {
    return this.words[(object >> 2) + Word.Type] ?? 0;
  }

  flagsOf(type: number): number {
    return this.words[(type >> 2) + Word.TypeFlags] ?? 0;
  }

  /// A type's name as C has it: with its module where the type is C's own.
  typeName(type: number): string {
    const at = this.word(type, Word.TypeName);
    let text = '';
    for (let index = at; index < at + 60; index++) {
      const byte = this.bytes[index] ?? 0;
      if (byte === 0) break;
      // Names of a program's own classes may have other letters; these are not worth a decoder.
      text += byte < 0x80 ? String.fromCharCode(byte) : byte >= 0xc0 ? '?' : '';
    }
    return text;
  }

  /// Calls `each` with the code of each of the first `most` characters of a text; the number of characters in all.
  characters(text: number, most: number, each: (code: number) => boolean): number {
    const length = this.word(text, Word.TextLength);
    const state = this.word(text, Word.TextState);
    const width = (state >> 2) & 7;
    const start = text + ((state & 0x40) === 0 ? 28 : 20);
    const { bytes, words } = this;
    for (let index = 0; index < length && index < most; index++) {
      const at = start + index * width;
      const code = width === 1 ? bytes[at] : width === 2 ? (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) : words[at >> 2];
      if (!each(code ?? 0)) break;
    }
    return length;
  }

  /// A text of at most `most` characters, longer ones cut.
  text(object: number, most: number): string {
    let text = '';
    this.characters(object, most, (code) => {
      text += String.fromCodePoint(Math.min(code, 0x10ffff));
      return true;
    });
    return text;
  }

  /// Calls `each` with key and value of a dictionary's entries until it says false; a look-up in C that runs nothing of the program.
  entries(dictionary: number, each: (key: number, value: number) => boolean): void {
    this.#walk(this.module._PyDict_Next, dictionary, each);
  }

  /// The same for the members of a set.
  members(set: number, each: (member: number) => boolean): void {
    this.#walk(this.module.__PySet_NextEntry, set, each);
  }

  #walk(next: (container: number, place: number, first: number, second: number) => number, container: number, each: (first: number, second: number) => boolean): void {
    if (this.#level === MOST_LEVELS) return;
    const out = this.#out + 16 * this.#level++;
    const at = out >> 2;
    const { words } = this;
    words[at] = 0;
    while (next(container, out, out + 4, out + 8) !== 0 && each(words[at + 1] ?? 0, words[at + 2] ?? 0));
    this.#level--;
  }
}

import { ValueTag } from '../../../../protocol';
import { type PythonMemory, TypeFlag, Word } from './memory';
import type { Sink } from './sink';

/// Words of numpy's array object and bytes of its element type (numpy 2).
const enum ArrayWord {
  Data = 2,
  Axes = 3,
  Shape = 4,
  Strides = 5,
  Element = 7,
}
const enum ElementByte {
  Kind = 12,
  Order = 14,
  Size = 32,
}
const MOST_AXES = 8;
/// Arrays of up to so many elements are recorded whole; of longer ones the first and the last.
const WHOLE = 64;
const FIRST = 16;
const LAST = 4;
/// Bytes of an array that are looked at whole; of a longer one so many words, evenly spread.
const SAMPLE_BYTES = 4096;
const SAMPLE_WORDS = 256;
/// Element sizes that are numbers, by kind.
const SIZES: Readonly<Record<string, readonly number[]>> = { b: [1], i: [1, 2, 4, 8], u: [1, 2, 4, 8], f: [2, 4, 8, 16], c: [8, 16] };

/// numpy's arrays and scalars, read from memory. Their layout is not taken on trust: what cannot be an array of numbers is none.
export class ArrayWriter {
  readonly #memory: PythonMemory;
  readonly #sink: Sink;
  /// What a type of C's own is: 'array', kind and size of a scalar, or neither. Such types are never freed.
  readonly #types = new Map<number, 'array' | { readonly kind: number; readonly size: number } | null>();

  constructor(memory: PythonMemory, sink: Sink) {
    this.#memory = memory;
    this.#sink = sink;
  }

  /// Writes an array or a scalar; false, and nothing is written, when the object is neither.
  write(object: number, type: number): boolean {
    let what = this.#types.get(type);
    if (what === undefined) {
      if ((this.#memory.flagsOf(type) & TypeFlag.Heap) !== 0) return false;
      this.#types.set(type, (what = numpyType(this.#memory.typeName(type))));
    }
    if (what === null) return false;
    if (what === 'array') return this.#array(object);
    this.#sink.byte(ValueTag.Scalar);
    this.#sink.byte(what.kind);
    this.#sink.byte(what.size);
    this.#sink.copy(this.#memory.bytes, object + Word.Number * 4, what.size);
    return true;
  }

  #array(object: number): boolean {
    const memory = this.#memory;
    const axes = memory.word(object, ArrayWord.Axes);
    const element = memory.word(object, ArrayWord.Element);
    const kind = memory.bytes[element + ElementByte.Kind] ?? 0;
    const size = memory.words[(element + ElementByte.Size) >> 2] ?? 0;
    if (axes > MOST_AXES || size > 1 << 20 || kind < 65 || kind > 122) return false;
    const shape: number[] = [];
    const strides: number[] = [];
    let count = 1;
    for (let axis = 0; axis < axes; axis++) {
      shape.push(memory.word(memory.word(object, ArrayWord.Shape), axis));
      strides.push(memory.word(memory.word(object, ArrayWord.Strides), axis) | 0);
      count *= shape[axis] as number;
    }
    const sink = this.#sink;
    const data = memory.word(object, ArrayWord.Data);
    const plain = isPlain(shape, strides, size);
    sink.byte(ValueTag.Array);
    sink.byte(kind);
    sink.byte(size < 256 ? size : 0);
    sink.byte(axes);
    for (const length of shape) sink.word(length);
    const numbers = SIZES[String.fromCharCode(kind)]?.includes(size) === true;
    sink.word(plain ? sampleOf(memory, data, count * size) : numbers ? this.#scattered(data, shape, strides, count) : 0);
    const counts = sink.at;
    sink.at += 2;
    const room = numbers ? Math.floor(sink.room / size) : 0;
    const whole = count <= WHOLE && count <= room;
    const first = whole ? count : Math.min(FIRST, Math.max(0, room - LAST));
    const last = whole || first < FIRST ? 0 : LAST;
    sink.bytes[counts] = first;
    sink.bytes[counts + 1] = last;
    const swapped = memory.bytes[element + ElementByte.Order] === 62;
    const one = kind === 99 ? size / 2 : size;
    for (let index = 0; index < first + last; index++) {
      const from = data + offsetOf(index < first ? index : count - last + index - first, shape, strides);
      if (!swapped) sink.copy(memory.bytes, from, size);
      else for (let byte = 0; byte < size; byte++) sink.byte(memory.bytes[from + (byte - (byte % one)) + one - 1 - (byte % one)] ?? 0);
    }
    return true;
  }

  // A number made of a sample of elements that do not lie one after the other.
  #scattered(data: number, shape: readonly number[], strides: readonly number[], count: number): number {
    const { bytes } = this.#memory;
    let number = count | 0;
    const step = Math.max(1, Math.floor(count / 256));
    for (let index = 0; index < count; index += step) {
      const at = data + offsetOf(index, shape, strides);
      for (let byte = at; byte < at + 8; byte++) number = Math.imul(number ^ (bytes[byte] ?? 0), 0x01000193);
    }
    return number;
  }
}

/// A number made of the bytes, or of a sample of them when they are many.
function sampleOf(memory: PythonMemory, data: number, size: number): number {
  let number = size | 0;
  const { words, bytes } = memory;
  if ((data & 3) !== 0 || size < 4) {
    const step = Math.max(1, Math.floor(size / SAMPLE_BYTES));
    for (let at = data; at < data + size; at += step) number = Math.imul(number ^ (bytes[at] ?? 0), 0x01000193);
    return number;
  }
  const end = (data + size) >> 2;
  const step = size <= SAMPLE_BYTES ? 1 : Math.floor((size >> 2) / SAMPLE_WORDS) | 1;
  for (let at = data >> 2; at < end; at += step) number = Math.imul(number ^ (words[at] ?? 0), 0x01000193) ^ (number >>> 15);
  return number;
}

function isPlain(shape: readonly number[], strides: readonly number[], size: number): boolean {
  let step = size;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (strides[axis] !== step && shape[axis] !== 1) return false;
    step *= shape[axis] as number;
  }
  return true;
}

/// Byte at which the element of a running number in C order lies.
function offsetOf(index: number, shape: readonly number[], strides: readonly number[]): number {
  let offset = 0;
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] as number;
    offset += (rest % length) * (strides[axis] as number);
    rest = Math.floor(rest / length);
  }
  return offset;
}

function numpyType(name: string): 'array' | { kind: number; size: number } | null {
  if (name === 'numpy.ndarray') return 'array';
  if (name === 'numpy.bool') return { kind: 98, size: 1 };
  const [, word, bits] = /^numpy\.(float|int|uint|complex)(\d+)$/.exec(name) ?? [];
  if (word === undefined) return null;
  const kind = word === 'float' ? 'f' : word === 'int' ? 'i' : word === 'uint' ? 'u' : 'c';
  const size = Number(bits) / 8;
  // Longer ones stand at another place.
  return SIZES[kind]?.includes(size) === true && (kind === 'c' || size <= 8) ? { kind: kind.charCodeAt(0), size } : null;
}

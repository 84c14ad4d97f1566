/// A recorded value as a person reads it.

import { ValueTag } from '../../protocol';
import { floatText, quoted } from '../pickle';
import { numberText } from '../preview';
import { ByteReader, Unreadable } from './reader';

export interface VariableValue {
  /// As Python shows it; what was not recorded of it is a `…`.
  readonly text: string;
  /// What it is: `int`, `list of 5`, `float64 array, 3 × 4`.
  readonly type: string;
  /// Of an array with one or two axes of which every element was recorded: its rows. Null for all else.
  readonly rows: readonly (readonly string[])[] | null;
}

/// Containers within containers that are followed.
const DEPTH = 12;
const KINDS: Readonly<Record<string, 'float' | 'complex' | 'bool' | 'int' | 'uint'>> = { b: 'bool', i: 'int', u: 'uint', f: 'float', c: 'complex' };

/// Reads a value as `ValueTag` describes it. Bytes that are none say so.
export function readValue(bytes: Uint8Array): VariableValue {
  try {
    return value(new ByteReader(bytes), 0);
  } catch (error) {
    if (error instanceof Unreadable) return plain('cannot be read', 'damaged value');
    throw error;
  }
}

function plain(text: string, type: string): VariableValue {
  return { text, type, rows: null };
}

function value(from: ByteReader, depth: number): VariableValue {
  if (depth > DEPTH) throw new Unreadable('too deep');
  const tag: ValueTag = from.byte();
  switch (tag) {
    case ValueTag.None: return plain('None', 'None');
    case ValueTag.False: return plain('False', 'bool');
    case ValueTag.True: return plain('True', 'bool');
    case ValueTag.Int: return plain(String(from.signed()), 'int');
    case ValueTag.LongInt: return longInt(from);
    case ValueTag.Float: return plain(floatText(from.float()), 'float');
    case ValueTag.Complex: return plain(complexText(from.float(), from.float()), 'complex');
    case ValueTag.Text: return text(from);
    case ValueTag.Bytes: return bytes(from, 'bytes');
    case ValueTag.ByteArray: return bytes(from, 'bytearray');
    case ValueTag.List: return container(from, depth, 'list', '[', ']');
    case ValueTag.Tuple: return container(from, depth, 'tuple', '(', ')');
    case ValueTag.Set: return container(from, depth, 'set', '{', '}');
    case ValueTag.FrozenSet: return container(from, depth, 'frozenset', 'frozenset({', '})');
    case ValueTag.Dict: return container(from, depth, 'dict', '{', '}');
    case ValueTag.Range: return range(from, depth);
    case ValueTag.Array: return array(from);
    case ValueTag.Scalar: return scalar(from);
    case ValueTag.Mpi: return plain(from.text(), 'MPI object');
    case ValueTag.Object: {
      const name = from.text();
      return plain(`${name} object`, name);
    }
    case ValueTag.Named: {
      const name = from.text();
      const inner = value(from, depth + 1);
      return plain(`${name}(${inner.text})`, inner.type.replace(/^\S+/u, name));
    }
    case ValueTag.Cut: return plain('…', 'not recorded');
    default: throw new Unreadable(`no kind of value ${String(tag)}`);
  }
}

function longInt(from: ByteReader): VariableValue {
  const negative = from.byte() === 1;
  const digits = from.word();
  if (!from.more || digits > 64) return plain(`${negative ? '-' : ''}an int of ${digits * 30} bits`, 'int');
  let whole = 0n;
  for (let index = 0; index < digits; index++) whole |= BigInt(from.word() & 0x3fffffff) << BigInt(30 * index);
  return plain(String(negative ? -whole : whole), 'int');
}

function complexText(real: number, imaginary: number): string {
  const part = (number: number): string => floatText(number).replace(/\.0$/u, '');
  if (real === 0 && !Object.is(real, -0)) return `${part(imaginary)}j`;
  return `(${part(real)}${imaginary < 0 || Object.is(imaginary, -0) ? '' : '+'}${part(imaginary)}j)`;
}

function text(from: ByteReader): VariableValue {
  const length = from.word();
  const told = from.text(from.short());
  return plain(quoted(told, Array.from(told).length < length), length === 1 ? 'str of 1 character' : `str of ${length.toLocaleString('en')} characters`);
}

function bytes(from: ByteReader, type: string): VariableValue {
  const size = from.word();
  const told = from.take(from.byte());
  const letters = Array.from(told, (byte) => (byte === 39 || byte === 92 ? `\\${String.fromCharCode(byte)}` : byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)).join('');
  const shown = `b'${letters}${told.length < size ? '…' : ''}'`;
  return plain(type === 'bytes' ? shown : `bytearray(${shown})`, `${type} of ${size.toLocaleString('en')}`);
}

function container(from: ByteReader, depth: number, type: string, open: string, close: string): VariableValue {
  const size = from.word();
  from.word();
  const [first, last] = [from.byte(), from.byte()];
  const one = (): string => (type === 'dict' ? `${value(from, depth + 1).text}: ${value(from, depth + 1).text}` : value(from, depth + 1).text);
  const head = Array.from({ length: first }, one);
  const tail = Array.from({ length: last }, one);
  const items = first + last < size ? [...head, '…', ...tail] : [...head, ...tail];
  const name = `${type} of ${size.toLocaleString('en')}`;
  if (size === 0 && type === 'set') return plain('set()', name);
  return plain(`${open}${items.join(', ')}${type === 'tuple' && size === 1 ? ',' : ''}${close}`, name);
}

function range(from: ByteReader, depth: number): VariableValue {
  const [start, stop, step] = [value(from, depth + 1).text, value(from, depth + 1).text, value(from, depth + 1).text];
  return plain(`range(${start}, ${stop}${step === '1' ? '' : `, ${step}`})`, 'range');
}

function scalar(from: ByteReader): VariableValue {
  const [letter, size] = [String.fromCharCode(from.byte()), from.byte()];
  const kind = KINDS[letter];
  if (kind === undefined || size === 0 || size > 16) throw new Unreadable('no kind of scalar');
  return plain(numberText(kind, size, from.viewOf(size), 0), `numpy ${typeName(letter, size)}`);
}

function array(from: ByteReader): VariableValue {
  const [letter, size, axes] = [String.fromCharCode(from.byte()), from.byte(), from.byte()];
  const shape = Array.from({ length: axes }, () => from.word());
  from.word();
  const [first, last] = [from.byte(), from.byte()];
  const kind = KINDS[letter];
  const count = shape.reduce((product, length) => product * length, 1);
  const type = `${typeName(letter, size)} array, ${axes === 0 ? 'no axes' : shape.map((length) => length.toLocaleString('en')).join(' × ')}`;
  if (first + last > 0 && (kind === undefined || size === 0 || size > 32)) throw new Unreadable('no kind of array');
  const view = from.viewOf((first + last) * size);
  const elements = Array.from({ length: first + last }, (_, index) => numberText(kind ?? 'int', size, view, index * size));
  if (elements.length < count) return plain(elements.length === 0 ? '[…]' : `[${[...elements.slice(0, first), '…', ...elements.slice(first)].join(', ')}]`, type);
  const width = shape.at(-1) ?? 1;
  const rows = width === 0 || axes < 1 || axes > 2 ? null : Array.from({ length: count / width }, (_, row) => elements.slice(row * width, (row + 1) * width));
  return { text: nested(elements, shape), type, rows };
}

// Elements in C order as numpy brackets them.
function nested(elements: readonly string[], shape: readonly number[]): string {
  const [length, ...inner] = shape;
  if (length === undefined) return elements[0] ?? '';
  const size = elements.length / Math.max(1, length);
  return `[${Array.from({ length: Math.min(length, elements.length) }, (_, index) => nested(elements.slice(index * size, (index + 1) * size), inner)).join(', ')}]`;
}

function typeName(letter: string, size: number): string {
  const kind = KINDS[letter];
  if (kind === 'bool') return 'bool';
  if (kind !== undefined) return `${kind}${size * 8}`;
  return ({ O: 'object', U: 'str', S: 'bytes', M: 'datetime64', m: 'timedelta64', V: 'record' } as Readonly<Record<string, string>>)[letter] ?? 'unknown';
}

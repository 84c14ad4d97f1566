/// The first values of a payload, in words: what a message held, as far as its record keeps it.

import { DERIVED_TYPE_ID, PICKLE_TYPE_ID, PREDEFINED_TYPES, type PredefinedType } from '../protocol';
import { floatText, readPickle } from './pickle';

const MAX_VALUES = 8;

/// `[0.5, 1.25, … 3 of 100]`-like text of a payload of `bytes` bytes whose first are `head`. Empty for an empty message.
export function previewPayload(typeId: number, head: Uint8Array, bytes: number): string {
  if (bytes === 0) return '';
  if (head.length === 0) return '…';
  if (typeId === PICKLE_TYPE_ID) return readPickle(head, head.length >= bytes);
  const type = PREDEFINED_TYPES[typeId];
  if (typeId === DERIVED_TYPE_ID || type === undefined || type.size === 0) return hex(head, bytes);
  if (type.kind === 'byte' || type.kind === 'packed') return hex(head, bytes);
  if (type.kind === 'char' && type.size === 1) return characters(head, bytes);
  return numbers(type, head, bytes);
}

/// Number of elements in a message, or null when `bytes` is not a whole number of them (or the type has no size).
export function elementCount(typeId: number, bytes: number): number | null {
  const size = PREDEFINED_TYPES[typeId]?.size ?? 0;
  return size > 0 && bytes % size === 0 ? bytes / size : null;
}

/// The datatype as a student meets it: `MPI.DOUBLE`, "pickled object".
export function typeName(typeId: number): string {
  if (typeId === PICKLE_TYPE_ID) return 'pickled object';
  if (typeId === DERIVED_TYPE_ID) return 'derived datatype';
  const type = PREDEFINED_TYPES[typeId];
  return type === undefined || type.id === 0 ? '' : `MPI.${type.name}`;
}

function numbers(type: PredefinedType, head: Uint8Array, bytes: number): string {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const total = Math.ceil(bytes / type.size);
  const shown = Math.min(MAX_VALUES, Math.floor(head.length / type.size), total);
  if (shown === 0) return '…';
  const values: string[] = [];
  for (let i = 0; i < shown; i++) values.push(element(type, view, i * type.size));
  return `[${values.join(', ')}${shown < total ? ', …' : ''}]`;
}

function element(type: PredefinedType, view: DataView, at: number): string {
  switch (type.kind) {
    case 'pair': return `(${pairValue(type, view, at)}, ${integer(view, at + type.size - 4, 4, true)})`;
    case 'char': return `'${String.fromCodePoint(Math.min(view.getUint32(at, true), 0x10ffff))}'`;
    case 'byte': case 'packed': return numberText('uint', type.size, view, at);
    default: return numberText(type.kind, type.size, view, at);
  }
}

/// A number of `size` bytes at `at`, as Python shows it.
export function numberText(kind: 'float' | 'complex' | 'bool' | 'int' | 'uint', size: number, view: DataView, at: number): string {
  switch (kind) {
    case 'float': return float(view, at, size);
    case 'complex': {
      const imaginary = float(view, at + size / 2, size / 2);
      return `${float(view, at, size / 2)}${imaginary.startsWith('-') ? '' : '+'}${imaginary}j`;
    }
    case 'bool': return integer(view, at, size, false) === 0n ? 'False' : 'True';
    case 'int': return String(integer(view, at, size, true));
    case 'uint': return String(integer(view, at, size, false));
  }
}

function pairValue(type: PredefinedType, view: DataView, at: number): string {
  const size = type.size - 4;
  const whole = type.name === 'LONG_INT' || type.name === 'TWOINT' || type.name === 'SHORT_INT';
  return whole ? String(integer(view, at, size, true)) : float(view, at, size);
}

function integer(view: DataView, at: number, size: number, signed: boolean): bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(view.getUint8(at + i));
  return signed ? BigInt.asIntN(size * 8, value) : value;
}

function float(view: DataView, at: number, size: number): string {
  if (size === 2) return floatText(half(view.getUint16(at, true)));
  if (size === 4) return single(view.getFloat32(at, true));
  return floatText(size === 8 ? view.getFloat64(at, true) : quadruple(view, at));
}

/// IEEE 754 binary16.
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (fraction + 0x400) * 2 ** (exponent - 25));
}

/// The shortest decimal that reads back as the same float32, as numpy prints it.
function single(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return floatText(short);
  }
  return floatText(value);
}

/// IEEE binary128, wasm32's long double, rounded to a double.
function quadruple(view: DataView, at: number): number {
  const high = view.getUint32(at + 12, true);
  const exponent = ((high >>> 16) & 0x7fff) - 16383;
  const fraction = (high & 0xffff) / 2 ** 16 + view.getUint32(at + 8, true) / 2 ** 48 + view.getUint32(at + 4, true) / 2 ** 80;
  const sign = high >>> 31 === 1 ? -1 : 1;
  if (exponent === 16384) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === -16383 ? sign * 0 : sign * (1 + fraction) * 2 ** exponent;
}

function hex(head: Uint8Array, bytes: number): string {
  const shown = Math.min(head.length, 16);
  return `${Array.from(head.subarray(0, shown), (byte) => byte.toString(16).padStart(2, '0')).join(' ')}${shown < bytes ? ' …' : ''}`;
}

function characters(head: Uint8Array, bytes: number): string {
  const shown = head.slice(0, Math.min(head.length, bytes));
  return JSON.stringify(`${new TextDecoder().decode(shown).replace(/\uFFFD+$/u, '')}${shown.length < bytes ? '…' : ''}`);
}

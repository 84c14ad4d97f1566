import { ErrorClass } from '../../protocol/errors';
import type { Datatype } from '../datatype/datatype';
import { MpiError } from '../error';
import { halfToNumber, numberToHalf } from './half';
import type { Op } from './op';
import { addQuads, compareQuads, multiplyQuads, negateQuad, readQuad, writeQuad } from './quad';

/// The predefined operations on packed data: inout = left op inout, element by element, as Open MPI's C loops do
/// (integers wrap, MAX and MIN keep the inout value when neither compares greater).

type Numbers = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;
type BigNumbers = BigInt64Array | BigUint64Array;

const BITWISE = new Set(['BAND', 'BOR', 'BXOR']);
const LOGICAL = new Set(['LAND', 'LOR', 'LXOR']);
const ORDER = new Set(['MAX', 'MIN']);
const ARITHMETIC = new Set(['SUM', 'PROD']);
const LOCATION = new Set(['MAXLOC', 'MINLOC']);

/// Throws MPI_ERR_OP when MPI does not define the operation for the type (MPI 4.1, 6.9.2 and 6.9.4): derived types never.
/// A user's operation takes any type.
export function checkOp(op: Op, type: Datatype, call: string): void {
  if (op.user !== null) return;
  const { kind } = type;
  const integer = kind === 'int' || kind === 'uint';
  const allowed =
    (ORDER.has(op.name) && (integer || kind === 'float')) ||
    (ARITHMETIC.has(op.name) && (integer || kind === 'float' || kind === 'complex')) ||
    (LOGICAL.has(op.name) && (integer || kind === 'bool')) ||
    (BITWISE.has(op.name) && (integer || kind === 'byte')) ||
    (LOCATION.has(op.name) && kind === 'pair');
  if (!allowed) throw new MpiError(ErrorClass.Op, `${call}: MPI does not define ${op.name} for ${type}`);
}

/// Combines packed arrays of the same length. Types and operation have been checked.
export function combine(op: Op, type: Datatype, left: Uint8Array, inout: Uint8Array): void {
  const source = left.byteOffset % 16 === 0 ? left : left.slice();
  const { kind, size } = type;
  if (kind === 'pair') locate(op.name, type, source, inout);
  else if (kind === 'complex' && size === 32) quadComplex(op.name, source, inout);
  else if (kind === 'complex') complex(op.name, floats(source, size / 2), floats(inout, size / 2));
  else if (kind === 'float' && size === 16) quads(op.name, source, inout);
  else if (kind === 'float' && size === 2) halves(op.name, integers(source, 'uint', 2), integers(inout, 'uint', 2));
  else if (kind === 'float') numbers(op.name, floats(source, size), floats(inout, size));
  else if (size === 8) bigNumbers(op.name, bigs(source, kind === 'uint'), bigs(inout, kind === 'uint'));
  else numbers(op.name, integers(source, kind, size), integers(inout, kind, size));
}

function floats(bytes: Uint8Array, size: number): Float32Array | Float64Array {
  return size === 4 ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) : new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
}

function bigs(bytes: Uint8Array, unsigned: boolean): BigNumbers {
  return unsigned ? new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3) : new BigInt64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
}

function integers(bytes: Uint8Array, kind: Datatype['kind'], size: number): Numbers {
  const { buffer, byteOffset, length } = bytes;
  const signed = kind === 'int';
  if (size === 1) return signed ? new Int8Array(buffer, byteOffset, length) : bytes;
  if (size === 2) return signed ? new Int16Array(buffer, byteOffset, length >> 1) : new Uint16Array(buffer, byteOffset, length >> 1);
  return signed ? new Int32Array(buffer, byteOffset, length >> 2) : new Uint32Array(buffer, byteOffset, length >> 2);
}

// One loop an operation, so that the choice is not made at every element. Indices are in range: both arrays have the same length.
function numbers(name: string, a: Numbers, b: Numbers): void {
  const n = Math.min(a.length, b.length);
  const exact = a instanceof Float32Array || a instanceof Float64Array;
  switch (name) {
    case 'SUM':
      for (let i = 0; i < n; i++) b[i] = (a[i] as number) + (b[i] as number);
      return;
    case 'PROD':
      if (exact) for (let i = 0; i < n; i++) b[i] = (a[i] as number) * (b[i] as number);
      else for (let i = 0; i < n; i++) b[i] = Math.imul(a[i] as number, b[i] as number);
      return;
    case 'MAX':
      for (let i = 0; i < n; i++) if ((a[i] as number) > (b[i] as number)) b[i] = a[i] as number;
      return;
    case 'MIN':
      for (let i = 0; i < n; i++) if ((a[i] as number) < (b[i] as number)) b[i] = a[i] as number;
      return;
    case 'LAND':
      for (let i = 0; i < n; i++) b[i] = a[i] !== 0 && b[i] !== 0 ? 1 : 0;
      return;
    case 'LOR':
      for (let i = 0; i < n; i++) b[i] = a[i] !== 0 || b[i] !== 0 ? 1 : 0;
      return;
    case 'LXOR':
      for (let i = 0; i < n; i++) b[i] = (a[i] !== 0) !== (b[i] !== 0) ? 1 : 0;
      return;
    case 'BAND':
      for (let i = 0; i < n; i++) b[i] = (a[i] as number) & (b[i] as number);
      return;
    case 'BOR':
      for (let i = 0; i < n; i++) b[i] = (a[i] as number) | (b[i] as number);
      return;
    case 'BXOR':
      for (let i = 0; i < n; i++) b[i] = (a[i] as number) ^ (b[i] as number);
      return;
  }
}

// 64-bit integers; storing wraps.
function bigNumbers(name: string, a: BigNumbers, b: BigNumbers): void {
  const one = bigOperation(name);
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) b[i] = one(a[i] as bigint, b[i] as bigint);
}

function bigOperation(name: string): (a: bigint, b: bigint) => bigint {
  switch (name) {
    case 'SUM':
      return (a, b) => a + b;
    case 'PROD':
      return (a, b) => a * b;
    case 'MAX':
      return (a, b) => (a > b ? a : b);
    case 'MIN':
      return (a, b) => (a < b ? a : b);
    case 'LAND':
      return (a, b) => (a !== 0n && b !== 0n ? 1n : 0n);
    case 'LOR':
      return (a, b) => (a !== 0n || b !== 0n ? 1n : 0n);
    case 'LXOR':
      return (a, b) => ((a !== 0n) !== (b !== 0n) ? 1n : 0n);
    case 'BAND':
      return (a, b) => a & b;
    case 'BOR':
      return (a, b) => a | b;
    default:
      return (a, b) => a ^ b;
  }
}

function complex(name: string, a: Float32Array | Float64Array, b: Float32Array | Float64Array): void {
  if (name === 'SUM') {
    numbers('SUM', a, b);
    return;
  }
  const n = Math.min(a.length, b.length);
  // Single precision rounds every product, as C does.
  const round = a instanceof Float32Array ? Math.fround : (value: number): number => value;
  for (let i = 0; i + 1 < n; i += 2) {
    const [ar, ai, br, bi] = [a[i] as number, a[i + 1] as number, b[i] as number, b[i + 1] as number];
    b[i] = round(ar * br) - round(ai * bi);
    b[i + 1] = round(ar * bi) + round(ai * br);
  }
}

// By way of single precision: its 24 digits are enough for sums and products of two halves to be rounded once more without harm.
function halves(name: string, a: Numbers, b: Numbers): void {
  const left = Float32Array.from(a, halfToNumber);
  const right = Float32Array.from(b, halfToNumber);
  numbers(name, left, right);
  for (let i = 0; i < b.length; i++) b[i] = numberToHalf(right[i] as number);
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function quads(name: string, a: Uint8Array, b: Uint8Array): void {
  const [left, right] = [viewOf(a), viewOf(b)];
  for (let at = 0; at + 16 <= Math.min(a.length, b.length); at += 16) {
    const [x, y] = [readQuad(left, at), readQuad(right, at)];
    if (name === 'SUM') writeQuad(right, at, addQuads(x, y));
    else if (name === 'PROD') writeQuad(right, at, multiplyQuads(x, y));
    else if (name === 'MAX' ? compareQuads(x, y) > 0 : compareQuads(x, y) < 0) writeQuad(right, at, x);
  }
}

function quadComplex(name: string, a: Uint8Array, b: Uint8Array): void {
  if (name === 'SUM') {
    quads('SUM', a, b);
    return;
  }
  const [left, right] = [viewOf(a), viewOf(b)];
  for (let at = 0; at + 32 <= Math.min(a.length, b.length); at += 32) {
    const [ar, ai, br, bi] = [readQuad(left, at), readQuad(left, at + 16), readQuad(right, at), readQuad(right, at + 16)];
    writeQuad(right, at, addQuads(multiplyQuads(ar, br), negateQuad(multiplyQuads(ai, bi))));
    writeQuad(right, at + 16, addQuads(multiplyQuads(ar, bi), multiplyQuads(ai, br)));
  }
}

// Pairs of a value and an int, without gaps: the int of the extreme value, the smaller one when values are equal.
function locate(name: string, type: Datatype, a: Uint8Array, b: Uint8Array): void {
  const { size } = type;
  const left = viewOf(a);
  const right = viewOf(b);
  const compare = pairComparison(type.name);
  const at = size - 4;
  const largest = name === 'MAXLOC';
  for (let offset = 0; offset + size <= Math.min(a.length, b.length); offset += size) {
    const order = compare(left, right, offset);
    if (order === 0) right.setInt32(offset + at, Math.min(left.getInt32(offset + at, true), right.getInt32(offset + at, true)), true);
    else if (largest ? order > 0 : order < 0) b.set(a.subarray(offset, offset + size), offset);
  }
}

/// Below, equal to or above 0 as the left value is to the right one; NaN when they cannot be compared.
function pairComparison(name: string): (left: DataView, right: DataView, offset: number) => number {
  if (name === 'LONG_DOUBLE_INT') return (left, right, offset) => compareQuads(readQuad(left, offset), readQuad(right, offset));
  const valueOf = pairValue(name);
  return (left, right, offset) => {
    const [x, y] = [valueOf(left, offset), valueOf(right, offset)];
    return x === y ? 0 : x - y;
  };
}

function pairValue(name: string): (view: DataView, offset: number) => number {
  if (name === 'FLOAT_INT') return (view, offset) => view.getFloat32(offset, true);
  if (name === 'DOUBLE_INT') return (view, offset) => view.getFloat64(offset, true);
  if (name === 'SHORT_INT') return (view, offset) => view.getInt16(offset, true);
  return (view, offset) => view.getInt32(offset, true);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PREDEFINED_TYPES } from '../../protocol/datatypes';
import { Datatype } from '../datatype/datatype';
import { MpiError } from '../error';
import { checkOp, combine } from './kernels';
import { Op } from './op';
import { quadOf, writeQuad } from './quad';

type Typed = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array | BigInt64Array | BigUint64Array;
const bytesOf = (array: Typed): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

function apply<T extends Typed>(op: Op, type: string, left: T, right: T): T {
  combine(op, Datatype.named(type), bytesOf(left), bytesOf(right));
  return right;
}

describe('predefined operations', () => {
  it('are allowed for the types MPI names and no others', () => {
    const allowed = (op: Op): string[] =>
      PREDEFINED_TYPES.map(({ name }) => name).filter((name) => {
        try {
          checkOp(op, Datatype.named(name), 'Reduce');
          return true;
        } catch (error) {
          if (error instanceof MpiError) return false;
          throw error;
        }
      });
    expect(allowed(Op.BAND)).toContain('BYTE');
    expect(allowed(Op.BAND)).not.toContain('DOUBLE');
    expect(allowed(Op.LAND)).toContain('C_BOOL');
    expect(allowed(Op.LAND)).not.toContain('FLOAT');
    expect(allowed(Op.SUM)).toContain('C_DOUBLE_COMPLEX');
    expect(allowed(Op.MAX)).not.toContain('C_DOUBLE_COMPLEX');
    expect(allowed(Op.SUM)).not.toContain('CHAR');
    expect(allowed(Op.SUM)).not.toContain('BYTE');
    expect(allowed(Op.SUM)).toContain('LONG_DOUBLE');
    expect(allowed(Op.SUM)).toContain('INTEGER8');
    expect(allowed(Op.MINLOC)).toEqual(['FLOAT_INT', 'DOUBLE_INT', 'LONG_INT', 'TWOINT', 'SHORT_INT', 'LONG_DOUBLE_INT']);
    expect(allowed(Op.REPLACE)).toEqual([]);
    expect(allowed(Op.NO_OP)).toEqual([]);
  });

  it('on small integers wrap as C does', () => {
    expect(apply(Op.SUM, 'INT8_T', Int8Array.of(127, -128), Int8Array.of(1, -1))).toEqual(Int8Array.of(-128, 127));
    expect(apply(Op.PROD, 'UINT16_T', Uint16Array.of(300), Uint16Array.of(300))).toEqual(Uint16Array.of(90000 & 0xffff));
    expect(apply(Op.MAX, 'SHORT', Int16Array.of(-5, 4), Int16Array.of(-6, 9))).toEqual(Int16Array.of(-5, 9));
    expect(apply(Op.BXOR, 'BYTE', Uint8Array.of(0b1100), Uint8Array.of(0b1010))).toEqual(Uint8Array.of(0b0110));
    expect(apply(Op.LXOR, 'C_BOOL', Uint8Array.of(1, 1, 0), Uint8Array.of(1, 0, 0))).toEqual(Uint8Array.of(0, 1, 0));
  });

  it('on 32-bit integers are C\'s, unsigned comparison and products included', () => {
    const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(word, word, (x, y) => {
        const big = (value: bigint): number => Number(BigInt.asIntN(32, value));
        expect(apply(Op.SUM, 'INT', Int32Array.of(x), Int32Array.of(y))[0]).toBe(big(BigInt(x) + BigInt(y)));
        expect(apply(Op.PROD, 'INT', Int32Array.of(x), Int32Array.of(y))[0]).toBe(big(BigInt(x) * BigInt(y)));
        const [ux, uy] = [x >>> 0, y >>> 0];
        expect(apply(Op.PROD, 'UNSIGNED', Uint32Array.of(ux), Uint32Array.of(uy))[0]).toBe(Number(BigInt.asUintN(32, BigInt(ux) * BigInt(uy))));
        expect(apply(Op.MIN, 'UINT32_T', Uint32Array.of(ux), Uint32Array.of(uy))[0]).toBe(Math.min(ux, uy));
        expect(apply(Op.BOR, 'UNSIGNED_LONG', Uint32Array.of(ux), Uint32Array.of(uy))[0]).toBe((ux | uy) >>> 0);
      }),
    );
  });

  it('on 64-bit integers are exact and wrap', () => {
    expect(apply(Op.SUM, 'INT64_T', BigInt64Array.of(2n ** 63n - 1n), BigInt64Array.of(1n))).toEqual(BigInt64Array.of(-(2n ** 63n)));
    expect(apply(Op.PROD, 'UINT64_T', BigUint64Array.of(2n ** 63n + 1n), BigUint64Array.of(3n))).toEqual(BigUint64Array.of((2n ** 63n + 3n) % 2n ** 64n));
    expect(apply(Op.MAX, 'LONG_LONG', BigInt64Array.of(-1n), BigInt64Array.of(-2n))).toEqual(BigInt64Array.of(-1n));
    expect(apply(Op.LAND, 'COUNT', BigInt64Array.of(5n, 0n), BigInt64Array.of(7n, 1n))).toEqual(BigInt64Array.of(1n, 0n));
  });

  it('on floating point round to the type and take NaN as C\'s comparison does', () => {
    expect(apply(Op.SUM, 'FLOAT', Float32Array.of(0.1), Float32Array.of(0.2))[0]).toBe(Math.fround(Math.fround(0.1) + Math.fround(0.2)));
    expect(apply(Op.MAX, 'DOUBLE', Float64Array.of(NaN, 1), Float64Array.of(1, NaN))).toEqual(Float64Array.of(1, NaN));
  });

  it('multiply complex numbers', () => {
    expect(apply(Op.PROD, 'C_DOUBLE_COMPLEX', Float64Array.of(1, 2, 0, 1), Float64Array.of(3, 4, 0, 1))).toEqual(Float64Array.of(-5, 10, -1, 0));
    expect(apply(Op.SUM, 'C_FLOAT_COMPLEX', Float32Array.of(1, 2), Float32Array.of(3, 4))).toEqual(Float32Array.of(4, 6));
  });

  it('on long double and half precision', () => {
    const quads = (...values: number[]): Uint8Array => {
      const bytes = new Uint8Array(16 * values.length);
      for (const [i, value] of values.entries()) writeQuad(new DataView(bytes.buffer), 16 * i, quadOf(value));
      return bytes;
    };
    const after = (op: Op, type: string, left: Uint8Array, right: Uint8Array): Uint8Array => {
      combine(op, Datatype.named(type), left, right);
      return right;
    };
    expect(after(Op.SUM, 'LONG_DOUBLE', quads(1, 2 ** 100), quads(2, 1))).toEqual(quads(3, 2 ** 100).map((byte, i) => (i === 17 ? byte | 0x10 : byte)));
    expect(after(Op.MAX, 'REAL16', quads(-1, 5), quads(2, 3))).toEqual(quads(2, 5));
    expect(after(Op.PROD, 'C_LONG_DOUBLE_COMPLEX', quads(1, 2), quads(3, 4))).toEqual(quads(-5, 10));
    expect(after(Op.SUM, 'COMPLEX32', quads(1, 2), quads(3, 4))).toEqual(quads(4, 6));
    const pair = (value: number, place: number): Uint8Array => Uint8Array.of(...quads(value), place, 0, 0, 0);
    expect(after(Op.MAXLOC, 'LONG_DOUBLE_INT', pair(2, 7), pair(1, 3))).toEqual(pair(2, 7));
    expect(after(Op.MINLOC, 'LONG_DOUBLE_INT', pair(1, 7), pair(1, 3))).toEqual(pair(1, 3));
    expect(apply(Op.SUM, 'FLOAT16_T', Uint16Array.of(0x3c00), Uint16Array.of(0x4000))[0]).toBe(0x4200);
  });

  it('take data at an odd address', () => {
    const odd = new Uint8Array(9).subarray(1);
    new DataView(odd.buffer).setFloat64(1, 2.5, true);
    const inout = bytesOf(Float64Array.of(1));
    combine(Op.SUM, Datatype.named('DOUBLE'), odd, inout);
    expect(new Float64Array(inout.buffer)[0]).toBe(3.5);
  });

  it('give the smaller place for equal values', () => {
    const left = bytesOf(Int32Array.of(7, 9, 5, 1));
    const right = bytesOf(Int32Array.of(7, 3, 6, 2));
    combine(Op.MAXLOC, Datatype.named('TWOINT'), left, right);
    expect(new Int32Array(right.buffer)).toEqual(Int32Array.of(7, 3, 6, 2));
    const again = bytesOf(Int32Array.of(7, 10, 6, 2));
    combine(Op.MINLOC, Datatype.named('LONG_INT'), left, again);
    expect(new Int32Array(again.buffer)).toEqual(Int32Array.of(7, 9, 5, 1));
  });
});

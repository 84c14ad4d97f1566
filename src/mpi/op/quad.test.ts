import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KNOWN_QUADS } from './quad.test-data';
import { halfToNumber, numberToHalf } from './half';
import { addQuads, compareQuads, multiplyQuads, negateQuad, quadOf } from './quad';

const hex = (text: string): bigint => BigInt(`0x${text.replace(/ /g, '')}`);
const ONE = hex('3fff0000 00000000 00000000 00000000');
const NAN = hex('7fff8000 00000000 00000000 00000000');
const INFINITY = hex('7fff0000 00000000 00000000 00000000');
const LARGEST = hex('7ffeffff ffffffff ffffffff ffffffff');
const LEAST = 1n;

describe('binary128 numbers', () => {
  it('hold every double', () => {
    expect(quadOf(1)).toBe(ONE);
    expect(quadOf(-0)).toBe(1n << 127n);
    expect(quadOf(0.1)).toBe(hex('3ffb9999 99999999 a0000000 00000000'));
    expect(quadOf(5e-324)).toBe(hex('3bcd0000 00000000 00000000 00000000'));
    expect(quadOf(NaN)).toBe(NAN);
  });

  it('add up to known answers', () => {
    // 1/3 + 1/3, both rounded: GCC's __float128.
    const third = hex('3ffd5555 55555555 55555555 55555555');
    expect(addQuads(third, third)).toBe(hex('3ffe5555 55555555 55555555 55555555'));
    expect(addQuads(addQuads(third, third), third)).toBe(ONE);
    // Half a unit of the last place goes to the even neighbour, a bit more goes up.
    const tiny = hex('3f8e0000 00000000 00000000 00000000');
    expect(addQuads(ONE, tiny)).toBe(ONE);
    expect(addQuads(ONE, tiny + 1n)).toBe(ONE + 1n);
    expect(addQuads(ONE + 1n, tiny)).toBe(ONE + 2n);
    expect(addQuads(LARGEST, LEAST)).toBe(LARGEST);
    expect(addQuads(LARGEST, LARGEST)).toBe(INFINITY);
    expect(addQuads(INFINITY, negateQuad(INFINITY))).toBe(NAN);
    expect(addQuads(ONE, negateQuad(ONE))).toBe(0n);
    expect(addQuads(negateQuad(0n), negateQuad(0n))).toBe(negateQuad(0n));
    // One below a power of two, by far less than half a unit.
    expect(addQuads(ONE, negateQuad(LEAST))).toBe(ONE);
  });

  it('multiply to known answers', () => {
    expect(multiplyQuads(quadOf(0.1), quadOf(0.1))).toBe(hex('3ff847ae 147ae147 b851eb85 1eb85200'));
    expect(multiplyQuads(LARGEST, quadOf(2))).toBe(INFINITY);
    expect(multiplyQuads(LEAST, quadOf(0.5))).toBe(0n);
    expect(multiplyQuads(LEAST, quadOf(0.75))).toBe(LEAST);
    expect(multiplyQuads(0n, INFINITY)).toBe(NAN);
    expect(multiplyQuads(quadOf(-2), INFINITY)).toBe(negateQuad(INFINITY));
  });

  it('add and multiply as __float128 does, subnormal and far apart too', () => {
    for (const [a, b, sum, product] of KNOWN_QUADS) {
      expect(addQuads(hex(a), hex(b))).toBe(hex(sum));
      expect(addQuads(hex(b), hex(a))).toBe(hex(sum));
      expect(multiplyQuads(hex(a), hex(b))).toBe(hex(product));
    }
  });

  it('compute whole numbers exactly and compare as doubles do', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (x, y) => {
        const exact = (value: bigint): bigint => {
          // Up to 106 bits: high and low part as doubles are exact, and so is their sum.
          const low = BigInt.asIntN(53, value);
          return addQuads(multiplyQuads(quadOf(Number((value - low) >> 53n)), quadOf(2 ** 53)), quadOf(Number(low)));
        };
        expect(addQuads(quadOf(x), quadOf(y))).toBe(exact(BigInt(x) + BigInt(y)));
        expect(multiplyQuads(quadOf(x), quadOf(y))).toBe(x === 0 || y === 0 ? multiplyQuads(quadOf(x), quadOf(y)) : exact(BigInt(x) * BigInt(y)));
      }),
    );
    fc.assert(
      fc.property(fc.double(), fc.double(), (x, y) => {
        const order = compareQuads(quadOf(x), quadOf(y));
        expect([order < 0, order === 0, order > 0]).toEqual([x < y, x === y, x > y]);
      }),
    );
  });
});

describe('binary16 numbers', () => {
  it('go to numbers and back', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = halfToNumber(bits);
      if (!Number.isNaN(value)) expect(numberToHalf(value)).toBe(bits);
    }
  });

  it('are the nearest ones, ties to even', () => {
    expect(numberToHalf(1 + 2 ** -11)).toBe(0x3c00);
    expect(numberToHalf(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(numberToHalf(2 - 2 ** -11)).toBe(0x4000);
    expect(numberToHalf(65519)).toBe(0x7bff);
    expect(numberToHalf(65520)).toBe(0x7c00);
    expect(numberToHalf(2 ** -25)).toBe(0);
    expect(numberToHalf(3 * 2 ** -26)).toBe(1);
    expect(Number.isNaN(halfToNumber(numberToHalf(NaN)))).toBe(true);
  });
});

import { expect, test } from 'vitest';
import { fileOf } from '../../project';
import { hexHead, kindOf, sizeOf } from './file-kind';

test('kinds by their bytes', () => {
  const png = new Uint8Array(40);
  png.set([0x89, 0x50, 0x4e, 0x47]);
  expect(kindOf({ bytes: png })).toEqual({ kind: 'image', type: 'image/png' });
  expect(kindOf(fileOf('BM is how this long text begins'))).toEqual({ kind: 'text' });
  expect(kindOf({ bytes: Uint8Array.of(0, 1, 2) })).toEqual({ kind: 'bytes' });
  expect(kindOf(fileOf(''))).toEqual({ kind: 'text' });
});

test('sizes', () => {
  expect([0, 999, 1000, 1_500_000].map(sizeOf)).toEqual(['0 B', '999 B', '1.0 kB', '1.5 MB']);
});

test('a hex head', () => {
  expect(hexHead(new TextEncoder().encode('\u0093NUMPY'))).toBe(`00000000  c2 93 4e 55 4d 50 59${' '.repeat(30)}..NUMPY`);
  expect(hexHead(new Uint8Array(600)).split('\n').at(-1)).toBe('… 88 more bytes');
});

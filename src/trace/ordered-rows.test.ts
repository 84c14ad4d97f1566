import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderedRows } from './ordered-rows';

const keys = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 }), fc.constantFrom(0, -0, Infinity, -Infinity)), { maxLength: 200 });

test('rows come in the order of their keys, equal ones in the order they had', () => {
  fc.assert(fc.property(keys, (values) => {
    const rows = values.map((_, row) => row);
    const wanted = rows.toSorted((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : a - b));
    expect([...orderedRows(rows, (row) => values[row]!)]).toEqual(wanted);
  }));
});

test('what has no number comes last, and rows need not be all there are', () => {
  const values = [NaN, 3, NaN, 1];
  expect([...orderedRows([0, 1, 2, 3], (row) => values[row]!)]).toEqual([3, 1, 0, 2]);
  expect([...orderedRows([3, 1], (row) => -row)]).toEqual([3, 1]);
});

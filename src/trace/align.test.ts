import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align } from './align';

const pairs = (a: readonly unknown[], b: readonly unknown[]): [number, number][] => {
  const [here, there] = align(a.length, b.length, (i, j) => a[i] === b[j]);
  return Array.from(here, (i, at) => [i, there[at]!]);
};

/// Length of the longest common subsequence by the textbook's table.
function longest(a: readonly unknown[], b: readonly unknown[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  a.forEach((x, i) => b.forEach((y, j) => (table[i + 1]![j + 1] = x === y ? table[i]![j]! + 1 : Math.max(table[i]![j + 1]!, table[i + 1]![j]!))));
  return table[a.length]![b.length]!;
}

const list = fc.array(fc.nat(4), { maxLength: 40 });

describe('alignment', () => {
  test('pairs equals, in order, as many as can be', () => {
    fc.assert(fc.property(list, list, (a, b) => {
      const found = pairs(a, b);
      found.forEach(([i, j], at) => {
        expect(a[i]).toBe(b[j]);
        if (at > 0) expect(i > found[at - 1]![0] && j > found[at - 1]![1]).toBe(true);
      });
      expect(found).toHaveLength(longest(a, b));
    }), { numRuns: 400 });
  });

  test('of what is the same pairs all', () => expect(pairs([1, 2, 3], [1, 2, 3])).toEqual([[0, 0], [1, 1], [2, 2]]));
  test('something inserted and something left out', () => expect(pairs([1, 2, 3, 4, 5], [1, 9, 2, 3, 5])).toEqual([[0, 0], [1, 2], [2, 3], [4, 4]]));
  test('of nothing pairs nothing', () => expect([pairs([], [1]), pairs([1], []), pairs([1], [2])]).toEqual([[], [], []]));

  test('lists with nothing but differences end soon, and what is far apart is found as far as it is looked for', () => {
    const a = Array.from({ length: 30_000 }, (_, i) => i);
    const b = a.map((i) => (i % 100 === 0 ? i : -i));
    const found = pairs(a, b);
    for (const [i, j] of found) expect(a[i]).toBe(b[j]);
    expect(found).toHaveLength(300);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NameTable, RowList, RowPool } from './growable';

test('lists that share a pool hold what was pushed to each, before and after it is compacted', () => {
  fc.assert(fc.property(fc.array(fc.record({ list: fc.nat(5), row: fc.nat(1e6), compact: fc.nat(20) }), { maxLength: 200 }), (steps) => {
    const pool = new RowPool();
    const lists = Array.from({ length: 6 }, () => new RowList(pool));
    const wanted: number[][] = lists.map(() => []);
    for (const { list, row, compact } of steps) {
      lists[list]!.push(row);
      wanted[list]!.push(row);
      if (compact === 0) pool.compact(lists);
    }
    expect(lists.map((list) => Array.from({ length: list.length }, (_, i) => list.at(i)))).toEqual(wanted);
  }));
});

describe('bounds', () => {
  const sorted = fc.array(fc.nat(30), { minLength: 1, maxLength: 60 }).map((values) => Float64Array.from(values).sort());

  test('a bound is the first element that is not below', () => {
    fc.assert(fc.property(sorted, fc.nat(32), fc.nat(70), (key, value, from) => {
      const list = new RowList();
      key.forEach((_, i) => list.push(i));
      const start = Math.min(from, key.length);
      const first = key.findIndex((each, i) => i >= start && each >= value);
      const wanted = first < 0 ? key.length : first;
      expect(list.lowerBound(key, value, start)).toBe(wanted);
      expect(list.nextBound(key, value, start)).toBe(wanted);
    }));
  });
});

test('names are found again, and others are not', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 1 << 23 })), { maxLength: 80 }), fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 1 << 23 })), (names, other) => {
    const table = new NameTable();
    const rows = new Map<string, number>();
    names.forEach(([owner, number], row) => {
      table.put(owner, number, row);
      rows.set(`${owner}/${number}`, row);
    });
    table.trim();
    for (const [owner, number] of [...names, other]) expect(table.find(owner, number)).toBe(rows.get(`${owner}/${number}`) ?? -1);
  }));
});

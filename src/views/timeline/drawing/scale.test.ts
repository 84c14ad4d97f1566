import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { panned, ticks, toTime, toX, within, zoomed } from './scale';

const scale = { from: 10, to: 20, left: 100, right: 600 };

test('pixels and times turn into each other', () => {
  expect(toX(scale, 15)).toBe(350);
  fc.assert(fc.property(fc.double({ min: -1e3, max: 1e3, noNaN: true }), (time) => {
    expect(toTime(scale, toX(scale, time))).toBeCloseTo(time, 6);
  }));
});

describe('zoom', () => {
  const bounds = { from: 0, to: 100 };
  test('holds the anchor in place', () => {
    const range = zoomed({ from: 20, to: 60 }, 0.5, 30, bounds);
    expect(range).toEqual({ from: 25, to: 45 });
  });
  test('never leaves the bounds, whatever is asked', () => {
    fc.assert(fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }), (factor, anchor) => {
      const { from, to } = zoomed({ from: 20, to: 60 }, factor, anchor, bounds);
      expect(from).toBeGreaterThanOrEqual(-1e-9);
      expect(to).toBeLessThanOrEqual(100 + 1e-9);
      expect(to).toBeGreaterThan(from);
    }));
  });
  test('pan stops at the ends', () => expect(panned({ from: 20, to: 60 }, 1000, bounds)).toEqual({ from: 60, to: 100 }));
  test('a range wider than its bounds becomes them', () => expect(within({ from: -5, to: 500 }, bounds)).toEqual(bounds));
});

test('ticks are round and at least as far apart as asked', () => {
  const marks = ticks(scale, 60);
  expect(marks).toEqual([10, 12, 14, 16, 18, 20]);
  expect(ticks({ ...scale, to: 10.5 }, 60, 1)).toEqual([10]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BundleBuckets, Density, LaneBuckets, waitOf } from './density';
import { place, type PlacedAxis } from './placement';
import type { Recording } from './recording';
import { scriptedRun } from './testing/random-run';
import { deadlock, pingPong } from './testing/scenarios';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const windows = fc.record({ at: share, width: fc.double({ min: 0.01, max: 1, noNaN: true }), count: fc.integer({ min: 1, max: 24 }), kind: fc.constantFrom('wall' as const, 'logical' as const) });

/// What a rank did before `at`, counted event by event.
function before(recording: Recording, axis: PlacedAxis, rank: number, at: number): { call: number; waiting: number; calls: number; sent: number; received: number } {
  const { callsOf, messages } = recording;
  const sum = { call: 0, waiting: 0, calls: 0, sent: 0, received: 0 };
  const calls = callsOf[rank]!;
  for (let i = 0; i < calls.length; i++) {
    const row = calls.at(i);
    const begin = axis.begin[row]!;
    if (begin < at) sum.calls++;
    sum.call += Math.max(0, Math.min(axis.end[row]!, at) - begin);
    sum.waiting += Math.max(0, Math.min(begin + waitOf(recording, axis, row), at) - begin);
  }
  for (let row = 0; row < messages.length; row++) {
    if (messages.internal[row] === 1) continue;
    if (messages.sender[row] === rank && axis.begin[messages.send[row]!]! < at) sum.sent++;
    if (messages.receiver[row] === rank && messages.receive[row]! >= 0 && axis.end[messages.receive[row]!]! < at) sum.received++;
  }
  return sum;
}

test('a window of few events is summed exactly', () => {
  fc.assert(fc.property(scriptedRun, windows, (world, { at, width, count, kind }) => {
    const recording = world.recording();
    const axis = place(recording)[kind];
    const from = axis.from + at * (axis.to - axis.from);
    const to = from + width * (axis.to - axis.from);
    const cut = axis.density.cut(from, to, count);
    for (let rank = 0; rank < recording.ranks; rank++) {
      const lane = new LaneBuckets(count);
      axis.density.addLane(rank, cut, lane);
      const sum = (column: Float64Array): number => column.reduce((all, each) => all + each, 0);
      const [low, high] = [before(recording, axis, rank, from), before(recording, axis, rank, to)];
      expect(sum(lane.call)).toBeCloseTo(high.call - low.call, 9);
      expect(sum(lane.waiting)).toBeCloseTo(high.waiting - low.waiting, 9);
      expect([sum(lane.calls), sum(lane.sent), sum(lane.received)]).toEqual([high.calls - low.calls, high.sent - low.sent, high.received - low.received]);
      for (let i = 0; i < count; i++) {
        const edge = from + ((to - from) * (i + 1)) / count;
        const inside = before(recording, axis, rank, edge).call - before(recording, axis, rank, from + ((to - from) * i) / count).call;
        expect(lane.call[i]).toBeCloseTo(inside, 9);
        expect(lane.waiting[i]!).toBeLessThanOrEqual(lane.call[i]! + 1e-9);
        expect(lane.call[i]!).toBeLessThanOrEqual(lane.alive[i]! + 1e-9);
      }
    }
  }));
});

test('sums by cells are right at every boundary of a cell, and between them within it', () => {
  fc.assert(fc.property(scriptedRun, windows, (world, { at, width, count, kind }) => {
    const recording = world.recording();
    if (recording.events.length === 0) return;
    const axis = place(recording)[kind];
    const density = new Density(recording, axis, { cells: 24 * recording.ranks, few: 0 });
    const from = axis.from + (at - 0.2) * (axis.to - axis.from);
    const to = from + width * (axis.to - axis.from);
    const cut = density.cut(from, to, count);
    const cell = (axis.to - axis.from) / 11;
    for (let rank = 0; rank < recording.ranks; rank++) {
      const lane = new LaneBuckets(count);
      density.addLane(rank, cut, lane);
      const start = before(recording, axis, rank, from);
      const [early, late] = [from - cell, from + cell].map((edge) => before(recording, axis, rank, edge));
      let call = 0;
      let sent = 0;
      for (let i = 0; i < count; i++) {
        call += lane.call[i]!;
        sent += lane.sent[i]!;
        const edge = from + ((to - from) * (i + 1)) / count;
        const [low, high] = [before(recording, axis, rank, edge - cell), before(recording, axis, rank, edge + cell)];
        const [slackCall, slackSent] = [late!.call - early!.call, late!.sent - early!.sent];
        expect(call).toBeGreaterThanOrEqual(low.call - start.call - slackCall - 1e-9);
        expect(call).toBeLessThanOrEqual(high.call - start.call + slackCall + 1e-9);
        expect(sent).toBeGreaterThanOrEqual(low.sent - start.sent - slackSent);
        expect(sent).toBeLessThanOrEqual(high.sent - start.sent + slackSent);
        expect(Number.isInteger(lane.calls[i]!) && Number.isInteger(lane.received[i]!)).toBe(true);
      }
    }
    // Over all of it nothing is lost.
    const whole = density.cut(axis.from - 1, axis.to + 1, count);
    for (let rank = 0; rank < recording.ranks; rank++) {
      const lane = new LaneBuckets(count);
      density.addLane(rank, whole, lane);
      const all = before(recording, axis, rank, Infinity);
      expect(lane.call.reduce((sum, each) => sum + each, 0)).toBeCloseTo(all.call, 9);
      expect([lane.calls, lane.sent, lane.received].map((column) => column.reduce((sum, each) => sum + each, 0))).toEqual([all.calls, all.sent, all.received]);
    }
  }));
});

test('a rank that hangs waits to the end of the axis', () => {
  const recording = deadlock();
  const { wall } = place(recording);
  for (const few of [0, 20_000]) {
    const density = new Density(recording, wall, { few, cells: 4000 });
    const lane = new LaneBuckets(10);
    density.addLane(0, density.cut(wall.from, wall.to, 10), lane);
    expect(lane.waiting[9]).toBeCloseTo((wall.to - wall.from) / 10, 6);
  }
});

test('bundles hold every message once, by block, however they are counted', () => {
  const recording = pingPong(800);
  const { wall } = place(recording);
  for (const few of [0, 20_000]) {
    const density = new Density(recording, wall, { few });
    const bundles = new BundleBuckets(7, 2);
    density.addBundles(density.cut(wall.from, wall.to, 7), [1, 0], bundles);
    const total = (from: number, to: number): number => Array.from({ length: 7 }, (_, i) => bundles.messages[(i * 2 + from) * 2 + to]!).reduce((sum, each) => sum + each, 0);
    expect([total(1, 0), total(0, 1), total(0, 0)]).toEqual([800, 800, 0]);
    expect(bundles.bytes.reduce((sum, each) => sum + each, 0)).toBe(1600 * 8);
  }
});

test('a rank without a block is left out, and messages inside collectives are asked for apart', () => {
  const recording = pingPong(10);
  const { wall } = place(recording);
  const cut = wall.density.cut(wall.from, wall.to, 3);
  const one = new BundleBuckets(3, 1);
  wall.density.addBundles(cut, [0, -1], one);
  wall.density.addBundles(cut, [0, 0], one, true);
  expect(one.messages.every((count) => count === 0)).toBe(true);
});

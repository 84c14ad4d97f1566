import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MpiCall, RecordFlag } from '../protocol';
import { place } from './placement';
import type { Recording } from './recording';
import { scriptedRun } from './testing/random-run';
import { collectives, deadlock, exchange, many, sendToZero } from './testing/scenarios';
import { ScriptedWorld } from './testing/scripted-world';
import { costliestSentence, imbalanceSentence, percent, totals, type Totals, wholeRun, type Windows, windowsOf } from './totals';

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
const whole = (recording: Recording): Totals => {
  const { wall } = place(recording);
  return totals(recording, wall, wholeRun(recording, wall));
};

function addsUp(recording: Recording, windows: Windows): Totals {
  const { wall } = place(recording);
  const all = totals(recording, wall, windows);
  for (let rank = 0; rank < recording.ranks; rank++) {
    const times = [all.ranks.compute[rank]!, all.ranks.communicate[rank]!, all.ranks.wait[rank]!, all.ranks.unknown[rank]!];
    for (const time of times) expect(time).toBeGreaterThanOrEqual(-1e-9);
    expect(sum(times)).toBeCloseTo(windows.to[rank]! - windows.from[rank]!, 6);
  }
  return all;
}

describe('times add up', () => {
  test('over the whole of arbitrary runs', () => {
    fc.assert(fc.property(scriptedRun, (world) => {
      const recording = world.recording();
      const all = addsUp(recording, wholeRun(recording, place(recording).wall));
      expect(sum(all.calls.map(({ count }) => count))).toBe(sum(recording.callsOf.map(({ length }) => length)));
      expect(sum(all.calls.map(({ time }) => time))).toBeCloseTo(sum(all.ranks.communicate) + sum(all.ranks.wait), 6);
      expect(sum(all.calls.map(({ waited }) => waited))).toBeCloseTo(sum(all.ranks.wait), 6);
    }), { numRuns: 60 });
  });

  test('over parts: two halves make the whole, on either axis', () => {
    fc.assert(fc.property(scriptedRun, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom('wall' as const, 'logical' as const), (world, share, kind) => {
      const recording = world.recording();
      const placement = place(recording);
      const axis = placement[kind];
      const middle = axis.from + share * (axis.to - axis.from);
      const [left, right] = [windowsOf(recording, placement, kind, axis.from, middle), windowsOf(recording, placement, kind, middle, axis.to)];
      expect([...left.to]).toEqual([...right.from]);
      const parts = [addsUp(recording, left), addsUp(recording, right)];
      const all = whole(recording);
      for (const what of ['compute', 'communicate', 'wait', 'unknown'] as const) {
        for (let rank = 0; rank < recording.ranks; rank++) expect(parts[0]!.ranks[what][rank]! + parts[1]!.ranks[what][rank]!).toBeCloseTo(all.ranks[what][rank]!, 6);
      }
    }), { numRuns: 60 });
  });

  test.each([['collectives', collectives(4)], ['exchange', exchange(4)], ['deadlock', deadlock()], ['many', many(20)]])('in the scenario %s', (_, recording) => {
    addsUp(recording, wholeRun(recording, place(recording).wall));
  });
});

describe('what is told', () => {
  test('a late sender: the receiver waits, the sender computes', () => {
    const world = new ScriptedWorld(2, () => 0);
    world.send(1, 1, {});
    const posted = world.post(0);
    world.compute(1, 6);
    world.receiveFrom(0, world.send(1, 0, { flight: 0 }), posted);
    const all = whole(world.recording());
    expect(all.ranks.wait[0]).toBeCloseTo(6, 1);
    expect(all.ranks.compute[1]).toBeCloseTo(6, 1);
    expect(all.ranks.compute[0]).toBe(0);
    expect(imbalanceSentence(all)).toMatch(/^Rank 1 computed longest: 6 ms, 2\.0 times the mean of 3 ms\. Ranks waited for \d\d % of their time\.$/u);
    expect(costliestSentence(all)).toMatch(/^Recv takes (more than )?\d+ % of the time in calls, (more than )?\d+ % of it waiting\.$/u);
  });

  test('a call that never ended waits to the end of the run', () => {
    const recording = deadlock();
    const all = whole(recording);
    expect(all.ranks.wait[0]).toBeGreaterThan(1.9);
  });

  test('by call: count, bytes, lower-case apart', () => {
    const recording = collectives(3);
    const all = whole(recording);
    const named = (call: MpiCall, object: boolean): number | undefined => all.calls.find((each) => each.call === call && (each.flags & RecordFlag.Object) !== 0 === object)?.count;
    expect([named(MpiCall.Bcast, true), named(MpiCall.Bcast, false), named(MpiCall.Reduce, false)]).toEqual([3, undefined, 3]);
    const sends = whole(sendToZero(5)).calls.find(({ call }) => call === MpiCall.Send);
    expect([sends?.count, sends?.bytes]).toEqual([4, 96]);
  });

  test('an even spread is called even', () => {
    const world = new ScriptedWorld(3, () => 0);
    for (const rank of [0, 1, 2]) world.send(rank, rank, {});
    for (const rank of [0, 1, 2]) world.compute(rank, 4);
    for (const rank of [0, 1, 2]) world.send(rank, rank, {});
    expect(imbalanceSentence(whole(world.recording()))).toBe('Work is even: each rank computed for about 4 ms. No rank waited.');
  });

  test('shares', () => expect([0, 0.004, 0.5, 0.999, 1].map(percent)).toEqual(['0 %', 'less than 1 %', '50 %', 'more than 99 %', '100 %']));
});

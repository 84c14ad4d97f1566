import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MpiCall } from '../protocol';
import { criticalPath, type CriticalPath, pathByRank, pathEmphasis, PathKind, pathShares } from './critical-path';
import { place } from './placement';
import type { Recording } from './recording';
import { scriptedRun } from './testing/random-run';
import { collectives, deadlock, exchange, many, sendToZero } from './testing/scenarios';
import { ScriptedWorld } from './testing/scripted-world';

const of = (recording: Recording): CriticalPath => criticalPath(recording, place(recording).wall);
const NAMES = ['compute', 'call', 'message', 'match', 'start'];

/// `1 compute 5, 1>0 message 0.05, …`: rank, what, milliseconds.
function words(recording: Recording): string[] {
  const path = of(recording);
  return Array.from({ length: path.length }, (_, i) => `${path.rank[i]} ${NAMES[path.kind[i]!]} ${(path.at[i + 1]! - path.at[i]!).toFixed(2)}`);
}

/// The same, without parts shorter than a tenth of a millisecond.
const main = (recording: Recording): string[] => words(recording).filter((part) => Number(part.split(' ')[2]) >= 0.1);

describe('paths known beforehand', () => {
  test('a receiver waits for a late sender: the path is the sender’s work', () => {
    const world = new ScriptedWorld(2, () => 0);
    world.send(1, 1, { values: [] });
    const posted = world.post(0);
    world.compute(1, 5);
    const message = world.send(1, 0, { flight: 1 });
    world.receiveFrom(0, message, posted);
    world.compute(0, 2);
    world.print(0, 'done\n');
    expect(main(world.recording())).toEqual(['1 compute 5.00', '0 message 1.01', '0 compute 2.00']);
  });

  test('a message that had come before it was wanted is not on the path', () => {
    const world = new ScriptedWorld(2, () => 0);
    const message = world.send(1, 0, {});
    world.send(0, 1, {});
    world.compute(0, 4);
    world.receive(0, message);
    expect(main(world.recording())).toEqual(['0 compute 4.00']);
  });

  test('a rendezvous sender waits for a late receiver', () => {
    const world = new ScriptedWorld(2, () => 0);
    world.send(1, 1, {});
    world.compute(1, 3);
    world.rendezvous(0, 1, { values: [1] });
    world.compute(0, 2);
    world.print(0, 'x\n');
    const path = words(world.recording());
    expect(path.filter((part) => !part.endsWith(' 0.00'))).toEqual(['1 call 0.02', '1 compute 3.00', '0 match 0.02', '0 compute 2.00']);
  });

  test('at a barrier the path goes over the last to enter', () => {
    const world = new ScriptedWorld(3, () => 0);
    for (const rank of [0, 1, 2]) world.send(rank, rank, {});
    world.compute(0, 1);
    world.compute(1, 7);
    world.compute(2, 2);
    // In the order of their clocks.
    world.collective(MpiCall.Barrier, [0, 2, 1], [[2, 0], [1, 0], [0, 1], [0, 2]]);
    world.compute(2, 4);
    world.print(2, 'x\n');
    expect(main(world.recording())).toEqual(['1 compute 7.00', '2 compute 4.00']);
    const recording = world.recording();
    const path = of(recording);
    expect(pathByRank(recording, path).compute[1]).toBeCloseTo(7, 1);
    // Rank 0 is passed through inside the barrier only.
    expect(pathByRank(recording, path).compute[0]).toBe(0);
  });

  test('a pipeline: each stage in turn', () => {
    const world = new ScriptedWorld(4, () => 0);
    const posted = [0, 1, 2, 3].map((rank) => world.post(rank));
    world.compute(0, 1);
    for (const rank of [0, 1, 2]) {
      const message = world.send(rank, rank + 1, {});
      world.receiveFrom(rank + 1, message, posted[rank + 1]!);
      world.compute(rank + 1, 1 + rank);
    }
    world.print(3, 'x\n');
    const path = main(world.recording());
    expect(path).toEqual(['0 compute 1.00', '1 compute 1.00', '2 compute 2.00', '3 compute 3.00']);
  });

  test('what a rank did before its Init is not computing', () => {
    const world = new ScriptedWorld(2, () => 0);
    world.send(0, 0, {});
    world.compute(1, 4);
    world.collective(MpiCall.Init, [1], []);
    world.receive(0, world.send(1, 0, {}));
    expect(main(world.recording())).toEqual(['1 start 4.00']);
  });

  test('of a deadlock it leads to the last that happened', () => {
    const recording = deadlock();
    const path = of(recording);
    expect(path.hung).toBe(true);
    expect(path.at[path.length]).toBeLessThan(recording.time - 1);
  });
});

function isSound(recording: Recording): void {
  const { wall } = place(recording);
  const path = criticalPath(recording, wall);
  const { messages, events } = recording;
  expect(path.at[0]).toBe(path.length > 0 ? wall.from : path.at[0]);
  let rank = -1;
  for (let i = 0; i < path.length; i++) {
    const [from, to, row] = [path.at[i]!, path.at[i + 1]!, path.row[i]!];
    expect(to).toBeGreaterThanOrEqual(from);
    switch (path.kind[i]) {
      case PathKind.Message: {
        if (rank >= 0) expect(messages.sender[row]).toBe(rank);
        rank = path.rank[i]!;
        expect(rank).toBe(messages.receiver[row]);
        expect(from).toBe(Math.max(wall.from, wall.begin[messages.send[row]!]!));
        break;
      }
      case PathKind.Match: {
        if (rank >= 0) expect(messages.receiver[row]).toBe(rank);
        rank = path.rank[i]!;
        expect(rank).toBe(messages.sender[row]);
        break;
      }
      default: {
        if (rank >= 0) expect(path.rank[i]).toBe(rank);
        rank = path.rank[i]!;
        if (row >= 0) expect(events.rank[row]).toBe(rank);
        if (path.kind[i] === PathKind.Call) {
          expect(from).toBeGreaterThanOrEqual(wall.begin[row]!);
          expect(to).toBeLessThanOrEqual(wall.end[row]!);
        } else if (row >= 0) expect(to).toBeLessThanOrEqual(wall.begin[row]!);
      }
    }
  }
  const length = path.at[path.length]! - wall.from;
  expect(pathShares(recording, path).reduce((sum, { time }) => sum + time, 0)).toBeCloseTo(length, 6);
  const by = pathByRank(recording, path);
  expect([...by.start, ...by.compute, ...by.call, ...by.message].reduce((sum, time) => sum + time, 0)).toBeCloseTo(length, 6);
}

describe('a path covers the run without gap, along ranks and messages', () => {
  test('in arbitrary runs', () => fc.assert(fc.property(scriptedRun, (world) => isSound(world.recording())), { numRuns: 150 }));
  test.each([['collectives', collectives(5)], ['exchange', exchange(4)], ['deadlock', deadlock()], ['send to zero', sendToZero(5)], ['many', many(40)]])('in the scenario %s', (_, recording) => isSound(recording));
  test('to the last event', () => {
    fc.assert(
      fc.property(scriptedRun, (world) => {
        const recording = world.recording();
        const { wall } = place(recording);
        const path = criticalPath(recording, wall);
        const ends = [...wall.end.subarray(0, recording.events.length), ...wall.print.subarray(0, recording.prints.length), wall.from];
        expect(path.at[path.length]).toBe(Math.max(...ends));
      }),
      { numRuns: 60 },
    );
  });
});

test('what lights up are the calls and messages of the path, with a line from rank to rank', () => {
  const recording = sendToZero(5);
  const path = of(recording);
  const emphasis = pathEmphasis(recording, path);
  const messages = Array.from({ length: path.length }, (_, i) => i).filter((i) => path.kind[i] === PathKind.Message).map((i) => path.row[i]!);
  expect(messages.length).toBeGreaterThan(0);
  for (const row of messages) expect([emphasis.message(row), emphasis.event(recording.messages.send[row]!), emphasis.event(recording.messages.receive[row]!)]).toEqual([true, true, true]);
  const points = emphasis.path ?? [];
  expect(points.length).toBeGreaterThanOrEqual(2 * messages.length);
  const { wall } = place(recording);
  const times = points.map(({ event, at }) => wall[at][event]!);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

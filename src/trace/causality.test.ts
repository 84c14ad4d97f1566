import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MpiCall } from '../protocol';
import { causalCone } from './causality';
import { completionOf, waitsForMatch } from './dependencies';
import { describe as told } from './describe';
import type { Recording } from './recording';
import { scriptedRun } from './testing/random-run';
import { collectives, deadlock, exchange, pingPong, sendToZero } from './testing/scenarios';
import { ScriptedWorld } from './testing/scripted-world';

/// Happens-before by the definition, over all pairs of points: names are `e12b`, `e12e`, `p3`.
function reach(recording: Recording): (from: string, to: string) => boolean {
  const { events, messages, prints } = recording;
  const points: { readonly name: string; readonly rank: number; readonly at: number }[] = [];
  for (let row = 0; row < events.length; row++) {
    points.push({ name: `e${row}b`, rank: events.rank[row]!, at: events.sequenceBegin[row]! }, { name: `e${row}e`, rank: events.rank[row]!, at: events.sequenceEnd[row]! });
  }
  for (let row = 0; row < prints.length; row++) points.push({ name: `p${row}`, rank: prints.rank[row]!, at: prints.sequence[row]! });
  const after = new Map<string, Set<string>>(points.map(({ name }) => [name, new Set([name])]));
  for (const a of points) for (const b of points) if (a.rank === b.rank && a.at <= b.at) after.get(a.name)!.add(b.name);
  for (let row = 0; row < messages.length; row++) {
    const [send, receive] = [messages.send[row]!, messages.receive[row]!];
    if (send < 0 || receive < 0) continue;
    after.get(`e${send}b`)!.add(`e${receive}e`);
    const completion = waitsForMatch(events.protocol[send]!) ? completionOf(recording, send) : -1;
    if (completion >= 0) after.get(`e${receive}b`)!.add(`e${completion}e`);
  }
  const closed = new Map<string, Set<string>>();
  const closure = (name: string): Set<string> => {
    const done = closed.get(name);
    if (done !== undefined) return done;
    const seen = new Set<string>();
    const stack = [name];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      stack.push(...after.get(at)!);
    }
    closed.set(name, seen);
    return seen;
  };
  return (from, to) => closure(from).has(to);
}

function agrees(recording: Recording): void {
  const before = reach(recording);
  const { events, prints, messages } = recording;
  for (let row = 0; row < events.length; row++) {
    const cone = causalCone(recording, { kind: 'call', row });
    for (let other = 0; other < events.length; other++) {
      expect(cone.inPast(other), `past of ${row}: ${other}`).toBe(before(`e${other}b`, `e${row}e`));
      expect(cone.inFuture(other), `future of ${row}: ${other}`).toBe(before(`e${row}b`, `e${other}e`));
    }
    for (let print = 0; print < prints.length; print++) expect(cone.print(print)).toBe(before(`p${print}`, `e${row}e`) || before(`e${row}b`, `p${print}`));
  }
  for (let row = 0; row < messages.length; row++) {
    const [send, receive] = [messages.send[row]!, messages.receive[row]!];
    const cone = causalCone(recording, { kind: 'message', row });
    expect(cone.message(row)).toBe(true);
    for (let other = 0; other < events.length; other++) {
      expect(cone.inPast(other)).toBe(before(`e${other}b`, `e${send}b`));
      expect(cone.inFuture(other)).toBe(receive >= 0 && before(`e${receive}e`, `e${other}e`));
    }
  }
}

describe('cones are happens-before', () => {
  test('in arbitrary runs', () => {
    fc.assert(fc.property(scriptedRun, (world) => agrees(world.recording())), { numRuns: 40 });
  });
  test.each([['collectives', collectives(4)], ['exchange', exchange(4)], ['deadlock', deadlock()], ['send to zero', sendToZero(4)]])('in the scenario %s', (_, recording) => agrees(recording));
});

test('of two events one is in the past of the other exactly when that is in the future of the one', () => {
  fc.assert(
    fc.property(scriptedRun, (world) => {
      const recording = world.recording();
      const cones = Array.from({ length: recording.events.length }, (_, row) => causalCone(recording, { kind: 'call', row }));
      cones.forEach((one, a) => cones.forEach((other, b) => expect(one.inPast(b)).toBe(other.inFuture(a))));
    }),
    { numRuns: 30 },
  );
});

describe('what a person sees', () => {
  test('a rank that was never told anything has no past elsewhere', () => {
    const recording = sendToZero(5);
    const send = recording.callsOf[3]!.at(0);
    const cone = causalCone(recording, { kind: 'call', row: send }, 'past');
    expect([...cone.past].map((at) => at >= 0)).toEqual([false, false, false, true, false]);
    expect(cone.title).toBe(`what led to ${told(recording, { kind: 'call', row: send }).title}, on rank 3`);
  });

  test('a synchronous send and its receive are in each other’s past and future; an eager send has no past at its receiver', () => {
    const world = new ScriptedWorld(2);
    world.rendezvous(0, 1, { values: [1] });
    const eager = world.send(0, 1, { values: [2] });
    world.receive(1, eager);
    const recording = world.recording();
    const [sync, send] = [recording.callsOf[0]!.at(0), recording.callsOf[0]!.at(1)];
    const [first, second] = [recording.callsOf[1]!.at(0), recording.callsOf[1]!.at(1)];
    const of = (row: number): ReturnType<typeof causalCone> => causalCone(recording, { kind: 'call', row });
    expect([of(sync).inPast(first), of(sync).inFuture(first), of(first).inPast(sync), of(first).inFuture(sync)]).toEqual([true, true, true, true]);
    expect([of(send).inPast(second), of(send).inFuture(second)]).toEqual([false, true]);
  });

  test('nobody leaves a barrier that is not in the future of all who entered it', () => {
    const world = new ScriptedWorld(3);
    world.collective(MpiCall.Barrier, [0, 1, 2], [[1, 0], [2, 0], [0, 1], [0, 2]]);
    const recording = world.recording();
    for (const rank of [0, 1, 2]) {
      const cone = causalCone(recording, { kind: 'call', row: recording.callsOf[rank]!.at(0) });
      for (const other of [0, 1, 2]) expect(cone.inPast(recording.callsOf[other]!.at(0)) && cone.inFuture(recording.callsOf[other]!.at(0))).toBe(true);
    }
  });
});

test('in a ping-pong each call splits the run', () => {
  const recording = pingPong(2000);
  const row = recording.callsOf[0]!.at(2000);
  const cone = causalCone(recording, { kind: 'call', row });
  expect([cone.inPast(recording.callsOf[1]!.at(100)), cone.inFuture(recording.callsOf[1]!.at(100))]).toEqual([true, false]);
  expect([cone.inPast(recording.callsOf[1]!.at(3900)), cone.inFuture(recording.callsOf[1]!.at(3900))]).toEqual([false, true]);
});

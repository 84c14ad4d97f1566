import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { place, tellingAxis } from './placement';
import type { Recording } from './recording';
import { scriptedRun } from './testing/random-run';
import { collectives, deadlock, pingPong, sendToZero } from './testing/scenarios';

function checkAxes(recording: Recording): void {
  const { events, messages, callsOf } = recording;
  const placement = place(recording);
  for (const axis of [placement.wall, placement.logical]) {
    for (let row = 0; row < messages.length; row++) {
      const [send, receive] = [messages.send[row]!, messages.receive[row]!];
      if (receive < 0) continue;
      const [left, taken, arrived] = [axis.begin[send]!, axis.end[receive]!, axis.arrived[row] ?? axis.end[receive]!];
      expect(left).toBeLessThanOrEqual(arrived);
      expect(arrived).toBeLessThanOrEqual(taken);
      if (axis.kind === 'logical' && events.rank[send] !== events.rank[receive]) expect(left).toBeLessThan(taken);
    }
    for (const calls of callsOf) {
      for (let i = 0; i < calls.length; i++) {
        const row = calls.at(i);
        expect(axis.begin[row]!).toBeLessThanOrEqual(axis.end[row]!);
        expect(axis.end[row]!).toBeLessThanOrEqual(axis.to);
        if (i > 0) expect(axis.end[calls.at(i - 1)]!).toBeLessThanOrEqual(axis.begin[row]!);
      }
    }
  }
}

test('no arrow goes backwards and no rank overlaps itself, whatever the clocks say', () => {
  fc.assert(fc.property(scriptedRun, (world) => checkAxes(world.recording())));
});

test('the index finds what touches a window, and nothing else', () => {
  fc.assert(fc.property(scriptedRun, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.3, noNaN: true }), (world, at, width) => {
    const recording = world.recording();
    const { messages } = recording;
    const { wall } = place(recording);
    const from = wall.from + at * (wall.to - wall.from);
    const to = from + width * (wall.to - wall.from);
    const found = new Set<number>();
    wall.messages.query(from, to, (row) => found.add(row));
    for (let row = 0; row < messages.length; row++) {
      const receive = messages.receive[row]!;
      const end = receive >= 0 ? wall.end[receive]! : wall.to;
      expect(found.has(row)).toBe(wall.begin[messages.send[row]!]! <= to && end >= from);
    }
  }));
});

describe('logical time', () => {
  test('sends that nothing orders stand on one vertical', () => {
    const recording = sendToZero(5);
    const { logical } = place(recording);
    const departures = Array.from({ length: 4 }, (_, row) => logical.begin[recording.messages.send[row]!]!);
    expect(new Set(departures).size).toBe(1);
  });

  test('every rank leaves a broadcast after its root entered', () => {
    const recording = collectives(5);
    const { logical } = place(recording);
    const members = recording.collectives.members[0]!;
    const enter = logical.begin[members.at(0)]!;
    for (let i = 1; i < members.length; i++) expect(logical.end[members.at(i)]!).toBeGreaterThan(enter);
  });
});

test('a hung call reaches from where it began to the end of the axis', () => {
  const recording = deadlock();
  const { wall, logical } = place(recording);
  expect(wall.to - wall.open[0]!).toBeGreaterThan(1.9);
  expect(logical.to).toBeGreaterThan(logical.open[0]! + 1);
});

test('a run of specks is told on the logical axis', () => {
  const recording = pingPong(500);
  expect(tellingAxis(recording, place(recording), 1000)).toBe('logical');
  const slow = sendToZero(3);
  expect(tellingAxis(slow, place(slow), 1000)).toBe('wall');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Protocol } from '../../protocol';
import { orderedPoints } from '../order';
import { place } from '../placement';
import type { Recording } from '../recording';
import { scriptedRun } from '../testing/random-run';
import * as scenarios from '../testing/scenarios';
import { shivizEvents, shivizLog } from './shiviz';

interface Parsed {
  readonly host: string;
  readonly clock: Readonly<Record<string, number>>;
  readonly line: string;
  readonly event: string;
}

/// As ShiViz reads a file (its shiviz.js and model/parser.js): expression, delimiter, log.
function parsed(recording: Recording): readonly Parsed[] {
  const text = [...shivizLog(recording)].join('');
  const [expression, delimiter] = text.split('\n', 2);
  expect(delimiter).toBe('');
  const log = text.slice(text.indexOf('\n', text.indexOf('\n') + 1) + 1).trim();
  const matches = [...log.matchAll(new RegExp(`^${expression}$`, 'gm'))];
  // Nothing lies between the events.
  expect(matches.map(([whole]) => whole).join('\n')).toBe(log);
  return matches.map(({ groups }) => ({ host: groups!['host']!, clock: JSON.parse(groups!['clock']!) as Record<string, number>, line: groups!['line']!, event: groups!['event']! }));
}

/// A rank's own part of its clock counts its events from 1; parts of others name events that are there.
function expectClocks(events: readonly Parsed[]): void {
  const counts = new Map<string, number>();
  for (const { host } of events) counts.set(host, (counts.get(host) ?? 0) + 1);
  const seen = new Map<string, number>();
  for (const { host, clock } of events) {
    seen.set(host, (seen.get(host) ?? 0) + 1);
    expect(clock[host]).toBe(seen.get(host));
    for (const [other, number] of Object.entries(clock)) expect(number).toBeLessThanOrEqual(counts.get(other) ?? 0);
  }
}

test.each(Object.entries(scenarios))('ShiViz reads %s', (_name, scenario) => expectClocks(parsed(scenario(5))));

test('events say what happened and where', () => {
  const events = parsed(scenarios.sendToZero(3));
  expect(events.map(({ host, line, event }) => `${host} ${line} ${event}`)).toContain('rank1 mpiEx.py:10 Send to rank 0, tag 0: [0.55387189, 0.66794639, 0.87675483]');
  expect(events.some(({ host, event }) => host === 'rank0' && event.startsWith('Recv from rank 1, tag 0'))).toBe(true);
  expect(events.some(({ event }) => event.startsWith('prints "[0.55387189'))).toBe(true);
});

test('who leaves a collective that needs all has the entry of all before it', () => {
  const events = parsed(scenarios.many(9));
  const leaves = events.filter(({ event }) => event === 'leaves Barrier');
  expect(leaves).toHaveLength(9);
  const entry = new Map(events.filter(({ event }) => event === 'enters Barrier').map(({ host, clock }) => [host, clock[host]!]));
  for (const { clock } of leaves) for (const [host, number] of entry) expect(clock[host]).toBeGreaterThanOrEqual(number);
});

/// The points of the recording that each point happened before, found by walking: order in a rank, messages, posted receives.
function reachable(recording: Recording): (from: number, to: number) => boolean {
  const { events, messages, prints } = recording;
  const after = new Map<number, number[]>();
  const edge = (from: number, to: number): void => void after.set(from, [...(after.get(from) ?? []), to]);
  const last = new Map<number, number>();
  for (const point of orderedPoints(recording)) {
    const rank = point >= 2 * events.length ? prints.rank[point - 2 * events.length]! : events.rank[point >>> 1]!;
    if (last.has(rank)) edge(last.get(rank)!, point);
    last.set(rank, point);
  }
  for (let row = 0; row < messages.length; row++) {
    const [send, receive] = [messages.send[row]!, messages.receive[row]!];
    if (send < 0 || receive < 0) continue;
    edge(2 * send, 2 * receive + 1);
    const waits = events.protocol[send] === Protocol.Rendezvous || events.protocol[send] === Protocol.Synchronous;
    if (waits && events.sequenceBegin[receive]! < events.sequenceEnd[send]!) edge(2 * receive, 2 * send + 1);
  }
  const closures = new Map<number, ReadonlySet<number>>();
  const closure = (from: number): ReadonlySet<number> => {
    const known = closures.get(from);
    if (known !== undefined) return known;
    const found = new Set<number>();
    const left = [from];
    for (let point = left.pop(); point !== undefined; point = left.pop()) {
      for (const next of after.get(point) ?? []) {
        if (found.has(next)) continue;
        found.add(next);
        left.push(next);
      }
    }
    closures.set(from, found);
    return found;
  };
  return (from, to) => closure(from).has(to);
}

test('one clock is before another just when one event happened before the other', () => {
  fc.assert(fc.property(scriptedRun, (world) => {
    const recording = world.recording();
    const { logical } = place(recording);
    const before = reachable(recording);
    const { length } = recording.events;
    const listed = Array.from(shivizEvents(recording), ({ rank, clock, row, text }) => {
      const begins = text.startsWith('enters') || / to rank \d+, tag /u.test(text);
      const point = row < 0 ? 2 * length + (-1 - row) : begins ? 2 * row : 2 * row + 1;
      return { rank, clock: clock.slice(), point, at: row < 0 ? logical.print[-1 - row]! : begins ? logical.begin[row]! : logical.end[row]! };
    });
    for (const a of listed) {
      for (const b of listed) {
        if (a === b) continue;
        const told = b.clock[a.rank]! >= a.clock[a.rank]!;
        expect(told).toBe(before(a.point, b.point));
        if (told) expect(a.at).toBeLessThanOrEqual(b.at);
      }
    }
  }), { numRuns: 40 });
});

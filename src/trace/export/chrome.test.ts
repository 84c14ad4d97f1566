import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MpiCall, RecordFlag, RecordKind } from '../../protocol';
import { UNKNOWN_RUN } from '../file';
import { place } from '../placement';
import { Recording } from '../recording';
import { scriptedRun } from '../testing/random-run';
import { recordBytes } from '../testing/records';
import * as scenarios from '../testing/scenarios';
import { chromeTrace } from './chrome';

interface ChromeEvent {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly ts: number;
  readonly dur: number;
  readonly pid: number;
  readonly tid: number;
  readonly id: number;
  readonly args: Readonly<Record<string, unknown>>;
}

function exported(recording: Recording): readonly ChromeEvent[] {
  const text = [...chromeTrace(recording, { ...UNKNOWN_RUN, command: 'mpiexec -n 5 python3 a.py' })].join('');
  return (JSON.parse(text) as { traceEvents: ChromeEvent[] }).traceEvents;
}

const of = (events: readonly ChromeEvent[], phase: string): readonly ChromeEvent[] => events.filter(({ ph }) => ph === phase);

/// What Perfetto asks of slices and arrows: the slices of a thread do not overlap, both ends of an arrow lie within one, none points back.
function expectSound(recording: Recording): void {
  const events = exported(recording);
  const slices = of(events, 'X');
  for (let rank = 0; rank < recording.ranks; rank++) {
    const own = slices.filter(({ tid }) => tid === rank + 1).sort((a, b) => a.ts - b.ts);
    own.forEach((slice, i) => {
      expect(slice.dur).toBeGreaterThan(0);
      expect(slice.ts).toBeGreaterThanOrEqual(0);
      const next = own[i + 1];
      if (next !== undefined) expect(next.ts).toBeGreaterThanOrEqual(slice.ts + slice.dur - 1e-6);
    });
  }
  const within = ({ ts, tid }: ChromeEvent): boolean => slices.some((slice) => slice.tid === tid && slice.ts <= ts + 1e-6 && ts < slice.ts + slice.dur);
  const [starts, ends] = [of(events, 's'), of(events, 'f')];
  const { messages } = recording;
  let received = 0;
  for (let row = 0; row < messages.length; row++) if (messages.send[row]! >= 0 && messages.receive[row]! >= 0) received++;
  expect(starts).toHaveLength(received);
  expect(ends).toHaveLength(received);
  const byId = new Map(ends.map((end) => [end.id, end]));
  for (const start of starts) {
    const end = byId.get(start.id)!;
    expect([end.name, end.cat]).toEqual([start.name, start.cat]);
    expect(end.ts).toBeGreaterThanOrEqual(start.ts);
    expect([within(start), within(end)]).toEqual([true, true]);
    expect([start.tid - 1, end.tid - 1]).toEqual([messages.sender[start.id - 1], messages.receiver[start.id - 1]]);
  }
}

test.each(Object.entries(scenarios))('%s opens with its arrows', (_name, scenario) => expectSound(scenario(5)));

test('any run opens with its arrows', () => {
  fc.assert(fc.property(scriptedRun, (world) => expectSound(world.recording())), { numRuns: 60 });
});

test('ranks are named threads, none of them 0', () => {
  const events = exported(scenarios.hello(3));
  expect(of(events, 'M').map(({ name, tid, args }) => [name, tid, args['name'] ?? args['sort_index']])).toEqual([
    ['process_name', undefined, 'mpiexec -n 5 python3 a.py'],
    ['thread_name', 1, 'rank 0'], ['thread_sort_index', 1, 0], ['thread_name', 2, 'rank 1'], ['thread_sort_index', 2, 1], ['thread_name', 3, 'rank 2'], ['thread_sort_index', 3, 2],
  ]);
});

test('prints are instants with their text, calls say what they did', () => {
  const events = exported(scenarios.sendToZero(3));
  expect(of(events, 'i').map(({ name, tid }) => [name.slice(0, 11), tid])).toEqual([['[0.55387189', 1], ['[0.55387189', 1]]);
  expect(of(events, 'X').find(({ name, tid }) => name === 'Send' && tid === 2)?.args).toMatchObject({ sender: 1, receiver: 0, bytes: 24, datatype: 'MPI.DOUBLE', source: 'mpiEx.py:10', communicator: 'COMM_WORLD' });
});

test('a call that never ended reaches to the end', () => {
  const events = of(exported(scenarios.deadlock()), 'X');
  const hung = events.filter(({ name }) => name.endsWith('(never ended)'));
  expect(hung.map(({ name }) => name.split(' ')[0])).toEqual(['Recv', 'Recv', 'Barrier', 'Barrier']);
  expect(new Set(hung.map(({ ts, dur }) => Math.round(ts + dur))).size).toBe(1);
});

test('unexpected messages are counted while they lie there', () => {
  const counts = of(exported(scenarios.sendToZero(5)), 'C').filter(({ name }) => name === 'unexpected messages at rank 0');
  expect(Math.max(...counts.map(({ args }) => Number(args['messages'])))).toBeGreaterThan(0);
  expect(counts.at(-1)?.args['messages']).toBe(0);
  counts.forEach((count, i) => i > 0 && expect(count.ts).toBeGreaterThanOrEqual(counts[i - 1]!.ts));
});

test('clocks that tie give slices all the same', () => {
  const recording = new Recording();
  recording.start({ ranks: 2, sources: [] });
  for (let i = 0; i < 10; i++) recording.trace(0, recordBytes({ kind: RecordKind.Call, call: MpiCall.Send, flags: RecordFlag.CarriesSend, sequenceBegin: 4 * i + 1, sequenceEnd: 4 * i + 2, begin: 5, end: 5, message: i + 1, messagePeer: 1 }));
  for (let i = 0; i < 10; i++) recording.trace(1, recordBytes({ kind: RecordKind.Call, call: MpiCall.Recv, flags: RecordFlag.CarriesReceive, sequenceBegin: 4 * i + 3, sequenceEnd: 4 * i + 4, begin: 5, end: 5, message: i + 1, messagePeer: 0 }));
  recording.end(5);
  place(recording);
  expectSound(recording);
});

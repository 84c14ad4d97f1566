import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MpiCall } from '../protocol';
import { place } from './placement';
import { placesAt, placesNow, rankRanges, samePlaces } from './places';
import { Recording } from './recording';
import { scriptedRun } from './testing/random-run';
import { deadlock, sendToZero } from './testing/scenarios';
import { ScriptedWorld } from './testing/scripted-world';

test('each rank is at the last call it began, or at its print', () => {
  const recording = sendToZero(3);
  const { wall } = place(recording);
  expect(placesAt(recording, wall, wall.from - 1)).toEqual([]);
  const send = recording.callsOf[1]!.at(0);
  const inside = placesAt(recording, wall, wall.begin[send]!).find(({ rank }) => rank === 1);
  expect(inside).toMatchObject({ name: 'Send', doing: 'in', source: { file: 'mpiEx.py', line: 10 } });
  const print = recording.printsOf[0]!.at(0);
  expect(placesAt(recording, wall, wall.print[print]!).find(({ rank }) => rank === 0)).toMatchObject({ name: 'print', doing: 'after', source: { line: 15 } });
});

test('a receive that waits is said to wait, and to be done once it ended', () => {
  const recording = sendToZero(5);
  const { wall } = place(recording);
  const receive = recording.callsOf[0]!.at(0);
  const of0 = (at: number) => placesAt(recording, wall, at).find(({ rank }) => rank === 0);
  expect(of0(wall.begin[receive]!)?.doing).toBe('waits');
  expect(of0(wall.end[receive]!)?.doing).toBe('after');
});

test('a call that never ends is where its rank stays, live and afterwards', () => {
  const recording = deadlock();
  const { logical } = place(recording);
  const last = placesAt(recording, logical, logical.to);
  expect(last.filter(({ doing }) => doing === 'never ended').map(({ rank, source }) => [rank, source.line])).toEqual(recording.open.flatMap((open) => (open === null ? [] : [[open.rank, open.line & 0xfffff]])));
  expect(placesNow(recording).filter(({ item }) => item.kind === 'open')).toHaveLength(last.filter(({ item }) => item.kind === 'open').length);
});

test('agrees with a look at every event', () => {
  fc.assert(fc.property(scriptedRun, fc.double({ min: 0, max: 1, noNaN: true }), (world, share) => {
    for (let rank = 0; rank < world.ranks; rank++) world.print(rank, 'end\n', 3);
    const recording = world.recording();
    const { logical } = place(recording);
    const at = logical.from + share * (logical.to - logical.from);
    for (const { rank, item } of placesAt(recording, logical, at)) {
      let [latest, wanted] = [-1, ''];
      for (let row = 0; row < recording.events.length; row++) {
        if (recording.events.rank[row] !== rank || !recording.events.isCall(row) || logical.begin[row]! > at || recording.events.sequenceBegin[row]! <= latest) continue;
        [latest, wanted] = [recording.events.sequenceBegin[row]!, `call ${row}`];
      }
      for (let row = 0; row < recording.prints.length; row++) {
        if (recording.prints.rank[row] !== rank || logical.print[row]! > at || recording.prints.sequence[row]! <= latest) continue;
        [latest, wanted] = [recording.prints.sequence[row]!, `print ${row}`];
      }
      expect(item.kind === 'open' ? '' : `${item.kind} ${item.row}`).toBe(wanted);
    }
  }));
});

test('of a live run the place is that of the control block, else of the last record', () => {
  const world = new ScriptedWorld(2);
  world.print(0, 'x\n', 4);
  world.hang(1, MpiCall.Recv, 0, { line: 9 });
  expect(placesNow(world.recording()).map(({ rank, name, doing, source }) => `${rank} ${name} ${doing} ${source.line}`)).toEqual(['0 print after 4', '1 Recv waits 9']);
  const empty = new Recording();
  expect(placesNow(empty)).toEqual([]);
});

test('a print of an unknown line leaves its rank where its last call was', () => {
  const world = new ScriptedWorld(2);
  world.send(0, 1, { line: 7 });
  world.print(0, 'x\n');
  const recording = world.recording();
  const { wall } = place(recording);
  for (const places of [placesAt(recording, wall, wall.to), placesNow(recording)]) expect(places.filter(({ rank }) => rank === 0).map(({ name, source }) => `${name} ${source.line}`)).toEqual(['Send 7']);
});

test('of events at one place only those up to a sequence number count', () => {
  const world = new ScriptedWorld(1);
  world.print(0, 'x\n', 4);
  world.clock[0]! -= 0.02;
  world.send(0, 0, { line: 5 });
  const recording = world.recording();
  const { wall } = place(recording);
  const at = wall.print[0]!;
  expect(wall.begin[recording.callsOf[0]!.at(0)]).toBe(at);
  expect(placesAt(recording, wall, at, recording.prints.sequence[0]!).map(({ name }) => name)).toEqual(['print']);
  expect(placesAt(recording, wall, at).map(({ name }) => name)).toEqual(['Send']);
});

test('same places are told from others', () => {
  const places = placesNow(deadlock());
  expect(samePlaces(places, placesNow(deadlock()))).toBe(true);
  expect(samePlaces(places, places.slice(1))).toBe(false);
  expect(samePlaces(places, places.map((placed) => ({ ...placed, source: { ...placed.source, line: placed.source.line + 1 } })))).toBe(false);
});

test('ranks in a row are told by their ends', () => {
  expect([[], [3], [0, 1], [0, 1, 2, 3, 4, 5], [0, 2, 3, 4, 9]].map(rankRanges)).toEqual(['', '3', '0, 1', '0–5', '0, 2–4, 9']);
});

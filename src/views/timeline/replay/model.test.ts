import { describe, expect, test } from 'vitest';
import { MpiCall, RecordFlag, RecordKind } from '../../../protocol';
import { Recording } from '../../../trace';
import { recordBytes } from '../../../trace/testing/records';
import { collectives, deadlock, hello, pingPong, sendToZero } from '../../../trace/testing/scenarios';
import { ScriptedWorld } from '../../../trace/testing/scripted-world';
import { spoken } from '../drawing/draw-frame';
import { LiveFlights } from '../drawing/live-flights';
import { TimelineModel } from './model';
import { speedWords } from './playback';
import { TABLE_KINDS, tableContent } from '../panes/table-rows';

function settled(recording: Recording, replay = false): TimelineModel {
  const model = new TimelineModel();
  model.show(recording);
  model.settle(replay);
  return model;
}

/// Rank 0 was in a Recv when the run was stopped: the call's record says that it failed.
function stoppedReceive(): Recording {
  const recording = new Recording();
  recording.start({ ranks: 2, sources: [] });
  recording.trace(0, recordBytes({ kind: RecordKind.Call, call: MpiCall.Recv, flags: RecordFlag.Failed, sequenceBegin: 1, sequenceEnd: 2, begin: 10, end: 1660, peer: 1, tag: 7, blocked: 1650 }));
  recording.end(1700);
  return recording;
}

describe('replay', () => {
  test('starts by itself after a short run and takes about four seconds', () => {
    const model = settled(sendToZero(5), true);
    expect(model.playing).toBe(true);
    expect(model.cursor).toBe(model.axis.from);
    for (let i = 0; i < 39; i++) model.tick(100);
    expect(model.playing).toBe(true);
    model.tick(200);
    expect(model.playing).toBe(false);
    expect(model.cursor).toBe(model.axis.to);
  });
  test('does not start when motion is not wanted', () => {
    const model = settled(sendToZero(5));
    expect([model.playing, model.cursor]).toEqual([false, model.axis.to]);
  });
  test('at a chosen speed takes the real time times that', () => {
    const model = settled(sendToZero(5));
    model.setSpeed(0.001);
    model.play();
    model.tick(model.real * 500);
    expect((model.cursor - model.axis.from) / (model.axis.to - model.axis.from)).toBeCloseTo(0.5, 5);
  });
  test('skips to the end', () => {
    const model = settled(sendToZero(5), true);
    model.skip();
    expect([model.playing, model.cursor]).toEqual([false, model.axis.to]);
  });
  test('tells the real duration', () => {
    const model = settled(sendToZero(5));
    expect(speedWords(model.axis, 'auto', 2)).toBe('2 ms shown in 4 s, 1/2000 of real speed');
    expect(speedWords(model.axis, 1, 2000)).toBe('2 s shown in 2 s, real speed');
  });
});

describe('stepping', () => {
  test('forth and back visits the same stops', () => {
    const model = settled(collectives(3));
    model.seek(-Infinity);
    const forth: number[] = [];
    for (let item = model.step(1); item !== null; item = model.step(1)) forth.push(model.cursor);
    const back: number[] = [];
    for (let item = model.step(-1); item !== null; item = model.step(-1)) back.push(model.cursor);
    expect(forth.length).toBeGreaterThan(20);
    expect(back.toReversed()).toEqual(forth);
    expect(forth).toEqual(forth.toSorted((a, b) => a - b));
  });
  test('selects the message that leaves or lands', () => {
    const model = settled(sendToZero(3));
    model.seek(-Infinity);
    const kinds = new Set<string>();
    for (let stop = model.step(1); stop !== null; stop = model.step(1)) kinds.add(stop.item.kind);
    expect([...kinds].sort()).toEqual(['call', 'message', 'print']);
  });
  const said = (recording: Recording): string[] => {
    const model = settled(recording);
    model.seek(-Infinity);
    const sentences: string[] = [];
    for (let stop = model.step(1); stop !== null; stop = model.step(1)) sentences.push(spoken(recording, stop));
    return sentences;
  };
  test('says of each call that it begins, and that it ends', () => {
    const titles = said(sendToZero(2)).map((sentence) => sentence.split('.')[0]);
    expect(titles).toEqual(expect.arrayContaining(['rank 0: Recv begins', 'message rank 1 → rank 0 leaves', 'rank 1: Send ends', 'message rank 1 → rank 0 is received', 'rank 0 wrote to stdout', 'rank 0: Finalize begins', 'rank 0: Finalize ends']));
  });
  test('never says the same twice, not even of equal prints', () => {
    const world = new ScriptedWorld(1);
    for (let i = 0; i < 3; i++) world.print(0, 'x\n', 2);
    expect(said(world.recording())[1]).toMatch(/\. Event 2 of 3$/u);
    for (const recording of [world.recording(), collectives(3)]) expect(new Set(said(recording)).size).toBe(said(recording).length);
  });
  test('says of a call cut off by Stop that it never ended', () => expect(said(stoppedReceive()).map((sentence) => sentence.split('.')[0])).toEqual(['rank 0: Recv begins', 'rank 0: Recv never ended']));
});

describe('window', () => {
  test('of specks is logical, and can be changed', () => {
    const model = settled(pingPong(300));
    expect(model.axisKind).toBe('logical');
    model.setAxis('wall');
    expect(model.axis.kind).toBe('wall');
    expect(model.shown).toEqual(model.bounds);
  });
  test('follows the cursor when zoomed in', () => {
    const model = settled(sendToZero(5));
    model.seek(model.axis.from);
    model.zoom(0.1, model.axis.from);
    model.play();
    for (let i = 0; i < 30; i++) {
      model.tick(100);
      expect(model.cursor).toBeLessThanOrEqual(model.window.to);
      expect(model.cursor).toBeGreaterThanOrEqual(model.window.from);
    }
  });
  test('another recording starts afresh', () => {
    const model = settled(collectives(3));
    model.toggleUnfolded(0);
    model.select({ kind: 'call', row: 0 });
    model.show(hello(2));
    expect([model.placement, model.selected, model.isUnfolded(0)]).toEqual([null, null, false]);
  });
});

test('live dots start for new messages, a few a frame, and land', () => {
  const recording = pingPong(100);
  const flights = new LiveFlights();
  const first = flights.next(recording, 0);
  expect(first.length).toBeGreaterThan(0);
  expect(first.length).toBeLessThan(100);
  expect(flights.next(recording, 200).every(({ share }) => share > 0.4)).toBe(true);
  expect(flights.next(recording, 1000)).toEqual([]);
});

describe('the table', () => {
  test('tells every call, message, wait and print', () => {
    const recording = collectives(3);
    const counts = TABLE_KINDS.map((kind) => tableContent(recording, kind, 0).count);
    expect(counts).toEqual([12, recording.messages.length, expect.any(Number), recording.prints.length]);
    for (const kind of TABLE_KINDS) {
      const content = tableContent(recording, kind, 0);
      for (const row of content.rows(0, 100)) expect(row).toHaveLength(content.columns.length);
    }
  });
  test('a deadlock is a wait that never ended, with its line', () => {
    const rows = tableContent(deadlock(), 'waits', 0).rows(0, 10);
    expect(rows[0]?.[3]).toMatch(/^waits for rank 1, tag 0, never ended \(2\.\d+ ms\)$/u);
    expect(rows[0]?.[4]).toEqual({ file: 'deadlock.py', line: 7 });
  });
  test('a receive cut off by Stop says for whom, which tag, and that it never ended', () => {
    for (const kind of ['waits', 'calls'] as const) expect(tableContent(stoppedReceive(), kind, 0).rows(0, 1)[0]).toContain('waits for rank 1, tag 7, never ended (1.65 s)');
  });
  test('a message tells its envelope, values and both lines', () => {
    const row = tableContent(sendToZero(2), 'messages', 0).rows(0, 1)[0]!;
    expect(row.slice(1, 6)).toEqual(['1', '0', '0', '24 bytes, 3 × MPI.DOUBLE', '[0.55387189, 0.66794639, 0.87675483]']);
    expect(row.slice(8, 10)).toEqual([{ file: 'mpiEx.py', line: 10 }, { file: 'mpiEx.py', line: 14 }]);
  });
});

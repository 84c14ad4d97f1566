import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MpiCall, RecordFlag, RecordKind } from '../protocol';
import { Recording } from './recording';
import { joined, recordBytes } from './testing/records';
import { collectives, deadlock, exchange, sendToZero } from './testing/scenarios';
import { scriptedRun } from './testing/random-run';

const send = (sequence: number, message: number, peer: number): Uint8Array =>
  recordBytes({ kind: RecordKind.Call, call: MpiCall.Send, flags: RecordFlag.CarriesSend, sequenceBegin: sequence, sequenceEnd: sequence + 1, begin: 1, end: 2, message, messagePeer: peer });
const receive = (sequence: number, message: number, peer: number): Uint8Array =>
  recordBytes({ kind: RecordKind.Call, call: MpiCall.Recv, flags: RecordFlag.CarriesReceive, sequenceBegin: sequence, sequenceEnd: sequence + 1, begin: 1, end: 2, message, messagePeer: peer });

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function started(ranks: number): Recording {
  const recording = new Recording();
  recording.start({ ranks, sources: ['a.py'] });
  return recording;
}

describe('pairing', () => {
  test('a receipt read before its departure pairs all the same', () => {
    const recording = started(2);
    recording.trace(1, receive(3, 1, 0));
    recording.trace(0, send(1, 1, 1));
    expect(recording.messages.length).toBe(1);
    expect([recording.messages.send[0], recording.messages.receive[0]]).toEqual([1, 0]);
    expect([recording.messages.sender[0], recording.messages.receiver[0]]).toEqual([0, 1]);
  });

  test('equal numbers of different senders are different messages', () => {
    const recording = started(3);
    recording.trace(0, send(1, 1, 2));
    recording.trace(1, send(3, 1, 2));
    recording.trace(2, joined([receive(5, 1, 1), receive(7, 1, 0)]));
    const { messages, events } = recording;
    for (let row = 0; row < messages.length; row++) {
      expect(events.rank[messages.send[row]!]).toBe(messages.sender[row]);
      expect(events.messagePeer[messages.receive[row]!]).toBe(messages.sender[row]);
    }
  });

  test('every receipt of any run pairs with one departure', () => {
    fc.assert(fc.property(scriptedRun, (world) => {
      const { messages, events, faults } = world.recording();
      expect(faults).toEqual([]);
      const seen = new Set<number>();
      for (let row = 0; row < messages.length; row++) {
        expect(messages.send[row]).toBeGreaterThanOrEqual(0);
        expect(seen.has(messages.send[row]!)).toBe(false);
        seen.add(messages.send[row]!);
        const receive = messages.receive[row]!;
        if (receive >= 0) expect(events.sequenceBegin[messages.send[row]!]).toBeLessThan(events.sequenceEnd[receive]!);
      }
    }));
  });
});

describe('faulty records', () => {
  test.each([
    ['of a length that cannot be', new Uint8Array(joined([send(1, 1, 1)]).fill(0, 2, 4)), /0 words long/u],
    ['with a peer outside the world', send(1, 1, 9), /message 1 with rank 9/u],
    ['with a message number beyond any run', send(1, 2 ** 31 - 1, 1), /cannot be/u],
    ['of a time that cannot be', recordBytes({ kind: RecordKind.Call, call: MpiCall.Send, sequenceBegin: 1, sequenceEnd: 2, begin: NaN, end: 2 }), /at a time that cannot be/u],
    ['that send a message twice', joined([send(1, 1, 1), send(3, 1, 1)]), /two records on the same side/u],
  ])('%s are told, not believed', (_name, bytes, sentence) => {
    const recording = started(2);
    recording.trace(0, bytes);
    expect(recording.faults.join()).toMatch(sentence);
  });

  test('records of an unknown rank', () => {
    const recording = started(2);
    recording.trace(5, send(1, 1, 1));
    expect(recording.faults[0]).toMatch(/rank 5 came, but the run has ranks 0 to 1/u);
  });
});

describe('columns', () => {
  test('become as wide as their widest value asks', () => {
    fc.assert(fc.property(fc.array(fc.record({ tag: int32, peer: fc.integer({ min: -3, max: 127 }), bytes: uint32, request: fc.nat(1 << 22), context: int32 }), { maxLength: 40 }), (all) => {
      const recording = started(1);
      recording.trace(0, joined(all.map((fields, i) => recordBytes({ kind: RecordKind.Call, call: MpiCall.Probe, sequenceBegin: 2 * i + 1, sequenceEnd: 2 * i + 2, begin: i, end: i, ...fields, messageTag: -fields.tag | 0 }))));
      recording.end(1);
      const { events } = recording;
      expect(Array.from(all.keys(), (row) => ({ tag: events.tag[row], peer: events.peer[row], bytes: events.bytes[row], request: events.request[row], context: events.context[row] }))).toEqual(all);
      expect(Array.from(all.keys(), (row) => events.messageTag[row])).toEqual(all.map(({ tag }) => -tag | 0));
    }));
  });

  test('the first bytes of a payload are kept once for both ends when they are equal', () => {
    const preview = Uint8Array.from([1, 2, 3]);
    const at = (call: MpiCall, flags: number, sequence: number, message: number, kept: Uint8Array): Uint8Array => recordBytes({ kind: RecordKind.Call, call, flags, sequenceBegin: sequence, sequenceEnd: sequence + 1, begin: 1, end: 2, message, messagePeer: 0, bytes: 3, preview: kept });
    const recording = started(1);
    recording.trace(0, joined([
      at(MpiCall.Send, RecordFlag.CarriesSend, 1, 1, preview), at(MpiCall.Recv, RecordFlag.CarriesReceive, 3, 1, preview),
      at(MpiCall.Send, RecordFlag.CarriesSend, 5, 2, preview), at(MpiCall.Recv, RecordFlag.CarriesReceive, 7, 2, Uint8Array.from([1, 2, 4])),
    ]));
    expect([0, 1, 2, 3].map((row) => Array.from(recording.events.preview(row)))).toEqual([[1, 2, 3], [1, 2, 3], [1, 2, 3], [1, 2, 4]]);
    expect(recording.events.preview(1).byteOffset).toBe(recording.events.preview(0).byteOffset);
    expect(recording.events.preview(3).byteOffset).not.toBe(recording.events.preview(2).byteOffset);
  });
});

describe('structure', () => {
  test('member calls of a collective and its messages are one group', () => {
    const { collectives: groups, messages } = collectives(5);
    expect(Array.from(groups.call.subarray(0, groups.length))).toEqual([MpiCall.Bcast, MpiCall.Gather, MpiCall.Reduce, MpiCall.Finalize]);
    for (let row = 0; row < groups.length; row++) expect(groups.count[row]).toBe(5);
    expect(Array.from(messages.collective.subarray(0, messages.length)).filter((group) => group === 1)).toHaveLength(4);
  });

  test('a request knows its start, its receipt and its Wait', () => {
    const { requests, events } = exchange(4);
    for (let row = 0; row < 8; row++) {
      expect(events.call[requests.start[row]!]).toBe(requests.receive[row] === -1 ? MpiCall.Isend : MpiCall.Irecv);
      expect(events.call[requests.returned[row]!]).toBe(MpiCall.Wait);
    }
  });

  test('a Waitall returns the requests that it names', () => {
    const recording = started(2);
    const at = (call: MpiCall, sequence: number, flags = 0, request = 0): Uint8Array => recordBytes({ kind: RecordKind.Call, call, flags, request, sequenceBegin: sequence, sequenceEnd: sequence + 1, begin: sequence, end: sequence });
    const completed = (...numbers: readonly number[]): Uint8Array =>
      recordBytes({ kind: RecordKind.Completed, sequenceBegin: 0, sequenceEnd: 0, begin: 0, end: 0, preview: new Uint8Array(Uint32Array.from(numbers).buffer) });
    recording.trace(0, joined([at(MpiCall.Isend, 1, RecordFlag.Nonblocking, 1), at(MpiCall.Isend, 3, RecordFlag.Nonblocking, 2), at(MpiCall.Wait, 5, 0, 1), at(MpiCall.Waitall, 7), completed(1, 2), at(MpiCall.Isend, 9, RecordFlag.Nonblocking, 3)]));
    expect(Array.from(recording.requests.returned.subarray(0, 3))).toEqual([2, 3, -1]);
  });

  test('calls that never ended stay open', () => {
    const recording = deadlock();
    expect(recording.open.map((open) => [open?.call, open?.waitsFor])).toEqual([
      [MpiCall.Recv, 1], [MpiCall.Recv, 0], [MpiCall.Barrier, -2], [MpiCall.Barrier, -2],
    ]);
    expect(recording.open.map((open) => open?.collective)).toEqual([-1, -1, 0, 0]);
  });

  test('a call whose record has come is not open any more', () => {
    const recording = sendToZero(2);
    const last = recording.callsOf[0]!.at(0);
    recording.open.forEach((open) => expect(open).toBeNull());
    const live = started(1);
    live.trace(0, send(4, 0, -3));
    live.now([{ rank: 0, state: 1, call: MpiCall.Send, flags: 0, waitsFor: -3, tag: 0, context: 0, since: 1, sequence: 4, line: 0, unexpected: 0 }], 2);
    expect(live.open[0]).toBeNull();
    expect(last).toBeGreaterThanOrEqual(0);
  });
});

test('listeners hear of every change until they leave', () => {
  const recording = started(1);
  const versions: number[] = [];
  const leave = recording.subscribe(() => versions.push(recording.version));
  recording.trace(0, send(1, 0, -3));
  leave();
  recording.end(3);
  expect(versions).toHaveLength(1);
  expect(recording.version).toBeGreaterThan(versions[0]!);
});

test('of more records than are kept the rest is counted, and what is kept is the beginning', () => {
  const recording = new Recording(1000);
  recording.start({ ranks: 1, sources: ['a.py'] });
  const batch = joined(Array.from({ length: 300 }, (_, i) => send(2 * i + 1, 0, -3)));
  for (let i = 0; i < 5; i++) recording.trace(0, batch);
  recording.end(1);
  expect(recording.events.length).toBe(1000);
  expect(recording.droppedRecords).toBe(500);
});

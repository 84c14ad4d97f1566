import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MpiCall } from '../protocol';
import { callWithin, messageOf, otherEnd, receivingCall, requestsReturnedBy, sendingCall } from './links';
import type { Recording } from './recording';
import { scriptedRun } from './testing/random-run';
import { collectives, deadlock, exchange, sendToZero } from './testing/scenarios';

const calls = (recording: Recording, call: MpiCall, rank: number): number[] =>
  Array.from({ length: recording.callsOf[rank]!.length }, (_, i) => recording.callsOf[rank]!.at(i)).filter((row) => recording.events.call[row] === call);

describe('the other end', () => {
  test('of a Send is the Recv, and of that the Send', () => {
    const recording = sendToZero(4);
    for (const rank of [1, 2, 3]) {
      const send = calls(recording, MpiCall.Send, rank)[0]!;
      const receive = otherEnd(recording, { kind: 'call', row: send });
      expect(receive).toEqual({ kind: 'call', row: calls(recording, MpiCall.Recv, 0)[rank - 1] });
      expect(receive === null ? null : otherEnd(recording, receive)).toEqual({ kind: 'call', row: send });
    }
  });
  test('of an Isend is the Wait that returned the Irecv, and of that Wait the Isend', () => {
    const recording = exchange(4);
    for (const rank of [0, 1, 2, 3]) {
      const send = calls(recording, MpiCall.Isend, rank)[0]!;
      const message = messageOf(recording, send);
      expect([recording.messages.sender[message], recording.messages.receiver[message]]).toEqual([rank, (rank + 1) % 4]);
      const wait = receivingCall(recording, message);
      expect([recording.events.rank[wait], recording.events.call[wait]]).toEqual([(rank + 1) % 4, MpiCall.Wait]);
      expect(otherEnd(recording, { kind: 'call', row: send })).toEqual({ kind: 'call', row: wait });
      expect(otherEnd(recording, { kind: 'call', row: wait })).toEqual({ kind: 'call', row: send });
      expect(requestsReturnedBy(recording, wait)).toHaveLength(1);
    }
  });
  test('of a collective call is the collective, of a print nothing', () => {
    const recording = collectives(3);
    const row = calls(recording, MpiCall.Bcast, 1)[0]!;
    expect(otherEnd(recording, { kind: 'call', row })).toEqual({ kind: 'collective', row: recording.events.collective[row] });
    expect(otherEnd(recording, { kind: 'print', row: 0 })).toBeNull();
  });
  test('of a call that never ended is the rank it waits for', () => {
    const recording = deadlock();
    const waiting = recording.open.find((open) => open !== null && open.waitsFor >= 0)!;
    expect(otherEnd(recording, { kind: 'open', rank: waiting.rank })).toEqual({ kind: 'open', rank: waiting.waitsFor });
  });
});

test('every message has a sending call of its sender and a receiving call of its receiver', () => {
  fc.assert(fc.property(scriptedRun, (world) => {
    const recording = world.recording();
    const { messages, events } = recording;
    for (let row = 0; row < messages.length; row++) {
      const [send, receive] = [sendingCall(recording, row), receivingCall(recording, row)];
      expect(send >= 0 && events.isCall(send) && events.rank[send]).toBe(messages.sender[row]);
      if (messages.receive[row]! >= 0) expect(receive >= 0 && events.isCall(receive) && events.rank[receive]).toBe(messages.receiver[row]);
      else expect(receive).toBe(-1);
    }
  }));
});

test('a number between calls is in none', () => {
  const recording = sendToZero(3);
  const row = recording.callsOf[0]!.at(0);
  expect(callWithin(recording, 0, recording.events.sequenceBegin[row]!)).toBe(row);
  expect(callWithin(recording, 0, recording.events.sequenceBegin[row]! - 1)).toBe(-1);
});

import { describe, expect, test } from 'vitest';
import { ANY_RANK, ErrorClass, MpiCall, NO_RANK, Protocol, RankState, RecordFlag, RecordKind } from '../protocol';
import { describe as told } from './describe';
import { landedAt } from './flight';
import { place } from './placement';
import { Recording } from './recording';
import { joined, recordBytes, type RecordFields } from './testing/records';
import { collectives, deadlock, exchange, sendToZero } from './testing/scenarios';
import { ScriptedWorld } from './testing/scripted-world';
import { cutOffCalls, missingRanks, rankList, waitedFor, waitSentence, wasCutOff } from './waiting';

const callsNamed = (recording: Recording, call: MpiCall, rank: number): number[] => {
  const calls = recording.callsOf[rank]!;
  return Array.from({ length: calls.length }, (_, i) => calls.at(i)).filter((row) => recording.events.call[row] === call);
};

describe('who waited for whom', () => {
  test('a receive for its sender, a rendezvous send for its receiver', () => {
    const recording = exchange(4);
    expect(waitedFor(recording, callsNamed(recording, MpiCall.Send, 0)[0]!)).toBe(1);
    const receives = sendToZero(5);
    expect(waitedFor(receives, callsNamed(receives, MpiCall.Recv, 0)[0]!)).toBe(1);
  });

  test('a call that did not block for none', () => {
    const recording = sendToZero(5);
    const row = callsNamed(recording, MpiCall.Send, 1)[0]!;
    expect([waitedFor(recording, row), waitSentence(recording, row)]).toEqual([NO_RANK, '']);
  });

  test('in a broadcast, for the rank that sent on to it, not for the last to come', () => {
    // Rank 1 leaves the tree early; rank 2, which is late, only receives.
    const world = new ScriptedWorld(3, (rank) => (rank === 2 ? 5 : rank === 0 ? 1 : 0));
    world.collective(MpiCall.Bcast, [0, 1, 2], [[0, 1], [0, 2]], { root: 0 });
    const recording = world.recording();
    expect(waitedFor(recording, callsNamed(recording, MpiCall.Bcast, 1)[0]!)).toBe(0);
  });

  test('in a barrier, for the last to come', () => {
    const world = new ScriptedWorld(3, () => 0);
    world.collective(MpiCall.Barrier, [0, 2, 1], [[2, 0], [1, 0], [0, 1], [0, 2]], {});
    const recording = world.recording();
    const row = callsNamed(recording, MpiCall.Barrier, 0)[0]!;
    expect(waitSentence(recording, row)).toMatch(/ for rank 1, the last to come$/u);
  });

  test('lists of ranks are short', () => {
    expect([rankList([2]), rankList([0, 1]), rankList([0, 1, 2]), rankList([0, 1, 2, 3, 4])]).toEqual(['rank 2', 'ranks 0 and 1', 'ranks 0, 1 and 2', 'ranks 0, 1, 2 and 2 others']);
  });
});

/// Two ranks in Recv and one in Barrier when the run was stopped: their calls end, failed.
function stopped(): Recording {
  const recording = new Recording();
  recording.start({ ranks: 3, sources: ['a.py'] });
  const cut = (call: MpiCall, rank: number, peer: number, collective = 0): void =>
    recording.trace(rank, recordBytes({ kind: RecordKind.Call, call, flags: RecordFlag.Failed, sequenceBegin: 10 + rank, sequenceEnd: 20 + rank, begin: 5, end: 900 + rank, peer, blocked: 890, collective }));
  cut(MpiCall.Recv, 0, 1);
  cut(MpiCall.Recv, 1, 0);
  cut(MpiCall.Barrier, 2, NO_RANK, 1);
  recording.end(1000);
  return recording;
}

describe('calls cut off at the end', () => {
  test('are told from calls that raised an error', () => {
    const recording = stopped();
    expect(cutOffCalls(recording)).toEqual([0, 1, 2]);
    expect(told(recording, { kind: 'call', row: 0 }).facts).toContainEqual({ label: 'outcome', value: 'never completed: the run was ended while it waited' });
  });

  test('of a collective name the ranks that never called it', () => {
    const recording = stopped();
    expect(missingRanks(recording, 0)).toEqual([0, 1]);
    expect(waitSentence(recording, 2)).toBe('waits for ranks 0 and 1, never ended (897 ms)');
  });

  /// One call of rank 0 of three, cut off after 895 ms; `seen` is what the page saw of it while it lasted.
  const cutOff = (fields: Partial<RecordFields>, seen?: { waitsFor: number; tag: number }): Recording => {
    const recording = new Recording();
    recording.start({ ranks: 3, sources: [] });
    const call = fields.call ?? MpiCall.Recv;
    if (seen !== undefined) recording.now([{ rank: 0, state: RankState.Waiting, call, flags: 0, ...seen, context: 0, since: 5, sequence: 10, line: 0, unexpected: 0 }], 800);
    recording.trace(0, recordBytes({ kind: RecordKind.Call, flags: RecordFlag.Failed, sequenceBegin: 10, sequenceEnd: 20, begin: 5, end: 900, blocked: 890, ...fields, call }));
    recording.end(1000);
    return recording;
  };

  test('say for whom, with the tag, and that they never ended', () => {
    expect(waitSentence(cutOff({ peer: 2, tag: 7 }), 0)).toBe('waits for rank 2, tag 7, never ended (895 ms)');
    const any = cutOff({ peer: ANY_RANK, tag: -1 });
    expect([waitedFor(any, 0), waitSentence(any, 0)]).toEqual([NO_RANK, 'waits for a message from any rank, never ended (895 ms)']);
  });

  test('say what they said while they lasted, where their record does not tell for whom', () => {
    // The record of a Sendrecv names its dest, that of a Waitall nobody.
    for (const fields of [{ call: MpiCall.Sendrecv, peer: 1, tag: 3 }, { call: MpiCall.Waitall }]) {
      const recording = cutOff(fields, { waitsFor: 2, tag: 7 });
      expect([waitedFor(recording, 0), waitSentence(recording, 0)]).toEqual([2, 'waits for rank 2, tag 7, never ended (895 ms)']);
      const unseen = cutOff(fields);
      expect([waitedFor(unseen, 0), waitSentence(unseen, 0)]).toEqual([NO_RANK, 'waits, never ended (895 ms)']);
    }
  });

  test('are Sends too, whose message nobody took', () => {
    const recording = cutOff({ call: MpiCall.Send, flags: RecordFlag.Failed | RecordFlag.CarriesSend, peer: 1, tag: 7, message: 1, messagePeer: 1, protocol: Protocol.Rendezvous });
    expect(cutOffCalls(recording)[0]).toBe(0);
    expect(waitSentence(recording, 0)).toBe('waits for rank 1, tag 7, never ended (895 ms)');
  });

  test('are not calls that got their message or request, and raised an error then', () => {
    const truncated = cutOff({ flags: RecordFlag.Failed | RecordFlag.CarriesReceive, peer: 1, message: 1, messagePeer: 1, error: ErrorClass.Truncate });
    expect([wasCutOff(truncated, 0), waitSentence(truncated, 0)]).toEqual([false, 'waited 890 ms for rank 1']);
    expect(wasCutOff(cutOff({ call: MpiCall.Wait, request: 1, error: ErrorClass.Truncate }), 0)).toBe(false);
  });

  test('reach to the end of the logical axis together', () => {
    const { logical } = place(stopped());
    expect(new Set([logical.end[0], logical.end[1], logical.end[2]])).toEqual(new Set([logical.to]));
  });

  test('a hung barrier counts those inside as there', () => expect(missingRanks(deadlock(), 0)).toEqual([0, 1]));
});

describe('landing', () => {
  const message = (protocol: Protocol, arrived: number): Recording => {
    const recording = new Recording();
    recording.start({ ranks: 2, sources: [] });
    recording.trace(0, recordBytes({ kind: RecordKind.Call, call: MpiCall.Send, flags: RecordFlag.CarriesSend, sequenceBegin: 1, sequenceEnd: 2, begin: 10, end: 10.5, message: 1, messagePeer: 1, protocol }));
    recording.trace(1, joined([recordBytes({ kind: RecordKind.Call, call: MpiCall.Recv, flags: RecordFlag.CarriesReceive, sequenceBegin: 3, sequenceEnd: 4, begin: 59, end: 60, message: 1, messagePeer: 0, protocol, arrived })]));
    recording.end(61);
    return recording;
  };
  test('is when its record says it arrived', () => expect(landedAt(message(Protocol.Eager, 10.5), 0)).toBe(10.5));
  test('never after it was received, whatever the clocks say', () => expect(landedAt(message(Protocol.Rendezvous, 63), 0)).toBe(60));
  test('never before it left, whatever the clocks say', () => expect(landedAt(message(Protocol.Rendezvous, 3), 0)).toBe(10));
});

test('every item of a run can be told in words', () => {
  for (const recording of [collectives(4), exchange(4), deadlock(), sendToZero(3)]) {
    for (let row = 0; row < recording.events.length; row++) expect(told(recording, { kind: 'call', row }).title).toMatch(/^rank \d+: \w/u);
    for (let row = 0; row < recording.messages.length; row++) expect(told(recording, { kind: 'message', row }).facts.length).toBeGreaterThan(4);
    for (let row = 0; row < recording.collectives.length; row++) expect(told(recording, { kind: 'collective', row }).title).not.toMatch(/undefined/u);
    for (let row = 0; row < recording.requests.length; row++) expect(told(recording, { kind: 'request', row }).title).toMatch(/request \d+ of I/u);
  }
});

import { describe, expect, test } from 'vitest';
import { MpiCall } from '../protocol';
import type { Recording } from './recording';
import { sendToZero } from './testing/scenarios';
import { ScriptedWorld } from './testing/scripted-world';
import { waitState, waitStateSentence } from './wait-state';

function call(recording: Recording, kind: MpiCall, rank: number, nth = 0): number {
  const rows = Array.from({ length: recording.callsOf[rank]!.length }, (_, i) => recording.callsOf[rank]!.at(i)).filter((row) => recording.events.call[row] === kind);
  return rows[nth]!;
}

describe('messages', () => {
  test('late sender: the receive was posted before the message was sent', () => {
    const world = new ScriptedWorld(2, () => 0);
    const posted = world.post(0);
    world.compute(1, 2);
    const message = world.send(1, 0, { flight: 0.5 });
    world.receiveFrom(0, message, posted);
    const recording = world.recording();
    const row = call(recording, MpiCall.Recv, 0);
    // It was blocked for 2.5 ms: 2 of them are the sender's fault, the rest the flight.
    expect(waitState(recording, row)).toMatchObject({ name: 'late sender', by: 1, late: 2, event: call(recording, MpiCall.Send, 1) });
    expect(waitStateSentence(recording, row)).toBe('late sender: rank 1 sent 2 ms after this Recv began to wait');
  });
  test('a message on its way is nobody’s fault', () => {
    const world = new ScriptedWorld(2, () => 0);
    const message = world.send(1, 0, { flight: 3 });
    world.receive(0, message);
    const recording = world.recording();
    expect(recording.events.blocked[call(recording, MpiCall.Recv, 0)]).toBeGreaterThan(2);
    expect(waitState(recording, call(recording, MpiCall.Recv, 0))).toBeNull();
  });
  test('late receiver: a rendezvous send began before its receive', () => {
    const world = new ScriptedWorld(2, () => 0);
    world.compute(1, 1.5);
    world.rendezvous(0, 1, { values: [1], line: 3 });
    const recording = world.recording();
    expect(waitState(recording, call(recording, MpiCall.Send, 0))).toMatchObject({ name: 'late receiver', by: 1 });
    expect(waitStateSentence(recording, call(recording, MpiCall.Send, 0))).toMatch(/^late receiver: rank 1 asked for the message .* after this Send began$/u);
  });
  test('a Wait for an Irecv whose message was sent after it began', () => {
    const world = new ScriptedWorld(2, () => 0);
    const posted = world.irecv(0, 1);
    const begun = world.clock[0]!;
    world.compute(1, 4);
    // The script's order is the order of sequence numbers: the Wait begins before the Send.
    const waiting = world.post(0);
    const message = world.send(1, 0, { flight: 0.1 });
    world.wait(0, posted, message);
    const recording = world.recording();
    const wait = call(recording, MpiCall.Wait, 0);
    expect(waiting.time).toBe(begun);
    // `wait` posts anew, after the send: then the message was on its way.
    expect(waitState(recording, wait)).toBeNull();
  });
  test('who did not wait has none', () => {
    const recording = sendToZero(3);
    expect(waitState(recording, call(recording, MpiCall.Send, 1))).toBeNull();
    expect(waitStateSentence(recording, call(recording, MpiCall.Send, 1))).toBe('');
  });
});

describe('collectives', () => {
  const late = (kind: MpiCall, order: readonly number[], messages: readonly (readonly [number, number])[], root?: number): Recording => {
    const world = new ScriptedWorld(3, (rank) => order.indexOf(rank));
    world.collective(kind, order, messages, root === undefined ? {} : { root });
    return world.recording();
  };
  test('the last to come to a barrier', () => {
    const recording = late(MpiCall.Barrier, [2, 0, 1], [[2, 0], [1, 0], [0, 1], [0, 2]]);
    expect(waitState(recording, call(recording, MpiCall.Barrier, 2))).toMatchObject({ name: 'wait at barrier', by: 1 });
    expect(waitState(recording, call(recording, MpiCall.Barrier, 1))).toBeNull();
    expect(waitStateSentence(recording, call(recording, MpiCall.Barrier, 2))).toBe('wait at barrier: rank 1 came last, 2 ms after this rank');
  });
  test('of an allreduce, each needs all', () => {
    const recording = late(MpiCall.Allreduce, [0, 2, 1], [[2, 0], [1, 0], [0, 1], [0, 2]]);
    expect(waitState(recording, call(recording, MpiCall.Allreduce, 0))).toMatchObject({ name: 'wait at N × N', by: 1 });
  });
  test('of a broadcast only the root may be late', () => {
    const recording = late(MpiCall.Bcast, [1, 0, 2], [[0, 1], [0, 2]], 0);
    expect(waitState(recording, call(recording, MpiCall.Bcast, 1))).toMatchObject({ name: 'late broadcast', by: 0 });
    expect(waitState(recording, call(recording, MpiCall.Bcast, 2))).toBeNull();
  });
  test('the root of a reduce may be early', () => {
    const recording = late(MpiCall.Reduce, [0, 1, 2], [[1, 0], [2, 0]], 0);
    expect(waitState(recording, call(recording, MpiCall.Reduce, 0))).toMatchObject({ name: 'early reduce', by: 2 });
    expect(waitState(recording, call(recording, MpiCall.Reduce, 1))).toBeNull();
  });
});

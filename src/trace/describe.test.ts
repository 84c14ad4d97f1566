import { describe as of, expect, test } from 'vitest';
import { MpiCall } from '../protocol';
import { describe, lineOf } from './describe';
import { Recording } from './recording';
import { collectives, deadlock, exchange, sendToZero } from './testing/scenarios';
import { ScriptedWorld } from './testing/scripted-world';

const fact = (recording: Recording, item: Parameters<typeof describe>[1], label: string) => describe(recording, item).facts.find((each) => each.label === label);
const call = (recording: Recording, kind: MpiCall, rank: number): number => {
  const rows = recording.callsOf[rank]!;
  for (let i = 0; i < rows.length; i++) if (recording.events.call[rows.at(i)] === kind) return rows.at(i);
  throw new Error('no such call');
};

of('the words for an event', () => {
  test('of a Send name the Recv at the other end, with its line', () => {
    const recording = sendToZero(3);
    const item = { kind: 'call', row: call(recording, MpiCall.Send, 2) } as const;
    expect(fact(recording, item, 'other end')).toMatchObject({ value: 'rank 0: Recv', source: { line: 14 }, item: { kind: 'call' } });
    expect(fact(recording, item, 'rank 2')).toMatchObject({ source: { line: 10 } });
  });
  test('of a late message name who was late and lead there', () => {
    const recording = sendToZero(5);
    const item = { kind: 'call', row: call(recording, MpiCall.Recv, 0) } as const;
    expect(fact(recording, item, 'why')).toMatchObject({ value: expect.stringMatching(/^late sender: rank 1 sent/u), item: { kind: 'call', row: call(recording, MpiCall.Send, 1) } });
  });
  test('of a collective’s call and of its messages lead to the collective', () => {
    const recording = collectives(3);
    const row = call(recording, MpiCall.Bcast, 1);
    const group = { kind: 'collective', row: recording.events.collective[row] };
    expect(fact(recording, { kind: 'call', row }, 'part of')).toMatchObject({ value: 'bcast, root 0', item: group });
    const inner = recording.messages.collective.findIndex((each) => each === group.row);
    expect(fact(recording, { kind: 'message', row: inner }, 'part of')?.item).toEqual(group);
    expect(fact(recording, { kind: 'message', row: inner }, 'sent at')?.item ?? group).toEqual(group);
  });
  test('of an Isend lead to its request and to the Wait of the other rank', () => {
    const recording = exchange(4);
    const item = { kind: 'call', row: call(recording, MpiCall.Isend, 1) } as const;
    expect(fact(recording, item, 'starts')?.item?.kind).toBe('request');
    expect(fact(recording, item, 'other end')?.value).toBe('rank 2: Wait');
  });
  test('of a deadlock lead to whom the rank waits for', () => {
    const recording = deadlock();
    expect(fact(recording, { kind: 'open', rank: 0 }, 'state')).toMatchObject({ value: 'waits for rank 1, tag 0', item: { kind: 'open', rank: 1 } });
  });
  test('go with its own line, whatever other lines they name', () => {
    const recording = sendToZero(3);
    const send = call(recording, MpiCall.Send, 2);
    expect(lineOf(recording, { kind: 'call', row: send })?.line).toBe(10);
    expect(lineOf(recording, { kind: 'message', row: recording.events.message[send]! })?.line).toBe(10);
    expect(lineOf(recording, { kind: 'print', row: 0 })?.line).toBe(15);
    expect(lineOf(collectives(3), { kind: 'collective', row: 0 })?.line).toBe(13);
    expect(lineOf(deadlock(), { kind: 'open', rank: 0 })?.line).toBe(7);
    expect(lineOf(exchange(4), { kind: 'request', row: 0 })?.line).toBe(9);
    expect(lineOf(recording, { kind: 'call', row: call(recording, MpiCall.Finalize, 0) })).toBeNull();
  });
  test('give the text of the line as the run had it, where that is known', () => {
    const world = new ScriptedWorld(1);
    world.print(0, 'x\n', 2);
    const recording = new Recording();
    recording.start({ ranks: 1, sources: ['a.py'], texts: ['import sys\r\n    print("x")\n'] });
    recording.output(world.outputs);
    recording.end(20);
    expect(fact(recording, { kind: 'print', row: 0 }, 'rank 0')).toMatchObject({ text: 'print("x")', source: { file: 'a.py', line: 2 } });
    expect(fact(sendToZero(2), { kind: 'print', row: 0 }, 'rank 0')?.text).toBeUndefined();
  });
});

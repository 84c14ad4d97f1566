import { describe, expect, test } from 'vitest';
import { readQuery, type Query } from './query';
import type { Recording } from './recording';
import { collectives, deadlock, exchange, sendToZero } from './testing/scenarios';

function query(recording: Recording, text: string): Query {
  const read = readQuery(recording, text);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

const rows = (count: number, takes: (row: number) => boolean): number[] => Array.from({ length: count }, (_, row) => row).filter(takes);
const calls = (recording: Recording, text: string): string[] => {
  const { events } = recording;
  const asked = query(recording, text);
  return rows(events.length, (row) => events.isCall(row) && asked.call(row)).map((row) => `${events.rank[row]}:${events.line[row]! & 0xfffff}`).sort();
};
const messages = (recording: Recording, text: string): string[] => {
  const asked = query(recording, text);
  return rows(recording.messages.length, (row) => asked.message(row)).map((row) => `${recording.messages.sender[row]}>${recording.messages.receiver[row]}`);
};

describe('a query', () => {
  const recording = sendToZero(4);
  test('names calls, in any case', () => {
    expect(calls(recording, 'SEND')).toEqual(['1:10', '2:10', '3:10']);
    expect(calls(recording, 'recv rank 0')).toHaveLength(3);
    expect(calls(recording, 'recv rank 1')).toEqual([]);
  });
  test('names both ends of a message', () => {
    for (const text of ['2 -> 0', '2→0', 'from 2 to 0', 'next message from 2 to 0']) {
      expect(messages(recording, text), text).toEqual(['2>0']);
      expect(query(recording, text).messages, text).toBe(true);
    }
    expect(messages(recording, '->0 message')).toEqual(['1>0', '2>0', '3>0']);
    expect(messages(recording, 'from 0 message')).toEqual([]);
  });
  test('names lines of source', () => {
    expect(calls(recording, 'line 10')).toHaveLength(3);
    expect(calls(recording, 'mpiex.py:14')).toHaveLength(3);
    expect(calls(recording, 'other.py:14')).toEqual([]);
    expect(messages(recording, 'line 14 rank 3')).toEqual(['3>0']);
  });
  test('names waits', () => {
    const waits = rows(recording.events.length, (row) => recording.events.isCall(row) && recording.events.blocked[row]! > 0);
    expect(waits.length).toBeGreaterThan(0);
    for (const text of ['wait', 'next wait', 'waiting']) expect(calls(recording, text)).toHaveLength(waits.length);
  });
  test('names tags of messages and calls', () => {
    const tagged = exchange(4);
    expect(messages(tagged, 'tag 4')).toHaveLength(4);
    expect(messages(tagged, 'tag 4 from 0 to 1')).toEqual(['0>1']);
    expect(messages(tagged, 'tag 99')).toEqual([]);
  });
  test('names prints by their text, quoted or when no call is called so', () => {
    const prints = (text: string): number => rows(recording.prints.length, (row) => query(recording, text).print(row)).length;
    expect([prints('"0.55"'), prints('0.5538'), prints('print'), prints('"no such"'), prints('send')]).toEqual([3, 3, recording.prints.length, 0, 0]);
  });
  test('names what was never received, and calls that never ended', () => {
    expect(messages(deadlock(), 'lost').length).toBeGreaterThan(0);
    const asked = query(deadlock(), 'wait');
    expect(rows(4, (rank) => asked.open(rank))).toEqual(deadlock().open.flatMap((open) => (open === null ? [] : [open.rank])));
  });
  test('of messages inside collectives by the name of the collective', () => expect(messages(collectives(3), 'bcast')).toEqual(['0>1', '0>2']));
  test('goes to a number', () => {
    for (const text of ['12', '#12', 'event 12', 'event number 12']) expect(readQuery(recording, text), text).toMatchObject({ number: 12 });
    expect(query(recording, 'tag 12').number).toBeNull();
  });
  test('of nothing takes nothing', () => expect(calls(recording, 'next')).toEqual([]));
  test('says what is wrong with it', () => {
    expect(readQuery(recording, '  ')).toBe('Type what to look for.');
    expect(readQuery(recording, 'rank two')).toBe('After “rank” comes a number.');
    expect(readQuery(recording, 'event')).toBe('After “event” comes a number.');
  });
});

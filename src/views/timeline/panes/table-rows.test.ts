import { describe, expect, test } from 'vitest';
import { readQuery, type Query, type Recording } from '../../../trace';
import { collectives, deadlock, pingPong, sendToZero } from '../../../trace/testing/scenarios';
import { TABLE_KINDS, tableContent } from './table-rows';

function query(recording: Recording, text: string): Query {
  const read = readQuery(recording, text);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

const column = (recording: Recording, kind: 'calls' | 'messages' | 'waits' | 'prints', label: string, options: Parameters<typeof tableContent>[3] = {}): unknown[] => {
  const content = tableContent(recording, kind, 0, options);
  return content.rows(0, content.count).map((cells) => cells[content.columns.indexOf(label)]);
};

describe('the table', () => {
  test('keeps the rows that a query takes', () => {
    const recording = sendToZero(4);
    expect(column(recording, 'calls', 'rank', { query: query(recording, 'send rank 2') })).toEqual(['2']);
    expect(column(recording, 'messages', 'from', { query: query(recording, 'to 0') })).toEqual(expect.arrayContaining(['1', '2', '3']));
    expect(column(recording, 'messages', 'from', { query: query(recording, 'rank 3') })).toEqual(['3']);
    expect(column(recording, 'prints', 'rank', { query: query(recording, 'rank 1') })).toEqual([]);
  });
  test('of waits keeps unfinished calls first, and those that a query takes', () => {
    const recording = deadlock();
    expect(column(recording, 'waits', 'rank')).toEqual(['0', '1', '2', '3']);
    expect(column(recording, 'waits', 'rank', { query: query(recording, 'barrier') })).toEqual(['2', '3']);
  });
  test('is put in the order of a column, rising and falling', () => {
    const recording = sendToZero(5);
    for (const kind of TABLE_KINDS) {
      const content = tableContent(recording, kind, 0);
      content.sortable.forEach((sortable, i) => {
        if (!sortable) return;
        const rows = (falling: boolean) => tableContent(recording, kind, 0, { order: { column: i, falling } });
        expect(rows(false).count).toBe(content.count);
        const [up, down] = [rows(false), rows(true)];
        expect(Array.from({ length: up.count }, (_, at) => up.item(at))).toEqual(Array.from({ length: down.count }, (_, at) => down.item(at)).toReversed());
      });
    }
    const ranks = column(recording, 'calls', 'rank', { order: { column: 1, falling: false } });
    expect(ranks).toEqual(ranks.toSorted());
    const took = tableContent(recording, 'calls', 0, { order: { column: 6, falling: true } });
    const lengths = Array.from({ length: took.count }, (_, at) => {
      const item = took.item(at);
      return item.kind === 'call' ? recording.events.end[item.row]! - recording.events.begin[item.row]! : NaN;
    });
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
  });
  test('tells what a row is of, and where an item stands', () => {
    for (const recording of [collectives(3), deadlock(), sendToZero(3)]) {
      for (const kind of TABLE_KINDS) {
        const content = tableContent(recording, kind, 0);
        for (let at = 0; at < content.count; at++) expect(content.indexOf(content.item(at))).toBe(at);
      }
    }
  });
  test('finds the message of a selected call, the call of a selected message', () => {
    const recording = sendToZero(3);
    const send = recording.callsOf[1]!.at(0);
    const messages = tableContent(recording, 'messages', 0);
    const message = messages.item(messages.indexOf({ kind: 'call', row: send }));
    expect(message.kind === 'message' && recording.messages.send[message.row]).toBe(send);
    const calls = tableContent(recording, 'calls', 0);
    const call = calls.item(calls.indexOf(message));
    expect(call.kind === 'call' && recording.events.rank[call.row]).toBe(0);
    expect(messages.indexOf({ kind: 'print', row: 0 })).toBe(-1);
    expect(calls.indexOf({ kind: 'collective', row: 0 })).toBe(-1);
  });
  test('says whose fault a wait was', () => {
    expect(column(sendToZero(5), 'waits', 'why').some((why) => /^late sender: rank \d sent/u.test(String(why)))).toBe(true);
  });
  test('of a hundred thousand messages shows a page at once', () => {
    const recording = pingPong(25_000);
    const content = tableContent(recording, 'messages', 0, { order: { column: 1, falling: false } });
    expect(content.count).toBe(50_000);
    const begun = performance.now();
    expect(content.rows(49_900, 100)).toHaveLength(100);
    expect(performance.now() - begun).toBeLessThan(200);
  });
});

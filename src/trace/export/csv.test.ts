import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { place } from '../placement';
import * as scenarios from '../testing/scenarios';
import { cellText, EVENT_TITLES, eventsCsv, MESSAGE_TITLES, messagesCsv } from './csv';

/// RFC 4180, read strictly.
function rowsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (at >= text.length) throw new Error('a quote is not closed');
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') cell += text[at++];
        else break;
      }
      at++;
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') {
        if (text[at] === '"' || text[at] === '\n') throw new Error(`a bare ${JSON.stringify(text[at])}`);
        cell += text[at++];
      }
    }
    row.push(cell);
    if (text[at] === ',') at++;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      rows.push(row);
      row = [];
    } else throw new Error(`something follows a cell at ${at}`);
    if (text[at - 1] === ',' && text.startsWith('\r\n', at)) {
      row.push('');
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const number = (cell: string | undefined): number => (cell === undefined || cell === '' ? NaN : Number(cell));

describe.each(Object.entries(scenarios))('%s', (_name, scenario) => {
  const recording = scenario(5);
  const { wall } = place(recording);

  test('events read back are the columns', () => {
    const [titles, ...rows] = rowsOf([...eventsCsv(recording)].join(''));
    const { events } = recording;
    expect(titles).toEqual([...EVENT_TITLES]);
    expect(rows).toHaveLength(events.length);
    rows.forEach((cells, row) => {
      expect(cells).toHaveLength(EVENT_TITLES.length);
      const cell = (title: (typeof EVENT_TITLES)[number]): string => cells[EVENT_TITLES.indexOf(title)]!;
      expect([number(cell('event')), number(cell('rank')), number(cell('bytes'))]).toEqual([row, events.rank[row], events.bytes[row]]);
      expect(number(cell('begin_ms'))).toBeCloseTo(wall.begin[row]!, 6);
      expect(number(cell('end_ms'))).toBeCloseTo(wall.end[row]!, 6);
      expect(cell('message')).toBe(events.message[row]! < 0 ? '' : String(events.message[row]));
    });
  });

  test('messages read back are the columns', () => {
    const [titles, ...rows] = rowsOf([...messagesCsv(recording)].join(''));
    const { events, messages } = recording;
    expect(titles).toEqual([...MESSAGE_TITLES]);
    expect(rows).toHaveLength(messages.length);
    rows.forEach((cells, row) => {
      const cell = (title: (typeof MESSAGE_TITLES)[number]): string => cells[MESSAGE_TITLES.indexOf(title)]!;
      expect([number(cell('sender')), number(cell('receiver'))]).toEqual([messages.sender[row], messages.receiver[row]]);
      expect(number(cell('sent_ms'))).toBeCloseTo(wall.begin[messages.send[row]!]!, 6);
      expect(number(cell('tag'))).toBe(events.messageTag[messages.send[row]!]);
      if (messages.receive[row]! < 0) expect(cell('received_ms')).toBe('');
      else expect(number(cell('received_ms'))).toBeCloseTo(wall.end[messages.receive[row]!]!, 6);
    });
  });
});

test('any text comes back', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 6 }), (texts) => {
    const [row] = rowsOf(`${texts.map(cellText).join(',')}\r\n`);
    expect(row).toEqual(texts.map((text) => (/^(?:[=+@\t\r]|-(?![\d.]+$))/u.test(text) ? `'${text}` : text)));
  }));
});

test.each([['=1+1', "'=1+1"], ['@x', "'@x"], ['-x', "'-x"], ['-1.5', '-1.5'], ['a,b', '"a,b"'], ['say "x"', '"say ""x"""'], ['two\nlines', '"two\nlines"']])('%j is written %j', (text, written) => {
  expect(cellText(text)).toBe(written);
});

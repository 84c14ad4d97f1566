/// Events and messages of a recording as tables of comma-separated values (RFC 4180), for spreadsheets and pandas.

import { ALGORITHM_NAMES, NO_RANK, RecordFlag, RecordKind } from '../../protocol';
import { place } from '../placement';
import { previewPayload, typeName } from '../preview';
import type { Recording } from '../recording';
import { waitedFor } from '../waiting';
import { callName, communicatorName, sourceLine } from '../words';

const PIECE = 2000;

type Cell = string | number | null;

export const EVENT_TITLES = [
  'event', 'rank', 'kind', 'call', 'begin_ms', 'end_ms', 'blocked_ms', 'waited_for', 'communicator', 'peer', 'tag', 'bytes', 'datatype', 'message', 'request', 'collective', 'failed',
  'file', 'line', 'values',
] as const;
export const MESSAGE_TITLES = [
  'message', 'sender', 'receiver', 'tag', 'bytes', 'datatype', 'protocol', 'communicator', 'sent_ms', 'arrived_ms', 'receive_posted_ms', 'received_ms', 'unexpected', 'collective', 'algorithm',
  'send_file', 'send_line', 'receive_file', 'receive_line', 'values',
] as const;

/// The table of events in pieces. Times are milliseconds since the run's world began, to the nanosecond; a cell of what is not known or not so is empty.
export function* eventsCsv(recording: Recording): Generator<string, undefined> {
  const { events } = recording;
  const { wall } = place(recording);
  yield* table(EVENT_TITLES, events.length, (row) => [
    row, events.rank[row]!, KINDS[events.kind[row]!] ?? String(events.kind[row]), callName(events.call[row]!, events.flags[row]!), time(wall.begin[row]!), time(wall.end[row]!), time(events.blocked[row]!),
    known(waitedFor(recording, row)), communicatorName(events.context[row]!), events.peer[row] === -1 ? 'any' : known(events.peer[row]!), events.peer[row] === NO_RANK ? null : events.tag[row]!,
    events.bytes[row]!, typeName(events.type[row]!), events.message[row]! < 0 ? null : events.message[row]!, events.request[row]! === 0 ? null : events.request[row]!,
    events.collective[row]! < 0 ? null : events.collective[row]!, events.has(row, RecordFlag.Failed) ? 1 : 0, ...lineCells(recording, events.line[row]!),
    previewPayload(events.type[row]!, events.preview(row), events.bytes[row]!),
  ]);
}

/// The table of messages in pieces, as `eventsCsv`.
export function* messagesCsv(recording: Recording): Generator<string, undefined> {
  const { events, messages, collectives } = recording;
  const { wall } = place(recording);
  yield* table(MESSAGE_TITLES, messages.length, (row) => {
    const [send, receive, group] = [messages.send[row]!, messages.receive[row]!, messages.collective[row]!];
    const event = send >= 0 ? send : receive;
    return [
      row, messages.sender[row]!, messages.receiver[row]!, events.messageTag[event]!, events.bytes[event]!, typeName(events.type[event]!), PROTOCOLS[events.protocol[event]!] ?? '',
      communicatorName(events.context[event]!), send < 0 ? null : time(wall.begin[send]!), receive < 0 || !(wall.arrived[row]! > 0) ? null : time(wall.arrived[row]!),
      receive < 0 ? null : time(wall.begin[receive]!), receive < 0 ? null : time(wall.end[receive]!), receive >= 0 && events.has(receive, RecordFlag.Unexpected) ? 1 : 0,
      group < 0 ? null : group, group < 0 ? '' : ALGORITHM_NAMES[collectives.algorithm[group]!] ?? '',
      ...lineCells(recording, send < 0 ? 0 : events.line[send]!), ...lineCells(recording, receive < 0 ? 0 : events.line[receive]!),
      previewPayload(events.type[event]!, events.preview(event), events.bytes[event]!),
    ];
  });
}

const KINDS: Readonly<Record<number, string>> = { [RecordKind.Call]: 'call', [RecordKind.Send]: 'send', [RecordKind.Receive]: 'receive' };
const PROTOCOLS: readonly string[] = ['', 'eager', 'rendezvous', 'synchronous', 'buffered', 'ready'];

function* table(titles: readonly string[], rows: number, cells: (row: number) => readonly Cell[]): Generator<string, undefined> {
  let piece = `${titles.join(',')}\r\n`;
  for (let row = 0; row < rows; row++) {
    piece += `${cells(row).map(cellText).join(',')}\r\n`;
    if ((row + 1) % PIECE !== 0) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/// A program is a stranger's and so are its texts: one that a spreadsheet would take for a formula gets a quote before it.
export function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+@\t\r]|^-(?![\d.]+$)/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/// Milliseconds to the nanosecond.
function time(milliseconds: number): number | null {
  return Number.isFinite(milliseconds) ? Math.round(milliseconds * 1e6) / 1e6 : null;
}

function known(rank: number): number | null {
  return rank < 0 ? null : rank;
}

function lineCells(recording: Recording, line: number): readonly [Cell, Cell] {
  const source = sourceLine(recording, line);
  return source === null ? [null, null] : [source.file, source.line];
}

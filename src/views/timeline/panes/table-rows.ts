/// The timeline's facts as rows of a table, in the order in which they happened.

import { NO_RANK, RecordFlag, Stream } from '../../../protocol';
import { callName, collectiveTitle, duration, hasRoot, moment, openSentence, payloadWords, previewPayload, type Recording, sourceLine, type SourceLine, sourceName, tagName, waitSentence } from '../../../trace';

export type TableKind = 'calls' | 'messages' | 'waits' | 'prints';

export type Cell = string | SourceLine | null;

export interface TableContent {
  readonly columns: readonly string[];
  readonly count: number;
  /// Cells of the rows from `first` on, at most `count` of them.
  rows(first: number, count: number): readonly (readonly Cell[])[];
}

export const TABLE_KINDS: readonly TableKind[] = ['calls', 'messages', 'waits', 'prints'];

/// `origin` is the moment that counts as 0, milliseconds since the world's start.
export function tableContent(recording: Recording, kind: TableKind, origin: number): TableContent {
  switch (kind) {
    case 'calls': return calls(recording, origin);
    case 'messages': return messages(recording, origin);
    case 'waits': return waits(recording, origin);
    case 'prints': return prints(recording, origin);
  }
}

function content(columns: readonly string[], rows: readonly number[] | Int32Array, cells: (row: number) => readonly Cell[]): TableContent {
  return { columns, count: rows.length, rows: (first, count) => Array.from(rows.slice(first, first + count), cells) };
}

function ordered(rows: number[], sequence: Uint32Array): Int32Array {
  return Int32Array.from(rows).sort((a, b) => sequence[a]! - sequence[b]!);
}

function calls(recording: Recording, origin: number): TableContent {
  const { events } = recording;
  const rows: number[] = [];
  for (let row = 0; row < events.length; row++) if (events.isCall(row)) rows.push(row);
  return content(['began', 'rank', 'call', 'with', 'tag', 'payload', 'took', 'waited', 'line'], ordered(rows, events.sequenceBegin), (row) => {
    const group = events.collective[row]! >= 0;
    const peer = events.peer[row]!;
    const message = events.message[row]! >= 0;
    return [
      moment(events.begin[row]! - origin), String(events.rank[row]), callName(events.call[row]!, events.flags[row]!),
      group ? (hasRoot(events.call[row]!) ? `root ${peer}` : 'all ranks') : peer === NO_RANK ? '' : sourceName(peer),
      group || peer === NO_RANK ? '' : tagName(events.tag[row]!),
      message || events.bytes[row]! > 0 ? payloadWords(recording, row) : '',
      duration(events.end[row]! - events.begin[row]!), waitSentence(recording, row).replace(/^waited /u, ''), sourceLine(recording, events.line[row]!),
    ];
  });
}

function messages(recording: Recording, origin: number): TableContent {
  const { messages: table, events } = recording;
  const rows: number[] = [];
  for (let row = 0; row < table.length; row++) if (table.send[row]! >= 0) rows.push(row);
  const departure = new Uint32Array(table.length);
  for (const row of rows) departure[row] = events.sequenceBegin[table.send[row]!]!;
  return content(['sent', 'from', 'to', 'tag', 'payload', 'values', 'received', 'of', 'sent at', 'received at'], ordered(rows, departure), (row) => {
    const [send, receive] = [table.send[row]!, table.receive[row]!];
    const group = table.collective[row]!;
    const received = receive < 0 ? (recording.ended ? 'never' : 'not yet') : `${moment(events.end[receive]! - origin)}${events.has(receive, RecordFlag.Unexpected) ? ', unexpected' : ''}`;
    return [
      moment(events.begin[send]! - origin), String(table.sender[row]), String(table.receiver[row]), tagName(events.messageTag[send]!), payloadWords(recording, send),
      previewPayload(events.type[send]!, events.preview(send), events.bytes[send]!), received, group >= 0 ? collectiveTitle(recording, group) : '',
      sourceLine(recording, events.line[send]!), receive < 0 ? null : sourceLine(recording, events.line[receive]!),
    ];
  });
}

function waits(recording: Recording, origin: number): TableContent {
  const { events, open } = recording;
  const rows: number[] = [];
  for (let row = 0; row < events.length; row++) if (events.isCall(row) && events.blocked[row]! > 0) rows.push(row);
  const ended = ordered(rows, events.sequenceBegin);
  const still = open.flatMap((call) => (call === null ? [] : [-1 - call.rank]));
  return content(['began', 'rank', 'call', 'waited', 'line'], [...still, ...ended], (row) => {
    if (row < 0) {
      const call = open[-1 - row];
      if (call == null) return [];
      const length = duration(recording.time - call.since);
      return [moment(call.since - origin), String(call.rank), callName(call.call, call.flags), `${openSentence(recording, call)}, ${recording.ended ? `never ended (${length})` : `for ${length} so far`}`, sourceLine(recording, call.line)];
    }
    return [moment(events.begin[row]! - origin), String(events.rank[row]), callName(events.call[row]!, events.flags[row]!), waitSentence(recording, row), sourceLine(recording, events.line[row]!)];
  });
}

function prints(recording: Recording, origin: number): TableContent {
  const { prints: table } = recording;
  const rows = ordered(Array.from({ length: table.length }, (_, row) => row), table.sequence);
  return content(['written', 'rank', 'stream', 'text', 'line'], rows, (row) => [
    moment(table.time[row]! - origin), String(table.rank[row]), table.stream[row] === Stream.Stderr ? 'stderr' : 'stdout', table.text(row).replace(/\n$/u, ''), sourceLine(recording, table.line[row]!),
  ]);
}

/// The timeline's facts as rows of a table: in the order in which they happened or in that of a column, all or those that a query takes.
///
/// Nothing is made for a row until it is shown: a table of a million rows is a list of row numbers.

import { NO_RANK, RecordFlag, Stream } from '../../../protocol';
import {
  callName, collectiveTitle, duration, hasRoot, type Item, messageOf, moment, openSentence, orderedRows, payloadWords, previewPayload, receivingCall, type Query, type Recording, sendingCall, sourceLine, type SourceLine,
  sourceName, tagName, waitSentence, waitStateSentence,
} from '../../../trace';

export type TableKind = 'calls' | 'messages' | 'waits' | 'prints';

export type Cell = string | SourceLine | null;

export interface TableOrder {
  /// Index of the column, and whether the largest come first.
  readonly column: number;
  readonly falling: boolean;
}

export interface TableOptions {
  /// Only rows that it takes.
  readonly query?: Query | null;
  readonly order?: TableOrder | null;
}

export interface TableContent {
  readonly columns: readonly string[];
  /// By column: whether rows can be put in its order.
  readonly sortable: readonly boolean[];
  readonly count: number;
  /// Cells of the rows from `first` on, at most `count` of them.
  rows(first: number, count: number): readonly (readonly Cell[])[];
  /// What a row tells of.
  item(index: number): Item;
  /// Where an item stands, or the call or message that stands for it in this table; -1 when it has no row.
  indexOf(item: Item): number;
}

export const TABLE_KINDS: readonly TableKind[] = ['calls', 'messages', 'waits', 'prints'];

interface Column {
  readonly label: string;
  cell(row: number): Cell;
  /// What the column sorts by.
  key?(row: number): number;
}

/// `origin` is the moment that counts as 0, milliseconds since the world's start.
export function tableContent(recording: Recording, kind: TableKind, origin: number, options: TableOptions = {}): TableContent {
  const query = options.query ?? null;
  switch (kind) {
    case 'calls': return content(callRows(recording, query, false), callColumns(recording, origin), options, callItem, (item) => callRowOf(recording, item));
    case 'waits': return content(callRows(recording, query, true), waitColumns(recording, origin), options, callItem, (item) => callRowOf(recording, item));
    case 'messages': return content(messageRows(recording, query), messageColumns(recording, origin), options, (row) => ({ kind: 'message', row }), (item) => (item.kind === 'message' ? item.row : item.kind === 'call' ? messageOf(recording, item.row) : NO_ROW));
    case 'prints': return content(printRows(recording, query), printColumns(recording, origin), options, (row) => ({ kind: 'print', row }), (item) => (item.kind === 'print' ? item.row : NO_ROW));
  }
}

function content(rows: Int32Array, columns: readonly Column[], { order = null }: TableOptions, item: (row: number) => Item, rowOf: (item: Item) => number): TableContent {
  const key = order === null ? undefined : columns[order.column]?.key;
  const sorted = key === undefined ? rows : orderedRows(rows, key);
  if (key !== undefined && order?.falling === true) sorted.reverse();
  return {
    columns: columns.map(({ label }) => label), sortable: columns.map((column) => column.key !== undefined), count: sorted.length,
    rows: (first, count) => Array.from(sorted.subarray(first, first + count), (row) => columns.map(({ cell }) => cell(row))),
    item: (index) => item(sorted[index]!),
    indexOf: (asked) => {
      const row = rowOf(asked);
      return row === NO_ROW ? -1 : sorted.indexOf(row);
    },
  };
}

/// No row of any table: unfinished calls have the rows -1 - rank.
const NO_ROW = -(2 ** 31);

/// An unfinished call stands in the table as row -1 - rank.
function callItem(row: number): Item {
  return row < 0 ? { kind: 'open', rank: -1 - row } : { kind: 'call', row };
}

function callRowOf(recording: Recording, item: Item): number {
  if (item.kind === 'call') return item.row;
  if (item.kind === 'open') return -1 - item.rank;
  if (item.kind !== 'message') return NO_ROW;
  const [receive, send] = [receivingCall(recording, item.row), sendingCall(recording, item.row)];
  return receive >= 0 ? receive : send >= 0 ? send : NO_ROW;
}

/// Rows below `count` that `takes` takes, in the order of `key`.
function taken(count: number, takes: (row: number) => boolean, key: (row: number) => number): Int32Array {
  const rows = new Int32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) if (takes(row)) rows[length++] = row;
  return orderedRows(rows.subarray(0, length), key);
}

function callRows({ events, open }: Recording, query: Query | null, waits: boolean): Int32Array {
  const ended = taken(events.length, (row) => events.isCall(row) && (!waits || events.blocked[row]! > 0) && (query === null || query.call(row)), (row) => events.sequenceBegin[row]!);
  if (!waits) return ended;
  const still = open.flatMap((call) => (call === null || query?.open(call.rank) === false ? [] : [-1 - call.rank]));
  return Int32Array.from([...still, ...ended]);
}

function messageRows({ messages, events }: Recording, query: Query | null): Int32Array {
  return taken(messages.length, (row) => messages.send[row]! >= 0 && (query === null || query.message(row)), (row) => events.sequenceBegin[messages.send[row]!]!);
}

function printRows({ prints }: Recording, query: Query | null): Int32Array {
  return taken(prints.length, (row) => query === null || query.print(row), (row) => prints.sequence[row]!);
}

function callColumns(recording: Recording, origin: number): readonly Column[] {
  const { events } = recording;
  const grouped = (row: number): boolean => events.collective[row]! >= 0;
  return [
    { label: 'began', cell: (row) => moment(events.begin[row]! - origin), key: (row) => events.begin[row]! },
    { label: 'rank', cell: (row) => String(events.rank[row]), key: (row) => events.rank[row]! },
    { label: 'call', cell: (row) => callName(events.call[row]!, events.flags[row]!), key: (row) => events.call[row]! },
    {
      label: 'with', key: (row) => (grouped(row) ? -3 : events.peer[row]!),
      cell: (row) => (grouped(row) ? (hasRoot(events.call[row]!) ? `root ${events.peer[row]}` : 'all ranks') : events.peer[row] === NO_RANK ? '' : sourceName(events.peer[row]!)),
    },
    { label: 'tag', cell: (row) => (grouped(row) || events.peer[row] === NO_RANK ? '' : tagName(events.tag[row]!)), key: (row) => (grouped(row) ? NaN : events.tag[row]!) },
    { label: 'payload', cell: (row) => (events.message[row]! >= 0 || events.bytes[row]! > 0 ? payloadWords(recording, row) : ''), key: (row) => events.bytes[row]! },
    { label: 'took', cell: (row) => duration(events.end[row]! - events.begin[row]!), key: (row) => events.end[row]! - events.begin[row]! },
    { label: 'waited', cell: (row) => waitSentence(recording, row).replace(/^waited /u, ''), key: (row) => events.blocked[row]! },
    { label: 'line', cell: (row) => sourceLine(recording, events.line[row]!), key: (row) => events.line[row]! },
  ];
}

function waitColumns(recording: Recording, origin: number): readonly Column[] {
  const { events, open } = recording;
  const still = (row: number) => (row < 0 ? open[-1 - row] ?? null : null);
  return [
    { label: 'began', cell: (row) => moment((still(row)?.since ?? events.begin[row] ?? origin) - origin), key: (row) => still(row)?.since ?? events.begin[row]! },
    { label: 'rank', cell: (row) => String(row < 0 ? -1 - row : events.rank[row]), key: (row) => (row < 0 ? -1 - row : events.rank[row]!) },
    { label: 'call', cell: (row) => (row < 0 ? callName(still(row)?.call ?? 0, still(row)?.flags ?? 0) : callName(events.call[row]!, events.flags[row]!)), key: (row) => still(row)?.call ?? events.call[row]! },
    {
      label: 'waited', key: (row) => (row < 0 ? recording.time - (still(row)?.since ?? 0) : events.blocked[row]!),
      cell: (row) => {
        const call = still(row);
        if (call === null) return waitSentence(recording, row);
        const length = duration(recording.time - call.since);
        return `${openSentence(recording, call)}, ${recording.ended ? `never ended (${length})` : `for ${length} so far`}`;
      },
    },
    { label: 'line', cell: (row) => sourceLine(recording, still(row)?.line ?? events.line[row] ?? 0), key: (row) => still(row)?.line ?? events.line[row]! },
    { label: 'why', cell: (row) => (row < 0 ? '' : waitStateSentence(recording, row)) },
  ];
}

function messageColumns(recording: Recording, origin: number): readonly Column[] {
  const { messages, events } = recording;
  const send = (row: number): number => messages.send[row]!;
  const receive = (row: number): number => messages.receive[row]!;
  return [
    { label: 'sent', cell: (row) => moment(events.begin[send(row)]! - origin), key: (row) => events.begin[send(row)]! },
    { label: 'from', cell: (row) => String(messages.sender[row]), key: (row) => messages.sender[row]! },
    { label: 'to', cell: (row) => String(messages.receiver[row]), key: (row) => messages.receiver[row]! },
    { label: 'tag', cell: (row) => tagName(events.messageTag[send(row)]!), key: (row) => events.messageTag[send(row)]! },
    { label: 'payload', cell: (row) => payloadWords(recording, send(row)), key: (row) => events.bytes[send(row)]! },
    { label: 'values', cell: (row) => previewPayload(events.type[send(row)]!, events.preview(send(row)), events.bytes[send(row)]!) },
    {
      label: 'received', key: (row) => (receive(row) < 0 ? NaN : events.end[receive(row)]!),
      cell: (row) => (receive(row) < 0 ? (recording.ended ? 'never' : 'not yet') : `${moment(events.end[receive(row)]! - origin)}${events.has(receive(row), RecordFlag.Unexpected) ? ', unexpected' : ''}`),
    },
    { label: 'of', cell: (row) => (messages.collective[row]! >= 0 ? collectiveTitle(recording, messages.collective[row]!) : ''), key: (row) => messages.collective[row]! },
    { label: 'sent at', cell: (row) => sourceLine(recording, events.line[send(row)]!), key: (row) => events.line[send(row)]! },
    { label: 'received at', cell: (row) => (receive(row) < 0 ? null : sourceLine(recording, events.line[receive(row)]!)), key: (row) => (receive(row) < 0 ? NaN : events.line[receive(row)]!) },
    { label: 'waiting', cell: (row) => waitOfMessage(recording, row) },
  ];
}

/// Which end of a message waited for the other: `receiver 1.2 ms`.
function waitOfMessage(recording: Recording, row: number): string {
  if (recording.messages.internal[row] !== 0) return '';
  const { blocked } = recording.events;
  const [from, to] = [sendingCall(recording, row), receivingCall(recording, row)];
  return [from >= 0 && blocked[from]! > 0 ? `sender ${duration(blocked[from]!)}` : '', to >= 0 && blocked[to]! > 0 ? `receiver ${duration(blocked[to]!)}` : ''].filter((part) => part !== '').join(', ');
}

function printColumns(recording: Recording, origin: number): readonly Column[] {
  const { prints } = recording;
  return [
    { label: 'written', cell: (row) => moment(prints.time[row]! - origin), key: (row) => prints.time[row]! },
    { label: 'rank', cell: (row) => String(prints.rank[row]), key: (row) => prints.rank[row]! },
    { label: 'stream', cell: (row) => (prints.stream[row] === Stream.Stderr ? 'stderr' : 'stdout'), key: (row) => prints.stream[row]! },
    { label: 'text', cell: (row) => prints.text(row).replace(/\n$/u, '') },
    { label: 'line', cell: (row) => sourceLine(recording, prints.line[row]!), key: (row) => prints.line[row]! },
  ];
}

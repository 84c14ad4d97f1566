/// A block of trace records as columns: some thousand rows of the event table, in their order, so that equal things lie together and compress.
///
/// A block is: number of rows; number of runs, then (rank, rows) of each run of rows of one rank; number of calls that completed requests by
/// name, then of each (row in the block, how many, their numbers); the columns in their order; number of bytes of previews, then those.

import { COMPLETED_MOST, PREVIEW_BYTES, RecordKind, TRACE_HEADER_WORDS, TraceWord } from '../../protocol';
import type { Recording } from '../recording';
import { type ByteReader, type ByteWriter, Unreadable } from './bytes';
import { type ColumnKind, folded, milliseconds, nanoseconds, readColumn, unfolded, writeColumn } from './column';

/// Rows of a block written here, and at most of one read.
export const BLOCK_ROWS = 8192;
const MOST_ROWS = 65536;

/// The columns in their order. Names are those of `EventTable`; what is in milliseconds there is in nanoseconds here.
export const EVENT_COLUMNS = [
  ['previewLength', 'plain'],
  ['kind', 'plain'],
  ['flags', 'plain'],
  ['call', 'plain'],
  ['type', 'plain'],
  ['protocol', 'plain'],
  ['algorithm', 'plain'],
  ['sequenceBegin', 'step'],
  /// Less `sequenceBegin`.
  ['sequenceEnd', 'signed'],
  ['lamport', 'step'],
  ['begin', 'step'],
  /// Less `begin`.
  ['end', 'signed'],
  /// 0 when not known, else 1 + folded(arrived - begin).
  ['arrived', 'plain'],
  ['blocked', 'plain'],
  ['context', 'signed'],
  ['peer', 'signed'],
  ['tag', 'signed'],
  ['messageTag', 'signed'],
  ['bytes', 'plain'],
  ['line', 'plain'],
  ['messageNumber', 'step'],
  ['messagePeer', 'signed'],
  ['request', 'step'],
  ['collectiveNumber', 'step'],
  ['error', 'plain'],
] as const satisfies readonly (readonly [string, ColumnKind])[];

type ColumnName = (typeof EVENT_COLUMNS)[number][0];

/// By event row, the requests that its call completed by name: rows of `RequestTable` as linked lists.
export interface Completions {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

export function completionsOf({ events, requests }: Recording): Completions {
  const first = new Int32Array(events.length).fill(-1);
  const next = new Int32Array(requests.length).fill(-1);
  for (let request = requests.length - 1; request >= 0; request--) {
    const row = requests.returned[request]!;
    // A Wait for one request names it in its own record.
    if (row < 0 || events.request[row] === requests.number[request]) continue;
    next[request] = first[row]!;
    first[row] = request;
  }
  return { first, next };
}

export function writeEvents(out: ByteWriter, recording: Recording, completions: Completions, from: number, to: number): void {
  const { events } = recording;
  const rows = to - from;
  out.varint(rows);
  const runs: [rank: number, rows: number][] = [];
  for (let row = from; row < to; row++) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] === events.rank[row]) last[1]++;
    else runs.push([events.rank[row]!, 1]);
  }
  out.varint(runs.length);
  for (const [rank, count] of runs) {
    out.varint(rank);
    out.varint(count);
  }
  writeCompletions(out, recording, completions, from, to);
  const values = new Float64Array(rows);
  for (const [name, kind] of EVENT_COLUMNS) {
    fill(values, recording, name, from, to);
    writeColumn(out, kind, values, rows);
  }
  let previews = 0;
  for (let row = from; row < to; row++) previews += events.preview(row).length;
  out.varint(previews);
  for (let row = from; row < to; row++) out.raw(events.preview(row));
}

function writeCompletions(out: ByteWriter, { requests }: Recording, { first, next }: Completions, from: number, to: number): void {
  const calls: number[] = [];
  for (let row = from; row < to; row++) if (first[row]! >= 0) calls.push(row);
  out.varint(calls.length);
  for (const row of calls) {
    const numbers: number[] = [];
    for (let request = first[row]!; request >= 0; request = next[request]!) numbers.push(requests.number[request]!);
    out.varint(row - from);
    out.varint(numbers.length);
    for (const number of numbers) out.varint(number);
  }
}

function fill(values: Float64Array, { events, messages, collectives }: Recording, name: ColumnName, from: number, to: number): void {
  const each = (value: (row: number) => number): void => {
    for (let row = from; row < to; row++) values[row - from] = value(row);
  };
  switch (name) {
    case 'previewLength': return each((row) => events.preview(row).length);
    case 'sequenceEnd': return each((row) => events.sequenceEnd[row]! - events.sequenceBegin[row]!);
    case 'begin': return each((row) => nanoseconds(events.begin[row]!));
    case 'end': return each((row) => nanoseconds(events.end[row]!) - nanoseconds(events.begin[row]!));
    case 'arrived': return each((row) => {
      const message = events.message[row]!;
      const arrived = message >= 0 && messages.receive[message] === row ? messages.arrived[message]! : 0;
      return arrived > 0 ? 1 + folded(nanoseconds(arrived) - nanoseconds(events.begin[row]!)) : 0;
    });
    case 'blocked': return each((row) => Math.max(0, nanoseconds(events.blocked[row]!)));
    case 'messageNumber': return each((row) => (events.message[row]! >= 0 ? messages.number[events.message[row]!]! : 0));
    case 'collectiveNumber': return each((row) => (events.collective[row]! >= 0 ? collectives.number[events.collective[row]!]! : 0));
    default: {
      const column = events[name];
      return each((row) => column[row]!);
    }
  }
}

/// Records of one rank, whole, as its trace ring would hold them; 8-byte aligned.
export type Records = (rank: number, bytes: Uint8Array) => void;

/// Gives the block's records to `take`, run by run, and returns how many they were. Throws `Unreadable`.
export function readEvents(input: ByteReader, ranks: number, take: Records): number {
  const rows = input.count(MOST_ROWS, 'records in one block');
  const runs = readRuns(input, ranks, rows);
  const completed = readCompletions(input, rows);
  const values = new Float64Array(rows);
  readColumn(input, EVENT_COLUMNS[0][1], values, rows);
  const lengths = Uint32Array.from(values);
  const starts = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    if (values[row]! > PREVIEW_BYTES) throw new Unreadable('one of its previews is longer than a record holds');
    starts[row + 1] = starts[row]! + recordWords(lengths[row]!) + (completed.size > 0 ? completedWords(completed.get(row)?.length ?? 0) : 0);
  }
  const buffer = new ArrayBuffer(starts[rows]! * 4);
  const bytes = new Uint8Array(buffer);
  readColumns(input, buffer, starts, lengths, values, rows);
  const previews = input.raw(input.count(rows * PREVIEW_BYTES, 'bytes of previews'));
  let preview = 0;
  for (let row = 0; row < rows; row++) {
    const from = (starts[row]! + TRACE_HEADER_WORDS) * 4;
    for (let i = 0; i < lengths[row]!; i++) bytes[from + i] = previews[preview++]!;
  }
  if (preview !== previews.length) throw new Unreadable('its previews are not as long as its records say');
  for (const [row, numbers] of completed) putCompleted(new Int32Array(buffer), starts[row]! + recordWords(lengths[row]!), numbers);
  let row = 0;
  for (const [rank, count] of runs) {
    take(rank, bytes.subarray(starts[row]! * 4, starts[row + count]! * 4));
    row += count;
  }
  return rows;
}

function recordWords(preview: number): number {
  return TRACE_HEADER_WORDS + 2 * Math.ceil(preview / 8);
}

function readRuns(input: ByteReader, ranks: number, rows: number): readonly (readonly [rank: number, rows: number])[] {
  const runs: [number, number][] = [];
  let told = 0;
  for (let left = input.count(rows, 'runs of records in one block'); left > 0; left--) {
    const rank = input.varint();
    const count = input.count(rows, 'records in one run');
    if (rank >= ranks) throw new Unreadable(`it holds records of rank ${rank}, but the run has ranks 0 to ${ranks - 1}`);
    told += count;
    runs.push([rank, count]);
  }
  if (told !== rows) throw new Unreadable('its runs of records do not add up');
  return runs;
}

function readCompletions(input: ByteReader, rows: number): ReadonlyMap<number, Uint32Array> {
  const completed = new Map<number, Uint32Array>();
  for (let left = input.count(rows, 'calls that completed requests'); left > 0; left--) {
    const row = input.varint();
    if (row >= rows || completed.has(row)) throw new Unreadable('a call that completed requests is not one of its records');
    // A number takes a byte or more.
    const numbers = new Uint32Array(input.count(input.left, 'requests'));
    for (let i = 0; i < numbers.length; i++) numbers[i] = input.varint();
    completed.set(row, numbers);
  }
  return completed;
}

/// The words that take a column's value as it is.
const WORDS: Readonly<Partial<Record<ColumnName, TraceWord>>> = {
  call: TraceWord.Call, context: TraceWord.Context, peer: TraceWord.Peer, tag: TraceWord.Tag, messageTag: TraceWord.MessageTag, bytes: TraceWord.Bytes, line: TraceWord.Line,
  messageNumber: TraceWord.Message, messagePeer: TraceWord.MessagePeer, request: TraceWord.Request, collectiveNumber: TraceWord.Collective,
  sequenceBegin: TraceWord.SequenceBegin, lamport: TraceWord.Lamport,
};

/// Reads the columns after the first into the records that begin at words `starts` of `buffer`.
function readColumns(input: ByteReader, buffer: ArrayBuffer, starts: Uint32Array, lengths: Uint32Array, values: Float64Array, rows: number): void {
  const words = new Int32Array(buffer);
  const times = new Float64Array(buffer);
  const singles = new Float32Array(buffer);
  const begin = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    words[starts[row]! + TraceWord.Head] = recordWords(lengths[row]!) << 16;
    words[starts[row]! + TraceWord.Preview] = lengths[row]!;
  }
  const merge = (word: TraceWord, shift: number, mask: number): void => {
    for (let row = 0; row < rows; row++) words[starts[row]! + word]! |= (values[row]! & mask) << shift;
  };
  for (const [name, kind] of EVENT_COLUMNS.slice(1)) {
    const something = readColumn(input, kind, values, rows);
    if (name === 'kind') {
      for (let row = 0; row < rows; row++) {
        // These two are no rows: a recording takes them for something else.
        if (values[row] === RecordKind.Completed || values[row] === RecordKind.Variables || values[row]! > 0xff) throw new Unreadable(`it holds a row of kind ${values[row]}, which cannot be`);
      }
    }
    // Records are zero where nothing was written.
    if (!something && name !== 'end' && name !== 'sequenceEnd') continue;
    const word = WORDS[name];
    if (word !== undefined) {
      for (let row = 0; row < rows; row++) words[starts[row]! + word] = values[row]!;
      continue;
    }
    switch (name) {
      case 'kind': merge(TraceWord.Head, 0, 0xff); break;
      case 'flags': merge(TraceWord.Head, 8, 0xff); break;
      case 'type': merge(TraceWord.Type, 0, 0xffff); break;
      case 'protocol': merge(TraceWord.Type, 16, 0xff); break;
      case 'algorithm': merge(TraceWord.Type, 24, 0xff); break;
      case 'error': merge(TraceWord.Preview, 16, 0xffff); break;
      case 'sequenceEnd': for (let row = 0; row < rows; row++) words[starts[row]! + TraceWord.SequenceEnd] = (words[starts[row]! + TraceWord.SequenceBegin]! >>> 0) + values[row]!; break;
      case 'begin': for (let row = 0; row < rows; row++) times[(starts[row]! + TraceWord.Begin) >> 1] = milliseconds((begin[row] = values[row]!)); break;
      case 'end': for (let row = 0; row < rows; row++) times[(starts[row]! + TraceWord.End) >> 1] = milliseconds(begin[row]! + values[row]!); break;
      case 'arrived': for (let row = 0; row < rows; row++) if (values[row]! > 0) times[(starts[row]! + TraceWord.Arrived) >> 1] = milliseconds(begin[row]! + unfolded(values[row]! - 1)); break;
      case 'blocked': for (let row = 0; row < rows; row++) singles[starts[row]! + TraceWord.Blocked] = milliseconds(values[row]!); break;
    }
  }
}

function completedWords(numbers: number): number {
  let words = 0;
  for (let left = numbers; left > 0; left -= COMPLETED_MOST) words += TRACE_HEADER_WORDS + 2 * Math.ceil(Math.min(left, COMPLETED_MOST) / 2);
  return words;
}

/// Completed records of these requests, from word `at` on.
function putCompleted(words: Int32Array, at: number, numbers: Uint32Array): void {
  let base = at;
  for (let i = 0; i < numbers.length; i += COMPLETED_MOST) {
    const part = numbers.subarray(i, i + COMPLETED_MOST);
    const length = TRACE_HEADER_WORDS + 2 * Math.ceil(part.length / 2);
    words[base + TraceWord.Head] = RecordKind.Completed | (length << 16);
    words[base + TraceWord.Preview] = part.length * 4;
    words.set(part, base + TRACE_HEADER_WORDS);
    base += length;
  }
}

/// A recording in the Trace Event Format of Chrome, which Perfetto and speedscope open ("Trace Event Format", docs of catapult): a rank is a
/// thread, a call a slice, a message an arrow between slices (flow events), a write an instant, unexpected messages a counter for each rank.

import { ALGORITHM_NAMES, NO_RANK, RecordFlag, RecordKind, Stream } from '../../protocol';
import type { RunAbout } from '../file';
import { orderedPoints } from '../order';
import { place } from '../placement';
import { previewPayload, typeName } from '../preview';
import type { Recording } from '../recording';
import { waitSentence } from '../waiting';
import { callName, communicatorName, sourceLine, tagName } from '../words';

/// One process; its threads are numbered from 1, for 0 is the idle thread to Perfetto.
const PROCESS = 1;
/// Events that are joined to one piece of text.
const PIECE = 2000;

/// When things happened in whole nanoseconds, so that slices of a thread neither touch nor overlap and each end of a message lies within a
/// slice: clocks tie, and a viewer hangs an arrow on the slice around it.
interface Moments {
  /// By event row.
  readonly begin: Float64Array;
  readonly end: Float64Array;
  /// By print row.
  readonly print: Float64Array;
  /// By rank, of its open call.
  readonly open: Float64Array;
  /// By message row: departure and receipt; NaN when no slice lies around it.
  readonly sent: Float64Array;
  readonly received: Float64Array;
  readonly first: number;
  readonly last: number;
}

/// The JSON text in pieces. The recording has ended.
export function* chromeTrace(recording: Recording, about: RunAbout): Generator<string, undefined> {
  const moments = momentsOf(recording);
  const { command } = about;
  yield `{"displayTimeUnit":"ns","otherData":${JSON.stringify({ command, ranks: recording.ranks, recorder: 'Commworld' })},"traceEvents":[\n`;
  let piece: string[] = [];
  let separator = '';
  for (const event of chromeEvents(recording, about, moments)) {
    piece.push(JSON.stringify(event));
    if (piece.length < PIECE) continue;
    yield separator + piece.join(',\n');
    separator = ',\n';
    piece = [];
  }
  yield `${piece.length > 0 ? separator : ''}${piece.join(',\n')}\n]}\n`;
}

type ChromeEvent = Readonly<Record<string, unknown>>;

function* chromeEvents(recording: Recording, about: RunAbout, moments: Moments): Generator<ChromeEvent, undefined> {
  const { events, prints, open } = recording;
  const at = (moment: number): number => (moment - moments.first) / 1000;
  const of = (rank: number): ChromeEvent => ({ pid: PROCESS, tid: rank + 1 });
  yield { ph: 'M', name: 'process_name', pid: PROCESS, args: { name: about.command === '' ? 'Commworld' : about.command } };
  for (let rank = 0; rank < recording.ranks; rank++) {
    yield { ph: 'M', name: 'thread_name', ...of(rank), args: { name: `rank ${rank}` } };
    yield { ph: 'M', name: 'thread_sort_index', ...of(rank), args: { sort_index: rank } };
  }
  for (let row = 0; row < events.length; row++) {
    if (events.kind[row] !== RecordKind.Call) continue;
    const rank = events.rank[row]!;
    const [begin, end] = [moments.begin[row]!, moments.end[row]!];
    yield { ph: 'X', name: callName(events.call[row]!, events.flags[row]!), cat: 'mpi', ts: at(begin), dur: (end - begin) / 1000, ...of(rank), args: callArguments(recording, row) };
  }
  for (const call of open) {
    if (call === null) continue;
    const begin = moments.open[call.rank]!;
    yield { ph: 'X', name: `${callName(call.call, call.flags)} (never ended)`, cat: 'mpi', ts: at(begin), dur: (moments.last - begin) / 1000, ...of(call.rank), args: located(recording, call.line) };
  }
  yield* flows(recording, moments, at, of);
  for (let row = 0; row < prints.length; row++) {
    const text = prints.text(row);
    const args = { stream: prints.stream[row] === Stream.Stderr ? 'stderr' : 'stdout', text, ...located(recording, prints.line[row]!) };
    yield { ph: 'i', s: 't', name: text.trim() === '' ? 'print' : text.trim(), cat: 'output', ts: at(moments.print[row]!), ...of(prints.rank[row]!), args };
  }
  yield* unexpected(recording, moments, at);
}

/// An arrow for each message of which both ends lie within slices.
function* flows({ messages, collectives, events }: Recording, { sent, received }: Moments, at: (moment: number) => number, of: (rank: number) => ChromeEvent): Generator<ChromeEvent, undefined> {
  for (let row = 0; row < messages.length; row++) {
    if (!(received[row]! >= sent[row]!)) continue;
    const group = messages.collective[row]!;
    const name = group >= 0 && collectives.call[group] !== 0 ? `message of ${callName(collectives.call[group]!, 0)}` : 'message';
    const flow = { name, cat: messages.internal[row] === 1 ? 'message inside a collective' : 'message', id: row + 1 };
    const args = { tag: tagName(events.messageTag[messages.send[row]!]!), bytes: events.bytes[messages.send[row]!] };
    yield { ph: 's', ...flow, ts: at(sent[row]!), ...of(messages.sender[row]!), args };
    yield { ph: 'f', bp: 'e', ...flow, ts: at(received[row]!), ...of(messages.receiver[row]!) };
  }
}

/// How many messages lay in each rank's unexpected queue, at each change.
function* unexpected({ ranks, events, messages }: Recording, { sent, begin, last }: Moments, at: (moment: number) => number): Generator<ChromeEvent, undefined> {
  const changes: [moment: number, by: number][][] = Array.from({ length: ranks }, () => []);
  for (let row = 0; row < messages.length; row++) {
    const [send, receive] = [messages.send[row]!, messages.receive[row]!];
    const queue = changes[messages.receiver[row]!];
    if (queue === undefined || send < 0 || messages.internal[row] === 1) continue;
    const left = sent[row]! >= 0 ? sent[row]! : begin[send]!;
    if (receive < 0) queue.push([left, 1], [last, -1]);
    else if (events.has(receive, RecordFlag.Unexpected)) {
      const posted = Math.max(left, begin[receive]!);
      queue.push([Math.min(Math.max(left, Math.round(messages.arrived[row]! * 1e6)), posted), 1], [posted, -1]);
    }
  }
  for (const [rank, queue] of changes.entries()) {
    let messages = 0;
    for (const [moment, by] of queue.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
      messages += by;
      yield { ph: 'C', name: `unexpected messages at rank ${rank}`, ts: at(moment), pid: PROCESS, args: { messages } };
    }
  }
}

function callArguments(recording: Recording, row: number): Record<string, unknown> {
  const { events, messages, collectives } = recording;
  const message = events.message[row]!;
  const group = events.collective[row]!;
  const values = previewPayload(events.type[row]!, events.preview(row), events.bytes[row]!);
  const waited = waitSentence(recording, row);
  return {
    communicator: communicatorName(events.context[row]!),
    ...(group >= 0 ? { root: events.peer[row]! >= 0 ? events.peer[row] : undefined, algorithm: ALGORITHM_NAMES[collectives.algorithm[group]!] || undefined } : {}),
    ...(group < 0 && events.peer[row] !== NO_RANK ? { peer: events.peer[row] === -1 ? 'any' : events.peer[row], tag: tagName(events.tag[row]!) } : {}),
    ...(message >= 0 ? { sender: messages.sender[message], receiver: messages.receiver[message], messageTag: tagName(events.messageTag[row]!) } : {}),
    ...(events.bytes[row]! > 0 ? { bytes: events.bytes[row], datatype: typeName(events.type[row]!) } : {}),
    ...(values === '' ? {} : { values }),
    ...(events.request[row]! > 0 ? { request: events.request[row] } : {}),
    ...(events.blocked[row]! > 0 ? { blockedMicroseconds: Math.round(events.blocked[row]! * 1e6) / 1000 } : {}),
    ...(waited === '' ? {} : { waited }),
    ...(events.has(row, RecordFlag.Failed) ? { failed: true } : {}),
    ...located(recording, events.line[row]!),
  };
}

function located(recording: Recording, line: number): Record<string, unknown> {
  const source = sourceLine(recording, line);
  return source === null ? {} : { source: `${source.file}:${source.line}` };
}

function momentsOf(recording: Recording): Moments {
  const { wall } = place(recording);
  const { events, messages, prints, ranks } = recording;
  const begin = new Float64Array(events.length);
  const end = new Float64Array(events.length);
  const print = new Float64Array(prints.length);
  const sent = new Float64Array(messages.length).fill(NaN);
  const received = new Float64Array(messages.length).fill(NaN);
  const last = new Float64Array(ranks).fill(-Infinity);
  const put = (rank: number, milliseconds: number, least: number): number => (last[rank] = Math.max(Math.round(milliseconds * 1e6), last[rank]!, least));
  for (const point of orderedPoints(recording)) {
    if (point >= 2 * events.length) {
      const row = point - 2 * events.length;
      print[row] = put(prints.rank[row]!, wall.print[row]!, -Infinity);
      continue;
    }
    const row = point >>> 1;
    const rank = events.rank[row]!;
    const call = events.kind[row] === RecordKind.Call;
    const message = events.message[row]!;
    if ((point & 1) === 0) {
      begin[row] = put(rank, wall.begin[row]!, -Infinity);
      if (message >= 0 && messages.send[message] === row) sent[message] = begin[row]!;
      continue;
    }
    const receives = message >= 0 && messages.receive[message] === row;
    const arrival = receives && sent[message]! >= -Infinity ? sent[message]! + 1 : -Infinity;
    // A call ends after all that happened in it: its slice is never empty.
    end[row] = put(rank, wall.end[row]!, Math.max(call ? last[rank]! + 1 : -Infinity, call ? arrival + 1 : arrival));
    if (receives) received[message] = call ? end[row]! - 1 : end[row]!;
  }
  const open = new Float64Array(ranks);
  let latest = Math.round(wall.to * 1e6);
  for (const call of recording.open) {
    if (call === null) continue;
    open[call.rank] = put(call.rank, wall.open[call.rank]!, -Infinity);
    latest = Math.max(latest, open[call.rank]! + 2);
  }
  for (let message = 0; message < messages.length; message++) {
    const [send, receive] = [messages.send[message]!, messages.receive[message]!];
    const from = send < 0 ? NOWHERE : enclosing(recording, send, events.sequenceBegin[send]!);
    // A departure with the same sequence number as its call's begin was placed before that.
    if (from >= 0) sent[message] = Math.max(sent[message]!, begin[from]!);
    else sent[message] = from === NOWHERE ? NaN : Math.max(sent[message]!, open[events.rank[send]!]!);
    if (receive < 0) continue;
    const around = enclosing(recording, receive, events.sequenceEnd[receive]!);
    if (around === NOWHERE) received[message] = NaN;
    else if (around === OPEN) received[message] = Math.max(received[message]!, open[events.rank[receive]!]!);
  }
  let first = latest;
  for (const moment of begin) if (moment < first) first = moment;
  for (const moment of print) if (moment < first) first = moment;
  for (const moment of end) if (moment > latest) latest = moment;
  for (const call of recording.open) if (call !== null) first = Math.min(first, open[call.rank]!);
  return { begin, end, print, open, sent, received, first, last: latest };
}

const NOWHERE = -1;
const OPEN = -2;

/// The row of the rank's call around a point of the event `row`; `OPEN` for the one that never ended.
function enclosing({ events, callsOf, open }: Recording, row: number, sequence: number): number {
  if (events.kind[row] === RecordKind.Call) return row;
  const rank = events.rank[row]!;
  const calls = callsOf[rank]!;
  const call = calls.at(calls.lowerBound(events.sequenceEnd, sequence));
  if (call >= 0) return events.sequenceBegin[call]! <= sequence ? call : NOWHERE;
  const last = open[rank] ?? null;
  return last !== null && last.sequence <= sequence ? OPEN : NOWHERE;
}

/// A recording as a log for ShiViz (Beschastnikh et al., Visualizing Distributed System Executions, TOSEM 2020), with vector clocks.
///
/// An event is a departure, a receipt, a write, the entry into a collective and the leave from it; the messages inside collectives are no
/// events, but carry their sender's clock: who leaves a barrier has everybody's entry before it. Init and Finalize are left out.
/// The file's first line is the regular expression that reads it, the second (delimiter of several runs) is empty.

import { isCollective, MpiCall, Protocol, RecordFlag, RecordKind } from '../../protocol';
import { collectiveTitle } from '../describe';
import { orderedPoints } from '../order';
import { previewPayload } from '../preview';
import type { Recording } from '../recording';
import { callName, sourceLine, tagName } from '../words';

/// Reads an event from two lines of the log. ShiViz puts `^` before it and `$` behind it.
export const SHIVIZ_EXPRESSION = String.raw`(?<host>\S*) (?<clock>{.*})\n(?<line>\S*) (?<event>.*)`;

const PIECE = 2000;

/// The log's text in pieces. The recording has ended.
export function* shivizLog(recording: Recording): Generator<string, undefined> {
  yield `${SHIVIZ_EXPRESSION}\n\n`;
  let piece = '';
  let count = 0;
  for (const { rank, clock, line, text } of shivizEvents(recording)) {
    piece += `rank${rank} ${clockText(clock)}\n${lineName(recording, line)} ${text.replace(/\s+/gu, ' ').trim()}\n`;
    if (++count % PIECE !== 0) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

export interface ShivizEvent {
  readonly rank: number;
  /// By rank, how many of its events happened before this one, or are this one. Changed by the next step: copy it to keep it.
  readonly clock: Uint32Array;
  readonly line: number;
  readonly text: string;
  /// The event row, or -1 - print row.
  readonly row: number;
}

/// In an order in which nothing stands before what it happened after.
export function* shivizEvents(recording: Recording): Generator<ShivizEvent, undefined> {
  const { events, messages, prints, ranks } = recording;
  const clocks = Array.from({ length: ranks }, () => new Uint32Array(ranks));
  /// By message: the sender's clock when it left; the receiver's when its receive was posted, of those whose sender waits for that.
  const departed = new Map<number, Uint32Array>();
  const posted = new Map<number, Uint32Array>();
  const merge = (rank: number, other: Uint32Array | undefined): void => {
    const own = clocks[rank]!;
    if (other !== undefined) for (let i = 0; i < ranks; i++) if (other[i]! > own[i]!) own[i] = other[i]!;
  };
  const happens = (rank: number, row: number, line: number, text: string): ShivizEvent => {
    clocks[rank]![rank]!++;
    return { rank, clock: clocks[rank]!, line, text, row };
  };
  for (const point of orderedPoints(recording)) {
    if (point >= 2 * events.length) {
      const print = point - 2 * events.length;
      yield happens(prints.rank[print]!, -1 - print, prints.line[print]!, `prints ${JSON.stringify(prints.text(print).replace(/\n$/u, ''))}`);
      continue;
    }
    const row = point >>> 1;
    const rank = events.rank[row]!;
    const message = events.message[row]!;
    const sends = message >= 0 && messages.send[message] === row;
    const receives = message >= 0 && messages.receive[message] === row;
    const inner = events.has(row, RecordFlag.Internal);
    const line = events.line[row]!;
    const waits = message >= 0 && messages.send[message]! >= 0 && waitsForReceiver(events.protocol[messages.send[message]!]!);
    if ((point & 1) === 0) {
      if (isMember(recording, row)) yield happens(rank, row, line, `enters ${title(recording, row)}`);
      if (sends && !inner) yield happens(rank, row, line, messageText(recording, row, 'to', messages.receiver[message]!));
      if (sends) departed.set(message, clocks[rank]!.slice());
      if (receives && waits) posted.set(message, clocks[rank]!.slice());
      continue;
    }
    if (receives) {
      merge(rank, departed.get(message));
      departed.delete(message);
      if (!inner) yield happens(rank, row, line, messageText(recording, row, 'from', messages.sender[message]!));
    }
    if (sends && waits) {
      merge(rank, posted.get(message));
      posted.delete(message);
    }
    if (isMember(recording, row)) yield happens(rank, row, line, `leaves ${title(recording, row)}`);
  }
}

function waitsForReceiver(protocol: number): boolean {
  return protocol === Protocol.Rendezvous || protocol === Protocol.Synchronous;
}

/// Whether an event is a rank's part in a collective that a program calls.
function isMember({ events }: Recording, row: number): boolean {
  const call = events.call[row]!;
  return events.kind[row] === RecordKind.Call && isCollective(call) && call !== MpiCall.Init && call !== MpiCall.Finalize;
}

function title(recording: Recording, row: number): string {
  const { events } = recording;
  return events.collective[row]! >= 0 ? collectiveTitle(recording, events.collective[row]!) : callName(events.call[row]!, events.flags[row]!);
}

function messageText({ events }: Recording, row: number, direction: string, peer: number): string {
  const values = previewPayload(events.type[row]!, events.preview(row), events.bytes[row]!);
  return `${callName(events.call[row]!, events.flags[row]!)} ${direction} rank ${peer}, tag ${tagName(events.messageTag[row]!)}${values === '' ? '' : `: ${values}`}`;
}

function clockText(clock: Uint32Array): string {
  const parts: string[] = [];
  for (let rank = 0; rank < clock.length; rank++) if (clock[rank]! > 0) parts.push(`"rank${rank}":${clock[rank]}`);
  return `{${parts.join(',')}}`;
}

function lineName(recording: Recording, line: number): string {
  const source = sourceLine(recording, line);
  return source === null ? '-' : `${source.file.replace(/\s/gu, '_')}:${source.line}`;
}

/// Small words for quantities and names, used wherever a recording is told to people.

import { ANY_RANK, MPI_CALLS, MpiCall, Protocol, RecordFlag, SELF_CONTEXT, unpackLine, WORLD_CONTEXT } from '../protocol';
import type { Recording } from './recording';

/// A place in a student's source.
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

export function sourceLine(recording: Recording, word: number): SourceLine | null {
  if (word === 0) return null;
  const { file, line } = unpackLine(word);
  const path = recording.sources[file - 1];
  return path === undefined || line === 0 ? null : { file: path, line };
}

/// The text of a source line as it was when the run began; null when it is not known.
export function lineText(recording: Recording, word: number): string | null {
  if (word === 0) return null;
  const { file, line } = unpackLine(word);
  return linesOf(recording, file - 1)[line - 1] ?? null;
}

const LINES = new WeakMap<readonly (string | null)[], (readonly string[])[]>();

/// A source's lines; cut once, they are asked for in every frame of a replay.
function linesOf({ texts }: Recording, source: number): readonly string[] {
  let all = LINES.get(texts);
  if (all === undefined) LINES.set(texts, (all = []));
  return (all[source] ??= texts[source]?.split('\n').map((line) => line.replace(/\r$/u, '')) ?? []);
}

/// A duration given in milliseconds. Browser clocks tick in 5 us, so less than that is not told apart from nothing.
export function duration(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size < 0.005) return 'less than 5 µs';
  if (size < 1) return `${trimmed(milliseconds * 1000, 3)} µs`;
  if (size < 1000) return `${trimmed(milliseconds, 3)} ms`;
  return `${trimmed(milliseconds / 1000, 3)} s`;
}

/// A moment on the wall axis, relative to its start.
export function moment(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size < 0.0005) return '0';
  if (size < 1) return `${trimmed(milliseconds * 1000, 4)} µs`;
  if (size < 1000) return `${trimmed(milliseconds, 5)} ms`;
  return `${trimmed(milliseconds / 1000, 5)} s`;
}

function trimmed(value: number, digits: number): string {
  const text = value.toPrecision(digits);
  return text.includes('e') ? String(Math.round(value)) : text.includes('.') ? text.replace(/\.?0+$/u, '') : text;
}

export function byteCount(bytes: number): string {
  if (bytes === 1) return '1 byte';
  if (bytes < 10_000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${trimmed(value, 3)} ${units[unit]}`;
}

/// The call as the student typed it: `Send`, or `send` for the lower-case methods, which pickle.
export function callName(call: number, flags: number): string {
  const name = MPI_CALLS[call] ?? `call ${call}`;
  return (flags & RecordFlag.Object) !== 0 ? name.toLowerCase() : name;
}

export function communicatorName(context: number): string {
  if (context === WORLD_CONTEXT) return 'COMM_WORLD';
  if (context === SELF_CONTEXT) return 'COMM_SELF';
  return `communicator ${context / 2 - 1}`;
}

export function protocolName(protocol: number): string {
  switch (protocol) {
    case Protocol.Eager: return 'eager: copied out at once, the sender did not wait';
    case Protocol.Rendezvous: return 'rendezvous: the sender waited for the receive';
    case Protocol.Synchronous: return 'synchronous: the sender waited for the receive';
    case Protocol.Buffered: return 'buffered: copied aside, the sender did not wait';
    case Protocol.Ready: return 'ready: the receive had to be posted before';
    default: return '';
  }
}

export function tagName(tag: number): string {
  return tag === -1 ? 'ANY_TAG' : String(tag);
}

export function sourceName(rank: number): string {
  return rank === ANY_RANK ? 'ANY_SOURCE' : `rank ${rank}`;
}

/// Whether a call's peer is its root.
export function hasRoot(call: number): boolean {
  return call === MpiCall.Bcast || call === MpiCall.Gather || call === MpiCall.Gatherv || call === MpiCall.Scatter || call === MpiCall.Scatterv || call === MpiCall.Reduce;
}

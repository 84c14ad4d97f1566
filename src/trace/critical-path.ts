/// The critical path: the chain of computing, calls and messages that determined when the run ended.
///
/// Found backwards from the run's last event, as Scalasca does (Böhme, Wolf, de Supinski, Schulz, Geimer: Scalable Critical-Path Based
/// Performance Analysis, IPDPS 2012): on a rank until it had waited for another; there the path goes over to that one, at the moment its
/// message left (or, where a sender waited for the match, its receive was posted). Waiting is never on the path: shortening anything
/// that is not on it ends the run no sooner.
///
/// Whether a rank waited is read from order, not from clocks: it did when it was in its call already as the message left. Where order does
/// not tell (the message was under way), the blocked time and the moment of arrival do.

import { MpiCall, RecordFlag } from '../protocol';
import { completionOf, type Dependencies, dependenciesOf } from './dependencies';
import type { Emphasis, PathPoint } from './emphasis';
import { landedAt } from './flight';
import { grown } from './growable';
import type { Axis } from './placement';
import type { Recording } from './recording';
import { cutOffCalls } from './waiting';

export const enum PathKind {
  /// Outside MPI. `row` is the call it led up to, -1 after a rank's last.
  Compute = 0,
  /// In a call, not waiting for a rank. `row` is the call.
  Call = 1,
  /// A message under way. `row` is the message; the rank is its receiver.
  Message = 2,
  /// From the posting of a receive to the end of the send that had waited for it. `row` is the message; the rank is its sender.
  Match = 3,
  /// Before the rank's program began MPI: its interpreter started, or it imported and computed; no record tells. `row` is its Init.
  Start = 4,
}

/// Parts of the path as columns, in the order of time. Part i reaches from `at[i]` to `at[i + 1]`.
export interface CriticalPath {
  readonly length: number;
  /// `PathKind`.
  readonly kind: Uint8Array;
  readonly rank: Uint8Array;
  readonly row: Int32Array;
  /// Milliseconds on the wall axis; `length + 1` of them.
  readonly at: Float64Array;
  /// Milliseconds of `Call` parts that the rank was blocked, for whom no record tells (one-sided, probes).
  readonly blocked: number;
  /// Whether calls never ended: the path then leads to the last that did happen.
  readonly hung: boolean;
}

/// Two moments closer than this are one to a browser's clock, milliseconds.
const TICK = 0.005;

/// The critical path of a run that has ended. `wall` is its wall axis. O(events).
export function criticalPath(recording: Recording, wall: Axis): CriticalPath {
  return new Walk(recording, wall).path();
}

class Walk {
  private readonly edges: Dependencies;
  /// By rank: index of the next edge to look at, and of the next call; both only go back.
  private readonly edge: Int32Array;
  private readonly call: Int32Array;
  private readonly localCall: Int32Array;
  private readonly cutOff: readonly number[];
  // Backwards until `path` turns them.
  private length = 0;
  private kind = new Uint8Array(0);
  private rank = new Uint8Array(0);
  private row = new Int32Array(0);
  private from = new Float64Array(0);
  private blocked = 0;

  constructor(private readonly recording: Recording, private readonly wall: Axis) {
    this.edges = dependenciesOf(recording);
    this.edge = Int32Array.from({ length: recording.ranks }, (_, rank) => this.edges.start[rank + 1]! - 1);
    this.call = Int32Array.from(recording.callsOf, (calls) => calls.length - 1);
    this.localCall = this.call.slice();
    this.cutOff = cutOffCalls(recording);
  }

  path(): CriticalPath {
    const { wall } = this;
    const end = this.last();
    let { rank, time } = end;
    let bound = Infinity;
    while (time > wall.from) {
      const found = this.waitBefore(rank, bound);
      const reached = found === null ? wall.from : clamp(found.to, wall.from, time);
      this.local(rank, reached, time);
      time = reached;
      if (found === null) break;
      const left = clamp(found.from, wall.from, time);
      this.put(found.message >= 0 ? PathKind.Message : PathKind.Match, rank, found.message >= 0 ? found.message : -1 - found.message, left);
      time = left;
      rank = found.fromRank;
      bound = found.fromSequence;
    }
    return this.turned(end.time);
  }

  /// Where the run ended: the last moment of the rank that was last. Calls that never ended count up to their begin.
  private last(): { readonly rank: number; readonly time: number } {
    const { recording, wall } = this;
    let last = { rank: 0, time: wall.from, sequence: -1 };
    const take = (rank: number, time: number, sequence: number): void => {
      if (time > last.time || (time === last.time && sequence > last.sequence)) last = { rank, time, sequence };
    };
    for (let rank = 0; rank < recording.ranks; rank++) {
      const calls = recording.callsOf[rank]!;
      const row = calls.at(calls.length - 1);
      if (row >= 0) {
        const cut = this.cutOff[rank] === row;
        take(rank, cut ? wall.begin[row]! : wall.end[row]!, cut ? recording.events.sequenceBegin[row]! : recording.events.sequenceEnd[row]!);
      }
      const prints = recording.printsOf[rank]!;
      const print = prints.at(prints.length - 1);
      if (print >= 0) take(rank, wall.print[print]!, recording.prints.sequence[print]!);
    }
    return last;
  }

  /// The last wait of a rank before `bound` (a sequence number), as the edge that ended it; null when it had none.
  private waitBefore(rank: number, bound: number): { readonly message: number; readonly fromRank: number; readonly fromSequence: number; readonly from: number; readonly to: number } | null {
    const { start, fromRank, fromSequence, toSequence, message } = this.edges;
    const { recording, wall } = this;
    const { events, messages } = recording;
    const first = start[rank]!;
    let at = this.edge[rank]!;
    while (at >= first && toSequence[at]! >= bound) at--;
    while (at >= first) {
      // Of edges to one point (a Waitall) the one that came last binds.
      const point = toSequence[at]!;
      let latest = at;
      let before = at - 1;
      for (; before >= first && toSequence[before] === point; before--) if (fromSequence[before]! > fromSequence[latest]!) latest = before;
      const call = this.callAt(rank, point);
      const name = message[latest]!;
      const row = name >= 0 ? name : -1 - name;
      const receive = messages.receive[row]!;
      const target = name >= 0 ? receive : completionOf(recording, messages.send[row]!);
      if (call >= 0 && target >= 0) {
        const own = name >= 0 ? events.sequenceBegin[receive]! : events.sequenceBegin[messages.send[row]!]!;
        const earlier = before >= first ? toSequence[before]! : 0;
        const ready = Math.max(events.sequenceBegin[call]!, own, earlier);
        if (fromSequence[latest]! > ready || (name >= 0 && this.wasUnderWay(row, receive, call, before >= first ? before : -1))) {
          this.edge[rank] = before;
          return {
            message: name, fromRank: fromRank[latest]!, fromSequence: fromSequence[latest]!,
            from: wall.begin[name >= 0 ? messages.send[row]! : receive]!, to: wall.end[target]!,
          };
        }
      }
      at = before;
    }
    this.edge[rank] = at;
    return null;
  }

  /// Whether a rank that was blocked in `call` had to wait for the arrival of a message that had left before.
  private wasUnderWay(message: number, receive: number, call: number, earlier: number): boolean {
    const { recording, wall, edges } = this;
    const { events } = recording;
    if (!(events.blocked[call]! > 0) || events.has(receive, RecordFlag.Unexpected)) return false;
    let since = Math.max(wall.begin[call]!, wall.begin[receive]!);
    if (earlier >= 0 && edges.message[earlier]! >= 0) since = Math.max(since, wall.end[recording.messages.receive[edges.message[earlier]!]!]!);
    return landedAt(recording, message) > since + TICK;
  }

  /// The call of a rank that holds a point; -1 for none. Points are asked for from the last to the first.
  private callAt(rank: number, sequence: number): number {
    const { events, callsOf } = this.recording;
    const calls = callsOf[rank]!;
    let at = this.call[rank]!;
    while (at >= 0 && events.sequenceBegin[calls.at(at)]! > sequence) at--;
    this.call[rank] = at;
    const row = calls.at(at);
    return row >= 0 && events.sequenceEnd[row]! >= sequence ? row : -1;
  }

  /// What a rank did between two moments, backwards.
  private local(rank: number, from: number, to: number): void {
    const { recording, wall } = this;
    const calls = recording.callsOf[rank]!;
    let at = this.localCall[rank]!;
    let time = to;
    while (time > from && at >= 0) {
      const row = calls.at(at);
      const begin = wall.begin[row]!;
      const end = this.cutOff[rank] === row ? begin : wall.end[row]!;
      if (end <= from) break;
      if (begin < time) {
        if (end < time) this.between(rank, calls.at(at + 1), end);
        const part = Math.min(end, time) - Math.max(begin, from);
        this.blocked += Math.max(0, Math.min(recording.events.blocked[row]!, part));
        time = Math.max(begin, from);
        this.put(PathKind.Call, rank, row, time);
      }
      // A call that reaches beyond `from` may be met again.
      if (begin < from) break;
      at--;
    }
    this.localCall[rank] = at;
    if (time > from) this.between(rank, calls.at(at + 1), from);
  }

  /// Time outside calls, up to the call `next`.
  private between(rank: number, next: number, from: number): void {
    this.put(next >= 0 && this.recording.events.call[next] === MpiCall.Init ? PathKind.Start : PathKind.Compute, rank, next, from);
  }

  private put(kind: PathKind, rank: number, row: number, from: number): void {
    const at = this.length++;
    this.kind = grown(this.kind, at + 1);
    this.rank = grown(this.rank, at + 1);
    this.row = grown(this.row, at + 1);
    this.from = grown(this.from, at + 1);
    this.kind[at] = kind;
    this.rank[at] = rank;
    this.row[at] = row;
    this.from[at] = from;
  }

  private turned(end: number): CriticalPath {
    const { length, recording } = this;
    const at = new Float64Array(length + 1);
    at.set(this.from.subarray(0, length).toReversed());
    at[length] = end;
    return {
      length, at, blocked: this.blocked,
      kind: this.kind.subarray(0, length).toReversed(), rank: this.rank.subarray(0, length).toReversed(), row: this.row.subarray(0, length).toReversed(),
      hung: this.cutOff.some((row) => row >= 0) || recording.open.some((open) => open !== null),
    };
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/// What a part of the path is about: `Compute` before a call, a call, a message, on one source line of one or several ranks.
export interface PathShare {
  readonly kind: PathKind;
  /// `MpiCall` and `RecordFlag`s of the call; of a message, those of the call that sent it.
  readonly call: number;
  readonly flags: number;
  /// Source line as in `EventTable.line`; 0 when not known.
  readonly line: number;
  /// Milliseconds, and parts of the path.
  readonly time: number;
  readonly count: number;
  readonly ranks: readonly number[];
  /// Part of the path that took longest.
  readonly longest: number;
}

/// The path by kind, call and line, the largest first; times add up to the path's length.
export function pathShares({ events, messages, ranks }: Recording, path: CriticalPath): readonly PathShare[] {
  interface Sum { kind: PathKind; call: number; flags: number; line: number; time: number; count: number; longest: number; ranks: Uint8Array }
  const sums = new Map<string, Sum>();
  for (let i = 0; i < path.length; i++) {
    const kind = path.kind[i]!;
    const row = path.row[i]!;
    const event = kind === PathKind.Message || kind === PathKind.Match ? messages.send[row]! : row;
    const call = event < 0 ? 0 : events.call[event]!;
    const flags = event < 0 ? 0 : events.flags[event]! & RecordFlag.Object;
    const line = event < 0 ? 0 : events.line[event]!;
    const key = `${kind} ${call} ${flags} ${line}`;
    let sum = sums.get(key);
    if (sum === undefined) sums.set(key, (sum = { kind, call, flags, line, time: 0, count: 0, longest: i, ranks: new Uint8Array(ranks) }));
    const took = path.at[i + 1]! - path.at[i]!;
    sum.time += took;
    sum.count++;
    sum.ranks[path.rank[i]!] = 1;
    if (took > path.at[sum.longest + 1]! - path.at[sum.longest]!) sum.longest = i;
  }
  return [...sums.values()].map((sum) => ({ ...sum, ranks: [...sum.ranks.keys()].filter((rank) => sum.ranks[rank] === 1) })).sort((a, b) => b.time - a.time || b.count - a.count);
}

/// By rank, milliseconds of the path: before MPI began, computing, in calls, and of messages that ended at it.
export interface PathByRank {
  readonly start: Float64Array;
  readonly compute: Float64Array;
  readonly call: Float64Array;
  readonly message: Float64Array;
}

export function pathByRank({ ranks }: Recording, path: CriticalPath): PathByRank {
  const by = { start: new Float64Array(ranks), compute: new Float64Array(ranks), call: new Float64Array(ranks), message: new Float64Array(ranks) };
  for (let i = 0; i < path.length; i++) {
    const kind = path.kind[i];
    const of = kind === PathKind.Start ? by.start : kind === PathKind.Compute ? by.compute : kind === PathKind.Call ? by.call : by.message;
    of[path.rank[i]!]! += path.at[i + 1]! - path.at[i]!;
  }
  return by;
}

/// Of a path that changes ranks more often, calls and messages are lit and no line is drawn.
const MOST_POINTS = 100_000;

/// The path as what lights up on the timeline.
export function pathEmphasis(recording: Recording, path: CriticalPath): Emphasis {
  const { events, messages } = recording;
  const lit = new Uint8Array(events.length);
  const flown = new Uint8Array(messages.length);
  const points: PathPoint[] = [];
  const point = (event: number, at: 'begin' | 'end'): void => {
    if (event < 0) return;
    lit[event] = 1;
    if (points.length <= MOST_POINTS) points.push({ event, at });
  };
  for (let i = 0; i < path.length; i++) {
    const row = path.row[i]!;
    switch (path.kind[i]) {
      case PathKind.Message:
        flown[row] = 1;
        point(messages.send[row]!, 'begin');
        point(messages.receive[row]!, 'end');
        break;
      case PathKind.Match:
        flown[row] = 1;
        point(messages.receive[row]!, 'begin');
        point(completionOf(recording, messages.send[row]!), 'end');
        break;
      case PathKind.Call:
        lit[row] = 1;
        if (points.length === 0) point(row, 'begin');
        if (i === path.length - 1) point(row, 'end');
        break;
    }
  }
  return {
    title: 'critical path',
    event: (row) => lit[row] === 1, message: (row) => flown[row] === 1, print: () => false, open: () => false,
    ...(points.length <= MOST_POINTS ? { path: points } : {}),
  };
}

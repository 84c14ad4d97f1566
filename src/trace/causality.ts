/// What could have influenced an event, and what it could have influenced: happens-before (Lamport 1978; Mattern 1989 for the cones).
///
/// Of each rank the past of an event is all it did up to some point, its future all from some point on. So a cone is one sequence
/// number a rank, and whether an event lies in it is one comparison.

import { dependenciesOf } from './dependencies';
import type { Emphasis } from './emphasis';
import { describe, type Item } from './describe';
import type { Recording } from './recording';
import { rankList } from './waiting';

export type ConeSide = 'past' | 'future' | 'both';

/// An event X lies in the past of E when X's begin happened before E's end (or is it), in its future when E's begin happened before X's end.
/// Two calls that waited for each other, as Ssend and its Recv do, are in each other's past and future.
export interface CausalCone extends Emphasis {
  readonly item: Item;
  readonly side: ConeSide;
  /// By rank: what it did up to this sequence number is in the past; -1 for nothing.
  readonly past: Float64Array;
  /// By rank: what it did from this sequence number on is in the future; Infinity for nothing.
  readonly future: Float64Array;
  inPast(row: number): boolean;
  inFuture(row: number): boolean;
}

/// The cone of an item. O(messages) the first time for a recording, then O(messages in the cone).
export function causalCone(recording: Recording, item: Item, side: ConeSide = 'both'): CausalCone {
  const { events, messages, prints, open } = recording;
  const { ends, begins } = bounds(recording, item);
  const past = side === 'future' ? new Float64Array(recording.ranks).fill(-1) : pastOf(recording, ends);
  const future = side === 'past' ? new Float64Array(recording.ranks).fill(Infinity) : futureOf(recording, begins);
  const inPast = (row: number): boolean => events.sequenceBegin[row]! <= past[events.rank[row]!]!;
  const inFuture = (row: number): boolean => events.sequenceEnd[row]! >= future[events.rank[row]!]!;
  const self = item.kind === 'message' ? item.row : -1;
  return {
    item, side, past, future, inPast, inFuture,
    title: title(recording, item, side, past, future),
    event: (row) => inPast(row) || inFuture(row),
    // A message led here when its receipt did, and comes from here when its departure does.
    message: (row) => {
      if (row === self) return true;
      const [send, receive] = [messages.send[row]!, messages.receive[row]!];
      return (receive >= 0 && events.sequenceEnd[receive]! <= past[events.rank[receive]!]!) || (send >= 0 && events.sequenceBegin[send]! >= future[events.rank[send]!]!);
    },
    print: (row) => {
      const [rank, at] = [prints.rank[row]!, prints.sequence[row]!];
      return at <= past[rank]! || at >= future[rank]!;
    },
    open: (rank) => {
      const call = open[rank] ?? null;
      return call !== null && (call.sequence <= past[rank]! || future[rank]! < Infinity);
    },
  };
}

/// A point of a rank.
interface Point {
  readonly rank: number;
  readonly sequence: number;
}

/// Where an item ends and where it begins. Of a message the past is that of its departure, the future that of its receipt.
function bounds({ events, messages, collectives, requests, prints, open }: Recording, item: Item): { readonly ends: readonly Point[]; readonly begins: readonly Point[] } {
  const begin = (row: number): Point[] => (row < 0 ? [] : [{ rank: events.rank[row]!, sequence: events.sequenceBegin[row]! }]);
  const end = (row: number): Point[] => (row < 0 ? [] : [{ rank: events.rank[row]!, sequence: events.sequenceEnd[row]! }]);
  switch (item.kind) {
    case 'call': return { ends: end(item.row), begins: begin(item.row) };
    case 'message': return { ends: begin(messages.send[item.row]!), begins: messages.receive[item.row]! < 0 ? [] : end(messages.receive[item.row]!) };
    case 'print': {
      const at = [{ rank: prints.rank[item.row]!, sequence: prints.sequence[item.row]! }];
      return { ends: at, begins: at };
    }
    case 'open': {
      const call = open[item.rank] ?? null;
      const at = call === null ? [] : [{ rank: item.rank, sequence: call.sequence }];
      return { ends: at, begins: at };
    }
    case 'request': {
      const [start, returned] = [requests.start[item.row]!, requests.returned[item.row]!];
      return { ends: end(returned >= 0 ? returned : start), begins: begin(start >= 0 ? start : returned) };
    }
    case 'collective': {
      const members = collectives.members[item.row]!;
      const rows = Array.from({ length: members.length }, (_, i) => members.at(i));
      const inside = open.flatMap((call) => (call !== null && call.collective === item.row ? [{ rank: call.rank, sequence: call.sequence }] : []));
      return { ends: [...rows.flatMap(end), ...inside], begins: [...rows.flatMap(begin), ...inside] };
    }
  }
}

function pastOf(recording: Recording, from: readonly Point[]): Float64Array {
  const { start, fromRank, fromSequence, toSequence } = dependenciesOf(recording);
  const through = new Float64Array(recording.ranks).fill(-1);
  const next = start.slice();
  const ranks = new Worklist(recording.ranks);
  for (const { rank, sequence } of from) {
    through[rank] = Math.max(through[rank]!, sequence);
    ranks.add(rank);
  }
  // Each edge is looked at once: a rank's part of the past only grows.
  for (let rank = ranks.take(); rank >= 0; rank = ranks.take()) {
    let edge = next[rank]!;
    for (const end = start[rank + 1]!; edge < end && toSequence[edge]! <= through[rank]!; edge++) {
      const other = fromRank[edge]!;
      if (fromSequence[edge]! <= through[other]!) continue;
      through[other] = fromSequence[edge]!;
      if (other !== rank) ranks.add(other);
    }
    next[rank] = edge;
  }
  return through;
}

function futureOf(recording: Recording, from: readonly Point[]): Float64Array {
  const { out, outStart, toRank, fromSequence, toSequence } = dependenciesOf(recording);
  const since = new Float64Array(recording.ranks).fill(Infinity);
  const next = outStart.slice(1);
  const ranks = new Worklist(recording.ranks);
  for (const { rank, sequence } of from) {
    since[rank] = Math.min(since[rank]!, sequence);
    ranks.add(rank);
  }
  for (let rank = ranks.take(); rank >= 0; rank = ranks.take()) {
    let at = next[rank]! - 1;
    for (const first = outStart[rank]!; at >= first && fromSequence[out[at]!]! >= since[rank]!; at--) {
      const edge = out[at]!;
      const other = toRank[edge]!;
      if (toSequence[edge]! >= since[other]!) continue;
      since[other] = toSequence[edge]!;
      if (other !== rank) ranks.add(other);
    }
    next[rank] = at + 1;
  }
  return since;
}

/// Ranks still to be looked at, each at most once at a time.
class Worklist {
  private readonly waiting: Uint8Array;
  private readonly ranks: number[] = [];

  constructor(ranks: number) {
    this.waiting = new Uint8Array(ranks);
  }

  add(rank: number): void {
    if (this.waiting[rank] === 1) return;
    this.waiting[rank] = 1;
    this.ranks.push(rank);
  }

  /// -1 when none is left.
  take(): number {
    const rank = this.ranks.pop() ?? -1;
    if (rank >= 0) this.waiting[rank] = 0;
    return rank;
  }
}

/// `what led to rank 2: Recv, on ranks 0 and 2`.
function title(recording: Recording, item: Item, side: ConeSide, past: Float64Array, future: Float64Array): string {
  const name = describe(recording, item).title;
  const before = ranksIn(past, (at) => at >= 0);
  const after = ranksIn(future, (at) => at < Infinity);
  if (side === 'past') return `what led to ${name}, on ${rankList(before)}`;
  if (side === 'future') return `what ${name} led to, on ${rankList(after)}`;
  return `what led to ${name} (on ${rankList(before)}) and what it led to (on ${rankList(after)})`;
}

function ranksIn(bounds: Float64Array, there: (at: number) => boolean): readonly number[] {
  const ranks: number[] = [];
  bounds.forEach((at, rank) => void (there(at) && ranks.push(rank)));
  return ranks;
}

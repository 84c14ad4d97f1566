/// Which rank stands in which lane: order, groups, what is folded or hidden. A value: changing it makes another.

import { SELF_CONTEXT, WORLD_CONTEXT } from '../../../protocol';
import type { Recording } from '../../../trace';

export type Sorting = 'rank' | 'waiting' | 'first' | 'hand';

/// Blocks of so many ranks (those of a node, for example), the communicators that a Split made, or none.
export type Grouping = 'none' | 'communicator' | number;

export interface Arrangement {
  readonly sorting: Sorting;
  readonly grouping: Grouping;
  /// Ranks as a person has put them, for sorting by hand; ranks that are not in it follow in their order.
  readonly hand: readonly number[];
  /// Groups drawn as one lane, by their number.
  readonly folded: ReadonlySet<number>;
  readonly hidden: ReadonlySet<number>;
}

export const AS_LAUNCHED: Arrangement = { sorting: 'rank', grouping: 'none', hand: [], folded: new Set(), hidden: new Set() };

/// A lane of the picture: one rank, or all ranks of a folded group.
export interface Lane {
  readonly ranks: readonly number[];
  /// `rank 3`, `ranks 0–7`, and the same where there is little room.
  readonly name: string;
  readonly short: string;
  readonly folded: boolean;
  /// Number of its group, -1 when there are none: the block, or the communicator's context.
  readonly group: number;
}

export interface RankGroup {
  readonly number: number;
  readonly name: string;
  readonly ranks: readonly number[];
}

/// One lane a rank, in their order.
export function plainLanes(ranks: number): readonly Lane[] {
  return Array.from({ length: ranks }, (_, rank) => single(rank, -1));
}

/// The lanes of an arrangement. Never none: with all hidden, all are shown.
export function arrangedLanes(recording: Recording, arrangement: Arrangement): readonly Lane[] {
  const { hidden, folded } = arrangement;
  const lanes: Lane[] = [];
  for (const { number, name, ranks } of rankGroups(recording, arrangement)) {
    const seen = ranks.filter((rank) => !hidden.has(rank));
    if (seen.length === 0) continue;
    if (number >= 0 && folded.has(number) && seen.length > 1) lanes.push({ ranks: seen, name, short: spans(seen), folded: true, group: number });
    else lanes.push(...seen.map((rank) => single(rank, number)));
  }
  return lanes.length > 0 ? lanes : plainLanes(recording.ranks);
}

/// All ranks in the arrangement's groups and order, hidden ones too; one group with number -1 when there is no grouping.
export function rankGroups(recording: Recording, { sorting, grouping, hand }: Arrangement): readonly RankGroup[] {
  const order = sorted(recording, sorting, hand);
  if (grouping === 'none') return [{ number: -1, name: 'all ranks', ranks: order }];
  const groupOf = grouping === 'communicator' ? splitContexts(recording) : null;
  const groups = new Map<number, number[]>();
  for (const rank of order) {
    const number = groupOf === null ? Math.floor(rank / Math.max(1, Number(grouping))) : groupOf[rank]!;
    const group = groups.get(number);
    if (group === undefined) groups.set(number, [rank]);
    else group.push(rank);
  }
  return [...groups].sort(([, a], [, b]) => Math.min(...a) - Math.min(...b)).map(([number, ranks]) => ({ number, name: ranks.length === 1 ? `rank ${ranks[0]}` : `ranks ${spans(ranks)}`, ranks }));
}

/// `0–7`, `1, 3, 5 …`: the ranks of a group in few letters.
export function spans(ranks: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const rank of [...ranks].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === rank - 1) last[1] = rank;
    else runs.push([rank, rank]);
  }
  const words = runs.map(([from, to]) => (from === to ? String(from) : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`));
  return words.length <= 3 ? words.join(', ') : `${words.slice(0, 3).join(', ')} …`;
}

function single(rank: number, group: number): Lane {
  return { ranks: [rank], name: `rank ${rank}`, short: String(rank), folded: false, group };
}

function sorted(recording: Recording, sorting: Sorting, hand: readonly number[]): readonly number[] {
  const ranks = Array.from({ length: recording.ranks }, (_, rank) => rank);
  switch (sorting) {
    case 'rank': return ranks;
    case 'hand': {
      const place = new Map(hand.map((rank, i) => [rank, i]));
      return ranks.sort((a, b) => (place.get(a) ?? Infinity) - (place.get(b) ?? Infinity) || a - b);
    }
    case 'waiting': {
      const waited = ranks.map((rank) => waitedIn(recording, rank));
      return ranks.sort((a, b) => waited[b]! - waited[a]! || a - b);
    }
    case 'first': {
      const first = ranks.map((rank) => firstOf(recording, rank));
      return ranks.sort((a, b) => first[a]! - first[b]! || a - b);
    }
  }
}

/// Milliseconds that a rank waited in its calls, the unfinished one included.
function waitedIn({ callsOf, events, open, time }: Recording, rank: number): number {
  const calls = callsOf[rank]!;
  let sum = 0;
  for (let i = 0; i < calls.length; i++) sum += events.blocked[calls.at(i)]!;
  const call = open[rank];
  return call == null ? sum : sum + Math.max(0, time - call.since);
}

/// Sequence number of the first thing a rank did after Init.
function firstOf({ callsOf, printsOf, events, prints, open }: Recording, rank: number): number {
  const calls = callsOf[rank]!;
  const call = calls.length > 1 ? events.sequenceBegin[calls.at(1)]! : calls.length === 1 ? events.sequenceEnd[calls.at(0)]! : Infinity;
  const print = printsOf[rank]!.length > 0 ? prints.sequence[printsOf[rank]!.at(0)]! : Infinity;
  return Math.min(call, print, open[rank]?.sequence ?? Infinity);
}

/// By rank: the first communicator of at least two and not all ranks that it used; COMM_WORLD's when there is none.
function splitContexts({ callsOf, events, ranks }: Recording): readonly number[] {
  const members = new Map<number, Set<number>>();
  for (let rank = 0; rank < ranks; rank++) {
    const calls = callsOf[rank]!;
    let last = -1;
    for (let i = 0; i < calls.length; i++) {
      const context = events.context[calls.at(i)]!;
      if (context === last) continue;
      last = context;
      const there = members.get(context);
      if (there === undefined) members.set(context, new Set([rank]));
      else there.add(rank);
    }
  }
  const parts = [...members].filter(([context, { size }]) => context !== WORLD_CONTEXT && context !== SELF_CONTEXT && size > 1 && size < ranks).sort(([a], [b]) => a - b);
  return Array.from({ length: ranks }, (_, rank) => parts.find(([, there]) => there.has(rank))?.[0] ?? WORLD_CONTEXT);
}

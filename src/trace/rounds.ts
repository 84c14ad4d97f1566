/// The rounds of a collective's algorithm and what it cost, derived from the order of its messages.
///
/// Rounds are those of the one-port model in which algorithms of collectives are compared (Thakur, Rabenseifner, Gropp: Optimization of
/// Collective Communication Operations in MPICH, 2005): in one round a rank may send one message and receive one. A message goes in the
/// first round after all that its sender had received and sent before it, in which its receiver takes no other. Nothing is
/// known of the algorithm: a binomial tree over 8 ranks has 3 rounds because its messages happened so.

import type { Recording } from './recording';

export interface Rounds {
  /// Number of rounds; 0 for a collective without messages.
  readonly count: number;
  /// Rows of its messages, in the order in which they left.
  readonly messages: readonly number[];
  /// By the same order: round from 1.
  readonly round: readonly number[];
}

export interface CollectiveCost {
  readonly rounds: number;
  readonly messages: number;
  /// Bytes of all its messages together, and of the rank that sent most.
  readonly bytes: number;
  readonly mostSent: number;
  /// Milliseconds from the last entry to the last leave: what remains when nobody is late. At least 0.
  readonly milliseconds: number;
}

const known = new WeakMap<Recording, Map<number, { readonly at: number; readonly rounds: Rounds }>>();

/// Rounds of a collective's messages that were received. Kept per recording; O(m log m) for m messages the first time.
export function roundsOf(recording: Recording, group: number): Rounds {
  let groups = known.get(recording);
  if (groups === undefined) known.set(recording, groups = new Map());
  const receives = recording.collectives.receives[group]?.length ?? 0;
  const kept = groups.get(group);
  if (kept !== undefined && kept.at === receives) return kept.rounds;
  const rounds = compute(recording, group);
  groups.set(group, { at: receives, rounds });
  return rounds;
}

function compute({ events, messages, collectives }: Recording, group: number): Rounds {
  const receives = collectives.receives[group];
  const rows: number[] = [];
  for (let i = 0; i < (receives?.length ?? 0); i++) {
    const message = events.message[receives!.at(i)]!;
    if (message >= 0 && messages.send[message]! >= 0) rows.push(message);
  }
  const left = (message: number): number => events.sequenceBegin[messages.send[message]!]!;
  const taken = (message: number): number => events.sequenceEnd[messages.receive[message]!]!;
  rows.sort((a, b) => left(a) - left(b) || a - b);
  // Points in the order of the world's sequence: 2·i for the departure of message i, 2·i + 1 for its receipt.
  const points = rows.flatMap((_, i) => [2 * i, 2 * i + 1]);
  const at = (point: number): number => (point % 2 === 0 ? left(rows[point >> 1]!) : taken(rows[point >> 1]!));
  points.sort((a, b) => at(a) - at(b) || a - b);
  const lastSent = new Map<number, number>();
  // By receiver: rounds in which it takes a message.
  const takes = new Map<number, Set<number>>();
  const lastTaken = new Map<number, number>();
  const round = rows.map(() => 1);
  for (const point of points) {
    const i = point >> 1;
    const message = rows[i]!;
    const [from, to] = [messages.sender[message]!, messages.receiver[message]!];
    if (point % 2 === 0) {
      let taken = takes.get(to);
      if (taken === undefined) takes.set(to, taken = new Set());
      let first = 1 + Math.max(lastSent.get(from) ?? 0, lastTaken.get(from) ?? 0);
      while (taken.has(first)) first++;
      round[i] = first;
      taken.add(first);
      lastSent.set(from, first);
    } else {
      lastTaken.set(to, Math.max(lastTaken.get(to) ?? 0, round[i]!));
    }
  }
  return { count: Math.max(0, ...round), messages: rows, round };
}

/// What a collective cost. Bytes and messages are those of its algorithm, as they crossed.
export function costOf(recording: Recording, group: number): CollectiveCost {
  const { events, collectives, messages } = recording;
  const rounds = roundsOf(recording, group);
  const sent = new Map<number, number>();
  let bytes = 0;
  for (const message of rounds.messages) {
    const size = events.bytes[messages.send[message]!]!;
    bytes += size;
    const sender = messages.sender[message]!;
    sent.set(sender, (sent.get(sender) ?? 0) + size);
  }
  const members = collectives.members[group]!;
  let lastEntry = -Infinity;
  let lastLeave = -Infinity;
  for (let i = 0; i < members.length; i++) {
    const row = members.at(i);
    lastEntry = Math.max(lastEntry, events.begin[row]!);
    lastLeave = Math.max(lastLeave, events.end[row]!);
  }
  return { rounds: rounds.count, messages: rounds.messages.length, bytes, mostSent: Math.max(0, ...sent.values()), milliseconds: members.length === 0 ? 0 : Math.max(0, lastLeave - lastEntry) };
}

/// Who sent how much to whom, and who waited how long for whom: ranks × ranks.

import { MpiCall } from '../protocol';
import type { Emphasis } from './emphasis';
import type { Axis } from './placement';
import type { Recording } from './recording';
import { waitedFor } from './waiting';

/// `values[row * ranks + column]`.
export interface RankMatrix {
  readonly ranks: number;
  readonly values: Float64Array;
  readonly total: number;
  readonly most: number;
}

export interface MessageMatrices {
  /// From the row's rank to the column's.
  readonly messages: RankMatrix;
  readonly bytes: RankMatrix;
}

/// Messages that left within [from, to] on the axis. `inner`: with those that collectives are made of, but for Init's and Finalize's,
/// which no program asked for. O(messages).
export function messageMatrices(recording: Recording, axis: Axis, from: number, to: number, inner: boolean): MessageMatrices {
  const { messages, events, ranks } = recording;
  const counts = new Float64Array(ranks * ranks);
  const bytes = new Float64Array(ranks * ranks);
  for (let row = 0; row < messages.length; row++) {
    const send = messages.send[row]!;
    if (send < 0 || !isCounted(recording, row, inner)) continue;
    const left = axis.begin[send]!;
    const receiver = messages.receiver[row]!;
    if (left < from || left > to || receiver < 0) continue;
    const cell = messages.sender[row]! * ranks + receiver;
    counts[cell]!++;
    bytes[cell]! += events.bytes[send]!;
  }
  return { messages: matrix(ranks, counts), bytes: matrix(ranks, bytes) };
}

/// Milliseconds that the row's rank waited for the column's, in calls that began within [from, to] on the axis. Waiting for which no one
/// rank can be named is not in it: `unknown`, milliseconds.
export function waitMatrix(recording: Recording, axis: Axis, from: number, to: number): { readonly waits: RankMatrix; readonly unknown: number } {
  const { events, ranks, callsOf } = recording;
  const values = new Float64Array(ranks * ranks);
  let unknown = 0;
  for (let rank = 0; rank < ranks; rank++) {
    const calls = callsOf[rank]!;
    for (let i = 0; i < calls.length; i++) {
      const row = calls.at(i);
      const blocked = events.blocked[row]!;
      const begin = axis.begin[row]!;
      if (!(blocked > 0) || begin < from || begin > to) continue;
      const whom = waitedFor(recording, row);
      if (whom >= 0 && whom < ranks) values[rank * ranks + whom]! += blocked;
      else unknown += blocked;
    }
  }
  return { waits: matrix(ranks, values), unknown };
}

/// The messages of one cell as what lights up. A rank of -1 is any.
export function pairEmphasis(recording: Recording, sender: number, receiver: number, inner: boolean): Emphasis {
  const { messages, events } = recording;
  const isLit = (row: number): boolean =>
    row >= 0 && (sender < 0 || messages.sender[row] === sender) && (receiver < 0 || messages.receiver[row] === receiver) && isCounted(recording, row, inner);
  return {
    title: `messages from ${sender < 0 ? 'all ranks' : `rank ${sender}`} to ${receiver < 0 ? 'all ranks' : `rank ${receiver}`}`,
    message: isLit, event: (row) => isLit(events.message[row]!), print: () => false, open: () => false,
  };
}

/// The waits of one cell as what lights up.
export function waitEmphasis(recording: Recording, waiter: number, whom: number): Emphasis {
  const { events, messages } = recording;
  const isLit = (row: number): boolean => events.isCall(row) && (waiter < 0 || events.rank[row] === waiter) && events.blocked[row]! > 0 && (whom < 0 || waitedFor(recording, row) === whom);
  return {
    title: `waiting of ${waiter < 0 ? 'all ranks' : `rank ${waiter}`} for ${whom < 0 ? 'others' : `rank ${whom}`}`,
    event: isLit, message: (row) => messages.receive[row]! >= 0 && isLit(messages.receive[row]!), print: () => false, open: () => false,
  };
}

function isCounted({ messages, collectives }: Recording, row: number, inner: boolean): boolean {
  if (messages.internal[row] === 0) return true;
  if (!inner) return false;
  const group = messages.collective[row]!;
  const call = group < 0 ? 0 : collectives.call[group]!;
  return call !== MpiCall.Init && call !== MpiCall.Finalize;
}

function matrix(ranks: number, values: Float64Array): RankMatrix {
  let total = 0;
  let most = 0;
  for (const value of values) {
    total += value;
    if (value > most) most = value;
  }
  return { ranks, values, total, most };
}

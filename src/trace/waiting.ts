/// Who waited for whom.

import { ALL_RANKS, ANY_RANK, isCollective, MpiCall, NO_RANK, RankState, RecordFlag, WORLD_CONTEXT } from '../protocol';
import type { OpenCall, Recording } from './recording';
import { duration } from './words';

/// The rank a call waited for; NO_RANK when it waited for none, or for several.
export function waitedFor(recording: Recording, row: number): number {
  const { events, requests } = recording;
  if (!(events.blocked[row]! > 0)) return NO_RANK;
  const group = events.collective[row]!;
  if (group >= 0) return waitedForIn(recording, row, group);
  if (wasCutOff(recording, row)) {
    const { waitsFor } = asOpen(recording, row);
    return waitsFor >= 0 ? waitsFor : NO_RANK;
  }
  if (events.message[row]! >= 0) return events.messagePeer[row]!;
  const request = events.request[row]! > 0 ? requests.find(events.rank[row]!, events.request[row]!) : -1;
  const receive = request >= 0 ? requests.receive[request]! : -1;
  if (receive >= 0) return events.messagePeer[receive]!;
  return events.peer[row]! >= 0 ? events.peer[row]! : NO_RANK;
}

/// In a collective that needs all ranks, the last to enter; in one with a direction, the sender of the message that took longest to come.
function waitedForIn(recording: Recording, row: number, group: number): number {
  const { events, collectives } = recording;
  const rank = events.rank[row]!;
  if (wasCutOff(recording, row)) return NO_RANK;
  if (needsAll(events.call[row]!)) {
    const last = lastToEnter(recording, group);
    return last >= 0 && events.sequenceBegin[last]! > events.sequenceBegin[row]! ? events.rank[last]! : NO_RANK;
  }
  const receives = collectives.receives[group]!;
  let longest = 0;
  let sender = NO_RANK;
  for (let i = 0; i < receives.length; i++) {
    const receive = receives.at(i);
    const took = events.end[receive]! - events.begin[receive]!;
    if (events.rank[receive] !== rank || took <= longest) continue;
    longest = took;
    sender = events.messagePeer[receive]!;
  }
  return sender;
}

/// Whether no rank may leave a collective before all have entered it.
function needsAll(call: number): boolean {
  switch (call) {
    case MpiCall.Bcast: case MpiCall.Gather: case MpiCall.Gatherv: case MpiCall.Scatter: case MpiCall.Scatterv: case MpiCall.Reduce: case MpiCall.Scan: case MpiCall.Exscan:
      return false;
    default:
      return true;
  }
}

/// For whom and how long a call waited, or waits when it was cut off; empty when it did not.
export function waitSentence(recording: Recording, row: number): string {
  const { events } = recording;
  const blocked = events.blocked[row]!;
  if (!(blocked > 0)) return '';
  if (wasCutOff(recording, row)) return `${openSentence(recording, asOpen(recording, row))}, never ended (${duration(events.end[row]! - events.begin[row]!)})`;
  const whom = waitedFor(recording, row);
  if (whom >= 0) {
    const last = events.collective[row]! >= 0 && needsAll(events.call[row]!);
    return `waited ${duration(blocked)} for rank ${whom}${last ? ', the last to come' : ''}`;
  }
  return `waited ${duration(blocked)}${events.collective[row]! >= 0 ? ' for other ranks' : ''}`;
}

/// Ranks of COMM_WORLD that have not entered a collective on it. Of other communicators the members are not in the records: none.
export function missingRanks({ collectives, events, open, ranks }: Recording, group: number): readonly number[] {
  if (collectives.context[group] !== WORLD_CONTEXT) return [];
  const there = new Set<number>();
  const members = collectives.members[group]!;
  for (let i = 0; i < members.length; i++) there.add(events.rank[members.at(i)]!);
  for (const call of open) if (call !== null && call.collective === group) there.add(call.rank);
  return Array.from({ length: ranks }, (_, rank) => rank).filter((rank) => !there.has(rank));
}

/// `rank 2`, `ranks 0 and 1`, `ranks 0, 1 and 2`, `ranks 0, 1 and 12 others`.
export function rankList(ranks: readonly number[]): string {
  if (ranks.length <= 1) return `rank ${ranks[0] ?? ''}`;
  const shown = ranks.length <= 4 ? ranks.slice(0, -1) : ranks.slice(0, 3);
  return `ranks ${shown.join(', ')} and ${ranks.length <= 4 ? ranks.at(-1) : `${ranks.length - 3} others`}`;
}

/// Whether a call was still waiting when the run was ended by Stop, Abort or another rank's failure: it failed with no error of its own.
export function wasCutOff({ events }: Recording, row: number): boolean {
  return events.isCall(row) && events.has(row, RecordFlag.Failed) && events.error[row] === 0;
}

/// A call that was cut off, as it was last seen waiting; by its record when it was not seen.
function asOpen({ events, lastOpen }: Recording, row: number): OpenCall {
  const rank = events.rank[row]!;
  const [call, sequence, collective] = [events.call[row]!, events.sequenceBegin[row]!, events.collective[row]!];
  const seen = lastOpen[rank] ?? null;
  if (seen !== null && seen.sequence === sequence && seen.state === RankState.Waiting) return { ...seen, collective };
  // The record of these names where they send to, not where they receive from.
  const unknown = call === MpiCall.Sendrecv || call === MpiCall.SendrecvReplace;
  return {
    rank, state: RankState.Waiting, call, flags: events.flags[row]!, waitsFor: unknown ? NO_RANK : events.peer[row]!, tag: unknown ? -1 : events.tag[row]!,
    context: events.context[row]!, since: events.begin[row]!, sequence, line: events.line[row]!, collective,
  };
}

/// By rank: the row of its last call when that was cut off, else -1.
export function cutOffCalls(recording: Recording): readonly number[] {
  return recording.callsOf.map((calls) => {
    const last = calls.at(calls.length - 1);
    return last >= 0 && wasCutOff(recording, last) ? last : -1;
  });
}

/// What a rank in an unfinished call waits for: "waits for rank 3, tag 7".
export function openSentence(recording: Recording, open: OpenCall): string {
  const tag = open.tag >= 0 ? `, tag ${open.tag}` : '';
  switch (open.state) {
    case RankState.WaitingForInput: return 'waits for a line of input';
    case RankState.WaitingForPage: return 'waits for the page to take its records';
    case RankState.Finalizing: return 'waits for all ranks to finish';
    case RankState.Waiting: break;
    default: return 'in the call';
  }
  if (open.waitsFor === ALL_RANKS || isCollective(open.call)) {
    const missing = open.collective >= 0 ? missingRanks(recording, open.collective) : [];
    return missing.length === 0 ? 'waits for the other ranks of the communicator' : `waits for ${rankList(missing)}`;
  }
  if (open.waitsFor === ANY_RANK) return `waits for a message from any rank${tag}`;
  if (open.waitsFor === NO_RANK) return 'waits';
  return `waits for rank ${open.waitsFor}${tag}`;
}

/// The member call that began last, by sequence number; -1 when none has ended.
export function lastToEnter(recording: Recording, group: number): number {
  const { events, collectives } = recording;
  const members = collectives.members[group]!;
  let last = -1;
  for (let i = 0; i < members.length; i++) {
    const row = members.at(i);
    if (last < 0 || events.sequenceBegin[row]! > events.sequenceBegin[last]!) last = row;
  }
  return last;
}

/// Why a call waited, and because of whom: the wait states of Scalasca (Geimer et al. 2010; Böhme et al. 2010) in plain words.
///
/// Who was first is read from sequence numbers; clocks only tell by how much.

import { isCollective, MpiCall, NO_RANK, Protocol } from '../protocol';
import { requestsReturnedBy } from './links';
import type { Recording } from './recording';
import { lastToEnter, wasCutOff } from './waiting';
import { callName, duration } from './words';

export type WaitName = 'late sender' | 'late receiver' | 'wait at barrier' | 'wait at N × N' | 'late broadcast' | 'early reduce' | 'early scan';

export interface WaitState {
  readonly name: WaitName;
  /// The rank that came too late.
  readonly by: number;
  /// Row of the event that was late: the other's send, receive, or entry.
  readonly event: number;
  /// By how many milliseconds, no more than the call was blocked.
  readonly late: number;
}

/// The wait state of a call that has ended; null when it did not wait, or nobody was late (the message was on its way).
export function waitState(recording: Recording, row: number): WaitState | null {
  const { events, messages, requests } = recording;
  if (!events.isCall(row) || !(events.blocked[row]! > 0) || wasCutOff(recording, row)) return null;
  if (events.collective[row]! >= 0) return collectiveState(recording, row, events.collective[row]!);
  if (events.message[row]! >= 0) return messageState(recording, row, events.message[row]!, messages.send[events.message[row]!] === row);
  // A call that waits for requests: the one that was complete last.
  let last = -1;
  let latest = -Infinity;
  for (const request of requestsReturnedBy(recording, row)) {
    const receive = requests.receive[request]!;
    if (receive < 0 || events.end[receive]! <= latest) continue;
    latest = events.end[receive]!;
    last = receive;
  }
  return last < 0 || events.message[last]! < 0 ? null : messageState(recording, row, events.message[last]!, false);
}

/// `late sender: rank 2 sent 1.2 ms after this Recv began to wait`; empty when there is no wait state.
export function waitStateSentence(recording: Recording, row: number): string {
  const state = waitState(recording, row);
  if (state === null) return '';
  const { events } = recording;
  const name = callName(events.call[row]!, events.flags[row]!);
  const late = duration(state.late);
  switch (state.name) {
    case 'late sender': return `late sender: rank ${state.by} sent ${late} after this ${name} began to wait`;
    case 'late receiver': return `late receiver: rank ${state.by} asked for the message ${late} after this ${name} began`;
    case 'wait at barrier': return `wait at barrier: rank ${state.by} came last, ${late} after this rank`;
    case 'wait at N × N': return `wait at N × N: each rank needs something of all, and rank ${state.by} came last, ${late} after this rank`;
    case 'late broadcast': return `late broadcast: the root, rank ${state.by}, came ${late} after this rank`;
    case 'early reduce': return `early reduce: the root was here first; rank ${state.by} came last, ${late} later`;
    case 'early scan': return `early scan: rank ${state.by}, on which this rank depends, came ${late} later`;
  }
}

function messageState(recording: Recording, row: number, message: number, sends: boolean): WaitState | null {
  const { events, messages } = recording;
  const [send, receive] = [messages.send[message]!, messages.receive[message]!];
  if (send < 0 || receive < 0) return null;
  if (sends) {
    const waits = events.protocol[send] === Protocol.Rendezvous || events.protocol[send] === Protocol.Synchronous;
    return waits && later(recording, receive, row) ? state(recording, 'late receiver', row, receive) : null;
  }
  return later(recording, send, row) ? state(recording, 'late sender', row, send) : null;
}

function collectiveState(recording: Recording, row: number, group: number): WaitState | null {
  const { events, collectives } = recording;
  const call = events.call[row]!;
  const rank = events.rank[row]!;
  const members = collectives.members[group]!;
  const latest = (counts: (member: number) => boolean): number => {
    let found = -1;
    for (let i = 0; i < members.length; i++) {
      const member = members.at(i);
      if (counts(member) && (found < 0 || later(recording, member, found))) found = member;
    }
    return found;
  };
  const stateOf = (name: WaitName, member: number): WaitState | null => (member >= 0 && later(recording, member, row) ? state(recording, name, row, member) : null);
  switch (call) {
    case MpiCall.Bcast: case MpiCall.Scatter: case MpiCall.Scatterv:
      return collectives.root[group] === rank ? null : stateOf('late broadcast', latest((member) => events.rank[member] === collectives.root[group]));
    case MpiCall.Gather: case MpiCall.Gatherv: case MpiCall.Reduce:
      return collectives.root[group] === rank ? stateOf('early reduce', lastToEnter(recording, group)) : null;
    case MpiCall.Scan: case MpiCall.Exscan:
      return stateOf('early scan', latest((member) => events.rank[member]! < rank));
    case MpiCall.Barrier: case MpiCall.Finalize: case MpiCall.Init:
      return stateOf('wait at barrier', lastToEnter(recording, group));
    default:
      return isCollective(call) ? stateOf('wait at N × N', lastToEnter(recording, group)) : null;
  }
}

function later({ events }: Recording, a: number, b: number): boolean {
  return events.sequenceBegin[a]! > events.sequenceBegin[b]!;
}

function state({ events }: Recording, name: WaitName, row: number, culprit: number): WaitState | null {
  const late = Math.min(events.blocked[row]!, Math.max(0, events.begin[culprit]! - events.begin[row]!));
  return events.rank[culprit] === undefined || events.rank[culprit] === NO_RANK ? null : { name, by: events.rank[culprit]!, event: culprit, late };
}

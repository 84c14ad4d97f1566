/// From an event to those that belong to it: the call at the other end of a message, the calls that start and complete a request.

import { MpiCall, RecordFlag, RecordKind } from '../protocol';
import type { Item } from './describe';
import type { Recording } from './recording';

/// How many calls before a Waitall are looked through for the requests that it completed.
const LOOK_BACK = 512;

/// Row of the call of a rank within which a sequence number was taken; -1 when it was between calls. O(log n).
export function callWithin({ events, callsOf }: Recording, rank: number, sequence: number): number {
  const calls = callsOf[rank];
  if (calls === undefined) return -1;
  let low = 0;
  let high = calls.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (events.sequenceBegin[calls.at(middle)]! <= sequence) low = middle + 1;
    else high = middle;
  }
  const row = calls.at(low - 1);
  return row >= 0 && events.sequenceEnd[row]! >= sequence ? row : -1;
}

/// Row of the call that sent a message (an Isend for a request's), -1 when not known.
export function sendingCall(recording: Recording, message: number): number {
  const { events, messages, requests } = recording;
  const send = messages.send[message] ?? -1;
  if (send < 0) return -1;
  if (events.isCall(send)) return send;
  const request = events.request[send]! > 0 ? requests.find(events.rank[send]!, events.request[send]!) : -1;
  const start = request >= 0 ? requests.start[request]! : -1;
  return start >= 0 && events.isCall(start) ? start : callWithin(recording, events.rank[send]!, events.sequenceBegin[send]!);
}

/// Row of the call that gave a message to the program: a Recv, the Wait that returned an Irecv's request (that Irecv when none did); -1 when
/// not known.
export function receivingCall(recording: Recording, message: number): number {
  const { events, messages, requests } = recording;
  const receive = messages.receive[message] ?? -1;
  if (receive < 0) return -1;
  if (events.isCall(receive)) return receive;
  const request = events.request[receive]! > 0 ? requests.find(events.rank[receive]!, events.request[receive]!) : -1;
  if (request >= 0 && requests.returned[request]! >= 0) return requests.returned[request]!;
  if (request >= 0 && requests.start[request]! >= 0) return requests.start[request]!;
  return callWithin(recording, events.rank[receive]!, events.sequenceEnd[receive]!);
}

/// Requests that a call returned as complete (Wait, Waitall, a Test that found them), by row.
export function requestsReturnedBy({ events, requests, callsOf }: Recording, row: number): readonly number[] {
  const rank = events.rank[row]!;
  const call = events.call[row]!;
  if (call < MpiCall.Wait || call > MpiCall.Testsome) return [];
  const own = events.request[row]! > 0 ? requests.find(rank, events.request[row]!) : -1;
  if (own >= 0) return [own];
  const found: number[] = [];
  const calls = callsOf[rank]!;
  let at = 0;
  let high = calls.length;
  while (at < high) {
    const middle = (at + high) >>> 1;
    if (events.sequenceBegin[calls.at(middle)]! < events.sequenceBegin[row]!) at = middle + 1;
    else high = middle;
  }
  for (let i = at - 1; i >= Math.max(0, at - LOOK_BACK); i--) {
    const start = calls.at(i);
    if (!events.has(start, RecordFlag.Nonblocking) || events.request[start] === 0) continue;
    const request = requests.find(rank, events.request[start]!);
    if (request >= 0 && requests.returned[request] === row) found.push(request);
  }
  return found.reverse();
}

/// The message of a call: sent or received by it, or by the request that it starts or completes. -1 for none, or several.
export function messageOf(recording: Recording, row: number): number {
  const { events, requests } = recording;
  if (events.message[row]! >= 0) return events.message[row]!;
  const rank = events.rank[row]!;
  if (events.request[row] === 0) {
    const returned = requestsReturnedBy(recording, row);
    return returned.length === 1 ? messageOfRequest(recording, returned[0]!) : -1;
  }
  const request = requests.find(rank, events.request[row]!);
  return request < 0 ? -1 : messageOfRequest(recording, request);
}

/// The message of an Isend's or Irecv's request, -1 when it has none yet.
export function messageOfRequest(recording: Recording, request: number): number {
  const { events, requests } = recording;
  const receive = requests.receive[request]!;
  if (receive >= 0) return events.message[receive]!;
  const start = requests.start[request]!;
  return start < 0 ? -1 : departedIn(recording, start);
}

/// The call at the other end of an item, or what stands for it: of an unfinished call the rank that it waits for.
export function otherEnd(recording: Recording, item: Item): Item | null {
  const { events, open, callsOf, requests } = recording;
  switch (item.kind) {
    case 'print': return null;
    case 'collective': return null;
    case 'request': return asCall(requests.start[item.row] ?? -1);
    case 'message': return asCall(receivingCall(recording, item.row)) ?? asCall(sendingCall(recording, item.row));
    case 'open': {
      const whom = open[item.rank]?.waitsFor ?? -1;
      if (whom < 0 || whom === item.rank || whom >= recording.ranks) return null;
      const calls = callsOf[whom]!;
      return open[whom] != null ? { kind: 'open', rank: whom } : asCall(calls.at(calls.length - 1));
    }
    case 'call': {
      if (events.collective[item.row]! >= 0) return { kind: 'collective', row: events.collective[item.row]! };
      const message = messageOf(recording, item.row);
      if (message < 0) return null;
      const [from, to] = [sendingCall(recording, message), receivingCall(recording, message)];
      const sends = recording.messages.sender[message] === events.rank[item.row] && to !== item.row;
      return asCall(sends ? to : from) ?? { kind: 'message', row: message };
    }
  }
}

/// The message that departed within a call by a record of its own: messages of a rank are numbered in the order they left.
function departedIn({ events, messages }: Recording, row: number): number {
  const rank = events.rank[row]!;
  const sequenceOf = (number: number): number => {
    const message = messages.find(rank, number);
    const send = message < 0 ? -1 : messages.send[message]!;
    return send < 0 ? Infinity : events.sequenceBegin[send]!;
  };
  let high = 1;
  while (sequenceOf(high) < events.sequenceBegin[row]!) high *= 2;
  let low = Math.floor(high / 2);
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (sequenceOf(middle) < events.sequenceBegin[row]!) low = middle;
    else high = middle;
  }
  const message = messages.find(rank, high);
  const send = message < 0 ? -1 : messages.send[message]!;
  return send >= 0 && events.kind[send] === RecordKind.Send && events.sequenceBegin[send]! <= events.sequenceEnd[row]! && events.request[send] === events.request[row] ? message : -1;
}

function asCall(row: number): Item | null {
  return row < 0 ? null : { kind: 'call', row };
}

/// An item of a recording told in words: the same facts for the card on the timeline, for the table, and for a screen reader.

import { ALGORITHM_NAMES, ERROR_SENTENCES, MPI_CALLS, NO_RANK, RecordFlag, Stream } from '../protocol';
import { landedAt } from './flight';
import { elementCount, previewPayload, typeName } from './preview';
import type { Recording } from './recording';
import { otherEnd, receivingCall, sendingCall } from './links';
import { waitState, waitStateSentence } from './wait-state';
import { lastToEnter, openSentence, waitSentence, wasCutOff } from './waiting';
import { byteCount, callName, communicatorName, duration, hasRoot, lineText, protocolName, sourceLine, type SourceLine, sourceName, tagName } from './words';

/// Something a person can point at. `row` is that of the table the kind names; an open call is named by its rank.
export type Item =
  | { readonly kind: 'call'; readonly row: number }
  | { readonly kind: 'open'; readonly rank: number }
  | { readonly kind: 'message'; readonly row: number }
  | { readonly kind: 'collective'; readonly row: number }
  | { readonly kind: 'request'; readonly row: number }
  | { readonly kind: 'print'; readonly row: number };

export interface Fact {
  readonly label: string;
  readonly value: string;
  /// Where in the source this is; the view makes it a link.
  readonly source?: SourceLine | undefined;
  /// The text of that line as the run had it.
  readonly text?: string | undefined;
  /// What the fact is about, when that is another item: the view makes it a way there.
  readonly item?: Item | undefined;
}

export interface Description {
  readonly title: string;
  readonly facts: readonly Fact[];
}

export function sameItem(a: Item | null, b: Item | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'open' || b.kind === 'open') return a.kind === 'open' && b.kind === 'open' && a.rank === b.rank;
  return a.kind === b.kind && a.row === b.row;
}

/// The rank an item belongs to first: the caller, the sender, the writer.
export function rankOf(recording: Recording, item: Item): number {
  switch (item.kind) {
    case 'call': return recording.events.rank[item.row] ?? 0;
    case 'open': return item.rank;
    case 'message': return recording.messages.sender[item.row] ?? 0;
    case 'collective': return Math.max(0, recording.collectives.root[item.row] ?? 0);
    case 'request': return recording.requests.rank[item.row] ?? 0;
    case 'print': return recording.prints.rank[item.row] ?? 0;
  }
}

/// The source line of an item: of the call, of the send, of the first call of a collective. Null when it is not known.
export function lineOf(recording: Recording, item: Item): SourceLine | null {
  const { events, messages, collectives, requests, prints, open } = recording;
  switch (item.kind) {
    case 'call': return sourceLine(recording, events.line[item.row] ?? 0);
    case 'open': return sourceLine(recording, open[item.rank]?.line ?? 0);
    case 'message': return sourceLine(recording, events.line[messages.send[item.row]!] ?? events.line[messages.receive[item.row]!] ?? 0);
    case 'collective': return sourceLine(recording, events.line[collectives.members[item.row]!.at(0)] ?? open.find((call) => call !== null && call.collective === item.row)?.line ?? 0);
    case 'request': return sourceLine(recording, events.line[requests.start[item.row]!] ?? 0);
    case 'print': return sourceLine(recording, prints.line[item.row] ?? 0);
  }
}

export function describe(recording: Recording, item: Item): Description {
  switch (item.kind) {
    case 'call': return describeCall(recording, item.row);
    case 'open': return describeOpen(recording, item.rank);
    case 'message': return describeMessage(recording, item.row);
    case 'collective': return describeCollective(recording, item.row);
    case 'request': return describeRequest(recording, item.row);
    case 'print': return describePrint(recording, item.row);
  }
}

/// `Bcast, root 0`.
export function collectiveTitle(recording: Recording, group: number): string {
  const { collectives, events } = recording;
  const first = collectives.members[group]!.at(0);
  const call = collectives.call[group] !== 0 ? collectives.call[group]! : openMemberCall(recording, group);
  const name = call === 0 ? 'collective' : callName(call, first >= 0 ? events.flags[first]! : 0);
  const root = hasRoot(call) && collectives.root[group]! >= 0 ? `, root ${collectives.root[group]}` : '';
  return `${name}${root}`;
}

function openMemberCall(recording: Recording, group: number): number {
  return recording.open.find((open) => open !== null && open.collective === group)?.call ?? 0;
}

function describeCall(recording: Recording, row: number): Description {
  const { events, requests } = recording;
  const facts: Fact[] = [];
  const rank = events.rank[row]!;
  const call = events.call[row]!;
  const name = callName(call, events.flags[row]!);
  if (events.collective[row]! >= 0) {
    if (hasRoot(call)) facts.push({ label: 'root', value: `rank ${events.peer[row]}` });
    if (events.bytes[row]! > 0) facts.push({ label: 'contribution', value: payloadWords(recording, row) });
  } else if (events.peer[row]! !== NO_RANK) {
    const receives = events.has(row, RecordFlag.CarriesReceive) || /recv|probe/iu.test(MPI_CALLS[call] ?? '');
    facts.push({ label: receives ? 'source' : 'dest', value: sourceName(events.peer[row]!) }, { label: 'tag', value: tagName(events.tag[row]!) });
  }
  if (events.message[row]! >= 0) facts.push(...messageFacts(recording, events.message[row]!));
  else if (events.peer[row]! !== NO_RANK && events.bytes[row]! > 0 && events.collective[row]! < 0) facts.push({ label: 'payload', value: payloadWords(recording, row) });
  if (events.request[row]! > 0) {
    const request = requests.find(rank, events.request[row]!);
    const start = request >= 0 ? requests.start[request]! : -1;
    const starts = start === row;
    facts.push({
      label: starts ? 'starts' : 'completes', value: `request ${events.request[row]}`, item: request < 0 ? undefined : { kind: 'request', row: request },
      source: starts || start < 0 ? undefined : sourceLine(recording, events.line[start]!) ?? undefined,
    });
  }
  const wait = waitSentence(recording, row);
  if (wait !== '') facts.push({ label: 'waiting', value: wait });
  const state = waitState(recording, row);
  if (state !== null) facts.push({ label: 'why', value: waitStateSentence(recording, row), item: callOf(recording, state.event) });
  if (events.collective[row]! >= 0) facts.push({ label: 'part of', value: collectiveTitle(recording, events.collective[row]!), item: { kind: 'collective', row: events.collective[row]! } });
  facts.push(...otherEndFacts(recording, row));
  facts.push({ label: 'duration', value: duration(events.end[row]! - events.begin[row]!) }, { label: 'communicator', value: communicatorName(events.context[row]!) });
  if (events.has(row, RecordFlag.Failed)) facts.push({ label: 'outcome', value: wasCutOff(recording, row) ? 'never completed: the run was ended while it waited' : raised(events.error[row]!) });
  pushLine(facts, recording, `rank ${rank}`, events.line[row]!);
  return { title: `rank ${rank}: ${name}`, facts };
}

/// The call at the other end of a call's message, with its line.
function otherEndFacts(recording: Recording, row: number): Fact[] {
  const { events } = recording;
  const end = otherEnd(recording, { kind: 'call', row });
  if (end === null || end.kind !== 'call') return [];
  const name = callName(events.call[end.row]!, events.flags[end.row]!);
  return [{ label: 'other end', value: `rank ${events.rank[end.row]}: ${name}`, item: end, source: sourceLine(recording, events.line[end.row]!) ?? undefined }];
}

/// An event as the call that a person knows: a collective's inner message is its collective's.
function callOf(recording: Recording, row: number): Item | undefined {
  const { events, collectives } = recording;
  if (events.isCall(row)) return { kind: 'call', row };
  const message = events.message[row]!;
  if (message < 0) return undefined;
  const group = recording.messages.collective[message]!;
  if (group >= 0 && group < collectives.length) return { kind: 'collective', row: group };
  const call = recording.messages.send[message] === row ? sendingCall(recording, message) : receivingCall(recording, message);
  return call < 0 ? { kind: 'message', row: message } : { kind: 'call', row: call };
}

// An error class of which there is a sentence, or another error.
function raised(error: number): string {
  const sentence = Object.entries(ERROR_SENTENCES).find(([known]) => Number(known) === error)?.[1];
  return sentence === undefined ? 'raised an error' : `raised ${sentence}`;
}

function describeOpen(recording: Recording, rank: number): Description {
  const open = recording.open[rank] ?? null;
  if (open === null) return { title: `rank ${rank}`, facts: [] };
  const facts: Fact[] = [
    { label: 'state', value: openSentence(recording, open), item: otherEnd(recording, { kind: 'open', rank }) ?? undefined },
    { label: recording.ended ? 'never ended' : 'so far', value: duration(recording.time - open.since) },
    { label: 'communicator', value: communicatorName(open.context) },
  ];
  pushLine(facts, recording, `rank ${rank}`, open.line);
  return { title: `rank ${rank}: ${callName(open.call, open.flags)}, not finished`, facts };
}

function describeMessage(recording: Recording, row: number): Description {
  const { messages, events, collectives } = recording;
  const [send, receive] = [messages.send[row]!, messages.receive[row]!];
  const facts: Fact[] = [];
  const group = messages.collective[row]!;
  if (group >= 0) {
    const algorithm = ALGORITHM_NAMES[collectives.algorithm[group]!] ?? '';
    facts.push({ label: 'part of', value: `${collectiveTitle(recording, group)}${algorithm === '' ? '' : ` (${algorithm})`}`, item: { kind: 'collective', row: group } });
  }
  facts.push(
    { label: 'source', value: `rank ${messages.sender[row]}` },
    { label: 'dest', value: `rank ${messages.receiver[row]}` },
    ...messageFacts(recording, row),
  );
  const known = send >= 0 ? send : receive;
  if (known >= 0) facts.push({ label: 'communicator', value: communicatorName(events.context[known]!) });
  if (send >= 0) pushLine(facts, recording, 'sent at', events.line[send]!, callOf(recording, send));
  if (receive >= 0) pushLine(facts, recording, 'received at', events.line[receive]!, callOf(recording, receive));
  return { title: `message rank ${messages.sender[row]} → rank ${messages.receiver[row]}`, facts };
}

/// Envelope, payload, protocol and flight of a message, without its ends.
function messageFacts(recording: Recording, row: number): Fact[] {
  const { messages, events } = recording;
  const [send, receive] = [messages.send[row]!, messages.receive[row]!];
  const known = send >= 0 ? send : receive;
  const facts: Fact[] = [];
  if (known < 0) return facts;
  facts.push({ label: 'message tag', value: tagName(events.messageTag[known]!) });
  facts.push({ label: 'payload', value: payloadWords(recording, known) });
  const values = previewPayload(events.type[known]!, events.preview(known), events.bytes[known]!);
  if (values !== '') facts.push({ label: 'values', value: values });
  const protocol = send >= 0 ? protocolName(events.protocol[send]!) : '';
  if (protocol !== '') facts.push({ label: 'protocol', value: protocol });
  if (receive < 0) facts.push({ label: 'receipt', value: recording.ended ? 'never received' : 'not yet received' });
  else if (send >= 0) {
    const landed = landedAt(recording, row);
    facts.push({ label: 'flight', value: duration(Math.max(0, landed - events.begin[send]!)) });
    const unexpected = events.has(receive, RecordFlag.Unexpected);
    const early = events.begin[receive]! - landed;
    if (unexpected || early >= 0.005) {
      facts.push({ label: unexpected ? 'unexpected' : 'early', value: `lay at rank ${messages.receiver[row]} for ${duration(Math.max(0, early))} before its receive was posted` });
    }
  }
  return facts;
}

function describeCollective(recording: Recording, row: number): Description {
  const { collectives, events, open } = recording;
  const members = collectives.members[row]!;
  const facts: Fact[] = [{ label: 'communicator', value: communicatorName(collectives.context[row]!) }];
  const algorithm = ALGORITHM_NAMES[collectives.algorithm[row]!] ?? '';
  if (algorithm !== '') facts.push({ label: 'algorithm', value: algorithm });
  const waiting = open.filter((call) => call !== null && call.collective === row);
  facts.push({ label: 'ranks', value: waiting.length === 0 ? String(members.length) : `${members.length} left, ${waiting.length} still inside` });
  const last = lastToEnter(recording, row);
  if (last >= 0) {
    let first = last;
    let longest = last;
    for (let i = 0; i < members.length; i++) {
      const member = members.at(i);
      if (events.sequenceBegin[member]! < events.sequenceBegin[first]!) first = member;
      if (events.blocked[member]! > events.blocked[longest]!) longest = member;
    }
    if (first !== last) facts.push({ label: 'first to enter', value: `rank ${events.rank[first]}` }, { label: 'last to enter', value: `rank ${events.rank[last]}, ${duration(Math.max(0, events.begin[last]! - events.begin[first]!))} later` });
    if (events.blocked[longest]! > 0) facts.push({ label: 'waited longest', value: `rank ${events.rank[longest]}, ${duration(events.blocked[longest]!)}` });
    if (events.bytes[first]! > 0) facts.push({ label: 'contribution', value: payloadWords(recording, first) });
    pushLine(facts, recording, `rank ${events.rank[first]} at`, events.line[first]!);
  }
  return { title: `collective ${collectiveTitle(recording, row)}`, facts };
}

function describeRequest(recording: Recording, row: number): Description {
  const { requests, events } = recording;
  const rank = requests.rank[row]!;
  const [start, receive, returned] = [requests.start[row]!, requests.receive[row]!, requests.returned[row]!];
  const facts: Fact[] = [];
  if (start >= 0) {
    facts.push({ label: 'peer', value: sourceName(events.peer[start]!) }, { label: 'tag', value: tagName(events.tag[start]!) });
    pushLine(facts, recording, 'started at', events.line[start]!);
  }
  const done = receive >= 0 ? receive : returned;
  if (start >= 0 && done >= 0) facts.push({ label: 'open for', value: duration(Math.max(0, events.end[done]! - events.begin[start]!)) });
  if (done < 0 && recording.ended) facts.push({ label: 'completion', value: 'no Wait or Test returned it' });
  if (returned >= 0) pushLine(facts, recording, `${callName(events.call[returned]!, events.flags[returned]!)} at`, events.line[returned]!);
  return { title: `rank ${rank}: request ${requests.number[row]} of ${start >= 0 ? callName(events.call[start]!, events.flags[start]!) : 'a call'}`, facts };
}

function describePrint(recording: Recording, row: number): Description {
  const { prints } = recording;
  const stream = prints.stream[row] === Stream.Stderr ? 'stderr' : 'stdout';
  const facts: Fact[] = [{ label: 'text', value: prints.text(row).replace(/\n$/u, '') }];
  pushLine(facts, recording, `rank ${prints.rank[row]}`, prints.line[row]!);
  return { title: `rank ${prints.rank[row]} wrote to ${stream}`, facts };
}

/// `24 bytes, 3 MPI.DOUBLE`.
export function payloadWords({ events }: Recording, row: number): string {
  const bytes = events.bytes[row]!;
  const type = typeName(events.type[row]!);
  const count = elementCount(events.type[row]!, bytes);
  if (type === '') return byteCount(bytes);
  return count === null ? `${byteCount(bytes)}, ${type}` : `${byteCount(bytes)}, ${count} × ${type}`;
}

function pushLine(facts: Fact[], recording: Recording, label: string, word: number, item?: Item): void {
  const source = sourceLine(recording, word);
  if (source !== null) facts.push({ label, value: `${source.file}:${source.line}`, source, text: lineText(recording, word)?.trim(), item });
}

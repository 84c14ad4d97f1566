/// What on one rank had to come before what on another: the edges of happens-before between ranks (Lamport 1978).
///
/// A rank's points are the begins and ends of its records and its prints, ordered by sequence number. An edge leads
/// - from a message's departure (begin of its Send) to its receipt (end of its Receive);
/// - where the sender waits for the match (rendezvous, Ssend: MPI 4.1, 3.4), from the posting of the receive (its begin) to the end of the
///   call that completes the send: the send itself, the Wait or Test of its request, or the call whose algorithm sent it.
/// Collectives are made of messages, so they need no edges of their own. One-sided accesses leave no message records: they have none.

import { Protocol, RecordFlag } from '../protocol';
import type { RowList } from './growable';
import type { Recording } from './recording';

/// Edges as columns, grouped by the rank they lead to and ascending by `toSequence` within it.
export interface Dependencies {
  readonly length: number;
  /// Edges to rank r are those from `start[r]` up to, not including, `start[r + 1]`.
  readonly start: Uint32Array;
  readonly fromRank: Uint8Array;
  readonly toRank: Uint8Array;
  readonly fromSequence: Uint32Array;
  readonly toSequence: Uint32Array;
  /// The message row of an edge from departure to receipt; `-1 - row` of an edge from posting to completion.
  readonly message: Int32Array;
  /// Edge numbers grouped by the rank they come from, ascending by `fromSequence`: those of rank r from `outStart[r]` on.
  readonly out: Uint32Array;
  readonly outStart: Uint32Array;
}

const known = new WeakMap<Recording, { readonly version: number; readonly edges: Dependencies }>();

/// The edges of a recording: O(n) once, kept as long as it does not change.
export function dependenciesOf(recording: Recording): Dependencies {
  const old = known.get(recording);
  if (old !== undefined && old.version === recording.version) return old.edges;
  const edges = build(recording);
  known.set(recording, { version: recording.version, edges });
  return edges;
}

/// The row whose end completes a send that waits for its match; -1 when none has.
export function completionOf(recording: Recording, send: number): number {
  const { events, requests, callsOf } = recording;
  if (events.isCall(send)) return send;
  const rank = events.rank[send]!;
  const request = events.request[send]! > 0 ? requests.find(rank, events.request[send]!) : -1;
  if (request >= 0) return requests.returned[request]!;
  return callAround(recording, callsOf[rank]!, events.sequenceBegin[send]!);
}

/// The call of a rank that a point lies in; -1 for none. `calls` are the rank's, in order.
export function callAround({ events }: Recording, calls: RowList, sequence: number): number {
  let low = 0;
  let high = calls.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (events.sequenceEnd[calls.at(middle)]! < sequence) low = middle + 1;
    else high = middle;
  }
  const row = calls.at(low);
  return row >= 0 && events.sequenceBegin[row]! <= sequence ? row : -1;
}

export function waitsForMatch(protocol: number): boolean {
  return protocol === Protocol.Rendezvous || protocol === Protocol.Synchronous;
}

function build(recording: Recording): Dependencies {
  const { events, messages, ranks } = recording;
  // Walked by receipt, not by message: a rank's receipts come in nearly the order wanted.
  let most = 0;
  for (let row = 0; row < messages.length; row++) {
    const send = messages.send[row]!;
    if (send >= 0 && messages.receive[row]! >= 0) most += waitsForMatch(events.protocol[send]!) ? 2 : 1;
  }
  const raw = { fromRank: new Uint8Array(most), toRank: new Uint8Array(most), fromSequence: new Uint32Array(most), toSequence: new Uint32Array(most), message: new Int32Array(most) };
  let length = 0;
  const edge = (from: number, fromSequence: number, to: number, toSequence: number, message: number): void => {
    // What a broken record says to have come before its own cause binds nothing.
    if (fromSequence >= toSequence) return;
    raw.fromRank[length] = from;
    raw.toRank[length] = to;
    raw.fromSequence[length] = fromSequence;
    raw.toSequence[length] = toSequence;
    raw.message[length++] = message;
  };
  for (let receive = 0; receive < events.length; receive++) {
    const message = events.message[receive]!;
    if (message < 0 || messages.receive[message] !== receive) continue;
    const send = messages.send[message]!;
    if (send < 0) continue;
    const [sender, receiver] = [events.rank[send]!, events.rank[receive]!];
    if (!failed(recording, receive)) edge(sender, events.sequenceBegin[send]!, receiver, events.sequenceEnd[receive]!, message);
    if (!waitsForMatch(events.protocol[send]!)) continue;
    const completion = completionOf(recording, send);
    if (completion >= 0) edge(receiver, events.sequenceBegin[receive]!, sender, events.sequenceEnd[completion]!, -1 - message);
  }
  const [order, start] = grouped(raw.toRank, raw.toSequence, length, ranks);
  const pick = <A extends Uint8Array | Uint32Array | Int32Array>(column: A, into: A): A => {
    for (let i = 0; i < length; i++) into[i] = column[order[i]!]!;
    return into;
  };
  const fromRank = pick(raw.fromRank, new Uint8Array(length));
  const fromSequence = pick(raw.fromSequence, new Uint32Array(length));
  const [out, outStart] = grouped(fromRank, fromSequence, length, ranks);
  return {
    length, start, fromRank, fromSequence, out, outStart,
    toRank: pick(raw.toRank, new Uint8Array(length)), toSequence: pick(raw.toSequence, new Uint32Array(length)), message: pick(raw.message, new Int32Array(length)),
  };
}

// A receive that was cut off names a message that it never got.
function failed({ events }: Recording, row: number): boolean {
  return events.has(row, RecordFlag.Failed) && events.error[row] === 0;
}

/// Numbers 0 to length - 1 grouped by rank and ascending by key within; and where each rank's begin.
function grouped(rank: Uint8Array, key: Uint32Array, length: number, ranks: number): [order: Uint32Array, start: Uint32Array] {
  const start = new Uint32Array(ranks + 1);
  for (let i = 0; i < length; i++) start[rank[i]! + 1]!++;
  for (let r = 0; r < ranks; r++) start[r + 1]! += start[r]!;
  const order = new Uint32Array(length);
  const next = start.slice();
  for (let i = 0; i < length; i++) order[next[rank[i]!]!++] = i;
  for (let r = 0; r < ranks; r++) ascending(order, key, start[r]!, start[r + 1]!);
  return [order, start];
}

/// Elements of a group whose place fits in the 21 bits that a 32-bit key leaves of a double's 53.
const PACKED = 2 ** 21;

function ascending(order: Uint32Array, key: Uint32Array, from: number, to: number): void {
  let sorted = true;
  for (let i = from + 1; i < to && sorted; i++) sorted = key[order[i - 1]!]! <= key[order[i]!]!;
  if (sorted) return;
  const part = order.slice(from, to);
  if (part.length > PACKED) {
    order.set(part.sort((a, b) => key[a]! - key[b]! || a - b), from);
    return;
  }
  // Numbers sort ten times as fast as by a comparison.
  const packed = new Float64Array(part.length);
  for (let i = 0; i < part.length; i++) packed[i] = key[part[i]!]! * PACKED + i;
  packed.sort();
  for (let i = 0; i < part.length; i++) order[from + i] = part[packed[i]! % PACKED]!;
}

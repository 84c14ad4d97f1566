/// Trace records as columns: row i of every column is the i-th record kept, in the order records were read.

import { PREVIEW_BYTES, RecordKind, TRACE_HEADER_WORDS, TraceWord } from '../protocol';
import { type ColumnChange, grown, type SignedArray, trimmed, type UnsignedArray, widerSigned, widerUnsigned } from './growable';

/// First bytes of payloads are kept up to this many bytes in all; later ones are counted in `EventTable.previewsDropped`.
export const MAX_PREVIEW_BYTES = 128 << 20;

/// The same memory of records by words, by float32, by float64 and by bytes.
export interface RecordViews {
  readonly words: Int32Array;
  readonly singles: Float32Array;
  readonly doubles: Float64Array;
  readonly bytes: Uint8Array;
}

/// Columns as `TraceWord` describes them. Only the first `length` elements mean something; arrays are replaced as they grow, and by wider ones
/// when a value asks for it.
export class EventTable {
  length = 0;
  rank = new Uint8Array(0);
  /// `RecordKind`.
  kind = new Uint8Array(0);
  /// `RecordFlag`s.
  flags = new Uint8Array(0);
  call = new Uint8Array(0);
  protocol = new Uint8Array(0);
  algorithm = new Uint8Array(0);
  type = new Uint8Array(0);
  sequenceBegin = new Uint32Array(0);
  sequenceEnd = new Uint32Array(0);
  lamport = new Uint32Array(0);
  /// Milliseconds since the world's start, as the rank's clock told; once a run has ended and is placed, pushed forward where clocks of ranks
  /// disagree (`placement`).
  begin = new Float64Array(0);
  end = new Float64Array(0);
  /// Milliseconds blocked within the event.
  blocked = new Float32Array(0);
  context: SignedArray = new Int8Array(0);
  peer: SignedArray = new Int8Array(0);
  tag: SignedArray = new Int8Array(0);
  messageTag: SignedArray = new Int8Array(0);
  bytes: UnsignedArray = new Uint8Array(0);
  line = new Uint32Array(0);
  messagePeer: SignedArray = new Int8Array(0);
  request: UnsignedArray = new Uint8Array(0);
  /// Error class of what failed; 0 for what did not, and for what was cut off.
  error = new Uint8Array(0);
  /// Row in `MessageTable` / `CollectiveTable`, -1 for none. Filled in by `Recording`.
  message = new Int32Array(0);
  collective: SignedArray = new Int8Array(0);
  /// Events whose payload's first bytes were not kept, because `MAX_PREVIEW_BYTES` are.
  previewsDropped = 0;
  private previewStart = new Uint32Array(0);
  private previewLength = new Uint8Array(0);
  private previewBytes = new Uint8Array(0);
  private previewUsed = 0;

  /// Appends the record that starts at word `base`. Returns its row.
  append(rank: number, { words, singles, doubles, bytes }: RecordViews, base: number): number {
    const row = this.length;
    if (row >= this.rank.length) this.reserve(row + 1);
    const head = words[base]!;
    const half = base >>> 1;
    const type = words[base + TraceWord.Type]!;
    this.rank[row] = rank;
    this.kind[row] = head & 0xff;
    this.flags[row] = (head >>> 8) & 0xff;
    this.call[row] = words[base + TraceWord.Call]!;
    this.type[row] = type & 0xffff;
    this.protocol[row] = (type >>> 16) & 0xff;
    this.algorithm[row] = (type >>> 24) & 0xff;
    this.sequenceBegin[row] = words[base + TraceWord.SequenceBegin]!;
    this.sequenceEnd[row] = words[base + TraceWord.SequenceEnd]!;
    this.lamport[row] = words[base + TraceWord.Lamport]!;
    this.begin[row] = doubles[half + (TraceWord.Begin >>> 1)]!;
    this.end[row] = doubles[half + (TraceWord.End >>> 1)]!;
    this.blocked[row] = singles[base + TraceWord.Blocked]!;
    this.line[row] = words[base + TraceWord.Line]!;
    this.message[row] = -1;
    this.collective[row] = -1;
    this.putNarrow(row, words, base);
    const last = words[base + TraceWord.Preview]!;
    this.error[row] = Math.min(last >>> 16, 255);
    const preview = Math.min(last & 0xffff, PREVIEW_BYTES);
    this.previewStart[row] = this.previewUsed;
    this.previewLength[row] = 0;
    if (preview > 0) this.keepPreview(row, bytes, (base + TRACE_HEADER_WORDS) * 4, preview);
    this.length = row + 1;
    return row;
  }

  /// A value that does not read back as it was written asks for a wider column.
  private putNarrow(row: number, words: Int32Array, base: number): void {
    const context = words[base + TraceWord.Context]!;
    this.context[row] = context;
    if (this.context[row] !== context) (this.context = widerSigned(this.context, context))[row] = context;
    const peer = words[base + TraceWord.Peer]!;
    this.peer[row] = peer;
    if (this.peer[row] !== peer) (this.peer = widerSigned(this.peer, peer))[row] = peer;
    const tag = words[base + TraceWord.Tag]!;
    this.tag[row] = tag;
    if (this.tag[row] !== tag) (this.tag = widerSigned(this.tag, tag))[row] = tag;
    const messageTag = words[base + TraceWord.MessageTag]!;
    this.messageTag[row] = messageTag;
    if (this.messageTag[row] !== messageTag) (this.messageTag = widerSigned(this.messageTag, messageTag))[row] = messageTag;
    const messagePeer = words[base + TraceWord.MessagePeer]!;
    this.messagePeer[row] = messagePeer;
    if (this.messagePeer[row] !== messagePeer) (this.messagePeer = widerSigned(this.messagePeer, messagePeer))[row] = messagePeer;
    const bytes = words[base + TraceWord.Bytes]! >>> 0;
    this.bytes[row] = bytes;
    if (this.bytes[row] !== bytes) (this.bytes = widerUnsigned(this.bytes, bytes))[row] = bytes;
    const request = words[base + TraceWord.Request]! >>> 0;
    this.request[row] = request;
    if (this.request[row] !== request) (this.request = widerUnsigned(this.request, request))[row] = request;
  }

  setCollective(row: number, collective: number): void {
    this.collective[row] = collective;
    if (this.collective[row] !== collective) (this.collective = widerSigned(this.collective, collective))[row] = collective;
  }

  private keepPreview(row: number, bytes: Uint8Array, start: number, length: number): void {
    if (this.previewUsed + length > MAX_PREVIEW_BYTES) {
      this.previewsDropped++;
      return;
    }
    if (this.previewUsed + length > this.previewBytes.length) this.previewBytes = grown(this.previewBytes, this.previewUsed + length);
    const kept = this.previewBytes;
    let to = this.previewUsed;
    for (let at = start; at < start + length; at++) kept[to++] = bytes[at]!;
    this.previewUsed = to;
    this.previewLength[row] = length;
  }

  /// The two ends of a message mostly hold the same first bytes: of `row`, the last one appended, those are kept with `other` then.
  sharePreview(row: number, other: number): void {
    const length = this.previewLength[row]!;
    const own = this.previewStart[row]!;
    const shared = this.previewStart[other]!;
    if (length === 0 || this.previewLength[other] !== length || own + length !== this.previewUsed) return;
    for (let i = 0; i < length; i++) if (this.previewBytes[own + i] !== this.previewBytes[shared + i]) return;
    this.previewStart[row] = shared;
    this.previewUsed = own;
  }

  /// The first bytes of the payload of an event's message; empty when there are none.
  preview(row: number): Uint8Array {
    const start = this.previewStart[row] ?? 0;
    return this.previewBytes.subarray(start, start + (this.previewLength[row] ?? 0));
  }

  has(row: number, flag: number): boolean {
    return ((this.flags[row] ?? 0) & flag) !== 0;
  }

  isCall(row: number): boolean {
    return this.kind[row] === RecordKind.Call;
  }

  /// Makes room for `needed` rows at once, where their number is known beforehand.
  reserve(needed: number): void {
    this.each((column) => grown(column, needed));
  }

  /// Gives back the memory beyond the last row.
  trim(): void {
    this.each((column) => trimmed(column, this.length));
    this.previewBytes = trimmed(this.previewBytes, this.previewUsed);
  }

  private each(change: ColumnChange): void {
    this.rank = change(this.rank);
    this.kind = change(this.kind);
    this.flags = change(this.flags);
    this.call = change(this.call);
    this.protocol = change(this.protocol);
    this.algorithm = change(this.algorithm);
    this.type = change(this.type);
    this.sequenceBegin = change(this.sequenceBegin);
    this.sequenceEnd = change(this.sequenceEnd);
    this.lamport = change(this.lamport);
    this.begin = change(this.begin);
    this.end = change(this.end);
    this.blocked = change(this.blocked);
    this.context = change(this.context);
    this.peer = change(this.peer);
    this.tag = change(this.tag);
    this.messageTag = change(this.messageTag);
    this.bytes = change(this.bytes);
    this.line = change(this.line);
    this.messagePeer = change(this.messagePeer);
    this.request = change(this.request);
    this.error = change(this.error);
    this.message = change(this.message);
    this.collective = change(this.collective);
    this.previewStart = change(this.previewStart);
    this.previewLength = change(this.previewLength);
  }
}

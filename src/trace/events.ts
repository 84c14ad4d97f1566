/// Trace records as columns: row i of every column is the i-th record kept, in the order records were read.

import { PREVIEW_BYTES, RecordKind, TRACE_HEADER_WORDS, TraceWord } from '../protocol';
import { grown } from './growable';

/// Columns as `TraceWord` describes them. Only the first `length` elements mean something; arrays are replaced as they grow.
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
  /// Milliseconds since the world's start, as the rank's clock told.
  begin = new Float64Array(0);
  end = new Float64Array(0);
  arrived = new Float64Array(0);
  /// Milliseconds blocked within the event.
  blocked = new Float32Array(0);
  context = new Int32Array(0);
  peer = new Int16Array(0);
  tag = new Int32Array(0);
  messageTag = new Int32Array(0);
  bytes = new Uint32Array(0);
  line = new Uint32Array(0);
  messageNumber = new Uint32Array(0);
  messagePeer = new Int16Array(0);
  request = new Uint32Array(0);
  /// Error class of what failed; 0 for what did not, and for what was cut off.
  error = new Uint8Array(0);
  collectiveNumber = new Uint32Array(0);
  /// Row in `MessageTable` / `CollectiveTable`, -1 for none. Filled in by `Recording`.
  message = new Int32Array(0);
  collective = new Int32Array(0);
  private previewStart = new Uint32Array(0);
  private previewLength = new Uint8Array(0);
  private previewBytes = new Uint8Array(0);
  private previewUsed = 0;

  /// Appends the record that starts at word `base` of `words`; `floats` and `bytes` are views of the same memory. Returns its row.
  append(rank: number, words: Int32Array, floats: Float64Array, bytes: Uint8Array, base: number): number {
    const row = this.length;
    this.reserve(row + 1);
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
    this.begin[row] = floats[half + (TraceWord.Begin >>> 1)]!;
    this.end[row] = floats[half + (TraceWord.End >>> 1)]!;
    this.arrived[row] = floats[half + (TraceWord.Arrived >>> 1)]!;
    this.blocked[row] = asFloat32(words[base + TraceWord.Blocked]!);
    this.context[row] = words[base + TraceWord.Context]!;
    this.peer[row] = words[base + TraceWord.Peer]!;
    this.tag[row] = words[base + TraceWord.Tag]!;
    this.messageTag[row] = words[base + TraceWord.MessageTag]!;
    this.bytes[row] = words[base + TraceWord.Bytes]!;
    this.line[row] = words[base + TraceWord.Line]!;
    this.messageNumber[row] = words[base + TraceWord.Message]!;
    this.messagePeer[row] = words[base + TraceWord.MessagePeer]!;
    this.request[row] = words[base + TraceWord.Request]!;
    this.collectiveNumber[row] = words[base + TraceWord.Collective]!;
    this.message[row] = -1;
    this.collective[row] = -1;
    this.error[row] = Math.min(words[base + TraceWord.Preview]! >>> 16, 255);
    const preview = Math.min(words[base + TraceWord.Preview]! & 0xffff, PREVIEW_BYTES);
    this.previewStart[row] = this.previewUsed;
    this.previewLength[row] = preview;
    if (preview > 0) {
      const start = (base + TRACE_HEADER_WORDS) * 4;
      this.previewBytes = grown(this.previewBytes, this.previewUsed + preview);
      this.previewBytes.set(bytes.subarray(start, start + preview), this.previewUsed);
      this.previewUsed += preview;
    }
    this.length = row + 1;
    return row;
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

  private reserve(needed: number): void {
    if (needed <= this.rank.length) return;
    this.rank = grown(this.rank, needed);
    this.kind = grown(this.kind, needed);
    this.flags = grown(this.flags, needed);
    this.call = grown(this.call, needed);
    this.protocol = grown(this.protocol, needed);
    this.algorithm = grown(this.algorithm, needed);
    this.type = grown(this.type, needed);
    this.sequenceBegin = grown(this.sequenceBegin, needed);
    this.sequenceEnd = grown(this.sequenceEnd, needed);
    this.lamport = grown(this.lamport, needed);
    this.begin = grown(this.begin, needed);
    this.end = grown(this.end, needed);
    this.arrived = grown(this.arrived, needed);
    this.blocked = grown(this.blocked, needed);
    this.context = grown(this.context, needed);
    this.peer = grown(this.peer, needed);
    this.tag = grown(this.tag, needed);
    this.messageTag = grown(this.messageTag, needed);
    this.bytes = grown(this.bytes, needed);
    this.line = grown(this.line, needed);
    this.messageNumber = grown(this.messageNumber, needed);
    this.messagePeer = grown(this.messagePeer, needed);
    this.request = grown(this.request, needed);
    this.error = grown(this.error, needed);
    this.collectiveNumber = grown(this.collectiveNumber, needed);
    this.message = grown(this.message, needed);
    this.collective = grown(this.collective, needed);
    this.previewStart = grown(this.previewStart, needed);
    this.previewLength = grown(this.previewLength, needed);
  }
}

const scratch = new DataView(new ArrayBuffer(4));
function asFloat32(word: number): number {
  scratch.setInt32(0, word);
  return scratch.getFloat32(0);
}

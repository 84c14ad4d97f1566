/// For tests: writes valid record bytes by the constants of `protocol/trace`.

import { NO_RANK, TRACE_HEADER_WORDS, TraceWord } from '../../protocol';

/// A record in words; what is left out is zero, or NO_RANK for ranks.
export interface RecordFields {
  kind: number;
  flags?: number;
  sequenceBegin: number;
  sequenceEnd: number;
  lamport?: number;
  begin: number;
  end: number;
  call?: number;
  context?: number;
  peer?: number;
  tag?: number;
  bytes?: number;
  type?: number;
  protocol?: number;
  algorithm?: number;
  line?: number;
  message?: number;
  messagePeer?: number;
  request?: number;
  blocked?: number;
  collective?: number;
  arrived?: number;
  messageTag?: number;
  error?: number;
  preview?: Uint8Array;
}

export function recordBytes(fields: RecordFields): Uint8Array {
  const preview = fields.preview ?? new Uint8Array(0);
  const length = TRACE_HEADER_WORDS + Math.ceil(preview.length / 8) * 2;
  const bytes = new Uint8Array(length * 4);
  const words = new Int32Array(bytes.buffer);
  const floats = new Float64Array(bytes.buffer);
  words[TraceWord.Head] = fields.kind | ((fields.flags ?? 0) << 8) | (length << 16);
  words[TraceWord.SequenceBegin] = fields.sequenceBegin;
  words[TraceWord.SequenceEnd] = fields.sequenceEnd;
  words[TraceWord.Lamport] = fields.lamport ?? 0;
  floats[TraceWord.Begin / 2] = fields.begin;
  floats[TraceWord.End / 2] = fields.end;
  words[TraceWord.Call] = fields.call ?? 0;
  words[TraceWord.Context] = fields.context ?? 0;
  words[TraceWord.Peer] = fields.peer ?? NO_RANK;
  words[TraceWord.Tag] = fields.tag ?? 0;
  words[TraceWord.Bytes] = fields.bytes ?? 0;
  words[TraceWord.Type] = (fields.type ?? 0) | ((fields.protocol ?? 0) << 16) | ((fields.algorithm ?? 0) << 24);
  words[TraceWord.Line] = fields.line ?? 0;
  words[TraceWord.Message] = fields.message ?? 0;
  words[TraceWord.MessagePeer] = fields.messagePeer ?? NO_RANK;
  words[TraceWord.Request] = fields.request ?? 0;
  new Float32Array(bytes.buffer)[TraceWord.Blocked] = fields.blocked ?? 0;
  words[TraceWord.Collective] = fields.collective ?? 0;
  floats[TraceWord.Arrived / 2] = fields.arrived ?? 0;
  words[TraceWord.Preview] = preview.length | ((fields.error ?? 0) << 16);
  words[TraceWord.MessageTag] = fields.messageTag ?? fields.tag ?? 0;
  bytes.set(preview, TRACE_HEADER_WORDS * 4);
  return bytes;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

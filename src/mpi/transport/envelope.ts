/// What lies in an inbox: records of a header of `ENVELOPE_WORDS` words and, for some kinds, the payload, padded to 8 bytes.
///
/// A record's head word is written last: length of the whole record in bytes (a multiple of 8) with its kind in the low 3 bits.
/// 0 means "reserved, not yet written". A record never wraps; the end of the ring is filled with a `Skip`.

export const enum EnvelopeKind {
  /// Payload with the envelope; the sender is already done.
  Eager = 0,
  /// Payload with the envelope; the sender waits for an `Acknowledge`.
  Synchronous = 1,
  /// Request to send: envelope only; the sender waits for a `ClearToSend`.
  RequestToSend = 2,
  /// Receiver to sender: matched, send `Bytes` bytes to `PeerHandle`.
  ClearToSend = 3,
  /// Receiver to sender: matched and received.
  Acknowledge = 4,
  /// Sender to receiver: chunk `Chunk` of my arena holds `Bytes` bytes.
  Chunk = 5,
  /// Nothing to the end of the ring.
  Skip = 6,
}

/// Words of the header. Which ones a kind uses stands beside them.
export const enum EnvelopeWord {
  Head = 0,
  /// World rank of the sender of this record. All kinds.
  Source = 1,
  /// Eager, Synchronous, RequestToSend: the context. Chunk: the chunk's index.
  Context = 2,
  Tag = 3,
  /// Bytes of the message; ClearToSend: bytes wanted; Chunk: bytes in it.
  Bytes = 4,
  /// The sender's Lamport clock. All kinds but Chunk.
  Lamport = 5,
  /// The sender's running number of the message.
  Message = 6,
  /// Datatype id (16 bits) and `Protocol` (8 bits above).
  Type = 7,
  /// The sending operation at its rank. Chunk: the receiving operation.
  Handle = 8,
  /// ClearToSend: the receiving operation at its rank. Eager, Synchronous, RequestToSend: the sender's clock when it published this,
  /// microseconds since the world's start, low 32 bits.
  PeerHandle = 9,
}
export const ENVELOPE_WORDS = 10;
export const ENVELOPE_BYTES = ENVELOPE_WORDS * 4;

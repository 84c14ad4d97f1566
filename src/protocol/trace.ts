/// The event record: made by the engine where the thing happens, and the only source of timeline, checks and exports.
///
/// A record is `TRACE_HEADER_WORDS` 4-byte words and a preview of the payload, padded to 8 bytes. One record a call, written when
/// it ends (what a rank is in at this moment stands in its control block); one more for each message whose departure or
/// receipt is not the whole of a call: nonblocking, Sendrecv and inside collectives.

export const enum RecordKind {
  /// An MPI call from begin to end. A blocking Send or Recv carries its message in the same record.
  /// Of a row of Test or Iprobe calls on one line that find nothing, with nothing else recorded between them, only the first has a record.
  Call = 1,
  /// A message left (its send was posted).
  Send = 2,
  /// A message was received: begin is when the receive was posted, end when it was complete.
  Receive = 3,
  /// Which requests the rank's call before it completed, where that may be several (Waitall, Waitsome, Testall, Testsome): their running
  /// numbers, unsigned, stand in place of the preview. Of the header only `Head`, `Call` and `Preview` count. As many in a row as needed.
  Completed = 4,
  /// Variables of the program that have changed: `protocol/variables` has the content, which stands in place of the preview. It is no event. Of
  /// the header only `Head` and `Preview` count; the flags are `VariablesFlag`s.
  Variables = 5,
}

export const enum RecordFlag {
  /// Lower-case method: a pickled object.
  Object = 1,
  /// The message was in the unexpected queue before its receive was posted.
  Unexpected = 2,
  /// The call raised an error.
  Failed = 4,
  /// The message belongs to a collective's algorithm; `Collective` tells which.
  Internal = 8,
  /// The call starts a request and returns (Isend, Irecv).
  Nonblocking = 16,
  /// The call carries a sent message / a received message in its own record.
  CarriesSend = 32,
  CarriesReceive = 64,
}

/// Words of a record. Unsigned unless said otherwise.
export const enum TraceWord {
  /// `RecordKind` (8 bits), `RecordFlag`s (8 bits), length of the whole record in words (16 bits).
  Head = 0,
  /// World-wide sequence numbers at begin and end.
  SequenceBegin = 1,
  SequenceEnd = 2,
  /// Lamport clock at the end of the event.
  Lamport = 3,
  /// Float64 milliseconds since the world's start (words 4, 5 and 6, 7).
  Begin = 4,
  End = 6,
  /// `MpiCall`.
  Call = 8,
  /// Context id of the communicator (the even, point-to-point one).
  Context = 9,
  /// Signed. As the call named it, but as a world rank: destination, source or `ANY_RANK`, root; `NO_RANK` when none.
  Peer = 10,
  /// Signed tag as the call named it; -1 is ANY_TAG.
  Tag = 11,
  /// Bytes of the message, or of this rank's contribution to a collective.
  Bytes = 12,
  /// Datatype id (16 bits), `Protocol` (8 bits), `Algorithm` (8 bits).
  Type = 13,
  /// Source line (`packLine`).
  Line = 14,
  /// The sender's running number of the message, from 1; with the sender's world rank it names the message. 0 for none.
  Message = 15,
  /// Signed world rank at the other end of that message; `NO_RANK` when none.
  MessagePeer = 16,
  /// This rank's running number of the request started or completed, from 1; 0 for none.
  Request = 17,
  /// Float32 milliseconds spent blocked within the event.
  Blocked = 18,
  /// Running number of the collective on its communicator, from 1; 0 for none.
  Collective = 19,
  /// Float64: when a received message arrived at this rank's inbox (words 20, 21); 0 when not a receipt. Of one whose data waited for the
  /// receive (rendezvous), when the receiver saw that it was announced.
  Arrived = 20,
  /// Bytes of the preview that follows the header (16 bits); error class of a call or receive that failed (16 bits): 0 with `Failed` means
  /// that it was cut off, by Stop, Abort or another rank's failure.
  Preview = 22,
  /// Signed tag of the message itself (with ANY_TAG, `Tag` does not tell it).
  MessageTag = 23,
}
export const TRACE_HEADER_WORDS = 24;
/// Environment variable of a run: `0` leaves records out, to see what they cost. Timeline and checks then know of no call.
export const TRACE_SWITCH = 'COMMWORLD_TRACE';
/// At most this many request numbers are in one `Completed` record.
export const COMPLETED_MOST = 40;
/// At most this many first bytes of a payload are kept in a record: enough for a pickled array of three doubles (151 bytes).
export const PREVIEW_BYTES = 160;

/// How a message travelled.
export const enum Protocol {
  None = 0,
  Eager = 1,
  Rendezvous = 2,
  /// Ssend, or a standard send above an eager limit of less than its size whose bytes travelled with the envelope.
  Synchronous = 3,
  Buffered = 4,
  Ready = 5,
}

export const enum Algorithm {
  None = 0,
  Linear = 1,
  Binomial = 2,
  Ring = 3,
  RecursiveDoubling = 4,
  Dissemination = 5,
  Pairwise = 6,
  Chain = 7,
  Bruck = 8,
  Rabenseifner = 9,
  Pipeline = 10,
  Binary = 11,
  SplitBinary = 12,
  Knomial = 13,
  ScatterAllgather = 14,
  ScatterRing = 15,
  NeighborExchange = 16,
  Sparbit = 17,
  LinearSync = 18,
  SegmentedRing = 19,
  AllgatherReduce = 20,
  RecursiveHalving = 21,
  Butterfly = 22,
  DoubleRing = 23,
  NonOverlapping = 24,
  InOrderBinary = 25,
  LinearNonblocking = 26,
}
export const ALGORITHM_NAMES: readonly string[] = [
  '', 'linear', 'binomial tree', 'ring', 'recursive doubling', 'dissemination', 'pairwise exchange', 'chain', 'Bruck', 'Rabenseifner',
  'pipeline', 'binary tree', 'split binary tree', 'k-nomial tree', 'scatter and allgather', 'scatter and ring allgather', 'neighbour exchange', 'sparbit',
  'linear, a few at a time', 'ring of segments', 'allgather, then reduce', 'recursive halving', 'butterfly', 'double ring', 'one after the other',
  'binary tree in rank order', 'linear, all at once',
];

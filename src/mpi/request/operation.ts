import type { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { type Algorithm, Protocol } from '../../protocol/trace';
import { NO_RANK } from '../../protocol/world';
import { Datatype } from '../datatype/datatype';
import { Posted } from '../matching/posted-queue';
import type { EnvelopeKind } from '../transport/envelope';
import type { SendBuffer } from './send-buffer';

/// Something a rank waits for, with what its control block says meanwhile.
export interface Waitable {
  readonly done: boolean;
  /// World rank, `ANY_RANK`, `ALL_RANKS` or `NO_RANK`.
  readonly waitsFor: number;
  readonly waitTag: number;
  /// Context id; odd inside a collective.
  readonly context: number;
}

/// A message on its way out that was not complete when it was posted.
export class SendOperation implements Waitable {
  done = false;
  error: ErrorClass = ErrorClass.Success;
  /// Named in the envelope when an answer is awaited; 0 otherwise.
  handle = 0;
  /// The receiving operation, bytes it wants, bytes already in chunks: once it has answered.
  peerHandle = 0;
  wanted = 0;
  sent = 0;
  /// All of it has left this rank, which may be after `done` when the engine keeps a copy.
  left = false;
  /// The buffer it stands in, when it is a buffered send.
  room: SendBuffer | null = null;

  constructor(
    /// World rank.
    readonly dest: number,
    readonly context: number,
    readonly tag: number,
    /// The data: `bytes` bytes from `address` of `buffer`, or of the rank's memory when that is null.
    public buffer: Uint8Array | null,
    public address: number,
    readonly bytes: number,
    /// Datatype id and `Protocol`, as in the envelope.
    readonly type: number,
    readonly kind: EnvelopeKind,
    readonly message: number,
    readonly lamport: number,
  ) {}

  get waitsFor(): number {
    return this.dest;
  }

  get waitTag(): number {
    return this.tag;
  }
}

/// What the record of a receive says of how it was posted; null for a blocking Recv, whose call record carries the message.
export interface Posting {
  call: MpiCall;
  flags: number;
  line: number;
  sequence: number;
  time: number;
  request: number;
  collective: number;
  algorithm: Algorithm;
}

/// A receive from posting to completion.
export class ReceiveOperation extends Posted implements Waitable {
  done = false;
  error: ErrorClass = ErrorClass.Success;
  cancelled = false;
  /// What came: world rank, tag, bytes of the message, bytes of it kept, the sender's number of the message.
  from: number = NO_RANK;
  gotTag = 0;
  bytes = 0;
  kept = 0;
  message = 0;
  typeId = 0;
  protocol: Protocol = Protocol.None;
  arrived = 0;
  unexpected = false;
  lamport = 0;
  /// Set while chunks arrive: handle, bytes that will come, bytes that came.
  handle = 0;
  wanted = 0;
  received = 0;
  /// Where chunks are gathered when they do not go straight to their place.
  staging: Uint8Array | null = null;
  /// The caller's memory is gone: what still comes goes nowhere.
  lost = false;
  posting: Posting | null = null;
  /// The tag that the program gave, where the message has another one (partitioned).
  shownTag: number | null = null;

  constructor(
    source: number,
    tag: number,
    public context: number,
    /// Where the data goes: `address` of `buffer`, or of the rank's memory when that is null.
    public buffer: Uint8Array | null,
    public address: number,
    /// Bytes of data there is room for; ignored when `fresh`.
    public capacity: number,
    public type: Datatype,
    /// The message's size decides: `buffer` is made when it has matched.
    readonly fresh: boolean,
  ) {
    super(source, tag);
  }

  get waitsFor(): number {
    return this.from !== NO_RANK ? this.from : this.source;
  }

  get waitTag(): number {
    return this.tag;
  }

  /// Makes of a receive that is complete and that nobody knows any more another one: one object less a message.
  renew(source: number, tag: number, context: number, buffer: Uint8Array | null, address: number, capacity: number, type: Datatype): void {
    this.source = source;
    this.tag = tag;
    this.context = context;
    this.buffer = buffer;
    this.address = address;
    this.capacity = capacity;
    this.type = type;
    this.done = false;
    this.error = ErrorClass.Success;
    this.from = NO_RANK;
    this.unexpected = false;
    this.handle = 0;
    this.received = 0;
  }

  /// A receive of as many bytes as come.
  static fresh(source: number, tag: number, context: number): ReceiveOperation {
    return new ReceiveOperation(source, tag, context, null, 0, 0, Datatype.PICKLE, true);
  }
}

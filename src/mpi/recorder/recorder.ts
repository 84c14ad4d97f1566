import type { MpiCall } from '../../protocol/calls';
import { Algorithm, COMPLETED_MOST, PREVIEW_BYTES, Protocol, RecordFlag, RecordKind, TRACE_HEADER_WORDS, TraceWord } from '../../protocol/trace';
import { ErrorClass } from '../../protocol/errors';
import { NO_RANK, RankSlot, WorldSlot } from '../../protocol/world';
import type { Host } from '../host';
import type { Posting, ReceiveOperation } from '../request/operation';
import { RingWriter } from '../transport/byte-ring';
import type { WorldView } from '../transport/world-view';

/// Sequence numbers taken at a time.
const NUMBERS = 4;
/// How long they may serve, milliseconds: no longer than one tick of a browser's clock, which cannot tell what is closer.
const FRESH = 0.005;
/// Bytes up to which a copy takes less than the clock can tell.
const SHORT = 8192;

/// The call that what happens is part of.
export interface Identity {
  readonly call: MpiCall;
  readonly flags: number;
  readonly line: number;
  readonly collective: number;
  readonly algorithm: Algorithm;
  readonly request: number;
}

/// A call that is made of others, as it was when it began.
interface Whole {
  readonly call: MpiCall;
  readonly flags: number;
  readonly line: number;
  readonly context: number;
  readonly sequence: number;
  readonly time: number;
}

/// Makes the records of one rank (`protocol/trace`), and keeps the part of its control block that says which call it is in.
///
/// A record that finds the ring full goes to a backlog, in order; who ends a call waits until that is empty.
export class Recorder {
  readonly #host: Host;
  readonly #on: boolean;
  readonly #words: Int32Array;
  readonly #control: number;
  readonly #callTime: Float64Array;
  readonly #ring: RingWriter;
  /// Where records are made: in the ring, or aside when it has no room for them in one piece.
  readonly #inRing: Sheet;
  readonly #aside: Sheet;
  #whole: Whole | null = null;
  /// The sheet of the record being made, and where on it the record begins, words.
  #sheet: Sheet;
  #at = 0;
  #backlog: Int32Array[] = [];
  #requests = 0;

  // The call the rank is in.
  call: MpiCall = 0;
  flags = 0;
  line = 0;
  /// Running number of the collective the call is, 0 when it is none.
  collective = 0;
  algorithm: Algorithm = Algorithm.None;
  /// Number of the request the call starts or completes.
  request = 0;
  /// The program's tag of the partitioned message that is being sent, whose own is negative.
  partitionTag = 0;
  /// Numbers of the requests the call has completed, when these may be several.
  readonly completed: number[] = [];
  /// Milliseconds blocked in the call so far.
  blocked = 0;
  #context = 0;
  #peer = NO_RANK;
  #tag = 0;
  #bytes = 0;
  #typeId = 0;
  #sequence = 0;
  #time = 0;
  /// Sequence numbers taken and not yet used: how many, and the next.
  #numbers = 0;
  #nextNumber = 0;
  /// The clock when they were taken.
  #numbered = 0;
  /// The clock when last looked at: at the call's begin, or since then when something came from another rank.
  clock = 0;
  #message = 0;
  #messagePeer = NO_RANK;
  #messageTag = 0;
  #protocol: Protocol = Protocol.None;
  #arrived = 0;
  #previewBuffer: Uint8Array | null = null;
  #previewAddress = 0;
  #previewBytes = 0;
  /// The poll that the last record tells of: call, line and request; 0 when it tells of something else.
  #pollCall: MpiCall = 0;
  #pollLine = 0;
  #pollRequest = 0;

  constructor(world: WorldView, rank: number, host: Host, on: boolean) {
    this.#host = host;
    this.#on = on;
    this.#words = world.words;
    this.#control = world.layout.control(rank);
    this.#callTime = new Float64Array(world.buffer, (this.#control + RankSlot.CallTime) * 4, 1);
    const { traceBytes } = world.layout.options;
    const ring = (this.#ring = new RingWriter(world.buffer, world.layout.trace(rank), traceBytes, world.words, this.#control + RankSlot.TraceWritten, this.#control + RankSlot.TraceRead));
    this.#inRing = sheetOf(ring.words);
    this.#aside = this.#sheet = sheetOf(new Int32Array(TRACE_HEADER_WORDS + PREVIEW_BYTES / 4));
  }

  /// Something has come from another rank: what happens now comes after it.
  heard(): void {
    this.#numbers = 0;
  }

  /// Looks at the clock, which costs a good part of what a short message does: not more often than something can have happened.
  look(): number {
    return (this.clock = this.#host.now());
  }

  // A world-wide sequence number. All ranks write that word: several are taken at once, for as long as nothing comes from another rank, so
  // that they follow whatever they depend on; a later call may use them while they are fresh.
  #number(): number {
    if (this.#numbers === 0) {
      this.#nextNumber = Atomics.add(this.#words, WorldSlot.Sequence, NUMBERS);
      this.#numbers = NUMBERS;
      this.#numbered = this.clock;
    }
    this.#numbers--;
    return this.#nextNumber++;
  }

  /// Whether the present call is part of one that is made of others.
  get enclosed(): boolean {
    return this.#whole !== null;
  }

  /// The call that has just begun is made of others (MPI.File's, of collectives): until `disclose` these have no records of their own, and
  /// their messages are those of the whole.
  enclose(): void {
    this.#whole = { call: this.call, flags: this.flags, line: this.line, context: this.#context, sequence: this.#sequence, time: this.#time };
  }

  /// The parts are over: the whole, which moved so many bytes, is the present call again and is to be ended.
  disclose(bytes: number): void {
    if (this.#whole === null) return;
    const { call, flags, line, context, sequence, time } = this.#whole;
    this.#whole = null;
    const { blocked } = this;
    this.#present(call, flags, line, context, NO_RANK, 0, bytes, 0);
    this.blocked = blocked;
    this.#sequence = sequence;
    this.#time = time;
  }

  /// The next number for a request of this rank.
  nextRequest(): number {
    return ++this.#requests;
  }

  /// A call begins. `peer` is a world rank, `ANY_RANK` or `NO_RANK`; `context` the even one. What is not known yet is set later.
  begin(call: MpiCall, flags: number, context: number, peer: number, tag: number, bytes: number, typeId: number): void {
    if (this.#whole !== null) {
      const { blocked } = this;
      this.#present(this.#whole.call, this.#whole.flags, this.#whole.line, context, peer, tag, bytes, typeId);
      this.blocked = blocked;
      this.#numbers = 0;
      this.look();
      return;
    }
    this.#present(call, flags, this.#host.line(), context, peer, tag, bytes, typeId);
    this.#time = this.look();
    if (this.#time - this.#numbered > FRESH) this.#numbers = 0;
    this.#sequence = this.#number();
    // Plain stores: the page only looks, and atomic ones would cost as much as the whole send.
    const words = this.#words;
    const control = this.#control;
    words[control + RankSlot.Line] = this.line;
    words[control + RankSlot.CallSequence] = this.#sequence;
    words[control + RankSlot.CallFlags] = flags;
    words[control + RankSlot.WaitsFor] = NO_RANK;
    this.#callTime[0] = this.#time;
    words[control + RankSlot.Call] = call;
  }

  #present(call: MpiCall, flags: number, line: number, context: number, peer: number, tag: number, bytes: number, typeId: number): void {
    this.call = call;
    this.flags = flags;
    this.line = line;
    this.collective = 0;
    this.algorithm = Algorithm.None;
    this.request = 0;
    this.blocked = 0;
    this.#context = context;
    this.#peer = peer;
    this.#tag = tag;
    this.#bytes = bytes;
    this.#typeId = typeId;
    this.#message = 0;
    this.#messagePeer = NO_RANK;
    this.#messageTag = 0;
    this.#protocol = Protocol.None;
    this.#arrived = 0;
    this.#previewBytes = 0;
  }

  /// The size and type of the call's data, when they were not known at `begin`.
  contribution(bytes: number, typeId: number): void {
    this.#bytes = bytes;
    this.#typeId = typeId;
  }

  /// The data whose first bytes the call's record keeps; read at its end. `buffer` null is the rank's memory.
  preview(buffer: Uint8Array | null, address: number, bytes: number): void {
    this.#previewBuffer = buffer;
    this.#previewAddress = address;
    this.#previewBytes = bytes < PREVIEW_BYTES ? bytes : PREVIEW_BYTES;
  }

  /// The call carries this sent message in its own record.
  carrySend(dest: number, tag: number, message: number, protocol: Protocol): void {
    this.flags |= RecordFlag.CarriesSend;
    this.#message = message;
    this.#messagePeer = dest;
    this.#messageTag = tag;
    this.#protocol = protocol;
  }

  /// The call carries this received message in its own record.
  carryReceive(receive: ReceiveOperation): void {
    this.flags |= RecordFlag.CarriesReceive | (receive.unexpected ? RecordFlag.Unexpected : 0);
    this.#message = receive.message;
    this.#messagePeer = receive.from;
    this.#messageTag = receive.gotTag;
    this.#protocol = receive.protocol;
    this.#arrived = receive.arrived;
    this.#bytes = receive.bytes;
    this.#typeId = receive.typeId;
    if (receive.type.contiguous || receive.fresh) this.preview(receive.buffer, receive.address, receive.kept);
  }

  /// Whether the call is one more of a row of polls that found nothing: the same Test or Iprobe on the same line, with nothing recorded
  /// since. Only the first has a record, or a program that polls would fill its ring with nothing.
  repeatsPoll(): boolean {
    const repeats = this.call === this.#pollCall && this.line === this.#pollLine && this.request === this.#pollRequest;
    if (repeats) this.#words[this.#control + RankSlot.Call] = 0;
    return repeats;
  }

  /// The call of the row of polls that is under way, 0 for none.
  get polling(): MpiCall {
    return this.#pollCall;
  }

  /// To be called after `end` of a poll that found nothing.
  polled(): void {
    this.#pollCall = this.call;
    this.#pollLine = this.line;
    this.#pollRequest = this.request;
  }

  /// The call ends; `failed` with the class of its error, Success when it was cut off.
  end(lamport: number, failed: boolean, error: ErrorClass = ErrorClass.Success): void {
    if (this.#whole !== null) {
      this.completed.length = 0;
      return;
    }
    this.#words[this.#control + RankSlot.Call] = 0;
    if (!this.#on) {
      this.completed.length = 0;
      return;
    }
    const preview = failed ? 0 : this.#previewBytes;
    const length = TRACE_HEADER_WORDS + paddedWords(preview);
    const { words, times, floats } = this.#open(length);
    const at = this.#at;
    words[at + TraceWord.Head] = RecordKind.Call | ((this.flags | (failed ? RecordFlag.Failed : 0)) << 8) | (length << 16);
    words[at + TraceWord.SequenceBegin] = this.#sequence;
    words[at + TraceWord.SequenceEnd] = this.#number();
    words[at + TraceWord.Lamport] = lamport;
    times[(at + TraceWord.Begin) >> 1] = this.#time;
    // A short call that has looked at the clock on hearing of its message ends now, as far as the clock can tell.
    times[(at + TraceWord.End) >> 1] = this.collective > 0 || this.#bytes > SHORT ? this.look() : this.clock;
    words[at + TraceWord.Call] = this.call;
    words[at + TraceWord.Context] = this.#context;
    words[at + TraceWord.Peer] = this.#peer;
    words[at + TraceWord.Tag] = this.#tag;
    words[at + TraceWord.Bytes] = this.#bytes;
    words[at + TraceWord.Type] = this.#typeId | (this.#protocol << 16) | (this.algorithm << 24);
    words[at + TraceWord.Line] = this.line;
    words[at + TraceWord.Message] = this.#message;
    words[at + TraceWord.MessagePeer] = this.#messagePeer;
    words[at + TraceWord.Request] = this.request;
    floats[at + TraceWord.Blocked] = this.blocked;
    words[at + TraceWord.Collective] = this.collective;
    times[(at + TraceWord.Arrived) >> 1] = this.#arrived;
    words[at + TraceWord.MessageTag] = this.#messageTag;
    this.#emit(length, this.#previewBuffer, this.#previewAddress, preview, error);
    this.#previewBuffer = null;
    if (this.completed.length > 0) this.#nameCompleted();
  }

  #nameCompleted(): void {
    for (let from = 0; from < this.completed.length; from += COMPLETED_MOST) {
      const count = Math.min(COMPLETED_MOST, this.completed.length - from);
      const length = TRACE_HEADER_WORDS + paddedWords(count * 4);
      const { words } = this.#open(length);
      words.fill(0, this.#at, this.#at + length);
      words[this.#at + TraceWord.Head] = RecordKind.Completed | (length << 16);
      words[this.#at + TraceWord.Call] = this.call;
      words[this.#at + TraceWord.Preview] = count * 4;
      for (let index = 0; index < count; index++) words[this.#at + TRACE_HEADER_WORDS + index] = this.completed[from + index] as number;
      this.#close(length);
    }
    this.completed.length = 0;
  }

  /// The present call, for what runs on after it; `assume` makes it the present one again.
  identity(): Identity {
    const { call, flags, line, collective, algorithm, request } = this;
    return { call, flags, line, collective, algorithm, request };
  }

  assume({ call, flags, line, collective, algorithm, request }: Identity): void {
    this.call = call;
    this.flags = flags;
    this.line = line;
    this.collective = collective;
    this.algorithm = algorithm;
    this.request = request;
  }

  /// How a receive that outlives its posting, or is only part of its call, will be recorded. `into`: an old one to be used again.
  posting(flags: number, into: Posting | null = null): Posting {
    const sequence = this.#number();
    const all = flags | (this.flags & RecordFlag.Object);
    if (into === null) {
      const { call, line, clock: time, request, algorithm } = this;
      const collective = this.#whole === null ? this.collective : 0;
      return { call, flags: all, line, sequence, time, request, collective, algorithm };
    }
    into.call = this.call;
    into.flags = all;
    into.line = this.line;
    into.sequence = sequence;
    into.time = this.clock;
    into.request = this.request;
    into.collective = this.#whole === null ? this.collective : 0;
    into.algorithm = this.algorithm;
    return into;
  }

  /// A message leaves whose departure is not the whole of the call. To be called before it is published.
  sent(dest: number, context: number, tag: number, buffer: Uint8Array | null, address: number, bytes: number, type: number, message: number, lamport: number): void {
    if (!this.#on) return;
    const preview = bytes < PREVIEW_BYTES ? bytes : PREVIEW_BYTES;
    const length = TRACE_HEADER_WORDS + paddedWords(preview);
    const { words, times } = this.#open(length);
    const at = this.#at;
    const sequence = this.#number();
    const time = this.clock;
    words[at + TraceWord.Head] = RecordKind.Send | (((this.flags & RecordFlag.Object) | ((context & 1) !== 0 && tag >= 0 ? RecordFlag.Internal : 0)) << 8) | (length << 16);
    words[at + TraceWord.SequenceBegin] = sequence;
    words[at + TraceWord.SequenceEnd] = sequence;
    words[at + TraceWord.Lamport] = lamport;
    times[(at + TraceWord.Begin) >> 1] = time;
    times[(at + TraceWord.End) >> 1] = time;
    words[at + TraceWord.Call] = this.call;
    words[at + TraceWord.Context] = context & ~1;
    const shown = tag < 0 ? this.partitionTag : tag;
    words[at + TraceWord.Peer] = dest;
    words[at + TraceWord.Tag] = shown;
    words[at + TraceWord.Bytes] = bytes;
    words[at + TraceWord.Type] = (type & 0xffffff) | (this.algorithm << 24);
    words[at + TraceWord.Line] = this.line;
    words[at + TraceWord.Message] = message;
    words[at + TraceWord.MessagePeer] = dest;
    words[at + TraceWord.Request] = this.request;
    words[at + TraceWord.Blocked] = 0;
    words[at + TraceWord.Collective] = this.#whole === null ? this.collective : 0;
    times[(at + TraceWord.Arrived) >> 1] = 0;
    words[at + TraceWord.MessageTag] = shown;
    this.#emit(length, buffer, address, preview);
  }

  /// A receive that was posted with `posting` is complete.
  received(receive: ReceiveOperation, posting: Posting): void {
    if (!this.#on) return;
    const preview = receive.fresh || receive.type.contiguous ? Math.min(receive.kept, PREVIEW_BYTES) : 0;
    const length = TRACE_HEADER_WORDS + paddedWords(preview);
    const { words, times } = this.#open(length);
    const at = this.#at;
    const failed = receive.error === 0 ? 0 : RecordFlag.Failed;
    words[at + TraceWord.Head] = RecordKind.Receive | ((posting.flags | failed | (receive.unexpected ? RecordFlag.Unexpected : 0)) << 8) | (length << 16);
    words[at + TraceWord.SequenceBegin] = posting.sequence;
    words[at + TraceWord.SequenceEnd] = this.#number();
    words[at + TraceWord.Lamport] = receive.lamport;
    times[(at + TraceWord.Begin) >> 1] = posting.time;
    times[(at + TraceWord.End) >> 1] = this.clock;
    words[at + TraceWord.Call] = posting.call;
    words[at + TraceWord.Context] = receive.context & ~1;
    words[at + TraceWord.Peer] = receive.source;
    words[at + TraceWord.Tag] = receive.shownTag ?? receive.tag;
    words[at + TraceWord.Bytes] = receive.bytes;
    words[at + TraceWord.Type] = receive.typeId | (receive.protocol << 16) | (posting.algorithm << 24);
    words[at + TraceWord.Line] = posting.line;
    words[at + TraceWord.Message] = receive.message;
    words[at + TraceWord.MessagePeer] = receive.from;
    words[at + TraceWord.Request] = posting.request;
    words[at + TraceWord.Blocked] = 0;
    words[at + TraceWord.Collective] = posting.collective;
    times[(at + TraceWord.Arrived) >> 1] = receive.arrived;
    words[at + TraceWord.MessageTag] = receive.shownTag ?? receive.gotTag;
    this.#emit(length, receive.buffer, receive.address, preview, receive.error);
  }

  /// What the language tells of the program's variables: `size` bytes of `content`.
  variables(flags: number, content: Uint8Array, size: number): void {
    if (!this.#on) return;
    const length = TRACE_HEADER_WORDS + paddedWords(size);
    const at = this.#backlog.length > 0 ? -1 : this.#ring.claim(length);
    const [from, sheet] = at >= 0 ? [at, this.#inRing] : [0, sheetOf(new Int32Array(length))];
    sheet.words.fill(0, from, from + length);
    sheet.words[from] = RecordKind.Variables | (flags << 8) | (length << 16);
    sheet.words[from + TraceWord.Preview] = size;
    for (let index = 0, to = (from + TRACE_HEADER_WORDS) * 4; index < size; index++) sheet.bytes[to++] = content[index] as number;
    if (at >= 0) this.#ring.commit(length);
    else if (this.#backlog.length > 0 || !this.#ring.tryWriteWords(sheet.words, length)) this.#backlog.push(sheet.words);
  }

  /// Moves the backlog into the ring; true when none is left.
  settle(): boolean {
    if (this.#backlog.length === 0) return true;
    let moved = 0;
    for (const record of this.#backlog) {
      if (!this.#ring.tryWriteWords(record, record.length)) break;
      moved++;
    }
    if (moved > 0) this.#backlog = this.#backlog.slice(moved);
    return this.#backlog.length === 0;
  }

  // Where a record of `length` words is to be made.
  #open(length: number): Sheet {
    this.#at = this.#backlog.length > 0 ? -1 : this.#ring.claim(length);
    if (this.#at >= 0) return (this.#sheet = this.#inRing);
    this.#at = 0;
    return (this.#sheet = this.#aside);
  }

  #emit(length: number, buffer: Uint8Array | null, address: number, preview: number, error: ErrorClass = ErrorClass.Success): void {
    const { words, bytes } = this.#sheet;
    this.#pollCall = 0;
    words[this.#at + TraceWord.Preview] = preview | (error << 16);
    if (preview > 0) {
      const from = buffer ?? this.#host.memory();
      const end = (this.#at + length) * 4;
      let to = (this.#at + TRACE_HEADER_WORDS) * 4;
      for (let at = 0; at < preview; at++) bytes[to++] = from[address + at] as number;
      while (to < end) bytes[to++] = 0;
    }
    this.#close(length);
  }

  // The record on the sheet is whole.
  #close(length: number): void {
    const { words } = this.#sheet;
    if (this.#sheet === this.#inRing) this.#ring.commit(length);
    else if (this.#backlog.length > 0 || !this.#ring.tryWriteWords(words, length)) this.#backlog.push(words.slice(0, length));
  }
}

/// Memory that records are made in, by the kinds of their words.
interface Sheet {
  readonly words: Int32Array;
  readonly times: Float64Array;
  readonly floats: Float32Array;
  readonly bytes: Uint8Array;
}

function sheetOf(words: Int32Array): Sheet {
  const { buffer, byteOffset, length, byteLength } = words;
  return { words, times: new Float64Array(buffer, byteOffset, length >> 1), floats: new Float32Array(buffer, byteOffset, length), bytes: new Uint8Array(buffer, byteOffset, byteLength) };
}

function paddedWords(bytes: number): number {
  return ((bytes + 7) & ~7) >> 2;
}

/// Type word of an envelope.
export function typeWord(typeId: number, protocol: Protocol): number {
  return typeId | (protocol << 16);
}


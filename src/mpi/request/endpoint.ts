import { ErrorClass } from '../../protocol/errors';
import { Protocol } from '../../protocol/trace';
import { RankSlot, WorldSlot } from '../../protocol/world';
import { SendMode } from '../constants';
import type { Host, Progress } from '../host';
import { PostedQueue } from '../matching/posted-queue';
import { Unexpected, UnexpectedQueue } from '../matching/unexpected-queue';
import { typeWord, type Recorder } from '../recorder/recorder';
import { ChunkArena } from '../transport/chunks';
import { copyBytes, copyOf } from '../transport/copy';
import type { Doorbell } from '../transport/doorbell';
import { ENVELOPE_WORDS, EnvelopeKind, EnvelopeWord } from '../transport/envelope';
import { InboxReader } from '../transport/inbox';
import type { WorldView } from '../transport/world-view';
import { ReceiveOperation, SendOperation } from './operation';
import type { Attended } from './work';
import { publishedAt, Wire } from './wire';

/// A send that must be matched carries its bytes with the envelope up to this size, so that one journey does; a larger one asks first.
export const SYNCHRONOUS_INLINE = 1 << 16;
/// Above this size the record calls such a send a rendezvous, however its bytes went: Open MPI's eager limit.
const SYNCHRONOUS_SHORT = 4096;
/// Unexpected messages a rank keeps, bytes, before it leaves further ones in its inbox (then senders wait); and what each counts beyond its data.
const UNEXPECTED_CAP = 1 << 28;
const UNEXPECTED_OVERHEAD = 256;
/// Records taken from the inbox in one go, so that a flood cannot keep a rank from seeing that it has what it waits for.
const DRAIN_LIMIT = 256;

interface Queues {
  readonly posted: PostedQueue<ReceiveOperation>;
  readonly unexpected: UnexpectedQueue;
}

/// One rank's end of the wire: what it has posted, what has come for it, what is under way. Nothing here blocks.
///
/// Eager messages travel with their envelope. A send that must be matched is acknowledged; a large one asks (RequestToSend), is
/// cleared by the receiver and goes through the sender's chunks, so that both sides copy at the same time.
export class Endpoint implements Progress {
  /// Lamport clock: grows at every event, and past the clock of whatever is received.
  lamport = 0;
  /// Number and protocol of the message last started.
  lastMessage = 0;
  lastProtocol: Protocol = Protocol.None;
  readonly bell: Doorbell;
  readonly #words: Int32Array;
  readonly #control: number;
  readonly #inbox: InboxReader;
  readonly #chunks: ChunkArena;
  readonly #inlineLimit: number;
  readonly #contexts: (Queues | undefined)[] = [];
  readonly #arenas: (ChunkArena | undefined)[] = [];
  /// By handle: sends that await an answer, receives that await chunks.
  readonly #sends = new Map<number, SendOperation>();
  readonly #receives = new Map<number, ReceiveOperation>();
  /// Sends that are cleared and have bytes left.
  #streaming: SendOperation[] = [];
  readonly #wire: Wire;
  readonly #ring = (rank: number): void => this.#wire.bell(rank).ring();
  #handles = 0;
  #messages = 0;
  #unexpectedBytes = 0;
  #unexpectedCount = 0;
  #attended: Attended[] = [];

  constructor(
    readonly worldView: WorldView,
    readonly rank: number,
    readonly host: Host,
    readonly recorder: Recorder,
  ) {
    this.#words = worldView.words;
    this.#control = worldView.layout.control(rank);
    this.#inbox = new InboxReader(worldView, rank);
    this.#chunks = new ChunkArena(worldView, rank);
    // A record must stay below half the ring, or the gap at its end might never leave room.
    this.#inlineLimit = worldView.layout.options.inboxBytes >> 3;
    this.#wire = new Wire(worldView, rank, host, recorder, (send) => {
      if (send.kind === EnvelopeKind.Eager) this.#complete(send);
    });
    this.bell = this.#wire.bell(rank);
  }

  /// Starts a send of `bytes` bytes from `address` of `buffer` (the rank's memory when null). Null when it is already complete.
  /// `report`: the message gets a record of its own. A result that is `done` runs on without the caller's memory.
  startSend(dest: number, context: number, tag: number, buffer: Uint8Array | null, address: number, bytes: number, typeId: number, mode: SendMode, report: boolean): SendOperation | null {
    const lamport = ++this.lamport;
    const message = ++this.#messages;
    const limit = Atomics.load(this.#words, WorldSlot.EagerLimit);
    // Inside collectives the limit decides only about data, or a barrier would cost a round trip a message.
    const matched = mode === SendMode.Synchronous || (mode !== SendMode.Buffered && (bytes > limit || (limit === 0 && (context & 1) === 0)));
    let kind: EnvelopeKind;
    let protocol: Protocol;
    if (matched) {
      const inline = bytes <= SYNCHRONOUS_INLINE && bytes <= this.#inlineLimit;
      kind = inline ? EnvelopeKind.Synchronous : EnvelopeKind.RequestToSend;
      protocol = bytes <= SYNCHRONOUS_SHORT ? Protocol.Synchronous : Protocol.Rendezvous;
    } else {
      kind = bytes <= this.#inlineLimit ? EnvelopeKind.Eager : EnvelopeKind.RequestToSend;
      protocol = mode === SendMode.Buffered ? Protocol.Buffered : mode === SendMode.Ready ? Protocol.Ready : Protocol.Eager;
    }
    this.lastMessage = message;
    this.lastProtocol = protocol;
    const type = typeWord(typeId, protocol);
    if (report) this.recorder.sent(dest, context, tag, buffer, address, bytes, type, message, lamport);
    if (kind === EnvelopeKind.Eager && this.#wire.eager(dest, context, tag, buffer, address, bytes, type, message, lamport)) return null;
    const send = new SendOperation(dest, context, tag, buffer, address, bytes, type, kind, message, lamport);
    // A copy of our own lets the sender go on at once: a Bsend always, an eager send when its size needs the chunks.
    if (mode === SendMode.Buffered || (!matched && kind === EnvelopeKind.RequestToSend)) this.#detach(send);
    if (kind !== EnvelopeKind.Eager) {
      send.handle = ++this.#handles;
      this.#sends.set(send.handle, send);
    }
    this.#wire.send(send);
    return send;
  }

  /// Posts a receive, or completes it from the unexpected queue.
  startReceive(receive: ReceiveOperation): void {
    const queues = this.#queuesOf(receive.context);
    const message = queues.unexpected.count === 0 ? null : queues.unexpected.find(receive.source, receive.tag);
    if (message === null) {
      queues.posted.add(receive);
      return;
    }
    this.#forget(queues, message);
    this.receiveFrom(receive, message);
  }

  /// Receives a message that has been taken out of the unexpected queue.
  receiveFrom(receive: ReceiveOperation, message: Unexpected): void {
    receive.unexpected = true;
    this.#meet(receive, message.source, message.tag, message.bytes, message.lamport, message.message, message.type, message.arrived);
    if (message.payload === null) this.#clear(receive, message.source, message.bytes, message.handle);
    else this.#deliver(receive, message.kind, message.handle, message.payload, 0, message.bytes);
  }

  /// The first unexpected message that a receive would take; `take` removes it from matching.
  probe(context: number, source: number, tag: number, take: boolean): Unexpected | null {
    const queues = this.#contexts[context];
    if (queues === undefined) return null;
    const message = queues.unexpected.find(source, tag);
    if (message !== null && take) this.#forget(queues, message);
    return message;
  }

  /// Takes back a receive that has not matched; false when it has.
  cancel(receive: ReceiveOperation): boolean {
    if (!receive.queued) return false;
    this.#queuesOf(receive.context).posted.remove(receive);
    receive.cancelled = true;
    receive.done = true;
    return true;
  }

  /// The caller's memory is about to go (its wait was interrupted): what is under way goes on without it.
  abandon(operation: SendOperation | ReceiveOperation): void {
    if (operation.done) return;
    if (operation instanceof SendOperation) this.#detach(operation);
    else if (!this.cancel(operation)) {
      operation.lost = true;
      operation.staging ??= new Uint8Array(operation.wanted);
    }
  }

  /// True when nothing of this rank waits for room in an inbox or a chunk.
  get quiet(): boolean {
    return this.#wire.empty && this.#streaming.length === 0;
  }

  /// Takes what has come and moves on what is under way; true when anything happened.
  progress(): boolean {
    let any = this.#drain();
    if (this.#wire.flush()) any = true;
    if (this.#streaming.length > 0 && this.#stream()) any = true;
    if (this.#attended.length > 0 && this.#lookAfter()) any = true;
    return any;
  }

  /// Has `work` looked after in every `progress` from now on, until it is done.
  attend(work: Attended): void {
    if (!work.done) this.#attended.push(work);
  }

  /// Before a sleep: asks the ranks whose inboxes are full to ring when there is room. To be followed by `progress`.
  wantSpace(): void {
    this.#wire.wantSpace();
  }

  /// Rings every rank's doorbell, asleep or not: the world's state has changed.
  ringAll(): void {
    for (let rank = 0; rank < this.worldView.ranks; rank++) {
      const bell = this.worldView.layout.control(rank) + RankSlot.Doorbell;
      Atomics.add(this.#words, bell, 1);
      Atomics.notify(this.#words, bell);
    }
  }

  #drain(): boolean {
    const inbox = this.#inbox;
    let taken = 0;
    while (taken < DRAIN_LIMIT) {
      const at = inbox.next();
      if (at < 0 || (this.#unexpectedBytes >= UNEXPECTED_CAP && this.#wouldPileUp(inbox.ring, at))) break;
      this.recorder.heard();
      if (taken === 0) this.recorder.look();
      this.#handle(inbox.ring, at);
      inbox.consume(at);
      taken++;
    }
    if (taken === 0) return false;
    inbox.takeWaiters(this.#ring);
    return true;
  }

  // Whether a record would only add to the unexpected messages' data.
  #wouldPileUp(ring: Int32Array, at: number): boolean {
    const kind: EnvelopeKind = (ring[at] as number) & 7;
    if (kind !== EnvelopeKind.Eager && kind !== EnvelopeKind.Synchronous) return false;
    const queues = this.#queuesOf(ring[at + EnvelopeWord.Context] as number);
    return !queues.posted.accepts(ring[at + EnvelopeWord.Source] as number, ring[at + EnvelopeWord.Tag] as number);
  }

  #handle(ring: Int32Array, at: number): void {
    const kind: EnvelopeKind = (ring[at] as number) & 7;
    const source = ring[at + EnvelopeWord.Source] as number;
    const bytes = ring[at + EnvelopeWord.Bytes] as number;
    const handle = ring[at + EnvelopeWord.Handle] as number;
    switch (kind) {
      case EnvelopeKind.Eager:
      case EnvelopeKind.Synchronous:
      case EnvelopeKind.RequestToSend:
        this.#arrive(ring, at, kind, source, bytes, handle);
        return;
      case EnvelopeKind.ClearToSend: {
        const send = this.#sends.get(handle);
        if (send === undefined) return;
        this.#sends.delete(handle);
        this.#hear(ring[at + EnvelopeWord.Lamport] as number);
        send.peerHandle = ring[at + EnvelopeWord.PeerHandle] as number;
        send.wanted = bytes;
        if (bytes === 0) this.#complete(send);
        else this.#streaming.push(send);
        return;
      }
      case EnvelopeKind.Acknowledge: {
        const send = this.#sends.get(handle);
        if (send === undefined) return;
        this.#sends.delete(handle);
        this.#hear(ring[at + EnvelopeWord.Lamport] as number);
        this.#complete(send);
        return;
      }
      case EnvelopeKind.Chunk:
        this.#takeChunk(source, handle, ring[at + EnvelopeWord.Context] as number, bytes);
        return;
      case EnvelopeKind.Skip:
        return;
    }
  }

  #arrive(ring: Int32Array, at: number, kind: EnvelopeKind, source: number, bytes: number, handle: number): void {
    const queues = this.#queuesOf(ring[at + EnvelopeWord.Context] as number);
    const tag = ring[at + EnvelopeWord.Tag] as number;
    const lamport = ring[at + EnvelopeWord.Lamport] as number;
    const message = ring[at + EnvelopeWord.Message] as number;
    const type = ring[at + EnvelopeWord.Type] as number;
    // What waits for its receive at the sender has not arrived before we see it.
    const now = this.recorder.clock;
    const arrived = kind === EnvelopeKind.RequestToSend ? now : publishedAt(ring[at + EnvelopeWord.PeerHandle] as number, now);
    const payloadAt = (at + ENVELOPE_WORDS) << 2;
    const receive = queues.posted.count === 0 ? null : queues.posted.match(source, tag);
    if (receive !== null) {
      this.#meet(receive, source, tag, bytes, lamport, message, type, arrived);
      if (kind === EnvelopeKind.RequestToSend) this.#clear(receive, source, bytes, handle);
      else this.#deliver(receive, kind, handle, this.#inbox.bytes, payloadAt, bytes);
      return;
    }
    const payload = kind === EnvelopeKind.RequestToSend ? null : copyOf(this.#inbox.bytes, payloadAt, bytes);
    queues.unexpected.add(new Unexpected(kind, source, tag, bytes, lamport, message, type, handle, payload, arrived));
    this.#count(1, (payload?.length ?? 0) + UNEXPECTED_OVERHEAD);
  }

  // A receive and its message have found each other.
  #meet(receive: ReceiveOperation, source: number, tag: number, bytes: number, lamport: number, message: number, type: number, arrived: number): void {
    this.#hear(lamport);
    receive.from = source;
    receive.gotTag = tag;
    receive.message = message;
    receive.typeId = type & 0xffff;
    receive.protocol = (type >>> 16) & 0xff;
    receive.arrived = arrived;
    if (!receive.fresh && bytes > receive.capacity) receive.error = ErrorClass.Truncate;
    receive.bytes = bytes;
    receive.kept = receive.fresh ? bytes : Math.min(bytes, receive.capacity);
  }

  // The data came with the envelope.
  #deliver(receive: ReceiveOperation, kind: EnvelopeKind, handle: number, data: Uint8Array, from: number, bytes: number): void {
    const length = receive.kept;
    if (receive.fresh) receive.buffer = copyOf(data, from, bytes);
    else if (receive.type.contiguous) copyBytes(data, from, receive.buffer ?? this.host.memory(), receive.address, length);
    else receive.type.unpack(data.subarray(from, from + length), receive.buffer ?? this.host.memory(), receive.address);
    this.#finish(receive);
    if (kind === EnvelopeKind.Synchronous) this.#wire.answer(receive.from, EnvelopeKind.Acknowledge, 0, this.lamport, handle, 0, 0);
  }

  // The data is still with the sender: ask for as much as there is room for.
  #clear(receive: ReceiveOperation, source: number, bytes: number, handle: number): void {
    receive.wanted = receive.kept;
    if (receive.fresh) receive.buffer = new Uint8Array(bytes);
    if (receive.wanted === 0) this.#finish(receive);
    else {
      receive.handle = ++this.#handles;
      this.#receives.set(receive.handle, receive);
      if (!receive.type.contiguous) receive.staging = new Uint8Array(receive.wanted);
    }
    this.#wire.answer(source, EnvelopeKind.ClearToSend, receive.wanted, this.lamport, handle, receive.handle, 0);
  }

  #takeChunk(source: number, handle: number, chunk: number, bytes: number): void {
    const receive = this.#receives.get(handle);
    if (receive !== undefined) {
      const { staging } = receive;
      const base = staging === null ? receive.address : 0;
      this.#arenaOf(source).read(chunk, staging ?? receive.buffer ?? this.host.memory(), base + receive.received, bytes);
      receive.received += bytes;
      if (receive.received === receive.wanted) {
        this.#receives.delete(handle);
        if (staging !== null && !receive.lost) receive.type.unpack(staging, receive.buffer ?? this.host.memory(), receive.address);
        receive.staging = null;
        this.#finish(receive);
      }
    }
    this.#arenaOf(source).free(chunk);
    this.#wire.bell(source).ring();
  }

  #arenaOf(rank: number): ChunkArena {
    return (this.#arenas[rank] ??= rank === this.rank ? this.#chunks : new ChunkArena(this.worldView, rank));
  }

  #finish(receive: ReceiveOperation): void {
    receive.lamport = this.lamport;
    receive.done = true;
    if (receive.posting !== null) this.recorder.received(receive, receive.posting);
  }

  #complete(send: SendOperation): void {
    send.done = true;
    send.left = true;
    send.room?.left(send);
    send.buffer = null;
  }

  #stream(): boolean {
    let any = false;
    let finished = 0;
    for (const send of this.#streaming) {
      while (send.sent < send.wanted) {
        const chunk = this.#chunks.take();
        if (chunk < 0) break;
        const length = Math.min(this.#chunks.chunkBytes, send.wanted - send.sent);
        this.#chunks.write(chunk, send.buffer ?? this.host.memory(), send.address + send.sent, length);
        send.sent += length;
        any = true;
        this.#wire.answer(send.dest, EnvelopeKind.Chunk, length, this.lamport, send.peerHandle, 0, chunk);
      }
      if (send.sent < send.wanted) break;
      this.#complete(send);
      finished++;
    }
    if (finished > 0) this.#streaming = this.#streaming.slice(finished);
    return any;
  }

  #lookAfter(): boolean {
    let any = false;
    let finished = false;
    // What is added meanwhile has its turn the next time.
    for (const work of [...this.#attended]) {
      if (work.progress()) any = true;
      if (work.done) finished = true;
    }
    if (finished) this.#attended = this.#attended.filter((work) => !work.done);
    return any;
  }

  // Gives a send bytes of its own and calls it done for its caller.
  #detach(send: SendOperation): void {
    if (send.done) return;
    const memory = send.buffer ?? this.host.memory();
    send.buffer = memory.slice(send.address, send.address + send.bytes);
    send.address = 0;
    send.done = true;
  }

  #forget(queues: Queues, message: Unexpected): void {
    queues.unexpected.remove(message);
    this.#count(-1, -((message.payload?.length ?? 0) + UNEXPECTED_OVERHEAD));
  }

  #count(messages: number, bytes: number): void {
    this.#unexpectedCount += messages;
    this.#unexpectedBytes += bytes;
    this.#words[this.#control + RankSlot.UnexpectedCount] = this.#unexpectedCount;
    this.#words[this.#control + RankSlot.UnexpectedBytes] = this.#unexpectedBytes - this.#unexpectedCount * UNEXPECTED_OVERHEAD;
  }

  #hear(lamport: number): void {
    this.lamport = Math.max(this.lamport, lamport) + 1;
  }

  #queuesOf(context: number): Queues {
    return (this.#contexts[context] ??= { posted: new PostedQueue(), unexpected: new UnexpectedQueue() });
  }
}

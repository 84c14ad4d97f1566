import type { Host } from '../host';
import type { Recorder } from '../recorder/recorder';
import { copyBytes } from '../transport/copy';
import { Doorbell } from '../transport/doorbell';
import { ENVELOPE_WORDS, EnvelopeKind, EnvelopeWord } from '../transport/envelope';
import { InboxWriter } from '../transport/inbox';
import { Outbox } from '../transport/outbox';
import type { WorldView } from '../transport/world-view';
import { SendOperation } from './operation';

/// The way from one rank into the others' inboxes: writes envelopes, and keeps in order what finds no room. Never blocks.
export class Wire {
  readonly #world: WorldView;
  readonly #rank: number;
  readonly #host: Host;
  readonly #recorder: Recorder;
  /// Called with a send whose envelope has left from the outbox.
  readonly #left: (send: SendOperation) => void;
  readonly #writers: (InboxWriter | undefined)[] = [];
  readonly #bells: (Doorbell | undefined)[] = [];
  /// Sends not yet in the other's inbox, and headers of answers and chunks.
  readonly #outbox = new Outbox<SendOperation | Int32Array>();
  readonly #launch = (rank: number, item: SendOperation | Int32Array): boolean =>
    item instanceof SendOperation ? this.#launchSend(rank, item) : this.#launchHeader(rank, item);

  constructor(world: WorldView, rank: number, host: Host, recorder: Recorder, left: (send: SendOperation) => void) {
    this.#world = world;
    this.#rank = rank;
    this.#host = host;
    this.#recorder = recorder;
    this.#left = left;
  }

  /// True when nothing waits for room.
  get empty(): boolean {
    return this.#outbox.empty;
  }

  /// Sends an eager message now; false when it has to wait, for room or behind earlier ones.
  eager(dest: number, context: number, tag: number, buffer: Uint8Array | null, address: number, bytes: number, type: number, message: number, lamport: number): boolean {
    if (this.#outbox.has(dest)) return false;
    const inbox = this.#writer(dest);
    const at = inbox.reserve(bytes);
    if (at < 0) return false;
    this.#writeHeader(inbox.ring, at, context, tag, bytes, lamport, message, type, 0, micros(this.#recorder.clock));
    if (bytes > 0) copyBytes(buffer ?? this.#host.memory(), address, inbox.bytes, (at + ENVELOPE_WORDS) << 2, bytes);
    inbox.publish(at, bytes, EnvelopeKind.Eager);
    this.bell(dest).ring();
    return true;
  }

  /// Sends an operation's envelope, now or when there is room.
  send(send: SendOperation): void {
    if (this.#outbox.has(send.dest) || !this.#launchSend(send.dest, send)) this.#outbox.add(send.dest, send);
  }

  /// Sends an envelope without data: an answer, or word of a chunk.
  answer(dest: number, kind: EnvelopeKind, bytes: number, lamport: number, handle: number, peerHandle: number, chunk: number): void {
    if (!this.#outbox.has(dest)) {
      const inbox = this.#writer(dest);
      const at = inbox.reserve(0);
      if (at >= 0) {
        this.#writeHeader(inbox.ring, at, chunk, 0, bytes, lamport, 0, 0, handle, peerHandle);
        inbox.publish(at, 0, kind);
        this.bell(dest).ring();
        return;
      }
    }
    const header = new Int32Array(ENVELOPE_WORDS);
    this.#writeHeader(header, 0, chunk, 0, bytes, lamport, 0, 0, handle, peerHandle);
    header[EnvelopeWord.Head] = kind;
    this.#outbox.add(dest, header);
  }

  /// Sends what there is room for now; true when there was any.
  flush(): boolean {
    return !this.#outbox.empty && this.#outbox.flush(this.#launch);
  }

  /// Asks the ranks whose inboxes are full to ring when there is room. To be followed by one more `flush` before a sleep.
  wantSpace(): void {
    if (this.#outbox.empty) return;
    for (const rank of this.#outbox.destinations) this.#writer(rank).wantSpace(this.#rank);
  }

  bell(rank: number): Doorbell {
    return (this.#bells[rank] ??= new Doorbell(this.#world.words, this.#world.layout.control(rank)));
  }

  #launchSend(dest: number, send: SendOperation): boolean {
    const inbox = this.#writer(dest);
    const payload = send.kind === EnvelopeKind.RequestToSend ? 0 : send.bytes;
    const at = inbox.reserve(payload);
    if (at < 0) return false;
    this.#writeHeader(inbox.ring, at, send.context, send.tag, send.bytes, send.lamport, send.message, send.type, send.handle, micros(this.#recorder.clock));
    if (payload > 0) copyBytes(send.buffer ?? this.#host.memory(), send.address, inbox.bytes, (at + ENVELOPE_WORDS) << 2, payload);
    inbox.publish(at, payload, send.kind);
    this.bell(dest).ring();
    this.#left(send);
    return true;
  }

  #launchHeader(dest: number, header: Int32Array): boolean {
    const inbox = this.#writer(dest);
    const at = inbox.reserve(0);
    if (at < 0) return false;
    for (let word = 1; word < ENVELOPE_WORDS; word++) inbox.ring[at + word] = header[word] as number;
    inbox.publish(at, 0, header[EnvelopeWord.Head] as EnvelopeKind);
    this.bell(dest).ring();
    return true;
  }

  #writeHeader(ring: Int32Array, at: number, context: number, tag: number, bytes: number, lamport: number, message: number, type: number, handle: number, peerHandle: number): void {
    ring[at + EnvelopeWord.Source] = this.#rank;
    ring[at + EnvelopeWord.Context] = context;
    ring[at + EnvelopeWord.Tag] = tag;
    ring[at + EnvelopeWord.Bytes] = bytes;
    ring[at + EnvelopeWord.Lamport] = lamport;
    ring[at + EnvelopeWord.Message] = message;
    ring[at + EnvelopeWord.Type] = type;
    ring[at + EnvelopeWord.Handle] = handle;
    ring[at + EnvelopeWord.PeerHandle] = peerHandle;
  }

  #writer(rank: number): InboxWriter {
    return (this.#writers[rank] ??= new InboxWriter(this.#world, rank));
  }
}

/// A clock in milliseconds as the envelope has it.
function micros(milliseconds: number): number {
  return Math.trunc(milliseconds * 1000) | 0;
}

/// When a message was published whose envelope says `stamp`, by a clock that is `now` here, milliseconds. The two clocks may differ a little.
export function publishedAt(stamp: number, now: number): number {
  const age = (micros(now) - stamp) | 0;
  return age > 0 ? now - age / 1000 : now;
}

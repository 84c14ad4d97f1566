import { RankSlot } from '../../protocol/world';
import type { WorldView } from './world-view';
import { ENVELOPE_BYTES, EnvelopeKind } from './envelope';
import { padded } from './byte-ring';

/// Writes below this many words go word by word: a typed array's `fill` costs more to call.
const FEW_WORDS = 48;

/// The sending end of one rank's inbox: any number of senders at once.
///
/// A sender reserves room by compare-exchange, writes, and publishes by storing the head word last.
export class InboxWriter {
  /// Word view of the ring; headers and small payloads are written through it.
  readonly ring: Int32Array;
  readonly bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #read: number;
  readonly #reserved: number;
  readonly #wanted: number;
  readonly #capacity: number;
  /// The reader's position when last looked at: it is in a cache line that the reader keeps writing.
  #seen: number;

  constructor(world: WorldView, rank: number) {
    const { inboxBytes } = world.layout.options;
    const offset = world.layout.inbox(rank);
    const control = world.layout.control(rank);
    this.ring = new Int32Array(world.buffer, offset, inboxBytes >> 2);
    this.bytes = new Uint8Array(world.buffer, offset, inboxBytes);
    this.#words = world.words;
    this.#read = control + RankSlot.InboxRead;
    this.#reserved = control + RankSlot.InboxReserved;
    this.#wanted = control + RankSlot.SpaceWanted;
    this.#capacity = inboxBytes;
    this.#seen = Atomics.load(world.words, this.#read);
  }

  /// Room for a record of `payload` bytes besides its header: the word index where it begins in `ring`, or -1 when there is none now.
  /// What is reserved must be published, soon: the reader stops before it.
  reserve(payload: number): number {
    const length = ENVELOPE_BYTES + padded(payload);
    for (;;) {
      const reserved = Atomics.load(this.#words, this.#reserved);
      const at = reserved & (this.#capacity - 1);
      const skip = at + length > this.#capacity ? this.#capacity - at : 0;
      if (((reserved - this.#seen) | 0) + skip + length > this.#capacity) {
        this.#seen = Atomics.load(this.#words, this.#read);
        if (((reserved - this.#seen) | 0) + skip + length > this.#capacity) return -1;
      }
      if (Atomics.compareExchange(this.#words, this.#reserved, reserved, (reserved + skip + length) | 0) !== reserved) continue;
      if (skip === 0) return at >> 2;
      Atomics.store(this.ring, at >> 2, skip | EnvelopeKind.Skip);
      return 0;
    }
  }

  /// Makes the record at word `at` visible to the reader.
  publish(at: number, payload: number, kind: EnvelopeKind): void {
    Atomics.store(this.ring, at, (ENVELOPE_BYTES + padded(payload)) | kind);
  }

  /// Asks the reader to ring `rank`'s doorbell when it has made room. To be followed by one more try.
  wantSpace(rank: number): void {
    const word = this.#wanted + (rank >> 5);
    const bit = 1 << (rank & 31);
    if ((Atomics.load(this.#words, word) & bit) === 0) Atomics.or(this.#words, word, bit);
  }
}

/// The receiving end of a rank's own inbox.
export class InboxReader {
  readonly ring: Int32Array;
  readonly bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #control: number;
  #position: number;

  constructor(world: WorldView, rank: number) {
    const { inboxBytes } = world.layout.options;
    const offset = world.layout.inbox(rank);
    this.ring = new Int32Array(world.buffer, offset, inboxBytes >> 2);
    this.bytes = new Uint8Array(world.buffer, offset, inboxBytes);
    this.#words = world.words;
    this.#control = world.layout.control(rank);
    this.#position = Atomics.load(world.words, this.#control + RankSlot.InboxRead);
  }

  /// Word index of the next published record, or -1. Skips are stepped over.
  next(): number {
    for (;;) {
      const at = (this.#position & (this.bytes.length - 1)) >> 2;
      const head = Atomics.load(this.ring, at);
      if (head === 0) return -1;
      if ((head & 7) !== EnvelopeKind.Skip) return at;
      this.#advance(at, head & ~7, 1);
    }
  }

  /// Gives the record at `at`, which `next` returned, back to the senders.
  consume(at: number): void {
    const length = (this.ring[at] as number) & ~7;
    this.#advance(at, length, length >> 2);
  }

  /// Senders that asked for room since last asked, handed to `ring` one by one.
  /// Costs four loads when nobody did.
  takeWaiters(ring: (rank: number) => void): void {
    const first = this.#control + RankSlot.SpaceWanted;
    for (let word = 0; word < 4; word++) {
      if (Atomics.load(this.#words, first + word) === 0) continue;
      let bits = Atomics.exchange(this.#words, first + word, 0);
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        ring(word * 32 + bit);
      }
    }
  }

  // Any word of what was read may become a head word later, so all are zeroed before the room is given back.
  #advance(at: number, length: number, dirty: number): void {
    const ring = this.ring;
    if (dirty <= FEW_WORDS) for (let word = 0; word < dirty; word++) ring[at + word] = 0;
    else ring.fill(0, at, at + dirty);
    this.#position = (this.#position + length) | 0;
    Atomics.store(this.#words, this.#control + RankSlot.InboxRead, this.#position);
  }
}


import type { EnvelopeKind } from '../transport/envelope';
import { ANY, LaneIndex, WALKED, laneKey, type Link } from './lane';

/// A message that arrived before its receive.
export class Unexpected {
  /// Links of the queue's own.
  previous: Unexpected | null = null;
  next: Unexpected | null = null;
  links: readonly Link<Unexpected>[] | null = null;

  constructor(
    readonly kind: EnvelopeKind,
    /// World rank of the sender.
    readonly source: number,
    readonly tag: number,
    readonly bytes: number,
    readonly lamport: number,
    /// The sender's running number of the message.
    readonly message: number,
    /// Datatype id and `Protocol`, as in the envelope.
    readonly type: number,
    /// The sending operation at its rank.
    readonly handle: number,
    /// The data; null when it is still with the sender.
    readonly payload: Uint8Array | null,
    /// Milliseconds since the world's start.
    readonly arrived: number,
  ) {}
}

/// Unexpected messages of one context, in arrival order. A receive takes the first that fits it, found in near-constant time
/// however many there are.
export class UnexpectedQueue {
  #head: Unexpected | null = null;
  #tail: Unexpected | null = null;
  #count = 0;
  #index: LaneIndex<Unexpected> | null = null;

  get count(): number {
    return this.#count;
  }

  add(message: Unexpected): void {
    message.previous = this.#tail;
    if (this.#tail === null) this.#head = message;
    else this.#tail.next = message;
    this.#tail = message;
    this.#count++;
    if (this.#index !== null) message.links = enter(this.#index, message);
    else if (this.#count > WALKED) this.#buildIndex();
  }

  /// The first message that fits, left where it is. `source` is a world rank or `ANY`.
  find(source: number, tag: number): Unexpected | null {
    if (source === ANY && tag === ANY) return this.#head;
    if (this.#index !== null) return this.#index.first(laneKey(source, tag));
    for (let message = this.#head; message !== null; message = message.next) {
      if ((source === message.source || source === ANY) && (tag === message.tag || tag === ANY)) return message;
    }
    return null;
  }

  remove(message: Unexpected): void {
    const { previous, next, links } = message;
    if (previous === null) this.#head = next;
    else previous.next = next;
    if (next === null) this.#tail = previous;
    else next.previous = previous;
    message.previous = null;
    message.next = null;
    this.#count--;
    if (this.#index !== null && links !== null) for (const link of links) this.#index.remove(link);
    message.links = null;
    if (this.#count === 0) this.#index = null;
  }

  #buildIndex(): void {
    const index = new LaneIndex<Unexpected>();
    for (let message = this.#head; message !== null; message = message.next) message.links = enter(index, message);
    this.#index = index;
  }
}

// The three ways a receive with at least one of source and tag given may ask for a message.
function enter(index: LaneIndex<Unexpected>, message: Unexpected): Link<Unexpected>[] {
  return [
    index.append(laneKey(message.source, message.tag), message),
    index.append(laneKey(message.source, ANY), message),
    index.append(laneKey(ANY, message.tag), message),
  ];
}

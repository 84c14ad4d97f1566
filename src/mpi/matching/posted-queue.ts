import { ANY, LaneIndex, WALKED, laneKey, type Link } from './lane';

/// A receive that waits for its message. `source` is a world rank or `ANY`.
export abstract class Posted {
  /// Links of the queue's own.
  previous: Posted | null = null;
  next: Posted | null = null;
  link: Link<Posted> | null = null;
  order = 0;
  queued = false;

  constructor(
    public source: number,
    public tag: number,
  ) {}
}

/// Posted receives of one context, in posting order. A message goes to the first that accepts it (MPI 4.1, 3.5), found in
/// near-constant time however many there are.
export class PostedQueue<T extends Posted> {
  #head: Posted | null = null;
  #tail: Posted | null = null;
  #count = 0;
  #order = 0;
  #index: LaneIndex<Posted> | null = null;

  get count(): number {
    return this.#count;
  }

  add(receive: T): void {
    receive.order = this.#order++;
    receive.queued = true;
    receive.previous = this.#tail;
    receive.next = null;
    if (this.#tail === null) this.#head = receive;
    else this.#tail.next = receive;
    this.#tail = receive;
    this.#count++;
    if (this.#index !== null) receive.link = this.#index.append(laneKey(receive.source, receive.tag), receive);
    else if (this.#count > WALKED) this.#buildIndex();
  }

  remove(receive: T): void {
    this.#unlink(receive);
  }

  /// Takes the first receive that accepts a message of this source and tag.
  match(source: number, tag: number): T | null {
    const found = this.#find(source, tag);
    if (found !== null) this.#unlink(found);
    // Only `add` puts entries in, so every entry is a T.
    return found as T | null;
  }

  /// Whether there is a receive that accepts such a message.
  accepts(source: number, tag: number): boolean {
    return this.#find(source, tag) !== null;
  }

  #find(source: number, tag: number): Posted | null {
    return this.#index === null ? this.#walk(source, tag) : this.#lookUp(this.#index, source, tag);
  }

  #walk(source: number, tag: number): Posted | null {
    for (let receive = this.#head; receive !== null; receive = receive.next) {
      if ((receive.source === source || receive.source === ANY) && (receive.tag === tag || receive.tag === ANY)) return receive;
    }
    return null;
  }

  #lookUp(index: LaneIndex<Posted>, source: number, tag: number): Posted | null {
    let best = index.first(laneKey(source, tag));
    best = earlier(best, index.first(laneKey(ANY, tag)));
    best = earlier(best, index.first(laneKey(source, ANY)));
    return earlier(best, index.first(laneKey(ANY, ANY)));
  }

  #buildIndex(): void {
    const index = new LaneIndex<Posted>();
    for (let receive = this.#head; receive !== null; receive = receive.next) receive.link = index.append(laneKey(receive.source, receive.tag), receive);
    this.#index = index;
  }

  #unlink(receive: Posted): void {
    const { previous, next, link } = receive;
    if (previous === null) this.#head = next;
    else previous.next = next;
    if (next === null) this.#tail = previous;
    else next.previous = previous;
    receive.previous = null;
    receive.next = null;
    receive.queued = false;
    this.#count--;
    if (this.#index !== null && link !== null) this.#index.remove(link);
    receive.link = null;
    if (this.#count === 0) this.#index = null;
  }
}

function earlier(a: Posted | null, b: Posted | null): Posted | null {
  if (a === null) return b;
  return b === null || a.order < b.order ? a : b;
}

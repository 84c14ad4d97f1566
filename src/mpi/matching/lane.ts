/// A doubly linked queue of those entries of a matching queue that share a key; entries leave from anywhere.
export class Lane<T> {
  head: Link<T> | null = null;
  tail: Link<T> | null = null;

  constructor(readonly key: number) {}
}

export class Link<T> {
  previous: Link<T> | null = null;
  next: Link<T> | null = null;

  constructor(
    readonly entry: T,
    readonly lane: Lane<T>,
  ) {}
}

/// Lanes by key.
export class LaneIndex<T> {
  readonly #lanes = new Map<number, Lane<T>>();

  first(key: number): T | null {
    return this.#lanes.get(key)?.head?.entry ?? null;
  }

  append(key: number, entry: T): Link<T> {
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = new Lane(key);
      this.#lanes.set(key, lane);
    }
    const link = new Link(entry, lane);
    link.previous = lane.tail;
    if (lane.tail === null) lane.head = link;
    else lane.tail.next = link;
    lane.tail = link;
    return link;
  }

  remove(link: Link<T>): void {
    const { lane, previous, next } = link;
    if (previous === null) lane.head = next;
    else previous.next = next;
    if (next === null) lane.tail = previous;
    else next.previous = previous;
    if (lane.head === null) this.#lanes.delete(lane.key);
  }
}

/// In place of a source or tag in a key, for "any".
export const ANY = -1;

/// One number for source (world rank or `ANY`) and tag (or `ANY`); sources stay below 255 (`MAX_RANKS`).
export function laneKey(source: number, tag: number): number {
  return (tag + 1) * 256 + (source + 1);
}

/// Queues up to this length are searched by walking, which is fastest there; longer ones through an index.
export const WALKED = 16;

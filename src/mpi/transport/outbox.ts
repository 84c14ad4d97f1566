/// What could not be put into another rank's full inbox yet, in order, by destination.
export class Outbox<T> {
  readonly #queues: (T[] | undefined)[] = [];
  /// Destinations with something queued.
  readonly #busy: number[] = [];

  get empty(): boolean {
    return this.#busy.length === 0;
  }

  get destinations(): readonly number[] {
    return this.#busy;
  }

  /// Whether something for `rank` is queued: what comes later must queue behind it, or messages would overtake.
  has(rank: number): boolean {
    return this.#queues[rank] !== undefined;
  }

  add(rank: number, item: T): void {
    const queue = this.#queues[rank];
    if (queue !== undefined) {
      queue.push(item);
      return;
    }
    this.#queues[rank] = [item];
    this.#busy.push(rank);
  }

  /// Hands items to `launch` in order, for each destination until it returns false. True when any was launched.
  flush(launch: (rank: number, item: T) => boolean): boolean {
    let any = false;
    for (let at = this.#busy.length - 1; at >= 0; at--) {
      const rank = this.#busy[at] as number;
      const queue = this.#queues[rank] as T[];
      let launched = 0;
      while (launched < queue.length && launch(rank, queue[launched] as T)) launched++;
      if (launched === 0) continue;
      any = true;
      if (launched < queue.length) queue.splice(0, launched);
      else {
        this.#queues[rank] = undefined;
        this.#busy.splice(at, 1);
      }
    }
    return any;
  }
}

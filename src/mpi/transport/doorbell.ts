import { RankSlot, WorldSlot } from '../../protocol/world';

/// A rank's doorbell: rung by whoever leaves something in its inbox or frees one of its chunks.
///
/// No ring is lost: the ringer publishes first and then looks at Sleeping; the sleeper sets Sleeping and then looks for what was
/// published. All four are sequentially consistent, so at least one sees the other.
export class Doorbell {
  readonly #words: Int32Array;
  readonly #bell: number;
  readonly #sleeping: number;

  /// `control` is the word index of the rank's control block.
  constructor(words: Int32Array, control: number) {
    this.#words = words;
    this.#bell = control + RankSlot.Doorbell;
    this.#sleeping = control + RankSlot.Sleeping;
  }

  /// Ranks of the world that sleep at this moment.
  get asleep(): number {
    return Atomics.load(this.#words, WorldSlot.Asleep);
  }

  /// Says that the rank is about to sleep. The value goes to `sleep`, after one more look for events.
  arm(): number {
    const value = Atomics.load(this.#words, this.#bell);
    Atomics.add(this.#words, WorldSlot.Asleep, 1);
    Atomics.store(this.#words, this.#sleeping, 1);
    return value;
  }

  /// Sleeps until the bell rings, at most `milliseconds`; at once over when it rang since `arm`.
  sleep(value: number, milliseconds: number): void {
    Atomics.wait(this.#words, this.#bell, value, milliseconds);
  }

  disarm(): void {
    this.#rouse();
  }

  /// Wakes the rank if it sleeps. To be called after publishing.
  ring(): void {
    if (Atomics.load(this.#words, this.#sleeping) === 0 || !this.#rouse()) return;
    Atomics.add(this.#words, this.#bell, 1);
    Atomics.notify(this.#words, this.#bell);
  }

  // The rank no longer counts as asleep, though it may take a while to wake up: the first who rings wakes it, the others need not.
  #rouse(): boolean {
    if (Atomics.exchange(this.#words, this.#sleeping, 0) === 0) return false;
    Atomics.sub(this.#words, WorldSlot.Asleep, 1);
    return true;
  }
}

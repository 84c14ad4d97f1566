import type { Doorbell } from './transport/doorbell';
import type { Progress, Scheduler } from './host';

/// Longest sleep, milliseconds: Stop and interrupts are looked at between sleeps, should their ring be missed.
const NAP = 50;
/// How long a rank looks before it sleeps while spinning pays, milliseconds: two or three times what a wake-up takes, or one sleep would
/// draw others after it. A time and no number of looks, since a look takes ten times longer before its code is compiled.
const SPIN = 0.1;
/// Looks before a sleep while spinning does not pay, and between looks at the clock while it does.
const FEW_LOOKS = 10;
const CLOCK_EVERY = 64;
/// Looks between questions whether all who are awake have a core.
const ASK_EVERY = 8;
/// Spins in a row that must fail before the rank stops spinning; and how often it then tries again.
const PATIENCE = 3;
const TRY_EVERY = 24;

/// Ranks run in parallel on real threads; order is whatever the machine does.
///
/// A waiting rank spins a while before it sleeps: an answer from a running rank comes in a microsecond or two, a wake-up takes ten.
/// But where the awaited rank has no core to run on, spinning only keeps it from running. While more ranks are awake than there are
/// cores, somebody has none: then it sleeps at once. Other programs run too, which no count tells, so the rank learns as well: spins that
/// end in vain make it sleep at once, and now and then it tries whether spinning pays again.
export class LiveScheduler implements Scheduler {
  readonly #ranks: number;
  readonly #cores: number;
  #spinning = true;
  #failures = 0;
  #waits = 0;
  readonly #now: () => number;
  /// The present wait spins; since when, by the clock, NaN before the first look at it.
  #spins = false;
  #since = NaN;

  private constructor(ranks: number, cores: number, now: () => number) {
    this.#ranks = ranks;
    this.#cores = cores;
    this.#now = now;
  }

  /// `now`: a clock, milliseconds.
  static for(ranks: number, cores: number, now: () => number): LiveScheduler {
    return new LiveScheduler(ranks, cores, now);
  }

  yieldPoint(): void {}

  idle(bell: Doorbell, source: Progress, round: number): void {
    if (round === 0) {
      this.#found();
      this.#spins = this.#spinning || ++this.#waits % TRY_EVERY === 0;
      this.#since = NaN;
    }
    if (round < FEW_LOOKS) return;
    if (this.#spins && this.#goesOn(bell, round)) return;
    this.#spins = false;
    const value = bell.arm();
    if (!source.progress()) bell.sleep(value, NAP);
    bell.disarm();
  }

  resume(): void {
    this.#found();
  }

  // Whether a spin goes on. One that ends because others need the core says nothing about spinning.
  #goesOn(bell: Doorbell, round: number): boolean {
    if (round % ASK_EVERY === 0 && this.#ranks - bell.asleep > this.#cores) return false;
    if (round % CLOCK_EVERY !== 0) return true;
    const now = this.#now();
    if (Number.isNaN(this.#since)) this.#since = now;
    if (now - this.#since < SPIN) return true;
    this.#failures++;
    if (this.#failures >= PATIENCE) this.#spinning = false;
    return false;
  }

  // Something came before the sleep.
  #found(): void {
    if (this.#spins) {
      this.#spinning = true;
      this.#failures = 0;
    }
    this.#spins = false;
  }
}

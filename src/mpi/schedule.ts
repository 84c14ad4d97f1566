import type { Doorbell } from './transport/doorbell';
import type { Progress, Scheduler } from './host';

/// Longest sleep, milliseconds: Stop and interrupts are looked at between sleeps, should their ring be missed.
const NAP = 50;
/// Looks before a sleep while spinning pays (some 300 us: longer than a wake-up and than the page's look at the rings, or one sleep would
/// draw others after it), and while it does not.
const MANY_LOOKS = 30000;
const FEW_LOOKS = 10;
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
  /// Looks of the present wait before its sleep; 0 outside of waits.
  #limit = 0;

  private constructor(ranks: number, cores: number) {
    this.#ranks = ranks;
    this.#cores = cores;
  }

  static for(ranks: number, cores: number): LiveScheduler {
    return new LiveScheduler(ranks, cores);
  }

  yieldPoint(): void {}

  idle(bell: Doorbell, source: Progress, round: number): void {
    if (round === 0) {
      this.#found();
      this.#limit = this.#spinning || ++this.#waits % TRY_EVERY === 0 ? MANY_LOOKS : FEW_LOOKS;
    }
    if (round < this.#limit) {
      if (round < FEW_LOOKS || round % ASK_EVERY !== 0 || this.#ranks - bell.asleep <= this.#cores) return;
    } else if (this.#limit === MANY_LOOKS) {
      this.#failures++;
      if (this.#failures >= PATIENCE) this.#spinning = false;
    }
    this.#limit = 0;
    const value = bell.arm();
    if (!source.progress()) bell.sleep(value, NAP);
    bell.disarm();
  }

  resume(): void {
    this.#found();
  }

  // Something came before the sleep.
  #found(): void {
    if (this.#limit === MANY_LOOKS) {
      this.#spinning = true;
      this.#failures = 0;
    }
    this.#limit = 0;
  }
}

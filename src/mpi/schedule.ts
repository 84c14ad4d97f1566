import type { Doorbell } from './transport/doorbell';
import type { Progress, Scheduler } from './host';

/// Longest sleep, milliseconds: Stop and interrupts are looked at between sleeps, should their ring be missed.
const NAP = 50;
/// Looks before a sleep while spinning pays (some 25 us), and while it does not.
const MANY_LOOKS = 700;
const FEW_LOOKS = 10;
/// Spins in a row that must fail before the rank stops spinning; and how often it then tries again.
const PATIENCE = 3;
const TRY_EVERY = 24;

/// Ranks run in parallel on real threads; order is whatever the machine does.
///
/// A waiting rank spins a little before it sleeps: an answer from a running rank comes in a microsecond or two, a wake-up takes ten.
/// But where the awaited rank has no core to run on, spinning only keeps it from running. No count of cores tells (other
/// programs run too, and of many ranks a few may be talking), so the rank learns it: spins that end in vain make it sleep at once, and
/// now and then it tries whether spinning pays again.
export class LiveScheduler implements Scheduler {
  #spinning: boolean;
  #failures = 0;
  #waits = 0;
  /// Looks of the present wait before its sleep; 0 outside of waits.
  #limit = 0;

  /// `spinning`: whether to begin with the belief that it pays.
  constructor(spinning: boolean) {
    this.#spinning = spinning;
  }

  static for(ranks: number, cores: number): LiveScheduler {
    return new LiveScheduler(ranks <= cores);
  }

  yieldPoint(): void {}

  idle(bell: Doorbell, source: Progress, round: number): void {
    if (round === 0) {
      this.#found();
      this.#limit = this.#spinning || ++this.#waits % TRY_EVERY === 0 ? MANY_LOOKS : FEW_LOOKS;
    }
    if (round < this.#limit) return;
    if (this.#limit === MANY_LOOKS) {
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

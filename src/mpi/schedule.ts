import type { Doorbell } from './transport/doorbell';
import type { Progress, Scheduler } from './host';

/// Longest sleep, milliseconds: Stop and interrupts are looked at between sleeps, should their ring be missed.
const NAP = 50;

/// Ranks run in parallel on real threads; order is whatever the machine does.
export class LiveScheduler implements Scheduler {
  readonly #spins: number;

  /// `spins`: looks before the rank goes to sleep (about 20 ns each). 0 when there are more ranks than cores: who spins there
  /// keeps the awaited rank from running.
  constructor(spins: number) {
    this.#spins = spins;
  }

  /// The usual budget: about 40 us of looking when every rank has a core to itself, next to nothing otherwise.
  static for(ranks: number, cores: number): LiveScheduler {
    return new LiveScheduler(ranks <= cores ? 2000 : 20);
  }

  yieldPoint(): void {}

  idle(bell: Doorbell, source: Progress, round: number): void {
    if (round < this.#spins) return;
    const value = bell.arm();
    if (!source.progress()) bell.sleep(value, NAP);
    bell.disarm();
  }

  resume(): void {}
}

import { describe, expect, it } from 'vitest';
import { RANK_BLOCK_WORDS } from '../protocol/world';
import { LiveScheduler } from './schedule';
import { Doorbell } from './transport/doorbell';

// Counts looks before each sleep; a sleep ends at once, since the bell is out of step.
class CountingBell extends Doorbell {
  sleeps = 0;

  constructor() {
    super(new Int32Array(new SharedArrayBuffer(RANK_BLOCK_WORDS * 4)), 0);
  }

  override sleep(): void {
    this.sleeps++;
  }
}

const nothing = { progress: () => false };

// One wait that ends after `looks` looks, or with its first sleep; the looks it took and whether it slept.
function wait(scheduler: LiveScheduler, looks: number): { looks: number; slept: boolean } {
  const bell = new CountingBell();
  let round = 0;
  while (round < looks && bell.sleeps === 0) scheduler.idle(bell, nothing, round++);
  scheduler.resume();
  return { looks: round, slept: bell.sleeps > 0 };
}

describe('the live scheduler', () => {
  it('spins while answers come soon', () => {
    const scheduler = LiveScheduler.for(2, 2);
    for (let round = 0; round < 100; round++) expect(wait(scheduler, 200).slept).toBe(false);
  });

  it('stops spinning when it is in vain, and finds out when it pays again', () => {
    const scheduler = LiveScheduler.for(2, 2);
    for (let round = 0; round < 3; round++) expect(wait(scheduler, Infinity).looks).toBeGreaterThan(200);
    const looks = Array.from({ length: 48 }, () => wait(scheduler, Infinity).looks);
    expect(looks.filter((count) => count > 200).length).toBe(2);
    const waits = Array.from({ length: 60 }, () => wait(scheduler, 200).slept);
    const first = waits.indexOf(false);
    expect(first).toBeLessThan(24);
    expect(waits.slice(first).every((slept) => !slept)).toBe(true);
  });

  it('does not begin by spinning with more ranks than cores', () => {
    expect(wait(LiveScheduler.for(5, 2), Infinity).looks).toBeLessThan(50);
  });
});

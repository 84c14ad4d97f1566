import { describe, expect, it } from 'vitest';
import { RANK_BLOCK_WORDS, WORLD_BLOCK_WORDS, WorldSlot } from '../protocol/world';
import { LiveScheduler } from './schedule';
import { Doorbell } from './transport/doorbell';

// Counts looks before each sleep; a sleep ends at once, since the bell is out of step.
class CountingBell extends Doorbell {
  sleeps = 0;

  constructor(asleep: number) {
    const words = new Int32Array(new SharedArrayBuffer((WORLD_BLOCK_WORDS + RANK_BLOCK_WORDS) * 4));
    words[WorldSlot.Asleep] = asleep;
    super(words, WORLD_BLOCK_WORDS);
  }

  override sleep(): void {
    this.sleeps++;
  }
}

// A microsecond a look at the clock.
function clock(): () => number {
  let now = 0;
  return () => (now += 0.001);
}

const nothing = { progress: () => false };

// One wait that ends after `looks` looks, or with its first sleep; the looks it took and whether it slept.
function wait(scheduler: LiveScheduler, looks: number, asleep = 0): { looks: number; slept: boolean } {
  const bell = new CountingBell(asleep);
  let round = 0;
  while (round < looks && bell.sleeps === 0) scheduler.idle(bell, nothing, round++);
  scheduler.resume();
  return { looks: round, slept: bell.sleeps > 0 };
}

describe('the live scheduler', () => {
  it('spins while answers come soon', () => {
    const scheduler = LiveScheduler.for(2, 2, clock());
    for (let round = 0; round < 100; round++) expect(wait(scheduler, 200).slept).toBe(false);
  });

  it('stops spinning when it is in vain, and finds out when it pays again', () => {
    const scheduler = LiveScheduler.for(2, 2, clock());
    for (let round = 0; round < 3; round++) expect(wait(scheduler, Infinity).looks).toBeGreaterThan(200);
    const looks = Array.from({ length: 48 }, () => wait(scheduler, Infinity).looks);
    expect(looks.filter((count) => count > 200).length).toBe(2);
    const waits = Array.from({ length: 60 }, () => wait(scheduler, 200).slept);
    const first = waits.indexOf(false);
    expect(first).toBeLessThan(24);
    expect(waits.slice(first).every((slept) => !slept)).toBe(true);
  });

  it('spins only while all who are awake have a core', () => {
    const scheduler = LiveScheduler.for(5, 2, clock());
    for (let round = 0; round < 5; round++) expect(wait(scheduler, Infinity).looks).toBeLessThan(50);
    expect(wait(scheduler, Infinity, 2).looks).toBeLessThan(50);
    expect(wait(scheduler, Infinity, 3).looks).toBeGreaterThan(200);
  });
});

describe('the doorbell', () => {
  it('wakes a rank once, and counts who sleeps', () => {
    const words = new Int32Array(new SharedArrayBuffer((WORLD_BLOCK_WORDS + RANK_BLOCK_WORDS) * 4));
    const bell = new Doorbell(words, WORLD_BLOCK_WORDS);
    const ringer = new Doorbell(words, WORLD_BLOCK_WORDS);
    ringer.ring();
    const before = bell.arm();
    expect(bell.asleep).toBe(1);
    ringer.ring();
    expect(bell.asleep).toBe(0);
    ringer.ring();
    bell.sleep(before, 10_000);
    bell.disarm();
    expect(bell.asleep).toBe(0);
    expect(bell.arm()).toBe(before + 1);
    bell.disarm();
    expect(bell.asleep).toBe(0);
  });
});

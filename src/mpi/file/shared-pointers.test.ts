import { describe, expect, it } from 'vitest';
import { createWorld, FILE_SLOTS, worldOptions } from '../../protocol/world';
import { SharedPointers } from './shared-pointers';

describe('shared file pointers', () => {
  const options = worldOptions(2);
  const world = createWorld(options);
  const [one, other] = [new SharedPointers(world, options), new SharedPointers(world, options)];

  it('are one for all ranks, beyond 2^31 as well', () => {
    const slot = one.take();
    expect(one.add(slot, 2 ** 33)).toBe(0);
    expect(other.add(slot, 1)).toBe(2 ** 33);
    expect(one.get(slot)).toBe(2 ** 33 + 1);
    one.give(slot);
    expect(other.take()).toBe(slot);
    expect(one.get(slot)).toBe(0);
    one.give(slot);
  });

  it('have a lock that one holds', () => {
    const slot = one.take();
    expect(one.tryLock(slot)).toBe(true);
    expect(other.tryLock(slot)).toBe(false);
    one.unlock(slot);
    expect(other.tryLock(slot)).toBe(true);
    one.give(slot);
  });

  it('run out with a sentence', () => {
    const slots = Array.from({ length: FILE_SLOTS }, () => one.take());
    expect(new Set(slots).size).toBe(FILE_SLOTS);
    expect(() => other.take()).toThrow('MPI_ERR_NO_MEM');
    for (const slot of slots) one.give(slot);
  });
});

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { LockType } from './constants';
import { LockQueue } from './lock-queue';

const { Exclusive, Shared } = { Exclusive: LockType.Exclusive, Shared: LockType.Shared } as const;

describe('the lock on a part of a window', () => {
  it('is shared by readers and served in order of arrival', () => {
    const queue = new LockQueue();
    const origins = (granted: readonly { readonly origin: number }[]): number[] => granted.map(({ origin }) => origin);
    expect(origins(queue.request(0, Shared, 1))).toEqual([0]);
    expect(origins(queue.request(1, Shared, 1))).toEqual([1]);
    expect(origins(queue.request(2, Exclusive, 1))).toEqual([]);
    // Behind a writer: it must not wait for ever.
    expect(origins(queue.request(3, Shared, 1))).toEqual([]);
    expect(origins(queue.request(4, Shared, 1))).toEqual([]);
    expect(origins(queue.release(0))).toEqual([]);
    expect(origins(queue.release(1))).toEqual([2]);
    expect(origins(queue.release(2))).toEqual([3, 4]);
  });

  it('lets those go on who waited behind a request that is withdrawn', () => {
    const queue = new LockQueue();
    queue.request(0, Shared, 1);
    queue.request(1, Exclusive, 1);
    queue.request(2, Shared, 7);
    expect(queue.release(1)).toEqual([{ origin: 2, type: Shared, id: 7 }]);
  });

  it('is never held by a writer and somebody else, and everybody gets it', () => {
    const step = fc.record({ origin: fc.nat(5), exclusive: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const queue = new LockQueue();
        const holders = new Map<number, LockType>();
        const waiting = new Map<number, LockType>();
        const take = (granted: readonly { readonly origin: number; readonly type: LockType }[]): void => {
          for (const { origin, type } of granted) {
            waiting.delete(origin);
            holders.set(origin, type);
          }
          if ([...holders.values()].includes(Exclusive)) expect(holders.size).toBe(1);
        };
        const release = (origin: number): void => {
          holders.delete(origin);
          take(queue.release(origin));
        };
        for (const { origin, exclusive } of steps) {
          if (holders.has(origin)) release(origin);
          else if (!waiting.has(origin)) {
            const type = exclusive ? Exclusive : Shared;
            waiting.set(origin, type);
            take(queue.request(origin, type, 1));
          }
        }
        while (holders.size > 0) release([...holders.keys()][0] as number);
        expect(waiting.size).toBe(0);
      }),
    );
  });
});

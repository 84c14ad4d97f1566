import fc from 'fast-check';
import { afterAll, expect, it, vi } from 'vitest';
import type { RandomMessage } from './testing/random-bodies';
import { endRanks, valuesOf } from './testing/run';

vi.setConfig({ testTimeout: 60_000 });
afterAll(endRanks);

const RANKS = 3;
const message = fc.record({
  from: fc.integer({ min: 0, max: RANKS - 1 }),
  to: fc.integer({ min: 0, max: RANKS - 1 }),
  tag: fc.integer({ min: 0, max: 2 }),
  bytes: fc.constantFrom(1, 8, 4095, 4096, 4097, 9000),
  mode: fc.integer({ min: 0, max: 1 }),
  late: fc.boolean(),
});

interface Got {
  readonly index: number;
  readonly id: number;
  readonly tag: number;
  readonly bytes: number;
  readonly whole: boolean;
}

// What MPI's matching rules give: between a pair of ranks the k-th message goes to the first posted receive that accepts it.
function expected(messages: readonly RandomMessage[]): Map<number, RandomMessage> {
  const receives = messages.map((wanted, index) => ({ index, wanted })).sort((a, b) => Number(a.wanted.late) - Number(b.wanted.late) || a.index - b.index);
  const taken = new Map<number, RandomMessage>();
  for (const sent of messages) {
    const receive = receives.find(({ index, wanted }) => !taken.has(index) && wanted.from === sent.from && wanted.to === sent.to && (wanted.anyTag || wanted.tag === sent.tag));
    if (receive !== undefined) taken.set(receive.index, sent);
  }
  return taken;
}

it('random programs match as the standard says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 40 }), fc.boolean(), fc.constantFrom(0, 100, 4096), async (drawn, anyTag, eagerLimit) => {
      // Either all receives ask for any tag or none: a mixture may leave messages that no receive accepts.
      const messages: RandomMessage[] = drawn.map((each, index) => ({ ...each, id: index + 1, anyTag }));
      const answers = (await valuesOf(RANKS, 'exchange', { args: messages, eagerLimit, memoryBytes: 1 << 20 })) as Got[][];
      const wanted = expected(messages);
      for (const got of answers.flat()) {
        const sent = wanted.get(got.index);
        expect(got).toEqual({ index: got.index, id: sent?.id, tag: sent?.tag, bytes: sent?.bytes, whole: true });
      }
      expect(answers.flat()).toHaveLength(messages.length);
    }),
    { numRuns: 60 },
  );
});

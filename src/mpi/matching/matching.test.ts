import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EnvelopeKind } from '../transport/envelope';
import { Posted, PostedQueue } from './posted-queue';
import { Unexpected, UnexpectedQueue } from './unexpected-queue';

class Receive extends Posted {}
const message = (source: number, tag: number): Unexpected => new Unexpected(EnvelopeKind.Eager, source, tag, 0, 0, 0, 0, 0, null, 0);
const fits = (want: { source: number; tag: number }, source: number, tag: number): boolean =>
  (want.source === -1 || want.source === source) && (want.tag === -1 || want.tag === tag);

const source = fc.integer({ min: 0, max: 3 });
const tag = fc.integer({ min: 0, max: 3 });
const any = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | -1> => fc.oneof(arbitrary, fc.constant(-1 as const));
// Long adding phases, so that the index is built, used and dropped.
const steps = fc.array(fc.record({ add: fc.integer({ min: 0, max: 9 }).map((n) => n < 6), source, tag, wildSource: any(source), wildTag: any(tag) }), { maxLength: 200 });

describe('posted queue', () => {
  it('gives a message to the first receive that accepts it, like a plain list', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const queue = new PostedQueue<Receive>();
        const plain: Receive[] = [];
        for (const step of script) {
          if (step.add) {
            const receive = new Receive(step.wildSource, step.wildTag);
            queue.add(receive);
            plain.push(receive);
          } else {
            const at = plain.findIndex((receive) => fits(receive, step.source, step.tag));
            const wanted = at < 0 ? null : plain.splice(at, 1)[0];
            expect(queue.match(step.source, step.tag)).toBe(wanted);
          }
          expect(queue.count).toBe(plain.length);
        }
      }),
    );
  });

  it('forgets a removed receive', () => {
    const queue = new PostedQueue<Receive>();
    const receives = Array.from({ length: 40 }, () => new Receive(-1, 7));
    receives.forEach((receive) => queue.add(receive));
    queue.remove(receives[0] as Receive);
    expect(queue.match(3, 7)).toBe(receives[1]);
  });
});

describe('unexpected queue', () => {
  it('gives a receive the first message that fits, like a plain list', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const queue = new UnexpectedQueue();
        const plain: Unexpected[] = [];
        for (const step of script) {
          if (step.add) {
            const arrived = message(step.source, step.tag);
            queue.add(arrived);
            plain.push(arrived);
          } else {
            const want = { source: step.wildSource, tag: step.wildTag };
            const at = plain.findIndex((candidate) => fits(want, candidate.source, candidate.tag));
            const found = queue.find(want.source, want.tag);
            expect(found).toBe(at < 0 ? null : plain[at]);
            if (found !== null) {
              queue.remove(found);
              plain.splice(at, 1);
            }
          }
          expect(queue.count).toBe(plain.length);
        }
      }),
    );
  });
});

describe('matching among 100,000', () => {
  // Least time of several runs of a thousand look-ups, so that a busy machine does not decide.
  function leastTime(body: (round: number) => void): number {
    let least = Infinity;
    for (let run = 0; run < 8; run++) {
      const start = performance.now();
      for (let round = 0; round < 1000; round++) body(round);
      least = Math.min(least, performance.now() - start);
    }
    return least;
  }

  // A walk along the queue would take a thousand times as long.
  it('unexpected messages costs about what it costs among 100', () => {
    const cost = (population: number): number => {
      const queue = new UnexpectedQueue();
      for (let index = 0; index < population; index++) queue.add(message(0, index));
      return leastTime((round) => {
        const found = queue.find(round % 2 === 0 ? -1 : 0, population - 1 - (round % 50));
        if (found === null) throw new Error('a message is missing');
        queue.remove(found);
        queue.add(message(0, found.tag));
      });
    };
    cost(100);
    expect(cost(100_000) / cost(100)).toBeLessThan(20);
  });

  it('posted receives costs about what it costs among 100', () => {
    const cost = (population: number): number => {
      const queue = new PostedQueue<Receive>();
      for (let index = 0; index < population; index++) queue.add(new Receive(index % 2 === 0 ? -1 : 0, index));
      return leastTime((round) => {
        const found = queue.match(0, population - 1 - (round % 50));
        if (found === null) throw new Error('a receive is missing');
        queue.add(new Receive(found.source, found.tag));
      });
    };
    cost(100);
    expect(cost(100_000) / cost(100)).toBeLessThan(20);
  });
});

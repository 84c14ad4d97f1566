import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Algorithm, MpiCall } from '../protocol';
import { compare, type Comparison, comparisonSentence, ordinal } from './compare';
import type { Recording } from './recording';
import { scriptedRun } from './testing/random-run';
import { collectives, deadlock, exchange, many, sendToZero } from './testing/scenarios';
import { ScriptedWorld } from './testing/scripted-world';

const sentences = ({ differences }: Comparison): readonly string[] => differences.map(({ sentence }) => sentence);

/// Rank 0 receives from any rank, in `order`, and prints what it got; others send their rank.
function anySource(order: readonly number[], options: { values?: (rank: number) => number; lineShift?: number } = {}): Recording {
  const { values = (rank) => rank, lineShift = 0 } = options;
  const world = new ScriptedWorld(order.length + 1, () => 0);
  const messages = new Map(order.toSorted().map((rank) => [rank, world.send(rank, 0, { values: [values(rank)], line: 12 + lineShift })]));
  for (const rank of order) {
    world.receive(0, messages.get(rank)!, { any: true, line: 8 + lineShift });
    world.print(0, `got ${values(rank)}\n`, 9 + lineShift);
  }
  return world.recording();
}

describe('runs that did the same', () => {
  test('have no differences, and each call its own', () => {
    fc.assert(fc.property(scriptedRun, (world) => {
      const recording = world.recording();
      const found = compare(recording, recording);
      expect(sentences(found)).toEqual([]);
      for (let row = 0; row < recording.events.length; row++) expect(found.toThere[row]).toBe(recording.events.isCall(row) ? row : -1);
    }), { numRuns: 40 });
  });

  test('differ neither by clocks nor by how often they polled', () => {
    expect(sentences(compare(collectives(4), collectives(4)))).toEqual([]);
    expect(comparisonSentence(compare(exchange(4), exchange(4)))).toMatch(/^The two runs did the same: \d+ calls/u);
    expect(sentences(compare(deadlock(), deadlock()))).toEqual([]);
  });
});

describe('what differs', () => {
  test('a wildcard receive that took another rank’s message, and the prints that follow', () => {
    const found = compare(anySource([3, 1, 2]), anySource([1, 2, 3]));
    expect(sentences(found).slice(0, 3)).toEqual([
      'rank 0’s 1st Recv (line 8) took rank 3’s message here, rank 1’s there',
      expect.stringContaining('wrote “got 3” '),
      'rank 0’s 2nd Recv (line 8) took rank 1’s message here, rank 2’s there',
    ]);
    expect(found.differences[0]).toMatchObject({ kind: 'match', here: { kind: 'message' }, there: { kind: 'message' } });
    expect(comparisonSentence(found)).toContain('3 receives that took another message');
  });

  test('what stands out are the receives and their messages, not the sends', () => {
    const [here, there] = [anySource([2, 1]), anySource([1, 2])];
    const { lit } = compare(here, there);
    const shown = Array.from({ length: here.events.length }, (_, row) => row).filter((row) => lit.here.event(row));
    expect(shown.map((row) => [here.events.rank[row], here.events.call[row]])).toEqual([[0, MpiCall.Recv], [0, MpiCall.Recv]]);
    expect([lit.there.message(0), lit.there.message(1)]).toEqual([true, true]);
  });

  test('another value is told where it was sent, once', () => {
    const found = compare(anySource([1, 2], { values: (rank) => rank * 10 }), anySource([1, 2], { values: (rank) => (rank === 2 ? 99 : rank * 10) }));
    expect(sentences(found).filter((sentence) => !sentence.includes('wrote'))).toEqual(['rank 2’s 1st Send (line 12) had [20.0] here, [99.0] there']);
    expect(sentences(found)).toContain('rank 0 wrote “got 20” here, “got 99” there');
  });

  test('a program whose lines moved is still aligned', () => {
    expect(sentences(compare(anySource([1, 2]), anySource([1, 2], { lineShift: 40 })))).toEqual([]);
  });

  test('calls that only one run made, together', () => {
    const run = (extra: boolean): Recording => {
      const world = new ScriptedWorld(2, () => 0);
      world.receive(1, world.send(0, 1, { line: 5 }), { line: 9 });
      if (extra) for (const line of [6, 7]) world.receive(1, world.send(0, 1, { line }), { line: 10 });
      world.receive(1, world.send(0, 1, { line: 20 }), { line: 21 });
      return world.recording();
    };
    expect(sentences(compare(run(true), run(false)))).toEqual(['rank 0 called Send (line 6), Send (line 7) only here', 'rank 1 called Recv (line 10), Recv (line 10) only here']);
    expect(sentences(compare(run(false), run(true)))).toEqual(['rank 0 called Send (line 6), Send (line 7) only there', 'rank 1 called Recv (line 10), Recv (line 10) only there']);
  });

  test('a loop that named ranks in another order', () => {
    const run = (order: readonly number[]): Recording => {
      const world = new ScriptedWorld(3, () => 0);
      for (const to of order) world.send(0, to, { line: 5 });
      return world.recording();
    };
    expect(sentences(compare(run([1, 2]), run([2, 1])))).toEqual(['rank 0’s 1st Send (line 5) named rank 1 here, rank 2 there', 'rank 0’s 2nd Send (line 5) named rank 2 here, rank 1 there']);
  });

  test('a run that hung and one that did not', () => {
    const run = (hangs: boolean): Recording => {
      const world = new ScriptedWorld(2, () => 0);
      if (hangs) world.hang(0, MpiCall.Recv, 1, { line: 4 });
      else world.receive(0, world.send(1, 0, { line: 8 }), { line: 4 });
      return world.recording();
    };
    const found = sentences(compare(run(true), run(false)));
    expect(found).toContain('rank 0 never left Recv here, got to its end there');
    expect(found).toContain('rank 1 called Send (line 8) only there');
  });

  test('the order of prints of several ranks', () => {
    const run = (order: readonly number[]): Recording => {
      const world = new ScriptedWorld(4, () => 0);
      for (const rank of order) world.print(rank, `hello from ${rank}\n`, 3);
      return world.recording();
    };
    expect(sentences(compare(run([0, 2, 1, 3]), run([0, 1, 3, 2])))).toEqual(['prints came in another order from the 2nd on: of ranks 2, 1, 3 here, 1, 3, 2 there']);
    expect(sentences(compare(run([0, 1, 2]), run([0, 1])))).toEqual(['rank 2 wrote “hello from 2” only here']);
  });

  test('the algorithm of a collective, once for all its ranks', () => {
    const run = (algorithm: Algorithm): Recording => {
      const world = new ScriptedWorld(3, () => 0);
      world.collective(MpiCall.Bcast, [0, 1, 2], [[0, 1], [0, 2]], { root: 0, line: 6, algorithm });
      return world.recording();
    };
    expect(sentences(compare(run(Algorithm.Binomial), run(Algorithm.Linear)))).toEqual(['Bcast (line 6) went by binomial tree here, by linear there']);
  });

  test('the number of ranks', () => {
    const found = sentences(compare(sendToZero(5), sendToZero(3)));
    expect(found[0]).toBe('5 ranks here, 3 there: ranks 0 to 2 are compared');
  });

  test('turned round, the same places differ', () => {
    fc.assert(fc.property(scriptedRun, scriptedRun, (one, other) => {
      const [a, b] = [one.recording(), other.recording()];
      const [there, here] = [compare(a, b), compare(b, a)];
      // Where several alignments are equally long, which is taken may differ; how many calls pair may not.
      expect(here.pairs).toBe(there.pairs);
      for (const { here: item } of there.differences) if (item?.kind === 'call') expect(item.row).toBeLessThan(a.events.length);
    }), { numRuns: 60 });
  });
});

test('many ranks, another order of arrival', () => {
  const found = compare(many(40), many(40));
  expect(found.differences).toHaveLength(0);
});

test('ordinals', () => expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '102nd', '111th']));

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Algorithm, MpiCall } from '../protocol';
import type { Recording } from './recording';
import { costOf, roundsOf } from './rounds';
import { ScriptedWorld } from './testing/scripted-world';

function run(ranks: number, messages: readonly (readonly [number, number])[], call = MpiCall.Bcast): Recording {
  const world = new ScriptedWorld(ranks);
  world.collective(call, Array.from({ length: ranks }, (_, rank) => rank), messages, { root: 0, algorithm: Algorithm.Binomial });
  return world.recording();
}

/// Edges of a binomial tree from rank 0, the farthest first.
function binomial(ranks: number): [number, number][] {
  const edges: [number, number][] = [];
  let highest = 1;
  while (highest < ranks) highest *= 2;
  for (let mask = highest / 2; mask >= 1; mask /= 2) for (let rank = 0; rank + mask < ranks; rank += 2 * mask) edges.push([rank, rank + mask]);
  return edges;
}

const pairs = (recording: Recording): string[] => {
  const { messages, round } = roundsOf(recording, 0);
  return messages.map((row, i) => `${round[i]}: ${recording.messages.sender[row]}→${recording.messages.receiver[row]}`);
};

describe('rounds', () => {
  test.each([[2, 1], [4, 2], [8, 3], [16, 4], [5, 3]])('a binomial tree over %i ranks has %i', (ranks, count) => expect(roundsOf(run(ranks, binomial(ranks)), 0).count).toBe(count));
  test('a root that sends to each has one a message', () => expect(pairs(run(4, [[0, 1], [0, 2], [0, 3]]))).toEqual(['1: 0→1', '2: 0→2', '3: 0→3']));
  test('so has one that receives from each', () => expect(pairs(run(4, [[1, 0], [2, 0], [3, 0]], MpiCall.Gather))).toEqual(['1: 1→0', '2: 2→0', '3: 3→0']));
  test('of a tree the messages of one round go side by side', () => expect(pairs(run(8, binomial(8)))).toEqual(['1: 0→4', '2: 0→2', '2: 4→6', '3: 0→1', '3: 2→3', '3: 4→5', '3: 6→7']));
  test('a chain has one a link', () => expect(pairs(run(4, [[0, 1], [1, 2], [2, 3]]))).toEqual(['1: 0→1', '2: 1→2', '3: 2→3']));
  test('a collective without messages has none', () => {
    const world = new ScriptedWorld(2);
    world.collective(MpiCall.Barrier, [0, 1], []);
    expect(roundsOf(world.recording(), 0)).toEqual({ count: 0, messages: [], round: [] });
  });
  const edge = fc.tuple(fc.nat(5), fc.nat(5)).filter(([a, b]) => a !== b);
  test('in one round nobody sends twice or takes twice, and nothing is sent on in the round it came', () => {
    fc.assert(fc.property(fc.array(edge, { maxLength: 30 }), (edges) => {
      const recording = run(6, edges);
      const { messages: table, events } = recording;
      const { messages, round, count } = roundsOf(recording, 0);
      expect(messages).toHaveLength(edges.length);
      const seen = new Set<string>();
      messages.forEach((row, i) => {
        for (const end of [`sends ${table.sender[row]} ${round[i]}`, `takes ${table.receiver[row]} ${round[i]}`]) {
          expect(seen.has(end), end).toBe(false);
          seen.add(end);
        }
        messages.forEach((other, j) => {
          const after = table.receiver[row] === table.sender[other] && events.sequenceEnd[table.receive[row]!]! < events.sequenceBegin[table.send[other]!]!;
          if (after) expect(round[j]!).toBeGreaterThan(round[i]!);
        });
      });
      expect(count).toBe(Math.max(0, ...round));
    }));
  });
});

test('the cost counts messages, bytes, and time from the last entry on', () => {
  const cost = costOf(run(8, binomial(8)), 0);
  expect(cost).toMatchObject({ rounds: 3, messages: 7, bytes: 7 * 24, mostSent: 3 * 24 });
  expect(cost.milliseconds).toBeGreaterThan(0);
});

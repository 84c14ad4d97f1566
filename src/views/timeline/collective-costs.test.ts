import { expect, test } from 'vitest';
import { Algorithm, MpiCall } from '../../protocol';
import { ScriptedWorld } from '../../trace/testing/scripted-world';
import { CollectiveCosts } from './collective-costs';
import type { Recording } from '../../trace';

function bcast(algorithm: Algorithm, messages: readonly (readonly [number, number])[], root = 0): Recording {
  const world = new ScriptedWorld(4);
  world.collective(MpiCall.Bcast, [0, 1, 2, 3], messages, { root, algorithm });
  return world.recording();
}

test('a collective is compared with what other algorithms cost in its place, the last run of each', () => {
  const costs = new CollectiveCosts();
  const linear = bcast(Algorithm.Linear, [[0, 1], [0, 2], [0, 3]]);
  const tree = bcast(Algorithm.Binomial, [[0, 2], [0, 1], [2, 3]]);
  expect(costs.compare(linear, 0)).toHaveLength(1);
  const both = costs.compare(tree, 0);
  expect(both.map(({ algorithm, cost }) => [algorithm, cost.rounds, cost.messages])).toEqual([['binomial tree', 2, 3], ['linear', 3, 3]]);
  expect(costs.compare(linear, 0).map(({ algorithm }) => algorithm)).toEqual(['linear', 'binomial tree']);
  expect(costs.compare(bcast(Algorithm.Linear, [[1, 0]], 1), 0)).toHaveLength(1);
});

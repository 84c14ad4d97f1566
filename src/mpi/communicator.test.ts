import { afterAll, describe, expect, it, vi } from 'vitest';
import { ErrorClass } from '../protocol/errors';
import { endRanks, valuesOf } from './testing/run';

vi.setConfig({ testTimeout: 30_000 });
afterAll(endRanks);

describe('an intercommunicator', () => {
  it('addresses the remote group, and its dup, split and merge are what the standard says', async () => {
    const answers = await valuesOf(4, 'intercomm');
    expect(answers[1]).toEqual({
      group: [0, 1],
      remote: [2, 3],
      across: { from: 0, value: 2 },
      twin: [[0, 1], [2, 3]],
      pairs: [[1], [3]],
      alone: null,
      merged: [2, 3, 0, 1],
      around: { from: 2, value: 0 },
    });
    expect(answers[2]).toMatchObject({ group: [2, 3], remote: [0, 1], across: { from: 1, value: 1 }, pairs: [[2], [0]], merged: [2, 3, 0, 1], around: { from: 3, value: 1 } });
  });

  it('of groups without a parent needs these processes only', async () => {
    expect(await valuesOf(4, 'fromGroups')).toEqual([
      { rank: 0, remote: [2, 1], got: 41, all: [1, 3] },
      { rank: 1, remote: [0], got: 41, all: [2, 3] },
      { rank: 0, remote: [0], got: -1, all: [0, 3] },
      null,
    ]);
  });
});

it('Create_group is called by the members only', async () => {
  const answers = await valuesOf(5, 'createGroup');
  expect(answers).toEqual([{ rank: 2, around: { from: 1, value: 2 } }, null, { rank: 1, around: { from: 0, value: 4 } }, null, { rank: 0, around: { from: 2, value: 0 } }]);
});

it('Idup does not block, and several at once do not mix', async () => {
  expect(await valuesOf(3, 'idup')).toEqual([2, 0, 1].map((from) => ({ contexts: 3, around: [from, from, from] })));
});

it('an agreement is the and of all flags and needs no order with collectives', async () => {
  for (const answer of await valuesOf(3, 'agree')) expect(answer).toEqual([0b1001, 0, 7]);
});

it('a port joins groups that know its name only', async () => {
  expect(await valuesOf(4, 'ports')).toEqual([[[1, 2, 3], [1, 2, 3]], [[0], [0]], [[0], [0]], [[0], [0]]]);
});

it('published names are found by all ranks', async () => {
  for (const answer of await valuesOf(3, 'names')) expect(answer).toEqual(['port 1', ErrorClass.Name, ErrorClass.Service]);
});

describe('a topology', () => {
  it('on a grid knows neighbours and slices; who has no place gets none', async () => {
    const answers = await valuesOf(7, 'grid', { args: { dims: [2, 3], periods: [false, true] } });
    expect(answers[6]).toBeNull();
    const neighbors = { sources: [1, -2, 3, 5], destinations: [1, -2, 3, 5] };
    expect(answers[4]).toEqual({ neighbors, twin: neighbors, row: [3, 4, 5], column: [1, 4], around: { from: 3, value: 3 } });
  });

  it('as a distributed graph gathers the edges that others named', async () => {
    const answers = await valuesOf(3, 'distributedGraph');
    expect(answers).toEqual([
      { sources: [2], destinations: [1, 2], in: [20], out: [0, 7], own: { sources: [2], destinations: [1] } },
      { sources: [0], destinations: [2], in: [0], out: [10], own: { sources: [0], destinations: [2] } },
      { sources: [1, 0], destinations: [0], in: [10, 7], out: [20], own: { sources: [1], destinations: [0] } },
    ]);
  });
});

it('wrong arguments are errors of the class that Open MPI gives them', async () => {
  const [, answer] = await valuesOf(3, 'makingErrors');
  expect(answer).toEqual({
    tooLarge: ErrorClass.Arg,
    noDimension: ErrorClass.Dims,
    noGrid: ErrorClass.Topology,
    edge: ErrorClass.Topology,
    node: ErrorClass.Arg,
    leader: ErrorClass.Arg,
    merge: ErrorClass.Comm,
    outside: ErrorClass.Group,
    twice: ErrorClass.Group,
    freed: ErrorClass.Comm,
  });
});

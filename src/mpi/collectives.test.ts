import { afterAll, describe, expect, it, vi } from 'vitest';
import { MpiCall } from '../protocol/calls';
import type { Algorithm } from '../protocol/trace';
import { ALGORITHMS } from './collective/choice';
import { endRanks, runRanks, valuesOf } from './testing/run';

vi.setConfig({ testTimeout: 30_000 });
afterAll(endRanks);

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9];

// Settings that put every collective through one of its algorithms; `turn` picks which.
function algorithmsOf(turn: number): Partial<Record<MpiCall, Algorithm>> {
  return Object.fromEntries(Object.entries(ALGORITHMS).map(([call, has]) => [Number(call), has[turn % has.length]]));
}

describe.each(SIZES)('on %i ranks', (ranks) => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('every collective gives what a plain computation gives (algorithms, turn %i)', async (turn) => {
    const algorithms = algorithmsOf(turn);
    const args = { counts: [0, 1, 3, 700], roots: [0, ranks - 1] };
    const moved = await valuesOf(ranks, 'movement', { args, settings: { algorithms }, memoryBytes: 1 << 21 });
    expect(moved.flat()).toEqual([]);
    const reduced = await valuesOf(ranks, 'reductions', { args, settings: { algorithms }, memoryBytes: 1 << 21 });
    expect(reduced.flat()).toEqual([]);
  });

  it('the algorithms chosen by size do too, with an eager limit of 0 and the default', async () => {
    for (const eagerLimit of [0, 4096]) {
      const args = { counts: [2, 1500], roots: [ranks >> 1] };
      expect((await valuesOf(ranks, 'movement', { args, eagerLimit, memoryBytes: 1 << 21 })).flat()).toEqual([]);
      expect((await valuesOf(ranks, 'reductions', { args, eagerLimit, memoryBytes: 1 << 21 })).flat()).toEqual([]);
    }
  });
});

describe('collectives of much data', () => {
  it.each([2, 3, 4, 8])('give what a plain computation gives on %i ranks', async (ranks) => {
    const args = { counts: [3001, 8200], roots: [1] };
    expect((await valuesOf(ranks, 'movement', { args, memoryBytes: 1 << 24 })).flat()).toEqual([]);
    expect((await valuesOf(ranks, 'reductions', { args, memoryBytes: 1 << 24 })).flat()).toEqual([]);
  });

  it.each([2, 4, 5])('understand each other where ranks lay their data out differently, on %i ranks', async (ranks) => {
    for (const count of [5, 8200]) expect((await valuesOf(ranks, 'laidOut', { args: { count }, memoryBytes: 1 << 23 })).flat()).toEqual([]);
  });
});

describe('barrier', () => {
  it.each(ALGORITHMS[MpiCall.Barrier] ?? [])('lets nobody out before all are in (algorithm %i)', async (algorithm) => {
    for (const ranks of [3, 4, 6]) {
      const stamps = (await valuesOf(ranks, 'barriers', { args: { times: 20 }, settings: { algorithms: { [MpiCall.Barrier]: algorithm } } })) as number[][][];
      for (let round = 0; round < 20; round++) {
        const lastIn = Math.max(...stamps.map((rank) => rank[round]?.[0] ?? 0));
        const firstOut = Math.min(...stamps.map((rank) => rank[round]?.[1] ?? 0));
        expect(firstOut).toBeGreaterThanOrEqual(lastIn);
      }
    }
  });

  it('works on 70 ranks', async () => {
    const stamps = await valuesOf(70, 'barriers', { args: { times: 3 }, memoryBytes: 1 << 12, seconds: 25 });
    expect(stamps).toHaveLength(70);
  });
});

describe('communicators', () => {
  it('keep their messages apart', async () => {
    const got = await valuesOf(4, 'isolation');
    // Split by parity with descending keys: ranks 2, 0 and 3, 1.
    expect(got).toEqual([
      [2, 1, true, 1, 2, 1, 2, true, true],
      [2, 1, false, null, 2, 1, 4, true, true],
      [2, 0, false, null, 2, 1, 2, true, true],
      [2, 0, false, 0, 2, 1, 4, true, true],
    ]);
    expect(await valuesOf(5, 'isolation')).toHaveLength(5);
  });
});

describe('reductions', () => {
  it('find the place of the least in elements with gaps, and leave the gaps alone', async () => {
    const got = await valuesOf(5, 'location');
    // |rank - 2| is least at 2; -(rank % 3) is least at 2 as well.
    expect(got).toEqual(Array.from({ length: 5 }, () => [0, 2, 4712, -2, 2]));
  });

  it('refuse what MPI does not define', async () => {
    const [got] = await valuesOf(1, 'wrongReductions');
    expect(got).toEqual([
      'MPI_ERR_OP: invalid reduce operation',
      'MPI_ERR_OP: invalid reduce operation',
      'MPI_ERR_OP: invalid reduce operation',
      'MPI_ERR_OP: invalid reduce operation',
    ]);
  });

  it('of another kind than the other rank\'s collective hang, and the report says where', async () => {
    await expect(runRanks(2, 'mismatched', { seconds: 1 })).rejects.toThrow(/rank 0: Waiting in Allreduce, waits for -2[^]*rank 1: Waiting in Barrier, waits for -2/);
  });
});

import { afterAll, describe, expect, it, vi } from 'vitest';
import { ErrorClass } from '../protocol/errors';
import { RankSlot, RankState } from '../protocol/world';
import { endRanks, pressStop, runRanks, valuesOf, type RunOptions } from './testing/run';

vi.setConfig({ testTimeout: 30_000 });
afterAll(endRanks);

describe('a message', () => {
  it.each([0, 1, 8, 4095, 4096, 4097, 65536, 65537, 1_000_003])('of %i bytes arrives whole', async (bytes) => {
    const [, got] = await valuesOf(2, 'deliver', { args: { bytes, times: 5 }, memoryBytes: 1 << 21 });
    expect(got).toEqual({ wrong: 0, source: 0, tag: 4, bytes });
  });

  it.each([0, 1, 100])('arrives with an eager limit of %i, whatever its size', async (eagerLimit) => {
    for (const bytes of [0, 1, 99, 100, 101, 5000]) {
      const [, got] = await valuesOf(2, 'deliver', { args: { bytes, times: 3 }, eagerLimit });
      expect(got).toMatchObject({ wrong: 0, bytes });
    }
  });

  it('of 100 MB arrives whole', async () => {
    const [, got] = await valuesOf(2, 'deliver', { args: { bytes: 100_000_000, times: 1 }, memoryBytes: 101_000_000, seconds: 30 });
    expect(got).toMatchObject({ wrong: 0, bytes: 100_000_000 });
  });

  it('to oneself arrives, small and large', async () => {
    for (const bytes of [8, 200_000]) expect(await valuesOf(2, 'selfSends', { args: { bytes } })).toEqual([true, true]);
  });

  it('longer than the buffer is MPI_ERR_TRUNCATE, harms nothing beyond it, and the next one arrives', async () => {
    for (const bytes of [16, 3000, 300_000]) {
      const [, got] = await valuesOf(2, 'truncation', { args: { bytes } });
      expect(got).toEqual({ errorClass: ErrorClass.Truncate, untouched: true, next: 9, sent: bytes });
    }
  });

  it('to and from PROC_NULL does nothing at once', async () => {
    expect(await valuesOf(1, 'procNull')).toEqual([{ source: -2, tag: -1, bytes: 0, later: -2, probed: true, object: null }]);
  });
});

describe('matching', () => {
  it('by wildcards keeps the order of each source', async () => {
    const [seen] = await valuesOf(4, 'wildcardOrder', { args: { times: 400 } });
    const inOrder = Array.from({ length: 400 }, (_, round) => round);
    expect(seen).toEqual([[], inOrder, inOrder, inOrder]);
  });

  it('by tag takes messages out of arrival order, and within a tag in it', async () => {
    const [, got] = await valuesOf(2, 'nonOvertaking');
    const wanted = [3, 1, 0, 2].flatMap((tag) => Array.from({ length: 15 }, (_, round) => round * 4 + tag));
    expect(got).toEqual(wanted);
  });

  it('probes without taking, and Mprobe takes for its handle only', async () => {
    const [, got] = await valuesOf(2, 'probing');
    expect(got).toEqual({ first: [0, 9, 23], text: 'a pickle of some length', count: 3, values: [1, 2, 3, -1], matched: 'matched', hidden: false });
  });
});

describe('buffering', () => {
  it('lets two ranks flood each other with eager messages', async () => {
    expect(await valuesOf(2, 'floodBothWays', { args: { bytes: 1000, times: 5000 } })).toEqual([0, 0]);
  });

  it('lets head-on Sends through up to the eager limit and not beyond', async () => {
    expect(await valuesOf(2, 'headOn', { args: { bytes: 4096 } })).toEqual(['through', 'through']);
    await expect(runRanks(2, 'headOn', { args: { bytes: 4097 }, seconds: 1 })).rejects.toThrow(/rank 0: Waiting in Send, waits for 1 tag 0[^]*rank 1: Waiting in Send, waits for 0 tag 0/);
    await expect(runRanks(2, 'headOn', { args: { bytes: 0 }, eagerLimit: 0, seconds: 1 })).rejects.toThrow(/Waiting in Send/);
  });

  it('honours an eager limit beyond what an inbox holds', async () => {
    expect(await valuesOf(2, 'headOn', { args: { bytes: 900_000 }, eagerLimit: 1 << 20 })).toEqual(['through', 'through']);
    expect(await valuesOf(2, 'floodBothWays', { args: { bytes: 200_000, times: 40 }, eagerLimit: 1 << 20 })).toEqual([0, 0]);
  });

  it('with inboxes far too small for what comes lets everything through', async () => {
    const world = { inboxBytes: 1 << 12, chunkBytes: 1 << 10, chunks: 2 };
    for (const bytes of [8, 600, 5000]) {
      const got = await valuesOf(4, 'manyToOne', { args: { bytes, times: 300 }, world });
      expect(got).toEqual([bytes * 300 * 3, 0, 0, 0]);
    }
    expect(await valuesOf(2, 'floodBothWays', { args: { bytes: 3000, times: 200 }, world })).toEqual([0, 0]);
  });

  it('stops at 256 MiB of unexpected messages: then the sender waits', async () => {
    let most = 0;
    const enough = new Int32Array(new SharedArrayBuffer(4));
    const during: RunOptions['during'] = (words, layout) => {
      most = Math.max(most, Atomics.load(words, layout.control(0) + RankSlot.UnexpectedBytes));
      // The pile is near its limit and the sender waits for room: only then does the receiver begin.
      if (most > 230 << 20 && Atomics.load(words, layout.control(1) + RankSlot.State) === RankState.Waiting) Atomics.store(enough, 0, 1);
    };
    expect(await valuesOf(2, 'pilesUp', { args: { times: 70_000, enough }, during, settings: { record: false }, seconds: 25 })).toEqual([0, 0]);
    expect(most).toBeGreaterThan(230 << 20);
    expect(most).toBeLessThanOrEqual(256 << 20);
  });

  it('by Bsend takes what was attached and no more', async () => {
    const got = await valuesOf(2, 'buffered');
    expect(got).toEqual([
      { detached: 200_000, refused: ErrorClass.Buffer, value: 2 },
      { detached: 200_000, refused: ErrorClass.Buffer, value: 1 },
    ]);
  });
});

describe('requests', () => {
  it('complete by every call', async () => {
    const got = await valuesOf(2, 'requests');
    for (const [rank, value] of got.entries()) {
      expect(value).toEqual({ first: true, tag: 5, inactive: true, values: [0, 10, 20, 30, 40, 50].map((n) => n + 1 - rank), none: -32766, spent: null });
    }
  });

  it('of receives can be cancelled', async () => {
    expect(await valuesOf(1, 'cancelled')).toEqual([true]);
  });

  it('of Sendrecv pass values round a ring', async () => {
    const got = await valuesOf(5, 'ringOfExchanges');
    expect(got).toEqual(Array.from({ length: 5 }, (_, rank) => [(rank + 4) % 5, (rank + 4) % 5, `from ${(rank + 4) % 5}`]));
  });
});

describe('errors and ends', () => {
  it('names wrong arguments by MPI\'s classes', async () => {
    const [got] = await valuesOf(1, 'wrongArguments');
    expect(got).toEqual({
      rank: ErrorClass.Rank,
      anySourceAsDest: ErrorClass.Rank,
      tag: ErrorClass.Tag,
      receiveTag: ErrorClass.Tag,
      count: ErrorClass.Count,
      root: ErrorClass.Root,
      comm: ErrorClass.Comm,
      freeWorld: ErrorClass.Comm,
      buffer: ErrorClass.Buffer,
    });
  });

  it('Finalize delivers what was started and not waited for', async () => {
    expect(await valuesOf(2, 'finalizesEarly')).toEqual([null, true]);
  });

  it('an interrupted receive is taken back', async () => {
    for (const bytes of [8, 200_000]) {
      let ticks = 0;
      const during: RunOptions['during'] = (words, layout) => {
        if (++ticks === 10) Atomics.store(words, layout.control(0) + RankSlot.Interrupt, 2);
      };
      const [got] = await valuesOf(2, 'interrupted', { args: { bytes }, during });
      expect(got).toEqual({ message: 'interrupted', value: 7 });
    }
  });

  it('an interrupted send keeps its own copy of the data', async () => {
    for (const bytes of [8, 200_000]) {
      let ticks = 0;
      const during: RunOptions['during'] = (words, layout) => {
        if (++ticks === 10) Atomics.store(words, layout.control(0) + RankSlot.Interrupt, 2);
      };
      expect(await valuesOf(2, 'interruptedSend', { args: { bytes }, during })).toEqual(['interrupted', true]);
    }
  });

  it('Stop ends a wait', async () => {
    let ticks = 0;
    const { answers } = await runRanks(2, 'waitsForever', { during: (words, layout) => void (++ticks === 20 && pressStop(words, layout)) });
    expect(answers.map((answer) => answer.kind === 'error' && answer.name)).toEqual(['WorldEnded', 'WorldEnded']);
  });

  it('Stop ends a rank that is flooded, and those who flood it', async () => {
    let ticks = 0;
    const { answers } = await runRanks(3, 'stopWhileFlooded', { during: (words, layout) => void (++ticks === 60 && pressStop(words, layout)) });
    expect(answers.every((answer) => answer.kind === 'error' && answer.name === 'WorldEnded')).toBe(true);
  });

  it('Stop ends a rank whose trace nobody reads', async () => {
    let ticks = 0;
    const { answers } = await runRanks(2, 'floodBothWays', { args: { bytes: 8, times: 100_000 }, deaf: true, world: { traceBytes: 1 << 14 }, during: (words, layout) => void (++ticks === 40 && pressStop(words, layout)) });
    expect(answers.every((answer) => answer.kind === 'error' && answer.name === 'WorldEnded')).toBe(true);
  });

  it('Abort ends everybody', async () => {
    const { answers } = await runRanks(3, 'aborts');
    expect(answers.map((answer) => answer.kind === 'error' && answer.message)).toEqual(Array.from({ length: 3 }, () => 'rank 1 aborted the run with code 7'));
  });
});

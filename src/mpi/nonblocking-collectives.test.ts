import { afterAll, describe, expect, it, vi } from 'vitest';
import { MpiCall } from '../protocol/calls';
import { RecordFlag, RecordKind } from '../protocol/trace';
import { recordsOf } from './testing/records';
import { endRanks, runRanks, valuesOf } from './testing/run';

vi.setConfig({ testTimeout: 60_000 });
afterAll(endRanks);

describe('persistent collectives', () => {
  it.each([1, 2, 5])('may be started in different orders on %i ranks, with a nonblocking one under way', async (ranks) => {
    const sum = (ranks * (ranks - 1)) / 2;
    const rounds = [0, 1, 2].map((round) => [sum + ranks * round, round]);
    expect(await valuesOf(ranks, 'crosswise', { seconds: 30 })).toEqual(Array.from({ length: ranks }, () => rounds));
  });
});

describe('records of a nonblocking collective', () => {
  it('name its start, its completion, and in every message its own number and call, whatever call the rank was in', async () => {
    const { answers, traces } = await runRanks(3, 'overlapped', { seconds: 30 });
    expect(answers.map((answer) => (answer.kind === 'value' ? answer.value : answer.message))).toEqual([3, 3, 3]);
    for (const [rank, pieces] of traces.entries()) {
      const records = recordsOf(rank, pieces);
      const start = records.find((record) => record.kind === RecordKind.Call && record.call === MpiCall.Iallreduce);
      const barrier = records.find((record) => record.kind === RecordKind.Call && record.call === MpiCall.Barrier);
      const wait = records.find((record) => record.kind === RecordKind.Call && record.call === MpiCall.Wait);
      expect(start?.collective).toBe(1);
      expect(barrier?.collective).toBe(2);
      expect((start?.flags ?? 0) & RecordFlag.Nonblocking).toBeTruthy();
      expect(wait?.request).toBe(start?.request);
      const messages = records.filter((record) => record.kind !== RecordKind.Call && record.collective === 1);
      expect(messages.length).toBeGreaterThan(0);
      for (const message of messages) {
        expect(message).toMatchObject({ call: MpiCall.Iallreduce, request: start?.request, algorithm: start?.algorithm });
        expect(message.flags & RecordFlag.Internal).toBeTruthy();
      }
    }
  });
});

import { afterAll, describe, expect, it, vi } from 'vitest';
import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { RecordKind } from '../../protocol/trace';
import { recordsOf } from '../testing/records';
import { endRanks, runRanks, valuesOf } from '../testing/run';

vi.setConfig({ testTimeout: 30_000 });
afterAll(endRanks);

describe('a window', () => {
  it('is written and read between fences', async () => {
    for (const eagerLimit of [0, 4096]) {
      expect(await valuesOf(3, 'putAndGet', { eagerLimit })).toEqual([
        { memory: [-1, 20, 21, -1], got: [10, 11] },
        { memory: [-1, 0, 1, -1], got: [20, 21] },
        { memory: [-1, 10, 11, -1], got: [0, 1] },
      ]);
    }
  });

  it('is locked, and counts right under every kind of lock', async () => {
    const answers = (await valuesOf(4, 'counting')) as { numbers: number[]; last: number }[];
    const numbers = answers.flatMap((answer) => answer.numbers);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(answers[0]?.last).toBe(4 * 30 * 3);
  });

  it('takes floods of operations both ways', async () => {
    expect(await valuesOf(2, 'flood', { world: { inboxBytes: 8192 } })).toEqual([[3000, 6000], [3000, 6000]]);
  });

  it('fills memory while the rank waits for something else', async () => {
    expect(await valuesOf(3, 'lateResult')).toEqual([41, 42, 40]);
  });

  it('refuses operations outside of epochs', async () => {
    expect(await valuesOf(2, 'noEpoch')).toEqual([ErrorClass.RmaSync, ErrorClass.RmaSync]);
  });

  it('leaves records of its calls, and of its messages what they are part of', async () => {
    const { traces } = await runRanks(2, 'putAndGet');
    const [first = [], second = []] = traces.map((pieces, rank) => recordsOf(rank, pieces));
    const put = first.find((record) => record.kind === RecordKind.Call && record.call === MpiCall.Put);
    expect(put).toMatchObject({ line: 20, peer: 1, bytes: 8, typeId: 9, preview: [0, 0, 0, 0, 1, 0, 0, 0] });
    const left = first.find((record) => record.kind === RecordKind.Send && record.call === MpiCall.Put);
    expect(left).toMatchObject({ line: 20, messagePeer: 1, collective: 0, context: put?.context });
    // It is served within the other's fence, and is no part of that.
    const came = second.find((record) => record.kind === RecordKind.Receive && record.message === left?.message && record.messagePeer === 0);
    expect(came).toMatchObject({ call: MpiCall.Put, collective: 0, request: 0, context: put?.context });
    const fences = first.filter((record) => record.kind === RecordKind.Call && record.call === MpiCall.WinFence);
    expect(fences.map((fence) => fence.collective)).toEqual([1, 2, 3]);
  });
});

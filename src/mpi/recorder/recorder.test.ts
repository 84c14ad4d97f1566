import { afterAll, describe, expect, it, vi } from 'vitest';
import { MpiCall } from '../../protocol/calls';
import { PICKLE_TYPE_ID } from '../../protocol/datatypes';
import { ErrorClass } from '../../protocol/errors';
import { Algorithm, Protocol, RecordFlag, RecordKind } from '../../protocol/trace';
import { ANY_RANK, NO_RANK } from '../../protocol/world';
import { recordsOf, type TestRecord } from '../testing/records';
import { endRanks, runRanks, type RunOptions } from '../testing/run';

vi.setConfig({ testTimeout: 30_000 });
afterAll(endRanks);

async function traced(ranks: number, body: string, options: RunOptions = {}): Promise<TestRecord[][]> {
  const { answers, traces } = await runRanks(ranks, body, options);
  expect(answers.map((answer) => answer.kind)).toEqual(answers.map(() => 'value'));
  return traces.map((pieces, rank) => recordsOf(rank, pieces));
}

const only = (records: readonly TestRecord[], wanted: Partial<TestRecord>): TestRecord => {
  const found = records.filter((record) => Object.entries(wanted).every(([key, value]) => record[key as keyof TestRecord] === value));
  expect(found).toHaveLength(1);
  return found[0] as TestRecord;
};

describe('records', () => {
  it('say what each call was', async () => {
    const [first = [], second = []] = await traced(2, 'oneOfEach');
    const send = only(first, { call: MpiCall.Send, line: 10 });
    expect(send).toMatchObject({ kind: RecordKind.Call, flags: RecordFlag.CarriesSend, peer: 1, tag: 3, bytes: 8, typeId: 9, protocol: Protocol.Eager, messagePeer: 1, messageTag: 3, context: 0, preview: [11, 0, 0, 0, 22, 0, 0, 0] });
    const receive = only(second, { call: MpiCall.Recv, line: 10 });
    expect(receive).toMatchObject({ kind: RecordKind.Call, peer: ANY_RANK, tag: -1, bytes: 8, message: send.message, messagePeer: 0, messageTag: 3, preview: send.preview });
    expect(receive.flags & RecordFlag.CarriesReceive).toBeTruthy();
    expect(receive.arrived).toBeGreaterThan(0);
    expect(receive.arrived).toBeLessThanOrEqual(receive.endTime);

    const isend = only(first, { kind: RecordKind.Call, call: MpiCall.Isend });
    const left = only(first, { kind: RecordKind.Send, call: MpiCall.Isend });
    expect(isend).toMatchObject({ flags: RecordFlag.Nonblocking, line: 20, message: 0 });
    expect(left).toMatchObject({ request: isend.request, protocol: Protocol.Rendezvous, bytes: 100_000, messagePeer: 1, line: 20 });
    expect(only(first, { call: MpiCall.Wait }).request).toBe(isend.request);
    const came = only(second, { kind: RecordKind.Receive, call: MpiCall.Irecv });
    expect(came).toMatchObject({ message: left.message, messagePeer: 0, line: 20, request: only(second, { call: MpiCall.Wait }).request });

    const exchange = only(first, { kind: RecordKind.Call, call: MpiCall.Sendrecv });
    expect(exchange.flags & RecordFlag.Object).toBeTruthy();
    expect(only(first, { kind: RecordKind.Send, call: MpiCall.Sendrecv })).toMatchObject({ typeId: PICKLE_TYPE_ID, bytes: 5, preview: [...new TextEncoder().encode('hello')] });
    expect(only(first, { kind: RecordKind.Receive, call: MpiCall.Sendrecv }).flags & RecordFlag.Object).toBeTruthy();

    const allreduce = only(first, { kind: RecordKind.Call, call: MpiCall.Allreduce });
    expect(allreduce).toMatchObject({ collective: 1, algorithm: Algorithm.RecursiveDoubling, bytes: 8, peer: NO_RANK, context: 0 });
    const inner = only(first, { kind: RecordKind.Send, call: MpiCall.Allreduce });
    expect(inner).toMatchObject({ flags: RecordFlag.Internal, collective: 1, algorithm: Algorithm.RecursiveDoubling, context: 0, messagePeer: 1, line: 50 });
    expect(only(second, { kind: RecordKind.Receive, call: MpiCall.Allreduce, message: inner.message }).flags & RecordFlag.Internal).toBeTruthy();

    const failed = only(second, { call: MpiCall.Send, line: 60 });
    expect(failed.flags & RecordFlag.Failed).toBeTruthy();
    expect(failed.error).toBe(ErrorClass.Rank);
  });

  it('tell of a call that is made of others once, with their messages as its own', async () => {
    const { answers, traces } = await runRanks(2, 'madeOfOthers', {});
    expect(answers).toMatchObject([{ value: [true, false] }, { value: [true, false] }]);
    const [first = []] = traces.map((pieces, rank) => recordsOf(rank, pieces));
    const whole = only(first, { call: MpiCall.FileOpen, kind: RecordKind.Call });
    expect(whole).toMatchObject({ line: 10, bytes: 48, peer: NO_RANK, collective: 0, flags: 0 });
    const parts = first.filter(({ kind, call }) => kind !== RecordKind.Call && call === MpiCall.FileOpen);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) {
      expect(part).toMatchObject({ line: 10, collective: 0 });
      expect(part.flags & RecordFlag.Internal).toBeTruthy();
      expect(part.begin).toBeGreaterThan(whole.begin);
      expect(part.end).toBeLessThan(whole.end);
    }
    const calls = first.filter(({ kind, call }) => kind === RecordKind.Call && call !== MpiCall.Init && call !== MpiCall.Finalize);
    expect(calls.map(({ call }) => call)).toEqual([MpiCall.FileOpen, MpiCall.Barrier]);
    expect(calls[1]).toMatchObject({ line: 20, collective: 3 });
  });

  it('name the requests that a call on several has completed, however many', async () => {
    const [mine = []] = await traced(1, 'severalRequests');
    const started = mine.filter((record) => record.call === MpiCall.Irecv && record.kind === RecordKind.Call).map((record) => record.request);
    expect(started).toHaveLength(100);
    expect(only(mine, { call: MpiCall.Testsome }).completed).toEqual([started[7]]);
    expect(only(mine, { call: MpiCall.Waitall }).completed).toEqual(started.filter((_, index) => index !== 7));
  });

  it('show the parts of a partitioned message as messages of the program, with its tag', async () => {
    const [first = [], second = []] = await traced(2, 'partitioned');
    const parts = first.filter((record) => record.kind === RecordKind.Send && record.call === MpiCall.Pready);
    const came = second.filter((record) => record.kind === RecordKind.Receive && record.messageTag === 5);
    expect(parts.map(({ tag, messageTag, flags, bytes }) => [tag, messageTag, flags & RecordFlag.Internal, bytes])).toEqual(parts.map(() => [5, 5, 0, 4]));
    expect(came.map((record) => record.message).sort()).toEqual(parts.map((record) => record.message).sort());
    expect(parts).toHaveLength(3);
  });

  it('say when a message arrived, however late the receiver looks', async () => {
    const [first = [], second = []] = await traced(2, 'lateLook');
    const send = only(first, { call: MpiCall.Send, tag: 1 });
    const receive = only(second, { call: MpiCall.Recv, tag: 1 });
    // By the sender's clock; the two may differ a little.
    expect(receive.arrived).toBeGreaterThan(send.beginTime - 5);
    expect(receive.arrived).toBeLessThan(send.endTime + 5);
  });

  it('pair every message with its receipt, and never put an effect before its cause', async () => {
    const records = (await traced(4, 'traffic', { args: { times: 50 } })).flat();
    const key = (sender: number, message: number): string => `${sender}:${message}`;
    const departures = new Map<string, TestRecord>();
    const receipts = new Map<string, TestRecord>();
    for (const record of records) {
      if (record.message === 0) continue;
      const sent = record.kind === RecordKind.Send || (record.flags & RecordFlag.CarriesSend) !== 0;
      const name = sent ? key(record.rank, record.message) : key(record.messagePeer, record.message);
      const into = sent ? departures : receipts;
      expect(into.has(name)).toBe(false);
      into.set(name, record);
    }
    expect(departures.size).toBeGreaterThan(4 * 3 * 50);
    expect([...receipts.keys()].sort()).toEqual([...departures.keys()].sort());
    for (const [name, sent] of departures) {
      const received = receipts.get(name) as TestRecord;
      expect(received.rank).toBe(sent.messagePeer);
      expect(received.lamport).toBeGreaterThan(sent.lamport);
      expect(received.end).toBeGreaterThan(sent.begin);
    }
    const sequences = records.flatMap((record) => (record.kind === RecordKind.Send ? [record.begin] : [record.begin, record.end]));
    expect(new Set(sequences).size).toBe(sequences.length);
  });

  it('are all there when the ring is far smaller than the run', async () => {
    const times = 200;
    const records = await traced(3, 'traffic', { args: { times }, world: { traceBytes: 1 << 12 } });
    for (const rank of records) expect(rank.filter((record) => record.call === MpiCall.Waitall && record.kind === RecordKind.Call)).toHaveLength(times);
  });

  it('tell of a row of fruitless polls once', async () => {
    const { answers, traces } = await runRanks(2, 'polls');
    const polls = answers[1]?.kind === 'value' ? answers[1].value : 0;
    expect(polls).toBeGreaterThan(100);
    const tests = recordsOf(1, traces[1] ?? []).filter((record) => record.call === MpiCall.Test);
    expect(tests.length).toBeGreaterThanOrEqual(2);
    expect(tests.length).toBeLessThanOrEqual(3);
  });

  it('are none when recording is off', async () => {
    const records = await traced(2, 'traffic', { args: { times: 5 }, settings: { record: false } });
    expect(records.flat()).toEqual([]);
  });
});

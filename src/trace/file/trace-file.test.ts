import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MpiCall, RecordFlag, RecordKind, Stream } from '../../protocol';
import { place } from '../placement';
import { Recording } from '../recording';
import { columnsOf } from '../testing/columns';
import { scriptedRun } from '../testing/random-run';
import { joined, recordBytes } from '../testing/records';
import * as scenarios from '../testing/scenarios';
import { strangeRun } from '../testing/strange-run';
import { readTrace } from './read';
import { type RunAbout, traceParts, UNKNOWN_RUN, writeTrace } from './write';

const ABOUT: RunAbout = {
  command: 'mpiexec -n 4 python3 "a b.py" é', settings: { eagerLimit: 4096, buffering: 'line', variables: true }, began: 1_790_000_000_000.5,
  outcome: { code: 1, stopped: false, milliseconds: 812.25, notices: [{ kind: 'failure', text: 'rank 2 failed' }] },
};

async function again(recording: Recording, about: RunAbout = UNKNOWN_RUN): Promise<Recording> {
  const read = await readTrace(await writeTrace(recording, about), 'a file');
  if (!read.ok) throw new Error(read.sentence);
  expect(read.value.about).toEqual(about);
  return read.value.recording;
}

async function gzip(...parts: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([...parts]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
}

/// Whatever is made of `bytes` is a trace or one sentence; null for a trace.
async function openedOrSaid(bytes: Uint8Array<ArrayBuffer>, same?: Readonly<Record<string, unknown>>): Promise<string | null> {
  const read = await readTrace(bytes, 'x.cwtrace');
  if (read.ok) {
    if (same !== undefined) expect(columnsOf(read.value.recording)).toEqual(same);
    place(read.value.recording);
    return null;
  }
  expect(read.sentence).toMatch(/^x\.cwtrace cannot be opened: [^\n]+\.$/u);
  return read.sentence;
}

describe('a recording is the same after file and back', () => {
  test.each(Object.entries(scenarios))('%s', async (_name, scenario) => {
    const recording = scenario(5);
    expect(columnsOf(await again(recording, ABOUT))).toEqual(columnsOf(recording));
    place(recording);
    // Placed, its clocks are in order; they stay so.
    expect(columnsOf(await again(recording))).toEqual(columnsOf(recording));
  });

  test('any run', async () => {
    await fc.assert(fc.asyncProperty(scriptedRun, async (world) => {
      const recording = world.recording();
      expect(columnsOf(await again(recording))).toEqual(columnsOf(recording));
    }), { numRuns: 60 });
  });

  test('more rows than one block holds', async () => {
    const recording = scenarios.pingPong(6000);
    expect(columnsOf(await again(recording))).toEqual(columnsOf(recording));
  });

  test('the second file is the first one, byte for byte', async () => {
    const file = await writeTrace(scenarios.exchange(), ABOUT);
    const read = await readTrace(file, 'a file');
    expect(read.ok && (await writeTrace(read.value.recording, read.value.about))).toEqual(file);
  });

  test('requests that a call completed by name', async () => {
    const recording = new Recording();
    recording.start({ ranks: 1, sources: [] });
    const at = (call: MpiCall, sequence: number, flags = 0, request = 0): Uint8Array => recordBytes({ kind: RecordKind.Call, call, flags, request, sequenceBegin: sequence, sequenceEnd: sequence + 1, begin: sequence, end: sequence });
    const completed = (numbers: readonly number[]): Uint8Array => recordBytes({ kind: RecordKind.Completed, sequenceBegin: 0, sequenceEnd: 0, begin: 0, end: 0, preview: new Uint8Array(Uint32Array.from(numbers).buffer) });
    const numbers = Array.from({ length: 100 }, (_, i) => i + 1);
    recording.trace(0, joined([...numbers.map((number) => at(MpiCall.Irecv, number * 2, RecordFlag.Nonblocking, number)), at(MpiCall.Waitall, 300), completed(numbers.slice(0, 40)), completed(numbers.slice(40, 77)), at(MpiCall.Wait, 302, 0, 78), at(MpiCall.Waitany, 304, 0, 79)]));
    recording.end(400);
    const columns = columnsOf(recording);
    expect(recording.requests.returned[76]).toBe(100);
    expect(recording.requests.returned[79]).toBe(-1);
    expect(columnsOf(await again(recording))).toEqual(columns);
  });

  test('what was dropped, faulty, and last seen', async () => {
    const recording = new Recording();
    recording.start({ ranks: 2, sources: ['a.py', 'b.py'], texts: ['one\ntwo\n', null] });
    recording.now([{ rank: 1, state: 2, call: MpiCall.Recv, flags: 0, waitsFor: 0, tag: 7, context: 0, since: 1.5, sequence: 4, line: (1 << 20) | 2, unexpected: 3 }], 2);
    recording.trace(1, recordBytes({ kind: RecordKind.Call, call: MpiCall.Recv, flags: RecordFlag.Failed, peer: 0, sequenceBegin: 4, sequenceEnd: 9, begin: 1.5, end: 8, blocked: 6 }));
    recording.trace(0, recordBytes({ kind: RecordKind.Call, call: MpiCall.Send, flags: RecordFlag.CarriesSend, sequenceBegin: 1, sequenceEnd: 2, begin: 1, end: 2, message: 1, messagePeer: 9 }));
    recording.trace(7, new Uint8Array(8));
    recording.end(9);
    recording.droppedRecords = 5;
    recording.droppedPrints = 6;
    expect(recording.faults).toHaveLength(2);
    expect(recording.lastOpen[1]?.tag).toBe(7);
    const columns = columnsOf(recording);
    const back = columnsOf(await again(recording));
    expect({ ...back, faults: [...recording.faults].sort() }).toEqual({ ...columns, faults: [...recording.faults].sort() });
    expect([...(back['faults'] as string[])].sort()).toEqual([...recording.faults].sort());
  });

  test('variables', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ rank: fc.nat(2), call: fc.nat(100_000), flags: fc.nat(3), content: fc.uint8Array({ maxLength: 40 }) }), { maxLength: 30 }), async (looks) => {
      const recording = new Recording();
      recording.start({ ranks: 3, sources: [] });
      for (const { rank, call, flags, content } of looks) recording.variables.add(rank, call, flags, content);
      if (looks.length > 20) recording.variables.drop();
      recording.end(1);
      expect(columnsOf(await again(recording))).toEqual(columnsOf(recording));
    }), { numRuns: 50 });
  });

  test('whatever a rank may have written into its rings', async () => {
    await fc.assert(fc.asyncProperty(strangeRun(false), async (recording) => {
      const told = (columns: Readonly<Record<string, unknown>>): unknown => ({ ...columns, faults: [...new Set(columns['faults'] as string[])].sort() });
      expect(told(columnsOf(await again(recording)))).toEqual(told(columnsOf(recording)));
    }), { numRuns: 150 });
    // Times that cannot be are not kept; the rest is readable all the same.
    await fc.assert(fc.asyncProperty(strangeRun(true), async (recording) => {
      expect((await again(recording)).messages.length).toBe(recording.messages.length);
    }), { numRuns: 100 });
  });

  test('writes longer than are kept say how long they were', async () => {
    const recording = new Recording();
    recording.start({ ranks: 1, sources: [] });
    const long = new Uint8Array((4 << 20) - 10).fill(65);
    const write = (sequence: number, bytes: Uint8Array): void => recording.output([{ rank: 0, sequence, stream: Stream.Stderr, line: 5, time: sequence, bytes }]);
    write(1, long);
    write(2, new Uint8Array(500).fill(66));
    write(3, new TextEncoder().encode('ü'));
    recording.end(4);
    const back = await again(recording);
    expect([...back.prints.bytes.subarray(0, 3)]).toEqual([long.length, 500, 2]);
    expect(back.prints.written(0).length).toBe(long.length);
    expect(back.prints.written(0).every((byte) => byte === 65)).toBe(true);
    expect(back.prints.text(1)).toBe(`${'B'.repeat(96)}…`);
    expect(back.prints.text(2)).toBe('ü');
  });
});

describe('a file that is damaged or hostile', () => {
  const parts = (recording = scenarios.exchange()): Uint8Array<ArrayBuffer>[] => [...traceParts(recording, ABOUT)];
  const header = (change: object, from = parts()): Uint8Array<ArrayBuffer> => new TextEncoder().encode(`${JSON.stringify({ ...(JSON.parse(new TextDecoder().decode(from[0])) as object), ...change })}\n`);

  test('cut anywhere: a sentence; with one byte changed: a sentence or the same trace', async () => {
    const recording = scenarios.collectives(3);
    const file = await writeTrace(recording, ABOUT);
    const columns = columnsOf(recording);
    await fc.assert(fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      expect(await openedOrSaid(file.slice(0, at))).not.toBeNull();
      const changed = file.slice();
      changed[at] = changed[at]! ^ by;
      // Gzip has a few bits that mean nothing: its date, what fills the last byte.
      await openedOrSaid(changed, columns);
    }), { numRuns: 150 });
  });

  test('what is inside changed by one byte or several: a sentence or a trace', async () => {
    const whole = joined(parts());
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), async (changes) => {
      const changed = new Uint8Array(whole);
      for (const [at, byte] of changes) changed[at] = byte;
      await openedOrSaid(await gzip(changed));
    }), { numRuns: 400 });
  });

  test('any bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const copy = new Uint8Array(bytes);
      expect(await openedOrSaid(copy)).not.toBeNull();
      expect(await openedOrSaid(await gzip(copy))).not.toBeNull();
      expect(await openedOrSaid(await gzip(header({ records: 0, prints: 0 }), copy))).not.toBeNull();
    }), { numRuns: 100 });
  });

  test.each([
    ['another format', { format: 'x' }, 'it is not a trace of Commworld'],
    ['a version to come', { version: 99 }, 'version 99 of the format, and this page knows versions up to 1'],
    ['no version', { version: 0.5 }, 'it names no version of the format that ever was'],
    ['no ranks', { ranks: 0 }, '"ranks" must be >=1, not 0'],
    ['too many ranks', { ranks: 129 }, '"ranks" must be <=128, not 129'],
    ['fewer ranks than its records', { ranks: 2 }, 'ranks 0 to 1'],
    ['a missing field', { sources: undefined }, '"sources" is missing'],
    ['more records than are there', { records: 5000 }, 'it holds less than its header says'],
    ['fewer records than are there', { records: 1 }, 'it holds more than its header says'],
    ['more records than can be', { records: 1e12 }, 'it holds 1,000,000,000,000 records'],
  ])('%s', async (_name, change, sentence) => {
    expect(await openedOrSaid(await gzip(header(change), ...parts().slice(1)))).toContain(sentence);
  });

  test('a block of unknown kind, one too long, one in the middle of which the file ends, and something after the end', async () => {
    const [first, ...rest] = parts();
    const end = rest.at(-1)!;
    const others = rest.slice(0, -1);
    expect(await openedOrSaid(await gzip(first!, Uint8Array.of(0x51, 0, 0, 0, 0), ...rest))).toContain('a block of kind 81, which is not known');
    expect(await openedOrSaid(await gzip(first!, Uint8Array.of(0x45, 0, 0, 0, 255), ...rest))).toContain('bytes long');
    expect(await openedOrSaid(await gzip(first!, ...others))).toContain('it ends in the middle');
    expect(await openedOrSaid(await gzip(first!, ...rest, end))).toContain('something follows its end');
    expect(await openedOrSaid(await gzip(first!, ...others, Uint8Array.of(0x2e, 1, 0, 0, 0, 0)))).toContain('longer than what it holds');
  });

  test('a bomb is noticed before it has gone off', async () => {
    // A thousand times smaller than what it unpacks to, without a newline that would end a header.
    const bomb = await gzip(...Array.from({ length: 48 }, () => new Uint8Array(1 << 20).fill(32)));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await openedOrSaid(bomb)).toBe('x.cwtrace cannot be opened: it is not a trace of Commworld.');
  });
});

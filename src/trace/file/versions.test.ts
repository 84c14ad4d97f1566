/// Files of every version that ever was stay readable: each has one here that was made when it was the newest.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MpiCall, Stream } from '../../protocol';
import { place } from '../placement';
import { columnsOf } from '../testing/columns';
import * as scenarios from '../testing/scenarios';
import { TRACE_VERSION } from './header';
import { readTrace } from './read';
import type { Upgrades } from './upgrade';
import { traceParts, UNKNOWN_RUN } from './write';

const fileOf = (version: number): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(`./testing/version-${version}.cwtrace`, import.meta.url)));

test('there is a file of each version', () => {
  for (let version = 1; version <= TRACE_VERSION; version++) expect(fileOf(version).length).toBeGreaterThan(1000);
});

test('version 1: three ranks with all kinds of messages', async () => {
  const read = await readTrace(fileOf(1), 'version-1.cwtrace');
  if (!read.ok) throw new Error(read.sentence);
  const { recording, about } = read.value;
  expect(about.command).toBe('mpiexec -n 3 python3 all_kinds.py');
  expect(about.settings).toEqual({ eagerLimit: 4096, buffering: 'none', variables: false });
  expect(about.outcome).toMatchObject({ code: 0, stopped: false });
  expect(new Date(about.began ?? 0).toISOString()).toMatch(/^2026-11-23T02:/u);
  expect(recording.sources).toEqual(['all_kinds.py', 'other.py']);
  expect(recording.texts.map((text) => text?.split('\n')[0] ?? null)).toEqual(['"""A bit of everything that a trace holds."""', null]);
  expect([recording.ranks, recording.events.length, recording.prints.length, recording.variables.length]).toEqual([3, 76, 27, 21]);
  expect(recording.faults).toEqual([]);
  const { events, messages, requests, prints } = recording;
  const lost = Array.from({ length: messages.length }, (_, row) => row).filter((row) => messages.receive[row] === -1);
  expect(lost.map((row) => [messages.sender[row], messages.receiver[row], events.messageTag[messages.send[row]!]])).toEqual([[2, 0, 9]]);
  expect(requests.length).toBe(6);
  for (let row = 0; row < 6; row++) expect(events.call[requests.returned[row]!]).toBe(MpiCall.Waitall);
  const calls = new Set(Array.from({ length: events.length }, (_, row) => events.call[row]));
  for (const call of [MpiCall.Send, MpiCall.Ssend, MpiCall.Recv, MpiCall.Isend, MpiCall.Irecv, MpiCall.Allreduce, MpiCall.Barrier, MpiCall.Scatter]) expect(calls).toContain(call);
  const written = (stream: Stream): string => Array.from({ length: prints.length }, (_, row) => row).filter((row) => prints.stream[row] === stream && prints.rank[row] === 2).map((row) => prints.text(row)).join('');
  expect(written(Stream.Stderr)).toBe('to stderr 3 [2, 2]\n');
  expect(written(Stream.Stdout)).toBe("rank 2 of 3\n{'answer': 42, 'text': 'ä, b'}\n");
  const { wall } = place(recording);
  for (let row = 0; row < messages.length; row++) if (messages.receive[row]! >= 0) expect(wall.end[messages.receive[row]!]).toBeGreaterThanOrEqual(wall.begin[messages.send[row]!]!);
});

describe('an older version is brought up to date', () => {
  /// A version 0 that never was: it called the command `line`, counted ranks from the blocks, and had a block that nobody needs any more.
  const upgrades: Upgrades = {
    oldest: 0,
    steps: [{
      header: (older) => {
        const { line, ...rest } = older as { line: string };
        if (typeof line !== 'string') throw new Error('no line');
        return { ...rest, version: 1, command: line };
      },
      block: (block) => {
        if (block.tag === 0x42) throw new Error('a bad block');
        return block.tag === 0x58 ? [] : [block];
      },
    }],
  };

  async function older(change: object, ...blocks: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
    const [first, ...rest] = [...traceParts(scenarios.exchange(), UNKNOWN_RUN)];
    const { command, ...header } = JSON.parse(new TextDecoder().decode(first)) as { command: string };
    const line = new TextEncoder().encode(`${JSON.stringify({ ...header, version: 0, line: `aprun${command}`, ...change })}\n`);
    return new Uint8Array(await new Response(new Blob([line, ...blocks, ...rest]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
  }

  test('header and blocks', async () => {
    const read = await readTrace(await older({}, Uint8Array.of(0x58, 3, 0, 0, 0, 1, 2, 3)), 'old', upgrades);
    if (!read.ok) throw new Error(read.sentence);
    expect(read.value.about.command).toBe('aprun');
    expect(columnsOf(read.value.recording)).toEqual(columnsOf(scenarios.exchange()));
  });

  test.each([
    ['without its line', { line: 7 }, []],
    ['with a block that no step takes', {}, [Uint8Array.of(0x42, 0, 0, 0, 0)]],
  ])('a damaged one, %s, is refused in a sentence', async (_name, change, blocks) => {
    expect(await readTrace(await older(change, ...blocks), 'old', upgrades)).toEqual({ ok: false, sentence: 'old cannot be opened: it has version 0 of the format and is damaged: it could not be brought up to date.' });
  });

  test('one from before all is refused', async () => {
    expect(await readTrace(await older({}), 'old')).toEqual({ ok: false, sentence: 'old cannot be opened: it names no version of the format that ever was.' });
  });
});

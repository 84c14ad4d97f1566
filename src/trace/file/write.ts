/// A recording as a trace file (docs/TRACE-FORMAT.md).

import { unpackLine } from '../../protocol';
import { MAX_RECORDS, type Recording } from '../recording';
import type { RankNow } from '../../mpiexec/launcher';
import { ByteWriter } from './bytes';
import { BLOCK_ROWS, completionsOf, writeEvents } from './event-block';
import { MAX_SOURCE_BYTES, type SeenCall, TRACE_FORMAT, TRACE_VERSION, type TraceHeader } from './header';
import { PRINT_BLOCK_ROWS, writePrints } from './print-block';
import { VARIABLES_BLOCK_ROWS, writeVariables } from './variables-block';

/// What is known of a run beside its recording.
export type RunAbout = Pick<TraceHeader, 'command' | 'settings' | 'began' | 'outcome'>;

export const UNKNOWN_RUN: RunAbout = { command: '', settings: {}, began: null, outcome: null };

/// Tags of blocks.
export const enum BlockTag {
  Events = 0x45,
  Prints = 0x50,
  Variables = 0x56,
  End = 0x2e,
}

/// Bytes before a block's body: tag and length (32 bits, little-endian).
export const BLOCK_HEAD_BYTES = 5;

/// A recording that has ended as the bytes of a file, compressed.
export async function writeTrace(recording: Recording, about: RunAbout = UNKNOWN_RUN): Promise<Uint8Array<ArrayBuffer>> {
  const parts = traceParts(recording, about);
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const { value, done } = parts.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
  return new Uint8Array(await new Response(source.pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
}

/// The parts of a file before compression: the header's line, then block after block.
export function* traceParts(recording: Recording, about: RunAbout): Generator<Uint8Array<ArrayBuffer>, undefined> {
  const { events, prints, variables } = recording;
  yield new TextEncoder().encode(`${JSON.stringify(headerOf(recording, about))}\n`);
  const out = new ByteWriter();
  const completions = completionsOf(recording);
  for (let from = 0; from < events.length; from += BLOCK_ROWS) {
    writeEvents(out, recording, completions, from, Math.min(from + BLOCK_ROWS, events.length));
    yield block(BlockTag.Events, out);
  }
  for (let from = 0; from < prints.length; from += PRINT_BLOCK_ROWS) {
    writePrints(out, prints, from, Math.min(from + PRINT_BLOCK_ROWS, prints.length));
    yield block(BlockTag.Prints, out);
  }
  for (let from = 0; from < variables.length; from += VARIABLES_BLOCK_ROWS) {
    writeVariables(out, variables, from, Math.min(from + VARIABLES_BLOCK_ROWS, variables.length));
    yield block(BlockTag.Variables, out);
  }
  yield block(BlockTag.End, out);
}

function block(tag: BlockTag, out: ByteWriter): Uint8Array<ArrayBuffer> {
  const body = out.take();
  const whole = new Uint8Array(BLOCK_HEAD_BYTES + body.length);
  whole[0] = tag;
  new DataView(whole.buffer).setUint32(1, body.length, true);
  whole.set(body, BLOCK_HEAD_BYTES);
  return whole;
}

function headerOf(recording: Recording, { command, settings, began, outcome }: RunAbout): TraceHeader {
  const { ranks, events, prints, variables, droppedRecords, droppedPrints, faults, states, lastOpen, sources, texts } = recording;
  const used = sourcesUsed(recording);
  const size = texts.reduce((sum, text, i) => sum + (used.has(i) ? (text?.length ?? 0) : 0), 0);
  return {
    format: TRACE_FORMAT, version: TRACE_VERSION, ranks, command: command.slice(0, 4000), settings, began, time: Number.isFinite(recording.time) ? Math.max(0, recording.time) : 0,
    outcome: outcome === null ? null : { ...outcome, notices: outcome.notices.slice(0, 1000).map(({ kind, text }) => ({ kind, text: text.slice(0, 100_000) })) },
    sources: sources.slice(0, 4095).map((path, i) => ({ path: path.slice(0, 1000), text: size > MAX_SOURCE_BYTES || !used.has(i) ? null : (texts[i] ?? null) })),
    records: Math.min(events.length, MAX_RECORDS), prints: prints.length, variables: variables.length,
    dropped: { records: droppedRecords, prints: droppedPrints, previews: events.previewsDropped, variables: variables.dropped },
    faults: faults.map((fault) => fault.slice(0, 1000)), open: states.map(seenCall), seen: lastOpen.filter((call) => call !== null).map(seenCall),
  };
}

/// Indices of the sources that a line of the recording points into: other files of the folder are nobody's business.
function sourcesUsed({ events, prints, states, lastOpen }: Recording): ReadonlySet<number> {
  const used = new Set<number>();
  const note = (line: number): void => void used.add(unpackLine(line).file - 1);
  for (let row = 0; row < events.length; row++) note(events.line[row]!);
  for (let row = 0; row < prints.length; row++) note(prints.line[row]!);
  for (const call of [...states, ...lastOpen]) if (call !== null) note(call.line);
  return used;
}

function seenCall({ rank, state, call, flags, waitsFor, tag, context, since, sequence, line, unexpected = 0 }: Omit<RankNow, 'unexpected'> & { readonly unexpected?: number }): SeenCall {
  // Control blocks are a stranger's memory: whatever stands there becomes numbers that a reader takes.
  const fit = (value: number, least: number, most: number): number => (Number.isInteger(value) && value >= least && value <= most ? value : 0);
  return {
    rank, state: fit(state, 0, 255), call: fit(call, 0, 65535), flags: fit(flags, 0, 255), waitsFor: Number.isInteger(waitsFor) && waitsFor >= -3 && waitsFor < 128 ? waitsFor : -3,
    tag: fit(tag, -(2 ** 31), 2 ** 31 - 1), context: fit(context, -(2 ** 31), 2 ** 31 - 1), since: Number.isFinite(since) ? since : 0,
    sequence: fit(sequence, 0, 2 ** 32 - 1), line: fit(line, 0, 2 ** 32 - 1), unexpected: fit(unexpected, 0, 2 ** 32 - 1),
  };
}

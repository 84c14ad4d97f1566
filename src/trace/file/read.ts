/// A trace file as a recording. The file may be a stranger's: all of it is checked, and its records go the way of a live run's.

import { MAX_PRINTS, MAX_RECORDS, Recording } from '../recording';
import { ByteReader, Unreadable } from './bytes';
import { readEvents } from './event-block';
import { checkedHeader, MAX_HEADER_BYTES, type TraceHeader } from './header';
import { readPrints } from './print-block';
import { readVariables } from './variables-block';
import { type Block, upgraded, UPGRADES, type Upgrades } from './upgrade';
import { BLOCK_HEAD_BYTES, BlockTag, type RunAbout } from './write';

export interface OpenedTrace {
  /// Has ended.
  readonly recording: Recording;
  readonly about: RunAbout;
}

export type ReadTrace = { readonly ok: true; readonly value: OpenedTrace } | { readonly ok: false; readonly sentence: string };

/// Bytes of a block, and of the whole file when inflated: what a recording that is as full as may be takes, and more.
const MAX_BLOCK_BYTES = 32 << 20;
const MAX_INFLATED_BYTES = 2 ** 31;

/// Opens a file of any version. A refusal is one sentence that begins with `name`. `upgrades` are others than those that there are only in tests.
export async function readTrace(file: Uint8Array<ArrayBuffer> | Blob, name: string, upgrades: Upgrades = UPGRADES): Promise<ReadTrace> {
  try {
    return { ok: true, value: await opened(file, upgrades) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, sentence: `${name} cannot be opened: ${error.message}.` };
    if (error instanceof RangeError) return { ok: false, sentence: `${name} cannot be opened: there is not enough memory for it.` };
    throw error;
  }
}

async function opened(file: Uint8Array<ArrayBuffer> | Blob, upgrades: Upgrades): Promise<OpenedTrace> {
  const source = new Inflated(file);
  try {
    const { header, block } = await headerOf(source, upgrades);
    return await recordingOf(header, source, block);
  } finally {
    source.close();
  }
}

/// Reads a header in whatever version it has, and tells how to read its blocks.
async function headerOf(source: Inflated, upgrades: Upgrades): Promise<{ readonly header: TraceHeader; block(block: Block): readonly Block[] }> {
  const line = await source.line(MAX_HEADER_BYTES);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch {
    throw new Unreadable('it is not a trace of Commworld');
  }
  const current = upgraded(json, upgrades);
  const checked = checkedHeader(current.header);
  if (!checked.ok) throw new Unreadable(checked.fault);
  return { header: checked.header, block: current.block };
}

async function recordingOf(header: TraceHeader, source: Inflated, current: (block: Block) => readonly Block[]): Promise<OpenedTrace> {
  const { ranks, records, prints, variables } = header;
  if (records > MAX_RECORDS || prints > MAX_PRINTS) {
    throw new Unreadable(`it holds ${records.toLocaleString('en')} records and ${prints.toLocaleString('en')} writes; at most ${MAX_RECORDS.toLocaleString('en')} and ${MAX_PRINTS.toLocaleString('en')} can be shown`);
  }
  const recording = new Recording();
  recording.start({ ranks, sources: header.sources.map(({ path }) => path), texts: header.sources.map(({ text }) => text) });
  recording.seen(header.seen);
  // Room for all at once saves copies; a header that promises more than so small a file can hold gets none.
  recording.events.reserve(Math.min(records, source.size * 2));
  const told = { records: 0, prints: 0, variables: 0 };
  let ended = false;
  while (!ended) {
    const older = await source.block(MAX_BLOCK_BYTES);
    for (const { tag, body } of current(older)) {
      const input = new ByteReader(body);
      if (tag === BlockTag.End) ended = true;
      else if (tag === BlockTag.Events) told.records += readEvents(input, ranks, (rank, bytes) => recording.trace(rank, bytes));
      else if (tag === BlockTag.Prints) {
        const writes = readPrints(input, ranks);
        told.prints += writes.length;
        recording.output(writes);
      } else if (tag === BlockTag.Variables) told.variables += readVariables(input, ranks, recording.variables);
      else throw new Unreadable(`it holds a block of kind ${tag}, which is not known`);
      if (input.left > 0) throw new Unreadable('one of its blocks is longer than what it holds');
      if (told.records > records || told.prints > prints || told.variables > variables) throw new Unreadable('it holds more than its header says');
    }
    recording.drain();
  }
  await source.ended();
  if (told.records < records || told.prints < prints || told.variables < variables) throw new Unreadable('it holds less than its header says');
  recording.restore({ states: header.open, droppedRecords: header.dropped.records, droppedPrints: header.dropped.prints, droppedPreviews: header.dropped.previews, droppedVariables: header.dropped.variables, faults: header.faults });
  recording.end(header.time);
  return { recording, about: { command: header.command, settings: header.settings, began: header.began, outcome: header.outcome } };
}

/// What a compressed file holds, piece by piece: never more of it lies here than is asked for.
class Inflated {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private pieces: Uint8Array[] = [];
  private held = 0;
  private taken = 0;
  /// Bytes of the file.
  readonly size: number;

  constructor(file: Uint8Array<ArrayBuffer> | Blob) {
    const blob = file instanceof Blob ? file : new Blob([file]);
    this.size = blob.size;
    this.reader = blob.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  }

  /// The bytes up to the next newline, which is taken too.
  async line(most: number): Promise<Uint8Array> {
    let looked = 0;
    for (;;) {
      const last = this.pieces.at(-1);
      const at = last?.indexOf(10) ?? -1;
      if (last !== undefined && at >= 0) {
        const line = await this.take(looked + at);
        await this.take(1);
        return line;
      }
      looked += last?.length ?? 0;
      if (looked > most) throw new Unreadable('it is not a trace of Commworld');
      if (!(await this.more())) throw new Unreadable('it is not a trace of Commworld');
    }
  }

  async block(most: number): Promise<Block> {
    const head = await this.take(BLOCK_HEAD_BYTES);
    const length = new DataView(head.buffer, head.byteOffset).getUint32(1, true);
    if (length > most) throw new Unreadable(`one of its blocks is ${length.toLocaleString('en')} bytes long`);
    return { tag: head[0]!, body: await this.take(length) };
  }

  /// Throws when anything follows.
  async ended(): Promise<void> {
    if (this.held > 0 || (await this.more())) throw new Unreadable('something follows its end');
  }

  close(): void {
    this.reader.cancel().catch(() => undefined);
  }

  private async take(length: number): Promise<Uint8Array> {
    while (this.held < length) if (!(await this.more())) throw new Unreadable('it ends in the middle');
    this.held -= length;
    const first = this.pieces[0];
    if (first !== undefined && first.length >= length) {
      this.pieces[0] = first.subarray(length);
      if (this.pieces[0].length === 0) this.pieces.shift();
      return first.subarray(0, length);
    }
    const whole = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const piece = this.pieces[0]!;
      const part = piece.subarray(0, length - at);
      whole.set(part, at);
      at += part.length;
      if (part.length === piece.length) this.pieces.shift();
      else this.pieces[0] = piece.subarray(part.length);
    }
    return whole;
  }

  private async more(): Promise<boolean> {
    let result: ReadableStreamReadResult<Uint8Array>;
    try {
      result = await this.reader.read();
    } catch {
      throw new Unreadable('it is not a trace of Commworld, or it is damaged');
    }
    if (result.done) return false;
    this.taken += result.value.length;
    if (this.taken > MAX_INFLATED_BYTES) throw new Unreadable('unpacked it is larger than 2 GB');
    if (result.value.length > 0) this.pieces.push(result.value);
    this.held += result.value.length;
    return true;
  }
}

/// Everything the terminal shows, as blocks: runs of neighbouring lines of one writer. Plain, bounded, and cheap to append to;
/// a view asks once per frame what changed.

import type { Figure } from '../../mpiexec/launcher';
import type { Output } from '../../protocol';
import { Stream } from '../../protocol';
import { LineDecoder } from './line-decoder';

/// Who wrote a block.
export type Writer =
  | { readonly kind: 'prompt' }
  | { readonly kind: 'rank'; readonly rank: number; readonly stream: 'stdout' | 'stderr' }
  /// A figure that a rank showed; the block's text is its title.
  | { readonly kind: 'figure'; readonly rank: number; readonly figure: Figure }
  /// The launcher or the page; `tone` is a notice's kind, or `answer` of a shell command.
  | { readonly kind: 'commworld'; readonly tone: 'resources' | 'failure' | 'advice' | 'stopped' | 'answer' }
  /// What the person typed for rank 0's standard input.
  | { readonly kind: 'input' };

export interface Block {
  /// Counts up from 1 without gaps among the blocks held.
  readonly id: number;
  readonly writer: Writer;
  /// Lines joined by newlines, without the last one's.
  readonly text: string;
  readonly lines: number;
  /// The first line goes on a line of the same rank and stream that another writer cut.
  readonly continues: boolean;
  /// The last line has no newline yet; once another block follows, it was cut.
  readonly open: boolean;
}

/// Newest lines kept, overall. Lines leave by whole blocks, so somewhat more may be held.
export const MAX_LINES = 10_000;
/// Characters kept, overall: long lines must not fill memory either.
export const MAX_CHARACTERS = 2_000_000;
/// Bytes of images kept, overall.
export const MAX_IMAGES = 64 * 1024 * 1024;
const BLOCK_LINES = 100;
const BLOCK_CHARACTERS = 40_000;

interface Tail {
  readonly id: number;
  readonly writer: Writer;
  readonly key: string;
  complete: string[];
  characters: number;
  open: string | null;
  readonly continues: boolean;
}

interface StreamState {
  readonly decoder: LineDecoder;
  readonly writer: Writer;
  readonly key: string;
  /// Another writer cut the line under way.
  cut: boolean;
}

export class OutputModel {
  /// Blocks that cannot change any more, oldest first; a ring would save the copy in `#trim`, which is rare.
  #closed: Block[] = [];
  #first = 0;
  #tail: Tail | null = null;
  #nextId = 1;
  #lines = 0;
  #characters = 0;
  #images = 0;
  #dropped = 0;
  #version = 0;
  #prompts = 0;
  #streams = new Map<number, StreamState>();
  readonly #listeners = new Set<() => void>();

  /// Counts changes; a view that has drawn this version has nothing to do.
  get version(): number {
    return this.#version;
  }

  /// Lines dropped at the head since the last `clear`.
  get dropped(): number {
    return this.#dropped;
  }

  /// Prompts since the page began: a view goes to the end at each.
  get prompts(): number {
    return this.#prompts;
  }

  get lines(): number {
    return this.#lines;
  }

  /// Id of the oldest block held and the id after the newest: `[firstId, endId)`.
  get firstId(): number {
    return this.#closed[this.#first]?.id ?? this.#tail?.id ?? this.#nextId;
  }

  get endId(): number {
    return this.#nextId;
  }

  /// A block by id, undefined when it was dropped or is not yet there. The newest block's text may differ from call to call.
  block(id: number): Block | undefined {
    if (this.#tail !== null && id === this.#tail.id) return frozen(this.#tail);
    const oldest = this.#closed[this.#first];
    return oldest === undefined || id < oldest.id ? undefined : this.#closed[this.#first + id - oldest.id];
  }

  /// Lines of a block, 0 when it is not held; cheaper than `block`.
  lineCount(id: number): number {
    const tail = this.#tail;
    if (tail !== null && id === tail.id) return tail.complete.length + (tail.open === null ? 0 : 1);
    return this.block(id)?.lines ?? 0;
  }

  /// Called after every change, often: do no more than ask for a frame.
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /// `$ aprun …`: opens a run or a shell command.
  prompt(command: string): void {
    this.#prompts += 1;
    this.#say({ kind: 'prompt' }, `$ ${command}`);
  }

  /// Lines of the page or the launcher.
  say(tone: 'resources' | 'failure' | 'advice' | 'stopped' | 'answer', text: string): void {
    this.#say({ kind: 'commworld', tone }, text);
  }

  /// Echo of a line given to rank 0's standard input. It ends the prompt line of `input()` as a terminal's Enter does.
  input(line: string): void {
    const state = this.#streams.get(streamKey(0, Stream.Stdout));
    if (state !== undefined && state.decoder.open !== '' && !state.cut && this.#tail?.key === state.key) {
      this.#append(state.writer, state.key, [state.decoder.open + line], '', false);
      state.decoder.broken();
    } else {
      this.#say({ kind: 'input' }, line);
    }
    this.#changed();
  }

  /// Output of ranks, in the order given.
  output(batch: readonly Output[]): void {
    for (const { rank, stream, bytes } of batch) {
      const number = streamKey(rank, stream);
      let state = this.#streams.get(number);
      if (state === undefined) {
        state = { decoder: new LineDecoder(), writer: { kind: 'rank', rank, stream: stream === Stream.Stderr ? 'stderr' : 'stdout' }, key: `rank ${number}`, cut: false };
        this.#streams.set(number, state);
      }
      this.#take(state, false, bytes);
    }
    this.#changed();
  }

  /// A figure, below what was written before it. Of the same window as the newest block's it takes that one's place: a program may
  /// draw a moving picture.
  figure(figure: Figure): void {
    const text = `[${figure.title.replaceAll('\n', ' ')}]`;
    const newest = this.#tail === null ? this.#closed.at(-1) : undefined;
    this.#images += figure.png.length;
    if (newest?.writer.kind === 'figure' && newest.writer.rank === figure.rank && newest.writer.figure.window === figure.window) {
      this.#images -= newest.writer.figure.png.length;
      this.#count(0, text.length - newest.text.length);
      this.#closed[this.#closed.length - 1] = { ...newest, writer: { kind: 'figure', rank: figure.rank, figure }, text };
      this.#changed();
    } else {
      this.#say({ kind: 'figure', rank: figure.rank, figure }, text);
    }
  }

  /// The run is over: half characters come out, line states start anew.
  endRun(): void {
    for (const state of this.#streams.values()) this.#take(state, true, null);
    this.#streams.clear();
    if (this.#tail !== null) this.#close();
    this.#changed();
  }

  clear(): void {
    this.#closed = [];
    this.#first = 0;
    this.#tail = null;
    this.#lines = 0;
    this.#characters = 0;
    this.#images = 0;
    this.#dropped = 0;
    for (const state of this.#streams.values()) state.decoder.broken();
    this.#changed();
  }

  /// As a terminal would show it: no ranks, every line once.
  plainText(): string {
    const parts: string[] = [];
    for (let id = this.firstId; id < this.#nextId; id++) {
      const block = this.block(id);
      if (block !== undefined) parts.push(block.text);
    }
    return parts.length === 0 ? '' : `${parts.join('\n')}\n`;
  }

  #take(state: StreamState, last: boolean, bytes: Uint8Array | null): void {
    const { decoder, writer, key } = state;
    const mine = this.#tail !== null && this.#tail.key === key && this.#tail.open !== null;
    const before = decoder.open;
    if (before !== '' && !mine) {
      // What stands above cannot be changed any more: only what comes now is shown, marked as going on.
      decoder.broken();
      state.cut = true;
    }
    const { lines, open } = bytes === null || last ? decoder.end() : decoder.push(bytes);
    if (lines.length === 0 && open === '' && !(mine && before !== '')) return;
    this.#append(writer, key, lines, open, state.cut);
    state.cut = false;
  }

  /// Appends complete lines and the line under way; the first replaces the tail's open line when the tail is this writer's.
  #append(writer: Writer, key: string, lines: readonly string[], open: string, continues: boolean): void {
    let tail = this.#tail;
    const goesOn = tail !== null && tail.key === key && !(continues && tail.open === null);
    if (tail === null || !goesOn) tail = this.#start(writer, key, continues);
    if (tail.open !== null) {
      this.#count(-1, -tail.open.length);
      tail.characters -= tail.open.length;
      tail.open = null;
    }
    for (const line of lines) {
      if (tail.complete.length >= BLOCK_LINES || tail.characters >= BLOCK_CHARACTERS) tail = this.#start(writer, key, false);
      tail.complete.push(line);
      tail.characters += line.length;
      this.#count(1, line.length);
    }
    if (open !== '') {
      if (tail.complete.length >= BLOCK_LINES || tail.characters >= BLOCK_CHARACTERS) tail = this.#start(writer, key, false);
      tail.open = open;
      tail.characters += open.length;
      this.#count(1, open.length);
    }
    this.#trim();
  }

  #start(writer: Writer, key: string, continues: boolean): Tail {
    this.#close();
    const tail: Tail = { id: this.#nextId++, writer, key, complete: [], characters: 0, open: null, continues };
    this.#tail = tail;
    return tail;
  }

  #close(): void {
    if (this.#tail === null) return;
    this.#closed.push(frozen(this.#tail));
    this.#tail = null;
  }

  #say(writer: Writer, text: string): void {
    this.#close();
    this.#append(writer, writer.kind, text.replace(/\n$/, '').split('\n'), '', false);
    this.#close();
    this.#changed();
  }

  #count(lines: number, characters: number): void {
    this.#lines += lines;
    this.#characters += characters;
  }

  #trim(): void {
    for (;;) {
      const oldest = this.#closed[this.#first];
      if (oldest === undefined) break;
      if (this.#lines - oldest.lines < MAX_LINES && this.#characters <= MAX_CHARACTERS && this.#images <= MAX_IMAGES) break;
      if (oldest.writer.kind === 'figure') this.#images -= oldest.writer.figure.png.length;
      this.#count(-oldest.lines, -oldest.text.length + oldest.lines - 1);
      this.#dropped += oldest.lines;
      this.#first += 1;
    }
    if (this.#first > 4096) {
      this.#closed = this.#closed.slice(this.#first);
      this.#first = 0;
    }
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

function streamKey(rank: number, stream: number): number {
  return rank * 4 + stream;
}

function frozen(tail: Tail): Block {
  const { id, writer, complete, open, continues } = tail;
  const all = open === null ? complete : [...complete, open];
  return { id, writer, text: all.join('\n'), lines: all.length, continues, open: open !== null };
}

/// What ranks wrote to stdout and stderr, as marks in time.

import type { Output } from '../protocol';
import { grown } from './growable';

/// First bytes of each write that are kept for its label.
export const PRINT_PREVIEW_BYTES = 96;
/// Writes are kept whole while no more than so many bytes are; of later ones the first are kept.
const MAX_WHOLE_BYTES = 4 << 20;

/// What a rank wrote; `length` is that of the whole write where `bytes` is only its beginning.
export interface Written extends Output {
  readonly length?: number;
}

export class PrintTable {
  length = 0;
  rank = new Uint8Array(0);
  /// `Stream`.
  stream = new Uint8Array(0);
  sequence = new Uint32Array(0);
  time = new Float64Array(0);
  line = new Uint32Array(0);
  /// Bytes written, of which `written` gives those kept and `text` the first.
  bytes = new Uint32Array(0);
  private start = new Uint32Array(0);
  private keptLength = new Uint32Array(0);
  private kept = new Uint8Array(0);
  private used = 0;

  append(output: Written): number {
    const row = this.length;
    const preview = this.used + output.bytes.length <= MAX_WHOLE_BYTES ? output.bytes : output.bytes.subarray(0, PRINT_PREVIEW_BYTES);
    this.rank = grown(this.rank, row + 1);
    this.stream = grown(this.stream, row + 1);
    this.sequence = grown(this.sequence, row + 1);
    this.time = grown(this.time, row + 1);
    this.line = grown(this.line, row + 1);
    this.bytes = grown(this.bytes, row + 1);
    this.start = grown(this.start, row + 1);
    this.keptLength = grown(this.keptLength, row + 1);
    this.rank[row] = output.rank;
    this.stream[row] = output.stream;
    this.sequence[row] = output.sequence;
    this.time[row] = output.time;
    this.line[row] = output.line;
    this.bytes[row] = output.length ?? output.bytes.length;
    this.start[row] = this.used;
    this.keptLength[row] = preview.length;
    this.kept = grown(this.kept, this.used + preview.length);
    this.kept.set(preview, this.used);
    this.used += preview.length;
    this.length = row + 1;
    return row;
  }

  /// The text written, cut with "…" when long.
  text(row: number): string {
    const start = this.start[row] ?? 0;
    const bytes = this.bytes[row] ?? 0;
    // A copy: TextDecoder refuses shared memory, and a cut sequence at the end must not become a question mark.
    const shown = Math.min(this.keptLength[row] ?? 0, PRINT_PREVIEW_BYTES);
    const text = new TextDecoder().decode(this.kept.slice(start, start + shown));
    return bytes > shown ? `${text.replace(/\uFFFD+$/u, '')}…` : text;
  }

  /// The bytes kept of a write: all, or the first.
  written(row: number): Uint8Array {
    const start = this.start[row] ?? 0;
    return this.kept.subarray(start, start + (this.keptLength[row] ?? 0));
  }
}

import { FIGURE_HEADER_BYTES, Stream, type FigureDescription, type Output } from '../protocol';
import type { Figure } from './launcher';

/// Larger ones are not taken: a program may write what it likes. Bytes.
export const LARGEST_FIGURE = 32 * 1024 * 1024;
const LONGEST_TEXT = 2000;
const LARGEST_SIDE = 20_000;
const PNG = [0x89, 0x50, 0x4e, 0x47];

/// Puts figures together out of the pieces in which ranks write them.
export class FigureReader {
  readonly #partial = new Map<number, { readonly parts: Uint8Array[]; bytes: number }>();

  /// Output without figures, in order, and each figure where its last piece stood.
  split(batch: readonly Output[]): (Output[] | Figure)[] {
    if (!batch.some(({ stream }) => stream === Stream.Figure)) return [[...batch]];
    const all: (Output[] | Figure)[] = [];
    for (const output of batch) {
      if (output.stream === Stream.Figure) {
        all.push(...this.#take(output));
        continue;
      }
      const last = all.at(-1);
      if (Array.isArray(last)) last.push(output);
      else all.push([output]);
    }
    return all;
  }

  #take(output: Output): Figure[] {
    const { rank } = output;
    const partial = this.#partial.get(rank) ?? { parts: [], bytes: 0 };
    this.#partial.set(rank, partial);
    partial.parts.push(output.bytes);
    partial.bytes += output.bytes.length;
    const head = partial.parts[0];
    if (head === undefined || head.length < FIGURE_HEADER_BYTES) {
      this.#partial.delete(rank);
      return [];
    }
    const view = new DataView(head.buffer, head.byteOffset, FIGURE_HEADER_BYTES);
    const [text, image] = [view.getUint32(0, true), view.getUint32(4, true)];
    const whole = FIGURE_HEADER_BYTES + text + image;
    // Kept no longer than it can become a figure; what follows of it is counted and dropped.
    if (whole > LARGEST_FIGURE) partial.parts.length = 1;
    if (partial.bytes < whole) return [];
    this.#partial.delete(rank);
    if (whole > LARGEST_FIGURE) return [];
    const bytes = new Uint8Array(whole);
    let at = 0;
    for (const part of partial.parts) {
      bytes.set(part.subarray(0, whole - at), at);
      at += part.length;
    }
    const png = bytes.subarray(FIGURE_HEADER_BYTES + text);
    const description = descriptionOf(bytes.subarray(FIGURE_HEADER_BYTES, FIGURE_HEADER_BYTES + text));
    if (description === null || !PNG.every((byte, index) => png[index] === byte)) return [];
    const { sequence, time, line } = output;
    return [{ ...description, rank, sequence, time, line, png }];
  }
}

function descriptionOf(bytes: Uint8Array): FigureDescription | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { title, alt, window, width, height } = value as Record<string, unknown>;
  const side = (length: unknown): number => (typeof length === 'number' && length >= 1 && length <= LARGEST_SIDE ? Math.round(length) : 640);
  const words = (text: unknown): string => (typeof text === 'string' ? text.slice(0, LONGEST_TEXT) : '');
  return { title: words(title), alt: words(alt), window: typeof window === 'number' ? window : 0, width: side(width), height: side(height) };
}

import { describe, expect, it } from 'vitest';
import { Stream, type Output } from '../protocol';
import { FigureReader, LARGEST_FIGURE } from './figures';

const encoder = new TextEncoder();
const PNG = [0x89, 0x50, 0x4e, 0x47, 1, 2, 3];
const DESCRIPTION = { title: 'Figure 1', alt: 'a field', window: 1, width: 640, height: 480 };

function figure(description: unknown = DESCRIPTION, image: readonly number[] = PNG): Uint8Array {
  const text = encoder.encode(JSON.stringify(description));
  const bytes = new Uint8Array(8 + text.length + image.length);
  new Uint32Array(bytes.buffer, 0, 2).set([text.length, image.length]);
  bytes.set(text, 8);
  bytes.set(image, 8 + text.length);
  return bytes;
}

const record = (rank: number, sequence: number, stream: Stream, bytes: Uint8Array): Output => ({ rank, sequence, stream, line: 7, time: 1.5, bytes });
const words = (rank: number, sequence: number, text: string): Output => record(rank, sequence, Stream.Stdout, encoder.encode(text));

describe('figures among the output', () => {
  it('come whole, in their place, however they are cut and whoever writes between', () => {
    const bytes = figure();
    const reader = new FigureReader();
    const first = reader.split([words(0, 1, 'a'), record(0, 2, Stream.Figure, bytes.slice(0, 12)), words(1, 3, 'b')]);
    expect(first).toEqual([[words(0, 1, 'a'), words(1, 3, 'b')]]);
    const other = figure({ ...DESCRIPTION, title: 'Figure 2' });
    const second = reader.split([record(1, 4, Stream.Figure, other), record(0, 5, Stream.Figure, bytes.slice(12)), words(0, 6, 'c')]);
    expect(second).toEqual([
      { ...DESCRIPTION, title: 'Figure 2', rank: 1, sequence: 4, line: 7, time: 1.5, png: Uint8Array.from(PNG) },
      { ...DESCRIPTION, rank: 0, sequence: 5, line: 7, time: 1.5, png: Uint8Array.from(PNG) },
      [words(0, 6, 'c')],
    ]);
  });

  it('are not taken on their word', () => {
    const reader = new FigureReader();
    const of = (bytes: Uint8Array): unknown => reader.split([record(0, 1, Stream.Figure, bytes)]);
    expect(of(figure('no object'))).toEqual([]);
    expect(of(figure(DESCRIPTION, [1, 2, 3, 4]))).toEqual([]);
    expect(of(figure({ title: 3, alt: 'x'.repeat(9000), window: 'x', width: -1, height: 1e9 }))).toMatchObject([{ title: '', window: 0, width: 640, height: 640 }]);
    expect(of(figure())).toMatchObject([DESCRIPTION]);
  });

  it('of absurd size are dropped, and the next one is taken', () => {
    const reader = new FigureReader();
    const head = new Uint8Array(4096);
    new Uint32Array(head.buffer, 0, 2).set([0, LARGEST_FIGURE]);
    expect(reader.split([record(0, 1, Stream.Figure, head)])).toEqual([]);
    const rest = LARGEST_FIGURE + 8 - head.length;
    for (let at = 0; at < rest; at += 1 << 20) expect(reader.split([record(0, 2, Stream.Figure, new Uint8Array(Math.min(1 << 20, rest - at)))])).toEqual([]);
    expect(reader.split([record(0, 3, Stream.Figure, figure())])).toMatchObject([DESCRIPTION]);
  });
});

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { RingReader, RingWriter } from './byte-ring';

function ring(capacity: number, start = 0): { writer: RingWriter; reader: RingReader } {
  const buffer = new SharedArrayBuffer(64 + capacity);
  const words = new Int32Array(buffer, 0, 2);
  words.fill(start);
  return { writer: new RingWriter(buffer, 64, capacity, words, 0, 1), reader: new RingReader(buffer, 64, capacity, words, 0, 1) };
}

describe('byte ring', () => {
  it('gives back what was written, padded to 8', () => {
    const { writer, reader } = ring(64);
    expect(reader.take()).toBeNull();
    expect(writer.tryWrite(Uint8Array.of(1, 2, 3), Uint8Array.of(4))).toBe(true);
    expect(reader.take()).toEqual(Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 0));
    expect(reader.take()).toBeNull();
  });

  it('refuses what does not fit now and throws at what never fits', () => {
    const { writer, reader } = ring(16);
    expect(writer.tryWrite(new Uint8Array(9))).toBe(true);
    expect(writer.tryWrite(new Uint8Array(1))).toBe(false);
    expect(reader.take()?.length).toBe(16);
    expect(writer.tryWrite(new Uint8Array(1))).toBe(true);
    expect(() => writer.tryWrite(new Uint8Array(17))).toThrow(/split it/);
  });

  it('takes no more than max, in units of 8', () => {
    const { writer, reader } = ring(64);
    writer.tryWriteWords(Int32Array.of(1, 2, 3, 4), 4);
    expect(reader.take(15)?.length).toBe(8);
    expect(new Int32Array((reader.take() as Uint8Array<ArrayBuffer>).buffer)).toEqual(Int32Array.of(3, 4));
  });

  it('is a queue of bytes, past the wrap of its positions', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 60 }), fc.constantFrom(0, 0x7fffffe0, -16), (pieces, start) => {
        const { writer, reader } = ring(64, start);
        const sent: number[] = [];
        const got: number[] = [];
        for (const piece of pieces) {
          while (!writer.tryWrite(piece)) got.push(...(reader.take(24) ?? []));
          sent.push(...piece, ...new Array<number>((8 - (piece.length % 8)) % 8).fill(0));
        }
        got.push(...(reader.take() ?? []));
        expect(got).toEqual(sent);
      }),
    );
  });
});

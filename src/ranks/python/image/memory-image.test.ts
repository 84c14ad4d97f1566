import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerOf, packMemory, restoreMemory, type RestorableModule } from './memory-image';

const PAGE = 4096;

/// A snapshot as Pyodide lays it out: a header whose second word is its length, then memory of so many pages, those in `full` not empty.
function snapshotOf(pages: number, full: readonly number[]): { snapshot: Uint8Array; memory: Uint8Array } {
  const header = new Uint8Array(48 + 16).fill(7);
  new Uint32Array(header.buffer)[1] = header.length;
  const memory = new Uint8Array(pages * PAGE);
  for (const page of full) memory[page * PAGE + (page % PAGE)] = page + 1;
  const snapshot = new Uint8Array(header.length + memory.length);
  snapshot.set(header);
  snapshot.set(memory, header.length);
  return { snapshot, memory };
}

/// A fresh module: memory of so many pages, in use (and not empty) up to `used` bytes.
function moduleOf(pages: number, used: number, stack: readonly [number, number] = [0, 0]): RestorableModule {
  let memory = new Uint8Array(pages * PAGE).fill(255, 0, used);
  return {
    get HEAPU8() {
      return memory;
    },
    get HEAP8() {
      return new Int8Array(memory.buffer);
    },
    get HEAPU32() {
      return new Uint32Array(memory.buffer);
    },
    _sbrk: () => used,
    _emscripten_stack_get_end: () => stack[0],
    _emscripten_stack_get_current: () => stack[1],
    growMemory(bytes: number) {
      const grown = new Uint8Array(bytes);
      grown.set(memory);
      memory = grown;
    },
  };
}

describe("an interpreter's memory", () => {
  it('is the same after packing and restoring, whatever a fresh module holds', () => {
    const worlds = fc.record({ pages: fc.integer({ min: 1, max: 40 }), full: fc.uniqueArray(fc.nat(39)), fresh: fc.integer({ min: 1, max: 40 }), used: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(worlds, ({ pages, full, fresh, used }) => {
        const { snapshot, memory } = snapshotOf(pages, full.filter((page) => page < pages));
        const module = moduleOf(fresh, Math.floor((used * fresh * PAGE) / 4) * 4);
        restoreMemory(module, packMemory(snapshot));
        const restored = module.HEAPU8;
        expect(restored.length).toBeGreaterThanOrEqual(memory.length);
        expect(Buffer.compare(restored.subarray(0, memory.length), memory)).toBe(0);
      }),
    );
  });

  it('leaves the unused part of the stack alone, and that only', () => {
    const { snapshot } = snapshotOf(8, [7]);
    const module = moduleOf(8, 8 * PAGE, [PAGE + 16, 5 * PAGE - 16]);
    restoreMemory(module, packMemory(snapshot));
    const dirty = Array.from({ length: 7 }, (_, page) => module.HEAPU8[page * PAGE] !== 0);
    expect(dirty).toEqual([false, false, true, true, false, false, false]);
  });

  it('leaves empty pages out and keeps the header', () => {
    const { snapshot } = snapshotOf(1000, [3, 4, 900]);
    const image = packMemory(snapshot);
    expect(image.length).toBeLessThan(4 * PAGE);
    const inSharedMemory = new Uint8Array(new SharedArrayBuffer(image.length));
    inSharedMemory.set(image);
    expect(headerOf(inSharedMemory)).toEqual(snapshot.slice(0, 64));
  });

  it('refuses what is none', () => {
    expect(() => headerOf(new Uint8Array(64))).toThrow("not an interpreter's memory");
  });
});

import type { WorldView } from './world-view';

/// A sender's arena of chunks, through which large messages travel. The sender takes, the receiver gives back.
export class ChunkArena {
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #states: number;
  readonly #start: number;
  readonly #count: number;
  readonly chunkBytes: number;
  #next = 0;

  constructor(world: WorldView, rank: number) {
    const { chunks, chunkBytes } = world.layout.options;
    this.#words = world.words;
    this.#bytes = world.bytes;
    this.#states = world.layout.chunkStates(rank);
    this.#start = world.layout.chunks(rank);
    this.#count = chunks;
    this.chunkBytes = chunkBytes;
  }

  /// Index of a chunk now in use by the caller, or -1 when all are under way.
  take(): number {
    for (let tries = 0; tries < this.#count; tries++) {
      const index = this.#next;
      this.#next = index + 1 === this.#count ? 0 : index + 1;
      if (Atomics.load(this.#words, this.#states + index) !== 0) continue;
      Atomics.store(this.#words, this.#states + index, 1);
      return index;
    }
    return -1;
  }

  free(index: number): void {
    Atomics.store(this.#words, this.#states + index, 0);
  }

  write(index: number, source: Uint8Array, from: number, length: number): void {
    this.#bytes.set(source.subarray(from, from + length), this.#start + index * this.chunkBytes);
  }

  read(index: number, target: Uint8Array, to: number, length: number): void {
    const start = this.#start + index * this.chunkBytes;
    target.set(this.#bytes.subarray(start, start + length), to);
  }
}

import { INPUT_RING_BYTES, RankSlot, RankState, WorldSlot, worldLayout, type WorldOptions } from '../../../protocol';
import { RingReader } from '../../../mpi';

/// Standard input as mpiexec gives it: rank 0 reads what the person types, every other rank is at end of file.
///
/// The page writes records into the world's input ring: a 4-byte length, the bytes, zero padding to 8.
export class InputReader {
  readonly #words: Int32Array;
  readonly #control: number;
  readonly #ring: RingReader;
  #pending: Uint8Array = new Uint8Array();

  constructor(world: SharedArrayBuffer, options: WorldOptions, readonly rank: number, readonly blocked: (milliseconds: number) => void) {
    const layout = worldLayout(options);
    this.#words = new Int32Array(world);
    this.#control = layout.control(rank);
    this.#ring = new RingReader(world, layout.input, INPUT_RING_BYTES, this.#words, WorldSlot.InputWritten, WorldSlot.InputRead);
  }

  /// Fills `into` with what there is, waiting for at least one byte; 0 at end of file or when the world is being stopped.
  read(into: Uint8Array): number {
    if (this.rank !== 0) return 0;
    if (this.#pending.length === 0) this.#pending = this.#wait();
    const part = this.#pending.subarray(0, into.length);
    into.set(part);
    this.#pending = this.#pending.subarray(part.length);
    return part.length;
  }

  #wait(): Uint8Array {
    const from = performance.now();
    const state = Atomics.exchange(this.#words, this.#control + RankSlot.State, RankState.WaitingForInput);
    try {
      for (;;) {
        const written = Atomics.load(this.#words, WorldSlot.InputWritten);
        const closed = Atomics.load(this.#words, WorldSlot.InputClosed) !== 0;
        const records = this.#ring.take();
        if (records !== null) return payloads(records);
        if (closed || Atomics.load(this.#words, WorldSlot.Stop) !== 0 || Atomics.load(this.#words, WorldSlot.AbortedBy) !== 0) return new Uint8Array();
        Atomics.wait(this.#words, WorldSlot.InputWritten, written, 50);
      }
    } finally {
      Atomics.store(this.#words, this.#control + RankSlot.State, state);
      this.blocked(performance.now() - from);
    }
  }
}

function payloads(records: Uint8Array): Uint8Array {
  const parts: number[] = [];
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  for (let at = 0; at + 4 <= records.length; ) {
    const length = view.getUint32(at, true);
    for (const byte of records.subarray(at + 4, at + 4 + length)) parts.push(byte);
    at += (4 + length + 7) & ~7;
  }
  return Uint8Array.from(parts);
}

import { OUTPUT_HEADER_BYTES, OutputWord, RankSlot, WorldSlot, worldLayout, type Output, type Stream, type WorldOptions } from '../protocol';
import { RingReader, padded } from '../mpi';

/// Reads what all ranks of a world write: output in the order of the whole world, trace records rank by rank.
export class WorldReader {
  readonly #words: Int32Array;
  readonly #outputs: RingReader[] = [];
  readonly #traces: RingReader[] = [];
  readonly #controls: number[] = [];
  /// Output read but not yet told: something written before it may still be in another rank's ring.
  #held: Output[] = [];
  /// The first bytes of a record whose rest is still in the ring, by rank.
  readonly #cut: (Uint8Array | null)[] = [];

  constructor(world: SharedArrayBuffer, options: WorldOptions) {
    const layout = worldLayout(options);
    this.#words = new Int32Array(world);
    for (let rank = 0; rank < options.ranks; rank++) {
      const control = layout.control(rank);
      this.#controls.push(control);
      this.#outputs.push(new RingReader(world, layout.output(rank), options.outputBytes, this.#words, control + RankSlot.OutputWritten, control + RankSlot.OutputRead));
      this.#traces.push(new RingReader(world, layout.trace(rank), options.traceBytes, this.#words, control + RankSlot.TraceWritten, control + RankSlot.TraceRead));
      this.#cut.push(null);
    }
  }

  /// Output written since the last call, sorted by sequence number. Takes about `budget` bytes: who prints faster waits.
  /// With `last` everything there is.
  output(budget: number, last: boolean): Output[] {
    const share = last ? Infinity : Math.max(1024, Math.floor(budget / this.#outputs.length));
    // Only what was numbered before this look is complete in all rings.
    let complete = last ? Infinity : Atomics.load(this.#words, WorldSlot.Sequence);
    for (const [rank, ring] of this.#outputs.entries()) {
      const taken = ring.take(share === Infinity ? undefined : share);
      if (taken === null) continue;
      const records = parseOutput(rank, join(this.#cut[rank] ?? null, taken));
      this.#cut[rank] = records.rest;
      this.#held.push(...records.outputs);
      Atomics.notify(this.#words, (this.#controls[rank] ?? 0) + RankSlot.OutputRead);
      const newest = records.outputs.at(-1);
      if (ring.available > 0) complete = Math.min(complete, newest === undefined ? 0 : newest.sequence + 1);
    }
    if (this.#held.length === 0) return [];
    this.#held.sort((a, b) => a.sequence - b.sequence);
    const until = this.#held.findIndex((output) => output.sequence >= complete);
    return until < 0 ? this.#held.splice(0) : this.#held.splice(0, until);
  }

  /// Trace records of one rank written since the last call, or null.
  trace(rank: number): Uint8Array | null {
    const taken = this.#traces[rank]?.take() ?? null;
    if (taken !== null) Atomics.notify(this.#words, (this.#controls[rank] ?? 0) + RankSlot.TraceRead);
    return taken;
  }
}

function join(first: Uint8Array | null, second: Uint8Array): Uint8Array {
  if (first === null) return second;
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

function parseOutput(rank: number, bytes: Uint8Array): { outputs: Output[]; rest: Uint8Array | null } {
  const outputs: Output[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + OUTPUT_HEADER_BYTES <= bytes.length) {
    const length = view.getUint32(at + OutputWord.Bytes * 4, true);
    const end = at + padded(OUTPUT_HEADER_BYTES + length);
    if (end > bytes.length) break;
    outputs.push({
      rank,
      sequence: view.getUint32(at + OutputWord.Sequence * 4, true),
      stream: view.getUint32(at + OutputWord.Stream * 4, true) as Stream,
      line: view.getUint32(at + OutputWord.Line * 4, true),
      time: view.getFloat64(at + OutputWord.Time * 4, true),
      bytes: bytes.slice(at + OUTPUT_HEADER_BYTES, at + OUTPUT_HEADER_BYTES + length),
    });
    at = end;
  }
  return { outputs, rest: at < bytes.length ? bytes.slice(at) : null };
}

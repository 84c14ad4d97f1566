import { FIGURE_HEADER_BYTES, OUTPUT_HEADER_BYTES, OutputWord, RankSlot, RankState, Stream, WorldSlot, worldLayout, type WorldOptions } from '../../../protocol';
import { RingWriter } from '../../../mpi';

/// The largest piece of text in one record; a larger write becomes several, as a pipe would split it.
const PIECE = 4096;

/// A rank's stdout, stderr and figures: records in its output ring, each with its place in the order of the whole world.
export class OutputWriter {
  readonly #words: Int32Array;
  readonly #control: number;
  readonly #ring: RingWriter;
  readonly #header = new ArrayBuffer(OUTPUT_HEADER_BYTES);
  readonly #headerWords = new Int32Array(this.#header);
  readonly #headerTimes = new Float64Array(this.#header);
  readonly #headerBytes = new Uint8Array(this.#header);

  /// `numbered` is told when text has been given its place among all that happens.
  constructor(world: SharedArrayBuffer, options: WorldOptions, rank: number, readonly now: () => number, readonly line: () => number, readonly numbered: () => void) {
    const layout = worldLayout(options);
    this.#words = new Int32Array(world);
    this.#control = layout.control(rank);
    this.#ring = new RingWriter(world, layout.output(rank), options.outputBytes, this.#words, this.#control + RankSlot.OutputWritten, this.#control + RankSlot.OutputRead);
  }

  /// Writes all of `bytes`. Waits for the page while the ring is full: who prints without end is slowed, nothing is lost.
  /// Returns early when the world is being stopped.
  write(stream: Stream, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      this.#headerWords[OutputWord.Bytes] = piece.length;
      this.#headerWords[OutputWord.Stream] = stream;
      this.#headerWords[OutputWord.Line] = this.line();
      this.#headerTimes[OutputWord.Time >> 1] = this.now();
      this.#headerWords[OutputWord.Sequence] = Atomics.add(this.#words, WorldSlot.Sequence, 1);
      this.numbered();
      while (!this.#ring.tryWrite(this.#headerBytes, piece)) {
        if (Atomics.load(this.#words, WorldSlot.Stop) !== 0) return;
        this.#waitForPage();
      }
    }
    Atomics.add(this.#words, this.#control + RankSlot.BytesWritten, bytes.length);
  }

  /// Writes a figure: see `Stream.Figure`.
  figure(description: string, image: Uint8Array): void {
    const text = new TextEncoder().encode(description);
    const bytes = new Uint8Array(FIGURE_HEADER_BYTES + text.length + image.length);
    new DataView(bytes.buffer).setUint32(0, text.length, true);
    new DataView(bytes.buffer).setUint32(4, image.length, true);
    bytes.set(text, FIGURE_HEADER_BYTES);
    bytes.set(image, FIGURE_HEADER_BYTES + text.length);
    this.write(Stream.Figure, bytes);
  }

  #waitForPage(): void {
    const state = Atomics.exchange(this.#words, this.#control + RankSlot.State, RankState.WaitingForPage);
    const read = Atomics.load(this.#words, this.#control + RankSlot.OutputRead);
    Atomics.wait(this.#words, this.#control + RankSlot.OutputRead, read, 20);
    Atomics.store(this.#words, this.#control + RankSlot.State, state);
  }
}

/// A ring of bytes between one writer and one reader on different threads: trace, output and standard input.
///
/// Positions are absolute byte counts held in two 32-bit words and allowed to wrap; only their difference means anything.
/// What is written at once becomes visible at once, so a reader that takes all there is always has whole records.

const UNIT = 8;

/// Rounds a length up to the ring's unit of 8 bytes.
export function padded(bytes: number): number {
  return (bytes + UNIT - 1) & ~(UNIT - 1);
}

/// The writing end.
export class RingWriter {
  /// The ring's memory.
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly #capacity: number;
  readonly #words: Int32Array;
  readonly #written: number;
  readonly #read: number;
  /// This end's position, and the reader's when last looked at.
  #position: number;
  #seen: number;

  /// `capacity` is a power of two, `byteOffset` a multiple of 8; `words[writtenIndex]` and `words[readIndex]` hold the positions.
  constructor(buffer: SharedArrayBuffer, byteOffset: number, capacity: number, words: Int32Array, writtenIndex: number, readIndex: number) {
    checkCapacity(capacity);
    this.bytes = new Uint8Array(buffer, byteOffset, capacity);
    this.words = new Int32Array(buffer, byteOffset, capacity >> 2);
    this.#capacity = capacity;
    this.#words = words;
    this.#written = writtenIndex;
    this.#read = readIndex;
    this.#position = Atomics.load(words, writtenIndex);
    this.#seen = Atomics.load(words, readIndex);
  }

  get capacity(): number {
    return this.#capacity;
  }

  /// Bytes free at this moment.
  get free(): number {
    return this.#capacity - ((this.#position - Atomics.load(this.#words, this.#read)) | 0);
  }

  /// Writes the parts one after another, zero-padded together to a multiple of 8, as one piece.
  /// Returns false and writes nothing when they do not fit now. Throws RangeError when they can never fit.
  tryWrite(...parts: readonly Uint8Array[]): boolean {
    let length = 0;
    for (const part of parts) length += part.length;
    const whole = padded(length);
    this.#refuse(whole);
    if (this.free < whole) return false;
    const start = this.#position;
    let position = start;
    for (const part of parts) {
      this.#copy(part, position);
      position = (position + part.length) | 0;
    }
    for (let pad = length; pad < whole; pad++) this.bytes[(start + pad) & (this.#capacity - 1)] = 0;
    this.#position = (start + whole) | 0;
    Atomics.store(this.#words, this.#written, this.#position);
    return true;
  }

  /// Writes the first `count` words of `source` as one piece; `count` is even. As `tryWrite`, without making objects.
  tryWriteWords(source: Int32Array, count: number): boolean {
    const whole = count << 2;
    this.#refuse(whole);
    const start = this.#position;
    if (this.#capacity - ((start - Atomics.load(this.#words, this.#read)) | 0) < whole) return false;
    const ring = this.words;
    const mask = ring.length - 1;
    const first = start >>> 2;
    for (let index = 0; index < count; index++) ring[(first + index) & mask] = source[index] as number;
    this.#position = (start + whole) | 0;
    Atomics.store(this.#words, this.#written, this.#position);
    return true;
  }

  /// The word index in `this.words` at which `count` words (an even number) may be written and then made visible by `commit`; -1
  /// when they do not fit now, or not without a wrap: then `tryWriteWords` may still.
  claim(count: number): number {
    const whole = count << 2;
    const at = this.#position & (this.#capacity - 1);
    if (at + whole > this.#capacity) return -1;
    if (this.#capacity - ((this.#position - this.#seen) | 0) < whole) {
      this.#seen = Atomics.load(this.#words, this.#read);
      if (this.#capacity - ((this.#position - this.#seen) | 0) < whole) return -1;
    }
    return at >> 2;
  }

  commit(count: number): void {
    this.#position = (this.#position + (count << 2)) | 0;
    Atomics.store(this.#words, this.#written, this.#position);
  }

  #refuse(bytes: number): void {
    if (bytes > this.#capacity) throw new RangeError(`a record of ${bytes} bytes cannot enter a ring of ${this.#capacity} bytes; split it`);
  }

  #copy(part: Uint8Array, position: number): void {
    const at = position & (this.#capacity - 1);
    const head = Math.min(part.length, this.#capacity - at);
    this.bytes.set(head === part.length ? part : part.subarray(0, head), at);
    if (head < part.length) this.bytes.set(part.subarray(head), 0);
  }
}

/// The reading end.
export class RingReader {
  readonly #bytes: Uint8Array;
  readonly #capacity: number;
  readonly #words: Int32Array;
  readonly #written: number;
  readonly #read: number;

  /// As `RingWriter`.
  constructor(buffer: SharedArrayBuffer, byteOffset: number, capacity: number, words: Int32Array, writtenIndex: number, readIndex: number) {
    checkCapacity(capacity);
    this.#bytes = new Uint8Array(buffer, byteOffset, capacity);
    this.#capacity = capacity;
    this.#words = words;
    this.#written = writtenIndex;
    this.#read = readIndex;
  }

  /// Bytes that wait to be taken.
  get available(): number {
    return (Atomics.load(this.#words, this.#written) - Atomics.load(this.#words, this.#read)) | 0;
  }

  /// Takes everything written so far: a copy, 8-byte aligned, the caller's to keep; null when there is nothing.
  /// With `max` at most so many bytes, rounded down to 8: then the last record may be cut and its rest comes next time.
  take(max: number = this.#capacity): Uint8Array<ArrayBuffer> | null {
    const length = Math.min(this.available, max & ~(UNIT - 1));
    if (length <= 0) return null;
    const start = Atomics.load(this.#words, this.#read);
    const at = start & (this.#capacity - 1);
    const head = Math.min(length, this.#capacity - at);
    const out = new Uint8Array(length);
    out.set(this.#bytes.subarray(at, at + head), 0);
    if (head < length) out.set(this.#bytes.subarray(0, length - head), head);
    Atomics.store(this.#words, this.#read, (start + length) | 0);
    return out;
  }
}

function checkCapacity(capacity: number): void {
  if (capacity < UNIT || (capacity & (capacity - 1)) !== 0) throw new RangeError(`a ring's capacity is a power of two from 8 bytes on, not ${capacity}`);
}

/// Bytes written and read one after another: whole numbers as varints (LEB128), and the fault of a file that cannot be read.

/// Why a trace cannot be opened: the end of a sentence that begins with the file's name.
export class Unreadable extends Error {
  override name = 'Unreadable';
}

/// Largest number a varint holds here: what a JavaScript number holds exactly.
const MOST = Number.MAX_SAFE_INTEGER;

export class ByteWriter {
  private bytes = new Uint8Array(1 << 16);
  private used = 0;

  get length(): number {
    return this.used;
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.used++] = value;
  }

  /// A whole number of 0 to 2^53 - 1: seven bits a byte, low ones first, the high bit set on all but the last.
  varint(value: number): void {
    this.room(8);
    let rest = value;
    while (rest >= 0x10000000) {
      this.bytes[this.used++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    let low = rest | 0;
    while (low >= 0x80) {
      this.bytes[this.used++] = (low & 0x7f) | 0x80;
      low >>>= 7;
    }
    this.bytes[this.used++] = low;
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.used);
    this.used += bytes.length;
  }

  /// A copy of what was written; the writer begins anew.
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.bytes.slice(0, this.used);
    this.used = 0;
    return taken;
  }

  private room(more: number): void {
    if (this.used + more <= this.bytes.length) return;
    const longer = new Uint8Array(Math.max(this.bytes.length * 2, this.used + more));
    longer.set(this.bytes.subarray(0, this.used));
    this.bytes = longer;
  }
}

/// Reads what a `ByteWriter` wrote. Throws `Unreadable` past the end.
export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    if (this.at >= this.bytes.length) throw new Unreadable('it ends in the middle of a block');
    return this.bytes[this.at++]!;
  }

  varint(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    let scale = 128;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 128;
      if (scale > MOST) throw new Unreadable('one of its numbers has no end');
    }
    if (value > MOST) throw new Unreadable('one of its numbers is too large');
    return value;
  }

  /// The next `rows` varints, into the first of `values`.
  varints(values: Float64Array, rows: number): void {
    const { bytes } = this;
    let { at } = this;
    for (let i = 0; i < rows; i++) {
      const first = bytes[at]!;
      // Past the end it is undefined, which is no smaller than anything.
      if (first < 0x80) {
        values[i] = first;
        at++;
        continue;
      }
      const second = bytes[at + 1]!;
      if (second < 0x80) {
        values[i] = (first & 0x7f) | (second << 7);
        at += 2;
        continue;
      }
      this.at = at;
      values[i] = this.varint();
      at = this.at;
    }
    this.at = at;
  }

  /// A varint that may not be larger than `most`.
  count(most: number, what: string): number {
    const value = this.varint();
    if (value > most) throw new Unreadable(`it tells of ${value} ${what} where at most ${most} are possible`);
    return value;
  }

  raw(length: number): Uint8Array {
    if (length > this.left) throw new Unreadable('it ends in the middle of a block');
    const bytes = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return bytes;
  }
}

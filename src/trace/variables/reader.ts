/// Reads bytes that a stranger's program may have made: whoever reads past the end is told.

export class Unreadable extends Error {
  override name = 'Unreadable';
}

const decoder = new TextDecoder();

export class ByteReader {
  at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get more(): boolean {
    return this.at < this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.skip(1)]!;
  }

  short(): number {
    return this.view.getUint16(this.skip(2), true);
  }

  word(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  signed(): number {
    return this.view.getInt32(this.skip(4), true);
  }

  float(): number {
    return this.view.getFloat64(this.skip(8), true);
  }

  /// The next `count` bytes.
  take(count: number): Uint8Array {
    const start = this.skip(count);
    return this.bytes.subarray(start, start + count);
  }

  text(length = this.byte()): string {
    return decoder.decode(this.take(length));
  }

  /// A view of the next `count` bytes.
  viewOf(count: number): DataView {
    const bytes = this.take(count);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  private skip(count: number): number {
    const start = this.at;
    if (start + count > this.bytes.length) throw new Unreadable('the bytes end too early');
    this.at += count;
    return start;
  }
}

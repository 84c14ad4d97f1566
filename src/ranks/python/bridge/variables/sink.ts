/// Where the content of a record is put together: bytes of a fixed room, little endian.
export class Sink {
  readonly bytes: Uint8Array;
  at = 0;
  /// What is written must end before this: the end of the room, or of the value being written.
  limit: number;
  readonly #view: DataView;

  constructor(room: number) {
    this.bytes = new Uint8Array(room);
    this.#view = new DataView(this.bytes.buffer);
    this.limit = room;
  }

  get room(): number {
    return this.limit - this.at;
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  short(value: number): void {
    this.#view.setUint16(this.at, value, true);
    this.at += 2;
  }

  word(value: number): void {
    this.#view.setInt32(this.at, value, true);
    this.at += 4;
  }

  shortAt(at: number, value: number): void {
    this.#view.setUint16(at, value, true);
  }

  wordAt(at: number, value: number): void {
    this.#view.setInt32(at, value, true);
  }

  /// `count` bytes of `from`, from `start` on.
  copy(from: Uint8Array, start: number, count: number): void {
    const { bytes } = this;
    let at = this.at;
    for (let index = start; index < start + count; index++) bytes[at++] = from[index] as number;
    this.at = at;
  }

  /// A character as UTF-8; half a surrogate pair as the replacement character.
  character(code: number): void {
    if (code < 0x80) return this.byte(code);
    if (code < 0x800) this.byte(0xc0 | (code >> 6));
    else {
      const whole = (code >= 0xd800 && code < 0xe000) || code > 0x10ffff ? 0xfffd : code;
      if (whole < 0x10000) this.byte(0xe0 | (whole >> 12));
      else {
        this.byte(0xf0 | (whole >> 18));
        this.byte(0x80 | ((whole >> 12) & 0x3f));
      }
      this.byte(0x80 | ((whole >> 6) & 0x3f));
      return this.byte(0x80 | (whole & 0x3f));
    }
    this.byte(0x80 | (code & 0x3f));
  }

  /// A text with its length in one byte, cut after `most` bytes (at most 255).
  text(text: string, most = 120): void {
    const start = this.at++;
    for (const letter of text) {
      if (this.at - start > most - 3) break;
      this.character(letter.codePointAt(0) as number);
    }
    this.bytes[start] = this.at - start - 1;
  }
}

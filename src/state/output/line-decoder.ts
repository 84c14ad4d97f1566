/// Bytes of one stream of one rank, in chunks cut anywhere, to text with a terminal's ideas of `\r`, `\b` and escape sequences.

/// A line longer than this many characters goes on in a new line: a print without newline must not grow for ever.
export const MAX_LINE = 8000;

/// What a chunk did to the stream's current line.
export interface Decoded {
  /// Lines that are complete now, without their newline.
  readonly lines: readonly string[];
  /// The line under way, '' when the chunk ended with a newline.
  readonly open: string;
}

/// Escape sequences of ECMA-48: CSI … final byte, OSC … BEL or ST, and two-character ones.
// eslint-disable-next-line no-control-regex
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/g;
const OPEN_ESCAPE = /\u001b(?:\[[0-?]*[ -/]*|\][^\u0007\u001b]*\u001b?)?$/;

export class LineDecoder {
  readonly #text = new TextDecoder('utf-8', { ignoreBOM: true });
  /// An escape sequence or `\r` cut by the end of a chunk.
  #held = '';
  /// The decoder may hold the beginning of a character.
  #midCharacter = false;
  #line = '';
  /// Where the next character goes; less than the line's length after `\r` or `\b`.
  #column = 0;

  /// Takes bytes that need not end at a character's end.
  push(bytes: Uint8Array): Decoded {
    return this.#take(this.#midCharacter ? this.#decoded(bytes) : (shortAscii(bytes) ?? this.#decoded(bytes)), false);
  }

  /// No more will come: what is held back comes out (half a character as U+FFFD).
  end(): Decoded {
    return this.#take(this.#text.decode(), true);
  }

  /// The line under way was shown and another writer's line stands below it: the rest begins a new one.
  broken(): void {
    this.#line = '';
    this.#column = 0;
  }

  get open(): string {
    return this.#line;
  }

  #decoded(bytes: Uint8Array): string {
    this.#midCharacter = (bytes.at(-1) ?? 0) >= 0x80;
    // TextDecoder refuses views of shared memory.
    return this.#text.decode(bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice(), { stream: true });
  }

  #take(fresh: string, last: boolean): Decoded {
    let text = (this.#held + fresh).replaceAll('\r\n', '\n');
    this.#held = '';
    if (!last) {
      const cut = text.endsWith('\r') ? text.length - 1 : (OPEN_ESCAPE.exec(text)?.index ?? -1);
      // An unfinished sequence of absurd length is text.
      if (cut >= 0 && text.length - cut < 256) {
        this.#held = text.slice(cut);
        text = text.slice(0, cut);
      }
    }
    if (text.includes('\u001b')) text = text.replace(ESCAPES, '');
    const lines: string[] = [];
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      this.#write(text.slice(from, at), lines);
      lines.push(this.#line);
      this.broken();
      from = at + 1;
    }
    if (from < text.length) this.#write(text.slice(from), lines);
    return { lines, open: this.#line };
  }

  /// Text without newline, into the line at the column.
  #write(text: string, lines: string[]): void {
    if (text.includes('\r') || text.includes('\b')) {
      for (const part of text.split(/([\r\b])/)) {
        if (part === '\r') this.#column = 0;
        else if (part === '\b') this.#column = Math.max(0, this.#column - 1);
        else this.#put(part, lines);
      }
    } else {
      this.#put(text, lines);
    }
  }

  #put(text: string, lines: string[]): void {
    this.#line = this.#column === this.#line.length ? this.#line + text : this.#line.slice(0, this.#column) + text + this.#line.slice(this.#column + text.length);
    this.#column += text.length;
    while (this.#line.length > MAX_LINE) {
      lines.push(this.#line.slice(0, MAX_LINE));
      this.#line = this.#line.slice(MAX_LINE);
      this.#column = Math.max(0, this.#column - MAX_LINE);
    }
  }
}

/// Short plain ASCII as a string, null for anything else: calling TextDecoder costs more than most lines of output.
function shortAscii(bytes: Uint8Array): string | null {
  if (bytes.length > 96) return null;
  let text = '';
  for (const byte of bytes) {
    if (byte >= 0x80) return null;
    text += ASCII[byte] ?? '';
  }
  return text;
}

const ASCII: readonly string[] = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

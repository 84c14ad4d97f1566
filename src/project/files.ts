/// One file of a project: its bytes. A text file is UTF-8 without NUL bytes; which of the two it is, is read off the bytes.

export interface ProjectFile {
  readonly bytes: Uint8Array;
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

const decoded = (bytes: Uint8Array): string | null => {
  try {
    // A TextDecoder refuses shared memory, and ranks' files may lie in it.
    return strictDecoder.decode(bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice());
  } catch {
    return null;
  }
};

/// Whether the editor may show the file as text without changing a byte of it.
export function isText(file: ProjectFile): boolean {
  return !file.bytes.includes(0) && decoded(file.bytes) !== null;
}

/// The file as text. Bytes that are not UTF-8 become U+FFFD: ask `isText` first where that matters.
export function textOf(file: ProjectFile): string {
  return decoded(file.bytes) ?? lenientDecoder.decode(file.bytes.slice());
}

export function fileOf(text: string): ProjectFile {
  return { bytes: encoder.encode(text) };
}

export function sameFile(one: ProjectFile, other: ProjectFile): boolean {
  return one.bytes.length === other.bytes.length && one.bytes.every((byte, at) => byte === other.bytes[at]);
}

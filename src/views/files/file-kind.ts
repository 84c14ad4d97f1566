/// What a file is, for showing it: by its bytes, not its name.

import { isText, type ProjectFile } from '../../project';

export type FileKind = { readonly kind: 'text' } | { readonly kind: 'image'; readonly type: string } | { readonly kind: 'bytes' };

const SIGNATURES: readonly (readonly [type: string, bytes: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/bmp', [0x42, 0x4d]],
];

export function kindOf(file: ProjectFile): FileKind {
  const { bytes } = file;
  const found = SIGNATURES.find(([, signature]) => bytes.length > 16 && signature.every((byte, at) => bytes[at] === byte));
  if (found !== undefined && !isText(file)) return { kind: 'image', type: found[0] };
  const isWebp = bytes.length > 16 && String.fromCharCode(...bytes.subarray(8, 12)) === 'WEBP';
  if (isWebp) return { kind: 'image', type: 'image/webp' };
  return isText(file) ? { kind: 'text' } : { kind: 'bytes' };
}

/// `0`, `812 B`, `4.1 kB`, `2.0 MB` (decimal, as a file manager shows).
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/// The head of a file as `hexdump -C` shows it.
export function hexHead(bytes: Uint8Array, limit = 512): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(limit, bytes.length); at += 16) {
    const row = [...bytes.subarray(at, Math.min(at + 16, limit))];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0'));
    const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.slice(0, 8).join(' ').padEnd(23)}  ${hex.slice(8).join(' ').padEnd(23)}  ${text}`);
  }
  if (bytes.length > limit) lines.push(`… ${bytes.length - limit} more bytes`);
  return lines.join('\n');
}

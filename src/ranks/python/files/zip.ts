import { inflateSync } from 'fflate';
import type { PackagedFile } from './packages';

/// A zip archive read in place, for instance in shared memory: its directory at once, each file when it is wanted.
/// Format: APPNOTE.TXT 6.3 sections 4.3.7, 4.3.12 and 4.3.16. Methods 0 (stored) and 8 (deflate); no zip64, no encryption.
export function readZip(archive: Uint8Array): Map<string, PackagedFile> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const decoder = new TextDecoder();
  let end = archive.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new Error('this is not a zip archive: it has no directory at its end');
  const files = new Map<string, PackagedFile>();
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count--) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error('the zip archive has a broken directory');
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const header = view.getUint32(at + 42, true);
    const name = decoder.decode(archive.slice(at + 46, at + 46 + nameLength));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (name.endsWith('/')) continue;
    const content = (): Uint8Array => {
      const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
      const body = archive.slice(start, start + packed);
      return method === 0 ? body : inflateSync(body, { out: new Uint8Array(size) });
    };
    files.set(name, { size, content });
  }
  return files;
}

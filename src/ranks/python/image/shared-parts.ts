import type { Library } from '../../../protocol';
import { readZip } from '../files/zip';

/// The same bytes in memory that all workers share.
export function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/// The compiled libraries of a wheel, sorted by path: making and restoring an image link them in one order.
export function compileLibraries(wheel: Uint8Array): Promise<readonly Library[]> {
  const files = readZip(wheel);
  const paths = [...files.keys()].filter((path) => path.endsWith('.so')).sort();
  return Promise.all(paths.map(async (path) => ({ path, module: await WebAssembly.compile(new Uint8Array(files.get(path)?.content() ?? [])) })));
}

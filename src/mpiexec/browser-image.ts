import interpreterUrl from 'pyodide/pyodide.asm.wasm?url';
import lockUrl from 'pyodide/pyodide-lock.json?url';
import stdlibUrl from 'pyodide/python_stdlib.zip?url';
import numpyUrl from '../../.cache/python/numpy.whl?url';
import type { Image, ImageParts } from '../protocol';
import { emptyLock } from '../ranks/python/image/lock';
import { compileLibraries, shared } from '../ranks/python/image/shared-parts';
import { PackageShelf, type Catalog } from './packages';
import type { Preparation } from './launcher';
import type { MakeWorker } from './workers';

/// Upstream's mpi4py modules; nothing where set-up could not get them.
const mpi4pyUrls = Object.values(import.meta.glob<string>('../../.cache/python/mpi4py.zip', { query: '?url', import: 'default', eager: true }));

/// Archives of packages by path, and what set-up says of them; nothing where it could not get them.
const packageUrls = import.meta.glob<string>('../../.cache/python/packages/*.zip', { query: '?url', import: 'default', eager: true });
const catalogs = Object.values(import.meta.glob<Catalog>('../../.cache/python/packages/packages.json', { import: 'default', eager: true }));

const CACHE = 'commworld-interpreter';

/// The packages of this site that programs may import.
export function packageShelf(): PackageShelf {
  return new PackageShelf(catalogs.flatMap(({ packages }) => packages), async (name) => {
    const url = packageUrls[`../../.cache/python/packages/${name}.zip`];
    if (url === undefined) throw new Error(`the site has no ${name}`);
    return fetchBytes(url, () => {});
  });
}

/// Loads the interpreter's parts once for all workers and its memory from the last visit, or makes that memory and keeps it.
/// Rejects with a sentence when the files cannot be fetched.
export async function loadImage(make: MakeWorker, packages: ImageParts['packages'], tell: (progress: Preparation) => void): Promise<Image> {
  tell({ step: 'Fetching Python', fraction: 0, ready: false });
  const parts = await fetchParts(packages, (fraction) => tell({ step: 'Fetching Python and numpy', fraction, ready: false }));
  const key = await keyOf(parts);
  const kept = await keptMemory(key);
  if (kept !== null) return { ...parts, memory: kept };
  tell({ step: 'Starting Python for the first time', fraction: null, ready: false });
  const memory = await makeMemory(make, parts);
  // Kept when there is nothing better to do; a full disk or a private window only means that the next visit makes it again.
  void keep(key, memory).catch(() => {});
  return { ...parts, memory: shared(memory) };
}

async function fetchParts(packages: ImageParts['packages'], tell: (fraction: number) => void): Promise<ImageParts> {
  let got = 0;
  const count = (bytes: number): void => tell(Math.min(0.99, (got += bytes) / 16_500_000));
  const [{ pythonSources }, interpreter, stdlib, lock, numpy, ...more] = await Promise.all([
    // Hundreds of kilobytes of text that the first paint need not wait for.
    import('../ranks/python/sources'),
    fetchBytes(interpreterUrl, count).then((bytes) => WebAssembly.compile(bytes)),
    fetchBytes(stdlibUrl, count),
    fetchBytes(lockUrl, count).then((bytes) => emptyLock(new TextDecoder().decode(bytes))),
    fetchBytes(numpyUrl, count),
    ...mpi4pyUrls.map((url) => fetchBytes(url, count)),
  ]);
  const libraries = await compileLibraries(numpy);
  return { interpreter, stdlib: shared(stdlib), lock, wheels: [numpy, ...more].map(shared), libraries, sources: pythonSources, packages };
}

async function fetchBytes(url: string, count: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new Error(`Python could not be fetched (${name(url)}): the network did not answer. Reload the page when it is back.`);
  }
  if (!response.ok) throw new Error(`Python could not be fetched: the site answered ${response.status} for ${name(url)}.`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    chunks.push(part.value);
    length += part.value.length;
    count(part.value.length);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const name = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/// The snapshot holds these parts' memory: any change of them makes another key.
async function keyOf(parts: ImageParts): Promise<string> {
  const text = JSON.stringify([interpreterUrl, stdlibUrl, numpyUrl, mpi4pyUrls, parts.lock, parts.wheels.map((wheel) => wheel.length), parts.sources]);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return new URL(`./interpreter-2-${[...digest.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`, document.baseURI).href;
}

async function keptMemory(key: string): Promise<Uint8Array | null> {
  try {
    const response = await (await caches.open(CACHE)).match(key);
    return response === undefined ? null : shared(new Uint8Array(await response.arrayBuffer()));
  } catch {
    return null;
  }
}

async function keep(key: string, memory: Uint8Array): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const old of await cache.keys()) if (old.url !== key) await cache.delete(old);
  await cache.put(key, new Response(new Uint8Array(memory), { headers: { 'content-type': 'application/octet-stream' } }));
}

function makeMemory(make: MakeWorker, parts: ImageParts): Promise<Uint8Array> {
  const worker = make();
  return new Promise<Uint8Array>((resolve, reject) => {
    worker.onMessage((message) => {
      if (message.kind === 'image') resolve(message.memory);
      else if (message.kind === 'broken') reject(new Error(`Python could not start: ${message.sentence}`));
    });
    worker.post({ kind: 'make-image', parts });
  }).finally(() => worker.terminate());
}

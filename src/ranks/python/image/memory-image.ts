import type { EmscriptenModule } from './module';

/// An interpreter's memory as it is kept and shared: Pyodide's snapshot without its empty pages, which are almost half of it. An
/// interpreter restored from it leaves them untouched, so they cost neither time nor resident memory.
///
/// Words: magic, bytes of Pyodide's header, bytes of the whole memory, number of runs; then for each run its first page and how many.
/// Then Pyodide's header, padded to 8 bytes, and the pages of all runs.
const MAGIC = 0x43774d49;
const PAGE = 4096;
const FIXED_WORDS = 4;
const padded = (bytes: number): number => (bytes + 7) & ~7;

/// Packs a snapshot as `makeMemorySnapshot` gives it: a header whose second word is its length, then the memory.
export function packMemory(snapshot: Uint8Array): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(snapshot.buffer, snapshot.byteOffset, snapshot.byteLength >> 2);
  const header = words[1] ?? 0;
  const memory = words.subarray(header >> 2);
  const runs: [number, number][] = [];
  for (let page = 0; page * PAGE < memory.byteLength; page++) {
    if (isEmpty(memory, page * (PAGE >> 2), PAGE >> 2)) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === page) last[1]++;
    else runs.push([page, 1]);
  }
  const pages = runs.reduce((sum, [, count]) => sum + count, 0);
  const headerAt = padded((FIXED_WORDS + 2 * runs.length) * 4);
  const pagesAt = headerAt + padded(header);
  const image = new Uint8Array(pagesAt + pages * PAGE);
  new Uint32Array(image.buffer).set([MAGIC, header, memory.byteLength, runs.length, ...runs.flat()]);
  image.set(snapshot.subarray(0, header), headerAt);
  let at = pagesAt;
  for (const [page, count] of runs) {
    image.set(snapshot.subarray(header + page * PAGE, header + (page + count) * PAGE), at);
    at += count * PAGE;
  }
  return image;
}

/// What Pyodide is to be given in place of the snapshot: its header alone, in memory that is not shared.
export function headerOf(image: Uint8Array): Uint8Array {
  const [, header = 0, , runs = 0] = wordsOf(image);
  const at = padded((FIXED_WORDS + 2 * runs) * 4);
  return new Uint8Array(image.subarray(at, at + header));
}

/// What of a module restoring needs.
export type RestorableModule = Pick<EmscriptenModule, 'HEAP8' | 'HEAPU8' | 'HEAPU32' | '_sbrk' | 'growMemory' | '_emscripten_stack_get_end' | '_emscripten_stack_get_current'>;

/// Puts the memory back into a module that has started and not yet run anything: what Pyodide does with a whole snapshot.
/// `_sbrk(0)` is how far the fresh module's data and heap reach; memory above it is zero already.
export function restoreMemory(module: RestorableModule, image: Uint8Array): void {
  const words = wordsOf(image);
  const [, header = 0, length = 0, runs = 0] = words;
  const used = module._sbrk(0);
  if (module.HEAP8.length < length) module.growMemory(length);
  let at = padded((FIXED_WORDS + 2 * runs) * 4) + padded(header);
  let end = 0;
  for (let run = 0; run < runs; run++) {
    const start = (words[FIXED_WORDS + 2 * run] ?? 0) * PAGE;
    const bytes = (words[FIXED_WORDS + 2 * run + 1] ?? 0) * PAGE;
    clear(module, end, Math.min(start, used));
    module.HEAPU8.set(image.subarray(at, at + bytes), start);
    at += bytes;
    end = start + bytes;
  }
  clear(module, end, used);
}

function wordsOf(image: Uint8Array): Uint32Array {
  const words = new Uint32Array(image.buffer, image.byteOffset, image.byteLength >> 2);
  if (words[0] !== MAGIC) throw new Error("this is not an interpreter's memory");
  return words;
}

/// Empties pages that are not: writing to an untouched page would make it resident. The unused part of the stack is left as it is; ten
/// megabytes in which nothing has a meaning.
function clear(module: RestorableModule, start: number, end: number): void {
  const words = module.HEAPU32;
  const unusedFrom = module._emscripten_stack_get_end();
  const unusedTo = module._emscripten_stack_get_current();
  for (let page = start; page < end; page += PAGE) {
    const bytes = Math.min(PAGE, end - page);
    if (page >= unusedFrom && page + bytes <= unusedTo) continue;
    if (!isEmpty(words, page >> 2, bytes >> 2)) module.HEAPU8.fill(0, page, page + bytes);
  }
}

/// Whether a page is empty; `count` is a multiple of 8 for whole pages. Megabytes are looked through at each start of an interpreter,
/// hence eight words at a time.
function isEmpty(words: Uint32Array, from: number, count: number): boolean {
  const end = Math.min(from + count, words.length);
  let index = from;
  for (; index + 8 <= end; index += 8) {
    if (
      ((words[index] as number) | (words[index + 1] as number) | (words[index + 2] as number) | (words[index + 3] as number) |
        (words[index + 4] as number) | (words[index + 5] as number) | (words[index + 6] as number) | (words[index + 7] as number)) !== 0
    ) {
      return false;
    }
  }
  for (; index < end; index++) if (words[index] !== 0) return false;
  return true;
}

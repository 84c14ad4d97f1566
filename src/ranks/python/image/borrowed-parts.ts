import type { ImageParts } from '../../../protocol';
import type { Place } from './module';

/// Runs `body` (a start of Pyodide) with everything big served from `parts` instead of the network: the interpreter and numpy's
/// libraries as modules that the page compiled once, the standard library as bytes.
///
/// `stdlib` is what Pyodide gets for the standard library, in memory that is not shared.
///
/// Pyodide has no setting for these, so for the time of the start the worker's loading functions are replaced and put back after it.
/// Several workers fetching the interpreter at once abort each other, and `loadPyodide` then waits for ever.
export async function withBorrowedParts<T>(parts: ImageParts, place: Place, stdlib: Uint8Array<ArrayBuffer>, body: () => Promise<T>): Promise<T> {
  const { instantiate, instantiateStreaming, Memory } = WebAssembly;
  const { fetch } = globalThis;

  // At once rather than by `instantiate`, which goes through another thread for each of fourteen modules.
  const lend = (module: WebAssembly.Module, imports?: WebAssembly.Imports): Promise<WebAssembly.WebAssemblyInstantiatedSource> =>
    Promise.resolve({ instance: new WebAssembly.Instance(module, imports), module });
  const lendOrInstantiate = (source: BufferSource | WebAssembly.Module, imports?: WebAssembly.Imports): Promise<unknown> => {
    if (source instanceof WebAssembly.Module) return instantiate(source, imports);
    const index = stubIndex(source);
    // Pyodide also instantiates a tiny helper of its own; only the interpreter is this large.
    const borrowed = index !== null ? parts.libraries[index]?.module : source.byteLength > 1_000_000 ? parts.interpreter : undefined;
    return borrowed === undefined ? instantiate(source, imports) : lend(borrowed, imports);
  };
  const answer = (input: RequestInfo | URL): Promise<Response> => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    if (url.endsWith('python_stdlib.zip')) return Promise.resolve(answerOf(stdlib));
    if (url.endsWith('pyodide.asm.wasm')) return Promise.resolve(answerOf(new Uint8Array()));
    const index = parts.libraries.findIndex((_, number) => url === place.libraryUrl(number));
    const library = parts.libraries[index];
    if (library !== undefined) return Promise.resolve(answerOf(libraryStub(library.module, index)));
    return Promise.reject(new Error(`an interpreter may not fetch ${url}`));
  };
  // The one-page shared memory that Pyodide sleeps on would reserve 8 GiB of addresses in each rank; a SharedArrayBuffer does.
  const LeanMemory = function (limits: WebAssembly.MemoryDescriptor & { shared?: boolean }): { buffer: ArrayBufferLike } {
    return limits.shared === true && limits.maximum === 1 ? { buffer: new SharedArrayBuffer(65536) } : new Memory(limits);
  };
  LeanMemory.prototype = Memory.prototype;

  Object.assign(WebAssembly, {
    instantiate: lendOrInstantiate,
    instantiateStreaming: (_source: unknown, imports?: WebAssembly.Imports) => lend(parts.interpreter, imports),
    Memory: LeanMemory,
  });
  globalThis.fetch = answer;
  try {
    return await body();
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming, Memory });
    globalThis.fetch = fetch;
  }
}

/// From here on compiling the stub of number `index` gives `libraries[index]`, also one that is added later: what Emscripten's loader does
/// when Python imports an extension module, which it links at once and without asking anybody.
export function lendLibraries(libraries: readonly WebAssembly.Module[]): void {
  const { Module } = WebAssembly;
  const Lending = function (source: BufferSource): WebAssembly.Module {
    const index = stubIndex(source);
    return (index === null ? undefined : libraries[index]) ?? new Module(source);
  };
  const { customSections, exports, imports } = Module;
  Object.assign(WebAssembly, { Module: Object.assign(Lending, { prototype: Module.prototype, customSections, exports, imports }) });
}

/// A response that gives these bytes themselves: a real one would copy them through a stream.
function answerOf(bytes: Uint8Array<ArrayBuffer>): Response {
  const response = new Response();
  response.arrayBuffer = () => Promise.resolve(bytes.buffer);
  return response;
}

const WASM_MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const STUB_MARK = [0xc0, 0x33, 0x77, 0x0d];

/// A wasm file that holds only the `dylink.0` section of a library, which Emscripten's loader reads before it instantiates, and the
/// library's number (WebAssembly tool conventions, "Dynamic Linking").
export function libraryStub(library: WebAssembly.Module, index: number): Uint8Array<ArrayBuffer> {
  const section = WebAssembly.Module.customSections(library, 'dylink.0')[0];
  if (section === undefined) throw new Error('a compiled library without a dylink.0 section cannot be linked');
  const name = [...new TextEncoder().encode('dylink.0')];
  const length = 1 + name.length + section.byteLength;
  return new Uint8Array([...WASM_MAGIC, 0, ...leb128(length), name.length, ...name, ...new Uint8Array(section), ...STUB_MARK, index & 0xff, index >> 8]);
}

function stubIndex(source: BufferSource): number | null {
  const bytes = ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
  const at = bytes.length - STUB_MARK.length - 2;
  return at >= 0 && STUB_MARK.every((byte, offset) => bytes[at + offset] === byte) ? (bytes[bytes.length - 2] ?? 0) + ((bytes[bytes.length - 1] ?? 0) << 8) : null;
}

function leb128(value: number): number[] {
  const bytes: number[] = [];
  do {
    const rest = value >>> 7;
    bytes.push((value & 0x7f) | (rest > 0 ? 0x80 : 0));
    value = rest;
  } while (value > 0);
  return bytes;
}

/// Pyodide as its own documentation starts it, its files already fetched and compiled, so that only the boot is compared.

import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { loadPyodide } from 'pyodide/pyodide.mjs';

interface Parts {
  readonly module: WebAssembly.Module;
  readonly stdlib: Uint8Array<ArrayBuffer>;
  readonly wheel: Uint8Array<ArrayBuffer>;
  readonly lock: string;
}

onmessage = async ({ data }: MessageEvent<Parts>) => {
  const { instantiate } = WebAssembly;
  Object.assign(WebAssembly, {
    instantiateStreaming: async (_source: unknown, imports?: WebAssembly.Imports) => ({ instance: await instantiate(data.module, imports), module: data.module }),
  });
  globalThis.fetch = (input: RequestInfo | URL) => {
    const url = String(input);
    return Promise.resolve(url.endsWith('.zip') ? new Response(data.stdlib) : new Response(new Uint8Array(8), { headers: { 'content-type': 'application/wasm' } }));
  };
  const python = await loadPyodide({ indexURL: new URL('./', self.location.href).href, lockFileContents: data.lock, createPyodideModule });
  python.unpackArchive(data.wheel, 'wheel');
  await python.loadPackagesFromImports('');
  python.runPython('import numpy');
  postMessage('ready');
};

import type { PyodideAPI } from 'pyodide';
import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { loadPyodide } from 'pyodide/pyodide.mjs';
import type { ImageParts, Package } from '../../../protocol';
import { ERRNO, O_ACCMODE, type EmscriptenFs } from '../files/emscripten';
import { mountPackages, type PackageMount, type PackagedFile } from '../files/packages';
import { readZip } from '../files/zip';
import { withBorrowedParts } from './borrowed-parts';
import { headerOf, restoreMemory } from './memory-image';
import type { EmscriptenModule, Place } from './module';

export const SITE_PACKAGES = '/lib/python3.14/site-packages';

/// A CPython that stands: Pyodide's interface and the Emscripten module below it.
export interface Interpreter {
  readonly api: PyodideAPI;
  readonly module: EmscriptenModule;
  /// Its installed packages.
  readonly site: PackageMount;
  /// What a program may import besides.
  readonly packages: readonly Package[];
}

interface Settings {
  dynamicLibraries?: string[];
  locateFile(file: string): string;
}

/// Starts CPython with numpy's compiled libraries linked in, from `memory` (0.2 s; see memory-image) or, when that is null, from nothing (3 s),
/// so that a snapshot can be made of it. Libraries are loaded before Python starts and in one order, so that making and
/// restoring give them the same memory and table addresses.
export async function startInterpreter(parts: ImageParts, memory: Uint8Array | null, place: Place): Promise<Interpreter> {
  const paths = parts.libraries.map((library) => `${SITE_PACKAGES}/${library.path}`);
  let module: EmscriptenModule | null = null;
  let site: PackageMount | null = null;
  const installed = (): Map<string, PackagedFile> => {
    const files = new Map(parts.wheels.flatMap((wheel) => [...readZip(wheel)]));
    const encoder = new TextEncoder();
    for (const [path, text] of Object.entries(parts.sources)) {
      const bytes = encoder.encode(text);
      const file: PackagedFile = { size: bytes.length, content: () => bytes };
      files.set(path, file);
      // Where upstream has no stub for a type checker, the module is its own.
      if (!files.has(`${path}i`)) files.set(`${path}i`, file);
    }
    // Linked in already: Python needs to find their names, never their bytes.
    for (const { path } of parts.libraries) files.set(path, { size: 0, content: () => new Uint8Array() });
    return files;
  };

  // A restored Python has read what it needs of the library; it gets the rest lent below instead of two copies of 2.5 MB.
  const stdlib = memory === null ? new Uint8Array(parts.stdlib) : new Uint8Array();
  const api = await withBorrowedParts(parts, place, stdlib, () =>
    loadPyodide({
      indexURL: place.indexUrl,
      lockFileContents: parts.lock,
      ...(memory === null ? { _makeSnapshot: true } : { _loadSnapshot: headerOf(memory) }),
      env: { HOME: '/home/student', PYTHONINSPECT: '1', LANG: 'en_US.UTF-8' },
      // `import js` would otherwise be the worker's global object.
      jsglobals: Object.create(null) as object,
      stdin: () => null,
      fsInit: async (fs: EmscriptenFs) => {
        site = mountPackages(fs, SITE_PACKAGES, installed);
        // As on any machine, the names of hosts: this one's.
        fs.mkdirTree('/etc');
        fs.writeFile('/etc/hosts', '127.0.0.1 localhost commworld\n');
      },
      createPyodideModule: async (settings: Settings) => {
        const locate = settings.locateFile;
        settings.dynamicLibraries = paths;
        settings.locateFile = (file) => {
          const index = paths.indexOf(file);
          return index >= 0 ? place.libraryUrl(index) : locate(file);
        };
        module = (await createPyodideModule(settings)) as EmscriptenModule;
        if (memory !== null) {
          restoreMemory(module, memory);
          lendStdlib(module.FS, parts.stdlib);
        }
        return module;
      },
    }),
  );
  if (module === null || site === null) throw new Error('Pyodide did not make its module');
  forgetParts(api);
  return { api, module, site, packages: parts.packages };
}

/// Makes the standard library's file the shared bytes themselves. All interpreters read them, so none may write: the file keeps only
/// the operations that read.
function lendStdlib(fs: EmscriptenFs, bytes: Uint8Array): void {
  const { node } = fs.lookupPath('/lib/python314.zip');
  const refuse = (): never => {
    throw new fs.ErrnoError(ERRNO.EROFS);
  };
  node.contents = bytes;
  node.usedBytes = bytes.length;
  const { read, llseek } = node.stream_ops;
  node.stream_ops = { read, llseek, open: (stream) => (stream.flags & O_ACCMODE) === 0 || refuse(), write: refuse };
  node.node_ops = { ...node.node_ops, setattr: refuse };
}

/// Takes the shared parts out of Pyodide's settings, which it keeps: all interpreters start from the same memory, and one program must
/// not find it, let alone change it.
function forgetParts(api: PyodideAPI): void {
  const { config } = (api as PyodideAPI & { readonly _api: { readonly config: Record<string, unknown> } })._api;
  for (const part of ['_loadSnapshot', 'lockFileContents', 'createPyodideModule', 'fsInit']) delete config[part];
}

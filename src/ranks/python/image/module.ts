import type { EmscriptenFs } from '../files/emscripten';

/// The parts of Pyodide's Emscripten module that starting and running a program need. The bridge declares what it uses of the C API.
export interface EmscriptenModule {
  readonly HEAP8: Int8Array;
  readonly HEAPU8: Uint8Array;
  readonly FS: EmscriptenFs;
  _malloc(bytes: number): number;
}

/// What differs between a browser's worker and a Node worker thread.
export interface Place {
  /// Where Pyodide believes its files are.
  readonly indexUrl: string;
  /// Where the stub of library `index` is read from: see `libraryStub`.
  libraryUrl(index: number): string;
}

import type { PythonModule } from '../bridge';
import type { EmscriptenFs } from '../files/emscripten';

/// The parts of Pyodide's Emscripten module that starting and running a program need, besides the C API that the bridge uses.
export interface EmscriptenModule extends PythonModule {
  readonly HEAP8: Int8Array;
  readonly FS: EmscriptenFs;
  /// Where data and heap end. Bytes.
  _sbrk(increment: number): number;
  /// Lowest address of the stack, and how far down it reaches at this moment. Bytes.
  _emscripten_stack_get_end(): number;
  _emscripten_stack_get_current(): number;
  /// Makes the memory at least so many bytes.
  growMemory(bytes: number): void;
}

/// What differs between a browser's worker and a Node worker thread.
export interface Place {
  /// Where Pyodide believes its files are.
  readonly indexUrl: string;
  /// Where the stub of library `index` is read from: see `libraryStub`.
  libraryUrl(index: number): string;
}

import { packLine } from '../../../protocol';
import type { PythonModule } from './emscripten';
import type { Python } from './python';

/// Which line of the student's program is being executed: the innermost frame whose code comes from one of its source files.
export class SourceLine {
  /// Code object to index of its source file, from 1; 0 for code that is not the student's. The objects are kept alive, so that
  /// no other can come to the same address.
  readonly #files = new Map<number, number>();
  readonly #python: Python;
  readonly #module: PythonModule;
  readonly #sources: ReadonlyMap<string, number>;

  constructor(python: Python, sources: readonly string[]) {
    this.#python = python;
    this.#module = python.module;
    this.#sources = new Map(sources.map((path, i) => [path, i + 1]));
  }

  /// A `packLine` word, 0 when no such frame is on the stack.
  now(): number {
    const { _PyEval_GetFrame, _PyFrame_GetBack, _PyFrame_GetCode, _PyFrame_GetLineNumber, _Py_DecRef, _Py_IncRef } = this.#module;
    let frame = _PyEval_GetFrame();
    if (frame === 0) return 0;
    // The first frame is borrowed, the others are new references.
    _Py_IncRef(frame);
    while (frame !== 0) {
      const code = _PyFrame_GetCode(frame);
      let file = this.#files.get(code);
      if (file === undefined) {
        file = this.#fileOf(code);
        this.#files.set(code, file);
      } else {
        _Py_DecRef(code);
      }
      if (file > 0) {
        const word = packLine(file, _PyFrame_GetLineNumber(frame));
        _Py_DecRef(frame);
        return word;
      }
      const back = _PyFrame_GetBack(frame);
      _Py_DecRef(frame);
      frame = back;
    }
    return 0;
  }

  #fileOf(code: number): number {
    const name = this.#python.getAttribute(code, 'co_filename');
    const path = this.#python.textOf(name);
    this.#module._Py_DecRef(name);
    return this.#sources.get(path) ?? 0;
  }
}

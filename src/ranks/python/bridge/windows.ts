import { ErrorClass } from '../../../protocol';
import { MpiError, type Window } from '../../../mpi';
import type { Python } from './python';

/// Windows by Python's handles, which are not used twice.
export class Windows {
  readonly #windows = new Map<number, Window>();
  #next = 1;

  constructor(private readonly python: Python) {}

  add(window: Window): number {
    this.#windows.set(this.#next, window);
    return this.#next++;
  }

  /// Of a handle in the arguments. Throws MPI_ERR_WIN for WIN_NULL and for a window that has been freed.
  at(at: number): Window {
    const handle = this.python.integer(at);
    const window = this.#windows.get(handle);
    if (window === undefined) throw new MpiError(ErrorClass.Win, handle === 0 ? 'the window is WIN_NULL' : 'the window has been freed');
    return window;
  }

  remove(handle: number): void {
    this.#windows.delete(handle);
  }

  /// What becomes of an error of a call whose first argument is a window: what its error handler says, which Python knows. Null when
  /// there is no such window.
  failed(at: number, error: MpiError): unknown {
    const { python } = this;
    const handle = python.integer(at);
    if (!this.#windows.has(handle)) return null;
    try {
      const handlers = python.importModule('mpi4py._mpi.errhandler');
      python.module._Py_DecRef(python.callMethod(handlers, 'window_failed', python.long(handle), python.long(error.errorClass)));
      python.module._Py_DecRef(handlers);
      return error;
    } catch (raised) {
      return raised;
    }
  }
}

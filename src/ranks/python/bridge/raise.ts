import { ErrorClass } from '../../../protocol';
import { MpiError, NotImplementedMpi, WorldEnded } from '../../../mpi';
import { PythonError, type Python } from './python';

/// Makes Python exceptions of what the engine throws.
export class Raiser {
  /// `MPI.Exception`, once MPI has been started.
  exceptionClass = 0;

  constructor(
    readonly python: Python,
    /// `mpi4py._native.WorldEnded`.
    readonly worldEnded: number,
  ) {}

  /// Sets Python's error. Never throws.
  readonly raise = (error: unknown): void => {
    const { module } = this.python;
    try {
      this.#set(error);
    } catch (second) {
      if (second instanceof PythonError) module._PyErr_SetRaisedException(second.exception);
      else this.#setText(this.python.exceptionClass('_PyExc_RuntimeError'), String(second));
    }
  };

  #set(error: unknown): void {
    const { python } = this;
    if (error instanceof PythonError) {
      python.module._PyErr_SetRaisedException(error.exception);
    } else if (error instanceof MpiError) {
      this.#setMpi(error.errorClass, error.detail);
    } else if (error instanceof WorldEnded) {
      this.#setText(this.worldEnded, error.message);
    } else if (error instanceof NotImplementedMpi) {
      this.#setText(python.exceptionClass('_PyExc_NotImplementedError'), `MPI: ${error.message} in Commworld`);
    } else {
      // A fault of the engine's or this bridge's own: said as it is, never swallowed.
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.#setText(python.exceptionClass('_PyExc_RuntimeError'), `internal error of Commworld: ${text}`);
    }
  }

  /// `MPI.Exception(code)`; what was wrong with which argument follows it in the traceback as a note (PEP 678).
  #setMpi(code: ErrorClass, detail: string): void {
    const { python } = this;
    if (this.exceptionClass === 0) {
      this.#setText(python.exceptionClass('_PyExc_RuntimeError'), 'MPI has not been started: call MPI.Init() first');
      return;
    }
    python.module._PyErr_SetRaisedException(this.mpiException(code, detail));
  }

  /// A new `MPI.Exception`.
  mpiException(code: ErrorClass, detail: string): number {
    const { python } = this;
    const exception = python.call(this.exceptionClass, python.long(code));
    if (detail !== '') python.module._Py_DecRef(python.callMethod(exception, 'add_note', python.string(detail)));
    return exception;
  }

  #setText(type: number, text: string): void {
    this.python.withText(text, (address) => this.python.module._PyErr_SetString(type, address));
  }
}

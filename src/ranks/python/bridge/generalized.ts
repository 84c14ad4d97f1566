import type { ErrorClass } from '../../../protocol';
import type { Callbacks, Status } from '../../../mpi';
import type { Python } from './python';

/// `generalized.Callbacks` as the engine's.
export class GeneralizedCallbacks implements Callbacks {
  /// Keeps the Python object alive until the request is freed.
  constructor(
    readonly python: Python,
    readonly object: number,
  ) {
    python.module._Py_IncRef(object);
  }

  query(status: Status): ErrorClass {
    const { python } = this;
    const answer = python.callMethod(this.object, 'query');
    const item = (index: number): number => python.module._PyTuple_GetItem(answer, index);
    try {
      const cancelled = item(5) === python.module.__Py_TrueStruct;
      status.set(python.integerOf(item(1)), python.integerOf(item(2)), python.countOf(item(3)), python.integerOf(item(4)), cancelled);
      return python.integerOf(item(0));
    } finally {
      python.module._Py_DecRef(answer);
    }
  }

  free(): ErrorClass {
    const code = this.#code('free');
    this.python.module._Py_DecRef(this.object);
    return code;
  }

  cancel(complete: boolean): ErrorClass {
    return this.#code('cancel', this.python.bool(complete));
  }

  #code(method: string, ...args: readonly number[]): ErrorClass {
    const { python } = this;
    const answer = python.callMethod(this.object, method, ...args);
    const code = python.integerOf(answer);
    python.module._Py_DecRef(answer);
    return code;
  }
}

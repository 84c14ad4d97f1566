import type { Binding } from './binding';
import type { NativeTable } from './native-table';

/// Starting and ending MPI, its clock.
export function lifeCalls(binding: Binding): NativeTable {
  const { python } = binding;
  const kept = (at: number): number => {
    const object = python.argument(at);
    python.module._Py_IncRef(object);
    return object;
  };

  return {
    initialize(at) {
      binding.raiser.exceptionClass = kept(at);
      binding.statusClass = kept(at + 1);
      binding.reduceUser = kept(at + 2);
      binding.errorsUser = kept(at + 3);
      binding.start();
      return python.none;
    },
    is_initialized: () => python.bool(binding.mpi !== null),
    is_finalized: () => python.bool(binding.mpi?.finalized ?? false),
    finalize() {
      binding.engine.finalize();
      return python.none;
    },
    abort: (at) => binding.engine.abort(python.integer(at)),
    wtime: () => python.float(binding.engine.wtime()),
    wtick: () => python.float(binding.engine.wtick()),
  };
}

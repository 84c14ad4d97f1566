import { Op } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';

const PYBUF_READ = 0x100;
const PYBUF_WRITE = 0x200;

/// Starting and ending MPI, its clock, memory by address, operations.
export function lifeCalls(binding: Binding): NativeTable {
  const { python, buffers } = binding;
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

    buffer: (at) => buffers.describe(python.argument(at), python.truth(at + 1), python.truth(at + 2)),
    memory(at) {
      const address = python.module._PyLong_AsUnsignedLongMask(python.argument(at)) >>> 0;
      return python.checked(python.module._PyMemoryView_FromMemory(address, python.integer(at + 1), python.truth(at + 2) ? PYBUF_READ : PYBUF_WRITE));
    },

    op_create(at) {
      const index = python.integer(at);
      const op = Op.create((inAddress, inoutAddress, count, type) => {
        const result = python.call(
          binding.reduceUser, python.long(index), python.size(inAddress), python.size(inoutAddress), python.size(count * type.extent), python.long(type.id),
        );
        python.module._Py_DecRef(result);
      }, python.truth(at + 1));
      return python.long(binding.addOperation(op));
    },
    op_free(at) {
      binding.removeOperation(python.integer(at));
      return python.none;
    },
  };
}

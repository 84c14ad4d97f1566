import { ErrorClass, MPI_CALLS, SELF_CONTEXT } from '../../../protocol';
import { MpiError, runsOf } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';

/// Runs of a file view's element that are looked after one by one.
const MOST_RUNS = 1_000_000;

/// What ranks share of an open file, and the runs of a view. Reading and writing are Python's own, on the disk that all ranks share.
export function fileCalls(binding: Binding): NativeTable {
  const { python } = binding;
  return {
    file_take: () => python.long(binding.engine.files.take()),
    file_give(at) {
      binding.engine.files.give(python.integer(at));
      return python.none;
    },
    file_pointer: (at) => python.number(binding.engine.files.get(python.integer(at))),
    file_set_pointer(at) {
      binding.engine.files.set(python.integer(at), python.numberOf(python.argument(at + 1)));
      return python.none;
    },
    file_add_pointer: (at) => python.number(binding.engine.files.add(python.integer(at), python.numberOf(python.argument(at + 1)))),
    file_try_lock: (at) => python.bool(binding.engine.files.tryLock(python.integer(at))),
    file_unlock(at) {
      binding.engine.files.unlock(python.integer(at));
      return python.none;
    },
    file_begins(at) {
      const call = MPI_CALLS.indexOf(`File.${python.text(at)}`);
      if (call < 0) throw new Error(`no call of MPI.File is named ${python.text(at)}`);
      return python.bool(binding.engine.enclose(call, python.isNone(at + 1) ? SELF_CONTEXT : binding.communicator(at + 1).context));
    },
    file_ends(at) {
      const error = python.integer(at + 1);
      binding.engine.disclose(python.numberOf(python.argument(at)), error < 0 ? null : error);
      return python.none;
    },
    type_runs(at) {
      const runs = runsOf(binding.datatypes.of(python.integer(at)), MOST_RUNS);
      if (runs === null) throw new MpiError(ErrorClass.Type, `the file type has more than ${MOST_RUNS} pieces`);
      return python.tuple(runs.map((value) => python.number(value)));
    },
  };
}

import type { Binding } from './binding';
import { tensorOf } from './dlpack';
import type { NativeTable } from './native-table';

const PYBUF_READ = 0x100;
const PYBUF_WRITE = 0x200;

/// Above any int that CPython shares, so that it makes a new one.
const NOT_SHARED = 1 << 20;
/// Word of an int object (CPython 3.12 and later) that holds the value of a small one, up to 2^30.
const INT_DIGIT = 3;

/// Memory by address, and objects that have some.
export function memoryCalls(binding: Binding): NativeTable {
  const { python, buffers } = binding;
  const { module } = python;
  return {
    buffer: (at) => buffers.describe(python.argument(at), python.truth(at + 1), python.truth(at + 2)),
    memory: (at) => python.checked(module._PyMemoryView_FromMemory(python.address(at), python.integer(at + 1), python.truth(at + 2) ? PYBUF_READ : PYBUF_WRITE)),
    tensor: (at) => tensorOf(python, python.argument(at), python.truth(at + 1)),
    own_int(at) {
      const object = python.checked(module._PyLong_FromLong(NOT_SHARED));
      module.HEAPU32[(object >> 2) + INT_DIGIT] = python.integer(at);
      return python.tuple([object, python.size(object + 4 * INT_DIGIT)]);
    },
  };
}

import { Datatype, Op, type Segment } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';

const BYTE = Datatype.named('BYTE');
const UNSIGNED_CHAR = Datatype.named('UNSIGNED_CHAR');

/// A reduction's operand. Python's format 'B', as of a numpy array of uint8, is BYTE, for which MPI defines no arithmetic; Open MPI
/// computes with it as with unsigned char, and programs rely on that.
export function operandOf(op: Op, segment: Segment): Segment {
  return op.user === null && segment.type === BYTE ? { ...segment, type: UNSIGNED_CHAR } : segment;
}

/// Reduction operations.
export function opCalls(binding: Binding): NativeTable {
  const { python } = binding;
  return {
    op_create(at) {
      const index = python.integer(at);
      const op = Op.create((inAddress, inoutAddress, count, type) => {
        const handle = binding.datatypes.handleOf(type);
        const result = python.call(
          binding.reduceUser, python.long(index), python.size(inAddress), python.size(inoutAddress), python.number(count * type.extent), python.long(handle),
        );
        python.module._Py_DecRef(result);
      }, python.truth(at + 1));
      return python.long(binding.addOperation(op));
    },
    op_free(at) {
      binding.removeOperation(python.integer(at));
      return python.none;
    },
    reduce_local(at) {
      const op = binding.operation(at);
      const left = operandOf(op, binding.buffers.segment(python.argument(at + 1)));
      binding.engine.reduceLocal(op, left, operandOf(op, binding.buffers.segment(python.argument(at + 2))));
      return python.none;
    },
  };
}

import { Datatype, IN_PLACE, type Accumulator, type InPlace, type Op, type Segment, type Segments } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';
import type { Python } from './python';

const BYTE = Datatype.named('BYTE');
const UNSIGNED_CHAR = Datatype.named('UNSIGNED_CHAR');

/// Collectives, of memory and of pickles.
export function collectiveCalls(binding: Binding): NativeTable {
  const { python, buffers } = binding;

  const segment = (at: number): Segment => buffers.segment(python.argument(at));
  const segments = (at: number): Segments => buffers.segments(python.argument(at));
  const segmentOrNull = (at: number): Segment | null => (python.isNone(at) ? null : segment(at));
  const segmentsOrNull = (at: number): Segments | null => (python.isNone(at) ? null : segments(at));
  const segmentOrPlace = (at: number): Segment | InPlace => (python.isNone(at) ? IN_PLACE : segment(at));
  const segmentsOrPlace = (at: number): Segments | InPlace => (python.isNone(at) ? IN_PLACE : segments(at));
  // Python's format 'B', as of a numpy array of uint8, is BYTE, for which MPI defines no arithmetic; Open MPI computes with it as with
  // unsigned char, and programs rely on that.
  const result = (at: number, op: Op): Segment => {
    const found = segment(at);
    return op.user === null && found.type === BYTE ? { ...found, type: UNSIGNED_CHAR } : found;
  };
  const operand = (at: number, op: Op): Segment | null => (python.isNone(at) ? null : result(at, op));
  const pickle = (at: number): Segment => buffers.pickle(python.argument(at));
  const pickles = (at: number): Segment[] => python.items(python.argument(at)).map((item) => buffers.pickle(item));
  const object = (bytes: Uint8Array | null): number => (bytes === null ? python.none : python.bytes(bytes));
  const objects = (all: readonly Uint8Array[] | null): number => (all === null ? python.none : python.list(all.map((bytes) => python.bytes(bytes))));
  const done = (_: void): number => python.none;
  const withValue = <T>(at: number, body: (value: Accumulator) => T): T => {
    const value = new PythonAccumulator(python, python.argument(at), false);
    try {
      return body(value);
    } finally {
      value.release();
    }
  };

  return {
    barrier: (at) => done(binding.communicator(at).barrier()),
    bcast: (at) => done(binding.communicator(at).bcast(segment(at + 1), python.integer(at + 2))),
    gather: (at) => done(binding.communicator(at).gather(segmentOrPlace(at + 1), segmentOrNull(at + 2), python.integer(at + 3))),
    gatherv: (at) => done(binding.communicator(at).gatherv(segmentOrPlace(at + 1), segmentsOrNull(at + 2), python.integer(at + 3))),
    scatter: (at) => done(binding.communicator(at).scatter(segmentOrNull(at + 1), segmentOrPlace(at + 2), python.integer(at + 3))),
    scatterv: (at) => done(binding.communicator(at).scatterv(segmentsOrNull(at + 1), segmentOrPlace(at + 2), python.integer(at + 3))),
    allgather: (at) => done(binding.communicator(at).allgather(segmentOrPlace(at + 1), segment(at + 2))),
    allgatherv: (at) => done(binding.communicator(at).allgatherv(segmentOrPlace(at + 1), segments(at + 2))),
    alltoall: (at) => done(binding.communicator(at).alltoall(segmentOrPlace(at + 1), segment(at + 2))),
    alltoallv: (at) => done(binding.communicator(at).alltoallv(segmentsOrPlace(at + 1), segments(at + 2))),
    reduce(at) {
      const op = binding.operation(at + 3);
      return done(binding.communicator(at).reduce(operand(at + 1, op) ?? IN_PLACE, operand(at + 2, op), op, python.integer(at + 4)));
    },
    allreduce(at) {
      const op = binding.operation(at + 3);
      return done(binding.communicator(at).allreduce(operand(at + 1, op) ?? IN_PLACE, result(at + 2, op), op));
    },
    reduce_scatter_block(at) {
      const op = binding.operation(at + 3);
      const communicator = binding.communicator(at);
      const block = operand(at + 1, op);
      const send = block === null ? IN_PLACE : { ...block, count: block.count * communicator.size };
      return done(communicator.reduceScatterBlock(send, result(at + 2, op), op));
    },
    reduce_scatter(at) {
      const op = binding.operation(at + 4);
      return done(binding.communicator(at).reduceScatter(operand(at + 1, op) ?? IN_PLACE, result(at + 2, op), python.integers(python.argument(at + 3)), op));
    },
    scan(at) {
      const op = binding.operation(at + 3);
      return done(binding.communicator(at).scan(operand(at + 1, op) ?? IN_PLACE, result(at + 2, op), op));
    },
    exscan(at) {
      const op = binding.operation(at + 3);
      return done(binding.communicator(at).exscan(operand(at + 1, op) ?? IN_PLACE, result(at + 2, op), op));
    },

    bcast_object: (at) => object(binding.communicator(at).bcastBytes(python.isNone(at + 1) ? null : pickle(at + 1), python.integer(at + 2))),
    gather_object: (at) => objects(binding.communicator(at).gatherBytes(pickle(at + 1), python.integer(at + 2))),
    scatter_object: (at) => object(binding.communicator(at).scatterBytes(python.isNone(at + 1) ? null : pickles(at + 1), python.integer(at + 2))),
    allgather_object: (at) => objects(binding.communicator(at).allgatherBytes(pickle(at + 1))),
    alltoall_object: (at) => objects(binding.communicator(at).alltoallBytes(pickles(at + 1))),
    reduce_object(at) {
      const communicator = binding.communicator(at);
      const root = python.integer(at + 2);
      withValue(at + 1, (value) => communicator.reduceObject(value, root));
      return python.bool(communicator.rank === root);
    },
    allreduce_object: (at) => done(withValue(at + 1, (value) => binding.communicator(at).allreduceObject(value))),
    scan_object: (at) => done(withValue(at + 1, (value) => binding.communicator(at).scanObject(value))),
    exscan_object: (at) => python.bool(withValue(at + 1, (value) => binding.communicator(at).exscanObject(value))),
  };
}

/// `collective_objects.Accumulator` as the engine's: a Python object under reduction.
class PythonAccumulator implements Accumulator {
  readonly #copies: PythonAccumulator[] = [];

  constructor(
    readonly python: Python,
    readonly object: number,
    /// Whether the reference is this one's to give back.
    readonly owned: boolean,
  ) {}

  pack(): Uint8Array {
    const { module } = this.python;
    const bytes = this.python.callMethod(this.object, 'pack');
    const address = module._PyBytes_AsString(bytes);
    const data = module.HEAPU8.slice(address, address + module._PyBytes_Size(bytes));
    module._Py_DecRef(bytes);
    return data;
  }

  combine(theirs: Uint8Array, side: 'left' | 'right'): void {
    this.#tell(side === 'left' ? 'combine_left' : 'combine_right', theirs);
  }

  load(bytes: Uint8Array): void {
    this.#tell('load', bytes);
  }

  copy(): PythonAccumulator {
    const copy = new PythonAccumulator(this.python, this.python.callMethod(this.object, 'copy'), true);
    this.#copies.push(copy);
    return copy;
  }

  /// Lets go of the copies that the reduction made.
  release(): void {
    for (const copy of this.#copies) copy.release();
    if (this.owned) this.python.module._Py_DecRef(this.object);
  }

  #tell(method: string, bytes: Uint8Array): void {
    this.python.module._Py_DecRef(this.python.callMethod(this.object, method, this.python.bytes(bytes)));
  }
}

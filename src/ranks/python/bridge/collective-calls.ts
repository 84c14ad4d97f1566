import { MpiCall } from '../../../protocol';
import { Datatype, IN_PLACE, ROOT, collectives, type Accumulator, type CollectiveCall, type Communicator, type InPlace, type Members, type Op, type Segment, type Segments } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';
import type { NativeBody, Python } from './python';

const BYTE = Datatype.named('BYTE');
const UNSIGNED_CHAR = Datatype.named('UNSIGNED_CHAR');

/// How a collective is called: `how` of `_native/collectives.py`.
const enum Form {
  Blocking = 0,
  Nonblocking = 1,
  Persistent = 2,
}

type Make = (members: Members) => CollectiveCall<unknown>;

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
  const objects = (all: readonly (Uint8Array | null)[] | null): number => (all === null ? python.none : python.list(all.map(object)));
  const done = (_: void): number => python.none;
  const withValue = <T>(at: number, body: (value: Accumulator) => T): T => {
    const value = new PythonAccumulator(python, python.argument(at), false);
    try {
      return body(value);
    } finally {
      value.release();
    }
  };
  /// A tuple of segments, one a rank.
  const list = (at: number): Segment[] => python.tupleItems(python.argument(at)).map((item) => buffers.segment(item));
  const listOrPlace = (at: number): Segment[] | InPlace => (python.isNone(at) ? IN_PLACE : list(at));

  /// A collective of `own` arguments, then `how` and `owners`, in its three forms.
  const forms = (own: number, read: (at: number, communicator: Communicator) => Make): NativeBody => (at, count) => {
    const communicator = binding.communicator(at);
    const make = read(at, communicator);
    const how: Form = count > own ? python.integer(at + own) : Form.Blocking;
    if (how === Form.Blocking) {
      communicator.perform(make);
      return python.none;
    }
    const memory: number[] = [];
    try {
      if (count > own + 1) for (const owner of python.tupleItems(python.argument(at + own + 1))) memory.push(buffers.hold(owner));
      return python.long(binding.requests.add(how === Form.Nonblocking ? communicator.start(make) : communicator.prepare(make), ...memory));
    } catch (error) {
      for (const held of memory) buffers.release(held);
      throw error;
    }
  };
  const reduction = (at: number, op: Op, send: number): Segment | InPlace => operand(at + send, op) ?? IN_PLACE;

  return {
    barrier: forms(1, () => (members) => collectives.barrierOf(members)),
    bcast: forms(3, (at) => {
      const [buffer, root] = [segment(at + 1), python.integer(at + 2)];
      return (members) => collectives.bcast(members, buffer, root);
    }),
    gather: forms(4, (at) => {
      const [send, receive, root] = [segmentOrPlace(at + 1), segmentOrNull(at + 2), python.integer(at + 3)];
      return (members) => collectives.gatherBlocks(members, send, receive, root);
    }),
    gatherv: forms(4, (at) => {
      const [send, receive, root] = [segmentOrPlace(at + 1), segmentsOrNull(at + 2), python.integer(at + 3)];
      return (members) => collectives.gatherv(members, send, receive, root);
    }),
    scatter: forms(4, (at) => {
      const [send, receive, root] = [segmentOrNull(at + 1), segmentOrPlace(at + 2), python.integer(at + 3)];
      return (members) => collectives.scatterBlocks(members, send, receive, root);
    }),
    scatterv: forms(4, (at) => {
      const [send, receive, root] = [segmentsOrNull(at + 1), segmentOrPlace(at + 2), python.integer(at + 3)];
      return (members) => collectives.scatterv(members, send, receive, root);
    }),
    allgather: forms(3, (at) => {
      const [send, receive] = [segmentOrPlace(at + 1), segment(at + 2)];
      return (members) => collectives.allgatherBlocks(members, send, receive);
    }),
    allgatherv: forms(3, (at) => {
      const [send, receive] = [segmentOrPlace(at + 1), segments(at + 2)];
      return (members) => collectives.allgatherv(members, send, receive);
    }),
    alltoall: forms(3, (at) => {
      const [send, receive] = [segmentOrPlace(at + 1), segment(at + 2)];
      return (members) => collectives.alltoallBlocks(members, send, receive);
    }),
    alltoallv: forms(3, (at) => {
      const [send, receive] = [segmentsOrPlace(at + 1), segments(at + 2)];
      return (members) => collectives.alltoallv(members, send, receive);
    }),
    alltoallw: forms(3, (at) => {
      const [send, receive] = [listOrPlace(at + 1), list(at + 2)];
      return (members) => collectives.alltoallw(members, send, receive);
    }),
    reduce: forms(5, (at) => {
      const op = binding.operation(at + 3);
      const [send, receive, root] = [reduction(at, op, 1), operand(at + 2, op), python.integer(at + 4)];
      return (members) => collectives.reduceBlocks(members, send, receive, op, root);
    }),
    allreduce: forms(4, (at) => {
      const op = binding.operation(at + 3);
      const [send, receive] = [reduction(at, op, 1), result(at + 2, op)];
      return (members) => collectives.allreduceBlocks(members, send, receive, op);
    }),
    reduce_scatter_block: forms(4, (at, { size }) => {
      const op = binding.operation(at + 3);
      const [send, receive] = [reduction(at, op, 1), result(at + 2, op)];
      return (members) => collectives.reduceScatterOf(members, send, receive, new Array<number>(size).fill(receive.count), op, true);
    }),
    reduce_scatter: forms(5, (at) => {
      const op = binding.operation(at + 4);
      const [send, receive, counts] = [reduction(at, op, 1), result(at + 2, op), python.integers(python.argument(at + 3))];
      return (members) => collectives.reduceScatterOf(members, send, receive, counts, op, false);
    }),
    scan: forms(4, (at) => {
      const op = binding.operation(at + 3);
      const [send, receive] = [reduction(at, op, 1), result(at + 2, op)];
      return (members) => collectives.scanBlocks(members, MpiCall.Scan, send, receive, op);
    }),
    exscan: forms(4, (at) => {
      const op = binding.operation(at + 3);
      const [send, receive] = [reduction(at, op, 1), result(at + 2, op)];
      return (members) => collectives.scanBlocks(members, MpiCall.Exscan, send, receive, op);
    }),
    neighbor_allgather: forms(3, (at) => {
      const [send, receive] = [segment(at + 1), segment(at + 2)];
      return (members) => collectives.neighborAllgather(members, send, receive);
    }),
    neighbor_allgatherv: forms(3, (at) => {
      const [send, receive] = [segment(at + 1), segments(at + 2)];
      return (members) => collectives.neighborAllgatherv(members, send, receive);
    }),
    neighbor_alltoall: forms(3, (at) => {
      const [send, receive] = [segment(at + 1), segment(at + 2)];
      return (members) => collectives.neighborAlltoall(members, send, receive);
    }),
    neighbor_alltoallv: forms(3, (at) => {
      const [send, receive] = [segments(at + 1), segments(at + 2)];
      return (members) => collectives.neighborAlltoallv(members, send, receive);
    }),
    neighbor_alltoallw: forms(3, (at) => {
      const [send, receive] = [list(at + 1), list(at + 2)];
      return (members) => collectives.neighborAlltoallw(members, send, receive);
    }),

    bcast_object: (at) => object(binding.communicator(at).bcastBytes(python.isNone(at + 1) ? null : pickle(at + 1), python.integer(at + 2))),
    gather_object: (at) => objects(binding.communicator(at).gatherBytes(pickle(at + 1), python.integer(at + 2))),
    scatter_object: (at) => object(binding.communicator(at).scatterBytes(python.isNone(at + 1) ? null : pickles(at + 1), python.integer(at + 2))),
    allgather_object: (at) => objects(binding.communicator(at).allgatherBytes(pickle(at + 1))),
    alltoall_object: (at) => objects(binding.communicator(at).alltoallBytes(pickles(at + 1))),
    neighbor_allgather_object(at) {
      const data = pickle(at + 1);
      return objects(binding.communicator(at).perform((members) => collectives.neighborAllgatherBytes(members, data)));
    },
    neighbor_alltoall_object(at) {
      const data = pickles(at + 1);
      return objects(binding.communicator(at).perform((members) => collectives.neighborAlltoallBytes(members, data)));
    },
    reduce_object(at) {
      const communicator = binding.communicator(at);
      const root = python.integer(at + 2);
      withValue(at + 1, (value) => communicator.reduceObject(value, root));
      return python.bool(root === (communicator.remote === null ? communicator.rank : ROOT));
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

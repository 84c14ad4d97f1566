import { ErrorClass } from '../../../protocol';
import { Cartesian, type Communicator, DistributedGraph, Graph, MpiError } from '../../../mpi';
import type { Binding, ErrorMode } from './binding';
import type { NativeTable } from './native-table';

/// What `comm_kind` answers: the constants of topologies, and one for an intercommunicator.
const enum Kind {
  Plain = 0,
  Cartesian = 1,
  Graph = 2,
  DistributedGraph = 3,
  Inter = 4,
}

function kindOf({ remote, topology }: Communicator): Kind {
  if (remote !== null) return Kind.Inter;
  if (topology instanceof Cartesian) return Kind.Cartesian;
  if (topology instanceof Graph) return Kind.Graph;
  return topology instanceof DistributedGraph ? Kind.DistributedGraph : Kind.Plain;
}

/// Communicators: asking, making, freeing.
export function communicatorCalls(binding: Binding): NativeTable {
  const { python } = binding;
  const ranks = (at: number): number[] => python.integers(python.argument(at));
  const made = (communicator: Communicator | null): number => python.long(binding.addCommunicator(communicator));

  return {
    comm_size: (at) => python.long(binding.communicator(at).size),
    comm_rank: (at) => python.long(binding.communicator(at).rank),
    comm_group: (at) => python.tupleOfIntegers(binding.communicator(at).group),
    comm_remote(at) {
      const { remote } = binding.communicator(at);
      if (remote === null) throw new MpiError(ErrorClass.Comm, 'this is not an intercommunicator');
      return python.tupleOfIntegers(remote);
    },
    comm_kind: (at) => python.long(kindOf(binding.communicator(at))),
    comm_name(at) {
      const communicator = binding.communicator(at);
      if (!python.isNone(at + 1)) communicator.name = python.text(at + 1);
      return python.string(communicator.name);
    },
    comm_dup: (at) => made(binding.communicator(at).dup()),
    comm_idup(at) {
      const { handle, made: fill } = binding.promiseCommunicator();
      return python.tupleOfIntegers([handle, binding.requests.add(binding.communicator(at).idup(fill))]);
    },
    comm_agree: (at) => python.long(binding.communicator(at).agree(python.integer(at + 1))),
    comm_iagree(at) {
      const address = python.module._PyLong_AsUnsignedLongMask(python.argument(at + 1)) >>> 0;
      const held = binding.buffers.hold(python.argument(at + 2));
      const words = (): Int32Array => new Int32Array(python.module.HEAPU8.buffer, address, 1);
      const request = binding.communicator(at).iagree(words()[0] ?? 0, (flag) => words().set([flag]));
      return python.long(binding.requests.add(request, held));
    },
    comm_split: (at) => made(binding.communicator(at).split(python.integer(at + 1), python.integer(at + 2))),
    comm_create: (at) => made(binding.communicator(at).create(ranks(at + 1))),
    comm_create_group: (at) => made(binding.communicator(at).createGroup(ranks(at + 1), python.integer(at + 2))),
    comm_create_intercomm(at) {
      const peers = python.integer(at + 2) === 0 ? null : binding.communicator(at + 2);
      return made(binding.communicator(at).createIntercomm(python.integer(at + 1), peers, python.integer(at + 3), python.integer(at + 4)));
    },
    comm_merge: (at) => made(binding.communicator(at).merge(python.truth(at + 1))),
    comm_accept: (at) => made(binding.communicator(at).accept(python.integer(at + 1), python.integer(at + 2))),
    comm_connect: (at) => made(binding.communicator(at).connect(python.integer(at + 1), python.integer(at + 2), python.integer(at + 3))),
    comm_free(at) {
      binding.communicator(at).free();
      binding.removeCommunicator(python.integer(at));
      return python.none;
    },
    comm_disconnect(at) {
      binding.communicator(at).disconnect();
      binding.removeCommunicator(python.integer(at));
      return python.none;
    },
    comm_errors(at) {
      binding.setErrorMode(python.integer(at), python.integer(at + 1) as ErrorMode);
      return python.none;
    },
    comm_fail(at) {
      throw new MpiError(python.integer(at + 1), python.isNone(at + 2) ? '' : python.text(at + 2));
    },
  };
}

/// Communicators of groups that have no parent, and published names: no communicator to blame for an error.
export function parentlessCalls(binding: Binding): NativeTable {
  const { python } = binding;
  const ranks = (at: number): number[] => python.integers(python.argument(at));
  return {
    name_publish(at) {
      binding.engine.names.publish(python.text(at), python.text(at + 1));
      return python.none;
    },
    name_unpublish(at) {
      binding.engine.names.unpublish(python.text(at));
      return python.none;
    },
    name_lookup: (at) => python.string(binding.engine.names.lookup(python.text(at))),
    comm_create_from_group: (at) => python.long(binding.addCommunicator(binding.engine.createFromGroup(ranks(at), python.integer(at + 1)))),
    comm_create_from_groups: (at) =>
      python.long(binding.addCommunicator(binding.engine.createFromGroups(ranks(at), python.integer(at + 1), ranks(at + 2), python.integer(at + 3), python.integer(at + 4)))),
  };
}

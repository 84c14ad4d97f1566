import type { Binding } from './binding';
import type { NativeTable } from './native-table';

/// Communicators: asking, making, freeing.
export function communicatorCalls(binding: Binding): NativeTable {
  const { python } = binding;
  return {
    comm_size: (at) => python.long(binding.communicator(at).size),
    comm_rank: (at) => python.long(binding.communicator(at).rank),
    comm_group: (at) => python.tuple(binding.communicator(at).group.map((rank) => python.long(rank))),
    comm_name(at) {
      const communicator = binding.communicator(at);
      if (!python.isNone(at + 1)) communicator.name = python.text(at + 1);
      return python.string(communicator.name);
    },
    comm_dup: (at) => python.long(binding.addCommunicator(binding.communicator(at).dup())),
    comm_split: (at) => python.long(binding.addCommunicator(binding.communicator(at).split(python.integer(at + 1), python.integer(at + 2)))),
    comm_create: (at) => python.long(binding.addCommunicator(binding.communicator(at).create(python.integers(python.argument(at + 1))))),
    comm_free(at) {
      binding.communicator(at).free();
      binding.removeCommunicator(python.integer(at));
      return python.none;
    },
    comm_fatal(at) {
      binding.setFatal(python.integer(at), python.truth(at + 1));
      return python.none;
    },
  };
}

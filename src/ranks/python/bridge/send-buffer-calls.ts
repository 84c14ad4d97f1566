import type { BufferOwner } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';

/// Memory for buffered sends. `place` is 0 for the process's, a communicator's handle, or a session's handle negated.
export function sendBufferCalls(binding: Binding): NativeTable {
  const { python, requests } = binding;
  const sessions = new Map<number, BufferOwner>();
  const sessionOf = (handle: number): BufferOwner => {
    let owner = sessions.get(handle);
    if (owner === undefined) {
      owner = { attached: null };
      sessions.set(handle, owner);
    }
    return owner;
  };
  const owner = (at: number): BufferOwner | undefined => {
    const place = python.integer(at);
    if (place === 0) return undefined;
    return place > 0 ? binding.communicator(at) : sessionOf(-place);
  };

  return {
    buffer_attach(at) {
      binding.engine.attachBuffer(python.isNone(at + 1) ? Infinity : python.countOf(python.argument(at + 1)), owner(at));
      return python.none;
    },
    buffer_detach(at) {
      binding.engine.detachBuffer(owner(at));
      return python.none;
    },
    buffer_flush(at) {
      binding.engine.flushBuffer(owner(at));
      return python.none;
    },
    buffer_iflush: (at) => python.long(requests.add(binding.engine.startFlush(owner(at)))),
    comm_of_session(at) {
      binding.communicator(at).session = sessionOf(python.integer(at + 1));
      return python.none;
    },
  };
}

import { ANY_TAG, PROC_NULL } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';

/// Receiving messages that a probe has taken out of matching.
export function messageCalls(binding: Binding): NativeTable {
  const { python, buffers, requests } = binding;
  const segment = (at: number) => buffers.segment(python.argument(at));

  return {
    message_recv(at) {
      const into = segment(at + 1);
      binding.withStatus(at + 2, (status) => {
        const message = binding.takeMessage(at);
        if (message === null) fromNobody(binding);
        else message.receive(into, status);
      });
      return python.none;
    },
    message_recv_object(at) {
      const status = binding.statusFor(at + 1);
      const message = binding.takeMessage(at);
      const bytes = message === null ? fromNobody(binding) : message.receiveBytes(status);
      binding.giveStatus(at + 1, status);
      return bytes === null ? python.none : python.bytes(bytes);
    },
    message_irecv(at) {
      const into = segment(at + 1);
      const message = binding.takeMessage(at);
      if (message === null) return python.long(complete(binding));
      return python.long(requests.add(message.start(into), buffers.hold(python.argument(at + 2))));
    },
  };
}

/// A request that is complete: a receive from PROC_NULL.
function complete(binding: Binding): number {
  const { buffers, engine, python, requests } = binding;
  return requests.add(engine.self.irecv(buffers.into(python.none, 0), PROC_NULL, ANY_TAG));
}

/// The status of a receive from PROC_NULL (MPI 4.1, 3.11).
function fromNobody(binding: Binding): null {
  binding.status.set(PROC_NULL, ANY_TAG, 0);
  return null;
}

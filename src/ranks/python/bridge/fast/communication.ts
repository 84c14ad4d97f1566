import { IN_PLACE, SendMode, type Communicator, type InPlace, type Request, type Segment } from '../../../../mpi';
import type { Binding } from '../binding';
import { OTHERWISE, type MethodBody } from './methods';
import type { Objects } from './objects';
import type { Specifications } from './specifications';

/// The methods of Comm that a program calls most, for arrays, alone or with a datatype and a count, on intracommunicators.
export function communicationMethods(binding: Binding, objects: Objects, specifications: Specifications): Readonly<Record<string, MethodBody>> {
  const { python, buffers, requests } = binding;
  const { none } = python;

  const reading = (at: number): Segment | null => specifications.message(python.argument(at), false);
  const writing = (at: number): Segment | null => specifications.message(python.argument(at), true);

  const send = (mode: SendMode): MethodBody => (at) => {
    const communicator = binding.communicator(at);
    const whole = reading(at + 1);
    if (whole === null) return OTHERWISE;
    communicator.send(whole, python.integer(at + 2), python.integer(at + 3), mode);
    return none;
  };
  const started = (at: number, post: () => Request): number => {
    const memory = buffers.hold(specifications.owner(python.argument(at)));
    try {
      return objects.request(requests.add(post(), memory));
    } catch (error) {
      buffers.release(memory);
      throw error;
    }
  };
  const isend = (mode: SendMode): MethodBody => (at) => {
    const communicator = binding.communicator(at);
    const whole = reading(at + 1);
    if (whole === null) return OTHERWISE;
    const dest = python.integer(at + 2);
    const tag = python.integer(at + 3);
    return started(at + 1, () => communicator.isend(whole, dest, tag, mode));
  };

  // A collective's own argument and a communicator that has collectives of this kind.
  const within = (at: number): Communicator | null => {
    const communicator = binding.communicator(at);
    return communicator.remote === null ? communicator : null;
  };
  const alike = (send: Segment, receive: Segment): boolean => send.type === receive.type && send.count === receive.count;
  const sendOrPlace = (at: number): Segment | InPlace | null => (python.argument(at) === objects.inPlace ? IN_PLACE : reading(at));
  // What goes to or comes from every rank.
  const blocks = (at: number, writable: boolean): Segment | null => specifications.blocks(python.argument(at), writable);
  const block = (whole: Segment, ranks: number): Segment | null => (whole.count % ranks === 0 ? { address: whole.address, count: whole.count / ranks, type: whole.type } : null);

  return {
    Send: send(SendMode.Standard),
    Ssend: send(SendMode.Synchronous),
    Recv(at) {
      const communicator = binding.communicator(at);
      const whole = writing(at + 1);
      if (whole === null) return OTHERWISE;
      const source = python.integer(at + 2);
      const tag = python.integer(at + 3);
      if (python.isNone(at + 4)) communicator.recv(whole, source, tag, null);
      else binding.withStatus(at + 4, (status) => communicator.recv(whole, source, tag, status));
      return none;
    },
    Isend: isend(SendMode.Standard),
    Issend: isend(SendMode.Synchronous),
    Irecv(at) {
      const communicator = binding.communicator(at);
      const whole = writing(at + 1);
      if (whole === null) return OTHERWISE;
      const source = python.integer(at + 2);
      const tag = python.integer(at + 3);
      return started(at + 1, () => communicator.irecv(whole, source, tag));
    },
    send(at) {
      const communicator = binding.communicator(at);
      const dest = python.integer(at + 2);
      const tag = python.integer(at + 3);
      const bytes = dest < 0 ? 0 : objects.dumped(python.argument(at + 1));
      if (bytes === 0) return OTHERWISE;
      try {
        communicator.send(buffers.pickle(bytes), dest, tag, SendMode.Standard);
      } finally {
        python.module._Py_DecRef(bytes);
      }
      return none;
    },
    recv(at) {
      const communicator = binding.communicator(at);
      if (!python.isNone(at + 1) || !objects.plain) return OTHERWISE;
      const source = python.integer(at + 2);
      const tag = python.integer(at + 3);
      const bytes = python.isNone(at + 4) ? communicator.recvBytes(source, tag, null) : binding.withStatus(at + 4, (status) => communicator.recvBytes(source, tag, status));
      return bytes === null || bytes.length === 0 ? none : objects.loaded(bytes);
    },

    Barrier(at) {
      binding.communicator(at).barrier();
      return none;
    },
    Bcast(at) {
      const communicator = within(at);
      if (communicator === null) return OTHERWISE;
      const root = python.integer(at + 2);
      const whole = communicator.rank === root ? reading(at + 1) : writing(at + 1);
      if (whole === null) return OTHERWISE;
      communicator.bcast(whole, root);
      return none;
    },
    Allreduce(at) {
      const communicator = within(at);
      const op = objects.operation(python.argument(at + 3));
      const receive = writing(at + 2);
      const send = sendOrPlace(at + 1);
      if (communicator === null || op === null || receive === null || send === null || receive.type.size === 1) return OTHERWISE;
      if (send !== IN_PLACE && !alike(send, receive)) return OTHERWISE;
      communicator.allreduce(send, receive, op);
      return none;
    },
    Reduce(at) {
      const communicator = within(at);
      const op = objects.operation(python.argument(at + 3));
      const root = python.integer(at + 4);
      if (communicator === null || op === null) return OTHERWISE;
      const isRoot = communicator.rank === root;
      const receive = isRoot ? writing(at + 2) : null;
      const send = isRoot ? sendOrPlace(at + 1) : reading(at + 1);
      if (send === null || (isRoot && receive === null) || (send !== IN_PLACE && (send.type.size === 1 || (receive !== null && !alike(send, receive))))) return OTHERWISE;
      if (receive !== null && receive.type.size === 1) return OTHERWISE;
      communicator.reduce(send, receive, op, root);
      return none;
    },
    Alltoall(at) {
      const communicator = within(at);
      const receive = blocks(at + 2, true);
      const send = blocks(at + 1, false);
      if (communicator === null || receive === null || send === null) return OTHERWISE;
      const outgoing = block(send, communicator.size);
      const incoming = block(receive, communicator.size);
      if (outgoing === null || incoming === null) return OTHERWISE;
      communicator.alltoall(outgoing, incoming);
      return none;
    },
    Allgather(at) {
      const communicator = within(at);
      const receive = blocks(at + 2, true);
      const send = sendOrPlace(at + 1);
      if (communicator === null || receive === null || send === null) return OTHERWISE;
      const incoming = block(receive, communicator.size);
      if (incoming === null) return OTHERWISE;
      communicator.allgather(send, incoming);
      return none;
    },
    Gather(at) {
      const communicator = within(at);
      if (communicator === null) return OTHERWISE;
      const root = python.integer(at + 3);
      const isRoot = communicator.rank === root;
      const send = isRoot ? sendOrPlace(at + 1) : reading(at + 1);
      const receive = isRoot ? blocks(at + 2, true) : null;
      const incoming = receive === null ? null : block(receive, communicator.size);
      if (send === null || (isRoot && incoming === null)) return OTHERWISE;
      communicator.gather(send, incoming, root);
      return none;
    },
    Scatter(at) {
      const communicator = within(at);
      if (communicator === null) return OTHERWISE;
      const root = python.integer(at + 3);
      const isRoot = communicator.rank === root;
      const whole = isRoot ? blocks(at + 1, false) : null;
      const outgoing = whole === null ? null : block(whole, communicator.size);
      const receive = isRoot && python.argument(at + 2) === objects.inPlace ? IN_PLACE : writing(at + 2);
      if (receive === null || (isRoot && outgoing === null)) return OTHERWISE;
      communicator.scatter(outgoing, receive, root);
      return none;
    },
  };
}

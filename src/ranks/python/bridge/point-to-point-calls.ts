import { SendMode, type Communicator, type Request, type Segment } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';

const MODES: readonly SendMode[] = [SendMode.Standard, SendMode.Buffered, SendMode.Synchronous, SendMode.Ready];

/// Sends, receives and probes, of memory and of pickles.
export function pointToPointCalls(binding: Binding): NativeTable {
  const { python, buffers, requests } = binding;
  const mode = (at: number): SendMode => MODES[python.integer(at)] ?? SendMode.Standard;
  const data = (at: number) => buffers.pickle(python.argument(at));
  const segment = (at: number) => buffers.segment(python.argument(at));
  const object = (bytes: Uint8Array | null): number => (bytes === null ? python.none : python.bytes(bytes));

  // The request's handle. The owner's memory is held until the operation is complete.
  const start = (owner: number, post: () => Request): number => {
    const memory = buffers.hold(owner);
    try {
      return python.long(requests.add(post(), memory));
    } catch (error) {
      buffers.release(memory);
      throw error;
    }
  };
  // As `start`, for two owners.
  const startBoth = (first: number, second: number, post: () => Request): number => {
    const memory = buffers.hold(first);
    try {
      const other = buffers.hold(second);
      try {
        return python.long(requests.add(post(), memory, other));
      } catch (error) {
        buffers.release(other);
        throw error;
      }
    } catch (error) {
      buffers.release(memory);
      throw error;
    }
  };
  const startSend = (at: number, what: Segment, owner: number, how: SendMode): number => {
    const communicator = binding.communicator(at);
    const dest = python.integer(at + 2);
    const tag = python.integer(at + 3);
    return start(owner, () => communicator.isend(what, dest, tag, how));
  };
  const startReceive = (communicator: Communicator, into: Segment, owner: number, source: number, tag: number): number =>
    start(owner, () => communicator.irecv(into, source, tag));

  return {
    send_buffer(at) {
      const communicator = binding.communicator(at);
      const whole = buffers.plain(python.argument(at + 1), false);
      if (whole === null) return python.bool(false);
      communicator.send(whole, python.integer(at + 2), python.integer(at + 3), mode(at + 4));
      return python.bool(true);
    },
    recv_buffer(at) {
      const communicator = binding.communicator(at);
      const whole = buffers.plain(python.argument(at + 1), true);
      if (whole === null) return python.bool(false);
      binding.withStatus(at + 4, (status) => communicator.recv(whole, python.integer(at + 2), python.integer(at + 3), status));
      return python.bool(true);
    },
    send(at) {
      binding.communicator(at).send(segment(at + 1), python.integer(at + 2), python.integer(at + 3), mode(at + 4));
      return python.none;
    },
    recv(at) {
      binding.withStatus(at + 4, (status) => binding.communicator(at).recv(segment(at + 1), python.integer(at + 2), python.integer(at + 3), status));
      return python.none;
    },
    sendrecv(at) {
      binding.withStatus(at + 7, (status) =>
        binding.communicator(at).sendrecv(segment(at + 1), python.integer(at + 2), python.integer(at + 3), segment(at + 4), python.integer(at + 5), python.integer(at + 6), status),
      );
      return python.none;
    },
    sendrecv_replace(at) {
      binding.withStatus(at + 6, (status) =>
        binding.communicator(at).sendrecvReplace(segment(at + 1), python.integer(at + 2), python.integer(at + 3), python.integer(at + 4), python.integer(at + 5), status),
      );
      return python.none;
    },
    isend_buffer(at) {
      const whole = buffers.plain(python.argument(at + 1), false);
      if (whole === null) return python.long(0);
      return startSend(at, whole, python.argument(at + 1), mode(at + 4));
    },
    irecv_buffer(at) {
      const whole = buffers.plain(python.argument(at + 1), true);
      if (whole === null) return python.long(0);
      return startReceive(binding.communicator(at), whole, python.argument(at + 1), python.integer(at + 2), python.integer(at + 3));
    },
    isend: (at) => startSend(at, segment(at + 1), python.argument(at + 5), mode(at + 4)),
    irecv: (at) => startReceive(binding.communicator(at), segment(at + 1), python.argument(at + 4), python.integer(at + 2), python.integer(at + 3)),
    isendrecv: (at) =>
      startBoth(python.argument(at + 7), python.argument(at + 8), () =>
        binding.communicator(at).isendrecv(segment(at + 1), python.integer(at + 2), python.integer(at + 3), segment(at + 4), python.integer(at + 5), python.integer(at + 6)),
      ),
    isendrecv_replace: (at) =>
      start(python.argument(at + 6), () =>
        binding.communicator(at).isendrecvReplace(segment(at + 1), python.integer(at + 2), python.integer(at + 3), python.integer(at + 4), python.integer(at + 5)),
      ),
    send_init: (at) =>
      start(python.argument(at + 5), () => binding.communicator(at).sendInit(segment(at + 1), python.integer(at + 2), python.integer(at + 3), mode(at + 4))),
    recv_init: (at) => start(python.argument(at + 4), () => binding.communicator(at).recvInit(segment(at + 1), python.integer(at + 2), python.integer(at + 3))),
    psend_init: (at) =>
      start(python.argument(at + 5), () => binding.communicator(at).psendInit(segment(at + 1), python.integer(at + 2), python.integer(at + 3), python.integer(at + 4))),
    precv_init: (at) =>
      start(python.argument(at + 5), () => binding.communicator(at).precvInit(segment(at + 1), python.integer(at + 2), python.integer(at + 3), python.integer(at + 4))),
    send_object(at) {
      binding.communicator(at).send(data(at + 1), python.integer(at + 2), python.integer(at + 3), mode(at + 4));
      return python.none;
    },
    recv_object(at) {
      const status = binding.statusFor(at + 3);
      const bytes = binding.communicator(at).recvBytes(python.integer(at + 1), python.integer(at + 2), status);
      binding.giveStatus(at + 3, status);
      return object(bytes);
    },
    sendrecv_object(at) {
      const status = binding.statusFor(at + 6);
      const bytes = binding.communicator(at).sendrecvBytes(data(at + 1), python.integer(at + 2), python.integer(at + 3), python.integer(at + 4), python.integer(at + 5), status);
      binding.giveStatus(at + 6, status);
      return object(bytes);
    },
    isend_object: (at) => startSend(at, data(at + 1), python.argument(at + 1), mode(at + 4)),
    irecv_object(at) {
      const owner = python.argument(at + 1);
      return startReceive(binding.communicator(at), buffers.into(owner, python.integer(at + 2)), owner, python.integer(at + 3), python.integer(at + 4));
    },
    probe(at) {
      const status = binding.statusFor(at + 3);
      binding.communicator(at).probe(python.integer(at + 1), python.integer(at + 2), status);
      binding.giveStatus(at + 3, status);
      return python.none;
    },
    iprobe(at) {
      const status = binding.statusFor(at + 3);
      const found = binding.communicator(at).iprobe(python.integer(at + 1), python.integer(at + 2), status);
      if (found) binding.giveStatus(at + 3, status);
      return python.bool(found);
    },
    mprobe(at) {
      const status = binding.statusFor(at + 3);
      const message = binding.communicator(at).mprobe(python.integer(at + 1), python.integer(at + 2), status);
      binding.giveStatus(at + 3, status);
      return python.long(binding.addMessage(message));
    },
    improbe(at) {
      const status = binding.statusFor(at + 3);
      const message = binding.communicator(at).improbe(python.integer(at + 1), python.integer(at + 2), status);
      if (message === null) return python.long(0);
      binding.giveStatus(at + 3, status);
      return python.long(binding.addMessage(message === 'no-proc' ? null : message));
    },
  };
}

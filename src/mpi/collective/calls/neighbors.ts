import { MpiCall } from '../../../protocol/calls';
import { ErrorClass } from '../../../protocol/errors';
import { Algorithm } from '../../../protocol/trace';
import { PROC_NULL } from '../../constants';
import type { Segment, Segments } from '../../datatype/segment';
import { MpiError } from '../../error';
import type { ReceiveOperation, SendOperation } from '../../request/operation';
import type { Neighbors } from '../../topology/topology';
import { accept, ByteBlocks, MemoryBlocks, type Blocks } from '../blocks';
import { piece, type Channel, type Piece } from '../channel';
import type { Steps } from '../steps';
import { bytesIn, checkBoth, checkVectors, PICKLE_TYPE_ID, pickleOf, picklesOf, preview, type CollectiveCall, type Members } from './call';

/// Collectives of neighbours in a topology (MPI 4.1, 8.6 to 8.8): everybody sends along its outgoing edges and receives along the incoming ones,
/// in the order in which the topology names them.

export function neighborAllgather(members: Members, send: Segment, receive: Segment): CollectiveCall {
  return spreadOf(members, MpiCall.NeighborAllgather, send, () => MemoryBlocks.even(members.runtime.host, receive, neighborsOf(members).sources.length), () => checkBoth(receive));
}

export function neighborAllgatherv(members: Members, send: Segment, receive: Segments): CollectiveCall {
  return spreadOf(members, MpiCall.NeighborAllgatherv, send, () => MemoryBlocks.vector(members.runtime.host, receive), () => checkVectors(neighborsOf(members).sources.length, receive));
}

function spreadOf(members: Members, call: MpiCall, send: Segment, into: () => MemoryBlocks, check: () => void): CollectiveCall {
  return {
    call, root: null, bytes: bytesIn(send), typeId: send.type.id,
    check() {
      neighborsOf(members);
      checkBoth(send);
      check();
    },
    *steps(channel) {
      preview(members, send);
      const message = MemoryBlocks.even(members.runtime.host, send, 1).outgoing(0, 1);
      yield* exchange(members, channel, () => message, into());
    },
  };
}

export function neighborAlltoall(members: Members, send: Segment, receive: Segment): CollectiveCall {
  const { host } = members.runtime;
  const from = (): MemoryBlocks => MemoryBlocks.even(host, send, neighborsOf(members).destinations.length);
  const into = (): MemoryBlocks => MemoryBlocks.even(host, receive, neighborsOf(members).sources.length);
  return crossOf(members, MpiCall.NeighborAlltoall, bytesIn(send), send.type.id, from, into, () => checkBoth(send, receive));
}

export function neighborAlltoallv(members: Members, send: Segments, receive: Segments): CollectiveCall {
  const { host } = members.runtime;
  return crossOf(members, MpiCall.NeighborAlltoallv, bytesIn(send), send.type.id, () => MemoryBlocks.vector(host, send), () => MemoryBlocks.vector(host, receive), () => {
    const { sources, destinations } = neighborsOf(members);
    checkVectors(destinations.length, send);
    checkVectors(sources.length, receive);
  });
}

export function neighborAlltoallw(members: Members, send: readonly Segment[], receive: readonly Segment[]): CollectiveCall {
  const { host } = members.runtime;
  const bytes = send.reduce((sum, segment) => sum + bytesIn(segment), 0);
  return crossOf(members, MpiCall.NeighborAlltoallw, bytes, send[0]?.type.id ?? 0, () => MemoryBlocks.each(host, send), () => MemoryBlocks.each(host, receive), () => {
    const { sources, destinations } = neighborsOf(members);
    if (send.length !== destinations.length || receive.length !== sources.length) {
      throw new MpiError(ErrorClass.Arg, `there are ${send.length} and ${receive.length} blocks for ${destinations.length} and ${sources.length} neighbours`);
    }
    checkBoth(...send, ...receive);
  });
}

function crossOf(members: Members, call: MpiCall, bytes: number, typeId: number, from: () => MemoryBlocks, into: () => MemoryBlocks, check: () => void): CollectiveCall {
  return {
    call, root: null, bytes, typeId,
    check() {
      neighborsOf(members);
      check();
    },
    *steps(channel) {
      const outgoing = from();
      yield* exchange(members, channel, (index) => outgoing.outgoing(index, 1), into());
    },
  };
}

/// Messages of the incoming neighbours, in order; of PROC_NULL none.
export function neighborAllgatherBytes(members: Members, segment: Segment): CollectiveCall<(Uint8Array | null)[]> {
  return {
    call: MpiCall.NeighborAllgather, root: null, bytes: segment.count, typeId: PICKLE_TYPE_ID,
    check: () => void neighborsOf(members),
    *steps(channel) {
      const message = piece(pickleOf(members, segment));
      return yield* exchangeBytes(members, channel, () => message);
    },
  };
}

export function neighborAlltoallBytes(members: Members, segments: readonly Segment[]): CollectiveCall<(Uint8Array | null)[]> {
  return {
    call: MpiCall.NeighborAlltoall, root: null, bytes: segments.reduce((sum, { count }) => sum + count, 0), typeId: PICKLE_TYPE_ID,
    check() {
      const wanted = neighborsOf(members).destinations.length;
      if (segments.length !== wanted) throw new MpiError(ErrorClass.Arg, `there are ${segments.length} objects for ${wanted} neighbours`);
    },
    *steps(channel) {
      const outgoing = picklesOf(members, segments);
      return yield* exchangeBytes(members, channel, (index) => outgoing.outgoing(index, 1));
    },
  };
}

function* exchangeBytes(members: Members, channel: Channel, outgoing: (index: number) => Piece): Steps<(Uint8Array | null)[]> {
  const { sources } = neighborsOf(members);
  const incoming = new ByteBlocks(sources.length, true);
  yield* exchange(members, channel, outgoing, incoming);
  return sources.map((source, index) => (source === PROC_NULL ? null : incoming.get(index)));
}

function* exchange(members: Members, channel: Channel, outgoing: (index: number) => Piece, incoming: Blocks): Steps {
  members.runtime.recorder.algorithm = Algorithm.Linear;
  const { sources, destinations } = neighborsOf(members);
  const receives: (readonly [ReceiveOperation, number])[] = [];
  for (const [index, source] of sources.entries()) if (source !== PROC_NULL) receives.push([incoming.startReceive(channel, source, index, 1), index]);
  const sends: (SendOperation | null)[] = [];
  for (const index of sendingOrder(members, destinations.length)) {
    const to = destinations[index] as number;
    if (to !== PROC_NULL) sends.push(channel.startSend(to, outgoing(index)));
  }
  for (const [receive, index] of receives) yield* accept(channel, incoming, receive, index, 1);
  yield* channel.sent(sends);
}

// On a grid the block for the next lower neighbour is what its upper neighbour receives. Where both are one process (a dimension of 1 or 2 that
// wraps around) messages are told apart by their order only, so the upper one is sent first.
function sendingOrder({ topology }: Members, count: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  return topology?.kind === 'cartesian' ? order.map((index) => index ^ 1) : order;
}

function neighborsOf({ topology, rank }: Members): Neighbors {
  const neighbors = topology?.neighbors(rank);
  if (neighbors === undefined) throw new MpiError(ErrorClass.Topology, 'the communicator has no topology');
  return neighbors;
}

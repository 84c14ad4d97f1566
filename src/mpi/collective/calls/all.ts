import { MpiCall } from '../../../protocol/calls';
import { ErrorClass } from '../../../protocol/errors';
import { Algorithm } from '../../../protocol/trace';
import { IN_PLACE, type InPlace } from '../../constants';
import type { Segment, Segments } from '../../datatype/segment';
import { MpiError } from '../../error';
import { allgather } from '../allgather';
import { alltoall, alltoallBruck } from '../alltoall';
import { barrier } from '../barrier';
import { ByteBlocks, MemoryBlocks, type Blocks } from '../blocks';
import { crossBarrier, crossExchange } from '../cross';
import { Circumstances, bytesIn, checkBoth, checkVectors, chosen, evenBlocks, PICKLE_TYPE_ID, pickleOf, picklesOf, preview, type CollectiveCall, type Members } from './call';

/// Barrier, Allgather(v) and Alltoall(v, w) (MPI 4.1, 6.3, 6.7 and 6.8), of buffers and of pickles.

export function barrierOf(members: Members): CollectiveCall {
  return {
    call: MpiCall.Barrier, root: null, bytes: 0, typeId: 0,
    check() {},
    *steps(channel) {
      const algorithm = chosen(members, MpiCall.Barrier, Circumstances.NO_DATA);
      if (members.remote === null) yield* barrier(channel, algorithm);
      else yield* crossBarrier(channel, channel.among(members.remote, -1));
    },
  };
}

export function allgatherBlocks(members: Members, send: Segment | InPlace, receive: Segment): CollectiveCall {
  const all = (): MemoryBlocks => evenBlocks(members, receive, members.peers.length);
  return allgatherOf(members, MpiCall.Allgather, send, send === IN_PLACE ? bytesIn(receive) : bytesIn(send), receive.type.id, all, bytesIn(receive), () => checkBoth(send, receive));
}

export function allgatherv(members: Members, send: Segment | InPlace, receive: Segments): CollectiveCall {
  const all = (): MemoryBlocks => MemoryBlocks.vector(members.runtime.host, receive);
  const mean = Math.floor(bytesIn(receive) / members.peers.length);
  return allgatherOf(members, MpiCall.Allgatherv, send, send === IN_PLACE ? 0 : bytesIn(send), receive.type.id, all, mean, () => {
    checkBoth(send);
    checkVectors(members.peers.length, receive);
  });
}

function allgatherOf(members: Members, call: MpiCall, send: Segment | InPlace, own: number, typeId: number, into: () => MemoryBlocks, bytes: number, check: () => void): CollectiveCall {
  const { rank, remote, runtime } = members;
  return {
    call, root: null, bytes: own, typeId,
    check() {
      refuseInPlace(members, send);
      check();
    },
    *steps(channel) {
      const algorithm = chosen(members, call, new Circumstances(bytes));
      const all = into();
      if (send === IN_PLACE) {
        yield* allgather(channel, all, algorithm);
        return;
      }
      preview(members, send);
      const block = MemoryBlocks.even(runtime.host, send, 1);
      if (remote === null) {
        all.put(rank, block.take(0));
        yield* allgather(channel, all, algorithm);
      } else {
        const message = block.outgoing(0, 1);
        yield* crossExchange(channel.among(remote, -1), () => message, all);
      }
    },
  };
}

export function allgatherBytes(members: Members, segment: Segment): CollectiveCall<Uint8Array[]> {
  const { rank, remote, peers } = members;
  return {
    call: MpiCall.Allgather, root: null, bytes: segment.count, typeId: PICKLE_TYPE_ID,
    check() {},
    *steps(channel) {
      const algorithm = chosen(members, MpiCall.Allgather, Circumstances.OBJECTS);
      const blocks = new ByteBlocks(peers.length, true);
      const own = new ByteBlocks(1, true);
      own.put(0, pickleOf(members, segment));
      if (remote === null) {
        blocks.put(rank, own.get(0));
        yield* allgather(channel, blocks, algorithm);
      } else yield* crossExchange(channel.among(remote, -1), () => own.outgoing(0, 1), blocks);
      return blocks.all();
    },
  };
}

export function alltoallBlocks(members: Members, send: Segment | InPlace, receive: Segment): CollectiveCall {
  const { peers, runtime } = members;
  const size = peers.length;
  return alltoallOf(
    members, MpiCall.Alltoall, bytesIn(receive) * size, receive.type.id, bytesIn(receive),
    () => (send === IN_PLACE ? null : MemoryBlocks.even(runtime.host, send, size)),
    () => MemoryBlocks.even(runtime.host, receive, size),
    () => {
      refuseInPlace(members, send);
      checkBoth(send, receive);
    },
  );
}

export function alltoallv(members: Members, send: Segments | InPlace, receive: Segments): CollectiveCall {
  const { peers, runtime } = members;
  return alltoallOf(
    members, MpiCall.Alltoallv, send === IN_PLACE ? 0 : bytesIn(send), receive.type.id, 0,
    () => (send === IN_PLACE ? null : MemoryBlocks.vector(runtime.host, send)),
    () => MemoryBlocks.vector(runtime.host, receive),
    () => {
      refuseInPlace(members, send);
      checkVectors(peers.length, send, receive);
    },
  );
}

/// A segment a rank, each with a type of its own.
export function alltoallw(members: Members, send: readonly Segment[] | InPlace, receive: readonly Segment[]): CollectiveCall {
  const { peers, runtime } = members;
  const bytes = send === IN_PLACE ? 0 : send.reduce((sum, segment) => sum + bytesIn(segment), 0);
  return alltoallOf(
    members, MpiCall.Alltoallw, bytes, receive[0]?.type.id ?? 0, 0,
    () => (send === IN_PLACE ? null : MemoryBlocks.each(runtime.host, send)),
    () => MemoryBlocks.each(runtime.host, receive),
    () => {
      refuseInPlace(members, send);
      for (const segments of [send === IN_PLACE ? receive : send, receive]) {
        if (segments.length !== peers.length) throw new MpiError(ErrorClass.Arg, `there are ${segments.length} blocks for ${peers.length} ranks`);
        checkBoth(...segments);
      }
    },
  );
}

function alltoallOf(members: Members, call: MpiCall, own: number, typeId: number, bytes: number, from: () => MemoryBlocks | null, into: () => MemoryBlocks, check: () => void): CollectiveCall {
  const { rank, remote } = members;
  return {
    call, root: null, bytes: own, typeId, check,
    *steps(channel) {
      const algorithm = chosen(members, call, new Circumstances(bytes));
      const send = from();
      const incoming = into();
      const { length } = incoming;
      let outgoing: Blocks;
      let parts: Uint8Array[] = [];
      if (send === null || algorithm === Algorithm.Bruck) {
        // In place what is received would overwrite what is still to be sent; Bruck's rounds mix blocks.
        const source = send ?? incoming;
        parts = Array.from({ length }, (_, block) => source.take(block));
        const copies = new ByteBlocks(length, false);
        for (const [block, part] of parts.entries()) copies.put(block, part);
        outgoing = copies;
      } else outgoing = send;
      if (remote !== null) {
        yield* crossExchange(channel.among(remote, -1), (to) => outgoing.outgoing(to, 1), incoming);
        return;
      }
      if (send !== null) incoming.put(rank, send.take(rank));
      if (algorithm !== Algorithm.Bruck) yield* alltoall(channel, outgoing, incoming, algorithm);
      else for (const [block, came] of (yield* alltoallBruck(channel, parts, true)).entries()) if (block !== rank) incoming.put(block, came);
    },
  };
}

export function alltoallBytes(members: Members, segments: readonly Segment[]): CollectiveCall<Uint8Array[]> {
  const { rank, remote, peers } = members;
  return {
    call: MpiCall.Alltoall, root: null, bytes: segments.reduce((sum, { count }) => sum + count, 0), typeId: PICKLE_TYPE_ID,
    check() {
      if (segments.length !== peers.length) throw new MpiError(ErrorClass.Arg, `there are ${segments.length} objects for ${peers.length} ranks`);
    },
    *steps(channel) {
      const algorithm = chosen(members, MpiCall.Alltoall, Circumstances.OBJECTS);
      const outgoing = picklesOf(members, segments);
      if (algorithm === Algorithm.Bruck && remote === null) return yield* alltoallBruck(channel, outgoing.all(), false);
      const incoming = new ByteBlocks(peers.length, true);
      if (remote === null) {
        incoming.put(rank, outgoing.get(rank));
        yield* alltoall(channel, outgoing, incoming, algorithm);
      } else yield* crossExchange(channel.among(remote, -1), (to) => outgoing.outgoing(to, 1), incoming);
      return incoming.all();
    },
  };
}

function refuseInPlace({ remote }: Members, send: unknown): void {
  if (send === IN_PLACE && remote !== null) throw new MpiError(ErrorClass.Arg, 'IN_PLACE has no meaning on an intercommunicator');
}

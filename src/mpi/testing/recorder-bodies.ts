import { MpiCall } from '../../protocol/calls';
import { ANY_SOURCE, ANY_TAG, Datatype, MpiError, Op } from '..';
import type { Body } from './body';

/// Programs whose records are looked at, by name.
export const RECORDED: Readonly<Record<string, Body>> = {
  /// One of each, on known lines.
  oneOfEach(mpi, heap) {
    const { world } = mpi;
    const other = 1 - world.rank;
    const { segment } = heap.ints([11, 22]);
    heap.sourceLine = 10;
    if (world.rank === 0) world.send(segment, 1, 3);
    else world.recv(segment, ANY_SOURCE, ANY_TAG);
    heap.sourceLine = 20;
    const large = heap.bytes(100_000);
    const request = world.rank === 0 ? world.isend(large.segment, 1, 4) : world.irecv(large.segment, 0, 4);
    heap.sourceLine = 30;
    request.wait();
    heap.sourceLine = 40;
    world.sendrecvBytes(heap.object('hello'), other, 5, other, 5);
    heap.sourceLine = 50;
    world.allreduce(segment, heap.ints(2).segment, Op.SUM);
    heap.sourceLine = 60;
    if (world.rank === 1) {
      try {
        world.send({ ...segment, type: Datatype.named('INT') }, 7, 0);
      } catch (error) {
        if (!(error instanceof MpiError)) throw error;
      }
    }
    return null;
  },

  /// A hundred requests to oneself, one completed by Testsome, the others by Waitall.
  severalRequests(mpi, heap) {
    const { world } = mpi;
    const { segment } = heap.ints(1);
    const requests = Array.from({ length: 100 }, (_, tag) => world.irecv(heap.ints(1).segment, 0, tag));
    world.send(segment, 0, 7);
    mpi.testSome(requests);
    for (let tag = 0; tag < 100; tag++) if (tag !== 7) world.send(segment, 0, tag);
    mpi.waitAll(requests);
    return null;
  },

  /// A call made of two collectives, and one after it.
  madeOfOthers(mpi, heap) {
    const { world } = mpi;
    const { segment } = heap.ints([1]);
    heap.sourceLine = 10;
    const outer = mpi.enclose(MpiCall.FileOpen, world.context);
    heap.sourceLine = 20;
    const inner = mpi.enclose(MpiCall.FileClose, world.context);
    world.allreduce(segment, heap.ints(1).segment, Op.SUM);
    world.barrier();
    mpi.disclose(48, null);
    world.barrier();
    return [outer, inner];
  },

  /// Rank 0 sends while rank 1 computes for 50 ms, which then receives.
  lateLook(mpi, heap) {
    const { world } = mpi;
    const { segment } = heap.ints(1);
    world.barrier();
    if (world.rank === 0) {
      world.send(segment, 1, 1);
      return null;
    }
    const until = performance.now() + 50;
    while (performance.now() < until);
    world.recv(segment, 0, 1);
    return null;
  },

  /// A partitioned message of three parts from rank 0 to rank 1.
  partitioned(mpi, heap) {
    const { world } = mpi;
    const { segment } = heap.ints([1, 2, 3]);
    const part = { ...segment, count: 1 };
    if (world.rank === 0) {
      const send = world.psendInit(part, 3, 1, 5);
      send.start();
      send.ready([2, 0, 1]);
      send.wait();
    } else {
      const receive = world.precvInit(part, 3, 0, 5);
      receive.start();
      receive.wait();
    }
    return null;
  },

  /// Many messages in all directions.
  traffic(mpi, heap, args) {
    const { times } = args as { times: number };
    const { world } = mpi;
    const { segment } = heap.ints(4);
    for (let round = 0; round < times; round++) {
      const requests = [];
      for (let other = 0; other < world.size; other++) {
        if (other === world.rank) continue;
        requests.push(world.irecv(heap.ints(4).segment, other, ANY_TAG));
        requests.push(world.isend(segment, other, round));
      }
      mpi.waitAll(requests);
      world.barrier();
    }
    return null;
  },
};

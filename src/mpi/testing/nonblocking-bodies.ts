import { Op, collectives } from '..';
import type { Body } from './body';

/// Collectives under way at the same time, by name.
export const NONBLOCKING: Readonly<Record<string, Body>> = {
  /// Two persistent collectives and a nonblocking one; odd ranks start the persistent ones the other way round. What each gave, by round.
  crosswise(mpi, heap) {
    const { world } = mpi;
    const [mine, total, cast] = [heap.doubles(1), heap.doubles(1), heap.doubles(1)];
    const sum = world.prepare((members) => collectives.allreduceBlocks(members, mine.segment, total.segment, Op.SUM));
    const told = world.prepare((members) => collectives.bcast(members, cast.segment, 0));
    const rounds: number[][] = [];
    for (let round = 0; round < 3; round++) {
      mine.view[0] = world.rank + round;
      cast.view[0] = world.rank === 0 ? round : -1;
      for (const request of world.rank % 2 === 0 ? [sum, told] : [told, sum]) request.start();
      const barrier = world.start((members) => collectives.barrierOf(members));
      barrier.wait();
      mpi.waitAll([sum, told]);
      rounds.push([total.view[0] as number, cast.view[0] as number]);
    }
    return rounds;
  },

  /// A nonblocking Allreduce that is completed after a blocking Barrier.
  overlapped(mpi, heap) {
    const { world } = mpi;
    const total = heap.doubles(1);
    const own = heap.doubles([world.rank]).segment;
    const request = world.start((members) => collectives.allreduceBlocks(members, own, total.segment, Op.SUM));
    world.barrier();
    request.wait();
    return total.view[0];
  },
};

import { Datatype, Flavor, MpiError, Op, type Place, type Segment } from '..';
import type { Body } from './body';

const INT = Datatype.named('INT');
const LOCK_EXCLUSIVE = 1;
const LOCK_SHARED = 2;

function at(rank: number, displacement: number, count: number = 1): Place {
  return { rank, displacement, count, type: INT };
}

function bytesOf({ address, count, type }: Segment): { readonly address: number; readonly size: number } {
  return { address, size: count * type.size };
}

/// Programs with windows, by name.
export const WINDOWS: Readonly<Record<string, Body>> = {
  /// Each rank puts its rank to the right and reads what the left one has.
  putAndGet(mpi, heap) {
    const { world } = mpi;
    const memory = heap.ints(4);
    const mine = heap.ints([10 * world.rank, 10 * world.rank + 1]);
    const got = heap.ints(2);
    const window = mpi.createWindow(world, Flavor.Create, bytesOf(memory.segment), 4);
    const [left, right] = [(world.rank + world.size - 1) % world.size, (world.rank + 1) % world.size];
    heap.sourceLine = 10;
    window.fence(0);
    heap.sourceLine = 20;
    window.put(mine.segment, at(right, 1, 2));
    window.fence(0);
    heap.sourceLine = 30;
    window.get(got.segment, at(left, 1, 2));
    window.fence(0);
    window.free();
    return { memory: [...memory.view], got: [...got.view] };
  },

  /// All ranks count in rank 0's part, with every kind of lock; rank 0 computes with MPI calls only now and then.
  counting(mpi, heap) {
    const { world } = mpi;
    const memory = heap.ints([0]);
    const one = heap.ints([1]);
    const value = heap.ints(1);
    const window = mpi.createWindow(world, Flavor.Create, bytesOf(memory.segment), 4);
    const numbers: number[] = [];
    for (let round = 0; round < 30; round++) {
      window.lock(0, LOCK_SHARED, 0);
      window.fetchAndOp(one.segment, value.segment, at(0, 0), Op.SUM);
      window.unlock(0);
      numbers.push(value.view[0] as number);
      window.lock(0, LOCK_EXCLUSIVE, 0);
      window.get(value.segment, at(0, 0));
      window.flush(0);
      value.view[0] = (value.view[0] as number) + 1;
      window.put(value.segment, at(0, 0));
      window.unlock(0);
      window.lockAll(0);
      window.accumulate(one.segment, at(0, 0), Op.SUM);
      window.unlockAll();
    }
    world.barrier();
    const last = memory.view[0];
    world.barrier();
    window.free();
    return { numbers, last };
  },

  /// More packets at once than an inbox has room for, both ways, while no rank looks for others'.
  flood(mpi, heap) {
    const { world } = mpi;
    const memory = heap.ints([0, 0]);
    const one = heap.ints([1, 2]);
    const window = mpi.createWindow(world, Flavor.Create, bytesOf(memory.segment), 4);
    window.fence(0);
    for (let i = 0; i < 3000; i++) window.accumulate(one.segment, at((world.rank + 1) % world.size, 0, 2), Op.SUM);
    window.fence(0);
    window.free();
    return [...memory.view];
  },

  /// Get into memory whose rank goes on to other things before the data is there.
  lateResult(mpi, heap) {
    const { world } = mpi;
    const memory = heap.ints([world.rank + 40]);
    const got = heap.ints(1);
    const window = mpi.createWindow(world, Flavor.Create, bytesOf(memory.segment), 4);
    window.lockAll(0);
    const request = window.get(got.segment, at((world.rank + 1) % world.size, 0), true);
    world.barrier();
    request.wait();
    const came = got.view[0];
    window.unlockAll();
    window.free();
    return came;
  },

  /// The error class of a call outside of its epoch.
  noEpoch(mpi, heap) {
    const { world } = mpi;
    const memory = heap.ints([0]);
    const window = mpi.createWindow(world, Flavor.Create, bytesOf(memory.segment), 4);
    let error: number | null = null;
    try {
      window.put(memory.segment, at(0, 0));
    } catch (caught) {
      if (!(caught instanceof MpiError)) throw caught;
      error = caught.errorClass;
    }
    window.free();
    return error;
  },
};

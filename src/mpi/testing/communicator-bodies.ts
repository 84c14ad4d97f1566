import { ANY_SOURCE, DistributedGraph, MpiError, Status, UNDEFINED, type Communicator } from '..';
import type { Body } from './body';
import type { Heap } from './heap';

/// Sends this rank's world rank round the ring of a communicator's peers; what came, and from whom by the status.
function ring(comm: Communicator, me: number, heap: Heap): { from: number; value: number } {
  const out = heap.ints(1);
  const into = heap.ints(1);
  out.view[0] = me;
  const status = new Status();
  const peers = comm.remote?.length ?? comm.size;
  comm.sendrecv(out.segment, (comm.rank + 1) % peers, 5, into.segment, ANY_SOURCE, 5, status);
  return { from: status.source, value: into.view[0] as number };
}

function errorOf(call: () => unknown): number | null {
  try {
    call();
  } catch (error) {
    if (error instanceof MpiError) return error.errorClass;
    throw error;
  }
  return null;
}

/// An intercommunicator between the lower and the upper half of the world.
function halves(world: Communicator): { comm: Communicator; high: boolean } {
  const half = world.size / 2;
  const high = world.rank >= half;
  const part = world.split(high ? 1 : 0, 0) as Communicator;
  return { comm: part.createIntercomm(0, world, high ? 0 : half, 12), high };
}

/// Programs that make communicators, by name.
export const COMMUNICATORS: Readonly<Record<string, Body>> = {
  /// Groups of an intercommunicator, a ring across it, and what its dup, split and merge are.
  intercomm({ world }, heap) {
    const { comm, high } = halves(world);
    const twin = comm.dup();
    const pairs = comm.split(comm.rank, 0) as Communicator;
    const alone = comm.split(high ? comm.rank : UNDEFINED, 0);
    const merged = comm.merge(!high);
    const across = ring(twin, world.rank, heap);
    return {
      group: comm.group,
      remote: comm.remote,
      across,
      twin: [twin.group, twin.remote],
      pairs: [pairs.group, pairs.remote],
      alone: alone?.group ?? null,
      merged: merged.group,
      around: ring(merged, world.rank, heap),
    };
  },

  /// An intercommunicator and a communicator of groups that have no parent; world ranks outside take no part.
  fromGroups(mpi, heap) {
    const { world } = mpi;
    if (world.rank === world.size - 1) return null;
    const [local, remote] = world.rank === 0 ? [[0], [2, 1]] : [[2, 1], [0]];
    const comm = mpi.createFromGroups(local, 0, remote, 0, 7);
    const value = heap.ints(1);
    if (world.rank === 0) comm.recv(value.segment, 1, 0);
    else if (world.rank === 1) {
      value.view[0] = 41;
      comm.send(value.segment, 0, 0);
    }
    const all = mpi.createFromGroup([2, 0, 1], 99);
    return { rank: comm.rank, remote: comm.remote, got: value.view[0], all: [all.rank, all.size] };
  },

  /// Only the even ranks call, and with two tags at once in another order on each.
  createGroup({ world }, heap) {
    if (world.rank % 2 === 1) return null;
    const even = Array.from({ length: Math.ceil(world.size / 2) }, (_, i) => i * 2);
    const comm = world.createGroup(even.toReversed(), 3);
    return { rank: comm.rank, around: ring(comm, world.rank, heap) };
  },

  grid({ world }, heap, args) {
    const { dims, periods } = args as { dims: number[]; periods: boolean[] };
    const grid = world.createCartesian(dims, periods);
    if (grid === null) return null;
    const rows = grid.subGrid(dims.map((_, axis) => axis > 0));
    const columns = grid.subGrid(dims.map((_, axis) => axis === 0));
    return { neighbors: grid.neighbors, twin: grid.dup().neighbors, row: rows.group, column: columns.group, around: ring(grid, world.rank, heap) };
  },

  /// Rank 0 names all edges of a ring with a chord, with weights; then each names its own.
  distributedGraph({ world }) {
    const { rank, size } = world;
    const nodes = Array.from({ length: size }, (_, i) => i);
    const named = rank === 0 ? { sources: nodes, degrees: nodes.map(() => 1), destinations: nodes.map((i) => (i + 1) % size), weights: nodes.map((i) => 10 * i) } : rank === 1 ? { sources: [0], degrees: [1], destinations: [2], weights: [7] } : { sources: [], degrees: [], destinations: [], weights: [] };
    const graph = world.createDistributedGraph(named).topology as DistributedGraph;
    const own = world.createDistributedGraphAdjacent(new DistributedGraph([(rank + size - 1) % size], [(rank + 1) % size], null, null));
    return { sources: graph.sources, destinations: graph.destinations, in: graph.sourceWeights, out: graph.destinationWeights, own: own.neighbors };
  },

  /// Duplicates under way at the same time, finished in the other order; rank 0 calls late.
  idup({ world }, heap) {
    const made: (Communicator | null)[] = [null, null, null];
    const start = (index: number) => world.idup((communicator) => (made[index] = communicator));
    // Rank 0 comes only when the others have called: had Idup blocked, nobody would.
    const { segment } = heap.ints(1);
    for (let other = 1; world.rank === 0 && other < world.size; other++) world.recv(segment, other, 9);
    const requests = made.map((_, index) => start(index));
    if (world.rank !== 0) world.send(segment, 0, 9);
    for (const request of requests.toReversed()) request.wait();
    const twins = made.map((communicator) => communicator as Communicator);
    return { contexts: new Set(twins.map((twin) => twin.context)).size, around: twins.map((twin) => ring(twin, world.rank, heap).value) };
  },

  /// Flags of all ranks, in another order than a barrier on some.
  agree({ world }) {
    let agreed = -1;
    if (world.rank === 0) world.barrier();
    const request = world.iagree(world.rank === 1 ? 0b1011 : 0b1101, (flag) => (agreed = flag));
    if (world.rank !== 0) world.barrier();
    request.wait();
    return [agreed, world.agree(0b100 << world.rank), world.agree(7)];
  },

  /// Rank 0 serves one client group after the other; each knows rank 0 and a number only.
  ports({ world, self }) {
    if (world.rank === 0) return [1, 2].map((port) => self.accept(port, 0).remote);
    const clients = world.createGroup(
      Array.from({ length: world.size - 1 }, (_, i) => i + 1),
      0,
    );
    return [1, 2].map((port) => clients.connect(0, port, clients.size - 1).remote);
  },

  /// What one rank publishes another finds.
  names({ world, names }) {
    if (world.rank === 0) names.publish('täglich', 'port 1');
    world.barrier();
    const found = names.lookup('täglich');
    world.barrier();
    if (world.rank === 0) names.unpublish('täglich');
    world.barrier();
    return [found, errorOf(() => names.lookup('täglich')), errorOf(() => names.unpublish('täglich'))];
  },

  makingErrors({ world, self }) {
    return {
      tooLarge: errorOf(() => world.createCartesian([world.size + 1], [false])),
      noDimension: errorOf(() => world.createCartesian([0], [false])),
      noGrid: errorOf(() => world.subGrid([true])),
      edge: errorOf(() => world.createGraph([1], [1])),
      node: errorOf(() => world.createDistributedGraph({ sources: [world.size], degrees: [0], destinations: [], weights: null })),
      leader: errorOf(() => world.createIntercomm(world.size, world, 0, 0)),
      merge: errorOf(() => world.merge(false)),
      outside: world.rank === 0 ? null : errorOf(() => world.createGroup([0], 0)),
      twice: errorOf(() => world.create([0, 0])),
      freed: (() => {
        const twin = self.dup();
        twin.disconnect();
        return errorOf(() => twin.dup());
      })(),
    };
  },
};

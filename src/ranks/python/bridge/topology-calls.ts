import { ErrorClass } from '../../../protocol';
import { Cartesian, type Communicator, DistributedGraph, Graph, MpiError } from '../../../mpi';
import type { Binding } from './binding';
import type { NativeTable } from './native-table';

/// Topologies: making communicators with one, and asking of it.
export function topologyCalls(binding: Binding): NativeTable {
  const { python } = binding;
  const integers = (at: number): number[] => python.integers(python.argument(at));
  const flags = (at: number): boolean[] => integers(at).map((flag) => flag !== 0);
  const weights = (at: number): number[] | null => (python.isNone(at) ? null : integers(at));
  const made = (communicator: Communicator | null): number => python.long(binding.addCommunicator(communicator));
  const tuples = (...lists: readonly (readonly number[] | null)[]): number => python.tuple(lists.map((list) => (list === null ? python.none : python.tupleOfIntegers(list))));
  const pair = (first: number, second: number): number => python.tupleOfIntegers([first, second]);

  const wrong = (what: string): MpiError => new MpiError(ErrorClass.Topology, `the communicator has no ${what} topology`);
  const grid = (at: number): Cartesian => {
    const { topology } = binding.communicator(at);
    if (!(topology instanceof Cartesian)) throw wrong('Cartesian');
    return topology;
  };
  const graph = (at: number): Graph => {
    const { topology } = binding.communicator(at);
    if (!(topology instanceof Graph)) throw wrong('graph');
    return topology;
  };
  const distributed = (at: number): DistributedGraph => {
    const { topology } = binding.communicator(at);
    if (!(topology instanceof DistributedGraph)) throw wrong('distributed graph');
    return topology;
  };

  return {
    topology_neighbors(at) {
      const { neighbors } = binding.communicator(at);
      if (neighbors === null) throw wrong('virtual');
      return tuples(neighbors.sources, neighbors.destinations);
    },

    cart_create: (at) => made(binding.communicator(at).createCartesian(integers(at + 1), flags(at + 2))),
    cart_get(at) {
      const { dims, periods } = grid(at);
      return tuples(dims, periods.map(Number), grid(at).coordsOf(binding.communicator(at).rank));
    },
    cart_rank: (at) => python.long(grid(at).rankAt(integers(at + 1))),
    cart_coords: (at) => python.tupleOfIntegers(grid(at).coordsOf(python.integer(at + 1))),
    cart_shift(at) {
      const { source, destination } = grid(at).shift(binding.communicator(at).rank, python.integer(at + 1), python.integer(at + 2));
      return pair(source, destination);
    },
    cart_sub: (at) => made(binding.communicator(at).subGrid(flags(at + 1))),
    /// -1 when this rank would have no place.
    cart_map(at) {
      const { rank, size } = binding.communicator(at);
      return python.long(placeOf(rank, size, new Cartesian(integers(at + 1), flags(at + 2)).size));
    },

    graph_create: (at) => made(binding.communicator(at).createGraph(integers(at + 1), integers(at + 2))),
    graph_get(at) {
      const { index, edges } = graph(at);
      return tuples(index, edges);
    },
    graph_neighbors: (at) => python.tupleOfIntegers(graph(at).neighborsOf(python.integer(at + 1))),
    graph_map(at) {
      const { rank, size } = binding.communicator(at);
      return python.long(placeOf(rank, size, new Graph(integers(at + 1), integers(at + 2)).size));
    },

    dist_graph_create: (at) =>
      made(binding.communicator(at).createDistributedGraph({ sources: integers(at + 1), degrees: integers(at + 2), destinations: integers(at + 3), weights: weights(at + 4) })),
    dist_graph_create_adjacent: (at) =>
      made(binding.communicator(at).createDistributedGraphAdjacent(new DistributedGraph(integers(at + 1), integers(at + 2), weights(at + 3), weights(at + 4)))),
    dist_graph_neighbors(at) {
      const { sources, destinations, sourceWeights, destinationWeights } = distributed(at);
      return tuples(sources, destinations, sourceWeights, destinationWeights);
    },
  };
}

// Ranks are not reordered.
function placeOf(rank: number, size: number, places: number): number {
  if (places > size) throw new MpiError(ErrorClass.Arg, `the topology has ${places} places for ${size} ranks`);
  return rank < places ? rank : -1;
}

/// Who a rank of a communicator with a topology sends to and receives from in a neighbourhood collective, as ranks, in the order of
/// the blocks (MPI 4.1, 8.6). A Cartesian neighbour beyond the edge is PROC_NULL.
export interface Neighbors {
  readonly sources: readonly number[];
  readonly destinations: readonly number[];
}

/// A virtual topology (MPI 4.1, chapter 8): `Cartesian`, `Graph` or `DistributedGraph`, told apart by `kind`.
export interface Topology {
  readonly kind: 'cartesian' | 'graph' | 'distributed-graph';
  /// Of a distributed graph each process knows its own neighbours only, whatever `rank` is.
  neighbors(rank: number): Neighbors;
}

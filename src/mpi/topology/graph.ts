import { ErrorClass } from '../../protocol/errors';
import { MpiError } from '../error';
import type { Neighbors, Topology } from './topology';

/// A graph that every rank knows whole (MPI 4.1, 8.5.3): `index[i]` is the number of edges of nodes 0 to i, `edges` their ends.
export class Graph implements Topology {
  readonly kind = 'graph';

  /// Throws MPI_ERR_ARG for an index that falls or does not fit the edges, MPI_ERR_TOPOLOGY for an edge to no node.
  constructor(
    readonly index: readonly number[],
    readonly edges: readonly number[],
  ) {
    let before = 0;
    for (const end of index) {
      if (!Number.isInteger(end) || end < before) throw new MpiError(ErrorClass.Arg, `the index falls from ${before} to ${end}`);
      before = end;
    }
    if (before !== edges.length) throw new MpiError(ErrorClass.Arg, `the index ends at ${before} but there are ${edges.length} edges`);
    for (const node of edges) {
      if (!Number.isInteger(node) || node < 0 || node >= index.length) throw new MpiError(ErrorClass.Topology, `an edge leads to node ${node}; the graph has nodes 0 to ${index.length - 1}`);
    }
  }

  get size(): number {
    return this.index.length;
  }

  /// Throws MPI_ERR_RANK.
  neighborsOf(rank: number): readonly number[] {
    if (!Number.isInteger(rank) || rank < 0 || rank >= this.size) throw new MpiError(ErrorClass.Rank, `rank is ${rank}; the graph has nodes 0 to ${this.size - 1}`);
    return this.edges.slice(rank === 0 ? 0 : this.index[rank - 1], this.index[rank]);
  }

  neighbors(rank: number): Neighbors {
    const around = this.neighborsOf(rank);
    return { sources: around, destinations: around };
  }
}

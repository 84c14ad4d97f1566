import { ErrorClass } from '../../protocol/errors';
import { MpiError } from '../error';
import type { Neighbors, Topology } from './topology';

/// Edges that one process names (MPI 4.1, 8.5.4): from `sources[i]`, as many as `degrees[i]`, to the next of `destinations`; one weight
/// an edge, or null for a graph without weights.
export interface NamedEdges {
  readonly sources: readonly number[];
  readonly degrees: readonly number[];
  readonly destinations: readonly number[];
  readonly weights: readonly number[] | null;
}

/// One process's part of a directed graph of which each knows its own edges only.
export class DistributedGraph implements Topology {
  readonly kind = 'distributed-graph';

  /// Ranks of the communicator; weights null together, for a graph without.
  constructor(
    readonly sources: readonly number[],
    readonly destinations: readonly number[],
    readonly sourceWeights: readonly number[] | null,
    readonly destinationWeights: readonly number[] | null,
  ) {}

  get weighted(): boolean {
    return this.sourceWeights !== null;
  }

  neighbors(): Neighbors {
    return { sources: this.sources, destinations: this.destinations };
  }

  /// The part of `rank` in the edges that all processes, in the order of their ranks, have named.
  static partOf(rank: number, all: readonly NamedEdges[]): DistributedGraph {
    const weighted = all.every((named) => named.weights !== null);
    const sources: number[] = [];
    const destinations: number[] = [];
    const sourceWeights: number[] = [];
    const destinationWeights: number[] = [];
    for (const named of all) {
      let edge = 0;
      for (const [i, source] of named.sources.entries()) {
        for (let of = named.degrees[i] as number; of > 0; of--, edge++) {
          const destination = named.destinations[edge] as number;
          const weight = named.weights?.[edge] ?? 1;
          if (source === rank) {
            destinations.push(destination);
            destinationWeights.push(weight);
          }
          if (destination === rank) {
            sources.push(source);
            sourceWeights.push(weight);
          }
        }
      }
    }
    return new DistributedGraph(sources, destinations, weighted ? sourceWeights : null, weighted ? destinationWeights : null);
  }
}

/// Throws MPI_ERR_ARG for numbers that do not fit each other, MPI_ERR_RANK for a node that is not one of `size` ranks.
export function checkNamedEdges({ sources, degrees, destinations, weights }: NamedEdges, size: number): void {
  if (degrees.length !== sources.length) throw new MpiError(ErrorClass.Arg, `there are ${degrees.length} degrees for ${sources.length} sources`);
  if (degrees.some((degree) => !Number.isInteger(degree) || degree < 0)) throw new MpiError(ErrorClass.Arg, 'a degree is negative');
  const edges = degrees.reduce((sum, degree) => sum + degree, 0);
  if (destinations.length !== edges) throw new MpiError(ErrorClass.Arg, `there are ${destinations.length} destinations for ${edges} edges`);
  checkNodes([...sources, ...destinations], size);
  checkWeights(weights, edges);
}

export function checkNodes(nodes: readonly number[], size: number): void {
  for (const node of nodes) {
    if (!Number.isInteger(node) || node < 0 || node >= size) throw new MpiError(ErrorClass.Arg, `an edge names rank ${node}; the communicator has ranks 0 to ${size - 1}`);
  }
}

export function checkWeights(weights: readonly number[] | null, edges: number): void {
  if (weights === null) return;
  if (weights.length !== edges) throw new MpiError(ErrorClass.Arg, `there are ${weights.length} weights for ${edges} edges`);
  if (weights.some((weight) => weight < 0)) throw new MpiError(ErrorClass.Arg, 'a weight is negative');
}

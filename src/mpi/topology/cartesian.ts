import { ErrorClass } from '../../protocol/errors';
import { PROC_NULL } from '../constants';
import { MpiError } from '../error';
import type { Neighbors, Topology } from './topology';

/// A grid (MPI 4.1, 8.5.1); ranks count up along the last dimension first. A grid of no dimensions is one point.
export class Cartesian implements Topology {
  readonly kind = 'cartesian';
  readonly size: number;

  /// Throws MPI_ERR_DIMS for a dimension that is not 1 or more.
  constructor(
    readonly dims: readonly number[],
    /// Whether each dimension wraps around.
    readonly periods: readonly boolean[],
  ) {
    for (const dim of dims) {
      if (!Number.isInteger(dim) || dim < 1) throw new MpiError(ErrorClass.Dims, `a dimension of the grid is ${dim}; it must be 1 or more`);
    }
    this.size = dims.reduce((product, dim) => product * dim, 1);
  }

  /// The rank at coordinates; those of a dimension that wraps around may lie outside. Throws MPI_ERR_ARG for a point outside of the grid.
  rankAt(coords: readonly number[]): number {
    let rank = 0;
    for (const [axis, dim] of this.dims.entries()) {
      let at = coords[axis] ?? 0;
      if (at < 0 || at >= dim) {
        if (this.periods[axis] !== true) throw new MpiError(ErrorClass.Arg, `coordinate ${at} is outside of dimension ${axis}, which has ${dim} and does not wrap around`);
        at = modulo(at, dim);
      }
      rank = rank * dim + at;
    }
    return rank;
  }

  /// Throws MPI_ERR_RANK.
  coordsOf(rank: number): number[] {
    if (!Number.isInteger(rank) || rank < 0 || rank >= this.size) throw new MpiError(ErrorClass.Rank, `rank is ${rank}; the grid has ranks 0 to ${this.size - 1}`);
    const coords: number[] = [];
    let rest = rank;
    for (const dim of this.dims.toReversed()) {
      coords.unshift(rest % dim);
      rest = Math.floor(rest / dim);
    }
    return coords;
  }

  /// Source and destination of a shift of `rank`'s data by `steps` (8.5.6). Throws MPI_ERR_DIMS for a direction there is not.
  shift(rank: number, direction: number, steps: number): { readonly source: number; readonly destination: number } {
    if (!Number.isInteger(direction) || direction < 0 || direction >= this.dims.length) {
      throw new MpiError(ErrorClass.Dims, `direction is ${direction}; the grid has dimensions 0 to ${this.dims.length - 1}`);
    }
    return { source: this.#along(rank, direction, -steps), destination: this.#along(rank, direction, steps) };
  }

  neighbors(rank: number): Neighbors {
    const around = this.dims.flatMap((_, axis) => [this.#along(rank, axis, -1), this.#along(rank, axis, 1)]);
    return { sources: around, destinations: around };
  }

  #along(rank: number, axis: number, steps: number): number {
    const coords = this.coordsOf(rank);
    const dim = this.dims[axis] as number;
    const at = (coords[axis] as number) + steps;
    if (this.periods[axis] !== true && (at < 0 || at >= dim)) return PROC_NULL;
    coords[axis] = modulo(at, dim);
    return this.rankAt(coords);
  }
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

import type { Datatype } from './datatype';

/// Which constructor made a datatype (MPI 4.1, 5.1.13). Numbers are those of `mpi4py/_mpi/constants.py`.
export const enum Combiner {
  Named = 0,
  Dup = 1,
  Contiguous = 2,
  Vector = 3,
  Hvector = 5,
  Indexed = 6,
  Hindexed = 8,
  IndexedBlock = 9,
  Struct = 11,
  Subarray = 12,
  Darray = 13,
  F90Real = 14,
  F90Complex = 15,
  F90Integer = 16,
  Resized = 17,
  HindexedBlock = 18,
  ValueIndex = 19,
}

export const enum Order {
  C = 0,
  Fortran = 1,
}

/// How a dimension of an array is spread over processes (MPI 4.1, 5.1.4).
export const enum Distribution {
  Block = 0,
  Cyclic = 1,
  None = 2,
}

/// Let MPI choose the distribution argument.
export const DEFAULT_DARG = -1;

/// The arguments of a constructor, as Get_contents gives them for one with large counts (MPI 4.1, 5.1.13: lengths, displacements and
/// strides are counts, and there are no addresses).
export interface Contents {
  readonly combiner: Combiner;
  readonly integers: readonly number[];
  readonly counts: readonly number[];
  readonly types: readonly Datatype[];
}

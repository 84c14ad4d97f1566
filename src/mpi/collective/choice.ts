import { MPI_CALLS, MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { ALGORITHM_NAMES, Algorithm } from '../../protocol/trace';
import { MpiError } from '../error';
import { TUNED, decide } from './tuned';

/// The algorithms each collective has: those of Open MPI's `coll/tuned`, and linear ones for the rest.
export const ALGORITHMS: Readonly<Partial<Record<MpiCall, readonly Algorithm[]>>> = {
  ...Object.fromEntries(Object.entries(TUNED).map(([call, tuned]) => [Number(call), [...new Set(tuned?.algorithms.map(([, algorithm]) => algorithm))]])),
  [MpiCall.Gatherv]: [Algorithm.Linear],
  [MpiCall.Scatterv]: [Algorithm.Linear],
  [MpiCall.Alltoallw]: [Algorithm.Linear, Algorithm.Pairwise],
};

/// What a choice depends on, beside call and size. All ranks must see the same.
export class Circumstances {
  constructor(
    /// One block's size (of the whole vector for Reduce_scatter), 0 when ranks may know different ones.
    readonly bytes: number,
    /// Elements of the value under reduction.
    readonly count: number = 0,
    readonly commutative: boolean = true,
    /// True for an operation of the user's: by itself the engine gives it whole buffers, as functions written for mpi4py often expect.
    readonly user: boolean = false,
    /// False for pickled objects: sizes differ, values cannot be cut.
    readonly plain: boolean = true,
  ) {}

  /// Of pickled objects, under reduction.
  static readonly OBJECTS: Circumstances = new Circumstances(0, 0, false, false, false);
  static readonly NO_DATA: Circumstances = new Circumstances(0);
}

/// Nobody knows beforehand how long the others' pickles are: decisions are those for a small object's. Bytes.
const SMALL_OBJECT = 128;

/// The algorithm for a call: what the student set, else by size as Open MPI's fixed decisions.
export function choose(call: MpiCall, set: Algorithm | undefined, size: number, circumstances: Circumstances): Algorithm {
  const { bytes, count, commutative, user, plain } = circumstances;
  if (set === undefined || set === Algorithm.None) {
    const scatters = call === MpiCall.ReduceScatter || call === MpiCall.ReduceScatterBlock;
    if (user && scatters) return decide(call, size, bytes, false);
    return possible(call, decide(call, size, plain ? bytes : SMALL_OBJECT, commutative), size, count, commutative, plain && !user);
  }
  if (ALGORITHMS[call]?.includes(set) === true) return possible(call, set, size, count, commutative, plain);
  const names = ALGORITHMS[call]?.map((algorithm) => ALGORITHM_NAMES[algorithm]).join(', ') ?? 'none';
  throw new MpiError(ErrorClass.Arg, `${MPI_CALLS[call]} has no algorithm called "${ALGORITHM_NAMES[set] ?? set}"; it has: ${names}`);
}

// Where an algorithm does not go, what stands in for it; the record names what was done.
function possible(call: MpiCall, algorithm: Algorithm, size: number, count: number, commutative: boolean, plain: boolean): Algorithm {
  const powerOfTwo = (size & (size - 1)) === 0;
  switch (call) {
    case MpiCall.Bcast:
      if (!plain && (algorithm === Algorithm.ScatterAllgather || algorithm === Algorithm.ScatterRing)) return Algorithm.Binomial;
      if (!plain && algorithm === Algorithm.Pipeline) return Algorithm.Chain;
      return algorithm === Algorithm.SplitBinary && (!plain || size < 3) ? Algorithm.Binary : algorithm;
    case MpiCall.Allgather:
    case MpiCall.Allgatherv:
      if (algorithm === Algorithm.RecursiveDoubling && !powerOfTwo) return Algorithm.Bruck;
      return algorithm === Algorithm.NeighborExchange && size % 2 === 1 ? Algorithm.Ring : algorithm;
    case MpiCall.Reduce:
      if (!plain && algorithm === Algorithm.Rabenseifner) return Algorithm.Binomial;
      return !plain && algorithm === Algorithm.Pipeline ? Algorithm.Chain : algorithm;
    case MpiCall.Allreduce: {
      const ring = algorithm === Algorithm.Ring || algorithm === Algorithm.SegmentedRing;
      if (ring && (!plain || !commutative || count < size)) return Algorithm.RecursiveDoubling;
      return algorithm === Algorithm.Rabenseifner && (!plain || count < size) ? Algorithm.RecursiveDoubling : algorithm;
    }
    case MpiCall.ReduceScatter:
    case MpiCall.ReduceScatterBlock:
      if (commutative) return algorithm;
      return algorithm === Algorithm.Ring ? Algorithm.NonOverlapping : algorithm === Algorithm.RecursiveHalving ? Algorithm.Butterfly : algorithm;
    default:
      return algorithm;
  }
}

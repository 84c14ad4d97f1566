import { MPI_CALLS, MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { ALGORITHM_NAMES, Algorithm } from '../../protocol/trace';
import { MpiError } from '../error';
import { ALLGATHER_ALGORITHMS } from './allgather';
import { ALLTOALL_ALGORITHMS } from './alltoall';
import { BARRIER_ALGORITHMS } from './barrier';
import { BROADCAST_ALGORITHMS } from './broadcast';
import { GATHER_ALGORITHMS } from './gather';
import { ALLREDUCE_ALGORITHMS, REDUCE_ALGORITHMS, SCAN_ALGORITHMS } from './reduce';
import { SCATTER_ALGORITHMS } from './scatter';

const LINEAR_ONLY = [Algorithm.Linear] as const;

/// The algorithms each collective has.
export const ALGORITHMS: Readonly<Partial<Record<MpiCall, readonly Algorithm[]>>> = {
  [MpiCall.Barrier]: BARRIER_ALGORITHMS,
  [MpiCall.Bcast]: BROADCAST_ALGORITHMS,
  [MpiCall.Gather]: GATHER_ALGORITHMS,
  [MpiCall.Gatherv]: LINEAR_ONLY,
  [MpiCall.Scatter]: SCATTER_ALGORITHMS,
  [MpiCall.Scatterv]: LINEAR_ONLY,
  [MpiCall.Allgather]: ALLGATHER_ALGORITHMS,
  [MpiCall.Allgatherv]: ALLGATHER_ALGORITHMS,
  [MpiCall.Alltoall]: ALLTOALL_ALGORITHMS,
  [MpiCall.Alltoallv]: ALLTOALL_ALGORITHMS,
  [MpiCall.Reduce]: REDUCE_ALGORITHMS,
  [MpiCall.Allreduce]: ALLREDUCE_ALGORITHMS,
  [MpiCall.ReduceScatter]: REDUCE_ALGORITHMS,
  [MpiCall.ReduceScatterBlock]: REDUCE_ALGORITHMS,
  [MpiCall.Scan]: SCAN_ALGORITHMS,
  [MpiCall.Exscan]: SCAN_ALGORITHMS,
};

/// The algorithm for a call: what the student set, else by size roughly as Open MPI's fixed decisions (`coll_tuned_decision_fixed.c`).
/// `bytes` is one block's size, 0 when ranks may know different ones: all must choose alike. `divisible`: the values may be cut in parts and
/// combined in any order (buffers under a commutative operation).
export function choose(call: MpiCall, set: Algorithm | undefined, size: number, bytes: number, divisible: boolean): Algorithm {
  if (set === undefined || set === Algorithm.None) return possible(call, usual(call, size, bytes), size, divisible);
  if (ALGORITHMS[call]?.includes(set) === true) return possible(call, set, size, divisible);
  const names = ALGORITHMS[call]?.map((algorithm) => ALGORITHM_NAMES[algorithm]).join(', ') ?? 'none';
  throw new MpiError(ErrorClass.Arg, `${MPI_CALLS[call]} has no algorithm called "${ALGORITHM_NAMES[set] ?? set}"; it has: ${names}`);
}

// Where an algorithm does not go, what stands in for it; the record names what was done.
function possible(call: MpiCall, algorithm: Algorithm, size: number, divisible: boolean): Algorithm {
  const powerOfTwo = (size & (size - 1)) === 0;
  if ((call === MpiCall.Allgather || call === MpiCall.Allgatherv) && algorithm === Algorithm.RecursiveDoubling && !powerOfTwo) return Algorithm.Bruck;
  if (call === MpiCall.Allreduce && algorithm === Algorithm.Ring && !divisible) return Algorithm.RecursiveDoubling;
  return algorithm;
}

function usual(call: MpiCall, size: number, bytes: number): Algorithm {
  switch (call) {
    case MpiCall.Barrier:
      return size <= 8 && (size & (size - 1)) === 0 ? Algorithm.RecursiveDoubling : Algorithm.Dissemination;
    case MpiCall.Bcast:
      return Algorithm.Binomial;
    case MpiCall.Gather:
      return size > 10 && bytes < 2048 ? Algorithm.Binomial : Algorithm.Linear;
    case MpiCall.Scatter:
      return size > 10 && bytes < 2048 ? Algorithm.Binomial : Algorithm.Linear;
    case MpiCall.Allgather:
    case MpiCall.Allgatherv:
      if (bytes * size >= 1 << 16) return Algorithm.Ring;
      return Algorithm.RecursiveDoubling;
    case MpiCall.Alltoall:
    case MpiCall.Alltoallv:
      return bytes >= 3000 && size > 4 ? Algorithm.Pairwise : Algorithm.Linear;
    case MpiCall.Allreduce:
      return bytes < 1 << 16 || size < 3 ? Algorithm.RecursiveDoubling : Algorithm.Ring;
    case MpiCall.Reduce:
    case MpiCall.ReduceScatter:
    case MpiCall.ReduceScatterBlock:
      return Algorithm.Binomial;
    default:
      return Algorithm.Linear;
  }
}

import { MpiCall } from '../../protocol/calls';
import { Algorithm } from '../../protocol/trace';

/// Open MPI's `coll/tuned`: names and numbers of its algorithms, and the sizes at which it changes from one to another.
/// Source: `coll_tuned_*_decision.c` and `coll_tuned_decision_fixed.c` of Open MPI 5, for communicators up to 255 ranks.

/// An algorithm as users of Open MPI name it: its number is its place in the list, from 1.
export interface Tuned {
  /// As in `coll_tuned_NAME_algorithm`.
  readonly name: string;
  readonly algorithms: readonly (readonly [string, Algorithm])[];
}

export const TUNED: Readonly<Partial<Record<MpiCall, Tuned>>> = {
  [MpiCall.Barrier]: {
    name: 'barrier',
    algorithms: [
      ['linear', Algorithm.Linear], ['double_ring', Algorithm.DoubleRing], ['recursive_doubling', Algorithm.RecursiveDoubling], ['bruck', Algorithm.Dissemination],
      ['two_proc', Algorithm.RecursiveDoubling], ['tree', Algorithm.Binomial],
    ],
  },
  [MpiCall.Bcast]: {
    name: 'bcast',
    algorithms: [
      ['basic_linear', Algorithm.Linear], ['chain', Algorithm.Chain], ['pipeline', Algorithm.Pipeline], ['split_binary_tree', Algorithm.SplitBinary],
      ['binary_tree', Algorithm.Binary], ['binomial', Algorithm.Binomial], ['knomial', Algorithm.Knomial], ['scatter_allgather', Algorithm.ScatterAllgather],
      ['scatter_allgather_ring', Algorithm.ScatterRing],
    ],
  },
  [MpiCall.Allgather]: {
    name: 'allgather',
    algorithms: [
      ['linear', Algorithm.Linear], ['bruck', Algorithm.Bruck], ['recursive_doubling', Algorithm.RecursiveDoubling], ['ring', Algorithm.Ring],
      ['neighbor', Algorithm.NeighborExchange], ['two_proc', Algorithm.RecursiveDoubling], ['sparbit', Algorithm.Sparbit],
    ],
  },
  [MpiCall.Allgatherv]: {
    name: 'allgatherv',
    algorithms: [
      ['default', Algorithm.Linear], ['bruck', Algorithm.Bruck], ['ring', Algorithm.Ring], ['neighbor', Algorithm.NeighborExchange],
      ['two_proc', Algorithm.RecursiveDoubling], ['sparbit', Algorithm.Sparbit],
    ],
  },
  [MpiCall.Alltoall]: {
    name: 'alltoall',
    algorithms: [
      ['linear', Algorithm.Linear], ['pairwise', Algorithm.Pairwise], ['modified_bruck', Algorithm.Bruck], ['linear_sync', Algorithm.LinearSync],
      ['two_proc', Algorithm.Pairwise],
    ],
  },
  [MpiCall.Alltoallv]: { name: 'alltoallv', algorithms: [['basic_linear', Algorithm.Linear], ['pairwise', Algorithm.Pairwise]] },
  [MpiCall.Reduce]: {
    name: 'reduce',
    algorithms: [
      ['linear', Algorithm.Linear], ['chain', Algorithm.Chain], ['pipeline', Algorithm.Pipeline], ['binary', Algorithm.Binary], ['binomial', Algorithm.Binomial],
      ['in-order_binary', Algorithm.InOrderBinary], ['rabenseifner', Algorithm.Rabenseifner], ['knomial', Algorithm.Knomial],
    ],
  },
  [MpiCall.Allreduce]: {
    name: 'allreduce',
    algorithms: [
      ['basic_linear', Algorithm.Linear], ['nonoverlapping', Algorithm.NonOverlapping], ['recursive_doubling', Algorithm.RecursiveDoubling], ['ring', Algorithm.Ring],
      ['segmented_ring', Algorithm.SegmentedRing], ['rabenseifner', Algorithm.Rabenseifner], ['allgather_reduce', Algorithm.AllgatherReduce],
    ],
  },
  [MpiCall.ReduceScatter]: {
    name: 'reduce_scatter',
    algorithms: [
      ['non-overlapping', Algorithm.NonOverlapping], ['recursive_halving', Algorithm.RecursiveHalving], ['ring', Algorithm.Ring], ['butterfly', Algorithm.Butterfly],
    ],
  },
  [MpiCall.ReduceScatterBlock]: {
    name: 'reduce_scatter_block',
    algorithms: [
      ['basic_linear', Algorithm.Linear], ['recursive_doubling', Algorithm.RecursiveDoubling], ['recursive_halving', Algorithm.RecursiveHalving],
      ['butterfly', Algorithm.Butterfly],
    ],
  },
  [MpiCall.Gather]: { name: 'gather', algorithms: [['basic_linear', Algorithm.Linear], ['binomial', Algorithm.Binomial], ['linear_sync', Algorithm.LinearSync]] },
  [MpiCall.Scatter]: { name: 'scatter', algorithms: [['basic_linear', Algorithm.Linear], ['binomial', Algorithm.Binomial], ['linear_nb', Algorithm.LinearNonblocking]] },
  [MpiCall.Scan]: { name: 'scan', algorithms: [['linear', Algorithm.Linear], ['recursive_doubling', Algorithm.RecursiveDoubling]] },
  [MpiCall.Exscan]: { name: 'exscan', algorithms: [['linear', Algorithm.Linear], ['recursive_doubling', Algorithm.RecursiveDoubling]] },
};

/// Names and numbers of a release's that stand for the same.
const ALIASES: Readonly<Record<string, string>> = { 'bruck-k-fanout': 'bruck', 'direct-messaging': 'linear', nonoverlapping: 'non-overlapping', 'non-overlapping': 'nonoverlapping' };

export interface TunedSettings {
  readonly algorithms: Readonly<Partial<Record<MpiCall, Algorithm>>>;
  /// A sentence for each value that names no algorithm.
  readonly problems: readonly string[];
}

/// Reads `OMPI_MCA_coll_tuned_NAME_algorithm` from a program's environment, which is also where mpiexec puts `--mca coll_tuned_NAME_algorithm`:
/// a number or a name, 0 or `ignore` for Open MPI's own choice. `coll_tuned_use_dynamic_rules` need not be set; other parameters are left alone.
export function tunedSettings(environment: Readonly<Record<string, string>>): TunedSettings {
  const algorithms: Partial<Record<MpiCall, Algorithm>> = {};
  const problems: string[] = [];
  for (const [key, tuned] of Object.entries(TUNED)) {
    if (tuned === undefined) continue;
    const parameter = `coll_tuned_${tuned.name}_algorithm`;
    const value = environment[`OMPI_MCA_${parameter}`]?.trim().toLowerCase();
    if (value === undefined || value === '' || value === '0' || value === 'ignore') continue;
    const found = /^\d+$/.test(value) ? tuned.algorithms[Number(value) - 1] : tuned.algorithms.find(([name]) => name === value || name === ALIASES[value]);
    if (found !== undefined) algorithms[Number(key) as MpiCall] = found[1];
    else problems.push(`${parameter} is "${value}"; it may be ${tuned.algorithms.map(([name], index) => `${index + 1} (${name})`).join(', ')}, or 0 to leave the choice to the engine.`);
  }
  return { algorithms, problems };
}

/// For communicators of fewer than `ranks`: algorithm, bytes below which it is used, next algorithm … ending in one for all larger sizes.
type Row = readonly [ranks: number, steps: readonly number[]];

const DECISIONS: Readonly<Partial<Record<MpiCall, readonly Row[]>>> = {
  [MpiCall.Barrier]: [[4, [3]], [8, [1]], [64, [3]], [256, [4]]],
  [MpiCall.Bcast]: [
    [4, [3, 32, 5, 256, 3, 512, 7, 1024, 1, 32768, 5, 131072, 2, 262144, 1, 524288, 6, 1048576, 5]],
    [8, [5, 64, 6, 128, 5, 2048, 6, 8192, 1, 1048576, 2]],
    [16, [7, 8, 5, 64, 7, 4096, 5, 16384, 6, 32768, 1]],
    [32, [7, 4096, 6, 1048576, 8]],
    [64, [6, 2048, 7]],
    [128, [7]],
    [256, [6, 2, 5, 16384, 1, 32768, 5, 65536, 7]],
  ],
  [MpiCall.Allgather]: [
    [3, [6]],
    [32, [3]],
    [64, [3, 1024, 5, 65536, 4]],
    [128, [3, 512, 5, 65536, 4]],
    [256, [3, 512, 5, 131072, 4, 524288, 5, 1048576, 4]],
  ],
  [MpiCall.Allgatherv]: [
    [3, [3, 2048, 5, 4096, 3, 8192, 5]],
    [8, [1, 256, 4, 4096, 3, 8192, 4, 16384, 2, 262144, 4]],
    [16, [1, 1024, 2]],
    [32, [1, 128, 2, 262144, 3]],
    [64, [1, 256, 2, 8192, 3]],
    [128, [1, 256, 2, 4096, 3]],
    [256, [2, 1024, 4, 65536, 3]],
  ],
  [MpiCall.Alltoall]: [
    [3, [2, 2, 5, 4, 2, 16, 5, 64, 2, 256, 5, 4096, 2, 32768, 4, 262144, 5, 1048576, 2]],
    [8, [4, 8192, 1, 16384, 4, 65536, 1, 524288, 2, 1048576, 1]],
    [16, [4, 262144, 1]],
    [32, [4, 4, 3, 512, 4, 8192, 1, 32768, 4, 262144, 1, 524288, 4]],
    [64, [3, 512, 1, 524288, 4]],
    [128, [3, 1024, 1, 2048, 4, 4096, 1, 262144, 2]],
    [256, [3, 1024, 4, 2048, 1, 262144, 2]],
  ],
  [MpiCall.Alltoallv]: [[4, [2]], [64, [1]], [128, [2]], [256, [1]]],
  [MpiCall.Reduce]: [
    [4, [7, 8, 4, 16, 3, 32, 1, 262144, 3, 524288, 2, 1048576, 3]],
    [8, [4, 4096, 2, 65536, 5, 262144, 1, 524288, 5, 1048576, 1]],
    [16, [4, 8192, 5]],
    [32, [4, 4096, 5]],
    [256, [5]],
  ],
  [MpiCall.Allreduce]: [
    [4, [4, 8, 3, 4096, 4, 8192, 3, 16384, 4, 65536, 5, 262144, 6]],
    [8, [4, 16, 3, 8192, 6]],
    [16, [3, 8192, 6]],
    [32, [5, 64, 3, 4096, 6]],
    [64, [5, 128, 6]],
    [128, [3, 262144, 6]],
    [256, [2, 131072, 3, 262144, 6]],
  ],
  [MpiCall.ReduceScatter]: [
    [4, [3, 65536, 4, 131072, 3]],
    [8, [1, 8, 2, 262144, 3]],
    [32, [2, 262144, 3]],
    [64, [1, 64, 2, 2048, 4, 524288, 3]],
    [128, [1, 256, 2, 512, 4, 2048, 2, 4096, 4]],
    [256, [1, 256, 2, 512, 4]],
  ],
  [MpiCall.ReduceScatterBlock]: [
    [4, [2, 4, 4, 8, 3, 16, 4, 128, 3, 256, 4, 4096, 3, 8192, 4, 131072, 1]],
    [8, [3, 8, 2, 32, 4, 256, 3, 8192, 4, 16384, 3, 1048576, 1]],
    [16, [1, 4, 3, 32, 4, 128, 3, 524288, 1, 4194304, 4]],
    [32, [1, 32, 3, 524288, 1, 2097152, 3, 4194304, 4]],
    [256, [3, 4, 1, 16, 4, 65536, 1, 262144, 4]],
  ],
  [MpiCall.Gather]: [
    [4, [3, 2, 1, 4, 2, 32768, 1, 65536, 2, 131072, 3]],
    [8, [2, 1024, 1, 8192, 2, 32768, 1, 262144, 3]],
    [256, [2]],
  ],
  [MpiCall.Scatter]: [
    [4, [3, 2, 1, 131072, 3, 262144, 1]],
    [8, [2, 2048, 1, 4096, 2, 8192, 1, 32768, 3, 1048576, 1]],
    [16, [2, 16384, 3, 1048576, 1]],
    [32, [2, 16384, 1, 32768, 3]],
    [64, [2, 512, 3, 8192, 2, 16384, 3]],
    [256, [2, 512, 3]],
  ],
  [MpiCall.Scan]: [[256, [1]]],
  [MpiCall.Exscan]: [[256, [1]]],
};

/// Where the operation does not commute.
const ORDERED: Readonly<Partial<Record<MpiCall, readonly Row[]>>> = {
  [MpiCall.Reduce]: [[4, [6, 8, 1]], [8, [1]], [16, [6, 1024, 1, 8192, 6, 16384, 1, 262144, 6]], [128, [6]], [256, [6, 512, 1, 1024, 6]]],
  [MpiCall.Allreduce]: [[4, [3, 131072, 1]], [8, [3]], [16, [3, 1048576, 2]], [128, [3]], [256, [2, 131072, 3, 524288, 2]]],
  [MpiCall.ReduceScatter]: [[256, [1]]],
  [MpiCall.ReduceScatterBlock]: [[256, [1]]],
};

/// What Open MPI's fixed decisions choose; Linear for a call that they do not decide about.
export function decide(call: MpiCall, size: number, bytes: number, commutative: boolean): Algorithm {
  const rows = (commutative ? undefined : ORDERED[call]) ?? DECISIONS[call];
  const steps = rows?.find(([ranks]) => size < ranks)?.[1] ?? rows?.at(-1)?.[1];
  if (steps === undefined) return Algorithm.Linear;
  let at = 0;
  while (at + 1 < steps.length && bytes >= (steps[at + 1] as number)) at += 2;
  return TUNED[call]?.algorithms[(steps[at] as number) - 1]?.[1] ?? Algorithm.Linear;
}

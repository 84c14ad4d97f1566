/// Open MPI's parameters in a launch command, put there and taken out again without touching the rest of what a person typed.

import { TUNED } from '../mpi/collective/tuned';
import { type Algorithm, blockingOf, type MpiCall } from '../protocol';

/// `line` with MCA parameter `name` set to `value`, or without it when `value` is null: `--mca NAME VALUE` behind mpiexec and mpirun, a
/// variable `OMPI_MCA_NAME=VALUE` before launchers that know no `--mca`. Open MPI looks at `coll_tuned_*_algorithm` only with
/// `coll_tuned_use_dynamic_rules` set: that goes with the first and leaves with the last, so that the command means the same on a cluster.
export function withParameter(line: string, name: string, value: string | null): string {
  let next = without(line, name);
  if (value !== null) next = put(next, name, value);
  if (!name.startsWith('coll_tuned_')) return next;
  const needed = /coll_tuned_\w+_algorithm[\s=]/u.test(next);
  next = without(next, DYNAMIC);
  return needed ? put(next, DYNAMIC, '1') : next;
}

/// The value that a launch command gives an MCA parameter; null when it gives none.
export function parameterOf(line: string, name: string): string | null {
  return new RegExp(`(?:--?g?mca\\s+${name}\\s+|OMPI_MCA_${name}=)(\\S+)`, 'u').exec(line)?.[1] ?? null;
}

const DYNAMIC = 'coll_tuned_use_dynamic_rules';

function without(line: string, name: string): string {
  return line.replaceAll(new RegExp(`(?:--?g?mca\\s+${name}\\s+\\S+|OMPI_MCA_${name}=\\S*)\\s*`, 'gu'), '');
}

function put(line: string, name: string, value: string): string {
  const launcher = /^(\s*(?:[A-Za-z_]\w*=\S*\s+)*(?:mpiexec|mpirun))(\s.*)?$/su.exec(line);
  if (launcher === null) return `OMPI_MCA_${name}=${value} ${line.trimStart()}`;
  return `${launcher[1]} --mca ${name} ${value}${launcher[2] ?? ''}`;
}

/// An algorithm of Open MPI's for a collective, as its users name it.
export interface NamedAlgorithm {
  readonly name: string;
  readonly algorithm: Algorithm;
}

/// What may be set for a collective call of any form; empty for one with a single algorithm.
export function algorithmsOf(call: MpiCall): readonly NamedAlgorithm[] {
  return TUNED[blockingOf(call)]?.algorithms.map(([name, algorithm]) => ({ name, algorithm })) ?? [];
}

/// The parameter that sets them: `coll_tuned_bcast_algorithm`; null for a call that has none.
export function algorithmParameter(call: MpiCall): string | null {
  const name = TUNED[blockingOf(call)]?.name;
  return name === undefined ? null : `coll_tuned_${name}_algorithm`;
}

/// Ranks that a launch command puts on one node, as it says itself: `aprun -N 24`, `mpiexec -N 24`, `--npernode 24`, `-ppn 24`,
/// `--map-by ppr:24:node`, `srun --ntasks-per-node=24`. null when it does not say. (`srun -N` counts nodes.)
export function ranksPerNode(line: string): number | null {
  const pattern = /(?:^|\s)srun\s/u.test(line)
    ? /\s--ntasks-per-node[\s=](\d+)/u
    : /\s(?:-N|--?npernode|-ppn|--map-by[\s=]ppr:(?=\d+:node))[\s=]?(\d+)/u;
  const count = Number(pattern.exec(line)?.[1] ?? 0);
  return count > 0 ? count : null;
}

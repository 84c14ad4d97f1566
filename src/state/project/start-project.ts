/// What a first visitor finds: a program that runs at once and differs from run to run.

import { DEFAULT_SETTINGS, fileOf, type ProjectContent } from '../../project';

const PROGRAM = `# Every rank runs this program, from first line to last.
# Press Run: each prints one line, and the race between
# them makes the order. Run it again: it changes.

from mpi4py import MPI

comm = MPI.COMM_WORLD   # all the ranks of this run
size = comm.Get_size()  # how many: the number after -n
rank = comm.Get_rank()  # which one this is: 0 to size - 1

print(str(rank) + " " + str(size))
`;

export const START_COMMAND = 'aprun -n 5 python3 mpiEx.py';

export function startContent(): ProjectContent {
  return { name: 'My first ranks', files: new Map([['mpiEx.py', fileOf(PROGRAM)]]), command: START_COMMAND, settings: DEFAULT_SETTINGS, lesson: null };
}

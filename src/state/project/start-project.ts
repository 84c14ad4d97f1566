/// What a first visitor finds: a program that runs at once and differs from run to run.

import { DEFAULT_SETTINGS, fileOf, type ProjectContent } from '../../project';

const PROGRAM = `# Every rank runs this same program, from the first line to the last.
# Press Run: each rank prints one line, and the order is whatever the race
# between them makes it. Run it again and watch the order change.

from mpi4py import MPI

comm = MPI.COMM_WORLD      # all the ranks of this run
size = comm.Get_size()     # how many there are: the number after -n
rank = comm.Get_rank()     # which one this is, from 0 to size - 1

print(str(rank) + " " + str(size))
`;

export const START_COMMAND = 'aprun -n 5 python3 mpiEx.py';

export function startContent(): ProjectContent {
  return { name: 'My first ranks', files: new Map([['mpiEx.py', fileOf(PROGRAM)]]), command: START_COMMAND, settings: DEFAULT_SETTINGS, lesson: null };
}

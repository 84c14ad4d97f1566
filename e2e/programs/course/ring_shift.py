"""All shift their array to the right at once with Sendrecv, until every array is home again."""
# run: -n 1 ring_shift.py 4
# run: -n 3 ring_shift.py 4
# run: -n 6 ring_shift.py 20000
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
count = int(sys.argv[1])
mine = np.full(count, rank, dtype="i8")
seen = np.zeros(count, dtype="i8")
arriving = np.empty_like(mine)
for step in range(size):
    seen += mine
    comm.Sendrecv(mine, dest=(rank + 1) % size, sendtag=step, recvbuf=arriving, source=(rank - 1) % size, recvtag=step)
    mine, arriving = arriving, mine
print(f"rank {rank}: home again {bool((mine == rank).all())}, saw {seen[0]} in the first place and {seen.sum()} in all")

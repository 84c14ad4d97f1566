"""Odd-even transposition sort: neighbours exchange blocks, the left keeps the smaller half."""
# run: -n 1 odd_even_sort.py 8
# run: -n 4 odd_even_sort.py 4
# run: -n 5 odd_even_sort.py 3000
# compare: in order
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
count = int(sys.argv[1])
mine = np.random.default_rng([7, rank]).integers(0, 1000, count)
mine.sort()
other = np.empty_like(mine)
for phase in range(size):
    partner = rank + 1 if rank % 2 == phase % 2 else rank - 1
    if 0 <= partner < size:
        comm.Sendrecv(mine, dest=partner, recvbuf=other, source=partner)
        both = np.sort(np.concatenate((mine, other)))
        mine = both[:count] if rank < partner else both[count:]
blocks = comm.gather(mine, root=0)
if rank == 0:
    whole = np.concatenate(blocks)
    print("sorted:", bool((whole[:-1] <= whole[1:]).all()), "sum", int(whole.sum()))
    print("every", max(1, whole.size // 8), "th:", whole[::max(1, whole.size // 8)].tolist())

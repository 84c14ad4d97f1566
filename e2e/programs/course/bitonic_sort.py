"""Bitonic sort on a power of two of ranks: partners differ in one bit of their rank."""
# run: -n 2 bitonic_sort.py 5
# run: -n 4 bitonic_sort.py 16
# run: -n 8 bitonic_sort.py 500
# compare: in order
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
assert size & (size - 1) == 0, "bitonic sort needs a power of two"
count = int(sys.argv[1])
mine = np.sort(np.random.default_rng([11, rank]).standard_normal(count))
other = np.empty(count)
stage = 2
while stage <= size:
    distance = stage // 2
    while distance > 0:
        partner = rank ^ distance
        comm.Sendrecv(mine, partner, stage, other, partner, stage)
        ascending = rank & stage == 0
        both = np.sort(np.concatenate((mine, other)))
        mine = both[:count].copy() if (rank < partner) == ascending else both[count:].copy()
        distance //= 2
    stage *= 2
whole = np.empty(count * size) if rank == 0 else None
comm.Gather(mine, whole, root=0)
if rank == 0:
    print(f"{whole.size} numbers, sorted: {bool((np.diff(whole) >= 0).all())}")
    print("quartiles", " ".join(f"{whole[int(q * (whole.size - 1))]:.8f}" for q in (0, 0.25, 0.5, 0.75, 1)))

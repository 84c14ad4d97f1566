"""Sample sort: splitters from samples of all ranks, then everything goes to its place with one Alltoallv."""
# run: -n 1 sample_sort.py 20
# run: -n 4 sample_sort.py 25
# run: -n 6 sample_sort.py 5000
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
mine = np.sort(np.random.default_rng([3, rank]).integers(0, 10**6, int(sys.argv[1]) + rank))
samples = np.concatenate(comm.allgather(mine[::max(1, mine.size // size)]))
samples.sort()
splitters = samples[[samples.size * k // size for k in range(1, size)]] if size > 1 else []
cuts = np.concatenate(([0], np.searchsorted(mine, splitters), [mine.size])).astype("i4")
sendcounts = np.diff(cuts)
recvcounts = np.empty(size, dtype="i4")
comm.Alltoall(sendcounts.astype("i4"), recvcounts)
arrived = np.empty(recvcounts.sum(), dtype=mine.dtype)
comm.Alltoallv([mine, sendcounts, cuts[:-1], MPI.INT64_T], [arrived, recvcounts, MPI.INT64_T])
arrived.sort()
below = comm.exscan(int(arrived.size))
print(f"rank {rank} holds {arrived.size} numbers, from place {below or 0}: {arrived[0]} to {arrived[-1]}")
total = comm.allreduce(int(arrived.sum()))
if rank == 0:
    print("sum of all", total)

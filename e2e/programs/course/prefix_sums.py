"""Prefix sums of a long array: each rank sums its block, Exscan tells what stands before it."""
# run: -n 1 prefix_sums.py 10
# run: -n 4 prefix_sums.py 10
# run: -n 7 prefix_sums.py 10001
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
n = int(sys.argv[1])
low, high = rank * n // size, (rank + 1) * n // size
block = np.arange(low, high, dtype=np.int64) ** 2
sums = np.cumsum(block)
total = np.array(block.sum())
before, upto = np.zeros_like(total), np.zeros_like(total)
comm.Exscan(total, before, op=MPI.SUM)
comm.Scan(total, upto, op=MPI.SUM)
if rank == 0:
    before[()] = 0  # what Exscan leaves on rank 0 is not defined
sums += before
last = high - 1
assert high == low or sums[-1] == last * (last + 1) * (2 * last + 1) // 6
print(f"rank {rank}: places {low} to {last}, before it {before}, with it {upto}, largest so far {comm.scan(rank * 7 % 5, op=MPI.MAX)}")

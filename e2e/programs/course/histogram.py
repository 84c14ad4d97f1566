"""A histogram of random numbers: minimum and maximum by Allreduce, the counts by Reduce."""
# run: -n 1 histogram.py 1000
# run: -n 4 histogram.py 5000
# compare: in order
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
numbers = np.random.default_rng(comm.rank).normal(size=int(sys.argv[1]))
ends = np.empty(2)
comm.Allreduce(np.array([-numbers.min(), numbers.max()]), ends, op=MPI.MAX)
counts, edges = np.histogram(numbers, bins=12, range=(-ends[0], ends[1]))
counts = counts.astype("i8")
total = np.zeros_like(counts) if comm.rank == 0 else None
comm.Reduce(counts, total, op=MPI.SUM, root=0)
if comm.rank == 0:
    for edge, count in zip(edges, total):
        print(f"{edge:8.4f} {count:>6} {'*' * (60 * count // total.max())}")
    print("in all", total.sum())

"""Transposing a matrix that is spread over the ranks by rows: Alltoall moves the blocks, each rank turns its own."""
# run: -n 1 transpose.py 3
# run: -n 3 transpose.py 2
# run: -n 4 transpose.py 50
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
b = int(sys.argv[1])
n = b * size
rows = np.arange(rank * b * n, (rank + 1) * b * n, dtype="i4").reshape(b, n)
blocks = np.ascontiguousarray(rows.reshape(b, size, b).swapaxes(0, 1))
comm.Alltoall(MPI.IN_PLACE, blocks)
turned = np.concatenate([block.T for block in blocks], axis=1)
wanted = np.arange(n * n).reshape(n, n).T[rank * b:(rank + 1) * b]
print(f"rank {rank}: first row {turned[0][:4].tolist()}, right {bool((turned == wanted).all())}")

"""Matrix times vector by rows: uneven blocks go out with Scatterv and the pieces of the result come back with Allgatherv."""
# run: -n 1 matrix_vector.py 5
# run: -n 3 matrix_vector.py 10
# run: -n 4 matrix_vector.py 203
# compare: in order
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
n = int(sys.argv[1])
rows = np.array([n // size + (other < n % size) for other in range(size)])
starts = np.concatenate(([0], np.cumsum(rows)[:-1]))

A = np.fromfunction(lambda i, j: (i - 2 * j) % 7, (n, n)) if rank == 0 else None
block = np.empty((rows[rank], n))
comm.Scatterv([A, rows * n, starts * n, MPI.DOUBLE], block, root=0)
x = np.arange(n, dtype="d") if rank == 0 else np.empty(n)
comm.Bcast(x, root=0)

y = np.empty(n)
comm.Allgatherv(block @ x, [y, rows, starts, MPI.DOUBLE])
if rank == 0:
    print("rows by rank", rows.tolist())
    print("first of y", y[:5].tolist(), "sum", y.sum())
    print("as computed alone", bool((y == A @ x).all()))
same = comm.allreduce(bool(abs(y.sum() - comm.bcast(y.sum())) == 0), op=MPI.LAND)
if rank == 0:
    print("all ranks agree", same)

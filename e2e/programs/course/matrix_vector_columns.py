"""Matrix times vector by columns: a derived type picks columns out of the rows in which the matrix is stored; Reduce adds the parts up."""
# run: -n 1 matrix_vector_columns.py 2
# run: -n 4 matrix_vector_columns.py 3
# run: -n 3 matrix_vector_columns.py 40
# compare: in order
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
width = int(sys.argv[1])
n = width * size

column = MPI.DOUBLE.Create_vector(n, 1, n)
columns = column.Create_resized(0, MPI.DOUBLE.Get_size())
columns.Commit()
column.Free()
A = np.arange(n * n, dtype="d").reshape(n, n) if rank == 0 else None
mine = np.empty((width, n))
comm.Scatter([A, width, columns] if rank == 0 else None, [mine, width * n, MPI.DOUBLE], root=0)
columns.Free()

x = np.ones(width) * (rank + 1)
part = x @ mine
y = np.empty(n) if rank == 0 else None
comm.Reduce(part, y, op=MPI.SUM, root=0)
if rank == 0:
    print("y starts", y[:4].tolist(), "ends", y[-1])
    print("as computed alone", bool((y == A @ np.repeat(np.arange(1.0, size + 1), width)).all()))

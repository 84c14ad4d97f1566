"""Jacobi's method for a plate at rest: halo by Isend and Irecv while the inner points are computed, the end by an Allreduce of the change."""
# run: -n 1 jacobi.py 12
# run: -n 3 jacobi.py 12
# run: -n 4 jacobi.py 30
# compare: in order, numbers within 1e-9
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
n = int(sys.argv[1])
rows = n // size + (rank < n % size)
above = rank - 1 if rank > 0 else MPI.PROC_NULL
below = rank + 1 if rank < size - 1 else MPI.PROC_NULL
old = np.zeros((rows + 2, n + 2))
old[:, 0] = 1.0
if rank == size - 1:
    old[-1, :] = 2.0
new = old.copy()


def relax(first, last):
    new[first:last, 1:-1] = (old[first - 1:last - 1, 1:-1] + old[first + 1:last + 1, 1:-1] + old[first:last, :-2] + old[first:last, 2:]) / 4


steps, change = 0, 1.0
while change > 1e-4:
    requests = [
        comm.Irecv(old[0, 1:-1], source=above, tag=0),
        comm.Irecv(old[-1, 1:-1], source=below, tag=1),
        comm.Isend(old[1, 1:-1], dest=above, tag=1),
        comm.Isend(old[-2, 1:-1], dest=below, tag=0),
    ]
    relax(2, rows)
    MPI.Request.Waitall(requests)
    relax(1, 2)
    relax(rows, rows + 1)
    change = comm.allreduce(float(abs(new[1:-1] - old[1:-1]).max()), op=MPI.MAX)
    old, new = new, old
    steps += 1
total = comm.reduce(old[1:-1, 1:-1].sum(), root=0)
if rank == 0:
    print(f"{steps} steps, sum of the plate {total:.6f}")

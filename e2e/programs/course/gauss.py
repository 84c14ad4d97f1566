"""Gaussian elimination with pivoting; columns of the work go by rows dealt out in turn, the pivot row is found with MAXLOC and broadcast."""
# run: -n 1 gauss.py 6
# run: -n 3 gauss.py 6
# run: -n 4 gauss.py 41
# compare: in order, numbers within 1e-8
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
n = int(sys.argv[1])
random = np.random.default_rng(1)
A, x = random.uniform(-1, 1, (n, n)), np.arange(1.0, n + 1)
mine = {row: np.append(A[row], A[row] @ x) for row in range(rank, n, size)}
used, order = set(), []
for column in range(n):
    here = max(((abs(values[column]), row) for row, values in mine.items() if row not in used), default=(0.0, -1))
    value, row = comm.allreduce(here, op=MPI.MAXLOC)
    pivot = comm.bcast(mine.get(row), root=row % size)
    order.append(row)
    used.add(row)
    for other, values in mine.items():
        if other not in used:
            values -= values[column] / pivot[column] * pivot
solution = np.zeros(n)
for column in reversed(range(n)):
    row = order[column]
    if row in mine:
        values = mine[row]
        solution[column] = (values[-1] - values[column + 1:-1] @ solution[column + 1:]) / values[column]
    solution[column] = comm.bcast(solution[column], root=row % size)
if rank == 0:
    print("pivot rows", order[:8])
    print("solution", " ".join(f"{value:.6f}" for value in solution[:6]))

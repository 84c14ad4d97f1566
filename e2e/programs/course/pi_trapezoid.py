"""Pi as the area under 4 / (1 + x^2), by the trapezoid rule; each rank adds up a block of trapezoids."""
# run: -n 1 pi_trapezoid.py 1000
# run: -n 4 pi_trapezoid.py 100000
# run: -n 7 pi_trapezoid.py 1000000
# compare: numbers within 1e-12
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
n = np.array(int(sys.argv[1]) if rank == 0 else 0)
comm.Bcast(n, root=0)
first, last = rank * n // size, (rank + 1) * n // size
x = np.arange(first, last + 1) / n
y = 4 / (1 + x * x)
part = np.array(((y[:-1] + y[1:]) / 2).sum() / n)
pi = np.empty(())
comm.Reduce(part, pi, op=MPI.SUM, root=0)
print(f"rank {rank}: trapezoids {first} to {last - 1}")
if rank == 0:
    print(f"pi is about {pi:.12f}, wrong by less than 1e-6: {abs(pi - np.pi) < 1e-6}")

"""The dot product of two vectors that rank 0 scatters; every rank learns the result."""
# run: -n 1 dot_product.py 12
# run: -n 3 dot_product.py 12
# run: -n 4 dot_product.py 100000
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
n = int(sys.argv[1])
assert n % size == 0, "the vectors must split evenly"
x = y = None
if rank == 0:
    x = np.arange(n, dtype=np.float64)
    y = np.full(n, 0.5)
my_x, my_y = np.empty(n // size), np.empty(n // size)
comm.Scatter(x, my_x, root=0)
comm.Scatter(y, my_y, root=0)
mine = my_x.dot(my_y)
product = comm.allreduce(mine)
print(f"rank {rank}: {mine:.1f} of {product:.1f}")

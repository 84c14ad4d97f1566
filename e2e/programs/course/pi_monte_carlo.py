"""Pi from random points in the unit square; each rank has a random stream of its own, so that the answer can be told again."""
# run: -n 1 pi_monte_carlo.py 100000
# run: -n 3 pi_monte_carlo.py 100000
# run: -n 8 pi_monte_carlo.py 20000
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
points = int(sys.argv[1])
random = np.random.default_rng([2024, comm.rank])
x, y = random.random(points), random.random(points)
hits = int((x * x + y * y <= 1).sum())
print(f"rank {comm.rank}: {hits} of {points} points in the circle")
total = comm.reduce(hits, op=MPI.SUM, root=0)
if comm.rank == 0:
    print(f"pi is about {4 * total / (points * comm.size):.6f}")

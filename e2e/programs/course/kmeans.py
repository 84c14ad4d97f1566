"""K-means clustering: every rank assigns its points, Allreduce moves the centres."""
# run: -n 1 kmeans.py 300
# run: -n 3 kmeans.py 100
# run: -n 5 kmeans.py 200
# compare: in order, numbers within 1e-6
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.rank
random = np.random.default_rng([4, rank])
true = np.array([[0.0, 0.0], [5.0, 0.0], [0.0, 5.0]])
points = np.concatenate([centre + random.normal(0, 0.5, (int(sys.argv[1]), 2)) for centre in true])
centres = comm.bcast(points[::int(sys.argv[1])][:3].copy() if rank == 0 else None)
for _ in range(20):
    nearest = ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    sums = np.array([np.append(points[nearest == k].sum(axis=0), (nearest == k).sum()) for k in range(3)])
    comm.Allreduce(MPI.IN_PLACE, sums, op=MPI.SUM)
    centres, old = sums[:, :2] / sums[:, 2:], centres
    if abs(centres - old).max() < 1e-12:
        break
if rank == 0:
    for centre, count in zip(centres, sums[:, 2]):
        print(f"centre {centre[0]:.6f} {centre[1]:.6f} of {count:.0f} points")

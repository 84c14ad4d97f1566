"""All shortest paths in a graph: in step k the owner of row k broadcasts it, everyone relaxes a band of rows."""
# run: -n 1 floyd_warshall.py 10
# run: -n 4 floyd_warshall.py 30
# compare: in order
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
n = int(sys.argv[1])
random = np.random.default_rng(9)
weights = random.integers(1, 30, (n, n)).astype(float)
weights[random.random((n, n)) < 0.7] = np.inf
np.fill_diagonal(weights, 0)
bounds = [r * n // size for r in range(size + 1)]
band = weights[bounds[rank]:bounds[rank + 1]].copy()
for k in range(n):
    owner = next(r for r in range(size) if bounds[r] <= k < bounds[r + 1])
    row = band[k - bounds[rank]].copy() if rank == owner else np.empty(n)
    comm.Bcast(row, root=owner)
    np.minimum(band, band[:, k:k + 1] + row, out=band)
bands = comm.gather(band, root=0)
if rank == 0:
    paths = np.vstack(bands)
    print("from node 0:", paths[0].tolist())
    print("sum of all finite paths", paths[np.isfinite(paths)].sum(), "unreachable", int(np.isinf(paths).sum()))

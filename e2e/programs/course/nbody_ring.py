"""Bodies that attract each other: positions travel round the ring while each rank adds up the forces on its own."""
# run: -n 1 nbody_ring.py 12 5
# run: -n 3 nbody_ring.py 12 5
# run: -n 4 nbody_ring.py 64 3
# compare: in order, numbers within 1e-8
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
bodies, steps = int(sys.argv[1]), int(sys.argv[2])
per_rank = bodies // size
everyone = np.random.default_rng(5).uniform(-1, 1, (bodies, 3))
x = everyone[rank * per_rank:(rank + 1) * per_rank].copy()
v = np.zeros_like(x)
right, left = (rank + 1) % size, (rank - 1) % size
for step in range(steps):
    force = np.zeros_like(x)
    visiting = x.copy()
    for hop in range(size):
        coming = np.empty_like(visiting)
        requests = [comm.Isend(visiting, right, tag=hop), comm.Irecv(coming, left, tag=hop)]
        d = visiting[None, :, :] - x[:, None, :]
        force += (d / ((d**2).sum(axis=2) + 0.01)[..., None] ** 1.5).sum(axis=1)
        MPI.Request.Waitall(requests)
        visiting = coming
    v += 0.001 * force
    x += 0.001 * v
energy = comm.reduce(0.5 * float((v**2).sum()), root=0)
momentum = np.zeros(3)
comm.Allreduce(v.sum(axis=0), momentum)
if rank == 0:
    print(f"kinetic energy {energy:.9f}")
    print(f"momentum is kept: {bool(abs(momentum).max() < 1e-9)}")

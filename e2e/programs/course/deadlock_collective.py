"""Rank 0 forgets the broadcast in which all the others wait for it."""
# run: -n 3 deadlock_collective.py
# compare: in order
# hangs: rank 1 was waiting in Bcast for
# hangs: rank 0 was waiting in recv for any rank
import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
data = np.zeros(4)
if comm.rank > 0:
    comm.Bcast(data, root=0)
    comm.send(data.sum(), dest=0)
else:
    for _ in range(comm.size - 1):
        print(comm.recv(source=MPI.ANY_SOURCE))

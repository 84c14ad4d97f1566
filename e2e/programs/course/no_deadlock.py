"""Four ways out of the deadlock in which everyone sends first: by turns, Sendrecv, Irecv, and a buffered send."""
# run: -n 2 no_deadlock.py 200000
# run: -n 5 no_deadlock.py 20000
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
right, left = (rank + 1) % size, (rank - 1) % size
data = np.full(int(sys.argv[1]), rank, dtype="f8")
theirs = np.empty_like(data)


def check(way):
    print(f"rank {rank}: {way} brought {theirs[0]:.0f} to {theirs[-1]:.0f}")
    theirs[:] = -1


if rank % 2:
    comm.Recv(theirs, source=left)
    comm.Ssend(data, dest=right)
elif size % 2 == 0 or rank < size - 1:
    comm.Ssend(data, dest=right)
    comm.Recv(theirs, source=left)
else:
    # The odd one out of a ring of odd length.
    comm.Recv(theirs, source=left)
    comm.Ssend(data, dest=right)
check("taking turns")
comm.Sendrecv(data, dest=right, recvbuf=theirs, source=left)
check("Sendrecv")
request = comm.Irecv(theirs, source=left)
comm.Send(data, dest=right)
request.Wait()
check("Irecv")
MPI.Attach_buffer(np.empty(data.nbytes + MPI.BSEND_OVERHEAD, dtype="b"))
comm.Bsend(data, dest=right)
comm.Recv(theirs, source=left)
MPI.Detach_buffer()
check("Bsend")

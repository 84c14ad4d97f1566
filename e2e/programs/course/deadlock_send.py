"""Everyone sends a large array before anyone receives: small ones would go through."""
# run: -n 2 deadlock_send.py 1000000
# compare: in order
# hangs: rank 0 was waiting in Send for rank 1 \(deadlock_send.py, line 15\)
# hangs: rank 1 was waiting in Send for rank 0 \(deadlock_send.py, line 15\)
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
partner = comm.rank ^ 1
for length in (10, int(sys.argv[1])):
    data, theirs = np.zeros(length), np.empty(length)
    comm.Send(data, dest=partner)
    comm.Recv(theirs, source=partner)
    if comm.rank == 0:
        print(f"{length} numbers went through", flush=True)

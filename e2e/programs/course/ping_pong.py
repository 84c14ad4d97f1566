"""Two ranks throw an array back and forth, larger and larger; the others watch."""
# run: -n 2 ping_pong.py 20
# run: -n 3 ping_pong.py 5
# compare: in order
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
repeats = int(sys.argv[1])
for exponent in range(0, 21, 4):
    ball = np.zeros(2**exponent, dtype="f8")
    comm.Barrier()
    start = MPI.Wtime()
    for throw in range(repeats):
        if rank == 0:
            ball += 1
            comm.Send(ball, dest=1)
            comm.Recv(ball, source=1)
        elif rank == 1:
            comm.Recv(ball, source=0)
            ball += 1
            comm.Send(ball, dest=0)
    elapsed = MPI.Wtime() - start
    if rank == 0:
        assert (ball == 2 * repeats).all() and elapsed > 0
        print(f"{ball.nbytes:>9} bytes, {repeats} times there and back: each number was raised to {ball[-1]:.0f}")

"""How long a step takes: the slowest rank decides, so the times are reduced with MAX."""
# run: -n 4 timing.py
# compare: in order
import time

from mpi4py import MPI

comm = MPI.COMM_WORLD
comm.Barrier()
start = MPI.Wtime()
time.sleep(0.01 * (comm.rank + 1))
elapsed = MPI.Wtime() - start
slowest = comm.reduce(elapsed, op=MPI.MAX, root=0)
if comm.rank == 0:
    print("the slowest took at least 40 ms:", slowest >= 0.039, "and the clock ticks finer than a millisecond:", MPI.Wtick() <= 1e-3)

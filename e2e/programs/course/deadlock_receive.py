"""Everyone receives before anyone sends."""
# run: -n 2 deadlock_receive.py
# run: -n 3 deadlock_receive.py
# compare: in order
# hangs: rank 0 was waiting in recv for rank 1 \(deadlock_receive.py, line 11\)
# hangs: rank 1 was waiting in recv for rank
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
theirs = comm.recv(source=(rank + 1) % size)
comm.send(rank, dest=(rank - 1) % size)
print("This is never printed")

"""The receiver waits for another tag than the sender used."""
# run: -n 2 deadlock_tag.py
# compare: in order
# hangs: rank 1 was waiting in recv for rank 0
from mpi4py import MPI

comm = MPI.COMM_WORLD
if comm.rank == 0:
    comm.send("hello", dest=1, tag=1)
else:
    print(comm.recv(source=0, tag=2))

from mpi4py import MPI
import numpy as np

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
size = comm.Get_size()

baton = np.array([100.0])

if rank < size - 1:
    comm.Send(baton, dest=rank + 1, tag=0)
if rank > 0:
    comm.Recv(baton, source=rank - 1, tag=0)
    baton += rank

if rank == size - 1:
    print(f"The last rank has {baton[0]}")

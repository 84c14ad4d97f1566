from mpi4py import MPI
import numpy as np

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
size = comm.Get_size()

baton = np.array([100.0])

if rank == 0:
    comm.Send(baton, dest=1, tag=0)
elif rank == 1:
    comm.Recv(baton, source=0, tag=0)
    baton += rank
    # ... and on to the next rank, if there is one

if rank == size - 1:
    print(f"The last rank has {baton[0]}")

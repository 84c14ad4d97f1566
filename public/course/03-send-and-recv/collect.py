from mpi4py import MPI
import numpy as np

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
size = comm.Get_size()

if rank != 0:
    sample = np.random.random(3)
    comm.Send(sample, dest=0, tag=0)
else:
    for source in range(1, size):
        sample = np.zeros(3)
        comm.Recv(sample, source=source, tag=0)
        print(f"from rank {source}: {sample}")

from mpi4py import MPI
import numpy as np

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
size = comm.Get_size()

accuracy = np.random.random(1)

if rank != 0:
    comm.Send(accuracy, dest=0)
else:
    best = accuracy.copy()
    other = np.zeros(1)
    for source in range(1, size):
        comm.Recv(other, source=source)
        best = np.maximum(best, other)
    print("best:", best)

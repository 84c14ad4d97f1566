from mpi4py import MPI
import numpy as np

comm = MPI.COMM_WORLD
rank = comm.Get_rank()

settings = None
if rank == 0:
    settings = np.array([0.5, 20, 3])
settings = comm.bcast(settings, root=0)
print(f"rank {rank} works with {settings}")

# a long training would stand here
accuracy = np.random.random(1)

everyone = comm.gather(round(float(accuracy[0]), 3), root=0)
print(f"rank {rank} sees {everyone}")

best = np.zeros(1)
comm.Reduce(accuracy, best, op=MPI.MAX, root=0)
print(f"rank {rank} has best = {best}")

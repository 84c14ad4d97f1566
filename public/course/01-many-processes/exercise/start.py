from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
size = comm.Get_size()

left = 0   # who sits there?
right = 0

print(f"Rank {rank} of {size}: left {left}, right {right}")

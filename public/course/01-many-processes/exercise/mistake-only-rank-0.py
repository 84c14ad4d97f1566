from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
size = comm.Get_size()

left = (rank - 1) % size
right = (rank + 1) % size

if rank == 0:
    print(f"Rank {rank} of {size}: left {left}, right {right}")

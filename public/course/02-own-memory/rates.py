import sys

from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()

rate = float(sys.argv[rank + 1])
print(f"rank {rank} learns at rate {rate}")

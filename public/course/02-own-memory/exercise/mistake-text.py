import sys

from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()

number = sys.argv[rank + 1]

with open(f"square_{rank}.txt", "w") as file:
    print(f"{number} squared is {number * number}", file=file)

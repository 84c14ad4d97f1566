import sys

from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()

number = 2.0  # take this rank's argument instead

with open("square.txt", "w") as file:  # a file for each rank
    print(f"{number} squared is {number * number}", file=file)

import sys

from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()

rate = float(sys.argv[rank + 1])
x = 10.0
with open(f"rate_{rank}.txt", "w") as file:
    for step in range(20):
        x = x - rate * 2 * x  # one step downhill on x * x
        print(f"step {step}: x = {x:.6f}", file=file)

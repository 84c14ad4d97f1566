"""Every rank writes a file of its own and reads its neighbour's after a barrier; rank 0 writes a table with numpy."""
# run: -n 1 files_of_ranks.py
# run: -n 4 files_of_ranks.py
import os

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
if rank == 0:
    os.makedirs("out", exist_ok=True)
comm.Barrier()
with open(f"out/rank{rank}.txt", "w") as file:
    file.write(f"{rank}\n{rank ** 3}\n")
comm.Barrier()
with open(f"out/rank{(rank + 1) % size}.txt") as file:
    other, cube = map(int, file)
print(f"rank {rank} read that the cube of {other} is {cube}")
cubes = comm.gather(cube, root=0)
if rank == 0:
    np.savetxt("out/cubes.csv", np.array(cubes), fmt="%d", delimiter=",")
    np.save("out/cubes.npy", np.array(cubes))
    print(sorted(os.listdir("out")), np.loadtxt("out/cubes.csv", ndmin=1).tolist() == np.load("out/cubes.npy").tolist())

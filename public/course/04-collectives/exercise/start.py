from mpi4py import MPI
import numpy as np

comm = MPI.COMM_WORLD
rank = comm.Get_rank()


def score(start):
    """What a long training would find out."""
    return float((start + 15 * rank) % 26)


start = None
if rank == 0:
    start = 5

# 1. give start to all ranks

mine = np.array([score(start)])

# 2. find the largest of all scores
best = mine

# 3. only rank 0 prints
print(f"best score: {best[0]}")

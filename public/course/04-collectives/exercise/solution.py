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

start = comm.bcast(start, root=0)

mine = np.array([score(start)])

best = np.zeros(1)
comm.Reduce(mine, best, op=MPI.MAX, root=0)

if rank == 0:
    print(f"best score: {best[0]}")

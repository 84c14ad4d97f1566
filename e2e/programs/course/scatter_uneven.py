"""Uneven shares: Scatterv deals, every rank doubles, Gatherv collects with gaps between the shares; then the same with objects."""
# run: -n 1 scatter_uneven.py
# run: -n 4 scatter_uneven.py
# run: -n 6 scatter_uneven.py
import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
root = size - 1
counts = [r + 1 for r in range(size)]
starts = [sum(counts[:r]) for r in range(size)]
deck = np.arange(sum(counts), dtype=np.float32) if rank == root else None
hand = np.empty(counts[rank], dtype=np.float32)
comm.Scatterv([deck, counts, starts, MPI.FLOAT], hand, root=root)
hand *= 2

spread = [start + 2 * r for r, start in enumerate(starts)]
table = np.full(sum(counts) + 2 * size, -1, dtype=np.float32) if rank == root else None
comm.Gatherv(hand, [table, counts, spread, MPI.FLOAT], root=root)
if rank == root:
    print("table", table.astype(int).tolist())

share = comm.scatter([list("abcdefghi"[:r]) for r in range(size)] if rank == 0 else None, root=0)
print(f"rank {rank} has {hand.astype(int).tolist()} and {share}")

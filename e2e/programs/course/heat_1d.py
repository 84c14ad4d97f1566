"""Heat in a rod, explicit steps: each rank holds a piece and exchanges its end cells (the halo) with its neighbours."""
# run: -n 1 heat_1d.py 24 50
# run: -n 4 heat_1d.py 24 50
# run: -n 5 heat_1d.py 103 400
# compare: in order, numbers within 1e-9
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
cells, steps = int(sys.argv[1]), int(sys.argv[2])
counts = [cells // size + (r < cells % size) for r in range(size)]
start = sum(counts[:rank])
mine = counts[rank]
left = rank - 1 if rank > 0 else MPI.PROC_NULL
right = rank + 1 if rank < size - 1 else MPI.PROC_NULL

u = np.zeros(mine + 2)
x = np.arange(start, start + mine)
u[1:-1] = np.where(abs(x - cells / 2) < cells / 8, 100.0, 0.0)
for step in range(steps):
    comm.Sendrecv(u[1:2], dest=left, sendtag=1, recvbuf=u[-1:], source=right, recvtag=1)
    comm.Sendrecv(u[-2:-1], dest=right, sendtag=2, recvbuf=u[:1], source=left, recvtag=2)
    u[1:-1] += 0.25 * (u[:-2] - 2 * u[1:-1] + u[2:])

rod = np.empty(cells) if rank == 0 else None
comm.Gatherv(u[1:-1].copy(), (rod, counts), root=0)
if rank == 0:
    for piece in range(0, cells, max(1, cells // 8)):
        print(f"cell {piece:>3}: {rod[piece]:.6f}")
    print(f"heat left in the rod: {rod.sum():.6f}")

"""Conway's game of life on a torus, in bands of rows: a glider goes round and crosses the borders between ranks."""
# run: -n 1 game_of_life.py 8 4
# run: -n 2 game_of_life.py 8 32
# run: -n 4 game_of_life.py 16 50
# compare: in order
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
n, generations = int(sys.argv[1]), int(sys.argv[2])
rows = n // size
world = None
if rank == 0:
    world = np.zeros((n, n), dtype=np.uint8)
    for r, c in ((0, 1), (1, 2), (2, 0), (2, 1), (2, 2)):
        world[r + 1, c + 1] = 1
band = np.zeros((rows + 2, n), dtype=np.uint8)
comm.Scatter(world, band[1:-1], root=0)
up, down = (rank - 1) % size, (rank + 1) % size
for generation in range(generations):
    comm.Sendrecv(band[1], up, recvbuf=band[-1], source=down)
    comm.Sendrecv(band[-2], down, recvbuf=band[0], source=up)
    neighbours = sum(np.roll(np.roll(band, dr, 0), dc, 1) for dr in (-1, 0, 1) for dc in (-1, 0, 1) if (dr, dc) != (0, 0))
    band = ((neighbours == 3) | ((band == 1) & (neighbours == 2))).astype(np.uint8)
comm.Gather(band[1:-1], world, root=0)
alive = comm.reduce(int(band[1:-1].sum()), root=0)
if rank == 0:
    print(f"{alive} cells live after {generations} generations")
    for line in world:
        print("".join(".#"[cell] for cell in line))

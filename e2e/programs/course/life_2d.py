"""The game of life in blocks on a Cartesian torus; edges and corners of the halo travel as subarrays to all eight neighbours."""
# run: -n 1 life_2d.py 12 40
# run: -n 4 life_2d.py 12 40
# run: -n 6 life_2d.py 18 30
# compare: in order
import sys

import numpy as np
from mpi4py import MPI

world = MPI.COMM_WORLD
n, generations = int(sys.argv[1]), int(sys.argv[2])
dims = MPI.Compute_dims(world.size, [0, 0])
torus = world.Create_cart(dims, periods=[True, True], reorder=True)
i, j = torus.coords
h, w = n // dims[0], n // dims[1]
start = np.random.default_rng(2).random((n, n)) < 0.35
cells = np.zeros((h + 2, w + 2), dtype="i1")
cells[1:-1, 1:-1] = start[i * h:(i + 1) * h, j * w:(j + 1) * w]

exchange = []
for di, dj in [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if (a, b) != (0, 0)]:
    shape = [h if di == 0 else 1, w if dj == 0 else 1]
    inner = [{-1: 1, 0: 1, 1: h}[di], {-1: 1, 0: 1, 1: w}[dj]]
    outer = [{-1: 0, 0: 1, 1: h + 1}[di], {-1: 0, 0: 1, 1: w + 1}[dj]]
    send = MPI.SIGNED_CHAR.Create_subarray(cells.shape, shape, inner).Commit()
    receive = MPI.SIGNED_CHAR.Create_subarray(cells.shape, shape, outer).Commit()
    partner = torus.Get_cart_rank([i + di, j + dj])
    exchange.append((partner, 3 * di + dj + 4, 4 - 3 * di - dj, send, receive))
for _ in range(generations):
    requests = []
    for partner, tag, back, send, receive in exchange:
        requests.append(torus.Irecv([cells, 1, receive], partner, back))
        requests.append(torus.Isend([cells, 1, send], partner, tag))
    MPI.Request.Waitall(requests)
    around = sum(cells[1 + a:h + 1 + a, 1 + b:w + 1 + b] for a in (-1, 0, 1) for b in (-1, 0, 1)) - cells[1:-1, 1:-1]
    cells[1:-1, 1:-1] = (around == 3) | ((around == 2) & (cells[1:-1, 1:-1] == 1))
for *_, send, receive in exchange:
    send.Free()
    receive.Free()
blocks = torus.gather(((i, j), cells[1:-1, 1:-1].copy()), root=0)
if torus.rank == 0:
    whole = np.zeros((n, n), dtype=int)
    for (a, b), block in blocks:
        whole[a * h:(a + 1) * h, b * w:(b + 1) * w] = block
    print(f"{whole.sum()} cells live")
    for line in whole:
        print("".join(".#"[cell] for cell in line))
torus.Free()

"""Matrix times matrix by Cannon's algorithm: blocks roll along the rows and columns of a periodic grid of ranks."""
# run: -n 1 matrix_cannon.py 4
# run: -n 4 matrix_cannon.py 6
# run: -n 9 matrix_cannon.py 20
# compare: in order
import sys
from math import isqrt

import numpy as np
from mpi4py import MPI

world = MPI.COMM_WORLD
side = isqrt(world.size)
assert side * side == world.size, "Cannon's algorithm needs a square number of ranks"
grid = world.Create_cart([side, side], periods=[True, True], reorder=False)
row, column = grid.Get_coords(grid.rank)
n = int(sys.argv[1])


def block(f, i, j):
    """Block (i, j) of the matrix whose elements are f."""
    return np.fromfunction(lambda p, q: f(p + i * n, q + j * n), (n, n))


def f(p, q):
    return (p + 3 * q) % 5 - 1


def g(p, q):
    return (2 * p - q) % 4


A, B, C = block(f, row, column), block(g, row, column), np.zeros((n, n))
source, dest = grid.Shift(1, -row)
grid.Sendrecv_replace(A, dest, 0, source, 0)
source, dest = grid.Shift(0, -column)
grid.Sendrecv_replace(B, dest, 0, source, 0)
left, up = grid.Shift(1, -1), grid.Shift(0, -1)
for _ in range(side):
    C += A @ B
    grid.Sendrecv_replace(A, left[1], 1, left[0], 1)
    grid.Sendrecv_replace(B, up[1], 2, up[0], 2)

blocks = grid.gather(C, root=0)
if grid.rank == 0:
    whole = np.block([[blocks[grid.Get_cart_rank([i, j])] for j in range(side)] for i in range(side)])
    N = side * n
    alone = np.fromfunction(f, (N, N)) @ np.fromfunction(g, (N, N))
    print(f"{N} x {N} on a grid of {side} x {side}: trace {np.trace(whole):.0f}, sum {whole.sum():.0f}")
    print("as computed alone:", bool((whole == alone).all()))

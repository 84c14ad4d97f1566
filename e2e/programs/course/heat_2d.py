"""Heat in a plate on a Cartesian grid of ranks; columns of the halo go by a derived type, borders are PROC_NULL."""
# run: -n 1 heat_2d.py 16 40
# run: -n 4 heat_2d.py 16 40
# run: -n 6 heat_2d.py 36 60
# compare: in order, numbers within 1e-9
import sys

import numpy as np
from mpi4py import MPI

world = MPI.COMM_WORLD
n, steps = int(sys.argv[1]), int(sys.argv[2])
dims = MPI.Compute_dims(world.size, 2)
grid = world.Create_cart(dims)
rows, columns = n // dims[0], n // dims[1]
assert rows * dims[0] == n == columns * dims[1], "the plate must split evenly"
i, j = grid.coords
u = np.zeros((rows + 2, columns + 2))
if i == 0:
    u[0, :] = 100.0

one_row = MPI.DOUBLE.Create_contiguous(columns).Commit()
one_column = MPI.DOUBLE.Create_vector(rows, 1, columns + 2).Commit()
up, down = grid.Shift(0, 1)
left, right = grid.Shift(1, 1)
at = lambda r, c: u.ravel()[r * (columns + 2) + c:]
for step in range(steps):
    grid.Sendrecv([at(1, 1), 1, one_row], up, 0, [at(rows + 1, 1), 1, one_row], down, 0)
    grid.Sendrecv([at(rows, 1), 1, one_row], down, 1, [at(0, 1), 1, one_row], up, 1)
    grid.Sendrecv([at(1, 1), 1, one_column], left, 2, [at(1, columns + 1), 1, one_column], right, 2)
    grid.Sendrecv([at(1, columns), 1, one_column], right, 3, [at(1, 0), 1, one_column], left, 3)
    u[1:-1, 1:-1] = 0.25 * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:])
one_row.Free()
one_column.Free()

heat = grid.reduce(u[1:-1, 1:-1].sum(), root=0)
pieces = grid.gather(((i, j), u[1:-1, 1:-1]), root=0)
if grid.rank == 0:
    plate = np.empty((n, n))
    for (r, c), piece in pieces:
        plate[r * rows:(r + 1) * rows, c * columns:(c + 1) * columns] = piece
    print(f"heat after {steps} steps: {heat:.6f}")
    for r in range(0, n, n // 4):
        print(" ".join(f"{value:10.6f}" for value in plate[r, ::n // 4]))

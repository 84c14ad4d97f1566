"""Matrix times matrix by SUMMA: in each step a column of blocks is broadcast along the rows and a row of blocks along the columns."""
# run: -n 1 matrix_summa.py 5
# run: -n 4 matrix_summa.py 16
# run: -n 9 matrix_summa.py 7
# compare: in order
import sys
from math import isqrt

import numpy as np
from mpi4py import MPI

world = MPI.COMM_WORLD
side = isqrt(world.Get_size())
grid = world.Create_cart((side, side))
i, j = grid.coords
along_row = grid.Sub((False, True))
along_column = grid.Sub((True, False))
n = int(sys.argv[1])

A = np.fromfunction(lambda p, q: p + i * n - (q + j * n), (n, n))
B = np.fromfunction(lambda p, q: ((p + i * n) * (q + j * n)) % 3, (n, n))
C = np.zeros((n, n))
for step in range(side):
    a = A.copy() if step == j else np.empty((n, n))
    b = B.copy() if step == i else np.empty((n, n))
    along_row.Bcast(a, root=step)
    along_column.Bcast(b, root=step)
    C += a @ b

rows = along_row.gather(C, root=0)
if j == 0:
    band = np.hstack(rows)
    bands = along_column.gather(band, root=0)
    if i == 0:
        whole = np.vstack(bands)
        N = side * n
        alone = np.fromfunction(lambda p, q: p - q, (N, N)) @ np.fromfunction(lambda p, q: (p * q) % 3, (N, N))
        print(f"{N} x {N}: corner elements {whole[0, 0]:.0f} {whole[0, -1]:.0f} {whole[-1, 0]:.0f} {whole[-1, -1]:.0f}, right {bool((whole == alone).all())}")
along_row.Free()
along_column.Free()

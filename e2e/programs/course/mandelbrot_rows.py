"""The Mandelbrot set, row by row to whoever is free; the picture comes together on rank 0."""
# run: -n 2 mandelbrot_rows.py 24
# run: -n 4 mandelbrot_rows.py 48
# compare: in order
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
width = int(sys.argv[1])
height = width // 2
LIMIT = 60


def row_of(r):
    c = np.linspace(-2, 0.6, width) + 1j * (-1.2 + 2.4 * r / (height - 1))
    z, count = np.zeros_like(c), np.zeros(width, dtype="i4")
    for _ in range(LIMIT):
        inside = abs(z) <= 2
        z[inside] = z[inside] ** 2 + c[inside]
        count += inside
    return count


if comm.rank == 0:
    picture = np.zeros((height, width), dtype="i4")
    line = np.empty(width, dtype="i4")
    status = MPI.Status()
    upcoming = 0
    for worker in range(1, comm.size):
        comm.send(upcoming, worker)
        upcoming += 1
    for _ in range(height):
        comm.Recv(line, MPI.ANY_SOURCE, MPI.ANY_TAG, status)
        picture[status.tag] = line
        comm.send(upcoming if upcoming < height else None, status.source)
        upcoming += 1
    for row in picture:
        print("".join(" .:-=+*#%@"[min(9, value * 10 // (LIMIT + 1))] for value in row).rstrip())
    print("iterations", picture.sum())
else:
    while (r := comm.recv(source=0)) is not None:
        comm.Send(row_of(r), dest=0, tag=r)

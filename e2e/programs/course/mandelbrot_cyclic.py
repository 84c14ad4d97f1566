"""The Mandelbrot set with rows dealt out like cards; a strided type puts each rank's rows in their places of the picture."""
# run: -n 1 mandelbrot_cyclic.py 20
# run: -n 3 mandelbrot_cyclic.py 36
# run: -n 4 mandelbrot_cyclic.py 64
# compare: in order
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
width = int(sys.argv[1])
height = width // size * size
mine = []
for row in range(rank, height, size):
    c = np.linspace(-2, 0.6, width) + 1j * np.linspace(-1.2, 1.2, height)[row]
    z, count = np.zeros_like(c), np.zeros(width, dtype=np.int32)
    for _ in range(40):
        inside = z.real**2 + z.imag**2 < 4
        z = np.where(inside, z * z + c, z)
        count += inside
    mine.append(count)
mine = np.array(mine)

picture = np.empty((height, width), dtype=np.int32) if rank == 0 else None
every_other = MPI.INT32_T.Create_vector(height // size, width, width * size)
cards = every_other.Create_resized(0, width * MPI.INT32_T.Get_size()).Commit()
comm.Gather(mine, [picture, 1, cards] if rank == 0 else None, root=0)
cards.Free()
every_other.Free()
if rank == 0:
    print(f"{height} rows of {width}; {(picture == 40).sum()} points are in the set, iterations {picture.sum()}")
    print("sums of the first rows", picture.sum(axis=1)[:6].tolist())

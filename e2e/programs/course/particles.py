"""Particles that leave their rank's cell go to the neighbour, as a structure of int and doubles made with Create_struct."""
# run: -n 1 particles.py 6
# run: -n 4 particles.py 6
# run: -n 3 particles.py 500
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
n = int(sys.argv[1])
layout = np.dtype([("id", "i4"), ("x", "f8"), ("v", "f8", 2)], align=True)
offsets = [layout.fields[name][1] for name in ("id", "x", "v")]
plain = MPI.Datatype.Create_struct([1, 1, 2], offsets, [MPI.INT, MPI.DOUBLE, MPI.DOUBLE])
particle = plain.Create_resized(0, layout.itemsize).Commit()
plain.Free()

random = np.random.default_rng(rank)
mine = np.zeros(n, dtype=layout)
mine["id"] = rank * n + np.arange(n)
mine["x"] = rank + random.random(n)
mine["v"][:, 0] = random.uniform(-0.4, 0.4, n)
for step in range(10):
    mine["x"] += mine["v"][:, 0]
    cell = np.floor(mine["x"]).astype(int)
    stays = []
    for direction in (-1, +1):
        leaving = mine[cell == rank + direction].copy()
        leaving["x"] %= size
        dest, source = (rank + direction) % size, (rank - direction) % size
        request = comm.Isend([leaving, len(leaving), particle], dest=dest, tag=step)
        status = MPI.Status()
        comm.Probe(source=source, tag=step, status=status)
        coming = np.empty(status.Get_count(particle), dtype=layout)
        comm.Recv([coming, len(coming), particle], source=source, tag=step)
        request.Wait()
        stays.append(coming)
    mine = np.concatenate([mine[cell == rank], *stays])
    comm.Barrier()
total = comm.allreduce(len(mine))
ids = comm.allreduce(int(mine["id"].sum()))
assert ((mine["x"] >= rank) & (mine["x"] < rank + 1)).all()
print(f"rank {rank}: {len(mine)} of {total} particles, sum of all ids {ids}, sum of positions {mine['x'].sum():.8f}")
particle.Free()

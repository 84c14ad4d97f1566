import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
me, count = comm.Get_rank(), comm.Get_size()

plan = np.array([4.0, 5.0]) if me == 0 else None
plan = comm.bcast(plan, root=0)
print("rank", me, "plan", plan.tolist())

all_of_them = comm.gather(me * me, root=0)
print("rank", me, "gathered", all_of_them)

best = np.zeros(1) if me == 0 else None
comm.Reduce(np.array([float(7 * me % 5)]), best, op=MPI.MAX, root=0)
if me == 0:
    print("best", best[0])

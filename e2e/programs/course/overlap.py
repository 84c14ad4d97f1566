"""Communication under computation: requests are tested while there is work, results of a nonblocking sum are waited for last."""
# run: -n 1 overlap.py 1000
# run: -n 4 overlap.py 1000
# run: -n 4 overlap.py 200000
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
n = int(sys.argv[1])
data = np.full(n, rank + 1.0)
arrived = np.zeros((size, n))
receives = [comm.Irecv(arrived[source], source=source, tag=7) for source in range(size)]
sends = [comm.Isend(data, dest=dest, tag=7) for dest in range(size)]
total = np.zeros(n)
reduction = comm.Iallreduce(data, total, op=MPI.SUM)
work, rounds = 0, 0
while not MPI.Request.Testall(receives):
    work += sum(range(100))
    rounds += 1
MPI.Request.Waitall(sends)
status = MPI.Status()
reduction.Wait(status)
request = comm.Ibarrier()
request.Wait()
print(f"rank {rank}: received {arrived.sum(axis=0)[0]:.0f} = {total[-1]:.0f} in every place: {bool((arrived.sum(axis=0) == total).all())}, worked {work == 4950 * rounds}")

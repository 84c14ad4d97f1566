"""The four ways to send, blocking and not: standard, synchronous, buffered, ready."""
# run: -n 2 send_modes.py 10
# run: -n 2 send_modes.py 100000
# run: -n 4 send_modes.py 100
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
partner = rank ^ 1
n = int(sys.argv[1])
data = np.arange(n, dtype="i4") + rank
got = np.empty((8, n), dtype="i4")

MPI.Attach_buffer(bytearray(4 * (data.nbytes + MPI.BSEND_OVERHEAD)))
requests = [comm.Irecv(got[way], source=partner, tag=way) for way in range(8)]
comm.Barrier()  # a ready send needs its receive to be posted
comm.Send(data, partner, tag=0)
comm.Ssend(data, partner, tag=1)
comm.Bsend(data, partner, tag=2)
comm.Rsend(data, partner, tag=3)
sends = [comm.Isend(data, partner, tag=4), comm.Issend(data, partner, tag=5), comm.Ibsend(data, partner, tag=6), comm.Irsend(data, partner, tag=7)]
MPI.Request.Waitall(sends + requests)
MPI.Detach_buffer()
print(f"rank {rank}: all eight arrived {bool((got == np.arange(n) + partner).all())}")

if rank % 2 == 0:
    comm.send({"way": "send"}, partner)
    comm.ssend({"way": "ssend"}, partner)
    comm.isend({"way": "isend"}, partner).wait()
    comm.issend({"way": "issend"}, partner).wait()
else:
    print(f"rank {rank} got the objects", [comm.recv(source=partner)["way"] for _ in range(4)])

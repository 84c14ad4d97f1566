"""A million messages between two ranks, Send and Recv, Isend and Irecv, objects. Prints a line at the start, when caches are filled, and at the end."""

import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
data = np.ones(4)
into = np.empty(4)
other = 1 - comm.rank


def exchange(count):
    for _ in range(count // 8):
        requests = [comm.Irecv(into, other), comm.Isend(data, other)]
        MPI.Request.Waitall(requests)
        if comm.rank == 0:
            comm.Send(data, other)
            comm.Recv(into, other)
            comm.send(1.5, other)
            comm.recv(source=other)
        else:
            comm.Recv(into, other)
            comm.Send(data, other)
            comm.recv(source=other)
            comm.send(1.5, other)
        comm.Sendrecv(data, other, 0, into, other)


total = int(sys.argv[1])
exchange(total // 5)
comm.Barrier()
if comm.rank == 0:
    print("filled", flush=True)
exchange(total)
comm.Barrier()
if comm.rank == 0:
    print("done", flush=True)
    sys.stdin.readline()

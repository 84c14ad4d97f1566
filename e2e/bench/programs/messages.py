"""What messages cost: runs the same under Commworld and under a real mpiexec, prints one JSON line of microseconds by case.

    messages.py [case …]    with 2 ranks the point-to-point cases and collectives, with others the collectives
"""

import json
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
BATCHES = 9
#: As usual for such benchmarks (the OSU ones skip the first tenth): just-in-time compilers need some tenths of a second to finish.
WARM = 0.4


def measured(body, count):
    """Microseconds one of `count` turns of `body(count)` takes: the median over batches, after warming up for `WARM` seconds."""
    samples = []
    until = MPI.Wtime() + WARM
    while comm.bcast(MPI.Wtime() < until):
        body(count)
    for _ in range(BATCHES):
        comm.Barrier()
        began = MPI.Wtime()
        body(count)
        ended = MPI.Wtime()
        samples.append((ended - began) / count * 1e6)
    samples.sort()
    return samples[len(samples) // 2]


def one_way(nbytes, count):
    """Half a ping-pong of numpy arrays."""
    data = np.ones(nbytes // 8)

    def body(count):
        for _ in range(count):
            if rank == 0:
                comm.Send(data, 1)
                comm.Recv(data, 1)
            else:
                comm.Recv(data, 0)
                comm.Send(data, 0)

    return measured(body, count) / 2


def one_way_object(count):
    """Half a ping-pong of a small dict."""
    value = {"rank": rank, "x": 1.5, "name": "point"}

    def body(count):
        for _ in range(count):
            if rank == 0:
                comm.send(value, 1)
                comm.recv(source=1)
            else:
                comm.recv(source=0)
                comm.send(value, 0)

    return measured(body, count) / 2


def rate(window, count):
    """A message of a window of Isend against a window of Irecv, with an answer a window."""
    data = np.ones((window, 1))
    answer = np.zeros(1)

    def body(count):
        for _ in range(count):
            if rank == 0:
                MPI.Request.Waitall([comm.Isend(data[i], 1) for i in range(window)])
                comm.Recv(answer, 1)
            else:
                MPI.Request.Waitall([comm.Irecv(data[i], 0) for i in range(window)])
                comm.Send(answer, 0)

    return measured(body, count) / window


def collective(call, count):
    """A row of calls, which all ranks end together."""

    def body(count):
        for _ in range(count):
            call()
        comm.Barrier()

    return measured(body, count)


def unexpected(queued, count):
    """A matched receive while `queued` messages wait that nobody receives yet: they carry another tag."""
    data = np.ones(1)
    if rank == 0:
        for _ in range(queued):
            comm.Send(data, 1, 7)
        comm.send(None, 1, 8)
    else:
        comm.recv(source=0, tag=8)

    def body(count):
        for _ in range(count):
            if rank == 0:
                comm.Send(data, 1, 9)
                comm.Recv(data, 1, 9)
            else:
                comm.Recv(data, 0, 9)
                comm.Send(data, 0, 9)

    cost = measured(body, count) / 2
    if rank == 1:
        for _ in range(queued):
            comm.Recv(data, 0, 7)
    return cost


def collectives(nbytes, count):
    small = np.ones(nbytes // 8)
    into = np.empty_like(small)
    blocks = np.ones((size, nbytes // 8))
    gathered = np.empty_like(blocks)
    return {
        "bcast": lambda: collective(lambda: comm.Bcast(small, 0), count),
        "allreduce": lambda: collective(lambda: comm.Allreduce(small, into), count),
        "alltoall": lambda: collective(lambda: comm.Alltoall(blocks, gathered), count),
        "gather": lambda: collective(lambda: comm.Gather(small, gathered, 0), count),
    }


cases = {"barrier": lambda: collective(comm.Barrier, 500)}
cases |= collectives(8, 500)
cases |= {f"{name}.64KiB": body for name, body in collectives(65536, 50).items()}
cases["allreduce.object"] = lambda: collective(lambda: comm.allreduce(rank), 300)
if size == 2:
    cases |= {
        "send.8B": lambda: one_way(8, 4000),
        "send.8KiB": lambda: one_way(8192, 2000),
        "send.1MiB": lambda: one_way(1 << 20, 60),
        "send.object": lambda: one_way_object(2000),
        "rate": lambda: rate(64, 60),
        "unexpected.1": lambda: unexpected(1, 2000),
        "unexpected.1e5": lambda: unexpected(100_000, 2000),
    }
wanted = sys.argv[1:] or list(cases)
results = {}
for name in wanted:
    results[name] = round(cases[name](), 3)
if rank == 0:
    print(json.dumps(results))

"""A master hands out tasks to whoever is free (ANY_SOURCE) and tells by the tag when there is no more work."""
# run: -n 2 master_workers.py 6
# run: -n 4 master_workers.py 25
# run: -n 8 master_workers.py 5
# compare: in order
import sys

from mpi4py import MPI

WORK, DONE, STOP = 1, 2, 3
comm = MPI.COMM_WORLD
status = MPI.Status()
tasks = list(range(int(sys.argv[1])))


def collatz(n):
    steps = 0
    while n > 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


if comm.rank == 0:
    results, busy = {}, 0
    for worker in range(1, comm.size):
        if tasks:
            comm.send(tasks.pop(0), dest=worker, tag=WORK)
            busy += 1
        else:
            comm.send(None, dest=worker, tag=STOP)
    while busy:
        task, steps = comm.recv(source=MPI.ANY_SOURCE, tag=DONE, status=status)
        results[task] = steps
        if tasks:
            comm.send(tasks.pop(0), dest=status.Get_source(), tag=WORK)
        else:
            comm.send(None, dest=status.source, tag=STOP)
            busy -= 1
    for task in sorted(results):
        print(f"{task} reaches 1 in {results[task]} steps")
else:
    while True:
        task = comm.recv(source=0, tag=MPI.ANY_TAG, status=status)
        if status.Get_tag() == STOP:
            break
        comm.send((task, collatz(task)), dest=0, tag=DONE)

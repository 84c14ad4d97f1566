"""Who knows when all work is done? Tasks wander at random; Dijkstra's token goes round and comes back white when nobody has any left."""
# run: -n 2 token_termination.py 10
# run: -n 4 token_termination.py 40
import random
import sys

from mpi4py import MPI

TASK, TOKEN, END = 1, 2, 3
comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
random.seed(rank)
status = MPI.Status()
tasks = [20] * int(sys.argv[1]) if rank == 0 else []
done, black, token, asked = 0, False, None, False
if rank == 0:
    token = "white"
while True:
    if tasks:
        left = tasks.pop()
        done += 1
        if left > 0:
            # A task leaves one smaller task, here or elsewhere.
            where = random.randrange(size)
            if where == rank:
                tasks.append(left - 1)
            else:
                comm.send(left - 1, dest=where, tag=TASK)
                black = True
    elif token is not None:
        if rank == 0 and asked and token == "white" and not black:
            break
        if rank == 0:
            token, asked = "white", True
        elif black:
            token = "black"
        black = False
        comm.send(token, dest=(rank + 1) % size, tag=TOKEN)
        token = None
    while (not tasks and token is None) or comm.iprobe(source=MPI.ANY_SOURCE, tag=MPI.ANY_TAG):
        message = comm.recv(source=MPI.ANY_SOURCE, tag=MPI.ANY_TAG, status=status)
        if status.tag == TASK:
            tasks.append(message)
        elif status.tag == TOKEN:
            token = message
        else:
            break
    if status.tag == END:
        break
if rank == 0:
    for other in range(1, size):
        comm.send(None, dest=other, tag=END)
total = comm.reduce(done, root=0)
if rank == 0:
    print(f"all {total} tasks were done, and rank 0 knew it")

"""A token goes round the ring of ranks; each adds its number."""
# run: -n 1 ring.py 3
# run: -n 2 ring.py 1
# run: -n 5 ring.py 10
# compare: in order
import sys

from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
laps = int(sys.argv[1])
left, right = (rank - 1) % size, (rank + 1) % size

if size == 1:
    print("One rank is no ring")
    sys.exit()
token = 0
for lap in range(laps):
    if rank == 0:
        comm.send(token, dest=right, tag=lap)
        token = comm.recv(source=left, tag=lap)
        print(f"After lap {lap + 1} the token is {token}")
    else:
        token = comm.recv(source=left, tag=lap)
        comm.send(token + rank, dest=right, tag=lap)

"""A broadcast and a reduction by hand, along a binomial tree, against MPI's own."""
# run: -n 1 binomial_broadcast.py
# run: -n 5 binomial_broadcast.py
# run: -n 8 binomial_broadcast.py
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size


def broadcast(value, root=0):
    me = (rank - root) % size
    mask = 1
    while mask < size:
        if me < mask:
            if me + mask < size:
                comm.send(value, dest=(me + mask + root) % size)
        elif me < 2 * mask:
            value = comm.recv(source=(me - mask + root) % size)
        mask *= 2
    return value


def reduce_sum(value, root=0):
    me = (rank - root) % size
    mask = 1
    while mask < size:
        if me & mask:
            comm.send(value, dest=(me - mask + root) % size)
            return None
        if me + mask < size:
            value += comm.recv(source=(me + mask + root) % size)
        mask *= 2
    return value


root = size // 2
value = broadcast({"from": rank} if rank == root else None, root)
total = reduce_sum(rank + 1, root)
assert value == comm.bcast({"from": rank} if rank == root else None, root)
assert total == comm.reduce(rank + 1, op=MPI.SUM, root=root)
print(f"rank {rank}: {value}, {total}")

"""Groups: a communicator of the even ranks, set operations, and ranks translated from one to another."""
# run: -n 1 groups.py
# run: -n 4 groups.py
# run: -n 7 groups.py
from mpi4py import MPI

comm = MPI.COMM_WORLD
world = comm.Get_group()
even = world.Incl(range(0, comm.size, 2))
others = world.Excl(range(0, comm.size, 2))
assert MPI.Group.Compare(MPI.Group.Union(even, others), world) in (MPI.IDENT, MPI.SIMILAR)
assert MPI.Group.Intersection(even, others).size == 0
evens = comm.Create(even)
if evens != MPI.COMM_NULL:
    print(f"rank {comm.rank} is {evens.rank} of {evens.size} even ones, whose sum is {evens.allreduce(comm.rank)}")
    evens.Free()
else:
    print(f"rank {comm.rank} is not among the even ones: {even.rank == MPI.UNDEFINED}")
if comm.rank == 0:
    back = world.Range_incl([(comm.size - 1, 0, -1)])
    print("backwards:", MPI.Group.Translate_ranks(back, list(range(comm.size)), world))
for group in (world, even, others):
    group.Free()

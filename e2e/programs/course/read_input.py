"""Rank 0 reads numbers from standard input and the others get them by broadcast."""
# run: -n 1 read_input.py
# run: -n 3 read_input.py
# stdin: 4
# stdin: 2.5 1
from mpi4py import MPI

comm = MPI.COMM_WORLD
if comm.rank == 0:
    n = int(input("How many steps? "))
    a, b = map(float, input().split())
    given = {"n": n, "a": a, "b": b}
    print()
else:
    given = None
given = comm.bcast(given, root=0)
print(f"rank {comm.rank} computes with {sorted(given.items())}")

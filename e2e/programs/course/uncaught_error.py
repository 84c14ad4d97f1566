"""One rank fails. Started with python3 -m mpi4py, its exception ends all the others, who wait for it."""
# run: -n 3 python3 -m mpi4py uncaught_error.py
# stderr: Traceback \(most recent call last\)
# stderr: ZeroDivisionError
from mpi4py import MPI

comm = MPI.COMM_WORLD
shares = [1.0 / (comm.rank - 1)] if comm.rank == 1 else []
comm.bcast(shares, root=1)

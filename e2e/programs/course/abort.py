"""One rank gives up for all: Abort ends every rank with its code."""
# run: -n 3 abort.py 9
# stderr: .
import sys

from mpi4py import MPI

comm = MPI.COMM_WORLD
if comm.rank == 1:
    comm.Abort(int(sys.argv[1]))
comm.recv(source=MPI.ANY_SOURCE)

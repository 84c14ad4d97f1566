"""Ranks leave with exit codes of their own; the launcher's is that of the first that was not 0."""
# run: -n 3 exit_code.py 7
# stderr: .
import sys

from mpi4py import MPI

comm = MPI.COMM_WORLD
comm.Barrier()
if comm.rank == 2:
    sys.exit(int(sys.argv[1]))

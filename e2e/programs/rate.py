import sys

from mpi4py import MPI

me = MPI.COMM_WORLD.Get_rank()
print("rank", me, "takes", sys.argv[1:][me], "of", len(sys.argv) - 1)

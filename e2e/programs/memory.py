import sys

from mpi4py import MPI

comm = MPI.COMM_WORLD
me = comm.Get_rank()
board = []
if me == 0:
    secret = "only here"
    board.append("written by 0")
    sys.written_by_zero = True
comm.Barrier()
print(me, "secret" in globals(), board, hasattr(sys, "written_by_zero"))

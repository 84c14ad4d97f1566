"""Errors as mpi4py raises them: a wrong rank, a wrong tag and a message too long are caught, and the run goes on."""
# run: -n 2 caught_errors.py
# compare: in order
import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
if comm.rank == 1:
    comm.Send(np.zeros(10), dest=0, tag=3)
else:
    for what, call in {
        "rank": lambda: comm.send(1, dest=comm.size),
        "tag": lambda: comm.send(1, dest=1, tag=-5),
        "root": lambda: comm.bcast(1, root=9),
        "truncation": lambda: comm.Recv(np.zeros(5), source=1, tag=3),
    }.items():
        try:
            call()
        except MPI.Exception as error:
            print(f"{what}: {MPI.Get_error_string(error.Get_error_class())}")
comm.Barrier()
if comm.rank == 0:
    print("still here")

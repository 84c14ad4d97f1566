import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
me, count = comm.Get_rank(), comm.Get_size()

if me == 0:
    for sender in range(1, count):
        row = np.empty(3)
        status = MPI.Status()
        comm.Recv(row, source=sender, tag=10 + sender, status=status)
        print("from", status.Get_source(), "tag", status.Get_tag(), "count", status.Get_count(MPI.DOUBLE), "values", row.tolist())
else:
    comm.Send(np.array([me, me + 0.25, me + 0.5]), dest=0, tag=10 + me)

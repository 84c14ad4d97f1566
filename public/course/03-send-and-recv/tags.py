from mpi4py import MPI
import numpy as np

comm = MPI.COMM_WORLD
rank = comm.Get_rank()

NEWS, WEATHER = 1, 2

if rank == 0:
    comm.Send(np.array([2024.0]), dest=1, tag=NEWS)
    comm.Send(np.array([-3.5]), dest=1, tag=WEATHER)
elif rank == 1:
    number = np.zeros(1)
    comm.Recv(number, source=0, tag=WEATHER)
    print("weather:", number[0])
    comm.Recv(number, source=0, tag=NEWS)
    print("news:", number[0])

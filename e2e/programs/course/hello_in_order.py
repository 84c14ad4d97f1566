"""The ranks send their greetings to rank 0, which prints them in order of rank."""
# run: -n 1 hello_in_order.py
# run: -n 5 hello_in_order.py
# compare: in order
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()
greeting = f"Greetings from rank {rank} of {comm.Get_size()}!"
if rank == 0:
    print(greeting)
    for source in range(1, comm.Get_size()):
        print(comm.recv(source=source))
else:
    comm.send(greeting, dest=0)

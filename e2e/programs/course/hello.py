"""Every rank says who it is."""
# run: -n 1 hello.py
# run: -n 4 hello.py
# run: -n 9 hello.py
from mpi4py import MPI

comm = MPI.COMM_WORLD
print(f"Hello from rank {comm.Get_rank()} of {comm.Get_size()}")

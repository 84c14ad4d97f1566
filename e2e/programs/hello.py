from mpi4py import MPI

world = MPI.COMM_WORLD
print(f"I am {world.Get_rank()} among {world.Get_size()}")

from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()

best = "nothing"
if rank == 0:
    best = "a treasure"

comm.Barrier()  # nobody goes on before everybody is here

print(f"rank {rank} has {best}")

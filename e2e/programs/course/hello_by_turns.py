"""The ranks take turns: in every round one prints between two barriers."""
# run: -n 4 hello_by_turns.py
from mpi4py import MPI

comm = MPI.COMM_WORLD
for turn in range(comm.size):
    if turn == comm.rank:
        print(f"It is the turn of rank {turn}", flush=True)
    comm.Barrier()
if comm.rank == 0:
    print("Everyone had a turn")

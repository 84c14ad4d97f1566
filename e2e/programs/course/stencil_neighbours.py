"""A stencil with neighbourhood collectives: Neighbor_allgather on a Cartesian grid, Neighbor_alltoall on a graph of neighbours."""
# run: -n 1 stencil_neighbours.py
# run: -n 4 stencil_neighbours.py
# run: -n 6 stencil_neighbours.py
import numpy as np
from mpi4py import MPI

world = MPI.COMM_WORLD
line = world.Create_cart([world.size], periods=[True])
mine = np.array([line.rank**2], dtype="i4")
around = np.zeros(2, dtype="i4")
line.Neighbor_allgather(mine, around)
print(f"rank {line.rank}: neighbours' squares {around.tolist()}, inneighbours and outneighbours {line.inoutedges}")

rank, size = world.rank, world.size
targets = sorted({(rank + 1) % size, (rank * 2) % size})
senders = sorted(other for other in range(size) if rank in {(other + 1) % size, (other * 2) % size})
graph = world.Create_dist_graph_adjacent(senders, targets)
got = graph.neighbor_alltoall([f"{rank}->{target}" for target in targets])
print(f"rank {rank}: letters {got}, degrees {graph.Get_dist_neighbors_count()}")
numbers = np.empty(len(senders), dtype="i4")
graph.Neighbor_alltoall(np.array([10 * rank + target for target in targets], dtype="i4"), numbers)
assert numbers.tolist() == [10 * sender + rank for sender in senders]
graph.Free()
line.Free()

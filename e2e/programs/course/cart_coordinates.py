"""A grid of ranks with walls in one direction and none in the other: coordinates, neighbours, sub-grids."""
# run: -n 1 cart_coordinates.py
# run: -n 6 cart_coordinates.py
# run: -n 8 cart_coordinates.py
from mpi4py import MPI

comm = MPI.COMM_WORLD
dims = MPI.Compute_dims(comm.size, 2)
grid = comm.Create_cart(dims, periods=(False, True), reorder=False)
i, j = grid.Get_coords(grid.rank)
name = {MPI.PROC_NULL: "wall"}
north, south = grid.Shift(0, 1)
west, east = grid.Shift(1, 1)
values = {}
for way, (dest, source) in {"north": (south, north), "south": (north, south), "west": (east, west), "east": (west, east)}.items():
    values[way] = grid.sendrecv(grid.rank, dest=dest, source=source)
row = grid.Sub([False, True])
print(f"({i}, {j}) of {dims}: " + ", ".join(f"{way} {value if value is not None else 'wall'}" for way, value in values.items()) + f"; row sum {row.allreduce(j)}, topology {grid.Get_topo()}")
row.Free()
grid.Free()

"""Split makes a communicator for each row and each column of a grid of ranks; sums run along both."""
# run: -n 1 rows_and_columns.py 1
# run: -n 6 rows_and_columns.py 3
# run: -n 8 rows_and_columns.py 4
import sys

from mpi4py import MPI

world = MPI.COMM_WORLD
width = int(sys.argv[1])
i, j = divmod(world.rank, width)
row = world.Split(color=i, key=j)
column = world.Split(color=j, key=-i)
row_sum = row.allreduce(world.rank)
order = column.allgather(world.rank)
print(f"rank {world.rank} at ({i}, {j}): row sum {row_sum}, {row.rank} of {row.size} in its row, its column from below {order}")
odd = world.Split(color=1 if world.rank % 2 else MPI.UNDEFINED)
if odd != MPI.COMM_NULL:
    print(f"rank {world.rank} is number {odd.rank} of the {odd.size} odd ones")
    odd.Free()
row.Free()
column.Free()

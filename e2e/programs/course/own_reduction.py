"""Reductions of one's own: a product of matrices, which must keep the order of ranks, and the longest word."""
# run: -n 1 own_reduction.py
# run: -n 3 own_reduction.py
# run: -n 8 own_reduction.py
import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank = comm.Get_rank()


def matrix_product(a, b, datatype):
    left = np.frombuffer(a, dtype="i8").reshape(-1, 2, 2)
    right = np.frombuffer(b, dtype="i8").reshape(-1, 2, 2)
    right[:] = left @ right


product = MPI.Op.Create(matrix_product, commute=False)
matrix = MPI.INT64_T.Create_contiguous(4).Commit()
mine = np.array([[1, rank + 1], [0, 1]] if rank % 2 == 0 else [[1, 0], [1, 1]], dtype="i8")
total = np.zeros_like(mine)
comm.Allreduce([mine, 1, matrix], [total, 1, matrix], op=product)
upto = np.zeros_like(mine)
comm.Scan([mine, 1, matrix], [upto, 1, matrix], op=product)
print(f"rank {rank}: product of all {total.tolist()}, up to here {upto.tolist()}")
product.Free()
matrix.Free()



def longer(a, b, datatype=None):
    return a if (len(a), b) > (len(b), a) else b


longest = MPI.Op.Create(longer, commute=True)
words = ["rank", "tag", "communicator", "envelope", "request", "barrier", "topology", "datatype"]
word = comm.allreduce(words[rank % 8], op=longest)
joined = comm.reduce(words[rank % 8][0], op=lambda a, b: a + b, root=0)
if rank == 0:
    print(f"longest word: {word}; first letters in order of rank: {joined}")

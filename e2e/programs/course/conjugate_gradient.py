"""Conjugate gradients for the Poisson equation in one dimension: halo exchange for the product, Allreduce for the dot products."""
# run: -n 1 conjugate_gradient.py 64
# run: -n 3 conjugate_gradient.py 64
# run: -n 5 conjugate_gradient.py 203
# compare: in order, numbers within 1e-7
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
n = int(sys.argv[1])
low, high = rank * n // size, (rank + 1) * n // size
left = rank - 1 if rank else MPI.PROC_NULL
right = rank + 1 if rank + 1 < size else MPI.PROC_NULL


def dot(a, b):
    return comm.allreduce(float(a @ b))


def times_A(p):
    wide = np.zeros(len(p) + 2)
    wide[1:-1] = p
    comm.Sendrecv(p[:1].copy(), left, 1, wide[-1:], right, 1)
    comm.Sendrecv(p[-1:].copy(), right, 2, wide[:1], left, 2)
    return 2 * p - wide[:-2] - wide[2:]


b = np.sin(np.arange(low, high) * 0.1)
x, r = np.zeros(high - low), b.copy()
p, rr = r.copy(), dot(b, b)
iterations = 0
while rr > 1e-18 and iterations < 3 * n:
    q = times_A(p)
    alpha = rr / dot(p, q)
    x += alpha * p
    r -= alpha * q
    rr, old = dot(r, r), rr
    p = r + rr / old * p
    iterations += 1
error = dot(times_A(x) - b, times_A(x) - b) ** 0.5
whole = comm.gather(x, root=0)
if rank == 0:
    whole = np.concatenate(whole)
    print(f"converged in at most {n} steps and a few: {iterations < n + 10}; residual below 1e-7: {error < 1e-7}")
    print("x at a quarter, the half, three quarters:", " ".join(f"{whole[k * n // 4]:.6f}" for k in (1, 2, 3)))

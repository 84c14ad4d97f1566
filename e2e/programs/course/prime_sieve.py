"""Sieve of Eratosthenes: every rank strikes out multiples in its block; the sieving primes come from rank 0."""
# run: -n 1 prime_sieve.py 1000
# run: -n 4 prime_sieve.py 10000
# run: -n 6 prime_sieve.py 1000000
# compare: in order
import sys
from math import isqrt

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
n = int(sys.argv[1])
low, high = 2 + rank * (n - 1) // size, 2 + (rank + 1) * (n - 1) // size

small = None
if rank == 0:
    candidates = np.ones(isqrt(n) + 1, dtype=bool)
    candidates[:2] = False
    for p in range(2, isqrt(isqrt(n)) + 1):
        if candidates[p]:
            candidates[p * p::p] = False
    small = np.flatnonzero(candidates)
small = comm.bcast(small, root=0)
block = np.ones(high - low, dtype=bool)
for p in small:
    first = max(p * p, -(-low // p) * p)
    block[first - low::p] = False
primes = low + np.flatnonzero(block)

count = comm.reduce(len(primes), op=MPI.SUM, root=0)
largest = comm.reduce(int(primes[-1]) if len(primes) else 0, op=MPI.MAX, root=0)
# Twins may stand on two sides of a border: everyone needs the next block's first prime.
after = comm.sendrecv(int(primes[0]), dest=rank - 1 if rank else MPI.PROC_NULL, source=rank + 1 if rank < size - 1 else MPI.PROC_NULL)
twins = int((np.diff(primes) == 2).sum()) + (after is not None and after - primes[-1] == 2)
twins = comm.reduce(int(twins), root=0)
if rank == 0:
    print(f"{count} primes up to {n}, the largest {largest}, {twins} pairs of twins")

"""Rank 0 has a secret. Rank 1 copies all the memory it can address, is then told the secret, and looks for it in the copy."""

import ctypes
import os

from mpi4py import MPI

comm = MPI.COMM_WORLD


def all_memory():
    # From 8 on: address 0 is no address for C.
    return ctypes.string_at(8, (ctypes.PyDLL(None).emscripten_get_heap_size() & 0xFFFFFFFF) - 8)


secret = os.urandom(16).hex() if comm.rank == 0 else None
comm.Barrier()
copy = all_memory()
comm.Barrier()
secret = comm.bcast(secret, root=0)
print(comm.rank, "has copied", len(copy) > 10_000_000, "and finds it", secret.encode() in copy)

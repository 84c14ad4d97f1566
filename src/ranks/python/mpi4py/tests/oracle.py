"""Where the oracle, a native mpi4py over Open MPI, cannot be asked: these tests run here all the same."""

import unittest

import mpi4py
from mpi4py import MPI

NATIVE = MPI.get_vendor()[0] == "Open MPI"

#: For what mpi4py 4.1 has and the 3.1 of Linux distributions has not.
needs_mpi4py_4_1 = unittest.skipIf(
    tuple(map(int, mpi4py.__version__.split(".")[:2])) < (4, 1), f"mpi4py {mpi4py.__version__} does not have this yet")


def not_natively(reason):
    """For what a native MPI crashes on."""
    return unittest.skipIf(NATIVE, reason)


#: For what Open MPI 4.1 hangs in.
needs_open_mpi_5 = unittest.skipIf(NATIVE and MPI.get_vendor()[1] < (5, 0, 0), "Open MPI 4.1 hangs here")

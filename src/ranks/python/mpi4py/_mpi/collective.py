"""Collective communication of buffers (MPI 4.1, chapter 6): the upper-case methods of Comm. All ranks must make the same calls."""

from .. import _native
from . import collective_message as arguments
from .message import simple, vector
from .op import SUM


class Collective:
    """Methods of Comm."""

    def Barrier(self):
        """Block until all ranks are in it (MPI 4.1, 6.3)."""
        _native.barrier(self._handle)

    def Bcast(self, buf, root=0):
        """Copy the root's buffer to all ranks (MPI 4.1, 6.4)."""
        _native.bcast(self._handle, *arguments.bcast(self, buf, root)[0])

    def Gather(self, sendbuf, recvbuf, root=0):
        """Collect equal blocks of all ranks at the root, in rank order (MPI 4.1, 6.5). `recvbuf` matters there only, and may be None elsewhere."""
        _native.gather(self._handle, *arguments.gather(self, sendbuf, recvbuf, root, simple)[0])

    def Gatherv(self, sendbuf, recvbuf, root=0):
        """Collect blocks of differing lengths at the root (MPI 4.1, 6.5). `recvbuf` is `[buf, counts]` or `[buf, (counts, displacements), type]`."""
        _native.gatherv(self._handle, *arguments.gather(self, sendbuf, recvbuf, root, vector)[0])

    def Scatter(self, sendbuf, recvbuf, root=0):
        """Hand the root's equal blocks to the ranks, in rank order (MPI 4.1, 6.6). `sendbuf` matters there only, and may be None elsewhere."""
        _native.scatter(self._handle, *arguments.scatter(self, sendbuf, recvbuf, root, simple)[0])

    def Scatterv(self, sendbuf, recvbuf, root=0):
        """Hand the root's blocks of differing lengths to the ranks (MPI 4.1, 6.6)."""
        _native.scatterv(self._handle, *arguments.scatter(self, sendbuf, recvbuf, root, vector)[0])

    def Allgather(self, sendbuf, recvbuf):
        """Collect equal blocks of all ranks on all ranks (MPI 4.1, 6.7)."""
        _native.allgather(self._handle, *arguments.allgather(self, sendbuf, recvbuf, simple)[0])

    def Allgatherv(self, sendbuf, recvbuf):
        """Collect blocks of differing lengths on all ranks (MPI 4.1, 6.7)."""
        _native.allgatherv(self._handle, *arguments.allgather(self, sendbuf, recvbuf, vector)[0])

    def Alltoall(self, sendbuf, recvbuf):
        """Hand block i of each rank to rank i (MPI 4.1, 6.8)."""
        _native.alltoall(self._handle, *arguments.alltoall(self, sendbuf, recvbuf, simple)[0])

    def Alltoallv(self, sendbuf, recvbuf):
        """Hand blocks of differing lengths from each rank to each rank (MPI 4.1, 6.8)."""
        _native.alltoallv(self._handle, *arguments.alltoall(self, sendbuf, recvbuf, vector)[0])

    def Alltoallw(self, sendbuf, recvbuf):
        """Hand blocks of differing lengths and datatypes from each rank to each rank (MPI 4.1, 6.8).

        Buffers are `[buf, types]` or `[buf, (counts, displacements), types]`, displacements in bytes.
        """
        _native.alltoallw(self._handle, *arguments.alltoallw(self, sendbuf, recvbuf)[0])

    def Reduce(self, sendbuf, recvbuf, op=SUM, root=0):
        """Combine all ranks' buffers element by element at the root (MPI 4.1, 6.9.1). `recvbuf` matters there only, and may be None elsewhere."""
        _native.reduce(self._handle, *arguments.reduce(self, sendbuf, recvbuf, op, root)[0])

    def Allreduce(self, sendbuf, recvbuf, op=SUM):
        """Combine all ranks' buffers element by element, result on all ranks (MPI 4.1, 6.9.6)."""
        _native.allreduce(self._handle, *arguments.allreduce(self, sendbuf, recvbuf, op)[0])

    def Reduce_scatter_block(self, sendbuf, recvbuf, op=SUM):
        """Combine all ranks' buffers, then hand block i of the result to rank i (MPI 4.1, 6.10.1)."""
        _native.reduce_scatter_block(self._handle, *arguments.reduce_scatter_block(self, sendbuf, recvbuf, op)[0])

    def Reduce_scatter(self, sendbuf, recvbuf, recvcounts=None, op=SUM):
        """Combine all ranks' buffers, then hand `recvcounts[i]` elements of the result to rank i (MPI 4.1, 6.10.2)."""
        _native.reduce_scatter(self._handle, *arguments.reduce_scatter(self, sendbuf, recvbuf, recvcounts, op)[0])


class Prefix:
    """Methods of Intracomm."""

    def Scan(self, sendbuf, recvbuf, op=SUM):
        """Combine the buffers of ranks 0 to this one (MPI 4.1, 6.11.1)."""
        _native.scan(self._handle, *arguments.allreduce(self, sendbuf, recvbuf, op)[0])

    def Exscan(self, sendbuf, recvbuf, op=SUM):
        """Combine the buffers of the ranks before this one; rank 0's `recvbuf` stays as it is (MPI 4.1, 6.11.2)."""
        _native.exscan(self._handle, *arguments.allreduce(self, sendbuf, recvbuf, op)[0])

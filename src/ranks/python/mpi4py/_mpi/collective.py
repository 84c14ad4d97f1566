"""Collective communication of buffers (MPI 4.1, chapter 6): the upper-case methods of Comm. All ranks must make the same calls."""

from .. import _native
from . import message
from .message import simple, vector
from .op import SUM


class Collective:
    """Methods of Comm."""

    def Barrier(self):
        """Block until all ranks are in it (MPI 4.1, 6.3)."""
        _native.barrier(self._handle)

    def Bcast(self, buf, root=0):
        """Copy the root's buffer to all ranks (MPI 4.1, 6.4)."""
        _native.bcast(self._handle, message.bcast(self, buf, root), root)

    def Gather(self, sendbuf, recvbuf, root=0):
        """Collect equal blocks of all ranks at the root, in rank order (MPI 4.1, 6.5). `recvbuf` matters there only, and may be None elsewhere."""
        send, into = message.gather(self, sendbuf, recvbuf, root, simple)
        _native.gather(self._handle, send, into, root)

    def Gatherv(self, sendbuf, recvbuf, root=0):
        """Collect blocks of differing lengths at the root (MPI 4.1, 6.5). `recvbuf` is `[buf, counts]` or `[buf, (counts, displacements), type]`."""
        send, into = message.gather(self, sendbuf, recvbuf, root, vector)
        _native.gatherv(self._handle, send, into, root)

    def Scatter(self, sendbuf, recvbuf, root=0):
        """Hand the root's equal blocks to the ranks, in rank order (MPI 4.1, 6.6). `sendbuf` matters there only, and may be None elsewhere."""
        send, into = message.scatter(self, sendbuf, recvbuf, root, simple)
        _native.scatter(self._handle, send, into, root)

    def Scatterv(self, sendbuf, recvbuf, root=0):
        """Hand the root's blocks of differing lengths to the ranks (MPI 4.1, 6.6)."""
        send, into = message.scatter(self, sendbuf, recvbuf, root, vector)
        _native.scatterv(self._handle, send, into, root)

    def Allgather(self, sendbuf, recvbuf):
        """Collect equal blocks of all ranks on all ranks (MPI 4.1, 6.7)."""
        send, into = message.allgather(self, sendbuf, recvbuf, simple)
        _native.allgather(self._handle, send, into)

    def Allgatherv(self, sendbuf, recvbuf):
        """Collect blocks of differing lengths on all ranks (MPI 4.1, 6.7)."""
        send, into = message.allgather(self, sendbuf, recvbuf, vector)
        _native.allgatherv(self._handle, send, into)

    def Alltoall(self, sendbuf, recvbuf):
        """Hand block i of each rank to rank i (MPI 4.1, 6.8)."""
        send, into = message.alltoall(self, sendbuf, recvbuf, simple)
        _native.alltoall(self._handle, send, into)

    def Alltoallv(self, sendbuf, recvbuf):
        """Hand blocks of differing lengths from each rank to each rank (MPI 4.1, 6.8)."""
        send, into = message.alltoall(self, sendbuf, recvbuf, vector)
        _native.alltoallv(self._handle, send, into)

    def Reduce(self, sendbuf, recvbuf, op=SUM, root=0):
        """Combine all ranks' buffers element by element at the root (MPI 4.1, 6.9.1). `recvbuf` matters there only, and may be None elsewhere."""
        send, into = message.reduce(self, sendbuf, recvbuf, root)
        _native.reduce(self._handle, send, into, op._handle, root)

    def Allreduce(self, sendbuf, recvbuf, op=SUM):
        """Combine all ranks' buffers element by element, result on all ranks (MPI 4.1, 6.9.6)."""
        send, into = message.allreduce(sendbuf, recvbuf)
        _native.allreduce(self._handle, send, into, op._handle)

    def Reduce_scatter_block(self, sendbuf, recvbuf, op=SUM):
        """Combine all ranks' buffers, then hand block i of the result to rank i (MPI 4.1, 6.10.1)."""
        send, into = message.reduce_scatter_block(self, sendbuf, recvbuf)
        _native.reduce_scatter_block(self._handle, send, into, op._handle)

    def Reduce_scatter(self, sendbuf, recvbuf, recvcounts=None, op=SUM):
        """Combine all ranks' buffers, then hand `recvcounts[i]` elements of the result to rank i (MPI 4.1, 6.10.2)."""
        send, into, counts = message.reduce_scatter(self, sendbuf, recvbuf, recvcounts)
        _native.reduce_scatter(self._handle, send, into, counts, op._handle)


class Prefix:
    """Methods of Intracomm."""

    def Scan(self, sendbuf, recvbuf, op=SUM):
        """Combine the buffers of ranks 0 to this one (MPI 4.1, 6.11.1)."""
        send, into = message.allreduce(sendbuf, recvbuf)
        _native.scan(self._handle, send, into, op._handle)

    def Exscan(self, sendbuf, recvbuf, op=SUM):
        """Combine the buffers of the ranks before this one; rank 0's `recvbuf` stays as it is (MPI 4.1, 6.11.2)."""
        send, into = message.allreduce(sendbuf, recvbuf)
        _native.exscan(self._handle, send, into, op._handle)

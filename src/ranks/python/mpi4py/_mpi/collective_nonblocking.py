"""Nonblocking collectives of buffers (MPI 4.1, 6.12): each returns a request at once and runs on whenever the rank is in MPI.

All ranks must start the same collectives of a communicator in the same order. Buffers may not be touched until the request is complete.
"""

from .. import _native
from . import collective_message as arguments
from .message import simple, vector
from .op import SUM
from .request import Request

_NONBLOCKING = 1


def _start(call, comm, described):
    given, owners = described
    return Request._started(call(comm._handle, *given, _NONBLOCKING, owners))


class NonblockingCollective:
    """Methods of Comm."""

    def Ibarrier(self):
        """Start a barrier: the request is complete when all ranks have started it (MPI 4.1, 6.12.1)."""
        return _start(_native.barrier, self, ((), ()))

    def Ibcast(self, buf, root=0):
        """As `Bcast`, nonblocking (MPI 4.1, 6.12.2)."""
        return _start(_native.bcast, self, arguments.bcast(self, buf, root))

    def Igather(self, sendbuf, recvbuf, root=0):
        """As `Gather`, nonblocking (MPI 4.1, 6.12.3)."""
        return _start(_native.gather, self, arguments.gather(self, sendbuf, recvbuf, root, simple))

    def Igatherv(self, sendbuf, recvbuf, root=0):
        """As `Gatherv`, nonblocking (MPI 4.1, 6.12.3)."""
        return _start(_native.gatherv, self, arguments.gather(self, sendbuf, recvbuf, root, vector))

    def Iscatter(self, sendbuf, recvbuf, root=0):
        """As `Scatter`, nonblocking (MPI 4.1, 6.12.4)."""
        return _start(_native.scatter, self, arguments.scatter(self, sendbuf, recvbuf, root, simple))

    def Iscatterv(self, sendbuf, recvbuf, root=0):
        """As `Scatterv`, nonblocking (MPI 4.1, 6.12.4)."""
        return _start(_native.scatterv, self, arguments.scatter(self, sendbuf, recvbuf, root, vector))

    def Iallgather(self, sendbuf, recvbuf):
        """As `Allgather`, nonblocking (MPI 4.1, 6.12.5)."""
        return _start(_native.allgather, self, arguments.allgather(self, sendbuf, recvbuf, simple))

    def Iallgatherv(self, sendbuf, recvbuf):
        """As `Allgatherv`, nonblocking (MPI 4.1, 6.12.5)."""
        return _start(_native.allgatherv, self, arguments.allgather(self, sendbuf, recvbuf, vector))

    def Ialltoall(self, sendbuf, recvbuf):
        """As `Alltoall`, nonblocking (MPI 4.1, 6.12.6)."""
        return _start(_native.alltoall, self, arguments.alltoall(self, sendbuf, recvbuf, simple))

    def Ialltoallv(self, sendbuf, recvbuf):
        """As `Alltoallv`, nonblocking (MPI 4.1, 6.12.6)."""
        return _start(_native.alltoallv, self, arguments.alltoall(self, sendbuf, recvbuf, vector))

    def Ialltoallw(self, sendbuf, recvbuf):
        """As `Alltoallw`, nonblocking (MPI 4.1, 6.12.6)."""
        return _start(_native.alltoallw, self, arguments.alltoallw(self, sendbuf, recvbuf))

    def Ireduce(self, sendbuf, recvbuf, op=SUM, root=0):
        """As `Reduce`, nonblocking (MPI 4.1, 6.12.7)."""
        return _start(_native.reduce, self, arguments.reduce(self, sendbuf, recvbuf, op, root))

    def Iallreduce(self, sendbuf, recvbuf, op=SUM):
        """As `Allreduce`, nonblocking (MPI 4.1, 6.12.8)."""
        return _start(_native.allreduce, self, arguments.allreduce(self, sendbuf, recvbuf, op))

    def Ireduce_scatter_block(self, sendbuf, recvbuf, op=SUM):
        """As `Reduce_scatter_block`, nonblocking (MPI 4.1, 6.12.9)."""
        return _start(_native.reduce_scatter_block, self, arguments.reduce_scatter_block(self, sendbuf, recvbuf, op))

    def Ireduce_scatter(self, sendbuf, recvbuf, recvcounts=None, op=SUM):
        """As `Reduce_scatter`, nonblocking (MPI 4.1, 6.12.10)."""
        return _start(_native.reduce_scatter, self, arguments.reduce_scatter(self, sendbuf, recvbuf, recvcounts, op))


class NonblockingPrefix:
    """Methods of Intracomm."""

    def Iscan(self, sendbuf, recvbuf, op=SUM):
        """As `Scan`, nonblocking (MPI 4.1, 6.12.11)."""
        return _start(_native.scan, self, arguments.allreduce(self, sendbuf, recvbuf, op))

    def Iexscan(self, sendbuf, recvbuf, op=SUM):
        """As `Exscan`, nonblocking (MPI 4.1, 6.12.12)."""
        return _start(_native.exscan, self, arguments.allreduce(self, sendbuf, recvbuf, op))

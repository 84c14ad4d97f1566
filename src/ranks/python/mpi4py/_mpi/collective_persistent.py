"""Persistent collectives of buffers (MPI 4.1, 6.13): a request that may be started as often as one likes. Making it is collective as well."""

from .. import _native
from . import collective_message as arguments
from .info import INFO_NULL
from .message import simple, vector
from .op import SUM
from .persistent import Prequest

_PERSISTENT = 2


def _prepare(call, comm, described):
    given, owners = described
    return Prequest._started(call(comm._handle, *given, _PERSISTENT, owners))


class PersistentCollective:
    """Methods of Comm."""

    def Barrier_init(self, info=INFO_NULL):
        """A persistent barrier (MPI 4.1, 6.13.1)."""
        return _prepare(_native.barrier, self, ((), ()))

    def Bcast_init(self, buf, root=0, info=INFO_NULL):
        """A persistent `Bcast`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.2)."""
        return _prepare(_native.bcast, self, arguments.bcast(self, buf, root))

    def Gather_init(self, sendbuf, recvbuf, root=0, info=INFO_NULL):
        """A persistent `Gather`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.3)."""
        return _prepare(_native.gather, self, arguments.gather(self, sendbuf, recvbuf, root, simple))

    def Gatherv_init(self, sendbuf, recvbuf, root=0, info=INFO_NULL):
        """A persistent `Gatherv`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.3)."""
        return _prepare(_native.gatherv, self, arguments.gather(self, sendbuf, recvbuf, root, vector))

    def Scatter_init(self, sendbuf, recvbuf, root=0, info=INFO_NULL):
        """A persistent `Scatter`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.4)."""
        return _prepare(_native.scatter, self, arguments.scatter(self, sendbuf, recvbuf, root, simple))

    def Scatterv_init(self, sendbuf, recvbuf, root=0, info=INFO_NULL):
        """A persistent `Scatterv`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.4)."""
        return _prepare(_native.scatterv, self, arguments.scatter(self, sendbuf, recvbuf, root, vector))

    def Allgather_init(self, sendbuf, recvbuf, info=INFO_NULL):
        """A persistent `Allgather`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.5)."""
        return _prepare(_native.allgather, self, arguments.allgather(self, sendbuf, recvbuf, simple))

    def Allgatherv_init(self, sendbuf, recvbuf, info=INFO_NULL):
        """A persistent `Allgatherv`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.5)."""
        return _prepare(_native.allgatherv, self, arguments.allgather(self, sendbuf, recvbuf, vector))

    def Alltoall_init(self, sendbuf, recvbuf, info=INFO_NULL):
        """A persistent `Alltoall`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.6)."""
        return _prepare(_native.alltoall, self, arguments.alltoall(self, sendbuf, recvbuf, simple))

    def Alltoallv_init(self, sendbuf, recvbuf, info=INFO_NULL):
        """A persistent `Alltoallv`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.6)."""
        return _prepare(_native.alltoallv, self, arguments.alltoall(self, sendbuf, recvbuf, vector))

    def Alltoallw_init(self, sendbuf, recvbuf, info=INFO_NULL):
        """A persistent `Alltoallw`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.6)."""
        return _prepare(_native.alltoallw, self, arguments.alltoallw(self, sendbuf, recvbuf))

    def Reduce_init(self, sendbuf, recvbuf, op=SUM, root=0, info=INFO_NULL):
        """A persistent `Reduce`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.7)."""
        return _prepare(_native.reduce, self, arguments.reduce(self, sendbuf, recvbuf, op, root))

    def Allreduce_init(self, sendbuf, recvbuf, op=SUM, info=INFO_NULL):
        """A persistent `Allreduce`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.8)."""
        return _prepare(_native.allreduce, self, arguments.allreduce(self, sendbuf, recvbuf, op))

    def Reduce_scatter_block_init(self, sendbuf, recvbuf, op=SUM, info=INFO_NULL):
        """A persistent `Reduce_scatter_block`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.9)."""
        return _prepare(_native.reduce_scatter_block, self, arguments.reduce_scatter_block(self, sendbuf, recvbuf, op))

    def Reduce_scatter_init(self, sendbuf, recvbuf, recvcounts=None, op=SUM, info=INFO_NULL):
        """A persistent `Reduce_scatter`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.10)."""
        return _prepare(_native.reduce_scatter, self, arguments.reduce_scatter(self, sendbuf, recvbuf, recvcounts, op))


class PersistentPrefix:
    """Methods of Intracomm."""

    def Scan_init(self, sendbuf, recvbuf, op=SUM, info=INFO_NULL):
        """A persistent `Scan`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.11)."""
        return _prepare(_native.scan, self, arguments.allreduce(self, sendbuf, recvbuf, op))

    def Exscan_init(self, sendbuf, recvbuf, op=SUM, info=INFO_NULL):
        """A persistent `Exscan`: each `Start` does it with what is then in the buffers (MPI 4.1, 6.13.12)."""
        return _prepare(_native.exscan, self, arguments.allreduce(self, sendbuf, recvbuf, op))

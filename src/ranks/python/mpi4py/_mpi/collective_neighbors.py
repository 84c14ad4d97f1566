"""Collectives of neighbours in a topology (MPI 4.1, 8.6 to 8.8): methods of Topocomm, in the order in which the topology names neighbours."""

from .. import _native
from . import collective_message as arguments
from .collective_nonblocking import _start
from .collective_persistent import _prepare
from .info import INFO_NULL
from .locks import lock
from .message import simple, vector
from .pickle import dump, dump_each, load


class NeighborCollective:
    """Methods of Topocomm."""

    def Neighbor_allgather(self, sendbuf, recvbuf):
        """Give a buffer to all outgoing neighbours and collect equal blocks of the incoming ones (MPI 4.1, 8.6.1)."""
        _native.neighbor_allgather(self._handle, *arguments.neighbor_allgather(self, sendbuf, recvbuf, simple)[0])

    def Neighbor_allgatherv(self, sendbuf, recvbuf):
        """As `Neighbor_allgather`, with blocks of differing lengths (MPI 4.1, 8.6.1)."""
        _native.neighbor_allgatherv(self._handle, *arguments.neighbor_allgather(self, sendbuf, recvbuf, vector)[0])

    def Neighbor_alltoall(self, sendbuf, recvbuf):
        """Give a block to each outgoing neighbour and get one from each incoming one (MPI 4.1, 8.6.2)."""
        _native.neighbor_alltoall(self._handle, *arguments.neighbor_alltoall(self, sendbuf, recvbuf, simple)[0])

    def Neighbor_alltoallv(self, sendbuf, recvbuf):
        """As `Neighbor_alltoall`, with blocks of differing lengths (MPI 4.1, 8.6.2)."""
        _native.neighbor_alltoallv(self._handle, *arguments.neighbor_alltoall(self, sendbuf, recvbuf, vector)[0])

    def Neighbor_alltoallw(self, sendbuf, recvbuf):
        """As `Neighbor_alltoall`, with blocks of differing lengths and datatypes (MPI 4.1, 8.6.2)."""
        _native.neighbor_alltoallw(self._handle, *arguments.neighbor_alltoallw(self, sendbuf, recvbuf)[0])

    def Ineighbor_allgather(self, sendbuf, recvbuf):
        """As `Neighbor_allgather`, nonblocking (MPI 4.1, 8.7)."""
        return _start(_native.neighbor_allgather, self, arguments.neighbor_allgather(self, sendbuf, recvbuf, simple))

    def Ineighbor_allgatherv(self, sendbuf, recvbuf):
        """As `Neighbor_allgatherv`, nonblocking (MPI 4.1, 8.7)."""
        return _start(_native.neighbor_allgatherv, self, arguments.neighbor_allgather(self, sendbuf, recvbuf, vector))

    def Ineighbor_alltoall(self, sendbuf, recvbuf):
        """As `Neighbor_alltoall`, nonblocking (MPI 4.1, 8.7)."""
        return _start(_native.neighbor_alltoall, self, arguments.neighbor_alltoall(self, sendbuf, recvbuf, simple))

    def Ineighbor_alltoallv(self, sendbuf, recvbuf):
        """As `Neighbor_alltoallv`, nonblocking (MPI 4.1, 8.7)."""
        return _start(_native.neighbor_alltoallv, self, arguments.neighbor_alltoall(self, sendbuf, recvbuf, vector))

    def Ineighbor_alltoallw(self, sendbuf, recvbuf):
        """As `Neighbor_alltoallw`, nonblocking (MPI 4.1, 8.7)."""
        return _start(_native.neighbor_alltoallw, self, arguments.neighbor_alltoallw(self, sendbuf, recvbuf))

    def Neighbor_allgather_init(self, sendbuf, recvbuf, info=INFO_NULL):
        """A persistent `Neighbor_allgather` (MPI 4.1, 8.8)."""
        return _prepare(_native.neighbor_allgather, self, arguments.neighbor_allgather(self, sendbuf, recvbuf, simple))

    def Neighbor_allgatherv_init(self, sendbuf, recvbuf, info=INFO_NULL):
        """A persistent `Neighbor_allgatherv` (MPI 4.1, 8.8)."""
        return _prepare(_native.neighbor_allgatherv, self, arguments.neighbor_allgather(self, sendbuf, recvbuf, vector))

    def Neighbor_alltoall_init(self, sendbuf, recvbuf, info=INFO_NULL):
        """A persistent `Neighbor_alltoall` (MPI 4.1, 8.8)."""
        return _prepare(_native.neighbor_alltoall, self, arguments.neighbor_alltoall(self, sendbuf, recvbuf, simple))

    def Neighbor_alltoallv_init(self, sendbuf, recvbuf, info=INFO_NULL):
        """A persistent `Neighbor_alltoallv` (MPI 4.1, 8.8)."""
        return _prepare(_native.neighbor_alltoallv, self, arguments.neighbor_alltoall(self, sendbuf, recvbuf, vector))

    def Neighbor_alltoallw_init(self, sendbuf, recvbuf, info=INFO_NULL):
        """A persistent `Neighbor_alltoallw` (MPI 4.1, 8.8)."""
        return _prepare(_native.neighbor_alltoallw, self, arguments.neighbor_alltoallw(self, sendbuf, recvbuf))

    def neighbor_allgather(self, sendobj):
        """Give an object to all outgoing neighbours; a list of the incoming ones' (MPI 4.1, 8.6.1). None from PROC_NULL."""
        lock(self, "neighbor_allgather")
        return [load(data) for data in _native.neighbor_allgather_object(self._handle, dump(sendobj))]

    def neighbor_alltoall(self, sendobj):
        """Give object i of a sequence to outgoing neighbour i; a list of what came from the incoming ones (MPI 4.1, 8.6.2). None from PROC_NULL."""
        lock(self, "neighbor_alltoall")
        _, destinations = _native.topology_neighbors(self._handle)
        return [load(data) for data in _native.neighbor_alltoall_object(self._handle, dump_each(sendobj, len(destinations)))]

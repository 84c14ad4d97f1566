"""MPI.Intracomm, its topologies, and MPI.Intercomm (MPI 4.1, chapters 7 and 8)."""

from .. import _native
from .collective import Prefix
from .collective_objects import PrefixObjects
from .comm import Comm
from .handle import define, made_of, public
from .info import INFO_NULL
from .op import SUM
from .pending import pending


def _only(cls, comm):
    """mpi4py refuses to make one kind of communicator of another."""
    if comm is not None and comm and not isinstance(comm, cls):
        raise TypeError(f"expecting an {cls.__name__}, got {type(comm).__name__}")


@public
@made_of(Prefix, PrefixObjects)
class Intracomm(Comm):
    """A communicator whose ranks talk among themselves (MPI 4.1, 7.2)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        _only(Intracomm, comm)
        return Comm.__new__(cls, comm)

    def Create_group(self, group, tag=0):
        """As `Create`, called only by the group's ranks (MPI 4.1, 7.4.2)."""
        ranks = group.Translate_ranks(None, self.Get_group())
        if list(ranks) != list(range(self.Get_size())):
            raise NotImplementedError("MPI.Intracomm.Create_group of some of the ranks is not implemented in Commworld yet")
        return self._part(_native.comm_create(self._handle, tuple(ranks)))


pending(Intracomm, """
@classmethod Create_from_group(cls, group, stringtag='org.mpi4py', info=INFO_NULL, errhandler=None) -- A communicator of a group, without a parent (MPI 4.1, 7.4.2).
Create_cart(self, dims, periods=None, reorder=False) -- A communicator with a Cartesian topology (MPI 4.1, 8.5.1).
Create_graph(self, index, edges, reorder=False) -- A communicator with a graph topology (MPI 4.1, 8.5.3).
Create_dist_graph_adjacent(self, sources, destinations, sourceweights=None, destweights=None, info=INFO_NULL, reorder=False) -- A distributed graph, each rank naming its neighbours (MPI 4.1, 8.5.4).
Create_dist_graph(self, sources, degrees, destinations, weights=None, info=INFO_NULL, reorder=False) -- A distributed graph, any rank naming any edges (MPI 4.1, 8.5.4).
Create_intercomm(self, local_leader, peer_comm, remote_leader, tag=0) -- An intercommunicator between two groups (MPI 4.1, 7.6.2).
Cart_map(self, dims, periods=None) -- The rank a Cartesian topology would give (MPI 4.1, 8.5.8).
Graph_map(self, index, edges) -- The rank a graph topology would give (MPI 4.1, 8.5.8).
Iscan(self, sendbuf, recvbuf, op=SUM) -- A nonblocking Scan (MPI 4.1, 6.12.11).
Iexscan(self, sendbuf, recvbuf, op=SUM) -- A nonblocking Exscan (MPI 4.1, 6.12.12).
Scan_init(self, sendbuf, recvbuf, op=SUM, info=INFO_NULL) -- A persistent Scan (MPI 4.1, 6.13.11).
Exscan_init(self, sendbuf, recvbuf, op=SUM, info=INFO_NULL) -- A persistent Exscan (MPI 4.1, 6.13.12).
Spawn(self, command, args=None, maxprocs=1, info=INFO_NULL, root=0, errcodes=None) -- Start new processes (MPI 4.1, 11.8.2).
Spawn_multiple(self, command, args=None, maxprocs=None, info=INFO_NULL, root=0, errcodes=None) -- Start new processes of several programs (MPI 4.1, 11.8.3).
Accept(self, port_name, info=INFO_NULL, root=0) -- Wait for a client to connect (MPI 4.1, 11.9.2).
Connect(self, port_name, info=INFO_NULL, root=0) -- Connect to a server (MPI 4.1, 11.9.3).
""", {"SUM": SUM, "INFO_NULL": INFO_NULL})


@public
class Topocomm(Intracomm):
    """A communicator with a topology: each rank has neighbours (MPI 4.1, chapter 8)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        _only(Topocomm, comm)
        return Comm.__new__(cls, comm)


def _later(owner, names):
    """Read-only properties that need what is not here yet."""
    for name, summary in names.items():
        def missing(self, name=name):
            raise NotImplementedError(f"MPI.{owner.__name__}.{name} is not implemented in Commworld yet")
        setattr(owner, name, property(missing, doc=f"{summary} Not implemented in Commworld yet."))


pending(Topocomm, """
Neighbor_allgather(self, sendbuf, recvbuf) -- Collect blocks from all neighbours (MPI 4.1, 8.6.1).
Neighbor_allgatherv(self, sendbuf, recvbuf) -- Collect blocks of differing lengths from all neighbours (MPI 4.1, 8.6.1).
Neighbor_alltoall(self, sendbuf, recvbuf) -- Exchange blocks with all neighbours (MPI 4.1, 8.6.2).
Neighbor_alltoallv(self, sendbuf, recvbuf) -- Exchange blocks of differing lengths with all neighbours (MPI 4.1, 8.6.2).
Neighbor_alltoallw(self, sendbuf, recvbuf) -- Exchange blocks of differing datatypes with all neighbours (MPI 4.1, 8.6.2).
Ineighbor_allgather(self, sendbuf, recvbuf) -- A nonblocking Neighbor_allgather (MPI 4.1, 8.7.1).
Ineighbor_allgatherv(self, sendbuf, recvbuf) -- A nonblocking Neighbor_allgatherv (MPI 4.1, 8.7.1).
Ineighbor_alltoall(self, sendbuf, recvbuf) -- A nonblocking Neighbor_alltoall (MPI 4.1, 8.7.2).
Ineighbor_alltoallv(self, sendbuf, recvbuf) -- A nonblocking Neighbor_alltoallv (MPI 4.1, 8.7.2).
Ineighbor_alltoallw(self, sendbuf, recvbuf) -- A nonblocking Neighbor_alltoallw (MPI 4.1, 8.7.2).
Neighbor_allgather_init(self, sendbuf, recvbuf, info=INFO_NULL) -- A persistent Neighbor_allgather (MPI 4.1, 8.8.1).
Neighbor_allgatherv_init(self, sendbuf, recvbuf, info=INFO_NULL) -- A persistent Neighbor_allgatherv (MPI 4.1, 8.8.1).
Neighbor_alltoall_init(self, sendbuf, recvbuf, info=INFO_NULL) -- A persistent Neighbor_alltoall (MPI 4.1, 8.8.2).
Neighbor_alltoallv_init(self, sendbuf, recvbuf, info=INFO_NULL) -- A persistent Neighbor_alltoallv (MPI 4.1, 8.8.2).
Neighbor_alltoallw_init(self, sendbuf, recvbuf, info=INFO_NULL) -- A persistent Neighbor_alltoallw (MPI 4.1, 8.8.2).
neighbor_allgather(self, sendobj) -- Collect objects from all neighbours (MPI 4.1, 8.6.1).
neighbor_alltoall(self, sendobj) -- Exchange objects with all neighbours (MPI 4.1, 8.6.2).
""", {"INFO_NULL": INFO_NULL})
_later(Topocomm, {
    "degrees": "Numbers of incoming and outgoing neighbours.", "indegree": "Number of incoming neighbours.",
    "outdegree": "Number of outgoing neighbours.", "inoutedges": "Incoming and outgoing neighbours.",
    "inedges": "Incoming neighbours.", "outedges": "Outgoing neighbours.",
})


@public
class Cartcomm(Topocomm):
    """A communicator whose ranks stand on a grid (MPI 4.1, 8.5.1)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        _only(Cartcomm, comm)
        return Comm.__new__(cls, comm)


pending(Cartcomm, """
Get_dim(self) -- Number of dimensions (MPI 4.1, 8.5.5).
Get_topo(self) -- Dimensions, periods, and this rank's coordinates (MPI 4.1, 8.5.5).
Get_cart_rank(self, coords) -- The rank at coordinates (MPI 4.1, 8.5.5).
Get_coords(self, rank) -- A rank's coordinates (MPI 4.1, 8.5.5).
Shift(self, direction, disp) -- Source and destination of a shift (MPI 4.1, 8.5.6).
Sub(self, remain_dims) -- Communicators of slices (MPI 4.1, 8.5.7).
""")
_later(Cartcomm, {
    "dim": "Number of dimensions.", "ndim": "Number of dimensions.", "topo": "Dimensions, periods and coordinates.",
    "dims": "Dimensions.", "periods": "Whether each dimension wraps around.", "coords": "This rank's coordinates.",
})


@public
class Graphcomm(Topocomm):
    """A communicator whose ranks are the nodes of a graph (MPI 4.1, 8.5.3)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        _only(Graphcomm, comm)
        return Comm.__new__(cls, comm)


pending(Graphcomm, """
Get_dims(self) -- Numbers of nodes and edges (MPI 4.1, 8.5.5).
Get_topo(self) -- Index and edges (MPI 4.1, 8.5.5).
Get_neighbors_count(self, rank) -- A rank's number of neighbours (MPI 4.1, 8.5.5).
Get_neighbors(self, rank) -- A rank's neighbours (MPI 4.1, 8.5.5).
""")
_later(Graphcomm, {
    "dims": "Numbers of nodes and edges.", "nnodes": "Number of nodes.", "nedges": "Number of edges.", "topo": "Index and edges.",
    "index": "Index.", "edges": "Edges.", "nneighbors": "Number of neighbours.", "neighbors": "Neighbours.",
})


@public
class Distgraphcomm(Topocomm):
    """A communicator whose ranks are the nodes of a directed graph (MPI 4.1, 8.5.4)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        _only(Distgraphcomm, comm)
        return Comm.__new__(cls, comm)


pending(Distgraphcomm, """
Get_dist_neighbors_count(self) -- Numbers of neighbours, and whether edges have weights (MPI 4.1, 8.5.5).
Get_dist_neighbors(self) -- Sources, destinations and weights (MPI 4.1, 8.5.5).
""")


@public
class Intercomm(Comm):
    """A communicator between two groups (MPI 4.1, 7.6)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        _only(Intercomm, comm)
        return Comm.__new__(cls, comm)


pending(Intercomm, """
@classmethod Create_from_groups(cls, local_group, local_leader, remote_group, remote_leader, stringtag='org.mpi4py', info=INFO_NULL, errhandler=None) -- An intercommunicator of two groups (MPI 4.1, 7.6.2).
Get_remote_group(self) -- The other side's group (MPI 4.1, 7.6.1).
Get_remote_size(self) -- The other side's number of ranks (MPI 4.1, 7.6.1).
Merge(self, high=False) -- One intracommunicator of both sides (MPI 4.1, 7.6.2).
""", {"INFO_NULL": INFO_NULL})
_later(Intercomm, {"remote_group": "The other side's group.", "remote_size": "The other side's number of ranks."})


COMM_NULL = define(Comm(), "COMM_NULL")
COMM_WORLD = Intracomm()
COMM_WORLD._handle = 1
define(COMM_WORLD, "COMM_WORLD")
COMM_SELF = Intracomm()
COMM_SELF._handle = 2
define(COMM_SELF, "COMM_SELF")

"""MPI.Cartcomm, MPI.Graphcomm and MPI.Distgraphcomm: communicators whose ranks have places (MPI 4.1, chapter 8)."""

from .. import _native
from . import constants
from .comm import Comm, kinds
from .handle import public
from .intracomm import Topocomm, only
from .topology_making import _integers


@public
class Cartcomm(Topocomm):
    """A communicator whose ranks stand on a grid (MPI 4.1, 8.5.1)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        self = Comm.__new__(cls, comm)
        only(self, (constants.CART,), "a Cartesian communicator")
        return self

    def Get_dim(self):
        """Number of dimensions (MPI 4.1, 8.5.5)."""
        return len(_native.cart_get(self._handle)[0])

    @property
    def dim(self):
        """Number of dimensions."""
        return self.Get_dim()

    @property
    def ndim(self):
        """Number of dimensions."""
        return self.Get_dim()

    def Get_topo(self):
        """Sizes of the dimensions, whether each wraps around (1 or 0), and this rank's coordinates (MPI 4.1, 8.5.5)."""
        dims, periods, coords = _native.cart_get(self._handle)
        return (list(dims), list(periods), list(coords))

    @property
    def topo(self):
        """Sizes of the dimensions, whether each wraps around, and this rank's coordinates."""
        return self.Get_topo()

    @property
    def dims(self):
        """Sizes of the dimensions."""
        return self.Get_topo()[0]

    @property
    def periods(self):
        """Whether each dimension wraps around, 1 or 0."""
        return self.Get_topo()[1]

    @property
    def coords(self):
        """This rank's coordinates."""
        return self.Get_topo()[2]

    def Get_cart_rank(self, coords):
        """The rank at coordinates; in a dimension that wraps around they may lie outside (MPI 4.1, 8.5.5)."""
        return _native.cart_rank(self._handle, _integers(coords, self.Get_dim()))

    def Get_coords(self, rank):
        """A rank's coordinates (MPI 4.1, 8.5.5)."""
        return list(_native.cart_coords(self._handle, rank))

    def Shift(self, direction, disp):
        """Source and destination of a shift by `disp` along dimension `direction`; PROC_NULL beyond the edge (MPI 4.1, 8.5.6)."""
        return _native.cart_shift(self._handle, direction, disp)

    def Sub(self, remain_dims):
        """The communicator of this rank's slice; `remain_dims`: which dimensions stay (MPI 4.1, 8.5.7). Collective."""
        return self._made(_native.cart_sub(self._handle, _integers(remain_dims, self.Get_dim())), Cartcomm)


@public
class Graphcomm(Topocomm):
    """A communicator whose ranks are the nodes of a graph (MPI 4.1, 8.5.3)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        self = Comm.__new__(cls, comm)
        only(self, (constants.GRAPH,), "a general graph communicator")
        return self

    def Get_dims(self):
        """Numbers of nodes and edges (MPI 4.1, 8.5.5)."""
        index, edges = _native.graph_get(self._handle)
        return (len(index), len(edges))

    @property
    def dims(self):
        """Numbers of nodes and edges."""
        return self.Get_dims()

    @property
    def nnodes(self):
        """Number of nodes."""
        return self.Get_dims()[0]

    @property
    def nedges(self):
        """Number of edges."""
        return self.Get_dims()[1]

    def Get_topo(self):
        """Index and edges; see `Intracomm.Create_graph` (MPI 4.1, 8.5.5)."""
        index, edges = _native.graph_get(self._handle)
        return (list(index), list(edges))

    @property
    def topo(self):
        """Index and edges."""
        return self.Get_topo()

    @property
    def index(self):
        """Number of edges of the nodes up to each."""
        return self.Get_topo()[0]

    @property
    def edges(self):
        """Where the edges lead, node after node."""
        return self.Get_topo()[1]

    def Get_neighbors_count(self, rank):
        """A rank's number of neighbours (MPI 4.1, 8.5.5)."""
        return len(_native.graph_neighbors(self._handle, rank))

    @property
    def nneighbors(self):
        """This rank's number of neighbours."""
        return self.Get_neighbors_count(self.Get_rank())

    def Get_neighbors(self, rank):
        """A rank's neighbours (MPI 4.1, 8.5.5)."""
        return list(_native.graph_neighbors(self._handle, rank))

    @property
    def neighbors(self):
        """This rank's neighbours."""
        return self.Get_neighbors(self.Get_rank())


@public
class Distgraphcomm(Topocomm):
    """A communicator whose ranks are the nodes of a directed graph (MPI 4.1, 8.5.4)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        self = Comm.__new__(cls, comm)
        only(self, (constants.DIST_GRAPH,), "a distributed graph communicator")
        return self

    def Get_dist_neighbors_count(self):
        """Numbers of incoming and outgoing neighbours, and whether edges have weights (MPI 4.1, 8.5.5)."""
        sources, destinations, weights, _ = _native.dist_graph_neighbors(self._handle)
        return (len(sources), len(destinations), weights is not None)

    def Get_dist_neighbors(self):
        """Sources, destinations, and a pair of lists of their weights or None (MPI 4.1, 8.5.5)."""
        sources, destinations, incoming, outgoing = _native.dist_graph_neighbors(self._handle)
        weights = None if incoming is None else (list(incoming), list(outgoing))
        return (list(sources), list(destinations), weights)


kinds[constants.CART] = Cartcomm
kinds[constants.GRAPH] = Graphcomm
kinds[constants.DIST_GRAPH] = Distgraphcomm

"""Making communicators with a topology, and asking for neighbours (MPI 4.1, chapter 8): methods of Intracomm and Topocomm."""

from operator import index as as_integer

from .. import _native
from . import constants
from .comm import kinds
from .info import INFO_NULL


def _integers(values, count=None):
    """A tuple of integers; `count`: how many they must be."""
    size = len(values)
    result = tuple(as_integer(values[i]) for i in range(size))
    if count is not None and size != count:
        raise ValueError(f"expecting {count} items, got {size}")
    return result


def _periods(periods, count):
    if periods is None:
        periods = False
    return _integers([periods] * count if isinstance(periods, bool) else periods, count)


def _adjacency(index, edges):
    """`index` may begin with a 0, as adjacency arrays elsewhere do (mpi4py's own extension)."""
    index, edges = _integers(index), _integers(edges)
    if index and index[0] == 0 and index[-1] == len(edges):
        index = index[1:]
    return index, edges


def _weights(weights, count):
    """None for a graph without weights."""
    # The two constants are integers that no list of weights equals.
    if weights is None or (isinstance(weights, int) and weights == constants.UNWEIGHTED):
        return None
    if isinstance(weights, int) and weights == constants.WEIGHTS_EMPTY:
        if count > 0:
            raise ValueError("empty weights but nonzero degree")
        return ()
    return _integers(weights, count)


class TopologyMaking:
    """Methods of Intracomm. `reorder` changes nothing: ranks are equally far from each other here."""

    def Create_cart(self, dims, periods=None, reorder=False):
        """A communicator whose ranks stand on a grid; COMM_NULL for ranks beyond it (MPI 4.1, 8.5.1). Collective.

        `dims`: how many in each dimension; see `Compute_dims`. `periods`: whether each wraps around, or one bool for all.
        """
        dims = _integers(dims)
        periods = _periods(periods, len(dims))
        return self._made(_native.cart_create(self._handle, dims, periods), kinds[constants.CART])

    def Create_graph(self, index, edges, reorder=False):
        """A communicator whose ranks are nodes of a graph; COMM_NULL for ranks beyond it (MPI 4.1, 8.5.3). Collective.

        `index[i]`: number of edges of the nodes 0 to i. `edges`: where they lead.
        """
        index, edges = _adjacency(index, edges)
        return self._made(_native.graph_create(self._handle, index, edges), kinds[constants.GRAPH])

    def Create_dist_graph_adjacent(self, sources, destinations, sourceweights=None, destweights=None, info=INFO_NULL, reorder=False):
        """A communicator on a directed graph, each rank naming its own edges (MPI 4.1, 8.5.4). Collective."""
        sources = () if sources is None else _integers(sources)
        sourceweights = _weights(sourceweights, len(sources))
        destinations = () if destinations is None else _integers(destinations)
        destweights = _weights(destweights, len(destinations))
        handle = _native.dist_graph_create_adjacent(self._handle, sources, destinations, sourceweights, destweights)
        return self._made(handle, kinds[constants.DIST_GRAPH])

    def Create_dist_graph(self, sources, degrees, destinations, weights=None, info=INFO_NULL, reorder=False):
        """A communicator on a directed graph, any rank naming any edges (MPI 4.1, 8.5.4). Collective.

        `degrees[i]` edges lead from `sources[i]` to the next of `destinations`.
        """
        sources = _integers(sources)
        degrees = _integers(degrees, len(sources))
        destinations = _integers(destinations, sum(degrees))
        weights = _weights(weights, len(destinations))
        return self._made(_native.dist_graph_create(self._handle, sources, degrees, destinations, weights), kinds[constants.DIST_GRAPH])

    def Cart_map(self, dims, periods=None):
        """The rank this process would have on a grid, UNDEFINED for none (MPI 4.1, 8.5.8)."""
        dims = _integers(dims)
        rank = _native.cart_map(self._handle, dims, _periods(periods, len(dims)))
        return rank if rank >= 0 else constants.UNDEFINED

    def Graph_map(self, index, edges):
        """The rank this process would have on a graph, UNDEFINED for none (MPI 4.1, 8.5.8)."""
        rank = _native.graph_map(self._handle, *_adjacency(index, edges))
        return rank if rank >= 0 else constants.UNDEFINED


class Neighborhoods:
    """Methods of Topocomm."""

    @property
    def degrees(self):
        """Numbers of incoming and outgoing neighbours."""
        sources, destinations = self.inoutedges
        return (len(sources), len(destinations))

    @property
    def indegree(self):
        """Number of incoming neighbours."""
        return self.degrees[0]

    @property
    def outdegree(self):
        """Number of outgoing neighbours."""
        return self.degrees[1]

    @property
    def inoutedges(self):
        """Incoming and outgoing neighbours."""
        sources, destinations = _native.topology_neighbors(self._handle)
        return (list(sources), list(destinations))

    @property
    def inedges(self):
        """Incoming neighbours."""
        return self.inoutedges[0]

    @property
    def outedges(self):
        """Outgoing neighbours."""
        return self.inoutedges[1]


def Compute_dims(nnodes, dims):
    """Spread `nnodes` over the dimensions of a grid as evenly as can be; a list of their sizes, falling (MPI 4.1, 8.5.2).

    `dims`: how many dimensions, or their sizes, of which those that are 0 are filled in. MPI_ERR_DIMS when that cannot be.
    """
    if hasattr(type(dims), "__index__"):
        dims = [0] * as_integer(dims)
    dims = list(_integers(dims))
    left = as_integer(nnodes)
    for dim in dims:
        if dim < 0 or (dim > 0 and left % dim):
            _native.comm_fail(0, constants.ERR_DIMS, f"{nnodes} ranks do not fill a grid of {dims}")
        left //= dim or 1
    free = dims.count(0)
    if nnodes < 1 or (free == 0 and left != 1):
        _native.comm_fail(0, constants.ERR_DIMS, f"{nnodes} ranks do not fill a grid of {dims}")
    chosen = iter(_spread(left, free, left)) if free else iter(())
    return [dim or next(chosen) for dim in dims]


def _spread(n, parts, limit):
    """`n` as a product of `parts` falling numbers up to `limit`, the largest as small as can be, then the next; None when there are none."""
    if parts == 1:
        return [n] if n <= limit else None
    for first in _divisors(n):
        if first > limit:
            break
        # The rest must not exceed it.
        if first ** parts >= n:
            rest = _spread(n // first, parts - 1, first)
            if rest is not None:
                return [first, *rest]
    return None


def _divisors(n):
    small = [d for d in range(1, int(n ** 0.5) + 1) if n % d == 0]
    return small + [n // d for d in reversed(small) if d * d != n]

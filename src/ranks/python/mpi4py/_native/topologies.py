"""Virtual topologies. Lists are tuples of integers."""

from .absent import no_world


def cart_create(comm, dims, periods):
    """Handle of a communicator on a grid, 0 for who has no place (collective)."""
    no_world()


def cart_get(comm):
    """Dimensions, periods and this rank's coordinates."""
    no_world()


def cart_rank(comm, coords):
    """The rank at coordinates."""
    no_world()


def cart_coords(comm, rank):
    """A rank's coordinates."""
    no_world()


def cart_shift(comm, direction, disp):
    """Source and destination of a shift."""
    no_world()


def cart_sub(comm, remain):
    """Handle of this rank's slice (collective)."""
    no_world()


def cart_map(comm, dims, periods):
    """This rank's rank on a grid, -1 for none."""
    no_world()


def graph_create(comm, index, edges):
    """Handle of a communicator on a graph, 0 for who has no place (collective)."""
    no_world()


def graph_get(comm):
    """Index and edges."""
    no_world()


def graph_neighbors(comm, rank):
    """A rank's neighbours."""
    no_world()


def graph_map(comm, index, edges):
    """This rank's rank on a graph, -1 for none."""
    no_world()


def dist_graph_create(comm, sources, degrees, destinations, weights):
    """Handle of a communicator on a directed graph whose edges any rank names; `weights` None for none (collective)."""
    no_world()


def dist_graph_create_adjacent(comm, sources, destinations, source_weights, dest_weights):
    """Handle of a communicator on a directed graph whose edges each rank names for itself (collective)."""
    no_world()


def dist_graph_neighbors(comm):
    """Sources, destinations, and their weights, each None without."""
    no_world()


def topology_neighbors(comm):
    """Sources and destinations of neighbourhood collectives."""
    no_world()

"""Collectives. None in place of a segment: IN_PLACE where the standard allows it, else "not this rank's business".

`how`: 0 blocks and returns None, 1 starts it and returns the request's handle, 2 makes a persistent request. `owners`: the objects whose
memory the request needs.
"""

from .absent import no_world


def barrier(comm, how=0, owners=()):
    """Wait for all ranks."""
    no_world()


def bcast(comm, segment, root, how=0, owners=()):
    """Copy the root's data to all."""
    no_world()


def gather(comm, segment, into, root, how=0, owners=()):
    """Blocks of all ranks to the root."""
    no_world()


def gatherv(comm, segment, into, root, how=0, owners=()):
    """As `gather` with a vector segment at the root."""
    no_world()


def scatter(comm, segment, into, root, how=0, owners=()):
    """The root's blocks, one to each rank."""
    no_world()


def scatterv(comm, segment, into, root, how=0, owners=()):
    """As `scatter` with a vector segment at the root."""
    no_world()


def allgather(comm, segment, into, how=0, owners=()):
    """Blocks of all ranks to all."""
    no_world()


def allgatherv(comm, segment, into, how=0, owners=()):
    """As `allgather` with a vector segment."""
    no_world()


def alltoall(comm, segment, into, how=0, owners=()):
    """Block i of each rank to rank i."""
    no_world()


def alltoallv(comm, segment, into, how=0, owners=()):
    """As `alltoall` with vector segments."""
    no_world()


def alltoallw(comm, segments, into, how=0, owners=()):
    """As `alltoall` with a tuple of segments, one a rank."""
    no_world()


def reduce(comm, segment, into, op, root, how=0, owners=()):
    """Combine all ranks' data at the root."""
    no_world()


def allreduce(comm, segment, into, op, how=0, owners=()):
    """Combine all ranks' data, result to all."""
    no_world()


def reduce_scatter_block(comm, segment, into, op, how=0, owners=()):
    """Combine, then block i of the result to rank i. Counts are those of a block."""
    no_world()


def reduce_scatter(comm, segment, into, counts, op, how=0, owners=()):
    """Combine, then `counts[i]` elements of the result to rank i."""
    no_world()


def scan(comm, segment, into, op, how=0, owners=()):
    """Combine the data of ranks 0 to this one."""
    no_world()


def exscan(comm, segment, into, op, how=0, owners=()):
    """Combine the data of the ranks before this one."""
    no_world()


def neighbor_allgather(comm, segment, into, how=0, owners=()):
    """Blocks of the incoming neighbours."""
    no_world()


def neighbor_allgatherv(comm, segment, into, how=0, owners=()):
    """As `neighbor_allgather` with a vector segment."""
    no_world()


def neighbor_alltoall(comm, segment, into, how=0, owners=()):
    """A block to each outgoing neighbour, one from each incoming one."""
    no_world()


def neighbor_alltoallv(comm, segment, into, how=0, owners=()):
    """As `neighbor_alltoall` with vector segments."""
    no_world()


def neighbor_alltoallw(comm, segments, into, how=0, owners=()):
    """As `neighbor_alltoall` with tuples of segments, one a neighbour."""
    no_world()


def bcast_object(comm, data, root):
    """Copy the root's pickle to all; None at the root."""
    no_world()


def gather_object(comm, data, root):
    """List of all ranks' pickles at the root, None elsewhere."""
    no_world()


def scatter_object(comm, data, root):
    """The root's list of pickles, one to each rank. None in the root's group of an intercommunicator."""
    no_world()


def allgather_object(comm, data):
    """List of all ranks' pickles."""
    no_world()


def alltoall_object(comm, data):
    """List of pickles, one from each rank."""
    no_world()


def reduce_object(comm, accumulator, root):
    """Combine `accumulator` (see `collective_objects.Accumulator`) over all ranks; True where the result is."""
    no_world()


def allreduce_object(comm, accumulator):
    """As `reduce_object`, result on all ranks."""
    no_world()


def scan_object(comm, accumulator):
    """As `allreduce_object` over ranks 0 to this one."""
    no_world()


def exscan_object(comm, accumulator):
    """As `scan_object` without this rank; False on rank 0, which has no result."""
    no_world()


def neighbor_allgather_object(comm, data):
    """List of the incoming neighbours' pickles, None for PROC_NULL."""
    no_world()


def neighbor_alltoall_object(comm, data):
    """A list of pickles, one to each outgoing neighbour; list of the incoming neighbours', None for PROC_NULL."""
    no_world()

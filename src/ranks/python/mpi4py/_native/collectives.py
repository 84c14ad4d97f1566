"""Collectives. None in place of a segment: IN_PLACE where the standard allows it, else "not this rank's business"."""

from .absent import no_world


def barrier(comm):
    """Wait for all ranks."""
    no_world()


def bcast(comm, segment, root):
    """Copy the root's data to all."""
    no_world()


def gather(comm, segment, into, root):
    """Blocks of all ranks to the root."""
    no_world()


def gatherv(comm, segment, into, root):
    """As `gather` with a vector segment at the root."""
    no_world()


def scatter(comm, segment, into, root):
    """The root's blocks, one to each rank."""
    no_world()


def scatterv(comm, segment, into, root):
    """As `scatter` with a vector segment at the root."""
    no_world()


def allgather(comm, segment, into):
    """Blocks of all ranks to all."""
    no_world()


def allgatherv(comm, segment, into):
    """As `allgather` with a vector segment."""
    no_world()


def alltoall(comm, segment, into):
    """Block i of each rank to rank i."""
    no_world()


def alltoallv(comm, segment, into):
    """As `alltoall` with vector segments."""
    no_world()


def reduce(comm, segment, into, op, root):
    """Combine all ranks' data at the root."""
    no_world()


def allreduce(comm, segment, into, op):
    """Combine all ranks' data, result to all."""
    no_world()


def reduce_scatter_block(comm, segment, into, op):
    """Combine, then block i of the result to rank i."""
    no_world()


def reduce_scatter(comm, segment, into, counts, op):
    """Combine, then `counts[i]` elements of the result to rank i."""
    no_world()


def scan(comm, segment, into, op):
    """Combine the data of ranks 0 to this one."""
    no_world()


def exscan(comm, segment, into, op):
    """Combine the data of the ranks before this one."""
    no_world()


def bcast_object(comm, data, root):
    """Copy the root's pickle to all; None at the root."""
    no_world()


def gather_object(comm, data, root):
    """List of all ranks' pickles at the root, None elsewhere."""
    no_world()


def scatter_object(comm, data, root):
    """The root's list of pickles, one to each rank."""
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

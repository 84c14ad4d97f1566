"""Buffer arguments of collectives: what a program may write, as arguments for `_native`.

Each function gives `(arguments, owners)`: the segments, and the objects whose memory must live while the collective runs on. None stands
for IN_PLACE, or for a buffer that plays no part on this rank. Texts of errors are mpi4py's.
"""

from operator import index

from .. import _native
from .buffer import IN_PLACE, is_bottom, is_in_place
from .constants import ERR_ARG, PROC_NULL, ROOT
from .datatype import Datatype
from .message import simple, vector
from .op import Op

_INTER = 4


def place(comm):
    """`(whether comm is an intercommunicator, this rank, number of ranks that messages go to)`."""
    handle = comm._handle
    if _native.comm_kind(handle) == _INTER:
        return True, _native.comm_rank(handle), len(_native.comm_remote(handle))
    return False, _native.comm_rank(handle), _native.comm_size(handle)


def gives(comm, root):
    """Whether this rank is the root, which in an intercommunicator says so by ROOT."""
    if _native.comm_kind(comm._handle) == _INTER:
        return root == ROOT
    return root == _native.comm_rank(comm._handle)


def handle_of(op):
    """The handle of an operation."""
    if not isinstance(op, Op):
        raise TypeError(f"Argument 'op' has incorrect type (expected mpi4py.MPI.Op, got {type(op).__name__})")
    return op._handle


def bcast(comm, message, root):
    """For Bcast: read at the root, written elsewhere. There is no other place than its own."""
    if message is IN_PLACE:
        comm._fail(ERR_ARG, "Bcast has no use for IN_PLACE")
    segment, owner = simple(message, not gives(comm, root), root, 0)
    return (segment, root), (owner,)


def gather(comm, message, into, root, blocks_of):
    """For Gather and, with `vector` as `blocks_of`, Gatherv."""
    inter, rank, size = place(comm)
    send = receive = kept = got = None
    if inter and root in (ROOT, PROC_NULL):
        receive, got = blocks_of(into, True, root, size)
        send, _ = simple(message, False, PROC_NULL, 0)
    elif inter or root != rank:
        send, kept = simple(message, False, root, 0)
    else:
        receive, got = blocks_of(into, True, root, size)
        if not is_in_place(message):
            send, kept = simple(message, False, 0, 0)
    return (send, receive, root), (kept, got)


def scatter(comm, message, into, root, blocks_of):
    """For Scatter and, with `vector` as `blocks_of`, Scatterv."""
    inter, rank, size = place(comm)
    send = receive = kept = got = None
    if inter and root in (ROOT, PROC_NULL):
        send, kept = blocks_of(message, False, root, size)
        receive, _ = simple(into, True, PROC_NULL, 0)
    elif inter or root != rank:
        receive, got = simple(into, True, root, 0)
    else:
        send, kept = blocks_of(message, False, root, size)
        if not is_in_place(into):
            receive, got = simple(into, True, root, 0)
    return (send, receive, root), (kept, got)


def allgather(comm, message, into, blocks_of):
    """For Allgather and, with `vector` as `blocks_of`, Allgatherv."""
    inter, _, size = place(comm)
    receive, got = blocks_of(into, True, 0, size)
    if not inter and is_in_place(message):
        return (None, receive), (got,)
    send, kept = simple(message, False, 0, 0)
    return (send, receive), (kept, got)


def alltoall(comm, message, into, blocks_of):
    """For Alltoall and, with `vector` as `blocks_of`, Alltoallv."""
    inter, _, size = place(comm)
    receive, got = blocks_of(into, True, 0, size)
    if not inter and is_in_place(message):
        return (None, receive), (got,)
    send, kept = blocks_of(message, False, 0, size)
    return (send, receive), (kept, got)


def alltoallw(comm, message, into):
    """For Alltoallw."""
    inter, _, size = place(comm)
    receive, got = _segments(into, True, size)
    if not inter and is_in_place(message):
        return (None, receive), (got,)
    send, kept = _segments(message, False, size)
    return (send, receive), (kept, got)


def neighbor_allgather(comm, message, into, blocks_of):
    """For Neighbor_allgather and, with `vector` as `blocks_of`, Neighbor_allgatherv."""
    sources, _ = _native.topology_neighbors(comm._handle)
    send, kept = simple(message, False, 0, 0)
    receive, got = blocks_of(into, True, 0, len(sources))
    return (send, receive), (kept, got)


def neighbor_alltoall(comm, message, into, blocks_of):
    """For Neighbor_alltoall and, with `vector` as `blocks_of`, Neighbor_alltoallv."""
    sources, destinations = _native.topology_neighbors(comm._handle)
    send, kept = blocks_of(message, False, 0, len(destinations))
    receive, got = blocks_of(into, True, 0, len(sources))
    return (send, receive), (kept, got)


def neighbor_alltoallw(comm, message, into):
    """For Neighbor_alltoallw."""
    sources, destinations = _native.topology_neighbors(comm._handle)
    receive, got = _segments(into, True, len(sources))
    send, kept = _segments(message, False, len(destinations))
    return (send, receive), (kept, got)


def _check_match(send, receive):
    """A reduction's two buffers hold the same."""
    if send[2] != receive[2]:
        raise ValueError("mismatch in send and receive MPI datatypes")
    if send[1] != receive[1]:
        raise ValueError(f"mismatch in send count {send[1]} and receive count {receive[1]}")


def reduce(comm, message, into, op, root):
    """For Reduce."""
    inter, rank, _ = place(comm)
    send = receive = kept = got = None
    if inter and root in (ROOT, PROC_NULL):
        receive, got = simple(into, True, root, 0)
        send = receive
    elif inter or root != rank:
        send, kept = simple(message, False, root, 0)
    else:
        receive, got = simple(into, True, root, 0)
        if not is_in_place(message):
            send, kept = simple(message, False, root, 0)
            _check_match(send, receive)
    return (send, receive, handle_of(op), root), (kept, got)


def allreduce(comm, message, into, op):
    """For Allreduce, Scan and Exscan."""
    inter, _, _ = place(comm)
    receive, got = simple(into, True, 0, 0)
    if not inter and is_in_place(message):
        return (None, receive, handle_of(op)), (got,)
    send, kept = simple(message, False, 0, 0)
    _check_match(send, receive)
    return (send, receive, handle_of(op)), (kept, got)


def reduce_scatter_block(comm, message, into, op):
    """For Reduce_scatter_block. Counts are those of one rank's block."""
    inter, _, _ = place(comm)
    size = _native.comm_size(comm._handle)
    if not inter and is_in_place(message):
        receive, got = simple(into, True, 0, size)
        return (None, receive, handle_of(op)), (got,)
    receive, got = simple(into, True, 0, 0)
    send, kept = simple(message, False, 0, size)
    _check_match(send, receive)
    return (send, receive, handle_of(op)), (kept, got)


def reduce_scatter(comm, message, into, counts, op):
    """For Reduce_scatter; without counts they are asked of all ranks, as mpi4py does."""
    inter, rank, _ = place(comm)
    size = _native.comm_size(comm._handle)
    receive, got = simple(into, True, 0, 0)
    send = kept = None
    in_place = not inter and is_in_place(message)
    if not in_place:
        send, kept = simple(message, False, 0, 0)
    if counts is None and not inter and not in_place:
        counts = tuple(comm.allgather(receive[1]))
    else:
        counts = _integers(counts, size)
    total = sum(counts)
    if in_place:
        if receive[1] != total:
            raise ValueError(f"mismatch in receive count {receive[1]} and sum(counts) {total}")
    else:
        if send[2] != receive[2]:
            raise ValueError("mismatch in send and receive MPI datatypes")
        if send[1] != total:
            raise ValueError(f"mismatch in send count {send[1]} and sum(counts) {total}")
        if receive[1] != counts[rank]:
            raise ValueError(f"mismatch in receive count {receive[1]} and counts[{rank}] {counts[rank]}")
    return (send, receive, counts, handle_of(op)), (kept, got)


def _integers(sequence, n):
    values = tuple(index(sequence[i]) for i in range(len(sequence)))
    if len(values) != n:
        raise ValueError(f"expecting {n} items, got {len(values)}")
    return values


def _segments(message, writable, blocks):
    """`(segments, owner)` of a message `[buf, types]`, `[buf, (counts, displacements), types]` or `[buf, counts, displacements, types]`,
    each block with a datatype of its own; displacements in bytes."""
    n = len(message)
    counts = displacements = None
    if n == 2:
        buf, types = message
    elif n == 3:
        buf, (counts, displacements), types = message
    elif n == 4:
        buf, counts, displacements, types = message
    else:
        raise ValueError("message: expecting 2 to 4 items")
    address, owner = 0, None
    if is_bottom(buf):
        if counts is None:
            raise ValueError("message: BOTTOM requires counts")
        if displacements is None:
            raise ValueError("message: BOTTOM requires displs")
    else:
        (address, _, _), owner = simple([buf, 0, "B"], writable, 0)
    if counts is None and displacements is None:
        counts, displacements = (1,) * blocks, (0,) * blocks
    else:
        counts, displacements = _integers(counts, blocks), _integers(displacements, blocks)
    if len(types) != blocks:
        raise ValueError(f"expecting {blocks} items, got {len(types)}")
    segments = []
    for i in range(blocks):
        if not isinstance(types[i], Datatype):
            raise TypeError(f"Cannot convert {type(types[i]).__name__} to mpi4py.MPI.Datatype")
        (_, _, datatype), _ = simple([None, 0, types[i]], False, 0)
        segments.append((address + displacements[i], counts[i], datatype))
    return tuple(segments), owner

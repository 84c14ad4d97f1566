"""Arguments of one-sided communication: the origin's buffers as in `message.py`, and where in the target's part of a window.

    None    displacement    [displacement]    [displacement, count]    [displacement, count, type]

Count and datatype of the target are by default the origin's. Texts of errors are mpi4py's.
"""

from operator import index

from .buffer import is_integral
from .constants import PROC_NULL
from .datatype import Datatype
from .message import as_datatype, simple
from .op import Op


def _origin(message, writable, rank):
    segment, owner = simple(message, writable, rank)
    if rank == PROC_NULL and isinstance(message, (list, tuple)) and message and isinstance(message[-1], (Datatype, str)):
        segment = (0, 0, as_datatype(message[-1])._handle)
    return segment, owner


def transfer(origin, writable, rank, target):
    """`(segment, owner, place)` of an operation on `rank`'s part. `writable`: data comes into the origin's buffer."""
    segment, owner = _origin(origin, writable, rank)
    displacement, count, datatype = 0, segment[1], segment[2]
    if target is None:
        pass
    elif is_integral(target):
        displacement = index(target)
    elif isinstance(target, (list, tuple)):
        if len(target) >= 1:
            displacement = index(target[0])
        if len(target) >= 2:
            count = index(target[1])
        if len(target) >= 3:
            datatype = as_datatype(target[2])._handle
        if len(target) >= 4:
            raise ValueError("target: expecting 3 items at most")
    else:
        raise ValueError("target: expecting integral or list/tuple")
    return segment, owner, (rank, displacement, count, datatype)


def elements(rank, displacement, result, **others):
    """`(segments of others, result's segment, its owner, place)` of an operation on one element."""
    segments = {name: simple(message, False, rank)[0] for name, message in others.items()}
    into, owner = simple(result, True, rank)
    first, *rest = segments.items()
    if rank != PROC_NULL:
        for name, segment in (*segments.items(), ("result", into)):
            if segment[1] != 1:
                raise ValueError(f"{name}: expecting a single element, got {segment[1]}")
        for name, segment in (*rest, ("result", into)):
            if segment[2] != first[1][2]:
                raise ValueError(f"mismatch in {first[0]} and {name} MPI datatypes")
    return tuple(segments.values()), into, owner, (rank, index(displacement), first[1][1], first[1][2])


def operation(op):
    """The handle of an operation."""
    if not isinstance(op, Op):
        raise TypeError(f"Argument 'op' has incorrect type (expected mpi4py.MPI.Op, got {type(op).__name__})")
    return op._handle

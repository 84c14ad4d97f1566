"""Arguments of one-sided communication: origin, result, compare and target as a program may write them (MPI 4.1, 12.3).

    target    None    displacement    [displacement]    [displacement, count]    [displacement, count, type]

Operations themselves are not here yet: they check their arguments as mpi4py does and say so.
"""

from operator import index

from . import constants
from .buffer import is_integral
from .datatype import Datatype
from .message import as_datatype, simple
from .op import SUM


def at_target(segment, target):
    """`(displacement, count, datatype handle)` at the target: what the origin has, where `target` says nothing else."""
    _, count, datatype = segment
    if target is None:
        return 0, count, datatype
    if is_integral(target):
        return index(target), count, datatype
    if not isinstance(target, (list, tuple)):
        raise ValueError("target: expecting integral or list/tuple")
    if len(target) > 3:
        raise ValueError("target: expecting 3 items at most")
    displacement = index(target[0]) if len(target) > 0 else 0
    if len(target) > 1:
        count = index(target[1])
    if len(target) > 2:
        datatype = as_datatype(target[2])._handle
    return displacement, count, datatype


def origin_of(origin, writable, rank, target):
    """`(segment, owner, target)` of an operation with one buffer."""
    segment, owner = simple(origin, writable, rank, 0)
    if rank == constants.PROC_NULL and isinstance(origin, (list, tuple)) and origin and isinstance(origin[-1], (Datatype, str)):
        segment = (*segment[:2], as_datatype(origin[-1])._handle)
    return segment, owner, at_target(segment, target)


def single(rank, **buffers):
    """Segments of buffers that must be one element each, of the same datatype; `result` is written."""
    segments = {name: simple(buffer, name == "result", rank, 0)[0] for name, buffer in buffers.items()}
    if rank != constants.PROC_NULL:
        for name, (_, count, _) in segments.items():
            if count != 1:
                raise ValueError(f"{name}: expecting a single element, got {count}")
        for name, (_, _, datatype) in segments.items():
            if datatype != segments["origin"][2]:
                raise ValueError(f"mismatch in origin and {name} MPI datatypes")
    return segments


def _later(name):
    raise NotImplementedError(f"MPI.Win.{name} is not implemented in Commworld yet")


class OneSided:
    """Methods of Win."""

    def Put(self, origin, target_rank, target=None):
        """Write to another rank's window (MPI 4.1, 12.3.1). Not implemented in Commworld yet: raises NotImplementedError."""
        origin_of(origin, False, target_rank, target)
        _later("Put")

    def Get(self, origin, target_rank, target=None):
        """Read from another rank's window (MPI 4.1, 12.3.2). Not implemented in Commworld yet: raises NotImplementedError."""
        origin_of(origin, True, target_rank, target)
        _later("Get")

    def Accumulate(self, origin, target_rank, target=None, op=SUM):
        """Combine with another rank's window (MPI 4.1, 12.3.4). Not implemented in Commworld yet: raises NotImplementedError."""
        origin_of(origin, False, target_rank, target)
        _later("Accumulate")

    def Get_accumulate(self, origin, result, target_rank, target=None, op=SUM):
        """Read, then combine (MPI 4.1, 12.3.4). Not implemented in Commworld yet: raises NotImplementedError."""
        origin_of(origin, True, target_rank, target)
        simple(result, True, target_rank, 0)
        _later("Get_accumulate")

    def Fetch_and_op(self, origin, result, target_rank, target_disp=0, op=SUM):
        """Read and combine one element (MPI 4.1, 12.3.4). Not implemented in Commworld yet: raises NotImplementedError."""
        single(target_rank, origin=origin, result=result)
        _later("Fetch_and_op")

    def Compare_and_swap(self, origin, compare, result, target_rank, target_disp=0):
        """Replace one element if it is as expected (MPI 4.1, 12.3.4). Not implemented in Commworld yet: raises NotImplementedError."""
        single(target_rank, origin=origin, compare=compare, result=result)
        _later("Compare_and_swap")

    def Rput(self, origin, target_rank, target=None):
        """As `Put`, with a request (MPI 4.1, 12.3.5). Not implemented in Commworld yet: raises NotImplementedError."""
        origin_of(origin, False, target_rank, target)
        _later("Rput")

    def Rget(self, origin, target_rank, target=None):
        """As `Get`, with a request (MPI 4.1, 12.3.5). Not implemented in Commworld yet: raises NotImplementedError."""
        origin_of(origin, True, target_rank, target)
        _later("Rget")

    def Raccumulate(self, origin, target_rank, target=None, op=SUM):
        """As `Accumulate`, with a request (MPI 4.1, 12.3.5). Not implemented in Commworld yet: raises NotImplementedError."""
        origin_of(origin, False, target_rank, target)
        _later("Raccumulate")

    def Rget_accumulate(self, origin, result, target_rank, target=None, op=SUM):
        """As `Get_accumulate`, with a request (MPI 4.1, 12.3.5). Not implemented in Commworld yet: raises NotImplementedError."""
        origin_of(origin, True, target_rank, target)
        simple(result, True, target_rank, 0)
        _later("Rget_accumulate")

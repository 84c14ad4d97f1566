"""Operations on other ranks' parts of a window (MPI 4.1, 12.3): methods of Win.

`origin` and `result` are buffers as in point-to-point. `target` says where: a displacement, or [displacement, count, type].
"""

from .. import _native
from .op import SUM
from .request import Request
from .win_message import elements, operation, transfer


class Operations:
    """Methods of Win."""

    def Put(self, origin, target_rank, target=None):
        """Write to another rank's part of the window (MPI 4.1, 12.3.1). It is there when the epoch ends."""
        segment, _, place = transfer(origin, False, target_rank, target)
        _native.win_put(self._handle, segment, place)

    def Get(self, origin, target_rank, target=None):
        """Read from another rank's part of the window (MPI 4.1, 12.3.2). The data is in `origin` when the epoch ends."""
        segment, owner, place = transfer(origin, True, target_rank, target)
        _native.win_get(self._handle, segment, place, owner)

    def Accumulate(self, origin, target_rank, target=None, op=SUM):
        """Combine with what is in another rank's part, element by element and each at once (MPI 4.1, 12.3.4).

        `op` is predefined: those of reductions, or REPLACE.
        """
        segment, _, place = transfer(origin, False, target_rank, target)
        _native.win_accumulate(self._handle, segment, place, operation(op))

    def Get_accumulate(self, origin, result, target_rank, target=None, op=SUM):
        """As `Accumulate`; what was there before goes to `result` (MPI 4.1, 12.3.4). With NO_OP nothing changes."""
        segment, into, owner, place = self._fetching(origin, result, target_rank, target)
        _native.win_get_accumulate(self._handle, segment, into, place, operation(op), owner)

    def Fetch_and_op(self, origin, result, target_rank, target_disp=0, op=SUM):
        """As `Get_accumulate`, of one element (MPI 4.1, 12.3.4)."""
        (segment,), into, owner, place = elements(target_rank, target_disp, result, origin=origin)
        _native.win_fetch_and_op(self._handle, segment, into, place, operation(op), owner)

    def Compare_and_swap(self, origin, compare, result, target_rank, target_disp=0):
        """Replace one element by `origin` if it equals `compare`; what was there before goes to `result` (MPI 4.1, 12.3.4).

        Of integers, logicals and bytes.
        """
        (segment, other), into, owner, place = elements(target_rank, target_disp, result, origin=origin, compare=compare)
        _native.win_compare_and_swap(self._handle, segment, other, into, place, owner)

    def Rput(self, origin, target_rank, target=None):
        """As `Put`, with a request: `origin` may be used again when that is complete (MPI 4.1, 12.3.5)."""
        segment, _, place = transfer(origin, False, target_rank, target)
        return Request._started(_native.win_rput(self._handle, segment, place))

    def Rget(self, origin, target_rank, target=None):
        """As `Get`, with a request: the data is there when that is complete (MPI 4.1, 12.3.5)."""
        segment, owner, place = transfer(origin, True, target_rank, target)
        return Request._started(_native.win_rget(self._handle, segment, place, owner))

    def Raccumulate(self, origin, target_rank, target=None, op=SUM):
        """As `Accumulate`, with a request: `origin` may be used again when that is complete (MPI 4.1, 12.3.5)."""
        segment, _, place = transfer(origin, False, target_rank, target)
        return Request._started(_native.win_raccumulate(self._handle, segment, place, operation(op)))

    def Rget_accumulate(self, origin, result, target_rank, target=None, op=SUM):
        """As `Get_accumulate`, with a request: `result` is there when that is complete (MPI 4.1, 12.3.5)."""
        segment, into, owner, place = self._fetching(origin, result, target_rank, target)
        return Request._started(_native.win_rget_accumulate(self._handle, segment, into, place, operation(op), owner))

    def _fetching(self, origin, result, rank, target):
        # mpi4py asks for a writable origin here too.
        segment, _, place = transfer(origin, True, rank, target)
        into, owner, _ = transfer(result, True, rank, None)
        return segment, into, owner, place

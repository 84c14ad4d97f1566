"""One-sided communication. `place` is `(rank, displacement, count, datatype)`; `owner` is the object of memory that data comes into,
which is held until it is there."""

from .absent import no_world


def win_create(comm, flavor, address, nbytes, unit):
    """Handle of a window on memory by address (collective)."""
    no_world()


def win_free(win):
    """Forget a window when no rank uses it any more (collective)."""
    no_world()


def win_group(win):
    """World rank of each rank."""
    no_world()


def win_parts(win):
    """`(nbytes, unit)` of each rank's part."""
    no_world()


def win_attach(win, address, nbytes):
    """Let others use memory of a dynamic window."""
    no_world()


def win_detach(win, address):
    """The opposite."""
    no_world()


def win_put(win, segment, place):
    """Write; the data is copied."""
    no_world()


def win_get(win, segment, place, owner):
    """Read; the data is there when the epoch ends."""
    no_world()


def win_accumulate(win, segment, place, op):
    """Combine; the data is copied."""
    no_world()


def win_get_accumulate(win, segment, result, place, op, owner):
    """Read into `result`, then combine."""
    no_world()


def win_fetch_and_op(win, segment, result, place, op, owner):
    """As `win_get_accumulate`, of one element."""
    no_world()


def win_compare_and_swap(win, segment, compare, result, place, owner):
    """Read one element into `result` and replace it if it is as `compare`."""
    no_world()


def win_rput(win, segment, place):
    """As `win_put`: the request's handle."""
    no_world()


def win_rget(win, segment, place, owner):
    """As `win_get`: the request's handle."""
    no_world()


def win_raccumulate(win, segment, place, op):
    """As `win_accumulate`: the request's handle."""
    no_world()


def win_rget_accumulate(win, segment, result, place, op, owner):
    """As `win_get_accumulate`: the request's handle."""
    no_world()


def win_fence(win, assertion):
    """End an epoch, begin another (collective)."""
    no_world()


def win_start(win, ranks, assertion):
    """Begin an access epoch with these ranks of the window."""
    no_world()


def win_complete(win):
    """End it."""
    no_world()


def win_post(win, ranks, assertion):
    """Begin an exposure epoch for these ranks of the window."""
    no_world()


def win_wait(win):
    """End it."""
    no_world()


def win_test(win):
    """End it if that needs no waiting; whether it did."""
    no_world()


def win_lock(win, rank, lock_type, assertion):
    """Begin a passive epoch with one rank."""
    no_world()


def win_unlock(win, rank):
    """End it."""
    no_world()


def win_lock_all(win, assertion):
    """Begin a passive epoch with all ranks."""
    no_world()


def win_unlock_all(win):
    """End it."""
    no_world()


def win_flush(win, rank):
    """Complete operations on a rank's part at both sides."""
    no_world()


def win_flush_all(win):
    """As `win_flush`, on all."""
    no_world()


def win_flush_local(win, rank):
    """Complete operations on a rank's part at this side."""
    no_world()


def win_flush_local_all(win):
    """As `win_flush_local`, on all."""
    no_world()


def win_sync(win):
    """Let what others asked be done."""
    no_world()

"""Private duplicates of communicators, on which mpi4py's own protocols send their messages, each with a tag of its own."""

from .locks import lock

_TAG_UB = 0x7FFFFFFF


class _Private:
    """What belongs to one communicator."""

    __slots__ = ("dup", "tag", "local", "low")

    def __init__(self, dup):
        self.dup, self.tag, self.local, self.low = dup, 0, None, False


#: Communicator -> its private ones.
_private = {}


def _of(comm):
    found = _private.get(comm._handle)
    if found is None:
        # Not Dup: attributes of the program's stay with its communicator.
        found = _private[comm._handle] = _Private(comm._twin())
    if found.tag >= _TAG_UB:
        found.tag = 0
    found.tag += 1
    return found


def _commctx_intra(comm):
    """A private duplicate of an intracommunicator, and a tag that is new with every call (mpi4py's own). Collective."""
    with lock(comm, "@commctx_intra"):
        found = _of(comm)
        return (found.dup, found.tag - 1)


def _commctx_inter(comm):
    """A private duplicate of an intercommunicator (mpi4py's own). Collective.

    Besides it a tag that is new with every call, a communicator of the local group, and whether that is the low one of the two groups.
    """
    with lock(comm, "@commctx_inter"):
        found = _of(comm)
        if found.local is None:
            mine, theirs = comm.Get_size(), comm.Get_remote_size()
            merged = found.dup.Merge(mine > theirs)
            found.low = mine < theirs if mine != theirs else merged.Get_rank() < mine
            found.local = merged.Create(found.dup.Get_group())
            merged.Free()
        return (found.dup, found.tag - 1, found.local, found.low)


def forget(handle):
    """A communicator is about to be freed, by all its ranks."""
    found = _private.pop(handle, None)
    if found is not None:
        if found.local is not None:
            found.local.Free()
        found.dup.Free()


def reset():
    """Forget all."""
    _private.clear()

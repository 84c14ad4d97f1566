"""Locks of communicators: mpi4py holds one around every lower-case call that takes several messages, so that threads do not mix them."""

from threading import Lock

#: Communicator -> {key: lock}.
_tables = {}


def table(comm):
    """A communicator's locks by key."""
    return _tables.setdefault(comm._handle, {})


def lock(comm, key=None):
    """A communicator's lock, made when it is first asked for."""
    locks = table(comm)
    found = locks.get(key)
    if found is None:
        found = locks[key] = Lock()
    return found


def forget(handle):
    """A communicator has been freed."""
    _tables.pop(handle, None)


def reset():
    """Forget all."""
    _tables.clear()

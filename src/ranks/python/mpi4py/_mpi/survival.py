"""Fault tolerance (as in Open MPI 5, proposed for the standard): methods of Comm. A rank that fails ends the run, so that none is ever missing."""

from .. import _native
from .group import Group
from .pending import pending
from .request import Request


class Survival:
    """Methods of Comm."""

    def Is_revoked(self):
        """Whether the communicator was revoked."""
        _native.comm_size(self._handle)
        return False

    def Get_failed(self):
        """The group of processes known to have failed: empty."""
        _native.comm_size(self._handle)
        return Group._of(())

    def Ack_failed(self, num_to_ack=None):
        """Acknowledge failures; how many are acknowledged: 0."""
        _native.comm_size(self._handle)
        return 0

    def Agree(self, flag):
        """The bitwise and of all ranks' flags. Collective."""
        return _native.comm_agree(self._handle, flag)

    def Iagree(self, flag):
        """As `Agree`, nonblocking: `flag` is the memory of one C int, which has the result when the request is complete. Collective."""
        view = memoryview(flag)
        if view.format not in ("i", "l") or view.nbytes != 4:
            raise ValueError("flag: expecting int buffer of length one")
        return Request._started(_native.comm_iagree(self._handle, _native.buffer(flag, True, False)[0], flag))

    def Shrink(self):
        """A communicator of the live processes: all of them. Collective."""
        return self._part(_native.comm_dup(self._handle))

    def Ishrink(self):
        """As `Shrink`, nonblocking: the communicator, which may be used when the request is complete, and the request. Collective."""
        handle, request = _native.comm_idup(self._handle)
        return (self._part(handle), Request._started(request))


pending(Survival, """
Revoke(self) -- Make the communicator unusable on all ranks (fault tolerance).
""")

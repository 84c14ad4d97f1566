"""Ports: communicators between groups that have nothing in common but a name (MPI 4.1, 11.9)."""

from .. import _native
from . import constants
from .comm import kinds
from .exception import Exception
from .info import INFO_NULL

#: Numbers of this process's open ports, and the next one.
_open = set()
_next = 1


def Open_port(info=INFO_NULL):
    """A new name under which others can `Connect` while this process is in `Accept` (MPI 4.1, 11.9.2)."""
    global _next
    number = _next
    _next += 1
    _open.add(number)
    return f"commworld:{_native.comm_rank(1)}:{number}"


def Close_port(port_name):
    """Release a name from `Open_port` (MPI 4.1, 11.9.2)."""
    rank, number = _parts(port_name)
    if rank != _native.comm_rank(1) or number not in _open:
        raise Exception(constants.ERR_PORT)
    _open.discard(number)


def Publish_name(service_name, port_name, info=INFO_NULL):
    """Publish a port under the name of a service, for all ranks (MPI 4.1, 11.9.4)."""
    _native.name_publish(service_name, port_name)


def Unpublish_name(service_name, port_name, info=INFO_NULL):
    """Undo `Publish_name` (MPI 4.1, 11.9.4)."""
    _native.name_unpublish(service_name)


def Lookup_name(service_name, info=INFO_NULL):
    """The port that was published under the name of a service (MPI 4.1, 11.9.4)."""
    return _native.name_lookup(service_name)


def _parts(port_name):
    """World rank and number of a port."""
    parts = str(port_name).split(":")
    if len(parts) != 3 or parts[0] != "commworld" or not parts[1].isdecimal() or not parts[2].isdecimal():
        raise Exception(constants.ERR_PORT)
    return int(parts[1]), int(parts[2])


def reset():
    """Forget a program's ports."""
    _open.clear()


class Connecting:
    """Methods of Intracomm."""

    def Accept(self, port_name, info=INFO_NULL, root=0):
        """Wait for a group that connects to a port of the root's: an intercommunicator (MPI 4.1, 11.9.2). `port_name` matters at the root. Collective."""
        rank, number = _parts(port_name) if self.Get_rank() == root else (0, 0)
        if number and (number not in _open or rank != _native.comm_rank(1)):
            self._fail(constants.ERR_PORT)
        return self._made(_native.comm_accept(self._handle, number, root), kinds[4])

    def Connect(self, port_name, info=INFO_NULL, root=0):
        """Connect to the group that accepts at a port: an intercommunicator (MPI 4.1, 11.9.2). `port_name` matters at the root. Collective."""
        rank, number = _parts(port_name) if self.Get_rank() == root else (0, 0)
        if rank >= _native.comm_size(1):
            self._fail(constants.ERR_PORT)
        return self._made(_native.comm_connect(self._handle, rank, number, root), kinds[4])

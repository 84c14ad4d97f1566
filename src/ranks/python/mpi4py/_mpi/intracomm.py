"""MPI.Intracomm and MPI.Topocomm (MPI 4.1, chapters 7 and 8)."""

from .. import _native
from . import constants, errhandler as errhandlers
from .collective import Prefix
from .collective_neighbors import NeighborCollective
from .collective_nonblocking import NonblockingPrefix
from .collective_objects import PrefixObjects
from .collective_persistent import PersistentPrefix
from .comm import Comm, _object as new_object, kinds
from .group import Group
from .handle import define, made_of, public
from .info import INFO_NULL
from .pending import pending
from .ports import Connecting
from .topology_making import Neighborhoods, TopologyMaking


def tag_of(stringtag):
    """A number for the tag of a call without a parent communicator, the same on all ranks."""
    from zlib import crc32
    if not isinstance(stringtag, str):
        raise TypeError(f"expected str, got {type(stringtag).__name__}")
    return crc32(stringtag.encode()) & 0x3FFFFFFF


def only(comm, kinds, what):
    """mpi4py refuses to make one kind of communicator of another."""
    if comm and _native.comm_kind(comm._handle) not in kinds:
        raise TypeError(f"expecting {what}")


@public
@made_of(Prefix, PrefixObjects, NonblockingPrefix, PersistentPrefix, TopologyMaking, Connecting)
class Intracomm(Comm):
    """A communicator whose ranks talk among themselves (MPI 4.1, 7.2)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        self = Comm.__new__(cls, comm)
        only(self, (0, constants.CART, constants.GRAPH, constants.DIST_GRAPH), "an intracommunicator")
        return self

    def Create_group(self, group, tag=0):
        """As `Create`, called only by the group's ranks; `tag` keeps calls that overlap apart (MPI 4.1, 7.4.2)."""
        ranks = self._ranks_of(group)
        if _native.comm_rank(self._handle) not in ranks:
            return self._made(0, Intracomm)
        return self._made(_native.comm_create_group(self._handle, ranks, tag), Intracomm)

    @classmethod
    def Create_from_group(cls, group, stringtag="org.mpi4py", info=INFO_NULL, errhandler=None):
        """A communicator of a group without a parent, called only by its processes (MPI 4.1, 7.4.2). `stringtag` keeps calls that overlap apart."""
        comm = new_object(_native.comm_create_from_group(Group._ranks(group), tag_of(stringtag)), Intracomm)
        choose(comm, errhandler)
        if getattr(group, "_session", 0):
            _native.comm_of_session(comm._handle, group._session)
        return comm

    def Create_intercomm(self, local_leader, peer_comm, remote_leader, tag=0):
        """A communicator between this group and another, whose leaders have `peer_comm` in common (MPI 4.1, 7.6.2). Collective over both groups."""
        if not isinstance(peer_comm, Intracomm):
            raise TypeError(f"Argument 'peer_comm' has incorrect type (expected mpi4py.MPI.Intracomm, got {type(peer_comm).__name__})")
        handle = _native.comm_create_intercomm(self._handle, local_leader, peer_comm._handle, remote_leader, tag)
        return self._made(handle, kinds[4])


def choose(comm, errhandler):
    """The error handler of a communicator without a parent: the one given, else ERRORS_ARE_FATAL (MPI 4.1, 7.4.2), or as `mpi4py.rc.errors` says."""
    if errhandler is not None and errhandler:
        comm.Set_errhandler(errhandler)
    else:
        errhandlers.initial(comm)


kinds[0] = Intracomm

pending(Intracomm, """
Spawn(self, command, args=None, maxprocs=1, info=INFO_NULL, root=0, errcodes=None) -- Start new processes (MPI 4.1, 11.8.2).
Spawn_multiple(self, command, args=None, maxprocs=None, info=INFO_NULL, root=0, errcodes=None) -- Start new processes of several programs (MPI 4.1, 11.8.3).
""", {"INFO_NULL": INFO_NULL})


@public
@made_of(Neighborhoods, NeighborCollective)
class Topocomm(Intracomm):
    """A communicator with a topology: each rank has neighbours (MPI 4.1, chapter 8)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        self = Comm.__new__(cls, comm)
        only(self, (constants.CART, constants.GRAPH, constants.DIST_GRAPH), "a topology communicator")
        return self


def _later(owner, names):
    """Read-only properties that need what is not here yet."""
    for name, summary in names.items():
        def missing(self, name=name):
            raise NotImplementedError(f"MPI.{owner.__name__}.{name} is not implemented in Commworld yet")
        setattr(owner, name, property(missing, doc=f"{summary} Not implemented in Commworld yet."))


COMM_WORLD = define(new_object(1, Intracomm), "COMM_WORLD")
COMM_SELF = define(new_object(2, Intracomm), "COMM_SELF")

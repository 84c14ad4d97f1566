"""MPI.Comm: a group of ranks that talk among themselves (MPI 4.1, chapter 7). Its communication is written apart, by topic."""

from .. import _native
from . import attributes, constants, errhandler as handlers, locks, private, send_buffers
from .attributes import Attributes
from .collective import Collective
from .collective_nonblocking import NonblockingCollective
from .collective_objects import CollectiveObjects
from .collective_persistent import PersistentCollective
from .errhandler import ErrorHandling
from .exception import Exception
from .group import Group
from .handle import Handle, define, made_of, public
from .info import INFO_NULL, Info
from .pending import pending
from .point_to_point import PointToPoint
from .point_to_point_objects import PointToPointObjects
from .request import Request
from .survival import Survival

#: Communicator -> its hints.
_hints = {}
#: What `_native.comm_kind` says -> class; the modules of the classes fill it in.
kinds = {}
_INTER = 4


@public
@made_of(
    PointToPoint, PointToPointObjects, Collective, CollectiveObjects, NonblockingCollective, PersistentCollective, Attributes, ErrorHandling, Survival)
class Comm(Handle):
    """A communicator: a group of ranks that talk among themselves, apart from all others (MPI 4.1, chapter 7).

    Upper-case methods move buffers such as numpy arrays, lower-case ones any Python object.
    """

    __slots__ = ()

    @classmethod
    def fromhandle(cls, handle):
        """The object for a handle that `handle` gave."""
        if handle == 0:
            return COMM_NULL
        return _object(handle, kinds[_native.comm_kind(handle)])

    def _made(self, handle, cls):
        """The object for a new communicator made from this one."""
        comm = _object(handle, cls)
        if handle:
            handlers.initial(comm, self)
        return comm

    def _part(self, handle):
        return self._made(handle, kinds[_INTER if isinstance(self, kinds[_INTER]) else 0])

    def _fail(self, errorcode, text=None):
        """What becomes of an error that the Python side finds by itself: what the error handler says."""
        _native.comm_fail(self._handle, errorcode, text)

    def _attributed(self):
        _native.comm_size(self._handle)

    _handled = _attributed

    def _ranks_of(self, group):
        """The ranks here of a group's processes."""
        if not isinstance(group, Group):
            raise TypeError(f"Argument 'group' has incorrect type (expected mpi4py.MPI.Group, got {type(group).__name__})")
        here = {world: rank for rank, world in enumerate(_native.comm_group(self._handle))}
        if not group or any(world not in here for world in group._ranks()):
            self._fail(constants.ERR_GROUP)
        return tuple(here[world] for world in group._ranks())

    # Who is there.

    def Get_size(self):
        """Number of ranks (MPI 4.1, 7.4.1)."""
        return _native.comm_size(self._handle)

    @property
    def size(self):
        """Number of ranks."""
        return _native.comm_size(self._handle)

    def Get_rank(self):
        """This process's rank, from 0 (MPI 4.1, 7.4.1)."""
        return _native.comm_rank(self._handle)

    @property
    def rank(self):
        """This process's rank, from 0."""
        return _native.comm_rank(self._handle)

    def Get_group(self):
        """The group of ranks (MPI 4.1, 7.3.2)."""
        return Group._of(_native.comm_group(self._handle))

    @property
    def group(self):
        """The group of ranks."""
        return self.Get_group()

    def Compare(self, comm):
        """IDENT for the same communicator, CONGRUENT for the same ranks in the same order, SIMILAR for the same ranks, else UNEQUAL (MPI 4.1, 7.4.1)."""
        if not isinstance(comm, Comm):
            raise TypeError(f"Argument 'comm' has incorrect type (expected mpi4py.MPI.Comm, got {type(comm).__name__})")
        mine, theirs = self._groups(), comm._groups()
        if self._handle == comm._handle:
            return constants.IDENT
        if mine == theirs:
            return constants.CONGRUENT
        same = len(mine) == len(theirs) and all(set(one) == set(other) for one, other in zip(mine, theirs))
        return constants.SIMILAR if same else constants.UNEQUAL

    def _groups(self):
        if _native.comm_kind(self._handle) == _INTER:
            return (_native.comm_group(self._handle), _native.comm_remote(self._handle))
        return (_native.comm_group(self._handle),)

    def Is_inter(self):
        """Whether this is an intercommunicator (MPI 4.1, 7.6.1)."""
        return _native.comm_kind(self._handle) == _INTER

    @property
    def is_inter(self):
        """Whether this is an intercommunicator."""
        return self.Is_inter()

    def Is_intra(self):
        """Whether this is an intracommunicator (mpi4py's own)."""
        return not self.Is_inter()

    @property
    def is_intra(self):
        """Whether this is an intracommunicator."""
        return self.Is_intra()

    def Get_topology(self):
        """The kind of topology: CART, GRAPH, DIST_GRAPH, or UNDEFINED for none (MPI 4.1, 8.5.5)."""
        kind = _native.comm_kind(self._handle)
        return kind if kind in (constants.CART, constants.GRAPH, constants.DIST_GRAPH) else constants.UNDEFINED

    @property
    def topology(self):
        """The kind of topology."""
        return self.Get_topology()

    @property
    def is_topo(self):
        """Whether there is a topology."""
        return self.Get_topology() != constants.UNDEFINED

    # Making and freeing. All ranks must call.

    def _dup(self, handle, info):
        comm = self._made(handle, type(self))
        try:
            attributes.copy(self, comm)
        except Exception as error:
            comm.Free()
            self._fail(error.Get_error_code())
        if info:
            _hints[handle] = dict(info.items())
        return comm

    def _twin(self):
        """A duplicate without what the program gave the communicator."""
        return self._made(_native.comm_dup(self._handle), type(self))

    def Dup(self, info=None):
        """A communicator of the same ranks whose messages are its own (MPI 4.1, 7.4.2). Collective."""
        return self._dup(_native.comm_dup(self._handle), info)

    def Dup_with_info(self, info):
        """As `Dup`, with hints (MPI 4.1, 7.4.2). Collective."""
        return self._dup(_native.comm_dup(self._handle), info)

    def Clone(self):
        """As `Dup` (mpi4py's own). Collective."""
        return self._dup(_native.comm_dup(self._handle), None)

    def Idup(self, info=None):
        """As `Dup`, nonblocking: the communicator, which may be used when the request is complete, and the request (MPI 4.1, 7.4.2). Collective."""
        handle, request = _native.comm_idup(self._handle)
        return (self._dup(handle, info), Request._started(request))

    def Idup_with_info(self, info):
        """As `Dup_with_info`, nonblocking: the communicator, which may be used when the request is complete, and the request (MPI 4.1, 7.4.2). Collective."""
        return self.Idup(info)

    def Split(self, color=0, key=0):
        """Communicators of the ranks with the same `color`, in order of `key` (MPI 4.1, 7.4.2). COMM_NULL for colour UNDEFINED. Collective."""
        return self._part(_native.comm_split(self._handle, color, key))

    def Split_type(self, split_type, key=0, info=INFO_NULL):
        """Communicators of ranks that share something: with COMM_TYPE_SHARED memory, which here all do (MPI 4.1, 7.4.2). Collective.

        With COMM_TYPE_HW_GUIDED and COMM_TYPE_RESOURCE_GUIDED `info` says what under "mpi_hw_resource_type"; COMM_NULL for what is not
        known here. There is nothing smaller than all for COMM_TYPE_HW_UNGUIDED.
        """
        if split_type in (constants.COMM_TYPE_HW_GUIDED, constants.COMM_TYPE_RESOURCE_GUIDED):
            shared = info.get("mpi_hw_resource_type") == "mpi_shared_memory"
        elif split_type in (constants.UNDEFINED, constants.COMM_TYPE_HW_UNGUIDED):
            shared = False
        elif split_type == constants.COMM_TYPE_SHARED:
            shared = True
        else:
            self._fail(constants.ERR_ARG, f"split_type is {split_type}; it must be a COMM_TYPE_ constant or UNDEFINED")
        return self.Split(0 if shared else constants.UNDEFINED, key)

    def Create(self, group):
        """A communicator of a group of these ranks, COMM_NULL for who is not in it (MPI 4.1, 7.4.2). Collective."""
        return self._part(_native.comm_create(self._handle, self._ranks_of(group)))

    def _end(self, end):
        attributes.delete_all(self)
        end(self._handle)
        private.forget(self._handle)
        locks.forget(self._handle)
        send_buffers.forget(self._handle)
        handlers.forget(self)
        _hints.pop(self._handle, None)
        self._clear()

    def Free(self):
        """Free the communicator (MPI 4.1, 7.4.3). Collective. The object becomes COMM_NULL."""
        if self._is_predefined():
            self._fail(constants.ERR_COMM)
        self._end(_native.comm_free)

    def Disconnect(self):
        """Wait for pending communication, then free (MPI 4.1, 11.10.4). Collective."""
        if self._is_predefined():
            self._fail(constants.ERR_COMM)
        self._end(_native.comm_disconnect)

    # Hints, names, errors.

    def Set_info(self, info):
        """Set hints; none changes anything here (MPI 4.1, 7.4.4)."""
        self.Get_size()
        _hints[self._handle] = dict(info.items())

    def Get_info(self):
        """A new Info with the hints (MPI 4.1, 7.4.4)."""
        self.Get_size()
        return Info.Create(_hints.get(self._handle, {}))

    @property
    def info(self):
        """The hints."""
        return self.Get_info()

    @info.setter
    def info(self, value):
        self.Set_info(value)

    def Get_name(self):
        """The communicator's name (MPI 4.1, 7.8)."""
        return _native.comm_name(self._handle, None) if self else "MPI_COMM_NULL"

    def Set_name(self, name):
        """Name the communicator; records show it (MPI 4.1, 7.8)."""
        _native.comm_name(self._handle, name[:constants.MAX_OBJECT_NAME - 1])

    @property
    def name(self):
        """The communicator's name."""
        return self.Get_name()

    @name.setter
    def name(self, value):
        self.Set_name(value)

    def Abort(self, errorcode=0):
        """End the whole run at once, with an exit code (MPI 4.1, 9.6). Does not return; buffered output and finally clauses may be lost."""
        _native.abort(errorcode)

    @classmethod
    def Get_parent(cls):
        """The communicator to the processes that spawned this one: COMM_NULL, nothing is spawned here (MPI 4.1, 11.8.2)."""
        return _parent[0]


Comm._family = Comm

COMM_NULL = define(Comm(), "COMM_NULL")
#: The communicator that Get_parent gives, made with its class.
_parent = []


def _object(handle, cls):
    comm = object.__new__(cls)
    comm._handle = handle
    return comm


def reset():
    """Forget what a program set."""
    _hints.clear()
    attributes.reset()
    handlers.reset()
    private.reset()
    send_buffers.reset()


pending(Comm, """
@classmethod Join(cls, fd) -- Connect two processes by a socket (MPI 4.1, 11.10.5).
""", {"INFO_NULL": INFO_NULL})

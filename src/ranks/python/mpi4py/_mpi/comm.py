"""MPI.Comm: a group of ranks that talk among themselves (MPI 4.1, chapter 7). Its communication is written apart, by topic."""

from .. import _native
from . import attributes, constants, errhandler as handlers, locks, send_buffers
from .attributes import Attributes
from .collective import Collective
from .collective_objects import CollectiveObjects
from .errhandler import ERRORS_ABORT, ERRORS_ARE_FATAL, ERRORS_RETURN, Errhandler
from .exception import Exception
from .group import Group
from .handle import Handle, made_of, public
from .info import INFO_NULL, Info
from .op import SUM
from .pending import pending
from .point_to_point import PointToPoint
from .point_to_point_objects import PointToPointObjects

#: Communicator -> handle of its error handler, where it is not ERRORS_RETURN; and -> its hints.
_handlers = {}
_hints = {}


def _check(errorcode):
    """What becomes of an error that the Python side finds by itself."""
    raise Exception(errorcode)


@public
@made_of(PointToPoint, PointToPointObjects, Collective, CollectiveObjects, Attributes)
class Comm(Handle):
    """A communicator: a group of ranks that talk among themselves, apart from all others (MPI 4.1, chapter 7).

    Upper-case methods move buffers such as numpy arrays, lower-case ones any Python object.
    """

    __slots__ = ()

    @classmethod
    def fromhandle(cls, handle):
        """The object for a handle that `handle` gave."""
        from .intracomm import Intracomm
        return super(Comm, cls if cls is not Comm else Intracomm).fromhandle(handle)

    def _new(self, handle, cls=None):
        comm = object.__new__(cls or type(self))
        comm._handle = handle
        return comm

    def _part(self, handle):
        from .intracomm import Intracomm
        return self._new(handle, Intracomm)

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
        mine, theirs = _native.comm_group(self._handle), _native.comm_group(comm._handle)
        if self._handle == comm._handle:
            return constants.IDENT
        if mine == theirs:
            return constants.CONGRUENT
        return constants.SIMILAR if set(mine) == set(theirs) else constants.UNEQUAL

    def Is_inter(self):
        """Whether this is an intercommunicator (MPI 4.1, 7.6.1)."""
        self.Get_size()
        return False

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
        self.Get_size()
        return constants.UNDEFINED

    @property
    def topology(self):
        """The kind of topology."""
        return self.Get_topology()

    @property
    def is_topo(self):
        """Whether there is a topology."""
        return self.Get_topology() != constants.UNDEFINED

    # Making and freeing. All ranks must call.

    def _dup(self, info):
        handle = _native.comm_dup(self._handle)
        attributes.copy(self, handle)
        hints = _hints.get(self._handle) if info is None else info
        if hints:
            _hints[handle] = dict(hints.items())
        return self._new(handle)

    def Dup(self, info=None):
        """A communicator of the same ranks whose messages are its own (MPI 4.1, 7.4.2). Collective."""
        return self._dup(info)

    def Dup_with_info(self, info):
        """As `Dup`, with hints (MPI 4.1, 7.4.2). Collective."""
        return self._dup(info)

    def Clone(self):
        """As `Dup` (mpi4py's own). Collective."""
        return self._dup(None)

    def Split(self, color=0, key=0):
        """Communicators of the ranks with the same `color`, in order of `key` (MPI 4.1, 7.4.2). COMM_NULL for colour UNDEFINED. Collective."""
        return self._part(_native.comm_split(self._handle, color, key))

    def Split_type(self, split_type, key=0, info=INFO_NULL):
        """Communicators of ranks that share something: with COMM_TYPE_SHARED memory, which here all do (MPI 4.1, 7.4.2). Collective."""
        if split_type == constants.UNDEFINED:
            return self.Split(constants.UNDEFINED, key)
        if split_type != constants.COMM_TYPE_SHARED:
            if split_type in (constants.COMM_TYPE_HW_GUIDED, constants.COMM_TYPE_HW_UNGUIDED, constants.COMM_TYPE_RESOURCE_GUIDED):
                return self.Split(constants.UNDEFINED, key)
            _check(constants.ERR_ARG)
        return self.Split(0, key)

    def Create(self, group):
        """A communicator of a group of these ranks, COMM_NULL for who is not in it (MPI 4.1, 7.4.2). Collective."""
        ranks = group.Translate_ranks(None, self.Get_group())
        if constants.UNDEFINED in ranks:
            _check(constants.ERR_GROUP)
        return self._part(_native.comm_create(self._handle, tuple(ranks)))

    def Free(self):
        """Free the communicator (MPI 4.1, 7.4.3). Collective. The object becomes COMM_NULL."""
        if self._is_predefined():
            _check(constants.ERR_COMM)
        attributes.delete_all(self)
        _native.comm_free(self._handle)
        locks.forget(self._handle)
        send_buffers.forget(self._handle)
        _handlers.pop(self._handle, None)
        _hints.pop(self._handle, None)
        self._clear()

    def Disconnect(self):
        """Wait for pending communication, then free (MPI 4.1, 11.10.4). Collective."""
        self.Free()

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
        return _native.comm_name(self._handle, None)

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

    def Get_errhandler(self):
        """The error handler in use (MPI 4.1, 9.3)."""
        self.Get_size()
        return Errhandler.fromhandle(_handlers.get(self._handle, ERRORS_RETURN._handle))

    def Set_errhandler(self, errhandler):
        """Choose what happens when a call fails: ERRORS_RETURN raises `MPI.Exception`, the others end the run (MPI 4.1, 9.3)."""
        self.Get_size()
        _handlers[self._handle] = errhandler._handle
        _native.comm_fatal(self._handle, errhandler in (ERRORS_ARE_FATAL, ERRORS_ABORT))

    def Call_errhandler(self, errorcode):
        """Do what a failing call would do (MPI 4.1, 9.3)."""
        handle = self.Get_errhandler()._handle
        if handle in handlers.functions:
            handlers.functions[handle](self, errorcode)
        elif handle != ERRORS_RETURN._handle:
            _native.abort(errorcode)

    @classmethod
    def Create_errhandler(cls, errhandler_fn):
        """An error handler of one's own, `errhandler_fn(comm, errorcode)` (MPI 4.1, 9.3). Called by `Call_errhandler`."""
        return Errhandler._create(errhandler_fn)

    @classmethod
    def Get_parent(cls):
        """The communicator to the processes that spawned this one: COMM_NULL, nothing is spawned here (MPI 4.1, 11.8.2)."""
        from .intracomm import Intercomm
        return Intercomm()


Comm._family = Comm


def reset():
    """Forget what a program set."""
    for table in (_handlers, _hints):
        table.clear()
    attributes.reset()
    send_buffers.reset()


pending(Comm, """
Idup(self, info=None) -- Duplicate without blocking (MPI 4.1, 7.4.2).
Idup_with_info(self, info) -- Duplicate without blocking, with hints (MPI 4.1, 7.4.2).
Revoke(self) -- Make the communicator unusable on all ranks (fault tolerance).
Is_revoked(self) -- Whether the communicator was revoked (fault tolerance).
Get_failed(self) -- The ranks known to have failed (fault tolerance).
Ack_failed(self, num_to_ack=None) -- Acknowledge failed ranks (fault tolerance).
Agree(self, flag) -- Agree on a value among the live ranks (fault tolerance).
Iagree(self, flag) -- Agree without blocking (fault tolerance).
Shrink(self) -- A communicator of the live ranks (fault tolerance).
Ishrink(self) -- A communicator of the live ranks, without blocking (fault tolerance).
Psend_init(self, buf, partitions, dest, tag=0, info=INFO_NULL) -- A partitioned send (MPI 4.1, 4.2.1).
Precv_init(self, buf, partitions, source=ANY_SOURCE, tag=ANY_TAG, info=INFO_NULL) -- A partitioned receive (MPI 4.1, 4.2.1).
Alltoallw(self, sendbuf, recvbuf) -- Blocks of differing lengths and datatypes between all ranks (MPI 4.1, 6.8).
Ibarrier(self) -- A nonblocking barrier (MPI 4.1, 6.12.1).
Ibcast(self, buf, root=0) -- A nonblocking Bcast (MPI 4.1, 6.12.2).
Igather(self, sendbuf, recvbuf, root=0) -- A nonblocking Gather (MPI 4.1, 6.12.3).
Igatherv(self, sendbuf, recvbuf, root=0) -- A nonblocking Gatherv (MPI 4.1, 6.12.3).
Iscatter(self, sendbuf, recvbuf, root=0) -- A nonblocking Scatter (MPI 4.1, 6.12.4).
Iscatterv(self, sendbuf, recvbuf, root=0) -- A nonblocking Scatterv (MPI 4.1, 6.12.4).
Iallgather(self, sendbuf, recvbuf) -- A nonblocking Allgather (MPI 4.1, 6.12.5).
Iallgatherv(self, sendbuf, recvbuf) -- A nonblocking Allgatherv (MPI 4.1, 6.12.5).
Ialltoall(self, sendbuf, recvbuf) -- A nonblocking Alltoall (MPI 4.1, 6.12.6).
Ialltoallv(self, sendbuf, recvbuf) -- A nonblocking Alltoallv (MPI 4.1, 6.12.6).
Ialltoallw(self, sendbuf, recvbuf) -- A nonblocking Alltoallw (MPI 4.1, 6.12.6).
Ireduce(self, sendbuf, recvbuf, op=SUM, root=0) -- A nonblocking Reduce (MPI 4.1, 6.12.7).
Iallreduce(self, sendbuf, recvbuf, op=SUM) -- A nonblocking Allreduce (MPI 4.1, 6.12.8).
Ireduce_scatter_block(self, sendbuf, recvbuf, op=SUM) -- A nonblocking Reduce_scatter_block (MPI 4.1, 6.12.9).
Ireduce_scatter(self, sendbuf, recvbuf, recvcounts=None, op=SUM) -- A nonblocking Reduce_scatter (MPI 4.1, 6.12.10).
Barrier_init(self, info=INFO_NULL) -- A persistent barrier (MPI 4.1, 6.13.1).
Bcast_init(self, buf, root=0, info=INFO_NULL) -- A persistent Bcast (MPI 4.1, 6.13.2).
Gather_init(self, sendbuf, recvbuf, root=0, info=INFO_NULL) -- A persistent Gather (MPI 4.1, 6.13.3).
Gatherv_init(self, sendbuf, recvbuf, root=0, info=INFO_NULL) -- A persistent Gatherv (MPI 4.1, 6.13.3).
Scatter_init(self, sendbuf, recvbuf, root=0, info=INFO_NULL) -- A persistent Scatter (MPI 4.1, 6.13.4).
Scatterv_init(self, sendbuf, recvbuf, root=0, info=INFO_NULL) -- A persistent Scatterv (MPI 4.1, 6.13.4).
Allgather_init(self, sendbuf, recvbuf, info=INFO_NULL) -- A persistent Allgather (MPI 4.1, 6.13.5).
Allgatherv_init(self, sendbuf, recvbuf, info=INFO_NULL) -- A persistent Allgatherv (MPI 4.1, 6.13.5).
Alltoall_init(self, sendbuf, recvbuf, info=INFO_NULL) -- A persistent Alltoall (MPI 4.1, 6.13.6).
Alltoallv_init(self, sendbuf, recvbuf, info=INFO_NULL) -- A persistent Alltoallv (MPI 4.1, 6.13.6).
Alltoallw_init(self, sendbuf, recvbuf, info=INFO_NULL) -- A persistent Alltoallw (MPI 4.1, 6.13.6).
Reduce_init(self, sendbuf, recvbuf, op=SUM, root=0, info=INFO_NULL) -- A persistent Reduce (MPI 4.1, 6.13.7).
Allreduce_init(self, sendbuf, recvbuf, op=SUM, info=INFO_NULL) -- A persistent Allreduce (MPI 4.1, 6.13.8).
Reduce_scatter_block_init(self, sendbuf, recvbuf, op=SUM, info=INFO_NULL) -- A persistent Reduce_scatter_block (MPI 4.1, 6.13.9).
Reduce_scatter_init(self, sendbuf, recvbuf, recvcounts=None, op=SUM, info=INFO_NULL) -- A persistent Reduce_scatter (MPI 4.1, 6.13.10).
@classmethod Join(cls, fd) -- Connect two processes by a socket (MPI 4.1, 11.10.5).
""", {"SUM": SUM, "INFO_NULL": INFO_NULL})

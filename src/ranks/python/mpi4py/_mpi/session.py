"""MPI.Session: MPI initialised apart, for a library (MPI 4.1, 11.3)."""

from .. import _native
from . import constants, errhandler as handlers, send_buffers
from .errhandler import ErrorHandling
from .exception import Exception
from .group import Group
from .handle import Handle, define, made_of, public
from .info import INFO_NULL, Info

#: Handles of sessions that are open.
_open = set()
_next = 1

_PSETS = ("mpi://WORLD", "mpi://SELF")


@public
@made_of(ErrorHandling)
class Session(Handle):
    """A use of MPI apart from Init and Finalize (MPI 4.1, 11.3). Process sets lead to groups, and groups to communicators."""

    __slots__ = ()

    @classmethod
    def Init(cls, info=INFO_NULL, errhandler=None):
        """Begin a session (MPI 4.1, 11.3.1)."""
        global _next
        from .environment import ensure
        ensure()
        self = cls()
        self._handle = _next
        _next += 1
        _open.add(self._handle)
        handlers.initial(self)
        if errhandler is not None and errhandler:
            self.Set_errhandler(errhandler)
        return self

    def _handled(self):
        if self._handle not in _open:
            raise Exception(constants.ERR_SESSION)

    def Finalize(self):
        """End the session (MPI 4.1, 11.3.1). The object becomes SESSION_NULL."""
        self._handled()
        _open.discard(self._handle)
        send_buffers.forget(-self._handle)
        handlers.forget(self)
        self._clear()

    def free(self):
        """Call `Finalize` unless the object is null."""
        if self:
            self.Finalize()

    def Get_num_psets(self, info=INFO_NULL):
        """Number of process sets (MPI 4.1, 11.3.3)."""
        self._handled()
        return len(_PSETS)

    def Get_nth_pset(self, n, info=INFO_NULL):
        """Name of process set number `n`, from 0 (MPI 4.1, 11.3.3)."""
        self._handled()
        if not 0 <= n < len(_PSETS):
            handlers.fail(self, constants.ERR_ARG)
        return _PSETS[n]

    def Get_info(self):
        """A new Info with the session's hints (MPI 4.1, 11.3.3)."""
        self._handled()
        return Info.Create({"thread_level": "MPI_THREAD_SINGLE"})

    def _members(self, pset_name):
        """World ranks of a process set."""
        self._handled()
        if pset_name not in _PSETS:
            handlers.fail(self, constants.ERR_ARG)
        return (_native.comm_rank(1),) if pset_name == "mpi://SELF" else _native.comm_group(1)

    def Get_pset_info(self, pset_name):
        """A new Info on a process set: "mpi_size" is its number of processes (MPI 4.1, 11.3.3)."""
        return Info.Create({"mpi_size": str(len(self._members(pset_name)))})

    def Create_group(self, pset_name):
        """The group of a process set (MPI 4.1, 7.3.2)."""
        return Group._of(self._members(pset_name), self._handle)

    # Room for buffered sends of the session's communicators.

    def Attach_buffer(self, buf):
        """Give memory for buffered sends; None or BUFFER_AUTOMATIC lets MPI find it (MPI 4.1, 3.6)."""
        self._handled()
        send_buffers.attach(-self._handle, buf)

    def Detach_buffer(self):
        """Take the memory for buffered sends back; blocks until they have left (MPI 4.1, 3.6)."""
        self._handled()
        return send_buffers.detach(-self._handle)

    def Flush_buffer(self):
        """Block until buffered sends have left (MPI 4.1, 3.6)."""
        self._handled()
        send_buffers.flush(-self._handle)

    def Iflush_buffer(self):
        """As `Flush_buffer`, nonblocking (MPI 4.1, 3.6)."""
        self._handled()
        return send_buffers.iflush(-self._handle)


Session._family = Session

SESSION_NULL = define(Session(), "SESSION_NULL")


def reset():
    """Forget a program's sessions."""
    _open.clear()

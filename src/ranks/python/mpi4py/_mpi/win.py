"""MPI.Win: one-sided communication (MPI 4.1, chapter 12). Its operations and synchronization are written apart."""

from operator import index

from .. import _native
from . import attributes, constants, errhandler as handlers
from .attributes import Attributes
from .buffer import BOTTOM, buffer
from .errhandler import ErrorHandling
from .exception import Exception
from .group import Group
from .handle import Handle, define, made_of, public
from .info import INFO_NULL, Info
from .intracomm import COMM_SELF, Intracomm
from .memory import find
from .win_operations import Operations
from .win_synchronization import Synchronization


class _Memory:
    """What is known of an open window besides what the engine knows."""

    __slots__ = ("address", "attached", "flavor", "hints", "name", "owner", "size", "unit")

    def __init__(self, flavor, address, size, unit, owner, hints):
        self.flavor, self.address, self.size, self.unit, self.owner = flavor, address, size, unit, owner
        self.hints = {"no_locks": "false"} | hints
        self.name = ""
        # Address -> object, of memory that is attached.
        self.attached = {}


#: Handle -> what is known of the window. It keeps the window's memory where it is.
_open = {}


def _held(memory):
    """`(address, nbytes, what keeps it there)` of an object's writable memory."""
    address, nbytes, _, owner, device = find(memory, True)
    return address, nbytes, memoryview(owner) if device == 0 else owner


def _check(name, value, cls):
    if not isinstance(value, cls):
        given = type(value)
        got = f"{given.__module__}.{given.__name__}" if given.__module__ == "mpi4py.MPI" else given.__name__
        raise TypeError(f"Argument '{name}' has incorrect type (expected mpi4py.MPI.{cls.__name__}, got {got})")


@public
@made_of(Operations, Synchronization, Attributes, ErrorHandling)
class Win(Handle):
    """A window: memory of each rank that all ranks read and write (MPI 4.1, chapter 12).

    Ranks share no memory: an operation is a message to the target, which serves it within its next MPI call, whichever that is. A rank that
    computes for long without calling MPI keeps others waiting that lock its part; that is legal in MPI (12.7.3) and so on other machines.
    """

    __slots__ = ()

    @classmethod
    def _made(cls, comm, info, flavor, address, size, unit, owner):
        _check("info", info, Info)
        _check("comm", comm, Intracomm)
        hints = dict(info.items()) if info else {}
        self = cls()
        self._handle = _native.win_create(comm._handle, flavor, address, size, index(unit))
        _open[self._handle] = _Memory(flavor, address, size, index(unit), owner, hints)
        handlers.initial(self)
        return self

    @classmethod
    def Create(cls, memory, disp_unit=1, info=INFO_NULL, comm=COMM_SELF):
        """A window on memory of one's own, None or BOTTOM for none; displacements count `disp_unit` bytes (MPI 4.1, 12.2.1). Collective."""
        address, size, owner = (0, 0, None) if memory is None or memory is BOTTOM else _held(memory)
        return cls._made(comm, info, constants.WIN_FLAVOR_CREATE, address, size, disp_unit, owner)

    @classmethod
    def Allocate(cls, size, disp_unit=1, info=INFO_NULL, comm=COMM_SELF):
        """A window on `size` bytes of new memory; see `tomemory` (MPI 4.1, 12.2.2). Collective."""
        return cls._allocated(constants.WIN_FLAVOR_ALLOCATE, size, disp_unit, info, comm)

    @classmethod
    def Allocate_shared(cls, size, disp_unit=1, info=INFO_NULL, comm=COMM_SELF):
        """A window on new memory that all its ranks reach directly (MPI 4.1, 12.2.3). Collective.

        Ranks have no memory in common here: there can be such a window on a communicator of one rank only.
        """
        _check("comm", comm, Intracomm)
        if comm.Get_size() > 1:
            raise NotImplementedError(
                "MPI.Win.Allocate_shared: ranks have no memory in common in Commworld, so that a shared window can have one rank only; "
                "Allocate makes a window for Put and Get")
        return cls._allocated(constants.WIN_FLAVOR_SHARED, size, disp_unit, info, comm)

    @classmethod
    def _allocated(cls, flavor, size, disp_unit, info, comm):
        size = index(size)
        memory = bytearray(max(size, 0))
        address, _, owner = _held(memory)
        return cls._made(comm, info, flavor, address if size > 0 else 0, size, disp_unit, owner)

    @classmethod
    def Create_dynamic(cls, info=INFO_NULL, comm=COMM_SELF):
        """A window to which memory is attached later; displacements are addresses (MPI 4.1, 12.2.4). Collective."""
        return cls._made(comm, info, constants.WIN_FLAVOR_DYNAMIC, 0, 0, 1, None)

    def _known(self):
        """What is known of the window; raises for WIN_NULL."""
        known = _open.get(self._handle)
        if known is None:
            raise Exception(constants.ERR_WIN)
        return known

    _attributed = _handled = _known

    def Shared_query(self, rank):
        """A rank's part, `(memory, disp_unit)`, as far as this rank reaches it (MPI 4.1, 12.2.3): only its own; that of others is empty.

        PROC_NULL stands for the first rank whose part is not empty.
        """
        known = self._known()
        if known.flavor == constants.WIN_FLAVOR_DYNAMIC:
            handlers.fail(self, constants.ERR_RMA_FLAVOR)
        parts = _native.win_parts(self._handle)
        rank = index(rank)
        if rank == constants.PROC_NULL:
            rank = next((other for other, (size, _) in enumerate(parts) if size > 0), 0)
        if not 0 <= rank < len(parts):
            handlers.fail(self, constants.ERR_RANK)
        if rank == self.group_rank:
            return self.tomemory(), known.unit
        return buffer.fromaddress(0, 0), parts[rank][1]

    def Attach(self, memory):
        """Let other ranks use memory through this window of `Create_dynamic`, by its address (MPI 4.1, 12.2.4)."""
        known = self._known()
        address, size, owner = _held(memory)
        _native.win_attach(self._handle, address, size)
        known.attached[address] = owner

    def Detach(self, memory):
        """The opposite of `Attach` (MPI 4.1, 12.2.4)."""
        known = self._known()
        address = _held(memory)[0]
        _native.win_detach(self._handle, address)
        known.attached.pop(address, None)

    def Free(self):
        """Free the window, when no rank uses it any more (MPI 4.1, 12.2.5). Collective. The object becomes WIN_NULL."""
        self._known()
        attributes.delete_all(self)
        _native.win_free(self._handle)
        handlers.forget(self)
        del _open[self._handle]
        self._clear()

    # Memory.

    def tomemory(self):
        """This rank's part of the window, as bytes (mpi4py's own)."""
        known = self._known()
        view = self.__buffer__(0)
        return buffer._make(known.address, view, self, known.owner)

    def __buffer__(self, flags, /):
        known = self._known()
        return _native.memory(known.address, known.size, False)

    @property
    def attrs(self):
        """Address, size in bytes and displacement unit of this rank's part."""
        known = self._known()
        return (known.address, known.size, known.unit)

    def Get_attr(self, keyval):
        """The value of an attribute, None when it is not set (MPI 4.1, 7.7): WIN_BASE, WIN_SIZE and the like are predefined (12.2.6)."""
        known = self._known()
        if keyval in _PREDEFINED:
            return _PREDEFINED[keyval](known)
        return Attributes.Get_attr(self, keyval)

    @property
    def flavor(self):
        """How the window was made: WIN_FLAVOR_CREATE, _ALLOCATE, _DYNAMIC or _SHARED (MPI 4.1, 12.2.6)."""
        return self.Get_attr(constants.WIN_CREATE_FLAVOR)

    @property
    def model(self):
        """The memory model: WIN_UNIFIED, there is one copy of the memory (MPI 4.1, 12.4)."""
        return self.Get_attr(constants.WIN_MODEL)

    # Who is there, hints, name.

    def Get_group(self):
        """The group of ranks (MPI 4.1, 12.2.6)."""
        return Group._of(_native.win_group(self._handle))

    @property
    def group(self):
        """The group of ranks."""
        return self.Get_group()

    @property
    def group_size(self):
        """Number of ranks."""
        return self.Get_group().Get_size()

    @property
    def group_rank(self):
        """This process's rank in the window."""
        return self.Get_group().Get_rank()

    def Set_info(self, info):
        """Set hints; none changes anything here (MPI 4.1, 12.2.7)."""
        known = self._known()
        _check("info", info, Info)
        known.hints |= dict(info.items())

    def Get_info(self):
        """A new Info with the hints (MPI 4.1, 12.2.7)."""
        return Info.Create(self._known().hints)

    @property
    def info(self):
        """The hints."""
        return self.Get_info()

    @info.setter
    def info(self, value):
        self.Set_info(value)

    def Get_name(self):
        """The window's name (MPI 4.1, 7.8)."""
        return self._known().name if self else "MPI_WIN_NULL"

    def Set_name(self, name):
        """Name the window (MPI 4.1, 7.8)."""
        self._known().name = name[:constants.MAX_OBJECT_NAME - 1]

    @property
    def name(self):
        """The window's name."""
        return self.Get_name()

    @name.setter
    def name(self, value):
        self.Set_name(value)


Win._family = Win

_PREDEFINED = {
    constants.WIN_BASE: lambda known: known.address,
    constants.WIN_SIZE: lambda known: known.size,
    constants.WIN_DISP_UNIT: lambda known: known.unit,
    constants.WIN_CREATE_FLAVOR: lambda known: known.flavor,
    constants.WIN_MODEL: lambda known: constants.WIN_UNIFIED,
}

WIN_NULL = define(Win(), "WIN_NULL")


def reset():
    """Forget a program's windows."""
    _open.clear()

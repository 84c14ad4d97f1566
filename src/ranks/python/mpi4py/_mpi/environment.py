"""Starting and ending MPI, its clock, and what it tells of itself (MPI 4.1, chapters 9 and 11): functions of the module MPI."""

import atexit
import os
import sys
from operator import index

from .. import _native, rc
from . import attributes, comm, constants, errhandler, exception, file, info, locks, op, options, pickle, ports, send_buffers, session, win
from .buffer import BOTTOM, buffer
from .exception import Exception
from .handle import Handle, address_of
from .info import INFO_NULL
from .intracomm import COMM_SELF, COMM_WORLD
from .memory import find
from .pending import pending
from .status import Status
from .topology_making import Compute_dims

__all__ = [
    "Aint_add", "Aint_diff", "Alloc_mem", "Attach_buffer", "Compute_dims", "Detach_buffer", "Finalize", "Flush_buffer", "Free_mem", "Get_abi_version",
    "Get_address", "Get_library_version", "Get_processor_name", "Get_version", "Iflush_buffer", "Init", "Init_thread", "Is_finalized",
    "Is_initialized", "Is_thread_main", "Pcontrol", "Query_thread", "Wtick", "Wtime", "_addressof", "_comm_lock", "_comm_lock_table",
    "_handleof", "_set_abort_status", "_sizeof", "get_vendor", "start",
]

_abort_status = 0
#: Whether Init was called.
_started = False
_thread_level = constants.THREAD_SINGLE


def start():
    """Importing mpi4py.MPI starts MPI, unless `mpi4py.rc.initialize` is False; at exit it is ended again."""
    global _abort_status, _started
    _abort_status, _started = 0, False
    locks.reset()
    for part in (comm, exception, file, op, pickle, ports, session, win):
        part.reset()
    # A program may have deleted the options before it imported mpi4py.MPI: they are then as the environment says.
    sys.modules["mpi4py"].rc = rc
    options.read(rc)
    info.reset({"command": "python3", "argv": " ".join(sys.argv)[:255], "maxprocs": "1", "soft": "1", "host": "commworld", "arch": "wasm32",
                "wdir": os.getcwd(), "thread_level": "MPI_THREAD_SINGLE"})
    atexit.register(_at_exit)
    if rc.initialize:
        _initialize()


def _initialize():
    """Start MPI, unless a session has."""
    global _started
    ensure()
    _started = True


def ensure():
    """Start what Init and sessions have in common."""
    if _native.is_initialized():
        return
    _native.initialize(Exception, Status, op.reduce_user, errhandler.call_user)
    for communicator in (COMM_WORLD, COMM_SELF):
        errhandler.initial(communicator)
    size = str(COMM_WORLD.Get_size())
    info.launch(maxprocs=size, soft=size)


def _at_exit():
    if not _native.is_initialized() or _native.is_finalized():
        return
    try:
        if _abort_status:
            _native.abort(_abort_status)
        if rc.finalize or (rc.finalize is None and rc.initialize):
            _finalize()
    except _native.WorldEnded:
        # The run is over: nothing is left to end, and nobody to tell.
        pass


def _finalize():
    # Attributes of COMM_SELF go first, the last set first (MPI 4.1, 11.2.4): libraries clean up there.
    attributes.delete_all(COMM_SELF)
    _native.finalize()


def _set_abort_status(status):
    """Code with which to abort at exit; for `python -m mpi4py` (mpi4py's own)."""
    global _abort_status
    _abort_status = status


def Init():
    """Start MPI (MPI 4.1, 11.2.1). Importing mpi4py.MPI has done it, unless `mpi4py.rc.initialize` is False."""
    Init_thread(constants.THREAD_SINGLE)


def Init_thread(required=constants.THREAD_MULTIPLE):
    """Start MPI and say how threads will use it; the level there is: THREAD_SINGLE, since there are no threads here (MPI 4.1, 11.6.2)."""
    if _started:
        raise Exception(constants.ERR_OTHER)
    _initialize()
    return _thread_level


def Finalize():
    """End MPI; blocks until all ranks do (MPI 4.1, 11.2.2). mpi4py does it at exit."""
    _finalize()


def Query_thread():
    """How threads may use MPI: THREAD_SINGLE, since there are no threads here (MPI 4.1, 11.6.2)."""
    return _thread_level


def Is_thread_main():
    """Whether this thread started MPI (MPI 4.1, 11.6.2)."""
    return True


def Is_initialized():
    """Whether MPI was started; sessions do not count (MPI 4.1, 11.4.1)."""
    return _started


def Is_finalized():
    """Whether MPI was ended (MPI 4.1, 11.4.1)."""
    return _native.is_finalized()


def Get_version():
    """Version of the MPI standard, as (4, 1) (MPI 4.1, 9.1.1)."""
    return (constants.VERSION, constants.SUBVERSION)


def Get_library_version():
    """What this MPI library is (MPI 4.1, 9.1.1)."""
    return "Commworld 0.1.0, MPI in a web page"


def Get_abi_version():
    """Version of the MPI ABI: none, (-1, -1) (MPI 5.0, 20.2)."""
    return (-1, -1)


def get_vendor():
    """Name and version of the MPI library, for programs that work around the known ones (mpi4py's own)."""
    return ("unknown", (0, 0, 0))


def Get_processor_name():
    """Name of the computer the rank is on (MPI 4.1, 9.1.2)."""
    return "commworld"


def Get_hw_resource_info():
    """A new Info on the hardware: nothing is known of it here, and it is empty (MPI 4.1, 9.1.2)."""
    return info.Info.Create()


def Wtime():
    """Seconds since some time in the past, the same on all ranks here (MPI 4.1, 9.6)."""
    return _native.wtime()


def Wtick():
    """Seconds from one tick of `Wtime` to the next (MPI 4.1, 9.6)."""
    return _native.wtick()


def Pcontrol(level):
    """Tell a profiler something; there is none (MPI 4.1, 15.2.4)."""
    if not 0 <= level <= 2:
        raise Exception(constants.ERR_ARG)


def Get_address(location):
    """Address of an object's memory (MPI 4.1, 5.1.5)."""
    return 0 if location is None or location is BOTTOM else find(location, False)[0]


def Aint_add(base, disp):
    """Sum base + disp, as addresses (MPI 4.1, 5.1.5)."""
    return index(base) + index(disp)


def Aint_diff(addr1, addr2):
    """Difference addr1 - addr2, as addresses (MPI 4.1, 5.1.5)."""
    return index(addr1) - index(addr2)


def Alloc_mem(size, info=INFO_NULL):
    """Memory of `size` bytes for messages (MPI 4.1, 9.2)."""
    if index(size) < 0:
        raise Exception(constants.ERR_ARG)
    return buffer._allocated(size)


def Free_mem(mem):
    """Give memory from `Alloc_mem` back (MPI 4.1, 9.2)."""
    mem.release()


def Attach_buffer(buf):
    """Give memory for buffered sends (MPI 4.1, 3.6)."""
    send_buffers.attach(0, buf)


def Detach_buffer():
    """Take the memory for buffered sends back; blocks until they have left (MPI 4.1, 3.6)."""
    return send_buffers.detach(0)


def Flush_buffer():
    """Block until buffered sends have left (MPI 4.1, 3.6)."""
    send_buffers.flush(0)


def Iflush_buffer():
    """As `Flush_buffer`, nonblocking (MPI 4.1, 3.6)."""
    return send_buffers.iflush(0)


def _comm_lock_table(comm):
    """Locks of a communicator by key (mpi4py's own)."""
    return locks.table(comm)


def _comm_lock(comm, key=None):
    """A lock of a communicator by key (mpi4py's own)."""
    return locks.lock(comm, key)


def _sizeof(arg):
    """Bytes of a handle or status in C (mpi4py's own)."""
    kind = arg if isinstance(arg, type) else type(arg)
    if issubclass(kind, Status):
        return 4 * constants.F_STATUS_SIZE
    if issubclass(kind, Handle):
        return 4
    raise TypeError("expecting an MPI type or instance")


def _handleof(arg):
    """The handle of an MPI object; of a status, its address (mpi4py's own)."""
    if isinstance(arg, Status):
        return arg._address()
    if isinstance(arg, Handle):
        return arg._handle
    raise TypeError("expecting an MPI instance")


def _addressof(arg):
    """Address of an MPI object's handle, a C int, or of a status (mpi4py's own). What is written there the object becomes."""
    if isinstance(arg, Status):
        return arg._address()
    if isinstance(arg, Handle):
        return address_of(arg)
    raise TypeError("expecting an MPI instance")


pending(globals(), """
Register_datarep(datarep, read_fn, write_fn, extent_fn) -- A representation of data in files (MPI 4.1, 14.5.3).
Get_abi_info() -- Information on the MPI ABI (MPI 5.0, 20.2).
Get_abi_fortran_info() -- Information on the Fortran ABI (MPI 5.0, 20.2).
""", {"INFO_NULL": INFO_NULL})

"""MPI.Errhandler: what happens when a call fails (MPI 4.1, 9.3)."""

import sys

from .. import _native
from . import constants
from .exception import Exception
from .handle import Handle, define, public

#: How many error handlers of its own a program may have of each kind.
_LIMIT = 32
_FIRST_OWN = 4


class _Own:
    """An error handler of the program's own."""

    __slots__ = ("kind", "function", "uses")

    def __init__(self, kind, function):
        self.kind, self.function, self.uses = kind, function, 1


#: Handle -> error handler of the program's own; and (kind, object's handle) -> its error handler's handle, where it is not ERRORS_RETURN.
_own = {}
_chosen = {}
_next = _FIRST_OWN


@public
class Errhandler(Handle):
    """What happens when a call fails (MPI 4.1, 9.3). ERRORS_RETURN, which mpi4py sets, makes an `MPI.Exception` of it."""

    __slots__ = ()

    def Free(self):
        """Give back the object, of an error handler's own or from `Get_errhandler` (MPI 4.1, 9.3). One that is in use stays so."""
        if not self:
            raise Exception(constants.ERR_ARG)
        _release(self._handle)
        self._clear()


Errhandler._family = Errhandler


def _object(handle):
    self = Errhandler()
    self._handle = handle
    return self


def _predefine(handle, name):
    return define(_object(handle), name)


ERRHANDLER_NULL = _predefine(0, "ERRHANDLER_NULL")
ERRORS_ARE_FATAL = _predefine(1, "ERRORS_ARE_FATAL")
ERRORS_ABORT = _predefine(2, "ERRORS_ABORT")
ERRORS_RETURN = _predefine(3, "ERRORS_RETURN")

#: Handle of a predefined error handler -> mode of `_native.comm_errors`.
_MODES = {1: 1, 2: 2, 3: 0}
_USER_MODE = 3


def _release(handle):
    own = _own.get(handle)
    if own is not None:
        own.uses -= 1
        if own.uses == 0:
            del _own[handle]


def _kind(obj):
    return (obj if isinstance(obj, type) else type(obj))._family.__name__


def of(obj):
    """Handle of the error handler of an object."""
    return _chosen.get((_kind(obj), obj._handle), ERRORS_RETURN._handle)


def choose(obj, handle):
    """Give an object the error handler of this handle."""
    before = _chosen.pop((_kind(obj), obj._handle), None)
    if handle != ERRORS_RETURN._handle:
        _chosen[_kind(obj), obj._handle] = handle
    if handle in _own:
        _own[handle].uses += 1
    if before is not None:
        _release(before)
    if _kind(obj) == "Comm":
        _native.comm_errors(obj._handle, _MODES.get(handle, _USER_MODE))


def forget(obj):
    """An object has been freed."""
    before = _chosen.pop((_kind(obj), obj._handle), None)
    if before is not None:
        _release(before)


def initial(obj, parent=None):
    """The error handler of a new object: as `mpi4py.rc.errors` says, else the parent's (MPI 4.1, 9.3)."""
    from .. import rc
    handle = {"exception": 3, "abort": 2, "fatal": 1}.get(rc.errors)
    if handle is None:
        handle = of(parent) if parent is not None else ERRORS_ARE_FATAL._handle
    if handle != of(obj):
        choose(obj, handle)


def fail(obj, errorcode):
    """An error that the Python side finds, on an object that is not a communicator: its error handler, then the exception."""
    _invoke(obj, of(obj), errorcode)
    raise Exception(errorcode)


def _invoke(obj, handle, errorcode):
    own = _own.get(handle)
    if own is not None:
        _call(own.function, obj, errorcode)
    elif handle != ERRORS_RETURN._handle:
        from .exception import Get_error_string
        name = "MPI_ERRORS_ABORT" if handle == ERRORS_ABORT._handle else "MPI_ERRORS_ARE_FATAL"
        print(f"*** An error occurred on a {_kind(obj).lower()}\n*** {Get_error_string(errorcode)}\n*** {name} (processes will now abort)", file=sys.stderr)
        _native.abort(errorcode)


def _call(function, obj, errorcode):
    handle = type(obj)._family.fromhandle(obj._handle)
    mine = handle is not obj and not handle._is_predefined()
    try:
        function(handle, errorcode)
    except _native.WorldEnded:
        raise
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        print("Fatal Python error: exception in user-defined error handler function", file=sys.stderr)
        _native.abort(1)
    finally:
        if mine:
            handle._handle = type(handle)._null


def call_user(handle, errorcode):
    """A call on a communicator whose error handler is the program's own has failed. Called by the bridge."""
    from .comm import Comm
    comm = Comm.fromhandle(handle)
    own = _own.get(of(comm))
    if own is not None:
        _call(own.function, comm, errorcode)


def window_failed(handle, errorcode):
    """A call on a window has failed: what its error handler says. Called by the bridge, which then raises."""
    from .win import Win
    win = Win.fromhandle(handle)
    _invoke(win, of(win), errorcode)


def reset():
    """Forget what a program made."""
    global _next
    _own.clear()
    _chosen.clear()
    _next = _FIRST_OWN


class ErrorHandling:
    """Methods of Comm, Session, Win and File."""

    def _handled(self):
        """Raise unless the object is there."""
        if not self:
            raise Exception(_NULL_ERROR[_kind(self)])

    @classmethod
    def Create_errhandler(cls, errhandler_fn):
        """An error handler of one's own, `errhandler_fn(obj, errorcode)`; after it the call raises (MPI 4.1, 9.3). 32 of each kind at most."""
        global _next
        errhandler_fn.__call__
        kind = _kind(cls)
        if sum(own.kind == kind for own in _own.values()) >= _LIMIT:
            raise RuntimeError("cannot create too many user-defined error handlers")
        handle = _next
        _next += 1
        _own[handle] = _Own(kind, errhandler_fn)
        return _object(handle)

    def Get_errhandler(self):
        """The error handler in use (MPI 4.1, 9.3)."""
        self._handled()
        handle = of(self)
        if handle in _own:
            _own[handle].uses += 1
        return _object(handle)

    def Set_errhandler(self, errhandler):
        """Choose what happens when a call fails: ERRORS_RETURN raises `MPI.Exception`, ERRORS_ARE_FATAL and ERRORS_ABORT end the run (MPI 4.1, 9.3)."""
        self._handled()
        if not isinstance(errhandler, Errhandler):
            raise TypeError(f"Argument 'errhandler' has incorrect type (expected mpi4py.MPI.Errhandler, got {type(errhandler).__name__})")
        known = _own.get(errhandler._handle)
        if not errhandler or (known is None and errhandler._handle not in _MODES) or (known is not None and known.kind != _kind(self)):
            raise Exception(constants.ERR_ARG)
        choose(self, errhandler._handle)

    def Call_errhandler(self, errorcode):
        """Do what a failing call would do (MPI 4.1, 9.3)."""
        self._handled()
        _invoke(self, of(self), errorcode)


_NULL_ERROR = {"Comm": constants.ERR_COMM, "Session": constants.ERR_SESSION, "Win": constants.ERR_WIN, "File": constants.ERR_FILE}

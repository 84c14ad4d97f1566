"""MPI.Errhandler: what happens when a call fails (MPI 4.1, 9.3)."""

from . import constants
from .exception import Exception
from .handle import Handle, define, public

#: Handle -> function of an error handler of the program's own.
functions = {}
_FIRST_OWN = 4


@public
class Errhandler(Handle):
    """What happens when a call fails (MPI 4.1, 9.3). ERRORS_RETURN, which mpi4py sets, makes an `MPI.Exception` of it."""

    __slots__ = ()

    @classmethod
    def _create(cls, function):
        if not callable(function):
            raise TypeError("errhandler_fn is not callable")
        if len(functions) >= 32:
            raise RuntimeError("cannot create too many user-defined error handlers")
        self = cls()
        self._handle = max([_FIRST_OWN - 1, *functions]) + 1
        functions[self._handle] = function
        return self

    def Free(self):
        """Free an error handler made by a Create_errhandler method (MPI 4.1, 9.3)."""
        if self._handle == 0:
            raise Exception(constants.ERR_ARG)
        functions.pop(self._handle, None)
        self._handle = 0 if not self._is_predefined() else self._handle


Errhandler._family = Errhandler


def _predefine(handle, name):
    self = Errhandler()
    self._handle = handle
    return define(self, name)


ERRHANDLER_NULL = _predefine(0, "ERRHANDLER_NULL")
ERRORS_ARE_FATAL = _predefine(1, "ERRORS_ARE_FATAL")
ERRORS_ABORT = _predefine(2, "ERRORS_ABORT")
ERRORS_RETURN = _predefine(3, "ERRORS_RETURN")

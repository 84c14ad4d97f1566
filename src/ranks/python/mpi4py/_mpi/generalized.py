"""What a program gives with an operation of its own (MPI 4.1, 13.2), as the engine calls it."""

import traceback

from .. import _native
from . import constants
from .exception import Exception
from .status import EMPTY, Status


def _code(function, *args, **kwargs):
    """Error code of a call: an exception is printed, as in mpi4py, since it cannot cross MPI."""
    try:
        function(*args, **kwargs)
    except _native.WorldEnded:
        raise
    except BaseException as error:
        traceback.print_exc()
        return int(error) if isinstance(error, Exception) else constants.ERR_OTHER
    return constants.SUCCESS


class Callbacks:
    """The three functions of a generalized request, with their arguments."""

    __slots__ = ("_args", "_cancel", "_free", "_kwargs", "_query")

    def __init__(self, query, free, cancel, args, kwargs):
        self._query, self._free, self._cancel = query, free, cancel
        self._args = () if args is None else tuple(args)
        self._kwargs = {} if kwargs is None else dict(kwargs)

    def query(self):
        """`(code, source, tag, bytes, error, cancelled)` of the completed operation."""
        if self._query is None:
            return (constants.SUCCESS, *EMPTY)
        status = Status()
        code = _code(self._query, status, *self._args, **self._kwargs)
        if self._cancel is None:
            status.cancelled = False
        return (code, status.source, status.tag, status.count, status.error, status.cancelled)

    def free(self):
        """The request is gone; the error code."""
        return constants.SUCCESS if self._free is None else _code(self._free, *self._args, **self._kwargs)

    def cancel(self, complete):
        """Somebody cancels; the error code."""
        return constants.SUCCESS if self._cancel is None else _code(self._cancel, complete, *self._args, **self._kwargs)

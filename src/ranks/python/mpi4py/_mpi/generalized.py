"""MPI.Grequest: operations of the program's own (MPI 4.1, 13.2)."""

import traceback

from .. import _native
from . import constants
from .exception import Exception
from .handle import public
from .request import Given, Request
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


@public
class Grequest(Request):
    """A generalized request: an operation of one's own (MPI 4.1, 13.2)."""

    # What Complete completes, also when the request has been freed before.
    __slots__ = ("_operation",)

    @classmethod
    def _kind(cls):
        """The class of the objects that `fromhandle` makes."""
        return Grequest

    def __new__(cls, request=None):
        if request and not isinstance(request, Grequest):
            raise TypeError(f"Cannot convert {type(request).__name__} to mpi4py.MPI.Grequest")
        self = Request.__new__(cls, request)
        self._operation = self._handle
        return self

    @classmethod
    def _started(cls, handle, into=None):
        self = super()._started(handle, into)
        self._operation = handle
        return self

    @classmethod
    def Start(cls, query_fn=None, free_fn=None, cancel_fn=None, args=None, kwargs=None):
        """Start an operation of one's own (MPI 4.1, 13.2): it is complete when `Complete` is called.

        `query_fn(status)` fills in the status of the complete operation, `free_fn()` is called when the request goes, and
        `cancel_fn(complete)` when it is cancelled; each gets `args` and `kwargs` as well.
        """
        return cls._started(_native.grequest_start(Callbacks(query_fn, free_fn, cancel_fn, args, kwargs)))

    def Complete(self):
        """Say that the operation is complete (MPI 4.1, 13.2)."""
        operation, self._operation = self._operation, self._handle
        _native.grequest_complete(operation)

    def complete(self, obj=None):
        """Say that the operation is complete, with the object that `wait` returns (mpi4py's own)."""
        self._into = Given(obj)
        self.Complete()

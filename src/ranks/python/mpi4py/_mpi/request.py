"""MPI.Request: operations under way (MPI 4.1, 3.7), and what completes them."""

from .. import _native
from . import constants
from .exception import Exception
from .handle import Handle, define, public
from .pending import pending
from .pickle import load
from .status import Status

_EMPTY = (constants.ANY_SOURCE, constants.ANY_TAG, 0, constants.SUCCESS, False)


def _handles(requests):
    for request in requests:
        if not isinstance(request, Request):
            raise TypeError(f"Cannot convert {type(request).__name__} to mpi4py.MPI.Request")
    return [request._handle for request in requests]


def _fill(statuses, data):
    """Statuses as a call gives them back: a list that is too short grows."""
    if statuses is None:
        return
    if isinstance(statuses, list):
        statuses += [Status() for _ in range(len(statuses), len(data))]
    for status, values in zip(statuses, data):
        status._data = values


@public
class Request(Handle):
    """A nonblocking operation under way (MPI 4.1, 3.7). Complete it with one of the wait or test methods."""

    # _into: memory of a receive of an object, None for everything else.
    __slots__ = ("_into",)

    def __new__(cls, request=None):
        self = Handle.__new__(cls, request)
        self._into = None if request is None else request._into
        return self

    @classmethod
    def fromhandle(cls, handle):
        """The object for a handle that `handle` gave."""
        if handle == 0 and cls is Request:
            return REQUEST_NULL
        self = cls.__new__(cls)
        self._handle = handle
        return self

    @classmethod
    def _started(cls, handle, into=None):
        self = object.__new__(cls)
        self._handle, self._into = handle, into
        return self

    def __del__(self):
        handle = getattr(self, "_handle", 0)
        if handle:
            _native.request_abandon(handle)

    def _done(self):
        """The operation is complete: the request becomes null. The object received, if it was a receive of one."""
        into, self._into, self._handle = self._into, None, 0
        return into

    def _check_active(self):
        if self._handle and not _native.request_active(self._handle):
            # Another Request object for the same operation has completed it.
            self._done()

    # Completion of one.

    def Wait(self, status=None):
        """Block until the operation is complete; then its buffer may be used again (MPI 4.1, 3.7.3)."""
        self._complete(status)
        return True

    def _complete(self, status):
        if not self._handle:
            if status is not None:
                status._data = _EMPTY
            return None
        try:
            _native.wait(self._handle, status)
        except Exception:
            self._done()
            raise
        return self._done()

    def Test(self, status=None):
        """Whether the operation is complete, without waiting; if it is, as `Wait` (MPI 4.1, 3.7.3)."""
        return self._try(status)[0]

    def _try(self, status):
        if not self._handle:
            if status is not None:
                status._data = _EMPTY
            return True, None
        try:
            if not _native.test(self._handle, status):
                return False, None
        except Exception:
            self._done()
            raise
        return True, self._done()

    def wait(self, status=None):
        """Block until the operation is complete. The object of an `irecv`, None for anything else (MPI 4.1, 3.7.3)."""
        status = Status() if status is None else status
        into = self._complete(status)
        return _loaded(into, status._data)

    def test(self, status=None):
        """`(complete, object)` without waiting; the object of an `irecv` that is complete, else None (MPI 4.1, 3.7.3)."""
        status = Status() if status is None else status
        complete, into = self._try(status)
        return complete, _loaded(into, status._data)

    # Completion of one out of several.

    @classmethod
    def Waitany(cls, requests, status=None):
        """Block until one of the operations is complete; its index, UNDEFINED when all requests are null (MPI 4.1, 3.7.5)."""
        return cls._any(_native.wait_any, requests, status)[0]

    @classmethod
    def Testany(cls, requests, status=None):
        """`(index, complete)` of an operation that is complete, without waiting (MPI 4.1, 3.7.5)."""
        index, complete, _ = cls._any(_native.test_any, requests, status)
        return index, complete

    @classmethod
    def waitany(cls, requests, status=None):
        """`(index, object)` of one operation, blocking until there is one (MPI 4.1, 3.7.5)."""
        index, _, obj = cls._any(_native.wait_any, requests, status)
        return index, obj

    @classmethod
    def testany(cls, requests, status=None):
        """`(index, complete, object)` of an operation that is complete, without waiting (MPI 4.1, 3.7.5)."""
        return cls._any(_native.test_any, requests, status)

    @staticmethod
    def _any(ask, requests, status):
        status = Status() if status is None else status
        index = ask(_handles(requests), status)
        if index == constants.UNDEFINED:
            return index, True, None
        if index == -1:
            return constants.UNDEFINED, False, None
        return index, True, _loaded(requests[index]._done(), status._data)

    # Completion of all.

    @classmethod
    def Waitall(cls, requests, statuses=None):
        """Block until all operations are complete (MPI 4.1, 3.7.5)."""
        cls._all(_native.wait_all, requests, statuses)
        return True

    @classmethod
    def Testall(cls, requests, statuses=None):
        """Whether all operations are complete; if they are not, none is completed (MPI 4.1, 3.7.5)."""
        return cls._all(_native.test_all, requests, statuses) is not None

    @classmethod
    def waitall(cls, requests, statuses=None):
        """Block until all operations are complete; their objects, None where there is none (MPI 4.1, 3.7.5)."""
        return cls._all(_native.wait_all, requests, statuses)

    @classmethod
    def testall(cls, requests, statuses=None):
        """`(complete, objects)`: whether all are complete, and then their objects, else None (MPI 4.1, 3.7.5)."""
        objects = cls._all(_native.test_all, requests, statuses)
        return objects is not None, objects

    @staticmethod
    def _all(ask, requests, statuses):
        try:
            data = ask(_handles(requests))
        except Exception as error:
            _fill(statuses, getattr(error, "statuses", ()))
            for request in requests:
                request._check_active()
            raise
        if data is None:
            return None
        _fill(statuses, data)
        return [_loaded(request._done(), values) for request, values in zip(requests, data)]

    # Completion of some.

    @classmethod
    def Waitsome(cls, requests, statuses=None):
        """Block until at least one is complete; indices of all that are, None when all requests are null (MPI 4.1, 3.7.5)."""
        return cls._some(_native.wait_some, requests, statuses)[0]

    @classmethod
    def Testsome(cls, requests, statuses=None):
        """Indices of the operations that are complete, without waiting; None when all requests are null (MPI 4.1, 3.7.5)."""
        return cls._some(_native.test_some, requests, statuses)[0]

    @classmethod
    def waitsome(cls, requests, statuses=None):
        """`(indices, objects)` of the operations that are complete, at least one (MPI 4.1, 3.7.5)."""
        return cls._some(_native.wait_some, requests, statuses)

    @classmethod
    def testsome(cls, requests, statuses=None):
        """`(indices, objects)` of the operations that are complete, without waiting (MPI 4.1, 3.7.5)."""
        return cls._some(_native.test_some, requests, statuses)

    @staticmethod
    def _some(ask, requests, statuses):
        found = ask(_handles(requests))
        if found is None:
            return None, None
        indices, data = found
        _fill(statuses, data)
        return indices, [_loaded(requests[i]._done(), values) for i, values in zip(indices, data)]

    def Cancel(self):
        """Cancel a receive that has not matched a message; complete it with `Wait` (MPI 4.1, 3.8.4)."""
        if not self._handle:
            raise Exception(constants.ERR_REQUEST)
        _native.request_cancel(self._handle)

    def cancel(self):
        """Cancel a receive that has not matched a message; complete it with `wait` (MPI 4.1, 3.8.4)."""
        self.Cancel()

    def Free(self):
        """Let the operation run on by itself (MPI 4.1, 3.7.3)."""
        if not self._handle:
            raise Exception(constants.ERR_REQUEST)
        _native.request_free(self._handle)
        self._done()


Request._family = Request


def _loaded(into, data):
    """The object received into `into`, by the status of its receive."""
    if into is None or data[2] <= 0 or data[4]:
        return None
    return load(memoryview(into)[:data[2]])


pending(Request, """
Get_status(self, status=None) -- Whether the operation is complete, without completing it (MPI 4.1, 3.7.6).
get_status(self, status=None) -- Whether the operation is complete, without completing it (MPI 4.1, 3.7.6).
@classmethod Get_status_any(cls, requests, status=None) -- `(index, complete)` of an operation, without completing it (MPI 4.1, 3.7.6).
@classmethod get_status_any(cls, requests, status=None) -- `(index, complete)` of an operation, without completing it (MPI 4.1, 3.7.6).
@classmethod Get_status_all(cls, requests, statuses=None) -- Whether all are complete, without completing them (MPI 4.1, 3.7.6).
@classmethod get_status_all(cls, requests, statuses=None) -- Whether all are complete, without completing them (MPI 4.1, 3.7.6).
@classmethod Get_status_some(cls, requests, statuses=None) -- Indices of those complete, without completing them (MPI 4.1, 3.7.6).
@classmethod get_status_some(cls, requests, statuses=None) -- Indices of those complete, without completing them (MPI 4.1, 3.7.6).
""")

REQUEST_NULL = define(Request(), "REQUEST_NULL")


@public
class Prequest(Request):
    """A persistent or partitioned request (MPI 4.1, 3.9 and chapter 4)."""

    __slots__ = ()

    def __new__(cls, request=None):
        if request is not None and not isinstance(request, Prequest):
            raise TypeError(f"Cannot convert {type(request).__name__} to mpi4py.MPI.Prequest")
        return Request.__new__(cls, request)


pending(Prequest, """
Start(self) -- Start the operation (MPI 4.1, 3.9).
@classmethod Startall(cls, requests) -- Start several operations (MPI 4.1, 3.9).
Pready(self, partition) -- Say that a partition may be sent (MPI 4.1, 4.2.2).
Pready_range(self, partition_low, partition_high) -- Say that partitions may be sent (MPI 4.1, 4.2.2).
Pready_list(self, partitions) -- Say that partitions may be sent (MPI 4.1, 4.2.2).
Parrived(self, partition) -- Whether a partition has arrived (MPI 4.1, 4.2.2).
""")


@public
class Grequest(Request):
    """A generalized request: an operation of one's own (MPI 4.1, 13.2)."""

    __slots__ = ()

    def __new__(cls, request=None):
        if request is not None and not isinstance(request, Grequest):
            raise TypeError(f"Cannot convert {type(request).__name__} to mpi4py.MPI.Grequest")
        return Request.__new__(cls, request)


pending(Grequest, """
@classmethod Start(cls, query_fn=None, free_fn=None, cancel_fn=None, args=None, kwargs=None) -- Start an operation of one's own (MPI 4.1, 13.2).
Complete(self) -- Say that the operation is complete (MPI 4.1, 13.2).
complete(self, obj=None) -- Say that the operation is complete, with an object for `wait`.
""")

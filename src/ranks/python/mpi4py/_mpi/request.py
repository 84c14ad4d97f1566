"""MPI.Request: operations under way (MPI 4.1, 3.7), and what completes them."""

from .. import _native
from . import constants
from .exception import Exception
from .handle import Handle, define, public
from .pickle import load
from .status import EMPTY, Status

#: Handle -> number of Request objects beside the first that have it. The operation is let go when the last one is collected.
_copies = {}


class Given:
    """In place of memory: the object that a generalized request was completed with."""

    __slots__ = ("obj",)

    def __init__(self, obj):
        self.obj = obj


def _result(into, data):
    """The object of a completed operation, by the status of it; None for anything but a receive of an object."""
    if into is None:
        return None
    if type(into) is Given:
        return into.obj
    return load(memoryview(into)[:data[2]]) if data[2] > 0 else None


def handles_of(requests):
    """The handles of a sequence of requests."""
    handles = []
    for i in range(len(requests)):
        request = requests[i]
        if not isinstance(request, Request):
            raise TypeError(f"Cannot convert {type(request).__name__} to mpi4py.MPI.Request")
        handles.append(request._handle)
    return handles


def _fill(statuses, data, n):
    """Statuses as a call on `n` requests gives them back: a list that is too short for `data` grows."""
    if statuses is None:
        return
    if isinstance(statuses, list):
        statuses += [Status() for _ in range(len(statuses), len(data))]
    for i in range(min(n, len(statuses))):
        if not isinstance(statuses[i], Status):
            raise TypeError(f"Cannot convert {type(statuses[i]).__name__} to mpi4py.MPI.Status")
        statuses[i]._data = data[i] if i < len(data) else EMPTY


@public
class Request(Handle):
    """A nonblocking operation under way (MPI 4.1, 3.7). Complete it with one of the wait or test methods."""

    # _into: memory of a receive of an object, or a Given; None for everything else.
    __slots__ = ("_into",)

    def __new__(cls, request=None):
        self = Handle.__new__(cls, request)
        self._into = None
        if request is not None:
            self._into = request._into
            self._share()
        return self

    def _share(self):
        if self._handle:
            _copies[self._handle] = _copies.get(self._handle, 0) + 1

    @classmethod
    def _kind(cls):
        """The class of the objects that `fromhandle` makes."""
        return Request

    @classmethod
    def fromhandle(cls, handle):
        """The object for a handle that `handle` gave."""
        if handle == 0 and cls._kind() is Request:
            return REQUEST_NULL
        self = cls._kind()._started(handle)
        self._share()
        return self

    @classmethod
    def _started(cls, handle, into=None):
        self = object.__new__(cls)
        self._handle, self._into = handle, into
        return self

    def __del__(self):
        handle = getattr(self, "_handle", 0)
        if not handle:
            return
        if handle in _copies:
            if _copies[handle] > 1:
                _copies[handle] -= 1
            else:
                del _copies[handle]
        else:
            _native.request_abandon(handle)

    def _done(self):
        """The operation is complete: the request becomes null, unless it is persistent. What there is of an object received."""
        into = self._into
        if not self._handle & 1:
            self._handle, self._into = 0, None
        return into

    def _settle(self):
        """After a call that failed: the request becomes null if the operation is complete all the same."""
        if self._handle and not _native.request_active(self._handle):
            self._done()

    # Completion of one.

    def Wait(self, status=None):
        """Block until the operation is complete; then its buffer may be used again (MPI 4.1, 3.7.3)."""
        self._complete(status)
        return True

    def _complete(self, status):
        if not self._handle:
            if status is not None:
                status._data = EMPTY
            return None
        try:
            _native.wait(self._handle, status)
        except Exception:
            self._settle()
            raise
        return self._done()

    def Test(self, status=None):
        """Whether the operation is complete, without waiting; if it is, as `Wait` (MPI 4.1, 3.7.3)."""
        return self._try(status)[0]

    def _try(self, status):
        if not self._handle:
            if status is not None:
                status._data = EMPTY
            return True, None
        try:
            if not _native.test(self._handle, status):
                return False, None
        except Exception:
            self._settle()
            raise
        return True, self._done()

    def wait(self, status=None):
        """Block until the operation is complete. The object of an `irecv`, None for anything else (MPI 4.1, 3.7.3)."""
        status = Status() if status is None else status
        into = self._complete(status)
        return _result(into, status._data)

    def test(self, status=None):
        """Gives `(complete, object)` without waiting; the object of an `irecv` that is complete, else None (MPI 4.1, 3.7.3)."""
        status = Status() if status is None else status
        complete, into = self._try(status)
        return complete, _result(into, status._data)

    def Get_status(self, status=None):
        """Whether the operation is complete, without completing it: it can still be waited for (MPI 4.1, 3.7.6)."""
        if not self._handle:
            if status is not None:
                status._data = EMPTY
            return True
        return _native.get_status(self._handle, status)

    def get_status(self, status=None):
        """Whether the operation is complete, without completing it: it can still be waited for (MPI 4.1, 3.7.6)."""
        return self.Get_status(status)

    # Completion of one out of several.

    @classmethod
    def Waitany(cls, requests, status=None):
        """Block until one of the operations is complete; its index, UNDEFINED when no request is active (MPI 4.1, 3.7.5)."""
        return cls._any(_native.wait_any, requests, status)[0]

    @classmethod
    def Testany(cls, requests, status=None):
        """Gives `(index, complete)` of an operation that is complete, without waiting (MPI 4.1, 3.7.5)."""
        return cls._any(_native.test_any, requests, status)[:2]

    @classmethod
    def waitany(cls, requests, status=None):
        """Gives `(index, object)` of one operation, blocking until there is one (MPI 4.1, 3.7.5)."""
        found, _, obj = cls._any(_native.wait_any, requests, status, True)
        return found, obj

    @classmethod
    def testany(cls, requests, status=None):
        """Gives `(index, complete, object)` of an operation that is complete, without waiting (MPI 4.1, 3.7.5)."""
        return cls._any(_native.test_any, requests, status, True)

    @staticmethod
    def _any(ask, requests, status, objects=False):
        status = Status() if status is None else status
        try:
            found = ask(handles_of(requests), status)
        except Exception:
            for i in range(len(requests)):
                requests[i]._settle()
            raise
        if found == constants.UNDEFINED:
            return found, True, None
        if found == -1:
            return constants.UNDEFINED, False, None
        into = requests[found]._done()
        return found, True, _result(into, status._data) if objects else None

    @classmethod
    def Get_status_any(cls, requests, status=None):
        """Gives `(index, complete)` of an operation that is complete, without completing it (MPI 4.1, 3.7.6)."""
        found = _native.get_status_any(handles_of(requests), status)
        return (constants.UNDEFINED, False) if found == -1 else (found, True)

    @classmethod
    def get_status_any(cls, requests, status=None):
        """Gives `(index, complete)` of an operation that is complete, without completing it (MPI 4.1, 3.7.6)."""
        return cls.Get_status_any(requests, status)

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
        return cls._all(_native.wait_all, requests, statuses, True)

    @classmethod
    def testall(cls, requests, statuses=None):
        """Gives `(complete, objects)`: whether all are complete, and then their objects, else None (MPI 4.1, 3.7.5)."""
        objects = cls._all(_native.test_all, requests, statuses, True)
        return objects is not None, objects

    @staticmethod
    def _all(ask, requests, statuses, objects=False):
        handles = handles_of(requests)
        n = len(handles)
        try:
            data = ask(handles)
        except Exception as error:
            for i in range(n):
                requests[i]._settle()
            _fill(statuses, getattr(error, "statuses", ()), n)
            raise
        if data is None:
            _fill(statuses, [EMPTY] * n, n)
            return None
        pieces = [requests[i]._done() for i in range(n)]
        _fill(statuses, data, n)
        return [_result(into, values) for into, values in zip(pieces, data)] if objects else ()

    @classmethod
    def Get_status_all(cls, requests, statuses=None):
        """Whether all operations are complete, without completing them (MPI 4.1, 3.7.6)."""
        handles = handles_of(requests)
        data = _native.get_status_all(handles)
        _fill(statuses, [EMPTY] * len(handles) if data is None else data, len(handles))
        return data is not None

    @classmethod
    def get_status_all(cls, requests, statuses=None):
        """Whether all operations are complete, without completing them (MPI 4.1, 3.7.6)."""
        return cls.Get_status_all(requests, statuses)

    # Completion of some.

    @classmethod
    def Waitsome(cls, requests, statuses=None):
        """Block until at least one is complete; indices of all that are, None when no request is active (MPI 4.1, 3.7.5)."""
        return cls._some(_native.wait_some, requests, statuses)[0]

    @classmethod
    def Testsome(cls, requests, statuses=None):
        """Indices of the operations that are complete, without waiting; None when no request is active (MPI 4.1, 3.7.5)."""
        return cls._some(_native.test_some, requests, statuses)[0]

    @classmethod
    def waitsome(cls, requests, statuses=None):
        """Gives `(indices, objects)` of the operations that are complete, at least one (MPI 4.1, 3.7.5)."""
        return cls._some(_native.wait_some, requests, statuses, True)

    @classmethod
    def testsome(cls, requests, statuses=None):
        """Gives `(indices, objects)` of the operations that are complete, without waiting (MPI 4.1, 3.7.5)."""
        return cls._some(_native.test_some, requests, statuses, True)

    @staticmethod
    def _some(ask, requests, statuses, objects=False):
        handles = handles_of(requests)
        n = len(handles)
        try:
            found = ask(handles)
        except Exception as error:
            for i in range(n):
                requests[i]._settle()
            _fill(statuses, getattr(error, "statuses", ()), n)
            raise
        if found is None:
            return None, None
        indices, data = found
        pieces = [requests[i]._done() for i in indices]
        _fill(statuses, data, n)
        return indices, [_result(into, values) for into, values in zip(pieces, data)] if objects else None

    @classmethod
    def Get_status_some(cls, requests, statuses=None):
        """Indices of the operations that are complete, without completing them; None when no request is active (MPI 4.1, 3.7.6)."""
        handles = handles_of(requests)
        found = _native.get_status_some(handles)
        if found is None:
            return None
        _fill(statuses, found[1], len(handles))
        return found[0]

    @classmethod
    def get_status_some(cls, requests, statuses=None):
        """Indices of the operations that are complete, without completing them; None when no request is active (MPI 4.1, 3.7.6)."""
        return cls.Get_status_some(requests, statuses)

    def Cancel(self):
        """Cancel a receive that has not matched a message; complete it with `Wait` (MPI 4.1, 3.8.4)."""
        if not self._handle:
            raise Exception(constants.ERR_REQUEST)
        _native.request_cancel(self._handle)

    def cancel(self):
        """Cancel a receive that has not matched a message; complete it with `wait` (MPI 4.1, 3.8.4)."""
        self.Cancel()

    def Free(self):
        """Let the operation run on by itself (MPI 4.1, 3.7.3). A persistent request is given back."""
        if not self._handle:
            raise Exception(constants.ERR_REQUEST)
        _native.request_free(self._handle)
        self._handle, self._into = 0, None


Request._family = Request

REQUEST_NULL = define(Request(), "REQUEST_NULL")

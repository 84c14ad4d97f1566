"""MPI.Status: what a receive tells of its message (MPI 4.1, 3.2.5)."""

from . import constants
from .datatype import Datatype, types
from .exception import Exception
from .handle import public

_BYTE = types["BYTE"]
#: What the status of an operation that did not take place says (MPI 4.1, 3.7.3).
EMPTY = (constants.ANY_SOURCE, constants.ANY_TAG, 0, constants.SUCCESS, False)


@public
class Status:
    """Who sent a message, with which tag, and how long it is (MPI 4.1, 3.2.5). Given to a call, which fills it in."""

    # (source, tag, bytes, error, cancelled), set by the engine as a whole.
    __slots__ = ("__weakref__", "_data")

    def __new__(cls, status=None):
        self = object.__new__(cls)
        if status is not None and not isinstance(status, Status):
            raise TypeError(f"Argument 'status' has incorrect type (expected mpi4py.MPI.Status, got {type(status).__name__})")
        self._data = EMPTY if status is None else status._data
        return self

    def __eq__(self, other):
        return self._data == other._data if isinstance(other, Status) else NotImplemented

    def __ne__(self, other):
        return self._data != other._data if isinstance(other, Status) else NotImplemented

    __hash__ = None

    def __reduce__(self):
        return (Status, (), self.__getstate__())

    def __getstate__(self):
        source, tag, count, error, cancelled = self._data
        return {"source": source, "tag": tag, "error": error, "count": count, "cancelled": cancelled}

    def __setstate__(self, state):
        self._data = (state["source"], state["tag"], state["count"], state["error"], state["cancelled"])

    def _with(self, at, value):
        self._data = (*self._data[:at], value, *self._data[at + 1:])

    def Get_source(self):
        """Rank of the sender in the communicator (MPI 4.1, 3.2.5)."""
        return self._data[0]

    def Set_source(self, source):
        """Set the source; for generalized requests."""
        self._with(0, int(source))

    @property
    def source(self):
        """Rank of the sender."""
        return self._data[0]

    @source.setter
    def source(self, value):
        self.Set_source(value)

    def Get_tag(self):
        """The message's tag (MPI 4.1, 3.2.5)."""
        return self._data[1]

    def Set_tag(self, tag):
        """Set the tag; for generalized requests."""
        self._with(1, int(tag))

    @property
    def tag(self):
        """The message's tag."""
        return self._data[1]

    @tag.setter
    def tag(self, value):
        self.Set_tag(value)

    def Get_error(self):
        """Error code of the operation, where one call completes several (MPI 4.1, 3.7.5)."""
        return self._data[3]

    def Set_error(self, error):
        """Set the error code; for generalized requests."""
        self._with(3, int(error))

    @property
    def error(self):
        """Error code of the operation."""
        return self._data[3]

    @error.setter
    def error(self, value):
        self.Set_error(value)

    def Get_count(self, datatype=_BYTE):
        """Whole elements of `datatype` received; UNDEFINED when the bytes are no whole number of them (MPI 4.1, 3.2.5)."""
        if not isinstance(datatype, Datatype):
            raise TypeError(
                f"Argument 'datatype' has incorrect type (expected mpi4py.MPI.Datatype, got {type(datatype).__name__})")
        size = datatype.Get_size()
        count, rest = divmod(self._data[2], size)
        return constants.UNDEFINED if rest else count

    @property
    def count(self):
        """Bytes received."""
        return self._data[2]

    @count.setter
    def count(self, value):
        self.Set_elements(_BYTE, value)

    def Get_elements(self, datatype):
        """Basic elements received (MPI 4.1, 5.1.11)."""
        return self.Get_count(datatype)

    def Set_elements(self, datatype, count):
        """Set the number of elements; for generalized requests (MPI 4.1, 13.3)."""
        if count < 0:
            raise Exception(constants.ERR_COUNT)
        self._with(2, datatype.Get_size() * count)

    def Is_cancelled(self):
        """Whether the operation was cancelled (MPI 4.1, 3.8.4)."""
        return self._data[4]

    def Set_cancelled(self, flag):
        """Set the cancelled state; for generalized requests (MPI 4.1, 13.3)."""
        self._with(4, bool(flag))

    @property
    def cancelled(self):
        """Whether the operation was cancelled."""
        return self._data[4]

    @cancelled.setter
    def cancelled(self, value):
        self.Set_cancelled(value)

    def tomemory(self):
        """A memoryview of the status as C integers, a copy."""
        from array import array
        return memoryview(array("i", self.py2f()))

    def py2f(self):
        """The status as Fortran integers (MPI 4.1, 18.2.5)."""
        source, tag, count, error, cancelled = self._data
        return [source, tag, error, int(cancelled), count, 0]

    @classmethod
    def f2py(cls, arg):
        """The status for Fortran integers from `py2f` (MPI 4.1, 18.2.5)."""
        self = cls()
        source, tag, error, cancelled, count, _ = arg
        self._data = (source, tag, count, error, bool(cancelled))
        return self

"""MPI.Status: what a receive tells of its message (MPI 4.1, 3.2.5)."""

from array import array
from operator import index

from . import constants
from .datatype import Datatype, types
from .exception import Exception
from .handle import public

_BYTE = types["BYTE"]
#: What the status of an operation that did not take place says (MPI 4.1, 3.7.3).
EMPTY = (constants.ANY_SOURCE, constants.ANY_TAG, 0, constants.SUCCESS, False)


def _checked(datatype):
    if not isinstance(datatype, Datatype):
        raise TypeError(
            f"Argument 'datatype' has incorrect type (expected mpi4py.MPI.Datatype, got {type(datatype).__name__})")
    if not datatype:
        raise Exception(constants.ERR_TYPE)
    return datatype


def _int(value):
    """A C int, as Cython converts to one: what has no `__index__` but an `__int__`, such as a float, is cut off."""
    if not hasattr(type(value), "__index__") and not hasattr(type(value), "__int__"):
        raise TypeError("an integer is required")
    value = int(value)
    if not -2 ** 31 <= value < 2 ** 31:
        raise OverflowError("value too large to convert to int")
    return value


def _words(data):
    """Values as the C integers of an MPI_Status: source, tag, error, cancelled, and the bytes in two."""
    source, tag, nbytes, error, cancelled = data
    return [source, tag, error, int(cancelled), _signed(nbytes & 0xFFFFFFFF), nbytes >> 32]


def _signed(word):
    return word - 2 ** 32 if word >= 2 ** 31 else word


def _values(words):
    source, tag, error, cancelled, low, high = words
    return (source, tag, (low & 0xFFFFFFFF) + (high << 32), error, cancelled != 0)


@public
class Status:
    """Who sent a message, with which tag, and how long it is (MPI 4.1, 3.2.5). Given to a call, which fills it in."""

    # _data: (source, tag, bytes, error, cancelled), set by the engine as a whole.
    # _memory: None, or the same as C integers, once the program has asked for them; _stored is what was last written there.
    __slots__ = ("__weakref__", "_data", "_memory", "_stored")

    def __new__(cls, status=None):
        self = object.__new__(cls)
        if status is not None and not isinstance(status, Status):
            raise TypeError(f"Argument 'status' has incorrect type (expected mpi4py.MPI.Status, got {type(status).__name__})")
        self._data = EMPTY if status is None else status._now()
        self._memory = None
        return self

    def _now(self):
        """The values, also when the program has written to their memory."""
        if self._memory is not None:
            if self._data is self._stored:
                self._data = _values(self._memory)
            else:
                self._memory[:] = array("i", _words(self._data))
            self._stored = self._data
        return self._data

    def _address(self):
        """Where the values are as C integers."""
        if self._memory is None:
            self._memory = array("i", _words(self._data))
            self._stored = self._data
        else:
            self._now()
        return self._memory.buffer_info()[0]

    def _with(self, at, value):
        data = self._now()
        self._data = (*data[:at], value, *data[at + 1:])
        self._now()

    def __eq__(self, other):
        return self._now() == other._now() if isinstance(other, Status) else NotImplemented

    def __ne__(self, other):
        return self._now() != other._now() if isinstance(other, Status) else NotImplemented

    __hash__ = None

    def __reduce__(self):
        from copyreg import __newobj__
        return (__newobj__, (type(self),), self.__getstate__())

    def __getstate__(self):
        source, tag, count, error, cancelled = self._now()
        return {"source": source, "tag": tag, "error": error, "count": count, "cancelled": cancelled}

    def __setstate__(self, state):
        self.source, self.tag, self.error = state["source"], state["tag"], state["error"]
        if "count" in state:
            self.count = state["count"]
        if "cancelled" in state:
            self.cancelled = state["cancelled"]

    def Get_source(self):
        """Rank of the sender in the communicator (MPI 4.1, 3.2.5)."""
        return self._now()[0]

    def Set_source(self, source):
        """Set the source (MPI 4.1, 3.2.5); for generalized requests."""
        self._with(0, _int(source))

    @property
    def source(self):
        """Rank of the sender."""
        return (self._data if self._memory is None else self._now())[0]

    @source.setter
    def source(self, value):
        self.Set_source(value)

    def Get_tag(self):
        """The message's tag (MPI 4.1, 3.2.5)."""
        return self._now()[1]

    def Set_tag(self, tag):
        """Set the tag (MPI 4.1, 3.2.5); for generalized requests."""
        self._with(1, _int(tag))

    @property
    def tag(self):
        """The message's tag."""
        return (self._data if self._memory is None else self._now())[1]

    @tag.setter
    def tag(self, value):
        self.Set_tag(value)

    def Get_error(self):
        """Error code of the operation, where one call completes several (MPI 4.1, 3.7.5)."""
        return self._now()[3]

    def Set_error(self, error):
        """Set the error code (MPI 4.1, 3.2.5); for generalized requests."""
        self._with(3, _int(error))

    @property
    def error(self):
        """Error code of the operation."""
        return self._now()[3]

    @error.setter
    def error(self, value):
        self.Set_error(value)

    def Get_count(self, datatype=_BYTE):
        """Whole elements of `datatype` received; UNDEFINED when the bytes are no whole number of them (MPI 4.1, 3.2.5)."""
        nbytes, size = self._now()[2], _checked(datatype).Get_size()
        if size == 0:
            return 0 if nbytes == 0 else constants.UNDEFINED
        return constants.UNDEFINED if nbytes % size else nbytes // size

    @property
    def count(self):
        """Bytes received."""
        return (self._data if self._memory is None else self._now())[2]

    @count.setter
    def count(self, value):
        self.Set_elements(_BYTE, value)

    def Get_elements(self, datatype):
        """Basic elements received, which may end within an element of `datatype` (MPI 4.1, 5.1.11)."""
        return _checked(datatype)._elements(self._now()[2])

    def Set_elements(self, datatype, count):
        """Set the number of basic elements (MPI 4.1, 13.3); for generalized requests."""
        _checked(datatype)
        count = index(count)
        if count < 0:
            raise Exception(constants.ERR_COUNT)
        self._with(2, datatype._bytes_of(count))

    def Is_cancelled(self):
        """Whether the operation was cancelled (MPI 4.1, 3.8.4)."""
        return self._now()[4]

    def Set_cancelled(self, flag):
        """Set the cancelled state; for generalized requests (MPI 4.1, 13.3)."""
        self._with(4, bool(flag))

    @property
    def cancelled(self):
        """Whether the operation was cancelled."""
        return self._now()[4]

    @cancelled.setter
    def cancelled(self, value):
        self.Set_cancelled(value)

    def tomemory(self):
        """The status itself as C integers: writing there changes it (mpi4py's own)."""
        self._address()
        return memoryview(self._memory)

    def py2f(self):
        """The status as Fortran integers (MPI 4.1, 18.2.5)."""
        return _words(self._now())

    @classmethod
    def f2py(cls, arg):
        """The status for Fortran integers from `py2f` (MPI 4.1, 18.2.5)."""
        self = cls()
        self._data = _values([_int(arg[i]) for i in range(constants.F_STATUS_SIZE)])
        return self

"""MPI.buffer, and the three addresses with a meaning of their own: BOTTOM, IN_PLACE, BUFFER_AUTOMATIC."""

from .. import _native
from .handle import public


@public
class buffer:
    """A piece of this process's memory as bytes: what user-defined operations are given and `Alloc_mem` returns.

    It supports the buffer protocol, so `numpy.frombuffer(b, dtype)` looks at the same memory without a copy.
    """

    __slots__ = ("__weakref__", "_address", "_obj", "_view")

    def __new__(cls, buf=b"", /):
        return cls._of(buf, False) if buf != b"" else cls._make(0, memoryview(b""), None)

    @classmethod
    def _make(cls, address, view, obj):
        self = object.__new__(cls)
        self._address, self._view, self._obj = address, view, obj
        return self

    @classmethod
    def _of(cls, obj, writable):
        address, _, _ = _native.buffer(obj, writable, False)
        return cls._make(address, memoryview(obj).cast("B"), obj)

    @staticmethod
    def allocate(nbytes, clear=False):
        """New memory of `nbytes` bytes, which are zero."""
        if nbytes < 0:
            raise ValueError("expecting non-negative size")
        return buffer._of(bytearray(nbytes), True)

    @staticmethod
    def frombuffer(obj, readonly=False):
        """The memory of an object with a buffer."""
        found = buffer._of(obj, not readonly)
        return found.toreadonly() if readonly else found

    @staticmethod
    def fromaddress(address, nbytes, readonly=False):
        """Memory by address. Whether the address is good is the caller's business."""
        if nbytes < 0:
            raise ValueError("expecting non-negative buffer length")
        if nbytes > 0 and address == 0:
            raise ValueError("expecting non-NULL address")
        return buffer._make(address, _native.memory(address, nbytes, readonly), None)

    @property
    def address(self):
        """Address of the first byte."""
        return self._address

    @property
    def obj(self):
        """The object whose memory this is, or None."""
        return self._obj

    @property
    def nbytes(self):
        """Size in bytes."""
        return self._view.nbytes

    @property
    def readonly(self):
        """Whether the memory may only be read."""
        return self._view.readonly

    @property
    def format(self):
        """Format of an element: 'B', unsigned bytes."""
        return "B"

    @property
    def itemsize(self):
        """Bytes in an element: 1."""
        return 1

    def cast(self, format, shape=...):
        """A memoryview of the same memory with another format or shape."""
        return self._view.cast(format) if shape is ... else self._view.cast(format, shape)

    def tobytes(self, order=None):
        """A copy of the bytes."""
        return self._view.tobytes()

    def toreadonly(self):
        """The same memory, only to be read."""
        return buffer._make(self._address, self._view.toreadonly(), self._obj)

    def release(self):
        """Let go of the memory."""
        self._address, self._view, self._obj = 0, memoryview(b""), None

    def __buffer__(self, flags, /):
        return memoryview(self._view)

    def __len__(self):
        return self._view.nbytes

    def _slice(self, item):
        start, stop, step = item.indices(len(self))
        if step != 1:
            raise IndexError("slice with step not supported")
        return start, max(start, stop)

    def __getitem__(self, item, /):
        if isinstance(item, slice):
            start, stop = self._slice(item)
            return buffer._make(self._address + start, self._view[start:stop], self._obj)
        if not hasattr(type(item), "__index__"):
            raise TypeError("index must be integer or slice")
        try:
            return self._view[item]
        except IndexError:
            raise IndexError("index out of range") from None

    def __setitem__(self, item, value, /):
        if self.readonly:
            raise TypeError("buffer is read-only")
        if isinstance(item, slice):
            start, stop = self._slice(item)
            if hasattr(type(value), "__index__"):
                self._view[start:stop] = bytes([value.__index__() & 0xFF]) * (stop - start)
                return
            data = memoryview(value).cast("B")
            if data.nbytes != stop - start:
                raise ValueError("slice length does not match buffer")
            self._view[start:stop] = data
            return
        if not hasattr(type(item), "__index__"):
            raise TypeError("index must be integer or slice")
        try:
            self._view[item] = value
        except IndexError:
            raise IndexError("index out of range") from None


class _Special:
    """An address with a meaning of its own; there is one of each class, and no other can be made."""

    __slots__ = ()
    _only = None
    _name = ""
    _value = 0

    def __new__(cls):
        if cls._only is None:
            cls._only = object.__new__(cls)
        return cls._only

    def __eq__(self, other, /):
        return self is other

    def __ne__(self, other, /):
        return self is not other

    def __hash__(self):
        return hash(self._value)

    def __int__(self):
        return self._value

    def __repr__(self):
        return self._name

    def __reduce__(self):
        return self._name

    def __bool__(self):
        return self._value != 0


@public
class BottomType(_Special):
    """Type of BOTTOM."""

    __slots__ = ()
    _name = "BOTTOM"

    def __index__(self):
        return 0


@public
class InPlaceType(_Special):
    """Type of IN_PLACE."""

    __slots__ = ()
    _name = "IN_PLACE"
    _value = 1


@public
class BufferAutomaticType(_Special):
    """Type of BUFFER_AUTOMATIC."""

    __slots__ = ()
    _name = "BUFFER_AUTOMATIC"
    _value = 2


BOTTOM = BottomType()
IN_PLACE = InPlaceType()
BUFFER_AUTOMATIC = BufferAutomaticType()


def is_in_place(obj):
    """Whether a buffer argument asks for IN_PLACE; None does too, as in mpi4py."""
    return obj is None or obj is IN_PLACE


def is_bottom(obj):
    """Whether a buffer argument is the bottom of memory; None is too, as in mpi4py."""
    return obj is None or obj is BOTTOM

"""MPI.buffer, and the three addresses with a meaning of their own: BOTTOM, IN_PLACE, BUFFER_AUTOMATIC."""

from operator import index

from .. import _native
from .handle import public
from .memory import check_reachable, find


@public
class buffer:
    """A piece of this process's memory as bytes: what user-defined operations are given and `Alloc_mem` returns.

    It supports the buffer protocol, so `numpy.frombuffer(b, dtype)` looks at the same memory without a copy.
    """

    # _device: where DLPack says that the memory is. _held: an export of _obj's memory, so that it stays where it is.
    __slots__ = ("__weakref__", "_address", "_device", "_held", "_obj", "_view")

    def __new__(cls, *args):
        return cls._of(args[0], False, False) if args else cls._make(0, memoryview(bytearray()), None)

    def __init_subclass__(cls):
        raise TypeError("type 'mpi4py.MPI.buffer' is not an acceptable base type")

    @classmethod
    def _make(cls, address, view, obj, held=None, device=0):
        self = object.__new__(cls)
        self._address, self._view, self._obj, self._held, self._device = address, view, obj, held, device
        return self

    @classmethod
    def _of(cls, obj, writable, readonly):
        address, nbytes, _, owner, device = find(obj, writable)
        held = memoryview(owner) if device == 0 else owner
        readonly = readonly or device == 0 and held.readonly
        return cls._make(address, _look(address, nbytes, readonly), owner, held, device)

    @classmethod
    def _allocated(cls, nbytes):
        memory = bytearray(nbytes)
        return cls._make(_native.buffer(memory, True, False)[0], memoryview(memory), None)

    @staticmethod
    def allocate(nbytes, clear=False):
        """New memory of `nbytes` bytes, which are zero."""
        if index(nbytes) < 0:
            raise ValueError("expecting non-negative size")
        return buffer._of(bytearray(nbytes), True, False)

    @staticmethod
    def frombuffer(obj, readonly=False):
        """The memory of an object: one with a buffer, DLPack or the CUDA array interface."""
        return buffer._of(obj, not readonly, readonly)

    @staticmethod
    def fromaddress(address, nbytes, readonly=False):
        """Memory by address. Whether the address is good is the caller's business."""
        if nbytes < 0:
            raise ValueError("expecting non-negative buffer length")
        if nbytes > 0 and address == 0:
            raise ValueError("expecting non-NULL address")
        return buffer._make(address, _look(address, nbytes, readonly), None)

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
        check_reachable(self._device)
        view = memoryview(self)
        return view.cast(format) if shape is ... else view.cast(format, shape)

    def tobytes(self, order=None):
        """A copy of the bytes."""
        check_reachable(self._device)
        return self._view.tobytes()

    def toreadonly(self):
        """The same memory, only to be read."""
        if self._obj is None:
            return buffer._make(self._address, self._view.toreadonly(), self, self)
        return buffer._of(self._obj, False, True)

    def release(self):
        """Let go of the memory."""
        self._address, self._view, self._obj, self._held, self._device = 0, memoryview(bytearray()), None, None, 0

    def __buffer__(self, flags, /):
        return memoryview(self._view)

    def __len__(self):
        return self._view.nbytes

    def _slice(self, item):
        start, stop, step = item.indices(len(self))
        if step != 1:
            raise IndexError("slice with step not supported")
        return start, max(start, stop)

    def _place(self, item):
        place = index(item)
        if not -len(self) <= place < len(self):
            raise IndexError("index out of range")
        return place

    def __getitem__(self, item, /):
        check_reachable(self._device)
        if hasattr(type(item), "__index__"):
            return self._view[self._place(item)]
        if not isinstance(item, slice):
            raise TypeError("index must be integer or slice")
        start, stop = self._slice(item)
        return buffer._make(self._address + start, self._view[start:stop], self, self)

    def __setitem__(self, item, value, /):
        check_reachable(self._device)
        if self.readonly:
            raise TypeError("buffer is read-only")
        if hasattr(type(item), "__index__"):
            self._view[self._place(item)] = _byte(value)
            return
        if not isinstance(item, slice):
            raise TypeError("index must be integer or slice")
        start, stop = self._slice(item)
        if hasattr(type(value), "__index__"):
            self._view[start:stop] = bytes([_byte(value)]) * (stop - start)
            return
        address, nbytes, *_held = find(value, False)
        if nbytes != stop - start:
            raise ValueError("slice length does not match buffer")
        self._view[start:stop] = _look(address, nbytes, True)

    def __delitem__(self, item, /):
        raise NotImplementedError("Subscript deletion not supported by mpi4py.MPI.buffer")


def _look(address, nbytes, readonly):
    """A memoryview of memory by address."""
    if nbytes > 0 or address > 0:
        return _native.memory(address, nbytes, readonly)
    return memoryview(b"" if readonly else bytearray())


def _byte(value):
    """A C unsigned char."""
    if not hasattr(type(value), "__int__"):
        raise TypeError("an integer is required")
    value = int(value)
    if value < 0:
        raise OverflowError("can't convert negative value to unsigned char")
    if value > 255:
        raise OverflowError("value too large to convert to unsigned char")
    return value


def is_integral(obj):
    """Whether an object is one integer: not an array, unless it has none or one element."""
    if not hasattr(type(obj), "__index__"):
        return False
    try:
        len(obj)
    except TypeError:
        return True
    try:
        index(obj)
    except TypeError:
        return False
    return True


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
        if isinstance(other, type(self)):
            return True
        return self._value == index(other) if is_integral(other) else NotImplemented

    def __ne__(self, other, /):
        if isinstance(other, type(self)):
            return False
        return self._value != index(other) if is_integral(other) else NotImplemented

    def __hash__(self):
        return hash(self._value)

    def __buffer__(self, flags, /):
        # No bytes, at the address itself. The bridge puts a native function in its place, whose views belong to no object.
        return memoryview(bytearray())

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

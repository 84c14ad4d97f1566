"""Packing (MPI 4.1, 5.2 and 5.3)."""

from operator import index

from .. import _native
from . import constants
from .exception import Exception
from .memory import find


def _elements(nbytes, datatype):
    extent = _native.type_extent(datatype._handle)[1]
    if extent == 0:
        raise ZeroDivisionError("integer division or modulo by zero")
    return nbytes // extent


def _check_comm(comm):
    from .comm import Comm
    if not isinstance(comm, Comm):
        raise TypeError(f"Argument 'comm' has incorrect type (expected mpi4py.MPI.Comm, got {type(comm).__name__})")
    if not comm:
        raise Exception(constants.ERR_COMM)


class Packing:
    """Methods of Datatype."""

    def Pack(self, inbuf, outbuf, position, comm):
        """Pack the elements of `inbuf` into `outbuf` from byte `position` on; returns the position after them (MPI 4.1, 5.2)."""
        _native.type_extent(self._handle)
        start, size, *_held = find(inbuf, False)
        out, room, *_held_too = find(outbuf, True)
        _check_comm(comm)
        return _native.pack(self._handle, start, _elements(size, self), out, room, index(position))

    def Unpack(self, inbuf, position, outbuf, comm):
        """Unpack as many elements as `outbuf` holds from byte `position` of `inbuf` on; returns the position after them (MPI 4.1, 5.2)."""
        _native.type_extent(self._handle)
        packed, room, *_held = find(inbuf, False)
        out, size, *_held_too = find(outbuf, True)
        _check_comm(comm)
        return _native.unpack(self._handle, packed, room, index(position), out, _elements(size, self))

    def Pack_size(self, count, comm):
        """Bytes that packing `count` elements may need (MPI 4.1, 5.2)."""
        size = _native.type_size(self._handle)
        _check_comm(comm)
        if index(count) < 0:
            raise Exception(constants.ERR_COUNT)
        return size * index(count)

    def Pack_external(self, datarep, inbuf, outbuf, position):
        """As `Pack`, in a form that all machines read: `datarep` is "external32" (MPI 4.1, 5.3)."""
        start, size, *_held = find(inbuf, False)
        out, room, *_held_too = find(outbuf, True)
        return _native.pack_external(self._handle, start, _elements(size, self), out, room, index(position), _text(datarep))

    def Unpack_external(self, datarep, inbuf, position, outbuf):
        """As `Unpack`, from a form that all machines read: `datarep` is "external32" (MPI 4.1, 5.3)."""
        packed, room, *_held = find(inbuf, False)
        out, size, *_held_too = find(outbuf, True)
        return _native.unpack_external(self._handle, packed, room, index(position), out, _elements(size, self), _text(datarep))

    def Pack_external_size(self, datarep, count):
        """Bytes that `count` elements have in a form that all machines read (MPI 4.1, 5.3)."""
        return _native.external_size(self._handle, index(count), _text(datarep))


def _text(datarep):
    return datarep.decode() if isinstance(datarep, bytes) else datarep

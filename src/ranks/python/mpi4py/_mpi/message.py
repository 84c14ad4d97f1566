"""Buffer arguments of the upper-case methods: what a program may write, as an address, a count and a datatype.

    buf    [buf, type]    [buf, count]    [buf, count, type]    [buf, (counts, displacements), type]    [buf, counts, displacements, type]

`type` is an MPI.Datatype or a string for `Datatype.fromcode`; without it the buffer's own format tells. Texts of errors are mpi4py's.

A segment is `(address, count, datatype)` as `_native` takes it; `owner` beside it is the object whose memory must live.
"""

from operator import index

from . import constants
from .buffer import is_bottom, is_in_place, is_integral
from .datatype import Datatype, types, typedict
from .memory import find, has_memory

_BYTE = types["BYTE"]
#: In place of a segment where a rank's argument plays no part.
NOTHING = (0, 0, _BYTE._handle)


def _lookup(key):
    try:
        return typedict[key]
    except KeyError:
        raise KeyError(f"cannot map {key!r} to MPI datatype") from None


def as_datatype(spec):
    """The datatype of a Datatype or a string."""
    return spec if isinstance(spec, Datatype) else _lookup(spec)


def _datatype_of(format):
    if format is None or format == "B":
        return _BYTE
    first = format[:1]
    if first == ">":
        raise BufferError(f"format string {format!r} with non-native byte order")
    return _lookup(format[1:] if first in "@<" else format)


def _two(pair):
    n = len(pair)
    if n < 2:
        raise ValueError(f"need more than {n} value{'' if n == 1 else 's'} to unpack")
    if n > 2:
        raise ValueError("too many values to unpack (expected 2)")
    return pair


def _index(value):
    try:
        return index(value)
    except TypeError:
        if isinstance(value, Datatype):
            raise TypeError("'mpi4py.MPI.Datatype' object cannot be interpreted as an integer") from None
        raise


def _unpack(message, displacements_in):
    """`(buf, count, displacement, type)` of what the program wrote."""
    if hasattr(type(message), "__buffer__"):
        return message, None, None, None
    if not isinstance(message, (list, tuple)):
        if has_memory(message):
            return message, None, None, None
        raise TypeError("message: expecting buffer or list/tuple")
    count = displacement = datatype = None
    n = len(message)
    if n == 2:
        buf, count = message
        if isinstance(count, (Datatype, str)):
            count, datatype = None, count
        elif isinstance(count, displacements_in):
            count, displacement = _two(count)
    elif n == 3:
        buf, count, datatype = message
        if isinstance(count, displacements_in):
            count, displacement = _two(count)
    elif n == 4:
        buf, count, displacement, datatype = message
    else:
        raise ValueError("message: expecting 2 to 4 items")
    return buf, count, displacement, datatype


def _memory(buf, datatype, writable):
    """`(address, nbytes, Datatype, what to keep alive)` of a buffer."""
    if is_bottom(buf):
        return 0, 0, as_datatype(datatype), None
    address, nbytes, format, owner, _ = find(buf, writable, datatype is None)
    return address, nbytes, _datatype_of(format) if datatype is None else as_datatype(datatype), owner


def _extent(datatype, purpose):
    if not datatype:
        raise ValueError(f"message: cannot {purpose}, datatype is null")
    lb, extent = datatype.Get_extent()
    if extent <= 0:
        raise ValueError(f"message: cannot {purpose}, datatype extent {extent} (lb:{lb}, ub:{lb + extent})")
    return extent


def _entries(nbytes, datatype):
    extent = _extent(datatype, "infer count")
    if nbytes % extent:
        lb = datatype.lb
        raise ValueError(
            f"message: cannot infer count, buffer length {nbytes} is not a multiple of "
            f"datatype extent {extent} (lb:{lb}, ub:{lb + extent})")
    return nbytes // extent


def simple(message, writable, rank, blocks=1):
    """`(segment, owner)` of a message to or from `rank`. An inferred count is that of one of `blocks` equal blocks."""
    if rank == constants.PROC_NULL:
        return NOTHING, None
    buf, count_spec, displacement, spec = _unpack(message, (list, tuple))
    address, nbytes, datatype, owner = _memory(buf, spec, writable)
    length = nbytes
    if displacement is not None:
        displacement = _index(displacement)
        if displacement < 0:
            raise ValueError(f"message: negative displacement {displacement}")
        if displacement > 0:
            extent = _extent(datatype, "handle displacement")
            if displacement * extent > length:
                raise ValueError(
                    f"message: displacement {displacement} out of bounds, "
                    f"number of datatype entries {length // extent}")
            address += displacement * extent
            length -= displacement * extent
    count = 0
    if count_spec is not None:
        count = _index(count_spec)
        if count < 0:
            raise ValueError(f"message: negative count {count}")
        if count > 0 and buf is None:
            raise ValueError(f"message: buffer is None but count is {count}")
    elif length > 0:
        count = _entries(length, datatype)
        if blocks >= 2:
            if count % blocks:
                raise ValueError(
                    f"message: cannot infer count, number of entries {count} is not a multiple of "
                    f"required number of blocks {blocks}")
            count //= blocks
    return (address, count, datatype._handle), owner


def _integers(sequence, n):
    values = tuple(_index(sequence[i]) for i in range(len(sequence)))
    if len(values) != n:
        raise ValueError(f"expecting {n} items, got {len(values)}")
    return values


def vector(message, writable, rank, blocks):
    """`(vector segment, owner)` of a message of `blocks` blocks of differing lengths."""
    if rank == constants.PROC_NULL:
        return (0, (0,) * blocks, (0,) * blocks, _BYTE._handle), None
    buf, counts, displacements, spec = _unpack(message, tuple)
    address, nbytes, datatype, owner = _memory(buf, spec, writable)
    if counts is None:
        size = _entries(nbytes, datatype) if nbytes > 0 else 0
        counts = tuple(size // blocks + (size % blocks > i) for i in range(blocks))
    elif is_integral(counts):
        counts = (index(counts),) * blocks
    else:
        counts = _integers(counts, blocks)
    if displacements is None:
        at = 0
        places = []
        for count in counts:
            places.append(at)
            at += count
        displacements = tuple(places)
    elif is_integral(displacements):
        displacements = tuple(index(displacements) * i for i in range(blocks))
    else:
        displacements = _integers(displacements, blocks)
    return (address, counts, displacements, datatype._handle), owner


def _check_match(send, into):
    """A reduction's two buffers hold the same."""
    if send is None:
        return
    if send[2] != into[2]:
        raise ValueError("mismatch in send and receive MPI datatypes")
    if send[1] != into[1]:
        raise ValueError(f"mismatch in send count {send[1]} and receive count {into[1]}")


def reduce_local(message, into):
    """Segments for Reduce_local."""
    receive = simple(into, True, 0, 0)[0]
    send = None if is_in_place(message) else simple(message, False, 0, 0)[0]
    _check_match(send, receive)
    return send, receive

"""Memory of objects: by the buffer protocol, by DLPack, or by the CUDA array interface, in this order, as mpi4py asks."""

import sys
import warnings
from operator import index

from .. import _native

#: Device types of DLPack, and those whose memory the processor can reach.
CPU, CUDA = 1, 2
_REACHABLE = (0, CPU, 3, 11, 13)


def find(obj, writable, format=False):
    """`(address, nbytes, format or None, what to keep alive, device)` of an object's contiguous memory. Device 0: the buffer protocol."""
    try:
        return (*_native.buffer(obj, writable, format), obj, 0)
    except BaseException:
        found = _dlpack(obj, writable) or _cuda_array(obj, writable, format)
        if found is None:
            raise
        return found


def has_memory(obj):
    """Whether `find` would look at an object."""
    return hasattr(type(obj), "__buffer__") or _has(obj, "__dlpack__") or _has(obj, "__cuda_array_interface__")


def _has(obj, name):
    try:
        return hasattr(obj, name)
    except BaseException:
        return False


def check_reachable(device):
    """BufferError for memory of a device."""
    if device not in _REACHABLE:
        raise BufferError("buffer is not CPU-accessible")


# DLPack.

_INTEGERS = {8: "b", 16: "h", 32: "i", 64: "q"}
_REALS = {16: "e", 32: "f", 64: "d", 128: "g"}
_COMPLEXES = {32: "Ze", 64: "Zf", 128: "Zd", 256: "Zg"}
_PAIRS_OF_REALS = {32: "Zf", 64: "Zd", 128: "Zg"}


def _dlpack(obj, writable):
    try:
        export, device_of = obj.__dlpack__, obj.__dlpack_device__
    except AttributeError:
        return None
    device, number = device_of()
    device, _number = index(device), index(number)
    stream = {} if device == CPU else {"stream": -1}
    versioned = True
    try:
        capsule = export(**stream, max_version=(1, 0), copy=False)
    except TypeError:
        versioned = False
        capsule = export(**stream)
    tensor = _native.tensor(capsule, versioned)
    if tensor is None:
        raise BufferError("dlpack: invalid capsule object")
    major, flags, address, dimensions, code, bits, lanes, shape, strides = tensor
    if versioned and major < 1:
        raise BufferError("dlpack: unexpected version")
    _check_shape(dimensions, shape, strides)
    if writable and flags & 1:
        raise BufferError("dlpack: buffer is not writable")
    size = (bits * lanes + 7) // 8
    for length in shape or ():
        size *= length
    return address, size, _dlpack_format(code, bits, lanes), capsule, device


def _check_shape(dimensions, shape, strides):
    if dimensions < 0:
        raise BufferError("dlpack: number of dimensions is negative")
    if dimensions > 0 and shape is None:
        raise BufferError("dlpack: shape is NULL")
    if any(length < 0 for length in shape or ()):
        raise BufferError("dlpack: shape item is negative")
    if any(stride < 0 for stride in strides or ()):
        raise BufferError("dlpack: strides item is negative")
    if strides is not None and dimensions and not _is_contiguous(shape, strides, 1):
        raise BufferError("dlpack: buffer is not contiguous")


def _is_contiguous(shape, strides, step):
    """In C's or in Fortran's order."""
    for order in (1, -1):
        size, good = step, True
        for length, stride in list(zip(shape, strides))[::-order]:
            good = good and (length <= 1 or size == stride)
            size *= length
        if good:
            return True
    return False


def _dlpack_format(code, bits, lanes):
    if lanes != 1:
        return _PAIRS_OF_REALS.get(bits, "B") if code == 2 and lanes == 2 else "B"
    match code:
        case 0:
            return _INTEGERS.get(bits, "B")
        case 1:
            return _INTEGERS.get(bits, "b").upper()
        case 2:
            return _REALS.get(bits, "B")
        case 5:
            return _COMPLEXES.get(bits, "B")
        case 6:
            return "?" if bits == 8 else "B"
    return "B"


# The CUDA array interface.

_CUDA = "__cuda_array_interface__: "
_CUDA_FORMATS = {
    "b1": "?", "i1": "b", "i2": "h", "i4": "i", "i8": "q", "u1": "B", "u2": "H", "u4": "I", "u8": "Q",
    "f2": "e", "f4": "f", "f8": "d", "f16": "g", "c4": "Ze", "c8": "Zf", "c16": "Zd", "c32": "Zg",
}


def _typed(kind, value, optional=False):
    if optional and value is None or isinstance(value, kind):
        return value
    raise TypeError(f"Expected {kind.__name__}, got {type(value).__name__}")


def _cuda_array(obj, writable, format):
    try:
        interface = obj.__cuda_array_interface__
    except AttributeError:
        return None
    _typed(dict, interface)
    data, typestr, shape = _typed(tuple, interface["data"]), _typed(str, interface["typestr"]), _typed(tuple, interface["shape"])
    strides, descr = _typed(tuple, interface.get("strides"), True), _typed(list, interface.get("descr"), True)
    address, readonly = data
    size = 1
    for length in shape:
        size *= length
    if address is None and size == 0:
        address = 0
    byteorder, itemsize = typestr[:1], int(typestr[2:])
    if format:
        if byteorder not in "<>|":
            raise BufferError(f"{_CUDA}typestr {typestr!r} with unrecognized byte order")
        if byteorder == (">" if sys.byteorder == "little" else "<"):
            raise BufferError(f"{_CUDA}typestr {typestr!r} with non-native byte order")
    if interface.get("mask") is not None:
        raise BufferError(f"{_CUDA}cannot handle masked arrays")
    if size < 0:
        raise BufferError(f"{_CUDA}buffer with negative size (shape:{shape}, size:{size})")
    if strides is not None and not _is_contiguous(shape, strides, itemsize):
        raise BufferError(f"{_CUDA}buffer is not contiguous (shape:{shape}, strides:{strides}, itemsize:{itemsize})")
    if readonly and writable:
        raise BufferError(f"{_CUDA}buffer is not writable")
    if descr is not None and (len(descr) != 1 or descr[0] != ("", typestr)):
        warnings.warn(f"{_CUDA}ignoring 'descr' key", RuntimeWarning, stacklevel=2)
    return address, size * itemsize, _CUDA_FORMATS.get(typestr[1:], "B"), obj, CUDA

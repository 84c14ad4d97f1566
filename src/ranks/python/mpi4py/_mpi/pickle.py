"""MPI.pickle: how the lower-case methods make bytes of objects."""

import os
import pickle as standard

from .buffer import buffer
from .handle import public

_PROTOCOL = standard.HIGHEST_PROTOCOL
_THRESHOLD = 1024 ** 2 // 4


@public
class Pickle:
    """Turns objects into bytes and back. `MPI.pickle` is the one in use; give it other functions with `MPI.pickle.__init__(dumps, loads)`."""

    __slots__ = ("__weakref__", "_dumps", "_loads", "_protocol", "_threshold")

    def __init__(self, dumps=None, loads=None, protocol=None, threshold=None):
        self._dumps = standard.dumps if dumps is None else dumps
        self._loads = standard.loads if loads is None else loads
        self.PROTOCOL = protocol
        self.THRESHOLD = threshold

    def dumps(self, obj):
        """The object as bytes."""
        if self._protocol is None:
            return self._dumps(obj)
        return self._dumps(obj, self._protocol)

    def loads(self, data):
        """The object of these bytes."""
        return self._loads(data)

    def dumps_oob(self, obj):
        """The object as bytes, with its large buffers apart and not copied (pickle protocol 5)."""
        buffers = []

        def apart(piece):
            held = buffer.frombuffer(piece.raw(), True)
            if held.nbytes < self._threshold:
                return True
            buffers.append(held)
            return False

        protocol = _PROTOCOL if self._protocol is None else max(self._protocol, 5)
        return self._dumps(obj, protocol, buffer_callback=apart), buffers

    def loads_oob(self, data, buffers):
        """The object of bytes and buffers from `dumps_oob`."""
        return self._loads(data, buffers=buffers)

    @property
    def PROTOCOL(self):
        """Version of the pickle protocol; None leaves it to `dumps`."""
        return self._protocol

    @PROTOCOL.setter
    def PROTOCOL(self, protocol):
        self._protocol = _PROTOCOL if protocol is None and self._dumps is standard.dumps else protocol

    @property
    def THRESHOLD(self):
        """Bytes from which `dumps_oob` keeps a buffer apart."""
        return self._threshold

    @THRESHOLD.setter
    def THRESHOLD(self, threshold):
        self._threshold = _THRESHOLD if threshold is None else threshold


pickle = Pickle()


def reset():
    """Back to the standard pickle, with what the environment asks for."""
    pickle.__init__(
        protocol=int(os.environ.get("MPI4PY_PICKLE_PROTOCOL", _PROTOCOL)),
        threshold=int(os.environ.get("MPI4PY_PICKLE_THRESHOLD", _THRESHOLD)))


def dump(obj):
    """Bytes of an object, made by `MPI.pickle`."""
    data = pickle.dumps(obj)
    if type(data) is not bytes:
        raise TypeError(f"expected bytes, {type(data).__name__} found")
    return data


def load(data):
    """The object of a message; an empty one (from PROC_NULL) is None."""
    return pickle.loads(data) if data else None


def dump_each(obj, n):
    """Bytes of each of `n` objects."""
    items = [None] * n if obj is None else list(obj)
    if len(items) != n:
        raise ValueError(f"expecting {n} items, got {len(items)}")
    return [dump(item) for item in items]

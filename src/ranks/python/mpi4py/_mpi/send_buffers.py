"""Memory for buffered sends, attached to the process, a communicator or a session (MPI 4.1, 3.6).

`place`: 0 for the process, a communicator's handle, or a session's handle negated.
"""

from .. import _native
from .buffer import BUFFER_AUTOMATIC, buffer
from .request import Request

#: Place -> the object attached there.
_attached = {}


def attach(place, buf):
    """Attach memory; None and BUFFER_AUTOMATIC let MPI find it."""
    if buf is None or buf is BUFFER_AUTOMATIC:
        buf, held, nbytes = BUFFER_AUTOMATIC, None, None
    else:
        # The object's memory may not go away meanwhile.
        held = buffer.frombuffer(buf)
        nbytes = held.nbytes
    _native.buffer_attach(place, nbytes)
    _attached[place] = (buf, held)


def detach(place):
    """Wait until buffered sends have left and take the memory back: the object that was attached."""
    _native.buffer_detach(place)
    return _attached.pop(place)[0]


def flush(place):
    """Wait until buffered sends have left."""
    _native.buffer_flush(place)


def iflush(place):
    """A request that is complete when the buffered sends that there are have left."""
    return Request._started(_native.buffer_iflush(place))


def forget(place):
    """The communicator or session is gone."""
    _attached.pop(place, None)


def reset():
    """Forget all."""
    _attached.clear()

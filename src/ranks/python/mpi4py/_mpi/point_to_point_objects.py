"""Point-to-point communication of Python objects: the lower-case methods of Comm, which send pickles."""

import warnings

from .. import _native
from .. import rc
from .buffer import buffer
from .constants import ANY_SOURCE, ANY_TAG, PROC_NULL
from .matched import Message
from .buffer import is_integral
from .pickle import dump, load
from .request import Request
from .status import Status

#: PICKLE_TYPE_ID of the protocol.
_PICKLE = 255
_STANDARD, _BUFFERED, _SYNCHRONOUS, _READY = range(4)


def _data(obj, dest):
    return b"" if dest == PROC_NULL else dump(obj)


def _memory(buf):
    """Memory of a receive into `buf`: an object with a buffer, or a length."""
    if is_integral(buf):
        return bytearray(buf.__index__())
    return buffer.frombuffer(buf)


def _recv_into(comm, buf, source, tag, status):
    warnings.warn("the 'buf' argument is deprecated", UserWarning, stacklevel=3)
    if source == PROC_NULL:
        _native.recv_object(comm._handle, source, tag, status)
        return None
    into = _memory(buf)
    address, nbytes, _ = _native.buffer(into, True, False)
    status = Status() if status is None else status
    _native.recv(comm._handle, (address, nbytes, _PICKLE), source, tag, status)
    return load(memoryview(into)[:status.count])


class PointToPointObjects:
    """Methods of Comm."""

    def send(self, obj, dest, tag=0):
        """Send a Python object (MPI 4.1, 3.2.1). Blocks like `Send` of its pickle: perhaps until the receiver has begun to receive."""
        _native.send_object(self._handle, _data(obj, dest), dest, tag, 0)

    def bsend(self, obj, dest, tag=0):
        """Send a Python object by copying it to the memory given to `Attach_buffer` (MPI 4.1, 3.4)."""
        _native.send_object(self._handle, _data(obj, dest), dest, tag, 1)

    def ssend(self, obj, dest, tag=0):
        """Send a Python object, synchronously: blocks until the receiver has begun to receive it (MPI 4.1, 3.4)."""
        _native.send_object(self._handle, _data(obj, dest), dest, tag, 2)

    def recv(self, buf=None, source=ANY_SOURCE, tag=ANY_TAG, status=None):
        """Receive a Python object, whatever its size (MPI 4.1, 3.2.4). Blocks until a matching message has been received."""
        if buf is not None:
            return _recv_into(self, buf, source, tag, status)
        return load(_native.recv_object(self._handle, source, tag, status))

    def sendrecv(self, sendobj, dest, sendtag=0, recvbuf=None, source=ANY_SOURCE, recvtag=ANY_TAG, status=None):
        """Send one object and receive another at once (MPI 4.1, 3.10). Blocks until both are done."""
        if recvbuf is not None:
            request = self.isend(sendobj, dest, sendtag)
            received = _recv_into(self, recvbuf, source, recvtag, status)
            request.wait()
            return received
        data = _data(sendobj, dest)
        return load(_native.sendrecv_object(self._handle, data, dest, sendtag, source, recvtag, status))

    def isend(self, obj, dest, tag=0):
        """Start sending a Python object (MPI 4.1, 3.7.2). Does not block; the object may be changed at once."""
        return Request._started(_native.isend_object(self._handle, _data(obj, dest), dest, tag, _STANDARD))

    def ibsend(self, obj, dest, tag=0):
        """As `bsend`, nonblocking (MPI 4.1, 3.7.2)."""
        return Request._started(_native.isend_object(self._handle, _data(obj, dest), dest, tag, _BUFFERED))

    def issend(self, obj, dest, tag=0):
        """As `ssend`, nonblocking (MPI 4.1, 3.7.2)."""
        return Request._started(_native.isend_object(self._handle, _data(obj, dest), dest, tag, _SYNCHRONOUS))

    def irecv(self, buf=None, source=ANY_SOURCE, tag=ANY_TAG):
        """Start receiving a Python object; `wait` of the request returns it (MPI 4.1, 3.7.2).

        `buf` is memory for its pickle, or a number of bytes; without it there is room for 32 KiB (`mpi4py.rc.irecv_bufsz`), and a
        larger object fails with MPI_ERR_TRUNCATE.
        """
        if source == PROC_NULL:
            return Request._started(_native.irecv_object(self._handle, None, 0, source, tag))
        into = _memory(rc.irecv_bufsz if buf is None else buf)
        return Request._started(_native.irecv_object(self._handle, into, len(into), source, tag), into)

    def probe(self, source=ANY_SOURCE, tag=ANY_TAG, status=None):
        """Block until a matching message is there, without receiving it (MPI 4.1, 3.8.1)."""
        _native.probe(self._handle, source, tag, status)
        return True

    def iprobe(self, source=ANY_SOURCE, tag=ANY_TAG, status=None):
        """Whether a matching message is there, without waiting and without receiving it (MPI 4.1, 3.8.1)."""
        return _native.iprobe(self._handle, source, tag, status)

    def mprobe(self, source=ANY_SOURCE, tag=ANY_TAG, status=None):
        """Block until a matching message is there and take it out of matching (MPI 4.1, 3.8.2)."""
        return Message.probe(self, source, tag, status)

    def improbe(self, source=ANY_SOURCE, tag=ANY_TAG, status=None):
        """Take a matching message out of matching if one is there, else None (MPI 4.1, 3.8.2)."""
        return Message.iprobe(self, source, tag, status)

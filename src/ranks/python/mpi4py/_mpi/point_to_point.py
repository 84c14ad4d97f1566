"""Point-to-point communication of buffers (MPI 4.1, chapter 3): the upper-case methods of Comm."""

from .. import _native
from . import message, send_buffers
from .constants import ANY_SOURCE, ANY_TAG, PROC_NULL
from .info import INFO_NULL
from .matched import Message
from .persistent import Prequest
from .request import Request

_STANDARD, _BUFFERED, _SYNCHRONOUS, _READY = range(4)


def _send(comm, buf, dest, tag, mode):
    segment, _ = message.simple(buf, False, dest)
    _native.send(comm._handle, segment, dest, tag, mode)


def _isend(comm, buf, dest, tag, mode):
    handle = _native.isend_buffer(comm._handle, buf, dest, tag, mode)
    if handle:
        return Request._started(handle)
    segment, owner = message.simple(buf, False, dest)
    return Request._started(_native.isend(comm._handle, segment, dest, tag, mode, owner))


def _send_init(comm, buf, dest, tag, mode):
    segment, owner = message.simple(buf, False, dest)
    return Prequest._started(_native.send_init(comm._handle, segment, dest, tag, mode, owner))


class PointToPoint:
    """Methods of Comm."""

    def Attach_buffer(self, buf):
        """Give memory for the buffered sends on this communicator, which then use no other (MPI 4.1, 3.6)."""
        send_buffers.attach(self._handle, buf)

    def Detach_buffer(self):
        """Take the memory back; blocks until buffered sends have left (MPI 4.1, 3.6)."""
        return send_buffers.detach(self._handle)

    def Flush_buffer(self):
        """Block until the buffered sends of this communicator's memory have left (MPI 4.1, 3.6)."""
        send_buffers.flush(self._handle)

    def Iflush_buffer(self):
        """As `Flush_buffer`, nonblocking (MPI 4.1, 3.6)."""
        return send_buffers.iflush(self._handle)

    def Send(self, buf, dest, tag=0):
        """Send a buffer (MPI 4.1, 3.2.1).

        Returns when the buffer may be used again. A short message is copied away at once (up to the eager limit); for a long one
        this blocks until the receiver has begun to receive it, so a program must not rely on either.
        """
        if not _native.send_buffer(self._handle, buf, dest, tag, 0):
            _send(self, buf, dest, tag, _STANDARD)

    def Bsend(self, buf, dest, tag=0):
        """Send a buffer by copying it to the memory given to `Attach_buffer` (MPI 4.1, 3.4). Does not wait for the receiver."""
        _send(self, buf, dest, tag, _BUFFERED)

    def Ssend(self, buf, dest, tag=0):
        """Send a buffer, synchronously: blocks until the receiver has begun to receive it (MPI 4.1, 3.4)."""
        if not _native.send_buffer(self._handle, buf, dest, tag, 2):
            _send(self, buf, dest, tag, _SYNCHRONOUS)

    def Rsend(self, buf, dest, tag=0):
        """Send a buffer to a receiver that is known to wait for it already (MPI 4.1, 3.4)."""
        _send(self, buf, dest, tag, _READY)

    def Recv(self, buf, source=ANY_SOURCE, tag=ANY_TAG, status=None):
        """Receive into a buffer (MPI 4.1, 3.2.4).

        Blocks until a matching message has been received. The buffer may be longer than the message; if it is shorter the
        call fails with MPI_ERR_TRUNCATE.
        """
        if not _native.recv_buffer(self._handle, buf, source, tag, status):
            segment, _ = message.simple(buf, True, source)
            _native.recv(self._handle, segment, source, tag, status)

    def Sendrecv(self, sendbuf, dest, sendtag=0, recvbuf=None, source=ANY_SOURCE, recvtag=ANY_TAG, status=None):
        """Send one buffer and receive into another at once (MPI 4.1, 3.10). Blocks until both are done; neither waits for the other."""
        segment, _ = message.simple(sendbuf, False, dest)
        into, _ = message.simple(recvbuf, True, source)
        _native.sendrecv(self._handle, segment, dest, sendtag, into, source, recvtag, status)

    def Sendrecv_replace(self, buf, dest, sendtag=0, source=ANY_SOURCE, recvtag=ANY_TAG, status=None):
        """Send a buffer and receive into the same one (MPI 4.1, 3.10). Blocks until both are done."""
        # With PROC_NULL on one side the buffer still matters for the other.
        segment, _ = message.simple(buf, True, dest if source == PROC_NULL else source)
        _native.sendrecv_replace(self._handle, segment, dest, sendtag, source, recvtag, status)

    def Isendrecv(self, sendbuf, dest, sendtag=0, recvbuf=None, source=ANY_SOURCE, recvtag=ANY_TAG):
        """Start sending one buffer and receiving into another, as one operation (MPI 4.1, 3.10). Does not block."""
        segment, owner = message.simple(sendbuf, False, dest)
        into, into_owner = message.simple(recvbuf, True, source)
        return Request._started(
            _native.isendrecv(self._handle, segment, dest, sendtag, into, source, recvtag, owner, into_owner))

    def Isendrecv_replace(self, buf, dest, sendtag=0, source=ANY_SOURCE, recvtag=ANY_TAG):
        """Start sending a buffer and receiving into the same one (MPI 4.1, 3.10). Does not block."""
        segment, owner = message.simple(buf, True, dest if source == PROC_NULL else source)
        return Request._started(_native.isendrecv_replace(self._handle, segment, dest, sendtag, source, recvtag, owner))

    def Isend(self, buf, dest, tag=0):
        """Start sending a buffer (MPI 4.1, 3.7.2). Does not block; the buffer may not be changed until the request is complete."""
        return _isend(self, buf, dest, tag, _STANDARD)

    def Ibsend(self, buf, dest, tag=0):
        """As `Bsend`, nonblocking (MPI 4.1, 3.7.2)."""
        return _isend(self, buf, dest, tag, _BUFFERED)

    def Issend(self, buf, dest, tag=0):
        """As `Ssend`, nonblocking: the request is complete when the receiver has begun to receive (MPI 4.1, 3.7.2)."""
        return _isend(self, buf, dest, tag, _SYNCHRONOUS)

    def Irsend(self, buf, dest, tag=0):
        """As `Rsend`, nonblocking (MPI 4.1, 3.7.2)."""
        return _isend(self, buf, dest, tag, _READY)

    def Irecv(self, buf, source=ANY_SOURCE, tag=ANY_TAG):
        """Start receiving into a buffer (MPI 4.1, 3.7.2). Does not block; the buffer may not be looked at until the request is complete."""
        handle = _native.irecv_buffer(self._handle, buf, source, tag)
        if handle:
            return Request._started(handle)
        segment, owner = message.simple(buf, True, source)
        return Request._started(_native.irecv(self._handle, segment, source, tag, owner))

    def Send_init(self, buf, dest, tag=0):
        """A send that can be started again and again with `Start` (MPI 4.1, 3.9). Local; nothing is sent before it is started."""
        return _send_init(self, buf, dest, tag, _STANDARD)

    def Bsend_init(self, buf, dest, tag=0):
        """As `Send_init`, of a `Bsend` (MPI 4.1, 3.9)."""
        return _send_init(self, buf, dest, tag, _BUFFERED)

    def Ssend_init(self, buf, dest, tag=0):
        """As `Send_init`, of an `Ssend` (MPI 4.1, 3.9)."""
        return _send_init(self, buf, dest, tag, _SYNCHRONOUS)

    def Rsend_init(self, buf, dest, tag=0):
        """As `Send_init`, of an `Rsend` (MPI 4.1, 3.9)."""
        return _send_init(self, buf, dest, tag, _READY)

    def Recv_init(self, buf, source=ANY_SOURCE, tag=ANY_TAG):
        """A receive that can be started again and again with `Start` (MPI 4.1, 3.9)."""
        segment, owner = message.simple(buf, True, source)
        return Prequest._started(_native.recv_init(self._handle, segment, source, tag, owner))

    def Psend_init(self, buf, partitions, dest, tag=0, info=INFO_NULL):
        """A send of `partitions` equal parts that can be started again and again; each leaves when it is `Pready` (MPI 4.1, 4.2.1)."""
        segment, owner = message.simple(buf, False, dest, partitions)
        return Prequest._started(_native.psend_init(self._handle, segment, partitions, dest, tag, owner))

    def Precv_init(self, buf, partitions, source=ANY_SOURCE, tag=ANY_TAG, info=INFO_NULL):
        """A receive in `partitions` equal parts that can be started again and again; `Parrived` asks for each (MPI 4.1, 4.2.1)."""
        segment, owner = message.simple(buf, True, source, partitions)
        return Prequest._started(_native.precv_init(self._handle, segment, partitions, source, tag, owner))

    def Probe(self, source=ANY_SOURCE, tag=ANY_TAG, status=None):
        """Block until a matching message is there, without receiving it (MPI 4.1, 3.8.1). The status tells who sent it and its length."""
        _native.probe(self._handle, source, tag, status)
        return True

    def Iprobe(self, source=ANY_SOURCE, tag=ANY_TAG, status=None):
        """Whether a matching message is there, without waiting and without receiving it (MPI 4.1, 3.8.1)."""
        return _native.iprobe(self._handle, source, tag, status)

    def Mprobe(self, source=ANY_SOURCE, tag=ANY_TAG, status=None):
        """Block until a matching message is there and take it out of matching (MPI 4.1, 3.8.2)."""
        return Message.Probe(self, source, tag, status)

    def Improbe(self, source=ANY_SOURCE, tag=ANY_TAG, status=None):
        """Take a matching message out of matching if one is there, else None (MPI 4.1, 3.8.2)."""
        return Message.Iprobe(self, source, tag, status)

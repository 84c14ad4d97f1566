"""MPI.Message: a message taken out of matching by a probe (MPI 4.1, 3.8.2 and 3.8.3)."""

from .. import _native
from . import constants, message as spec
from .handle import Handle, define, public
from .pickle import load
from .request import Request
from .status import Status

#: PICKLE_TYPE_ID of the protocol.
_PICKLE = 255


@public
class Message(Handle):
    """A message that nobody else can receive any more (MPI 4.1, 3.8.2). Receive it with one of its own methods."""

    # Length of the message, as the probe told it.
    __slots__ = ("_nbytes",)

    @classmethod
    def _found(cls, handle, nbytes=0):
        self = cls.__new__(cls)
        self._handle, self._nbytes = handle, nbytes
        return self

    def __new__(cls, message=None):
        self = Handle.__new__(cls, message)
        self._nbytes = 0 if message is None else message._nbytes
        return self

    def _source(self):
        return constants.PROC_NULL if self._handle == MESSAGE_NO_PROC._handle else constants.ANY_SOURCE

    @classmethod
    def Probe(cls, comm, source=constants.ANY_SOURCE, tag=constants.ANY_TAG, status=None):
        """Block until a message is there, and take it out of matching (MPI 4.1, 3.8.2)."""
        status = Status() if status is None else status
        handle = _native.mprobe(comm._handle, source, tag, status)
        return cls._found(handle, status.count)

    @classmethod
    def Iprobe(cls, comm, source=constants.ANY_SOURCE, tag=constants.ANY_TAG, status=None):
        """Take a message out of matching if one is there, else None (MPI 4.1, 3.8.2)."""
        status = Status() if status is None else status
        handle = _native.improbe(comm._handle, source, tag, status)
        return cls._found(handle, status.count) if handle else None

    @classmethod
    def probe(cls, comm, source=constants.ANY_SOURCE, tag=constants.ANY_TAG, status=None):
        """Block until a message is there, and take it out of matching (MPI 4.1, 3.8.2)."""
        return cls.Probe(comm, source, tag, status)

    @classmethod
    def iprobe(cls, comm, source=constants.ANY_SOURCE, tag=constants.ANY_TAG, status=None):
        """Take a message out of matching if one is there, else None (MPI 4.1, 3.8.2)."""
        return cls.Iprobe(comm, source, tag, status)

    def Recv(self, buf, status=None):
        """Receive the message into a buffer; it is there already, at least in part (MPI 4.1, 3.8.3)."""
        segment, _ = spec.simple(buf, True, self._source())
        _native.message_recv(self._handle, segment, status)
        self._clear()

    def Irecv(self, buf):
        """Start receiving the message into a buffer (MPI 4.1, 3.8.3)."""
        segment, owner = spec.simple(buf, True, self._source())
        request = Request._started(_native.message_irecv(self._handle, segment, owner))
        self._clear()
        return request

    def recv(self, status=None):
        """Receive the message's object (MPI 4.1, 3.8.3)."""
        data = _native.message_recv_object(self._handle, status)
        self._clear()
        return load(data)

    def irecv(self):
        """Start receiving the message's object; `wait` of the request returns it (MPI 4.1, 3.8.3)."""
        into = bytearray(self._nbytes)
        address, nbytes, _ = _native.buffer(into, True, False)
        request = Request._started(_native.message_irecv(self._handle, (address, nbytes, _PICKLE), into), into)
        self._clear()
        return request


Message._family = Message

MESSAGE_NULL = define(Message(), "MESSAGE_NULL")
MESSAGE_NO_PROC = define(Message._found(1), "MESSAGE_NO_PROC")

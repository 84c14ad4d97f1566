"""MPI.Message: a message taken out of matching by a probe (MPI 4.1, 3.8.2 and 3.8.3)."""

from .. import _native
from . import constants, message as spec
from .handle import Handle, define, public
from .pickle import load
from .request import Request


@public
class Message(Handle):
    """A message that nobody else can receive any more (MPI 4.1, 3.8.2). Receive it with one of its own methods."""

    __slots__ = ()

    @classmethod
    def _found(cls, handle):
        self = cls.__new__(cls)
        self._handle = handle
        return self

    def _source(self):
        return constants.PROC_NULL if self._handle == MESSAGE_NO_PROC._handle else constants.ANY_SOURCE

    @classmethod
    def Probe(cls, comm, source=constants.ANY_SOURCE, tag=constants.ANY_TAG, status=None):
        """Block until a message is there, and take it out of matching (MPI 4.1, 3.8.2)."""
        return cls._found(_native.mprobe(comm._handle, source, tag, status))

    @classmethod
    def Iprobe(cls, comm, source=constants.ANY_SOURCE, tag=constants.ANY_TAG, status=None):
        """Take a message out of matching if one is there, else None (MPI 4.1, 3.8.2)."""
        handle = _native.improbe(comm._handle, source, tag, status)
        return cls._found(handle) if handle else None

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
        handle, into = _native.message_irecv_object(self._handle)
        self._clear()
        return Request._started(handle, into)


Message._family = Message

MESSAGE_NULL = define(Message(), "MESSAGE_NULL")
MESSAGE_NO_PROC = define(Message._found(1), "MESSAGE_NO_PROC")

"""Reading and writing files (MPI 4.1, 14.4): at a place, at the rank's own position, at the shared position; alone or together."""

from operator import index

from .. import _native
from . import constants, message
from .exception import Exception
from .file_record import moved, recorded
from .generalized import Callbacks
from .request import Request
from .status import EMPTY


class _Done(Callbacks):
    """An operation that is complete when its request is made."""

    __slots__ = ("_nbytes",)

    def __init__(self, nbytes):
        super().__init__(None, None, None, None, None)
        self._nbytes = nbytes

    def query(self):
        return (constants.SUCCESS, *_said(self._nbytes))


def _said(nbytes):
    return (EMPTY[0], EMPTY[1], nbytes, constants.SUCCESS, False)


def _tell(status, nbytes):
    if status is not None:
        status._data = _said(nbytes)


def _request(nbytes):
    handle = _native.grequest_start(_Done(nbytes))
    _native.grequest_complete(handle)
    return Request._started(handle)


def _all_recorded(cls):
    for name, method in vars(cls).copy().items():
        if name[0].isupper():
            setattr(cls, name, recorded(lambda self, *_args, **_named: self._shared_by())(method))
    return cls


@_all_recorded
class Access:
    """Methods of File."""

    # Every form below is one of these three: where it begins, and what the rank's or the shared position is afterwards.

    def _at(self, writes, offset, buf):
        """Bytes moved at an explicit place."""
        segment = message.simple(buf, not writes, 0, 0)[0]
        return self._guarded(lambda file: self._move(file, writes, _place(offset), segment))

    def _own(self, writes, buf):
        """Bytes moved at the rank's position."""
        segment = message.simple(buf, not writes, 0, 0)[0]

        def body(file):
            at = file.position
            count = file.elements(segment)
            nbytes = self._move(file, writes, at, segment)
            file.position = at + (count if writes else -(-nbytes // max(1, file.view.etype.Get_size())))
            return nbytes

        return self._guarded(body)

    def _shared(self, writes, buf):
        """Bytes moved at the shared position, which moves on first so that nobody else gets the same part."""
        segment = message.simple(buf, not writes, 0, 0)[0]
        return self._guarded(lambda file: self._move(file, writes, _native.file_add_pointer(file.slot, file.elements(segment)), segment))

    def _ordered(self, writes, buf):
        """Bytes moved at the shared position, in rank order."""
        segment = message.simple(buf, not writes, 0, 0)[0]

        def body(file):
            counts = file.comm.allgather(file.elements(segment))
            rank = file.comm.Get_rank()
            first = file.comm.bcast(_native.file_add_pointer(file.slot, sum(counts)) if rank == 0 else None)
            return self._move(file, writes, first + sum(counts[:rank]), segment)

        return self._guarded(body)

    @staticmethod
    def _move(file, writes, position, segment):
        if position < 0:
            raise Exception(constants.ERR_ARG)
        file.elements(segment)
        return moved(file.write(position, segment) if writes else file.read(position, segment))

    def _begin(self, name, move):
        """The first half of a split collective: one at a time (MPI 4.1, 14.4.5)."""
        if self._guarded(lambda file: file.begun) is not None:
            self._guarded(_refused)
        nbytes = move()
        self._guarded(lambda file: setattr(file, "begun", (name, nbytes)))

    def _end(self, name, buf, status):
        message.simple(buf, name.startswith("Read"), 0, 0)

        def body(file):
            if file.begun is None or file.begun[0] != name:
                raise Exception(constants.ERR_REQUEST)
            nbytes = file.begun[1]
            file.begun = None
            return nbytes

        _tell(status, self._guarded(body))

    # At an explicit place.

    def Read_at(self, offset, buf, status=None):
        """Read from `offset`, in elementary types of the view, into `buf` (MPI 4.1, 14.4.2)."""
        _tell(status, self._at(False, offset, buf))

    def Read_at_all(self, offset, buf, status=None):
        """As `Read_at`, called by all ranks that opened the file (MPI 4.1, 14.4.2)."""
        _tell(status, self._at(False, offset, buf))

    def Write_at(self, offset, buf, status=None):
        """Write `buf` at `offset`, in elementary types of the view (MPI 4.1, 14.4.2)."""
        _tell(status, self._at(True, offset, buf))

    def Write_at_all(self, offset, buf, status=None):
        """As `Write_at`, called by all ranks that opened the file (MPI 4.1, 14.4.2)."""
        _tell(status, self._at(True, offset, buf))

    def Iread_at(self, offset, buf):
        """A nonblocking `Read_at`; the request (MPI 4.1, 14.4.2)."""
        return _request(self._at(False, offset, buf))

    def Iread_at_all(self, offset, buf):
        """A nonblocking `Read_at_all`; the request (MPI 4.1, 14.4.2)."""
        return _request(self._at(False, offset, buf))

    def Iwrite_at(self, offset, buf):
        """A nonblocking `Write_at`; the request (MPI 4.1, 14.4.2)."""
        return _request(self._at(True, offset, buf))

    def Iwrite_at_all(self, offset, buf):
        """A nonblocking `Write_at_all`; the request (MPI 4.1, 14.4.2)."""
        return _request(self._at(True, offset, buf))

    # At the rank's own position.

    def Read(self, buf, status=None):
        """Read into `buf` at this rank's position, which moves on (MPI 4.1, 14.4.3)."""
        _tell(status, self._own(False, buf))

    def Read_all(self, buf, status=None):
        """As `Read`, called by all ranks that opened the file (MPI 4.1, 14.4.3)."""
        _tell(status, self._own(False, buf))

    def Write(self, buf, status=None):
        """Write `buf` at this rank's position, which moves on (MPI 4.1, 14.4.3)."""
        _tell(status, self._own(True, buf))

    def Write_all(self, buf, status=None):
        """As `Write`, called by all ranks that opened the file (MPI 4.1, 14.4.3)."""
        _tell(status, self._own(True, buf))

    def Iread(self, buf):
        """A nonblocking `Read`; the request (MPI 4.1, 14.4.3)."""
        return _request(self._own(False, buf))

    def Iread_all(self, buf):
        """A nonblocking `Read_all`; the request (MPI 4.1, 14.4.3)."""
        return _request(self._own(False, buf))

    def Iwrite(self, buf):
        """A nonblocking `Write`; the request (MPI 4.1, 14.4.3)."""
        return _request(self._own(True, buf))

    def Iwrite_all(self, buf):
        """A nonblocking `Write_all`; the request (MPI 4.1, 14.4.3)."""
        return _request(self._own(True, buf))

    # At the shared position.

    def Read_shared(self, buf, status=None):
        """Read at the position that all ranks share; who comes first reads first (MPI 4.1, 14.4.4)."""
        _tell(status, self._shared(False, buf))

    def Write_shared(self, buf, status=None):
        """Write at the position that all ranks share; who comes first writes first (MPI 4.1, 14.4.4)."""
        _tell(status, self._shared(True, buf))

    def Iread_shared(self, buf):
        """A nonblocking `Read_shared`; the request (MPI 4.1, 14.4.4)."""
        return _request(self._shared(False, buf))

    def Iwrite_shared(self, buf):
        """A nonblocking `Write_shared`; the request (MPI 4.1, 14.4.4)."""
        return _request(self._shared(True, buf))

    def Read_ordered(self, buf, status=None):
        """Read at the shared position in rank order, called by all ranks that opened the file (MPI 4.1, 14.4.4)."""
        _tell(status, self._ordered(False, buf))

    def Write_ordered(self, buf, status=None):
        """Write at the shared position in rank order, called by all ranks that opened the file (MPI 4.1, 14.4.4)."""
        _tell(status, self._ordered(True, buf))

    # Split collectives.

    def Read_at_all_begin(self, offset, buf):
        """Begin a `Read_at_all`; `Read_at_all_end` ends it (MPI 4.1, 14.4.5)."""
        self._begin("Read_at_all", lambda: self._at(False, offset, buf))

    def Read_at_all_end(self, buf, status=None):
        """End what `Read_at_all_begin` began, with the same buffer (MPI 4.1, 14.4.5)."""
        self._end("Read_at_all", buf, status)

    def Write_at_all_begin(self, offset, buf):
        """Begin a `Write_at_all`; `Write_at_all_end` ends it (MPI 4.1, 14.4.5)."""
        self._begin("Write_at_all", lambda: self._at(True, offset, buf))

    def Write_at_all_end(self, buf, status=None):
        """End what `Write_at_all_begin` began, with the same buffer (MPI 4.1, 14.4.5)."""
        self._end("Write_at_all", buf, status)

    def Read_all_begin(self, buf):
        """Begin a `Read_all`; `Read_all_end` ends it (MPI 4.1, 14.4.5)."""
        self._begin("Read_all", lambda: self._own(False, buf))

    def Read_all_end(self, buf, status=None):
        """End what `Read_all_begin` began, with the same buffer (MPI 4.1, 14.4.5)."""
        self._end("Read_all", buf, status)

    def Write_all_begin(self, buf):
        """Begin a `Write_all`; `Write_all_end` ends it (MPI 4.1, 14.4.5)."""
        self._begin("Write_all", lambda: self._own(True, buf))

    def Write_all_end(self, buf, status=None):
        """End what `Write_all_begin` began, with the same buffer (MPI 4.1, 14.4.5)."""
        self._end("Write_all", buf, status)

    def Read_ordered_begin(self, buf):
        """Begin a `Read_ordered`; `Read_ordered_end` ends it (MPI 4.1, 14.4.5)."""
        self._begin("Read_ordered", lambda: self._ordered(False, buf))

    def Read_ordered_end(self, buf, status=None):
        """End what `Read_ordered_begin` began, with the same buffer (MPI 4.1, 14.4.5)."""
        self._end("Read_ordered", buf, status)

    def Write_ordered_begin(self, buf):
        """Begin a `Write_ordered`; `Write_ordered_end` ends it (MPI 4.1, 14.4.5)."""
        self._begin("Write_ordered", lambda: self._ordered(True, buf))

    def Write_ordered_end(self, buf, status=None):
        """End what `Write_ordered_begin` began, with the same buffer (MPI 4.1, 14.4.5)."""
        self._end("Write_ordered", buf, status)


def _place(offset):
    offset = index(offset)
    if offset < 0:
        raise Exception(constants.ERR_ARG)
    return offset


def _refused(_file):
    raise Exception(constants.ERR_REQUEST)

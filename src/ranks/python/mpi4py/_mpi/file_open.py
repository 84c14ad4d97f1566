"""What a rank knows of a file that it has open, and the reading and writing of bytes."""

import errno
import os

from .. import _native
from . import constants
from .exception import Exception
from .file_view import EXTERNAL, View

_CODES = {
    errno.ENOENT: constants.ERR_NO_SUCH_FILE, errno.EEXIST: constants.ERR_FILE_EXISTS, errno.EACCES: constants.ERR_ACCESS,
    errno.EPERM: constants.ERR_ACCESS, errno.EROFS: constants.ERR_READ_ONLY, errno.ENOSPC: constants.ERR_NO_SPACE,
    errno.EDQUOT: constants.ERR_QUOTA, errno.EISDIR: constants.ERR_BAD_FILE, errno.ENOTDIR: constants.ERR_BAD_FILE,
    errno.ENAMETOOLONG: constants.ERR_BAD_FILE, errno.EINVAL: constants.ERR_ARG,
}


def code_of(error):
    """MPI's error class for what the file system says."""
    return _CODES.get(error.errno, constants.ERR_IO)


class OpenFile:
    """One rank's end of an open file."""

    __slots__ = ("amode", "atomic", "begun", "comm", "fd", "info", "owned", "path", "position", "slot", "view")

    def __init__(self, comm, path, amode, info, fd, slot, etype):
        self.comm, self.path, self.amode, self.info, self.fd, self.slot = comm, path, amode, info, fd, slot
        self.view = View(0, etype, etype, "native")
        #: Datatypes that were duplicated for the view, to be freed with it.
        self.owned = []
        self.position = 0
        self.atomic = False
        #: The split collective under way: its name and what its end says.
        self.begun = None

    def size(self):
        """Bytes in the file."""
        return os.fstat(self.fd).st_size

    def elements(self, segment):
        """Elementary types of the view in a segment; MPI_ERR_ARG when it is not a whole number of them."""
        size = self._file_bytes(segment)
        if size % self.view.size:
            raise Exception(constants.ERR_ARG)
        return size // self.view.size

    def _file_bytes(self, segment):
        _, count, datatype = segment
        if self.view.datarep == EXTERNAL:
            return _native.external_size(datatype, count, EXTERNAL)
        return count * _native.type_size(datatype)

    def read(self, position, segment):
        """Read from a position into a segment; bytes of data read, fewer at the end of the file."""
        if self.amode & constants.MODE_WRONLY:
            raise Exception(constants.ERR_ACCESS)
        nbytes = self._file_bytes(segment)
        data = bytearray(nbytes)
        into, got = memoryview(data), 0
        with self._order():
            for at, length in self.view.pieces(position, nbytes):
                part = os.pread(self.fd, length, at)
                into[got:got + len(part)] = part
                got += len(part)
                if len(part) < length:
                    break
        return self._deliver(segment, data, got)

    def _deliver(self, segment, data, got):
        address, count, datatype = segment
        if count == 0:
            return 0
        if self.view.datarep == EXTERNAL:
            one = _native.external_size(datatype, 1, EXTERNAL)
            whole = got // one
            if whole:
                _native.unpack_external(datatype, _native.buffer(data, False, False)[0], len(data), 0, address, whole, EXTERNAL)
            return whole * _native.type_size(datatype)
        if got < len(data):
            # What was not read stays as it was.
            before = bytearray(len(data))
            _native.pack(datatype, address, count, _native.buffer(before, True, False)[0], len(before), 0)
            data[got:] = before[got:]
        if got:
            _native.unpack(datatype, _native.buffer(data, False, False)[0], len(data), 0, address, count)
        return got

    def write(self, position, segment):
        """Write a segment at a position; bytes of data written."""
        if self.amode & constants.MODE_RDONLY:
            raise Exception(constants.ERR_READ_ONLY)
        address, count, datatype = segment
        nbytes = self._file_bytes(segment)
        if nbytes == 0:
            return 0
        data = bytearray(nbytes)
        out = _native.buffer(data, True, False)[0]
        if self.view.datarep == EXTERNAL:
            _native.pack_external(datatype, address, count, out, nbytes, 0, EXTERNAL)
        else:
            _native.pack(datatype, address, count, out, nbytes, 0)
        part, at_data = memoryview(data), 0
        with self._order():
            for at, length in self.view.pieces(position, nbytes):
                done = 0
                while done < length:
                    done += os.pwrite(self.fd, part[at_data + done:at_data + length], at + done)
                at_data += length
        return count * _native.type_size(datatype)

    def _order(self):
        return _Locked(self.slot if self.atomic else None)


class _Locked:
    """In atomic mode one rank at a time reads or writes (MPI 4.1, 14.6.1); otherwise nothing."""

    __slots__ = ("_slot",)

    def __init__(self, slot):
        self._slot = slot

    def __enter__(self):
        if self._slot is not None:
            while not _native.file_try_lock(self._slot):
                # Stop and Ctrl-C are honoured at every turn of the loop.
                pass

    def __exit__(self, *_):
        if self._slot is not None:
            _native.file_unlock(self._slot)

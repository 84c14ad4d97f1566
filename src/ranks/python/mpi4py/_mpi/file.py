"""MPI.File: files that ranks share (MPI 4.1, chapter 14), on the disk that all ranks of a run see."""

import os
from operator import index

from .. import _native
from . import constants, errhandler as handlers
from .datatype import Datatype, types
from .errhandler import ErrorHandling
from .exception import Exception
from .file_access import Access
from .file_open import OpenFile, code_of
from .file_record import recorded
from .file_view import EXTERNAL, NATIVE, View
from .handle import Handle, define, made_of, public
from .info import INFO_NULL, Info
from .intracomm import Intracomm

_BYTE = types["BYTE"]
#: Handle -> the file that is open.
_open = {}
_next = 1

_FLAGS = {constants.MODE_RDONLY: os.O_RDONLY, constants.MODE_WRONLY: os.O_WRONLY, constants.MODE_RDWR: os.O_RDWR}
_WAYS = constants.MODE_RDONLY | constants.MODE_WRONLY | constants.MODE_RDWR


def _checked_mode(amode):
    """MPI 4.1, 14.2.1: one way of access; nothing is created in a file that is only read."""
    way = amode & _WAYS
    if way not in _FLAGS:
        raise Exception(constants.ERR_AMODE)
    if way == constants.MODE_RDONLY and amode & (constants.MODE_CREATE | constants.MODE_EXCL):
        raise Exception(constants.ERR_AMODE)
    if way == constants.MODE_RDWR and amode & constants.MODE_SEQUENTIAL:
        raise Exception(constants.ERR_AMODE)
    return way


def _hints(info):
    if not isinstance(info, Info):
        raise TypeError(f"Argument 'info' has incorrect type (expected mpi4py.MPI.Info, got {type(info).__name__})")
    return dict(info.items()) if info else {}


def _datatype(obj, name):
    if not isinstance(obj, Datatype):
        raise TypeError(f"Argument '{name}' has incorrect type (expected mpi4py.MPI.Datatype, got {type(obj).__name__})")
    if not obj:
        raise Exception(constants.ERR_TYPE)
    return obj


def _opening(_cls, comm, *_args, **_named):
    return comm._handle if isinstance(comm, Intracomm) and comm else None


def _sharing(self, *_args, **_named):
    return self._shared_by()


@public
@made_of(ErrorHandling, Access)
class File(Handle):
    """A file that the ranks of a communicator read and write together (MPI 4.1, chapter 14)."""

    __slots__ = ()

    # FILE_NULL has an error handler too: that of files which could not be opened (MPI 4.1, 14.7).
    def _handled(self):
        if self and self._handle not in _open:
            raise Exception(constants.ERR_FILE)

    def _shared_by(self):
        """Handle of the communicator of those who opened it; None for no file."""
        file = _open.get(self._handle)
        return None if file is None else file.comm._handle

    def _guarded(self, body):
        """What `body(the open file)` gives; an error goes to the file's error handler."""
        file = _open.get(self._handle)
        if file is None:
            raise Exception(constants.ERR_FILE)
        try:
            return body(file)
        except OSError as error:
            code = code_of(error)
        except Exception as error:
            code = error.Get_error_code()
        handlers.fail(self, code)

    # Opening and closing.

    @classmethod
    @recorded(_opening)
    def Open(cls, comm, filename, amode=constants.MODE_RDONLY, info=INFO_NULL):
        """Open a file; called by all ranks of `comm` with the same arguments (MPI 4.1, 14.2.1).

        `amode` is MODE_RDONLY, MODE_WRONLY or MODE_RDWR, with MODE_CREATE, MODE_EXCL, MODE_APPEND, MODE_DELETE_ON_CLOSE, MODE_UNIQUE_OPEN,
        MODE_SEQUENTIAL added. Raises MPI_ERR_NO_SUCH_FILE, MPI_ERR_FILE_EXISTS, MPI_ERR_AMODE, MPI_ERR_ACCESS.
        """
        global _next
        if not isinstance(comm, Intracomm):
            raise TypeError(f"Argument 'comm' has incorrect type (expected mpi4py.MPI.Intracomm, got {type(comm).__name__})")
        path, amode, hints = os.fspath(filename), index(amode), _hints(info)
        if not comm:
            raise Exception(constants.ERR_COMM)
        twin = comm._twin()
        rank = twin.Get_rank()
        fd, slot, code = -1, 0, constants.SUCCESS
        try:
            way = _checked_mode(amode)
            if rank == 0:
                fd = os.open(path, _FLAGS[way] | (os.O_CREAT if amode & constants.MODE_CREATE else 0) | (os.O_EXCL if amode & constants.MODE_EXCL else 0), 0o644)
                slot = _native.file_take()
        except OSError as error:
            code = code_of(error)
        except Exception as error:
            code = error.Get_error_class()
        # The first rank creates; the others open what is there then.
        told, slot = twin.bcast((code, slot))
        if rank != 0 and code == constants.SUCCESS and told == constants.SUCCESS:
            try:
                fd = os.open(path, _FLAGS[way])
            except OSError as error:
                code = code_of(error)
        worst = max(twin.allgather((code if code != constants.SUCCESS else told, amode)))
        if worst[0] == constants.SUCCESS and min(twin.allgather(amode)) != worst[1]:
            worst = (constants.ERR_NOT_SAME, amode)
        if worst[0] != constants.SUCCESS:
            if fd >= 0:
                os.close(fd)
            if rank == 0 and told == constants.SUCCESS:
                _native.file_give(slot)
            twin.Free()
            handlers.fail(FILE_NULL, worst[0])
        self = cls()
        self._handle = _next
        _next += 1
        file = _open[self._handle] = OpenFile(twin, path, amode, hints, fd, slot, _BYTE)
        handlers.initial(self, FILE_NULL)
        if amode & constants.MODE_APPEND:
            file.position = file.size()
            if rank == 0:
                _native.file_set_pointer(slot, file.position)
            twin.Barrier()
        return self

    @recorded(_sharing)
    def Close(self):
        """Close the file; called by all ranks that opened it (MPI 4.1, 14.2.2). The object becomes FILE_NULL."""
        file = _open.get(self._handle)
        if file is None:
            raise Exception(constants.ERR_FILE)
        if file.begun is not None:
            handlers.fail(self, constants.ERR_REQUEST)
        self._release(file)
        os.close(file.fd)
        file.comm.Barrier()
        code = constants.SUCCESS
        if file.comm.Get_rank() == 0:
            _native.file_give(file.slot)
            if file.amode & constants.MODE_DELETE_ON_CLOSE:
                try:
                    os.unlink(file.path)
                except OSError as error:
                    code = code_of(error)
        code = file.comm.bcast(code)
        file.comm.Free()
        del _open[self._handle]
        try:
            if code != constants.SUCCESS:
                handlers.fail(self, code)
        finally:
            handlers.forget(self)
            self._clear()

    def free(self):
        """Call `Close` unless the object is null."""
        if self:
            self.Close()

    @classmethod
    @recorded(lambda *_args, **_named: None)
    def Delete(cls, filename, info=INFO_NULL):
        """Delete a file (MPI 4.1, 14.2.3). Raises MPI_ERR_NO_SUCH_FILE."""
        _hints(info)
        try:
            os.unlink(os.fspath(filename))
        except OSError as error:
            handlers.fail(FILE_NULL, code_of(error))

    # Size, mode, group, hints.

    @recorded(_sharing)
    def Set_size(self, size):
        """Cut the file off, or fill it up with zeros, at `size` bytes; called by all ranks (MPI 4.1, 14.2.4)."""
        self._resize(size, False)

    @recorded(_sharing)
    def Preallocate(self, size):
        """Make the file at least `size` bytes long; called by all ranks (MPI 4.1, 14.2.5)."""
        self._resize(size, True)

    def _resize(self, size, only_longer):
        size = index(size)

        def body(file):
            if size < 0:
                raise Exception(constants.ERR_ARG)
            if file.amode & constants.MODE_RDONLY:
                raise Exception(constants.ERR_READ_ONLY)
            file.comm.Barrier()
            if file.comm.Get_rank() == 0 and (not only_longer or size > file.size()):
                os.ftruncate(file.fd, size)
            file.comm.Barrier()

        self._guarded(body)

    def Get_size(self):
        """The file's size, bytes (MPI 4.1, 14.2.6)."""
        return self._guarded(OpenFile.size)

    def Get_amode(self):
        """How the file was opened (MPI 4.1, 14.2.7)."""
        return self._guarded(lambda file: file.amode)

    def Get_group(self):
        """A new group: the ranks that opened the file (MPI 4.1, 14.2.7)."""
        return self._guarded(lambda file: file.comm.Get_group())

    def Set_info(self, info):
        """Set hints (MPI 4.1, 14.2.8)."""
        hints = _hints(info)
        self._guarded(lambda file: file.info.update(hints))

    def Get_info(self):
        """A new Info with the hints (MPI 4.1, 14.2.8)."""
        return Info.Create(self._guarded(lambda file: dict(file.info)))

    # The view.

    @recorded(_sharing)
    def Set_view(self, disp=0, etype=_BYTE, filetype=None, datarep="native", info=INFO_NULL):
        """Choose this rank's part of the file; called by all ranks (MPI 4.1, 14.3).

        From byte `disp` on, `filetype` (None: `etype`) repeats; only its data is seen, counted in `etype`. `datarep` is "native", "internal"
        or, for views without gaps, "external32". All positions become 0.
        """
        disp = index(disp)
        etype = _datatype(etype, "etype")
        filetype = etype if filetype is None else _datatype(filetype, "filetype")
        datarep = datarep.decode() if isinstance(datarep, bytes) else datarep
        hints = _hints(info)

        def body(file):
            if disp < 0 and not (disp == constants.DISPLACEMENT_CURRENT and file.amode & constants.MODE_SEQUENTIAL):
                raise Exception(constants.ERR_ARG)
            if datarep not in (*NATIVE, EXTERNAL):
                raise Exception(constants.ERR_UNSUPPORTED_DATAREP)
            start = file.view.byte(_native.file_pointer(file.slot)) if disp < 0 else disp
            # The program may free its types while the view is in use.
            kept = [datatype.Dup() if not datatype.is_predefined else datatype for datatype in (etype, filetype)]
            view = View(start, *kept, datarep)
            self._release(file)
            file.view, file.owned = view, [datatype for datatype in kept if not datatype.is_predefined]
            file.info.update(hints)
            file.position = 0
            file.comm.Barrier()
            if file.comm.Get_rank() == 0:
                _native.file_set_pointer(file.slot, 0)
            file.comm.Barrier()

        self._guarded(body)

    @staticmethod
    def _release(file):
        for datatype in file.owned:
            datatype.Free()
        file.owned = []

    def Get_view(self):
        """This rank's part of the file: `(disp, etype, filetype, datarep)` (MPI 4.1, 14.3). Derived types are duplicates, to be freed."""

        def body(file):
            view = file.view
            etype, filetype = (Datatype(datatype) if datatype.is_predefined else datatype.Dup() for datatype in (view.etype, view.filetype))
            return view.disp, etype, filetype, view.datarep

        return self._guarded(body)

    def Get_type_extent(self, datatype):
        """A datatype's extent in the file, bytes (MPI 4.1, 14.5)."""
        datatype = _datatype(datatype, "datatype")
        return self._guarded(lambda file: file.view.extent(datatype))

    # Positions.

    @recorded(_sharing)
    def Seek(self, offset, whence=constants.SEEK_SET):
        """Move this rank's position to `offset` elementary types from the start, the position or the end (MPI 4.1, 14.4.3)."""

        def body(file):
            file.position = self._target(file, index(offset), whence, file.position)

        self._guarded(body)

    @staticmethod
    def _target(file, offset, whence, present):
        if file.amode & constants.MODE_SEQUENTIAL:
            raise Exception(constants.ERR_UNSUPPORTED_OPERATION)
        if whence == constants.SEEK_END:
            present = file.view.positions(file.size())
        elif whence == constants.SEEK_SET:
            present = 0
        elif whence != constants.SEEK_CUR:
            raise Exception(constants.ERR_ARG)
        if present + offset < 0:
            raise Exception(constants.ERR_ARG)
        return present + offset

    def Get_position(self):
        """This rank's position, elementary types (MPI 4.1, 14.4.3)."""
        return self._guarded(lambda file: file.position)

    def Get_byte_offset(self, offset):
        """Where in the file position `offset` of the view is, bytes (MPI 4.1, 14.4.3)."""

        def body(file):
            if index(offset) < 0:
                raise Exception(constants.ERR_ARG)
            return file.view.byte(index(offset))

        return self._guarded(body)

    @recorded(_sharing)
    def Seek_shared(self, offset, whence=constants.SEEK_SET):
        """Move the position that all ranks share; called by all ranks (MPI 4.1, 14.4.4)."""

        def body(file):
            file.comm.Barrier()
            at = self._target(file, index(offset), whence, _native.file_pointer(file.slot))
            file.comm.Barrier()
            if file.comm.Get_rank() == 0:
                _native.file_set_pointer(file.slot, at)
            file.comm.Barrier()

        self._guarded(body)

    def Get_position_shared(self):
        """The position that all ranks share, elementary types (MPI 4.1, 14.4.4)."""
        return self._guarded(lambda file: _native.file_pointer(file.slot))

    # Consistency.

    @recorded(_sharing)
    def Set_atomicity(self, flag):
        """Choose whether one rank at a time reads or writes; called by all ranks (MPI 4.1, 14.6.1)."""

        def body(file):
            file.atomic = bool(flag)
            file.comm.Barrier()

        self._guarded(body)

    def Get_atomicity(self):
        """Whether one rank at a time reads or writes (MPI 4.1, 14.6.1)."""
        return self._guarded(lambda file: file.atomic)

    @recorded(_sharing)
    def Sync(self):
        """Write out, and see what others wrote out; called by all ranks (MPI 4.1, 14.6.1). Here every write is seen at once."""
        self._guarded(lambda file: os.fsync(file.fd))

    # Properties.

    @property
    def size(self):
        """The file's size, bytes."""
        return self.Get_size()

    @property
    def amode(self):
        """How the file was opened."""
        return self.Get_amode()

    @property
    def group(self):
        """A new group: the ranks that opened the file."""
        return self.Get_group()

    @property
    def group_size(self):
        """Number of ranks that opened the file."""
        return self._guarded(lambda file: file.comm.Get_size())

    @property
    def group_rank(self):
        """This process's rank among them."""
        return self._guarded(lambda file: file.comm.Get_rank())

    @property
    def info(self):
        """A new Info with the hints; an Info or a dict sets them."""
        return self.Get_info()

    @info.setter
    def info(self, value):
        self.Set_info(value if isinstance(value, Info) else Info.Create(value))

    @property
    def atomicity(self):
        """Whether one rank at a time reads or writes."""
        return self.Get_atomicity()

    @atomicity.setter
    def atomicity(self, value):
        self.Set_atomicity(value)


File._family = File

FILE_NULL = define(File(), "FILE_NULL")


def reset():
    """Forget what a program left open."""
    for file in _open.values():
        try:
            os.close(file.fd)
        except OSError:
            # The program closed it behind MPI's back.
            pass
    _open.clear()

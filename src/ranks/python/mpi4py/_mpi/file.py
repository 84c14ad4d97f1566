"""MPI.File: files that ranks share (MPI 4.1, chapter 14). Names only, for now."""

from .datatype import types
from .handle import Handle, define, public
from .info import INFO_NULL
from .intracomm import _later
from .pending import pending


@public
class File(Handle):
    """A file that the ranks of a communicator read and write together (MPI 4.1, chapter 14)."""

    __slots__ = ()


File._family = File

pending(File, """
@classmethod Open(cls, comm, filename, amode=MODE_RDONLY, info=INFO_NULL) -- Open a file, on all ranks (MPI 4.1, 14.2.1).
Close(self) -- Close the file, on all ranks (MPI 4.1, 14.2.2).
@classmethod Delete(cls, filename, info=INFO_NULL) -- Delete a file (MPI 4.1, 14.2.3).
Set_size(self, size) -- Set the file's size (MPI 4.1, 14.2.4).
Preallocate(self, size) -- Reserve space (MPI 4.1, 14.2.5).
Get_size(self) -- The file's size (MPI 4.1, 14.2.6).
Get_amode(self) -- How the file was opened (MPI 4.1, 14.2.7).
Get_group(self) -- The group that opened the file (MPI 4.1, 14.2.7).
Set_info(self, info) -- Set hints (MPI 4.1, 14.2.8).
Get_info(self) -- The hints (MPI 4.1, 14.2.8).
Set_view(self, disp=0, etype=BYTE, filetype=None, datarep='native', info=INFO_NULL) -- Choose this rank's part of the file (MPI 4.1, 14.3).
Get_view(self) -- This rank's part of the file (MPI 4.1, 14.3).
Read_at(self, offset, buf, status=None) -- Read at a place (MPI 4.1, 14.4.2).
Read_at_all(self, offset, buf, status=None) -- Read at a place, on all ranks (MPI 4.1, 14.4.2).
Write_at(self, offset, buf, status=None) -- Write at a place (MPI 4.1, 14.4.2).
Write_at_all(self, offset, buf, status=None) -- Write at a place, on all ranks (MPI 4.1, 14.4.2).
Iread_at(self, offset, buf) -- A nonblocking Read_at (MPI 4.1, 14.4.2).
Iread_at_all(self, offset, buf) -- A nonblocking Read_at_all (MPI 4.1, 14.4.2).
Iwrite_at(self, offset, buf) -- A nonblocking Write_at (MPI 4.1, 14.4.2).
Iwrite_at_all(self, offset, buf) -- A nonblocking Write_at_all (MPI 4.1, 14.4.2).
Read(self, buf, status=None) -- Read at this rank's position (MPI 4.1, 14.4.3).
Read_all(self, buf, status=None) -- Read at each rank's position, on all ranks (MPI 4.1, 14.4.3).
Write(self, buf, status=None) -- Write at this rank's position (MPI 4.1, 14.4.3).
Write_all(self, buf, status=None) -- Write at each rank's position, on all ranks (MPI 4.1, 14.4.3).
Iread(self, buf) -- A nonblocking Read (MPI 4.1, 14.4.3).
Iread_all(self, buf) -- A nonblocking Read_all (MPI 4.1, 14.4.3).
Iwrite(self, buf) -- A nonblocking Write (MPI 4.1, 14.4.3).
Iwrite_all(self, buf) -- A nonblocking Write_all (MPI 4.1, 14.4.3).
Seek(self, offset, whence=SEEK_SET) -- Move this rank's position (MPI 4.1, 14.4.3).
Get_position(self) -- This rank's position (MPI 4.1, 14.4.3).
Get_byte_offset(self, offset) -- Where in the file a place of the view is (MPI 4.1, 14.4.3).
Read_shared(self, buf, status=None) -- Read at the shared position (MPI 4.1, 14.4.4).
Write_shared(self, buf, status=None) -- Write at the shared position (MPI 4.1, 14.4.4).
Iread_shared(self, buf) -- A nonblocking Read_shared (MPI 4.1, 14.4.4).
Iwrite_shared(self, buf) -- A nonblocking Write_shared (MPI 4.1, 14.4.4).
Read_ordered(self, buf, status=None) -- Read in rank order, on all ranks (MPI 4.1, 14.4.4).
Write_ordered(self, buf, status=None) -- Write in rank order, on all ranks (MPI 4.1, 14.4.4).
Seek_shared(self, offset, whence=SEEK_SET) -- Move the shared position, on all ranks (MPI 4.1, 14.4.4).
Get_position_shared(self) -- The shared position (MPI 4.1, 14.4.4).
Read_at_all_begin(self, offset, buf) -- Begin a Read_at_all (MPI 4.1, 14.4.5).
Read_at_all_end(self, buf, status=None) -- End a Read_at_all (MPI 4.1, 14.4.5).
Write_at_all_begin(self, offset, buf) -- Begin a Write_at_all (MPI 4.1, 14.4.5).
Write_at_all_end(self, buf, status=None) -- End a Write_at_all (MPI 4.1, 14.4.5).
Read_all_begin(self, buf) -- Begin a Read_all (MPI 4.1, 14.4.5).
Read_all_end(self, buf, status=None) -- End a Read_all (MPI 4.1, 14.4.5).
Write_all_begin(self, buf) -- Begin a Write_all (MPI 4.1, 14.4.5).
Write_all_end(self, buf, status=None) -- End a Write_all (MPI 4.1, 14.4.5).
Read_ordered_begin(self, buf) -- Begin a Read_ordered (MPI 4.1, 14.4.5).
Read_ordered_end(self, buf, status=None) -- End a Read_ordered (MPI 4.1, 14.4.5).
Write_ordered_begin(self, buf) -- Begin a Write_ordered (MPI 4.1, 14.4.5).
Write_ordered_end(self, buf, status=None) -- End a Write_ordered (MPI 4.1, 14.4.5).
Get_type_extent(self, datatype) -- A datatype's extent in the file (MPI 4.1, 14.5).
Set_atomicity(self, flag) -- Choose whether conflicting accesses are ordered (MPI 4.1, 14.6.1).
Get_atomicity(self) -- Whether conflicting accesses are ordered (MPI 4.1, 14.6.1).
Sync(self) -- Write out, and see what others wrote out (MPI 4.1, 14.6.1).
@classmethod Create_errhandler(cls, errhandler_fn) -- An error handler of one's own (MPI 4.1, 9.3).
Get_errhandler(self) -- The error handler in use (MPI 4.1, 9.3).
Set_errhandler(self, errhandler) -- Choose the error handler (MPI 4.1, 9.3).
Call_errhandler(self, errorcode) -- Do what a failing call would do (MPI 4.1, 9.3).
""", {"INFO_NULL": INFO_NULL, "BYTE": types["BYTE"]})
_later(File, {
    "size": "The file's size.", "amode": "How the file was opened.", "group": "The group that opened it.",
    "group_size": "Number of ranks.", "group_rank": "This process's rank.", "info": "The hints.",
    "atomicity": "Whether conflicting accesses are ordered.",
})

FILE_NULL = define(File(), "FILE_NULL")

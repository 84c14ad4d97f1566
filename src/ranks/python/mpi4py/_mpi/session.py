"""MPI.Session: MPI initialised apart for a library (MPI 4.1, 11.3). Names only, for now."""

from .handle import Handle, define, public
from .info import INFO_NULL
from .pending import pending


@public
class Session(Handle):
    """A use of MPI apart from Init and Finalize (MPI 4.1, 11.3)."""

    __slots__ = ()


Session._family = Session

pending(Session, """
@classmethod Init(cls, info=INFO_NULL, errhandler=None) -- Begin a session (MPI 4.1, 11.3.1).
Finalize(self) -- End the session (MPI 4.1, 11.3.1).
Get_num_psets(self, info=INFO_NULL) -- Number of process sets (MPI 4.1, 11.3.3).
Get_nth_pset(self, n, info=INFO_NULL) -- Name of a process set (MPI 4.1, 11.3.3).
Get_info(self) -- The session's hints (MPI 4.1, 11.3.3).
Get_pset_info(self, pset_name) -- Information on a process set (MPI 4.1, 11.3.3).
Create_group(self, pset_name) -- The group of a process set (MPI 4.1, 7.3.2).
Attach_buffer(self, buf) -- Give memory for buffered sends (MPI 4.1, 3.6).
Detach_buffer(self) -- Take the memory back (MPI 4.1, 3.6).
Flush_buffer(self) -- Wait until buffered sends have left (MPI 4.1, 3.6).
Iflush_buffer(self) -- Wait for buffered sends without blocking (MPI 4.1, 3.6).
@classmethod Create_errhandler(cls, errhandler_fn) -- An error handler of one's own (MPI 4.1, 9.3).
Get_errhandler(self) -- The error handler in use (MPI 4.1, 9.3).
Set_errhandler(self, errhandler) -- Choose the error handler (MPI 4.1, 9.3).
Call_errhandler(self, errorcode) -- Do what a failing call would do (MPI 4.1, 9.3).
""", {"INFO_NULL": INFO_NULL})

SESSION_NULL = define(Session(), "SESSION_NULL")

"""MPI.Win: one-sided communication (MPI 4.1, chapter 12). Names only, for now."""

from .group import Group
from .handle import Handle, define, made_of, public
from .info import INFO_NULL
from .intracomm import COMM_SELF, _later
from .one_sided import OneSided
from .pending import pending


@public
@made_of(OneSided)
class Win(Handle):
    """A window: memory that other ranks may read and write (MPI 4.1, chapter 12)."""

    __slots__ = ()


Win._family = Win

pending(Win, """
@classmethod Create(cls, memory, disp_unit=1, info=INFO_NULL, comm=COMM_SELF) -- A window on memory of one's own (MPI 4.1, 12.2.1).
@classmethod Allocate(cls, size, disp_unit=1, info=INFO_NULL, comm=COMM_SELF) -- A window on new memory (MPI 4.1, 12.2.2).
@classmethod Allocate_shared(cls, size, disp_unit=1, info=INFO_NULL, comm=COMM_SELF) -- A window on memory that ranks share (MPI 4.1, 12.2.3).
@classmethod Create_dynamic(cls, info=INFO_NULL, comm=COMM_SELF) -- A window to which memory is attached later (MPI 4.1, 12.2.4).
Shared_query(self, rank) -- Another rank's part of a shared window (MPI 4.1, 12.2.3).
Attach(self, memory) -- Attach memory to a dynamic window (MPI 4.1, 12.2.4).
Detach(self, memory) -- Detach memory from a dynamic window (MPI 4.1, 12.2.4).
Free(self) -- Free the window (MPI 4.1, 12.2.5).
Set_info(self, info) -- Set hints (MPI 4.1, 12.2.7).
Get_info(self) -- The hints (MPI 4.1, 12.2.7).
Get_group(self) -- The window's group (MPI 4.1, 12.2.6).
Get_attr(self, keyval) -- An attribute's value, or None (MPI 4.1, 7.7.3).
Set_attr(self, keyval, attrval) -- Store an attribute (MPI 4.1, 7.7.3).
Delete_attr(self, keyval) -- Delete an attribute (MPI 4.1, 7.7.3).
@classmethod Create_keyval(cls, copy_fn=None, delete_fn=None, nopython=False) -- A new attribute key (MPI 4.1, 7.7.3).
@classmethod Free_keyval(cls, keyval) -- Free an attribute key (MPI 4.1, 7.7.3).
tomemory(self) -- The window's memory (mpi4py's own).
Fence(self, assertion=0) -- End an epoch and begin the next, on all ranks (MPI 4.1, 12.5.1).
Start(self, group, assertion=0) -- Begin an access epoch (MPI 4.1, 12.5.2).
Complete(self) -- End an access epoch (MPI 4.1, 12.5.2).
Post(self, group, assertion=0) -- Begin an exposure epoch (MPI 4.1, 12.5.2).
Wait(self) -- End an exposure epoch (MPI 4.1, 12.5.2).
Test(self) -- End an exposure epoch if that needs no waiting (MPI 4.1, 12.5.2).
Lock(self, rank, lock_type=LOCK_EXCLUSIVE, assertion=0) -- Begin a passive epoch with one rank (MPI 4.1, 12.5.3).
Unlock(self, rank) -- End a passive epoch (MPI 4.1, 12.5.3).
Lock_all(self, assertion=0) -- Begin a passive epoch with all ranks (MPI 4.1, 12.5.3).
Unlock_all(self) -- End a passive epoch with all ranks (MPI 4.1, 12.5.3).
Flush(self, rank) -- Complete operations at origin and target (MPI 4.1, 12.5.4).
Flush_all(self) -- As `Flush`, for all ranks (MPI 4.1, 12.5.4).
Flush_local(self, rank) -- Complete operations at the origin (MPI 4.1, 12.5.4).
Flush_local_all(self) -- As `Flush_local`, for all ranks (MPI 4.1, 12.5.4).
Sync(self) -- Make private and public copies agree (MPI 4.1, 12.5.4).
@classmethod Create_errhandler(cls, errhandler_fn) -- An error handler of one's own (MPI 4.1, 9.3).
Get_errhandler(self) -- The error handler in use (MPI 4.1, 9.3).
Set_errhandler(self, errhandler) -- Choose the error handler (MPI 4.1, 9.3).
Call_errhandler(self, errorcode) -- Do what a failing call would do (MPI 4.1, 9.3).
Get_name(self) -- The window's name (MPI 4.1, 7.8).
Set_name(self, name) -- Name the window (MPI 4.1, 7.8).
""", {"INFO_NULL": INFO_NULL, "COMM_SELF": COMM_SELF, "Group": Group})
_later(Win, {
    "info": "The hints.", "group": "The window's group.", "group_size": "Number of ranks.", "group_rank": "This process's rank.",
    "attrs": "Base address, size and displacement unit.", "flavor": "How the window was made.", "model": "Its memory model.",
    "name": "The window's name.",
})

WIN_NULL = define(Win(), "WIN_NULL")

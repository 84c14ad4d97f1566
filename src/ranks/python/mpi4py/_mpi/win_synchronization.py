"""When operations on a window begin and end (MPI 4.1, 12.5): methods of Win."""

from .. import _native
from . import constants, errhandler as handlers
from .constants import LOCK_EXCLUSIVE
from .group import Group


class Synchronization:
    """Methods of Win."""

    def _ranks_of(self, group):
        """The window's ranks of a group's processes."""
        if not isinstance(group, Group):
            raise TypeError(f"Argument 'group' has incorrect type (expected mpi4py.MPI.Group, got {type(group).__name__})")
        here = {world: rank for rank, world in enumerate(_native.win_group(self._handle))}
        if not group or any(world not in here for world in group._ranks()):
            handlers.fail(self, constants.ERR_GROUP)
        return tuple(here[world] for world in group._ranks())

    def Fence(self, assertion=0):
        """End an epoch and begin the next, on all ranks: operations before it are complete everywhere (MPI 4.1, 12.5.1). Collective."""
        _native.win_fence(self._handle, assertion)

    def Start(self, group, assertion=0):
        """Begin an access epoch with the ranks of a group, waiting for the `Post` of each (MPI 4.1, 12.5.2)."""
        _native.win_start(self._handle, self._ranks_of(group), assertion)

    def Complete(self):
        """End the access epoch of `Start` (MPI 4.1, 12.5.2)."""
        _native.win_complete(self._handle)

    def Post(self, group, assertion=0):
        """Begin an exposure epoch: the ranks of a group may use this rank's part (MPI 4.1, 12.5.2)."""
        _native.win_post(self._handle, self._ranks_of(group), assertion)

    def Wait(self):
        """End the exposure epoch of `Post`, waiting for the `Complete` of each rank (MPI 4.1, 12.5.2)."""
        _native.win_wait(self._handle)
        return True

    def Test(self):
        """End the exposure epoch of `Post` if that needs no waiting; whether it did (MPI 4.1, 12.5.2)."""
        return _native.win_test(self._handle)

    def Lock(self, rank, lock_type=LOCK_EXCLUSIVE, assertion=0):
        """Begin a passive epoch with one rank, alone or, with LOCK_SHARED, with others (MPI 4.1, 12.5.3)."""
        _native.win_lock(self._handle, rank, lock_type, assertion)

    def Unlock(self, rank):
        """End the epoch of `Lock`: its operations are complete at both sides (MPI 4.1, 12.5.3)."""
        _native.win_unlock(self._handle, rank)

    def Lock_all(self, assertion=0):
        """Begin a passive epoch with all ranks, with a shared lock of each (MPI 4.1, 12.5.3). Not collective."""
        _native.win_lock_all(self._handle, assertion)

    def Unlock_all(self):
        """End the epoch of `Lock_all` (MPI 4.1, 12.5.3)."""
        _native.win_unlock_all(self._handle)

    def Flush(self, rank):
        """Complete this rank's operations on another's part, at both sides (MPI 4.1, 12.5.4)."""
        _native.win_flush(self._handle, rank)

    def Flush_all(self):
        """As `Flush`, on all ranks' parts (MPI 4.1, 12.5.4)."""
        _native.win_flush_all(self._handle)

    def Flush_local(self, rank):
        """Complete this rank's operations on another's part at this side: their buffers may be used again (MPI 4.1, 12.5.4)."""
        _native.win_flush_local(self._handle, rank)

    def Flush_local_all(self):
        """As `Flush_local`, on all ranks' parts (MPI 4.1, 12.5.4)."""
        _native.win_flush_local_all(self._handle)

    def Sync(self):
        """Make private and public copies of the window agree, which are one here (MPI 4.1, 12.5.4)."""
        _native.win_sync(self._handle)

"""MPI.Intercomm: a communicator between two groups (MPI 4.1, 7.6)."""

from .. import _native
from .comm import Comm, _object as new_object, _parent, kinds
from .group import Group
from .handle import public
from .info import INFO_NULL
from .intracomm import Intracomm, choose, only, tag_of


@public
class Intercomm(Comm):
    """A communicator between two groups: ranks in its calls are ranks of the other, remote group (MPI 4.1, 7.6)."""

    __slots__ = ()

    def __new__(cls, comm=None):
        self = Comm.__new__(cls, comm)
        only(self, (4,), "an intercommunicator")
        return self

    @classmethod
    def Create_from_groups(cls, local_group, local_leader, remote_group, remote_leader, stringtag="org.mpi4py", info=INFO_NULL, errhandler=None):
        """An intercommunicator of two groups without a parent, called by their processes (MPI 4.1, 7.6.2). `stringtag` keeps calls that overlap apart."""
        handle = _native.comm_create_from_groups(
            Group._ranks(local_group), local_leader, Group._ranks(remote_group) if remote_group else (), remote_leader, tag_of(stringtag))
        comm = new_object(handle, Intercomm)
        choose(comm, errhandler)
        return comm

    def Get_remote_group(self):
        """The other side's group (MPI 4.1, 7.6.1)."""
        return Group._of(_native.comm_remote(self._handle))

    @property
    def remote_group(self):
        """The other side's group."""
        return self.Get_remote_group()

    def Get_remote_size(self):
        """The other side's number of ranks (MPI 4.1, 7.6.1)."""
        return len(_native.comm_remote(self._handle))

    @property
    def remote_size(self):
        """The other side's number of ranks."""
        return self.Get_remote_size()

    def Merge(self, high=False):
        """One intracommunicator of both sides, the one with `high` last (MPI 4.1, 7.6.2). Collective over both groups."""
        return self._made(_native.comm_merge(self._handle, high), Intracomm)


kinds[4] = Intercomm
_parent.append(Intercomm())

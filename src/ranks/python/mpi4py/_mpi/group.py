"""MPI.Group: an ordered set of processes (MPI 4.1, 7.3). All of it is local: no messages."""

from operator import index

from .. import _native
from . import constants
from .exception import Exception
from .handle import Handle, define, public

#: World ranks -> handle, and back: equal groups are one. 0 is null, 1 is empty.
_handles = {(): 1}
_members = {1: ()}


@public
class Group(Handle):
    """An ordered set of processes (MPI 4.1, 7.3)."""

    __slots__ = ("_session",)

    @classmethod
    def _of(cls, members, session=0):
        members = tuple(members)
        handle = _handles.setdefault(members, len(_handles) + 1)
        _members[handle] = members
        self = cls()
        self._handle = handle
        # The session whose buffered sends a communicator of this group uses; 0 for the process.
        self._session = session
        return self

    def _ranks(self):
        if not isinstance(self, Group):
            raise TypeError(f"Argument 'group' has incorrect type (expected mpi4py.MPI.Group, got {type(self).__name__})")
        members = _members.get(self._handle)
        if members is None:
            raise Exception(constants.ERR_GROUP)
        return members

    def Get_size(self):
        """Number of processes (MPI 4.1, 7.3.1)."""
        return len(self._ranks())

    @property
    def size(self):
        """Number of processes."""
        return self.Get_size()

    def Get_rank(self):
        """This process's rank in the group, UNDEFINED when it is not in it (MPI 4.1, 7.3.1)."""
        here = _native.comm_rank(1)
        members = self._ranks()
        return members.index(here) if here in members else constants.UNDEFINED

    @property
    def rank(self):
        """This process's rank in the group."""
        return self.Get_rank()

    def Translate_ranks(self, ranks=None, group=None):
        """Ranks that members of this group have in another, by default COMM_WORLD's; UNDEFINED for none (MPI 4.1, 7.3.1)."""
        members = self._ranks()
        others = _native.comm_group(1) if group is None else group._ranks()
        result = []
        for rank in range(len(members)) if ranks is None else ranks:
            rank = index(rank)
            if rank == constants.PROC_NULL:
                result.append(rank)
                continue
            if not 0 <= rank < len(members):
                raise Exception(constants.ERR_RANK)
            result.append(others.index(members[rank]) if members[rank] in others else constants.UNDEFINED)
        return result

    def Compare(self, group):
        """IDENT for the same processes in the same order, SIMILAR for the same ones, else UNEQUAL (MPI 4.1, 7.3.1)."""
        mine, theirs = self._ranks(), Group._ranks(group)
        if mine == theirs:
            return constants.IDENT
        return constants.SIMILAR if set(mine) == set(theirs) else constants.UNEQUAL

    def Dup(self):
        """The same group (mpi4py's own)."""
        return type(self)._of(self._ranks())

    @classmethod
    def Union(cls, group1, group2):
        """The first group's processes, then those of the second that are not in it (MPI 4.1, 7.3.2)."""
        first, second = Group._ranks(group1), Group._ranks(group2)
        return cls._of((*first, *(rank for rank in second if rank not in first)))

    @classmethod
    def Intersection(cls, group1, group2):
        """The first group's processes that are in the second (MPI 4.1, 7.3.2)."""
        first, second = Group._ranks(group1), Group._ranks(group2)
        return cls._of(rank for rank in first if rank in second)

    Intersect = Intersection

    @classmethod
    def Difference(cls, group1, group2):
        """The first group's processes that are not in the second (MPI 4.1, 7.3.2)."""
        first, second = Group._ranks(group1), Group._ranks(group2)
        return cls._of(rank for rank in first if rank not in second)

    def _chosen(self, ranks):
        members = self._ranks()
        chosen = [index(rank) for rank in ranks]
        if any(not 0 <= rank < len(members) for rank in chosen) or len(set(chosen)) != len(chosen):
            raise Exception(constants.ERR_RANK)
        return members, chosen

    def Incl(self, ranks):
        """The processes of these ranks, in the order given (MPI 4.1, 7.3.2)."""
        members, chosen = self._chosen(ranks)
        return type(self)._of(members[rank] for rank in chosen)

    def Excl(self, ranks):
        """All processes but those of these ranks (MPI 4.1, 7.3.2)."""
        members, chosen = self._chosen(ranks)
        return type(self)._of(member for rank, member in enumerate(members) if rank not in chosen)

    @staticmethod
    def _expand(ranges):
        ranks = []
        for triple in ranges:
            if not isinstance(triple, (list, tuple)) or len(triple) != 3:
                raise ValueError("expecting a sequence of (first, last, stride)")
            first, last, stride = (index(value) for value in triple)
            if stride == 0:
                raise Exception(constants.ERR_ARG)
            ranks.extend(range(first, last + (1 if stride > 0 else -1), stride))
        return ranks

    def Range_incl(self, ranks):
        """The processes of ranges (first, last, stride) of ranks, the last included (MPI 4.1, 7.3.2)."""
        return self.Incl(self._expand(ranks))

    def Range_excl(self, ranks):
        """All processes but those of ranges (first, last, stride) of ranks (MPI 4.1, 7.3.2)."""
        return self.Excl(self._expand(ranks))

    @classmethod
    def Create_from_session_pset(cls, session, pset_name):
        """The group of a session's process set (MPI 4.1, 7.3.2)."""
        return session.Create_group(pset_name)

    def Free(self):
        """Free the object (MPI 4.1, 7.3.3)."""
        if not self:
            raise Exception(constants.ERR_GROUP)
        self._clear()


Group._family = Group

GROUP_NULL = define(Group(), "GROUP_NULL")
GROUP_EMPTY = define(Group._of(()), "GROUP_EMPTY")

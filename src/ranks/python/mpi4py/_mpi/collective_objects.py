"""Collective communication of Python objects: the lower-case methods of Comm, which send pickles. All ranks must make the same calls."""

from .. import _native
from .collective_message import gives, place
from .constants import ROOT
from .locks import lock
from .op import SUM
from .pickle import dump, dump_each, load


class Accumulator:
    """An object under reduction. The bridge calls its methods; the value at the end is the result."""

    __slots__ = ("op", "value")

    def __init__(self, value, op):
        self.value = value
        self.op = op

    def pack(self):
        """The value as bytes."""
        return dump(self.value)

    def combine_left(self, data):
        """value = theirs op value."""
        self.value = self.op(load(data), self.value)

    def combine_right(self, data):
        """value = value op theirs."""
        self.value = self.op(self.value, load(data))

    def load(self, data):
        """value = theirs."""
        self.value = load(data)

    def copy(self):
        """Another one with an equal value of its own."""
        return Accumulator(load(dump(self.value)), self.op)


def _accumulator(obj, op):
    # A copy, so that operations like += on lists do not change the program's object.
    return Accumulator(load(dump(obj)), op)


class CollectiveObjects:
    """Methods of Comm. In an intercommunicator the objects are those of the other group, and the root gives ROOT, the rest of its group PROC_NULL."""

    def barrier(self):
        """Block until all ranks are in it (MPI 4.1, 6.3)."""
        _native.barrier(self._handle)

    def bcast(self, obj, root=0):
        """The root's object, on all ranks (MPI 4.1, 6.4). What the others pass as `obj` does not matter."""
        lock(self, "bcast")
        if not gives(self, root):
            return load(_native.bcast_object(self._handle, None, root))
        data = dump(obj)
        _native.bcast_object(self._handle, data, root)
        return load(data) if root != ROOT else None

    def gather(self, sendobj, root=0):
        """A list of all ranks' objects, in rank order, at the root; None elsewhere (MPI 4.1, 6.5)."""
        lock(self, "gather")
        found = _native.gather_object(self._handle, dump(sendobj), root)
        return None if found is None else [load(data) for data in found]

    def scatter(self, sendobj, root=0):
        """Hand the objects of the root's sequence to the ranks, one each (MPI 4.1, 6.6). What the others pass does not matter."""
        lock(self, "scatter")
        data = dump_each(sendobj, place(self)[2]) if gives(self, root) else None
        return load(_native.scatter_object(self._handle, data, root))

    def allgather(self, sendobj):
        """A list of all ranks' objects, in rank order, on all ranks (MPI 4.1, 6.7)."""
        lock(self, "allgather")
        return [load(data) for data in _native.allgather_object(self._handle, dump(sendobj))]

    def alltoall(self, sendobj):
        """Hand object i of each rank's sequence to rank i; a list of what came, in rank order (MPI 4.1, 6.8)."""
        lock(self, "alltoall")
        return [load(data) for data in _native.alltoall_object(self._handle, dump_each(sendobj, place(self)[2]))]

    def reduce(self, sendobj, op=SUM, root=0):
        """Combine all ranks' objects, in rank order, at the root; None elsewhere (MPI 4.1, 6.9.1). `op` is an Op or any function of two objects."""
        accumulator = _accumulator(sendobj, op)
        return accumulator.value if _native.reduce_object(self._handle, accumulator, root) else None

    def allreduce(self, sendobj, op=SUM):
        """Combine all ranks' objects, in rank order, result on all ranks (MPI 4.1, 6.9.6)."""
        accumulator = _accumulator(sendobj, op)
        _native.allreduce_object(self._handle, accumulator)
        return accumulator.value


class PrefixObjects:
    """Methods of Intracomm."""

    def scan(self, sendobj, op=SUM):
        """Combine the objects of ranks 0 to this one (MPI 4.1, 6.11.1)."""
        accumulator = _accumulator(sendobj, op)
        _native.scan_object(self._handle, accumulator)
        return accumulator.value

    def exscan(self, sendobj, op=SUM):
        """Combine the objects of the ranks before this one; None on rank 0 (MPI 4.1, 6.11.2)."""
        accumulator = _accumulator(sendobj, op)
        return accumulator.value if _native.exscan_object(self._handle, accumulator) else None

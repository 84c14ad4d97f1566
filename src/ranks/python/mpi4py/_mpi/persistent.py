"""MPI.Prequest: operations that are started again and again (MPI 4.1, 3.9 and chapter 4)."""

from operator import index

from .. import _native
from .handle import public
from .request import Request, handles_of


@public
class Prequest(Request):
    """A persistent or partitioned request (MPI 4.1, 3.9 and chapter 4): completing it leaves it inactive, to be started again."""

    __slots__ = ()

    @classmethod
    def _kind(cls):
        """The class of the objects that `fromhandle` makes."""
        return Prequest

    def __new__(cls, request=None):
        if request and not isinstance(request, Prequest):
            raise TypeError(f"Cannot convert {type(request).__name__} to mpi4py.MPI.Prequest")
        return Request.__new__(cls, request)

    def Start(self):
        """Start the operation (MPI 4.1, 3.9)."""
        _native.request_start(self._handle)

    @classmethod
    def Startall(cls, requests):
        """Start several operations, in order (MPI 4.1, 3.9)."""
        _native.request_startall(handles_of(requests))

    # Partitioned communication.

    def Pready(self, partition):
        """Say that a partition of the send may be sent: its memory is left alone until the send is complete (MPI 4.1, 4.2.2)."""
        _native.pready(self._handle, (index(partition),))

    def Pready_range(self, partition_low, partition_high):
        """Say that the partitions from one to another, that one included, may be sent (MPI 4.1, 4.2.2)."""
        _native.pready(self._handle, tuple(range(index(partition_low), index(partition_high) + 1)))

    def Pready_list(self, partitions):
        """Say that these partitions may be sent (MPI 4.1, 4.2.2)."""
        _native.pready(self._handle, tuple(partitions[i] for i in range(len(partitions))))

    def Parrived(self, partition):
        """Whether a partition of the receive has arrived, without waiting (MPI 4.1, 4.2.2). It may then be read."""
        return _native.parrived(self._handle, partition)

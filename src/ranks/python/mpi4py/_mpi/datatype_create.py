"""Datatype constructors (MPI 4.1, 5.1.2 to 5.1.7, 19.1.9)."""

from operator import index

from .. import _native
from . import constants
from .exception import Exception

_PAIRS = {"SHORT": "SHORT_INT", "INT": "TWOINT", "LONG": "LONG_INT", "FLOAT": "FLOAT_INT", "DOUBLE": "DOUBLE_INT",
          "LONG_DOUBLE": "LONG_DOUBLE_INT"}


def _count(value):
    """A count: an int or what can be made one, as C's conversion in mpi4py."""
    try:
        value = index(value)
    except TypeError:
        if not hasattr(type(value), "__int__"):
            raise TypeError("an integer is required") from None
        value = int(value)
    if not -2 ** 63 <= value < 2 ** 63:
        raise OverflowError("Python int too large to convert to C long")
    return value


def _items(sequence, count=None):
    """A tuple of the integers of a sequence, which must be `count` many."""
    items = tuple([index(sequence[i]) for i in range(len(sequence))])
    if count is not None and len(items) != count:
        raise ValueError(f"expecting {count} items, got {len(items)}")
    return items


def _handles(datatypes, count, family):
    if len(datatypes) != count:
        raise ValueError(f"expecting {count} items, got {len(datatypes)}")
    handles = []
    for i in range(count):
        datatype = datatypes[i]
        if not isinstance(datatype, family):
            raise TypeError(f"Cannot convert {type(datatype).__name__} to mpi4py.MPI.Datatype")
        handles.append(datatype._handle)
    return tuple(handles)


def _make(cls, combiner, counts, handles, integers=()):
    self = cls()
    self._handle = _native.type_create(combiner, integers, counts, handles)
    return self


class Constructors:
    """Methods of Datatype."""

    def Create_contiguous(self, count):
        """A number `count` of elements in a row (MPI 4.1, 5.1.2)."""
        return _make(type(self), constants.COMBINER_CONTIGUOUS, (_count(count),), (self._handle,))

    def Create_vector(self, count, blocklength, stride):
        """A number `count` of blocks of `blocklength` elements, their starts `stride` elements apart (MPI 4.1, 5.1.2)."""
        return _make(type(self), constants.COMBINER_VECTOR, (_count(count), _count(blocklength), _count(stride)), (self._handle,))

    def Create_hvector(self, count, blocklength, stride):
        """A number `count` of blocks of `blocklength` elements, their starts `stride` bytes apart (MPI 4.1, 5.1.2)."""
        return _make(type(self), constants.COMBINER_HVECTOR, (_count(count), _count(blocklength), _count(stride)), (self._handle,))

    def Create_indexed(self, blocklengths, displacements):
        """Blocks of given lengths at given places, both in elements (MPI 4.1, 5.1.2)."""
        lengths = _items(blocklengths)
        places = _items(displacements, len(lengths))
        return _make(type(self), constants.COMBINER_INDEXED, (len(lengths), *lengths, *places), (self._handle,))

    def Create_hindexed(self, blocklengths, displacements):
        """Blocks of given lengths in elements at given places in bytes (MPI 4.1, 5.1.2)."""
        lengths = _items(blocklengths)
        places = _items(displacements, len(lengths))
        return _make(type(self), constants.COMBINER_HINDEXED, (len(lengths), *lengths, *places), (self._handle,))

    def Create_indexed_block(self, blocklength, displacements):
        """Equal blocks at given places, in elements (MPI 4.1, 5.1.2)."""
        places = _items(displacements)
        return _make(type(self), constants.COMBINER_INDEXED_BLOCK, (len(places), _count(blocklength), *places), (self._handle,))

    def Create_hindexed_block(self, blocklength, displacements):
        """Equal blocks at given places in bytes (MPI 4.1, 5.1.2)."""
        places = _items(displacements)
        return _make(type(self), constants.COMBINER_HINDEXED_BLOCK, (len(places), _count(blocklength), *places), (self._handle,))

    @classmethod
    def Create_struct(cls, blocklengths, displacements, datatypes):
        """Blocks of several datatypes, as a struct in C; displacements are bytes (MPI 4.1, 5.1.2)."""
        lengths = _items(blocklengths)
        places = _items(displacements, len(lengths))
        handles = _handles(datatypes, len(lengths), cls._family)
        return _make(cls, constants.COMBINER_STRUCT, (len(lengths), *lengths, *places), handles)

    def Create_subarray(self, sizes, subsizes, starts, order=constants.ORDER_C):
        """A box out of an array of several dimensions (MPI 4.1, 5.1.3)."""
        sizes = _items(sizes)
        subsizes, starts = _items(subsizes, len(sizes)), _items(starts, len(sizes))
        return _make(type(self), constants.COMBINER_SUBARRAY, sizes + subsizes + starts, (self._handle,), (len(sizes), index(order)))

    def Create_darray(self, size, rank, gsizes, distribs, dargs, psizes, order=constants.ORDER_C):
        """The part of process `rank` of `size` of an array spread over a grid of processes (MPI 4.1, 5.1.4)."""
        gsizes = _items(gsizes)
        n = len(gsizes)
        distribs, dargs, psizes = _items(distribs, n), _items(dargs, n), _items(psizes, n)
        integers = (index(size), index(rank), n, *distribs, *dargs, *psizes, index(order))
        return _make(type(self), constants.COMBINER_DARRAY, gsizes, (self._handle,), integers)

    def Create_resized(self, lb, extent):
        """The same data with another lower bound and extent, bytes (MPI 4.1, 5.1.7)."""
        return _make(type(self), constants.COMBINER_RESIZED, (_count(lb), _count(extent)), (self._handle,))

    Resized = Create_resized

    @classmethod
    def Get_value_index(cls, value, index):
        """The predefined pair of a value and an index for MINLOC and MAXLOC, or DATATYPE_NULL (MPI 4.1, 6.9.4)."""
        from .datatype import Datatype, types
        for argument, datatype in (("value", value), ("index", index)):
            if not isinstance(datatype, Datatype):
                raise TypeError(f"Argument '{argument}' has incorrect type (expected mpi4py.MPI.Datatype, got {type(datatype).__name__})")
            if not datatype:
                raise Exception(constants.ERR_TYPE)
        found = cls()
        if index == types["INT"]:
            for name, pair in _PAIRS.items():
                if value == types[name]:
                    found._handle = types[pair]._handle
        return found

    @classmethod
    def Create_f90_integer(cls, r):
        """The type of Fortran integers with `r` decimal digits (MPI 4.1, 19.1.9). It is predefined: not to be freed."""
        return _make(cls, constants.COMBINER_F90_INTEGER, (), (), (index(r),))

    @classmethod
    def Create_f90_real(cls, p, r):
        """The type of Fortran reals with `p` decimal digits and range `r`; either may be UNDEFINED (MPI 4.1, 19.1.9)."""
        return _make(cls, constants.COMBINER_F90_REAL, (), (), (index(p), index(r)))

    @classmethod
    def Create_f90_complex(cls, p, r):
        """The type of Fortran complex numbers with `p` decimal digits and range `r` (MPI 4.1, 19.1.9)."""
        return _make(cls, constants.COMBINER_F90_COMPLEX, (), (), (index(p), index(r)))

    @classmethod
    def Match_size(cls, typeclass, size):
        """The predefined datatype of a type class (TYPECLASS_REAL and the like) and size in bytes (MPI 4.1, 19.1.9)."""
        self = cls()
        self._handle = _native.type_match_size(index(typeclass), index(size))
        return self

"""MPI.Datatype and the predefined datatypes (MPI 4.1, chapter 5), with the sizes they have on this machine: C's on wasm32."""

from .. import _native
from . import attributes, constants
from .attributes import Attributes
from .datatype_codes import SAME, TABLE, codes, codes_of, dictionaries, names
from .datatype_create import Constructors
from .datatype_decode import Decoding, know
from .datatype_pack import Packing
from .handle import Handle, define, made_of, public

#: Handles of types predefined by name are below it.
FIRST_DERIVED = 256


@public
@made_of(Constructors, Decoding, Packing, Attributes)
class Datatype(Handle):
    """What the elements of a buffer are (MPI 4.1, chapter 5)."""

    __slots__ = ()

    @classmethod
    def _of(cls, handle):
        """An object of this class for a handle."""
        self = cls()
        self._handle = handle
        return self

    @classmethod
    def fromhandle(cls, handle):
        """The object for a handle that `handle` gave."""
        if handle >= FIRST_DERIVED:
            _native.type_size(handle)
        return super().fromhandle(handle)

    def Get_size(self):
        """Bytes of data in one element, gaps not counted (MPI 4.1, 5.1.5)."""
        return _native.type_size(self._handle)

    @property
    def size(self):
        """Bytes of data in one element."""
        return self.Get_size()

    def Get_extent(self):
        """Lower bound and extent: the distance in bytes from one element to the next (MPI 4.1, 5.1.7)."""
        return _native.type_extent(self._handle)

    @property
    def extent(self):
        """Distance in bytes from one element to the next."""
        return self.Get_extent()[1]

    @property
    def lb(self):
        """Lower bound, bytes."""
        return self.Get_extent()[0]

    @property
    def ub(self):
        """Upper bound, bytes."""
        return sum(self.Get_extent())

    def Get_true_extent(self):
        """Lower bound and extent of the data itself, without gaps at the ends (MPI 4.1, 5.1.8)."""
        return _native.type_true_extent(self._handle)

    @property
    def true_extent(self):
        """Extent of the data itself, bytes."""
        return self.Get_true_extent()[1]

    @property
    def true_lb(self):
        """Lower bound of the data itself, bytes."""
        return self.Get_true_extent()[0]

    @property
    def true_ub(self):
        """Upper bound of the data itself, bytes."""
        return sum(self.Get_true_extent())

    def Dup(self):
        """A duplicate of the datatype, with the attributes whose copy functions say so (MPI 4.1, 5.1.10)."""
        return self._dup()

    def Create_dup(self):
        """A duplicate of the datatype; see `Dup`."""
        return self._dup()

    def _dup(self):
        new = type(self)._of(_native.type_create(constants.COMBINER_DUP, (), (), (self._handle,)))
        if not attributes.some():
            return new
        try:
            attributes.copy(self, new)
        except BaseException:
            new.Free()
            raise
        return new

    def Commit(self):
        """Make a derived datatype ready for communication; nothing to do for a predefined one (MPI 4.1, 5.1.9)."""
        _native.type_commit(self._handle)
        return self

    def Free(self):
        """Free a derived datatype; predefined ones cannot be freed (MPI 4.1, 5.1.9). What is made of it or uses it stays."""
        if attributes.some() and self._handle >= FIRST_DERIVED and not self.is_predefined:
            attributes.delete_all(self)
        _native.type_free(self._handle)
        self._clear()

    def _attributed(self):
        _native.type_size(self._handle)

    def _is_predefined(self):
        return self._handle < FIRST_DERIVED or self.is_predefined

    def _elements(self, nbytes):
        """Basic elements in so many bytes of data, UNDEFINED when the last one is cut."""
        return _native.type_elements(self._handle, nbytes)

    def _bytes_of(self, elements):
        """Bytes of so many basic elements."""
        return _native.type_bytes(self._handle, elements)

    def Get_name(self):
        """The datatype's name (MPI 4.1, 7.8)."""
        name = _native.type_name(self._handle)
        return names.get(self._handle, "") if name is None else name

    def Set_name(self, name):
        """Name the datatype, as debuggers will show it (MPI 4.1, 7.8)."""
        _native.type_set_name(self._handle, name[:constants.MAX_OBJECT_NAME - 1])

    @property
    def name(self):
        """The datatype's name."""
        return self.Get_name()

    @name.setter
    def name(self, value):
        self.Set_name(value)

    @property
    def typechar(self):
        """Character code of the matching C type, as in the modules struct and array; 'V' when there is none."""
        return (_codes(self).char or "V") if self else ""

    @property
    def typestr(self):
        """Type string as in numpy's array interface, such as 'f8'."""
        if not self:
            return ""
        return _codes(self).string or f"V{max(0, self.extent)}"

    def tocode(self):
        """Character code or type string of the datatype; ValueError when there is none."""
        code = _typecode(self)
        if code is None:
            raise ValueError("cannot map to character code or type string")
        return code

    @classmethod
    def fromcode(cls, code):
        """The datatype for a character code or type string such as 'd' or 'f8'; ValueError when there is none."""
        try:
            return typedict[code]
        except KeyError:
            raise ValueError(f"cannot map code {code!r} to MPI datatype") from None


Datatype._family = Datatype
Datatype._reduce_predefined = Handle.__reduce__


class Borrowed(Datatype):
    """A datatype that another is made of, while it is pickled: given back with the object."""

    __slots__ = ()

    @classmethod
    def _of(cls, handle):
        return super()._of(handle) if handle >= FIRST_DERIVED else Datatype._of(handle)

    def __del__(self):
        if self._handle != 0 and not self.is_predefined:
            self.Free()


def _predefine():
    types = {"DATATYPE_NULL": define(Datatype._of(0), "DATATYPE_NULL")}
    for line in TABLE.strip().splitlines():
        name, handle, *_rest = line.split()
        types[name] = define(Datatype._of(int(handle)), name)
    for name, other in SAME.items():
        types[name] = types[other]
    return types


#: Every predefined datatype by its name in mpi4py.MPI.
types = _predefine()
know(Datatype, Borrowed, types["DATATYPE_NULL"])
#: Character codes and type strings, as in struct, array and numpy, to datatypes.
typedict, typedict_c, typedict_f = dictionaries(types)


def _codes(datatype):
    found = codes.get(datatype._handle)
    return codes_of(_native.type_origin(datatype._handle)) if found is None else found


def _typecode(datatype):
    """Character code or type string of a datatype, or None (mpi4py's own)."""
    return _codes(datatype).code if datatype else None


def _typealign(datatype):
    """Alignment of a datatype in bytes, or None (mpi4py's own)."""
    return _codes(datatype).align if datatype else None

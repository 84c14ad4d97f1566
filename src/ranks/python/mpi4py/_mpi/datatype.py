"""MPI.Datatype and the predefined datatypes (MPI 4.1, chapter 5), with the sizes they have on this machine: C's on wasm32."""

from . import constants
from .exception import Exception
from .handle import Handle, define, predefined, public
from .pending import pending


@public
class Datatype(Handle):
    """What the elements of a buffer are (MPI 4.1, chapter 5)."""

    __slots__ = ("_id",)

    def __new__(cls, datatype=None):
        self = Handle.__new__(cls, datatype)
        self._id = 0 if datatype is None else datatype._id
        return self

    def _facts(self):
        facts = _facts.get(self._handle)
        if facts is None:
            raise Exception(constants.ERR_TYPE)
        return facts

    @classmethod
    def fromhandle(cls, handle):
        """The object for a handle that `handle` gave."""
        if (Datatype, handle) not in predefined:
            raise Exception(constants.ERR_TYPE)
        return predefined[Datatype, handle][0]

    def Get_size(self):
        """Bytes of data in one element, gaps not counted (MPI 4.1, 5.1.5)."""
        return self._facts().size

    def _elements(self, nbytes):
        """Basic elements in `nbytes` bytes of data, UNDEFINED when they end within one (MPI 4.1, 5.1.11)."""
        size = self.Get_size()
        if size == 0:
            return 0 if nbytes == 0 else constants.UNDEFINED
        return constants.UNDEFINED if nbytes % size else nbytes // size

    def _bytes_of(self, elements):
        """Bytes of data that so many basic elements are."""
        return self.Get_size() * elements

    @property
    def size(self):
        """Bytes of data in one element."""
        return self.Get_size()

    def Get_extent(self):
        """Lower bound and extent: the distance in bytes from one element to the next (MPI 4.1, 5.1.7)."""
        return (0, self._facts().extent)

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
        facts = self._facts()
        return (0, facts.true_extent)

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

    def Commit(self):
        """Make a derived datatype ready for communication; nothing to do for a predefined one (MPI 4.1, 5.1.9)."""
        self._facts()
        return self

    def Free(self):
        """Free a derived datatype; predefined ones cannot be freed (MPI 4.1, 5.1.9)."""
        raise Exception(constants.ERR_TYPE)

    def Get_envelope(self):
        """How the datatype was made: numbers of integers, addresses, counts and datatypes, and the combiner (MPI 4.1, 5.1.13)."""
        self._facts()
        return (0, 0, 0, 0, constants.COMBINER_NAMED)

    @property
    def envelope(self):
        """How the datatype was made; see `Get_envelope`."""
        return self.Get_envelope()

    @property
    def contents(self):
        """The arguments of the constructor; see `Get_contents`."""
        return self.Get_contents()

    @property
    def combiner(self):
        """The constructor that made the datatype: a COMBINER_ constant."""
        return self.Get_envelope()[-1]

    @property
    def is_named(self):
        """Whether the datatype is predefined by name."""
        return True

    @property
    def is_predefined(self):
        """Whether the datatype is predefined."""
        return True

    def decode(self):
        """The datatype it is made from, the constructor's name, and its parameters (mpi4py's own)."""
        self._facts()
        return (self, "NAMED", {})

    def Get_name(self):
        """The datatype's name (MPI 4.1, 7.8)."""
        return self._facts().name if self else "MPI_DATATYPE_NULL"

    def Set_name(self, name):
        """Name the datatype, as debuggers will show it (MPI 4.1, 7.8)."""
        self._facts()
        facts = _facts[self._handle]
        _renamed.setdefault(self._handle, facts.name)
        facts.name = name[:constants.MAX_OBJECT_NAME - 1]

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
        return self._facts().char if self else "V"

    @property
    def typestr(self):
        """Type string as in numpy's array interface, such as 'f8'."""
        return self._facts().string if self else "V0"

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
            found = typedict[code]
        except KeyError:
            raise ValueError(f"cannot map code {code!r} to MPI datatype") from None
        return found if cls is Datatype else cls(found)


Datatype._family = Datatype

pending(Datatype, """
Dup(self) -- Duplicate the datatype (MPI 4.1, 5.1.10).
Create_dup(self) -- Duplicate the datatype (MPI 4.1, 5.1.10).
Create_contiguous(self, count) -- `count` elements in a row (MPI 4.1, 5.1.2).
Create_vector(self, count, blocklength, stride) -- Blocks at equal distances, in elements (MPI 4.1, 5.1.2).
Create_hvector(self, count, blocklength, stride) -- Blocks at equal distances, in bytes (MPI 4.1, 5.1.2).
Create_indexed(self, blocklengths, displacements) -- Blocks of given lengths at given places, in elements (MPI 4.1, 5.1.2).
Create_hindexed(self, blocklengths, displacements) -- Blocks of given lengths at given places, in bytes (MPI 4.1, 5.1.2).
Create_indexed_block(self, blocklength, displacements) -- Equal blocks at given places, in elements (MPI 4.1, 5.1.2).
Create_hindexed_block(self, blocklength, displacements) -- Equal blocks at given places, in bytes (MPI 4.1, 5.1.2).
@classmethod Create_struct(cls, blocklengths, displacements, datatypes) -- Blocks of several datatypes (MPI 4.1, 5.1.2).
Create_subarray(self, sizes, subsizes, starts, order=ORDER_C) -- A box out of an array (MPI 4.1, 5.1.3).
Create_darray(self, size, rank, gsizes, distribs, dargs, psizes, order=ORDER_C) -- This rank's part of a distributed array (MPI 4.1, 5.1.4).
@classmethod Get_value_index(cls, value, index) -- The pair type for MINLOC and MAXLOC (MPI 4.1, 6.9.4).
@classmethod Create_f90_integer(cls, r) -- A Fortran integer of `r` decimal digits (MPI 4.1, 19.1.9).
@classmethod Create_f90_real(cls, p, r) -- A Fortran real of precision `p` and range `r` (MPI 4.1, 19.1.9).
@classmethod Create_f90_complex(cls, p, r) -- A Fortran complex of precision `p` and range `r` (MPI 4.1, 19.1.9).
@classmethod Match_size(cls, typeclass, size) -- The datatype of a class and size (MPI 4.1, 19.1.9).
Create_resized(self, lb, extent) -- The same data with another extent (MPI 4.1, 5.1.7).
Resized(self, lb, extent) -- The same data with another extent (MPI 4.1, 5.1.7).
Get_contents(self) -- The arguments of the constructor (MPI 4.1, 5.1.13).
Pack(self, inbuf, outbuf, position, comm) -- Pack elements into a buffer (MPI 4.1, 5.2).
Unpack(self, inbuf, position, outbuf, comm) -- Unpack elements from a buffer (MPI 4.1, 5.2).
Pack_size(self, count, comm) -- Bytes that packing may need (MPI 4.1, 5.2).
Pack_external(self, datarep, inbuf, outbuf, position) -- Pack in a portable format (MPI 4.1, 5.3).
Unpack_external(self, datarep, inbuf, position, outbuf) -- Unpack from a portable format (MPI 4.1, 5.3).
Pack_external_size(self, datarep, count) -- Bytes that portable packing needs (MPI 4.1, 5.3).
Get_attr(self, keyval) -- An attribute's value, or None (MPI 4.1, 7.7.4).
Set_attr(self, keyval, attrval) -- Store an attribute (MPI 4.1, 7.7.4).
Delete_attr(self, keyval) -- Delete an attribute (MPI 4.1, 7.7.4).
@classmethod Create_keyval(cls, copy_fn=None, delete_fn=None, nopython=False) -- A new attribute key (MPI 4.1, 7.7.4).
@classmethod Free_keyval(cls, keyval) -- Free an attribute key (MPI 4.1, 7.7.4).
""")


class _Facts:
    """What is known of a predefined datatype."""

    __slots__ = ("align", "char", "code", "extent", "name", "size", "string", "true_extent")

    def __init__(self, name, size, extent, char, string, align, code):
        self.name = name
        self.size = size
        self.extent = extent
        self.true_extent = extent if size == extent else _PAIR_TRUE_EXTENT.get(name, size)
        self.char = char
        self.string = string
        self.align = align
        self.code = code


_PAIR_TRUE_EXTENT = {"MPI_SHORT_INT": 8}
_facts = {}
_renamed = {}

#: Name in mpi4py.MPI: handle, the engine's id (`src/protocol/datatypes.ts`), name in MPI where it differs, size, extent, character, alignment.
#: Fortran's sized types have handles of their own (from 64) and move as the C type of their size.
_TABLE = """
BYTE 1 1 - 1 1 B 1
PACKED 2 2 - 1 1 B 1
CHAR 3 3 - 1 1 c 1
SIGNED_CHAR 4 4 - 1 1 b 1
UNSIGNED_CHAR 5 5 - 1 1 B 1
WCHAR 6 6 - 4 4 U 4
SHORT 7 7 - 2 2 h 2
UNSIGNED_SHORT 8 8 - 2 2 H 2
INT 9 9 - 4 4 i 4
UNSIGNED 10 10 - 4 4 I 4
LONG 11 11 - 4 4 l 4
UNSIGNED_LONG 12 12 - 4 4 L 4
LONG_LONG 13 13 LONG_LONG_INT 8 8 q 8
UNSIGNED_LONG_LONG 14 14 - 8 8 Q 8
FLOAT 15 15 - 4 4 f 4
DOUBLE 16 16 - 8 8 d 8
LONG_DOUBLE 17 17 - 16 16 g 16
C_BOOL 18 18 - 1 1 ? 1
INT8_T 19 19 - 1 1 b 1
UINT8_T 20 20 - 1 1 B 1
INT16_T 21 21 - 2 2 h 2
UINT16_T 22 22 - 2 2 H 2
INT32_T 23 23 - 4 4 i 4
UINT32_T 24 24 - 4 4 I 4
INT64_T 25 25 - 8 8 q 8
UINT64_T 26 26 - 8 8 Q 8
C_COMPLEX 27 27 - 8 8 F 4
C_FLOAT_COMPLEX 28 28 C_COMPLEX 8 8 F 4
C_DOUBLE_COMPLEX 29 29 - 16 16 D 8
C_LONG_DOUBLE_COMPLEX 30 30 - 32 32 G 16
AINT 31 31 - 4 4 p 4
OFFSET 32 32 - 8 8 q 8
COUNT 33 33 - 8 8 q 8
FLOAT_INT 34 34 - 8 8 V 4
DOUBLE_INT 35 35 - 12 16 V 8
LONG_INT 36 36 - 8 8 V 4
TWOINT 37 37 2INT 8 8 V 4
SHORT_INT 38 38 - 6 8 V 4
LONG_DOUBLE_INT 39 39 - 20 32 V 16
LOGICAL 40 40 - 4 4 i 4
INTEGER 41 41 - 4 4 i 4
REAL 42 42 - 4 4 f 4
DOUBLE_PRECISION 43 43 - 8 8 d 8
COMPLEX 44 44 - 8 8 F 4
DOUBLE_COMPLEX 45 45 - 16 16 D 8
CHARACTER 46 46 - 1 1 c 1
CXX_BOOL 47 47 - 1 1 ? 1
CXX_FLOAT_COMPLEX 48 48 - 8 8 F 4
CXX_DOUBLE_COMPLEX 49 49 - 16 16 D 8
CXX_LONG_DOUBLE_COMPLEX 64 30 - 32 32 G 16
LOGICAL1 65 18 - 1 1 ? 1
LOGICAL2 66 21 - 2 2 h 2
LOGICAL4 67 23 - 4 4 i 4
LOGICAL8 68 25 - 8 8 q 8
INTEGER1 69 19 - 1 1 b 1
INTEGER2 70 21 - 2 2 h 2
INTEGER4 71 23 - 4 4 i 4
INTEGER8 72 25 - 8 8 q 8
REAL4 73 15 - 4 4 f 4
REAL8 74 16 - 8 8 d 8
REAL16 75 17 - 16 16 g 16
COMPLEX8 76 28 - 8 8 F 4
COMPLEX16 77 29 - 16 16 D 8
COMPLEX32 78 30 - 32 32 G 16
"""
_STRINGS = {"c": "S1", "U": "U1", "?": "b1", "V": "V"}
_KINDS = dict.fromkeys("bhilqp", "i") | dict.fromkeys("BHILQ", "u") | dict.fromkeys("fdg", "f") | dict.fromkeys("FDG", "c")


def _predefine():
    types = {}
    null = object.__new__(Datatype)
    null._handle = null._id = 0
    types["DATATYPE_NULL"] = define(null, "DATATYPE_NULL")
    for line in _TABLE.strip().splitlines():
        name, handle, engine, mpi_name, size, extent, char, align = line.split()
        datatype = object.__new__(Datatype)
        datatype._handle, datatype._id = int(handle), int(engine)
        types[name] = define(datatype, name)
        string = _STRINGS.get(char) or _KINDS[char] + size
        if char == "V":
            string += extent
        code = None if char == "V" else string if name.endswith("_T") or name[-1].isdigit() or name == "C_BOOL" else char
        _facts[int(handle)] = _Facts("MPI_" + (name if mpi_name == "-" else mpi_name), int(size), int(extent), char, string, int(align), code)
    same = {
        "INT_INT": "TWOINT", "UNSIGNED_INT": "UNSIGNED", "SIGNED_SHORT": "SHORT", "SIGNED_INT": "INT", "SIGNED_LONG": "LONG",
        "SIGNED_LONG_LONG": "LONG_LONG", "BOOL": "C_BOOL", "SINT8_T": "INT8_T", "SINT16_T": "INT16_T", "SINT32_T": "INT32_T",
        "SINT64_T": "INT64_T", "F_BOOL": "LOGICAL", "F_INT": "INTEGER", "F_FLOAT": "REAL", "F_DOUBLE": "DOUBLE_PRECISION",
        "F_COMPLEX": "COMPLEX", "F_FLOAT_COMPLEX": "COMPLEX", "F_DOUBLE_COMPLEX": "DOUBLE_COMPLEX",
        "FLOAT32_T": "FLOAT", "FLOAT64_T": "DOUBLE",
        # Not on this machine, as an MPI library without a type has it.
        "FLOAT16_T": "DATATYPE_NULL", "BFLOAT16_T": "DATATYPE_NULL", "LOGICAL16": "DATATYPE_NULL", "INTEGER16": "DATATYPE_NULL",
        "REAL2": "DATATYPE_NULL", "COMPLEX4": "DATATYPE_NULL",
    }
    for name, other in same.items():
        types[name] = types[other]
    return types


#: Every predefined datatype by its name in mpi4py.MPI.
types = _predefine()
#: The types by the engine's id, for user operations.
by_id = {datatype._id: datatype for datatype in reversed(types.values()) if datatype._handle < 64}

#: Character codes and type strings, as in struct, array and numpy, to datatypes.
typedict = {code: types[name] for code, name in (entry.split(":") for entry in """
?:C_BOOL b:SIGNED_CHAR h:SHORT i:INT l:LONG q:LONG_LONG B:UNSIGNED_CHAR H:UNSIGNED_SHORT I:UNSIGNED L:UNSIGNED_LONG
Q:UNSIGNED_LONG_LONG f:FLOAT d:DOUBLE g:LONG_DOUBLE Zf:C_FLOAT_COMPLEX Zd:C_DOUBLE_COMPLEX F:C_FLOAT_COMPLEX D:C_DOUBLE_COMPLEX
Zg:C_LONG_DOUBLE_COMPLEX G:C_LONG_DOUBLE_COMPLEX b1:C_BOOL i1:INT8_T i2:INT16_T i4:INT32_T i8:INT64_T u1:UINT8_T u2:UINT16_T
u4:UINT32_T u8:UINT64_T f4:FLOAT f8:DOUBLE f16:LONG_DOUBLE c8:C_FLOAT_COMPLEX c16:C_DOUBLE_COMPLEX c32:C_LONG_DOUBLE_COMPLEX
n:AINT N:UNSIGNED_LONG p:AINT P:UNSIGNED_LONG c:CHAR a:CHAR S:CHAR S1:CHAR s:CHAR 1s:CHAR U:WCHAR U1:WCHAR u:UINT16_T 1u:UINT16_T
w:WCHAR 1w:WCHAR M:INT64_T M8:INT64_T m:INT64_T m8:INT64_T
""".split())}
typedict_c = {code: typedict[code] for code in
              "? b h i l q B H I L Q f d g F D G b1 i1 i2 i4 i8 u1 u2 u4 u8 f4 f8 f16 c8 c16 c32".split()}
typedict_f = {code: types[name] for code, name in (entry.split(":") for entry in """
l:LOGICAL i:INTEGER r:REAL s:REAL d:DOUBLE_PRECISION c:COMPLEX z:DOUBLE_COMPLEX l1:LOGICAL1 l2:LOGICAL2 l4:LOGICAL4 l8:LOGICAL8
i1:INTEGER1 i2:INTEGER2 i4:INTEGER4 i8:INTEGER8 r4:REAL4 r8:REAL8 r16:REAL16 c8:COMPLEX8 c16:COMPLEX16 c32:COMPLEX32
""".split())}


def _typecode(datatype):
    """Character code or type string of a datatype, or None (mpi4py's own)."""
    facts = _facts.get(datatype._handle)
    return facts.code if facts else None


def _typealign(datatype):
    """Alignment of a datatype in bytes, or None (mpi4py's own)."""
    facts = _facts.get(datatype._handle)
    return facts.align if facts else None


def reset():
    """Undo what a program renamed."""
    for handle, name in _renamed.items():
        _facts[handle].name = name
    _renamed.clear()

"""Character codes and type strings of datatypes, as the modules struct and array and numpy have them, on wasm32.

A character is one of struct's (`d`), numpy's (`D`) or PEP 3118's; a string is numpy's (`f8`).
"""

from . import constants

#: Name in mpi4py.MPI, the engine's id (`src/protocol/datatypes.ts`), name in MPI where it differs, character.
TABLE = """
BYTE 1 - B
PACKED 2 - B
CHAR 3 - c
SIGNED_CHAR 4 - b
UNSIGNED_CHAR 5 - B
WCHAR 6 - U
SHORT 7 - h
UNSIGNED_SHORT 8 - H
INT 9 - i
UNSIGNED 10 - I
LONG 11 - l
UNSIGNED_LONG 12 - L
LONG_LONG 13 LONG_LONG_INT q
UNSIGNED_LONG_LONG 14 - Q
FLOAT 15 - f
DOUBLE 16 - d
LONG_DOUBLE 17 - g
C_BOOL 18 - ?
INT8_T 19 - b
UINT8_T 20 - B
INT16_T 21 - h
UINT16_T 22 - H
INT32_T 23 - i
UINT32_T 24 - I
INT64_T 25 - q
UINT64_T 26 - Q
C_COMPLEX 27 - F
C_DOUBLE_COMPLEX 29 - D
C_LONG_DOUBLE_COMPLEX 30 - G
AINT 31 - p
OFFSET 32 - q
COUNT 33 - q
FLOAT_INT 34 - V
DOUBLE_INT 35 - V
LONG_INT 36 - V
TWOINT 37 2INT V
SHORT_INT 38 - V
LONG_DOUBLE_INT 39 - V
LOGICAL 40 - i
INTEGER 41 - i
REAL 42 - f
DOUBLE_PRECISION 43 - d
COMPLEX 44 - F
DOUBLE_COMPLEX 45 - D
CHARACTER 46 - c
CXX_BOOL 47 - ?
CXX_FLOAT_COMPLEX 48 - F
CXX_DOUBLE_COMPLEX 49 - D
CXX_LONG_DOUBLE_COMPLEX 50 - G
LOGICAL1 51 - ?
LOGICAL2 52 - h
LOGICAL4 53 - i
LOGICAL8 54 - q
INTEGER1 55 - b
INTEGER2 56 - h
INTEGER4 57 - i
INTEGER8 58 - q
REAL4 59 - f
REAL8 60 - d
REAL16 61 - g
COMPLEX8 62 - F
COMPLEX16 63 - D
COMPLEX32 64 - G
FLOAT16_T 65 SHORT_FLOAT e
"""

#: Other names of the same types. Types that this machine does not have are null, as in an MPI library without them.
SAME = {
    "INT_INT": "TWOINT", "UNSIGNED_INT": "UNSIGNED", "SIGNED_SHORT": "SHORT", "SIGNED_INT": "INT", "SIGNED_LONG": "LONG",
    "SIGNED_LONG_LONG": "LONG_LONG", "BOOL": "C_BOOL", "SINT8_T": "INT8_T", "SINT16_T": "INT16_T", "SINT32_T": "INT32_T",
    "SINT64_T": "INT64_T", "F_BOOL": "LOGICAL", "F_INT": "INTEGER", "F_FLOAT": "REAL", "F_DOUBLE": "DOUBLE_PRECISION",
    "F_COMPLEX": "COMPLEX", "F_FLOAT_COMPLEX": "COMPLEX", "F_DOUBLE_COMPLEX": "DOUBLE_COMPLEX",
    "FLOAT32_T": "FLOAT", "FLOAT64_T": "DOUBLE", "C_FLOAT_COMPLEX": "C_COMPLEX",
    "BFLOAT16_T": "DATATYPE_NULL", "LOGICAL16": "DATATYPE_NULL", "INTEGER16": "DATATYPE_NULL",
    "REAL2": "DATATYPE_NULL", "COMPLEX4": "DATATYPE_NULL",
}

#: Character to type string and alignment in a C struct.
_CHARACTERS = {character: (string, int(align)) for character, string, align in (entry.split(":") for entry in """
?:b1:1 b:i1:1 h:i2:2 i:i4:4 l:i4:4 q:i8:8 p:i4:4 B:u1:1 H:u2:2 I:u4:4 L:u4:4 Q:u8:8
e:f2:2 f:f4:4 d:f8:8 g:f16:8 F:c8:4 D:c16:8 G:c32:8 c:S1:1 U:U1:4
""".split())}
_PAIR_ALIGN = {"SHORT_INT": 4, "TWOINT": 4, "LONG_INT": 4, "FLOAT_INT": 4, "DOUBLE_INT": 8, "LONG_DOUBLE_INT": 8}


class Codes:
    """A datatype's character, type string, the code that `tocode` gives, and alignment; None for those it does not have."""

    __slots__ = ("align", "char", "code", "string")

    def __init__(self, char=None, code=None, align=None):
        self.char = char
        self.string, self.align = _CHARACTERS.get(char, (None, align))
        self.code = self.string if code == "string" else char


#: Engine's id -> codes, and MPI's name.
codes, names = {}, {0: "MPI_DATATYPE_NULL"}
for _line in TABLE.strip().splitlines():
    _name, _id, _mpi_name, _char = _line.split()
    names[int(_id)] = "MPI_" + (_name if _mpi_name == "-" else _mpi_name)
    _sized = _name == "C_BOOL" or _name.endswith("_T") and _char != "e" or _name[-1].isdigit()
    codes[int(_id)] = Codes(None if _char == "V" else _char, "string" if _sized else None, _PAIR_ALIGN.get(_name))

_NONE = Codes()
_F90 = {
    (constants.COMBINER_F90_INTEGER, 1): "b", (constants.COMBINER_F90_INTEGER, 2): "h", (constants.COMBINER_F90_INTEGER, 4): "i",
    (constants.COMBINER_F90_INTEGER, 8): "q", (constants.COMBINER_F90_REAL, 4): "f", (constants.COMBINER_F90_REAL, 8): "d",
    (constants.COMBINER_F90_REAL, 16): "g", (constants.COMBINER_F90_COMPLEX, 8): "F", (constants.COMBINER_F90_COMPLEX, 16): "D",
    (constants.COMBINER_F90_COMPLEX, 32): "G",
}


def codes_of(origin):
    """Codes of a datatype by its origin (`_native.type_origin`): duplicates have those of what they duplicate."""
    named, combiner, size = origin
    if named:
        return codes[named]
    char = _F90.get((combiner, size))
    return _NONE if char is None else Codes(char, "string")


def _table(text, types):
    return {code: types[name] for code, name in (entry.split(":") for entry in text.split())}


def dictionaries(types):
    """mpi4py's `_typedict`, `_typedict_c` and `_typedict_f`: codes to datatypes."""
    every = _table("""
?:C_BOOL b:SIGNED_CHAR h:SHORT i:INT l:LONG q:LONG_LONG B:UNSIGNED_CHAR H:UNSIGNED_SHORT I:UNSIGNED L:UNSIGNED_LONG
Q:UNSIGNED_LONG_LONG e:FLOAT16_T f:FLOAT d:DOUBLE g:LONG_DOUBLE Zf:C_COMPLEX Zd:C_DOUBLE_COMPLEX F:C_COMPLEX D:C_DOUBLE_COMPLEX
Zg:C_LONG_DOUBLE_COMPLEX G:C_LONG_DOUBLE_COMPLEX b1:C_BOOL i1:INT8_T i2:INT16_T i4:INT32_T i8:INT64_T u1:UINT8_T u2:UINT16_T
u4:UINT32_T u8:UINT64_T f2:FLOAT16_T f4:FLOAT f8:DOUBLE f16:LONG_DOUBLE c8:C_COMPLEX c16:C_DOUBLE_COMPLEX c32:C_LONG_DOUBLE_COMPLEX
n:INT N:UNSIGNED p:AINT P:UNSIGNED c:CHAR a:CHAR S:CHAR S1:CHAR s:CHAR 1s:CHAR U:WCHAR U1:WCHAR u:UINT16_T 1u:UINT16_T
w:WCHAR 1w:WCHAR M:INT64_T M8:INT64_T m:INT64_T m8:INT64_T
""", types)
    of_c = {code: every[code] for code in "? b h i l q B H I L Q f d g F D G b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 f16 c8 c16 c32".split()}
    of_fortran = _table("""
l:LOGICAL i:INTEGER r:REAL s:REAL d:DOUBLE_PRECISION c:COMPLEX z:DOUBLE_COMPLEX l1:LOGICAL1 l2:LOGICAL2 l4:LOGICAL4 l8:LOGICAL8
i1:INTEGER1 i2:INTEGER2 i4:INTEGER4 i8:INTEGER8 r4:REAL4 r8:REAL8 r16:REAL16 c8:COMPLEX8 c16:COMPLEX16 c32:COMPLEX32
""", types)
    return every, of_c, of_fortran

"""Datatypes and packing. Sizes, counts and displacements are exact up to 2^53."""

from .absent import no_world


def type_create(combiner, integers, counts, types):
    """Handle of a new datatype from a constructor's arguments, as Get_contents gives them for large counts (tuples)."""
    no_world()


def type_match_size(typeclass, size):
    """Handle of the predefined datatype of a class and size."""
    no_world()


def type_commit(datatype):
    """Make a datatype ready for communication."""
    no_world()


def type_free(datatype):
    """Give a handle back."""
    no_world()


def type_size(datatype):
    """Bytes of data in an element."""
    no_world()


def type_extent(datatype):
    """`(lower bound, extent)` in bytes."""
    no_world()


def type_true_extent(datatype):
    """`(lower bound, extent)` of the data itself, in bytes."""
    no_world()


def type_envelope(datatype):
    """`(integers, addresses, counts, datatypes, combiner)`: numbers of the constructor's arguments."""
    no_world()


def type_contents(datatype):
    """`(integers, addresses, counts, handles)`, lists; handles are to be given back."""
    no_world()


def type_origin(datatype):
    """`(handle of the predefined datatype or 0, combiner, size)` of what a datatype duplicates, or of itself."""
    no_world()


def type_name(datatype):
    """The name that the program gave, or None."""
    no_world()


def type_set_name(datatype, name):
    """Name a datatype."""
    no_world()


def type_elements(datatype, nbytes):
    """Basic elements in `nbytes` bytes of data, UNDEFINED when the last is incomplete."""
    no_world()


def type_bytes(datatype, elements):
    """Bytes of so many basic elements."""
    no_world()


def pack(datatype, address, count, out, room, position):
    """Pack `count` elements; the position after them."""
    no_world()


def unpack(datatype, packed, room, position, address, count):
    """The inverse."""
    no_world()


def pack_external(datatype, address, count, out, room, position, datarep):
    """Pack in a portable format; the position after."""
    no_world()


def unpack_external(datatype, packed, room, position, address, count, datarep):
    """The inverse."""
    no_world()


def external_size(datatype, count, datarep):
    """Bytes that `count` elements have in a portable format."""
    no_world()

"""Memory."""

from .absent import no_world


def buffer(obj, writable, format):
    """`(address, nbytes, format or None)` of an object's contiguous memory; raises what the buffer protocol raises."""
    no_world()


def memory(address, nbytes, readonly):
    """A memoryview of this rank's memory, by address."""
    no_world()


def tensor(capsule, versioned):
    """What a DLPack capsule says: `(major, flags, address, dimensions, code, bits, lanes, shape, strides)`, shape and strides tuples
    or None; None for a capsule that is no (versioned) DLPack one."""
    no_world()


def own_int(value):
    """`(int, address)`: an int that nobody else shares, and the address of its value, a C unsigned int. Writing there changes the int."""
    no_world()

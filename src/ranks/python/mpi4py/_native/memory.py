"""Memory."""

from .absent import no_world


def buffer(obj, writable, format):
    """`(address, nbytes, format or None)` of an object's contiguous memory; raises what the buffer protocol raises."""
    no_world()


def memory(address, nbytes, readonly):
    """A memoryview of this rank's memory, by address."""
    no_world()

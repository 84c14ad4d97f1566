"""Files: what the ranks that opened one share, by the number of its slot."""

from .absent import no_world


def file_take():
    """A slot for a file that is being opened; its shared pointer is 0."""
    no_world()


def file_give(slot):
    """The file is closed."""
    no_world()


def file_pointer(slot):
    """The shared pointer, elementary types."""
    no_world()


def file_set_pointer(slot, value):
    """Set the shared pointer."""
    no_world()


def file_add_pointer(slot, count):
    """Add to the shared pointer, atomically; what it was before."""
    no_world()


def file_try_lock(slot):
    """Try to take the file's lock; False after a short wait when another rank has it."""
    no_world()


def file_unlock(slot):
    """Let go of the file's lock."""
    no_world()


def type_runs(datatype):
    """Offsets and lengths, by turns, of the runs of bytes in one element of a datatype, in the order of its type map."""
    no_world()


def file_begins(name, communicator):
    """A method of File begins, on a communicator or (None) alone; False when it is part of another."""
    return False


def file_ends(nbytes, error):
    """It ends, having moved so many bytes; `error` is -1, or the class of its error (0: it was cut off)."""
    no_world()

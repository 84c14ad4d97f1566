"""Communicators."""

from .absent import no_world


def comm_size(comm):
    """Number of ranks."""
    no_world()


def comm_rank(comm):
    """This process's rank."""
    no_world()


def comm_group(comm):
    """World ranks of the group, a tuple in rank order."""
    no_world()


def comm_name(comm, name):
    """The communicator's name; a `name` that is not None replaces it."""
    no_world()


def comm_dup(comm):
    """Handle of a duplicate (collective)."""
    no_world()


def comm_split(comm, color, key):
    """Handle of this rank's part, 0 for colour UNDEFINED (collective)."""
    no_world()


def comm_create(comm, ranks):
    """Handle of a communicator of `ranks` (of `comm`), 0 on the others (collective)."""
    no_world()


def comm_free(comm):
    """Free a communicator (collective)."""
    no_world()


def comm_fatal(comm, fatal):
    """Whether an error in a call on `comm` ends the run instead of raising."""
    no_world()

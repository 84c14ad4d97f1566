"""Memory for buffered sends. `place`: 0 for the process's, a communicator's handle, or a session's handle negated."""

from .absent import no_world


def buffer_attach(place, nbytes):
    """Room of so many bytes, None for as much as is needed."""
    no_world()


def buffer_detach(place):
    """Wait until its messages have left, then give the room back."""
    no_world()


def buffer_flush(place):
    """Wait until its messages have left."""
    no_world()


def buffer_iflush(place):
    """As `buffer_flush`, nonblocking: the request's handle."""
    no_world()


def comm_of_session(comm, session):
    """Buffered sends on `comm` use the session's buffer where `comm` has none of its own."""
    no_world()

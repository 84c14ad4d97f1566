"""Life of the process."""

from .absent import no_world


def initialize(exception, status, reduce_user, errors_user):
    """Start MPI on this rank. Gives the bridge the classes it makes (`MPI.Exception`, `MPI.Status`) and the callers of user operations and of
    user error handlers (a communicator's handle, an error code)."""
    no_world()


def is_initialized():
    """Whether `initialize` has been called."""
    return False


def is_finalized():
    """Whether `finalize` has been called."""
    return False


def finalize():
    """MPI_Finalize: returns when every rank is in it (MPI 4.1, 11.2.2)."""
    no_world()


def abort(code):
    """MPI_Abort: ends the whole run; raises `WorldEnded`."""
    no_world()


def wtime():
    """Seconds since the world's start."""
    no_world()


def wtick():
    """Seconds between ticks of `wtime`."""
    no_world()

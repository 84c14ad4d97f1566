"""Operations."""

from .absent import no_world


def op_create(index, commute):
    """Handle of a user's operation; the bridge calls `reduce_user(index, in_address, inout_address, nbytes, datatype)`."""
    no_world()


def op_free(op):
    """Forget a user's operation."""
    no_world()


def reduce_local(op, segment, into):
    """into = segment op into."""
    no_world()

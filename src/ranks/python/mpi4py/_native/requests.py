"""Requests. Completed requests are forgotten: their handles become invalid. Persistent ones, whose handles are odd, stay until freed."""

from .absent import no_world


def wait(request, status):
    """Block until a request is complete."""
    no_world()


def test(request, status):
    """Whether a request is complete."""
    no_world()


def get_status(request, status):
    """Whether a request is complete, which it stays: as `test` without completing it."""
    no_world()


def wait_any(requests, status):
    """Index of a completed request, UNDEFINED when all handles are null."""
    no_world()


def test_any(requests, status):
    """Index of a completed request, -1 when none is complete, UNDEFINED when all handles are null."""
    no_world()


def wait_all(requests):
    """Statuses of all requests, tuples as `Status._data`. Raises MPI_ERR_IN_STATUS, with `statuses` set on the exception."""
    no_world()


def test_all(requests):
    """Statuses of all requests, or None when some are not complete."""
    no_world()


def wait_some(requests):
    """`(indices, statuses)` of completed requests, None when all handles are null."""
    no_world()


def test_some(requests):
    """`(indices, statuses)` of completed requests, perhaps none; None when all handles are null."""
    no_world()


def get_status_any(requests, status):
    """As `test_any`, completing nothing."""
    no_world()


def get_status_all(requests):
    """As `test_all`, completing nothing."""
    no_world()


def get_status_some(requests):
    """As `test_some`, completing nothing."""
    no_world()


def request_start(request):
    """Start a persistent request."""
    no_world()


def request_startall(requests):
    """Start persistent requests, in order."""
    no_world()


def pready(request, partitions):
    """Say that these partitions (a tuple) of a started partitioned send may be sent."""
    no_world()


def parrived(request, partition):
    """Whether a partition of a partitioned receive has arrived."""
    no_world()


def grequest_start(state):
    """Start a generalized request; its handle. `state` is a `generalized.Callbacks`."""
    no_world()


def grequest_complete(request):
    """Say that a generalized request is complete."""
    no_world()


def request_active(request):
    """Whether a handle names an operation that is still under way or not waited for."""
    no_world()


def request_cancel(request):
    """Cancel a receive that has not matched."""
    no_world()


def request_free(request):
    """Let the operation run on without the handle; what it uses is held until it is complete."""
    no_world()


def request_abandon(request):
    """The Python object of a request is gone: as `request_free`, for a handle that may be invalid."""

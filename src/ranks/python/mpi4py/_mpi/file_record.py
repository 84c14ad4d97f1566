"""What the trace tells of files: one record for a method of File, whatever it is made of."""

from functools import wraps

from .. import _native
from .exception import Exception

#: Bytes that the method under way has moved.
_moved = 0


def moved(nbytes):
    """So many bytes went to or came from the file. Returns `nbytes`."""
    global _moved
    _moved += nbytes
    return nbytes


def recorded(communicator):
    """A decorator for methods of File; `communicator(*args)` gives that of the call, None for a call of one rank alone."""

    def decorate(method):
        name = method.__name__

        @wraps(method)
        def call(*args, **kwargs):
            global _moved
            if not _native.file_begins(name, communicator(*args, **kwargs)):
                return method(*args, **kwargs)
            _moved, error = 0, -1
            try:
                return method(*args, **kwargs)
            except Exception as failure:
                error = failure.Get_error_class()
                raise
            except BaseException:
                error = 0
                raise
            finally:
                _native.file_ends(_moved, error)

        return call

    return decorate

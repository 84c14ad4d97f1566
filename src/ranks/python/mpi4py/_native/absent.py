"""What is said where there is no world."""


class WorldEnded(BaseException):
    """The run is over: stopped by the person, or aborted by a rank. Not an Exception, so that programs do not catch it."""


def no_world():
    """For the body of every native function."""
    raise RuntimeError("MPI is not running here: this interpreter has not been given a rank")

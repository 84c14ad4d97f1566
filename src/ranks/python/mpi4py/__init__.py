"""mpi4py for Commworld: the names of mpi4py 4.1 over an MPI that runs in a web page.

`from mpi4py import MPI` starts MPI; a program that works here works unchanged under a real `mpiexec`.
"""

import sys as _sys

__version__ = "4.1.2"
__author__ = "The Commworld authors"
__credits__ = "Lisandro Dalcin and the mpi4py contributors, whose interface this is; the MPI Forum"
__all__ = ["MPI"]


class Rc:
    """Options that are read when mpi4py.MPI is imported.

    initialize: start MPI at import. finalize: end it at exit (None: if import started it). threads, thread_level: kept for
    compatibility, there are no threads here. irecv_bufsz: bytes for `irecv()` without a buffer. errors: "exception", or
    "default", "abort", "fatal" to end the run. fast_reduce, recv_mprobe: kept for compatibility.
    """

    initialize = True
    threads = True
    thread_level = "multiple"
    finalize = None
    fast_reduce = True
    recv_mprobe = True
    irecv_bufsz = 32768
    errors = "exception"

    def __init__(self, **kwargs):
        self(**kwargs)

    def __setattr__(self, name, value):
        if not hasattr(self, name):
            raise TypeError(f"object has no attribute {name!r}")
        super().__setattr__(name, value)

    def __call__(self, **kwargs):
        for key in kwargs:
            if not hasattr(self, key):
                raise TypeError(f"unexpected argument {key!r}")
        for key, value in kwargs.items():
            setattr(self, key, value)

    def __repr__(self):
        return "<mpi4py.rc>"


rc = Rc()
_sys.modules[__name__ + ".rc"] = rc


def get_include():
    """The folder of C headers, for extension modules; none can be compiled here."""
    import os
    return os.path.join(os.path.dirname(__file__), "include")


def get_config():
    """What the file `mpi.cfg` in the package's folder says of MPI, in its section `mpi`; there is none here: nothing."""
    import configparser
    import os
    parser = configparser.ConfigParser()
    parser.add_section("mpi")
    parser.read(os.path.join(os.path.dirname(__file__), "mpi.cfg"), encoding="utf-8")
    return dict(parser.items("mpi"))


def profile(name, *, path=None):
    """Load a profiler, a library that stands between a program and MPI. None can be used here, and what is found warns: what a run
    did is on the timeline. `path`: folders to look in. ValueError when there is no file of that name.
    """
    import os
    import warnings
    if path is None:
        path = [""]
    elif isinstance(path, os.PathLike):
        path = [path]
    elif isinstance(path, (str, bytes)):
        path = os.fsdecode(path).split(os.pathsep)
    name = os.fsdecode(name)
    for folder in map(os.fsdecode, path):
        for file in (name, f"lib{name}.so"):
            if os.path.isfile(os.path.join(folder, file)):
                warnings.warn(f"{os.path.join(folder, file)} cannot be loaded here", stacklevel=2)
                return
    raise ValueError(f"profiler {name!r} not found")

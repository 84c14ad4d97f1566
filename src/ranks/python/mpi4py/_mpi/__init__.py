"""The MPI objects, one module each; `mpi4py.MPI` gathers them. Importing them all, as here, starts nothing."""

from . import (
    buffer, capi, collective, collective_objects, comm, constants, datatype, environment, errhandler, exception, file, generalized, group, handle, info,
    intercomm, intracomm, matched, message, op, pending, pickle, persistent, point_to_point, point_to_point_objects, ports, private, request, session, status, win,
    topology, topology_making, docstrings)

docstrings.complete(__import__("sys").modules[__name__])

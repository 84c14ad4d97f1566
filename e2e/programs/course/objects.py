"""Objects of all kinds travel: dictionaries, sets, None, exceptions, arrays, instances of one's own classes."""
# run: -n 2 objects.py
# run: -n 3 objects.py
# compare: in order
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from mpi4py import MPI


@dataclass
class Planet:
    name: str
    moons: int


comm = MPI.COMM_WORLD
things = [None, True, 2**100, 1.5, 1 + 2j, "naïve ∑", b"\0bytes", (1, [2, {3}]), {"a": {"b": None}}, Fraction(1, 3),
          Planet("Mars", 2), np.arange(6).reshape(2, 3), np.array([1.5, 2.5], dtype="f4"), ValueError("sent, not raised"), range(3)]
if comm.rank == 0:
    requests = [comm.isend(thing, dest=comm.size - 1, tag=tag) for tag, thing in enumerate(things)]
    MPI.Request.waitall(requests)
elif comm.rank == comm.size - 1:
    for tag, thing in enumerate(things):
        got = comm.recv(source=0, tag=tag)
        same = np.array_equal(got, thing) and got.dtype == thing.dtype if isinstance(thing, np.ndarray) else repr(got) == repr(thing)
        print(f"{type(got).__name__:<11} {str(got)!r:<30} {same}")

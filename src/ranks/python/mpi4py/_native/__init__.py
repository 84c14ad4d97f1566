"""What Python asks of the MPI engine.

Every function is declared in one of the modules here by topic, and replaced in this package by a native one when a rank
starts (`src/ranks/python/bridge`); until then each says that there is no world. Callers must always look them up as
`_native.name(...)`, never import the name.

Handles are plain integers: communicators (0 null, 1 COMM_WORLD, 2 COMM_SELF), requests (0 null), messages (0 null, 1 no-proc),
operations (0 null, 1 to 14 predefined), windows (0 null) and datatypes (ids of `src/protocol/datatypes.ts`, derived ones from 256 on). A `segment` is
`(address, count, datatype)`, a vector segment `(address, counts, displacements, datatype)`. A `status` argument is None or
an `MPI.Status`, whose `_data` is set to `(source, tag, bytes, error, cancelled)`.
"""

from .absent import WorldEnded
from .life import *
from .memory import *
from .datatypes import *
from .communicators import *
from .topologies import *
from .point_to_point import *
from .requests import *
from .send_buffers import *
from .collectives import *
from .operations import *
from .windows import *
from .files import *

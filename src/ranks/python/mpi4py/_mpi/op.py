"""MPI.Op: reduction operations (MPI 4.1, 6.9)."""

import sys
import traceback

from .. import _native
from . import constants, message
from .buffer import buffer
from .datatype import Datatype
from .exception import Exception
from .handle import Handle, define, public

#: User functions by index; mpi4py has room for 32.
_USERS = 32
_functions = {}


def _maxloc(x, y):
    (u, i), (v, j) = x, y
    if u > v:
        return u, i
    if v > u or j < i:
        return v, j
    return u, i


def _minloc(x, y):
    (u, i), (v, j) = x, y
    if u < v:
        return u, i
    if v < u or j < i:
        return v, j
    return u, i


#: Handle -> what the operation does to two objects.
_PREDEFINED = [
    ("MAX", lambda x, y: y if y > x else x),
    ("MIN", lambda x, y: y if y < x else x),
    ("SUM", lambda x, y: x + y),
    ("PROD", lambda x, y: x * y),
    ("LAND", lambda x, y: bool(x) & bool(y)),
    ("BAND", lambda x, y: x & y),
    ("LOR", lambda x, y: bool(x) | bool(y)),
    ("BOR", lambda x, y: x | y),
    ("LXOR", lambda x, y: bool(x) ^ bool(y)),
    ("BXOR", lambda x, y: x ^ y),
    ("MAXLOC", _maxloc),
    ("MINLOC", _minloc),
    ("REPLACE", lambda x, y: y),
    ("NO_OP", lambda x, y: x),
]


@public
class Op(Handle):
    """A reduction operation (MPI 4.1, 6.9). Called with two objects it combines them."""

    __slots__ = ("_index",)

    def __new__(cls, op=None):
        self = Handle.__new__(cls, op)
        self._index = 0 if op is None else op._index
        return self

    def __call__(self, x, y, /):
        if 0 < self._handle <= len(_PREDEFINED):
            return _PREDEFINED[self._handle - 1][1](x, y)
        if self._index not in _functions:
            raise ValueError("cannot call user-defined operation")
        return _functions[self._index](x, y, None)

    @classmethod
    def fromhandle(cls, handle):
        """The object for a handle that `handle` gave."""
        self = super().fromhandle(handle)
        if not hasattr(self, "_index"):
            self._index = 0
        return self

    @classmethod
    def Create(cls, function, commute=False):
        """An operation of one's own (MPI 4.1, 6.9.5).

        `function(inbuf, inoutbuf, datatype)` gets two `MPI.buffer` and puts `inbuf op inoutbuf` into `inoutbuf`; for the
        lower-case methods it gets two objects and None, and returns the result. Only an operation that commutes may be
        applied out of rank order.
        """
        # Raises what mpi4py raises for an object that cannot be called.
        function.__call__
        free = next((i for i in range(1, _USERS + 1) if i not in _functions), None)
        if free is None:
            raise RuntimeError("cannot create too many user-defined reduction operations")
        self = cls()
        self._handle = _native.op_create(free, bool(commute))
        self._index = free
        _functions[free] = function
        _commute[self._handle] = bool(commute)
        return self

    def Free(self):
        """Free an operation made by `Create` (MPI 4.1, 6.9.5)."""
        if self._handle <= len(_PREDEFINED):
            raise Exception(constants.ERR_OP)
        _native.op_free(self._handle)
        _functions.pop(self._index, None)
        _commute.pop(self._handle, None)
        self._clear()
        self._index = 0

    def Is_commutative(self):
        """Whether the order of the operands may be exchanged (MPI 4.1, 6.9.7)."""
        if self._handle == 0:
            raise Exception(constants.ERR_OP)
        return _commute.get(self._handle, True)

    @property
    def is_commutative(self):
        """Whether the order of the operands may be exchanged."""
        return self.Is_commutative()

    @property
    def is_predefined(self):
        """Whether the operation is one of MPI's own."""
        return self._handle <= len(_PREDEFINED)

    def Reduce_local(self, inbuf, inoutbuf):
        """Do inoutbuf = inbuf op inoutbuf, within this process (MPI 4.1, 6.9.8)."""
        send, into = message.reduce_local(inbuf, inoutbuf)
        if send is None:
            raise Exception(constants.ERR_ARG)
        _native.reduce_local(self._handle, send, into)

    def __reduce__(self):
        if self._handle <= len(_PREDEFINED):
            return super().__reduce__()
        if self._index not in _functions:
            raise ValueError("cannot pickle user-defined reduction operation")
        return (type(self).Create, (_functions[self._index], self.Is_commutative()))


Op._family = Op
_commute = {}

OP_NULL = define(Op(), "OP_NULL")
#: Every predefined operation by its name in mpi4py.MPI.
ops = {"OP_NULL": OP_NULL}
for _handle, (_name, _) in enumerate(_PREDEFINED, 1):
    ops[_name] = Op()
    ops[_name]._handle = _handle
    define(ops[_name], _name)
SUM = ops["SUM"]


def reduce_user(index, in_address, inout_address, nbytes, datatype):
    """The engine applies a user's operation to memory. An error there cannot be undone: it ends the run, as in mpi4py."""
    try:
        inbuf, inoutbuf = buffer.fromaddress(in_address, nbytes), buffer.fromaddress(inout_address, nbytes)
        _functions[index](inbuf, inoutbuf, Datatype._of(datatype))
    except _native.WorldEnded:
        raise
    except BaseException:
        traceback.print_exc()
        print("Fatal Python error: exception in user-defined reduction operation", file=sys.stderr, flush=True)
        _native.abort(1)


def reset():
    """Forget a program's operations."""
    _functions.clear()
    _commute.clear()

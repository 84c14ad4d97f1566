"""Attributes of communicators, datatypes and windows, and keys for them (MPI 4.1, 7.7 and 9.1.2). Local: no messages."""

import os
import sys
from operator import index

from . import constants
from .exception import Exception

#: Of each kind of object: key -> what is known of it. mpi4py's own name for it is `MPI._keyval_registry`.
registry = {"Datatype": {}, "Comm": {}, "Win": {}}
#: (kind, handle) -> key -> (value, what was known of the key when it was set), in the order of setting.
_values = {}
_next_key = 64

_NULL_ERROR = {"Datatype": constants.ERR_TYPE, "Comm": constants.ERR_COMM, "Win": constants.ERR_WIN}

_PREDEFINED = {
    constants.TAG_UB: 0x7FFFFFFF,
    constants.IO: constants.ANY_SOURCE,
    constants.WTIME_IS_GLOBAL: 1,
}
_SPECIAL = (*_PREDEFINED, constants.APPNUM, constants.UNIVERSE_SIZE, constants.LASTUSEDCODE)


class _Keyval:
    """What is known of a key: its functions, and whether values are addresses instead of Python objects."""

    __slots__ = ("copy_fn", "delete_fn", "nopython")

    def __init__(self, copy_fn, delete_fn, nopython):
        self.copy_fn = None if copy_fn is False else copy_fn
        self.delete_fn = None if delete_fn is False or delete_fn is True else delete_fn
        self.nopython = bool(nopython)


def _kind(obj):
    return (obj if isinstance(obj, type) else type(obj))._family.__name__


def _of(obj):
    return _values.get((_kind(obj), obj._handle), {})


def _call(function, obj, keyval, value):
    """Call a function of the program's with an object of its own, which is null afterwards."""
    handle = type(obj)._family.fromhandle(obj._handle)
    if handle is obj or handle._is_predefined():
        return function(handle, keyval, value)
    try:
        return function(handle, keyval, value)
    finally:
        handle._handle = type(handle)._null


def _report(error):
    """An exception in a function of the program's goes to stderr, and to MPI as an error code."""
    sys.excepthook(type(error), error, error.__traceback__)
    return error.Get_error_code() if isinstance(error, Exception) else constants.ERR_OTHER


def some():
    """Whether any object has an attribute."""
    return bool(_values)


def copy(old, new):
    """`new` is a duplicate of `old`: each attribute's copy function decides whether it goes along. Raises when one fails."""
    for keyval, (value, key) in list(_of(old).items()):
        if key.copy_fn is None:
            continue
        if key.copy_fn is not True:
            try:
                value = _call(key.copy_fn, old, keyval, value)
                if value is NotImplemented:
                    continue
                if key.nopython:
                    value = _address(value)
            except BaseException as error:
                raise Exception(_report(error)) from None
        _values.setdefault((_kind(new), new._handle), {})[keyval] = (value, key)


def _delete(obj, keyval):
    """Remove an attribute; the error code of its delete function."""
    value, key = _of(obj).pop(keyval)
    if key.delete_fn is None:
        return constants.SUCCESS
    try:
        _call(key.delete_fn, obj, keyval, value)
    except BaseException as error:
        return _report(error)
    return constants.SUCCESS


def delete_all(obj):
    """`obj` is about to be freed: its attributes go, the last set first."""
    values = _of(obj)
    while values:
        _delete(obj, next(reversed(values)))
    _values.pop((_kind(obj), obj._handle), None)


def reset():
    """Forget a program's keys and values."""
    global _next_key
    _values.clear()
    for keys in registry.values():
        keys.clear()
    _next_key = 64


def _address(value):
    value = index(value)
    if not -(1 << 31) <= value < 1 << 32:
        raise OverflowError("Python int too large to convert to C void *")
    return value & 0xFFFFFFFF


class Attributes:
    """Methods of Comm, Datatype and Win."""

    def _attributed(self):
        """Raise unless the object is there."""
        if not self:
            raise Exception(_NULL_ERROR[_kind(self)])

    def Get_attr(self, keyval):
        """The value of an attribute, None when it is not set (MPI 4.1, 7.7). Of communicators TAG_UB and the like are predefined (9.1.2)."""
        self._attributed()
        kind = _kind(self)
        if kind == "Comm" and keyval in _SPECIAL:
            return _predefined(keyval)
        if keyval in _of(self):
            return _of(self)[keyval][0]
        if keyval not in registry[kind]:
            raise Exception(constants.ERR_KEYVAL if keyval < 0 else constants.ERR_OTHER)
        return None

    def Set_attr(self, keyval, attrval):
        """Store a value under a key from `Create_keyval` (MPI 4.1, 7.7)."""
        self._attributed()
        key = registry[_kind(self)].get(keyval)
        if key is None:
            raise Exception(constants.ERR_KEYVAL if keyval < 0 else constants.ERR_OTHER)
        if key.nopython:
            attrval = _address(attrval)
        error = _delete(self, keyval) if keyval in _of(self) else constants.SUCCESS
        _values.setdefault((_kind(self), self._handle), {})[keyval] = (attrval, key)
        if error:
            raise Exception(error)

    def Delete_attr(self, keyval):
        """Delete an attribute; its key's delete function is told (MPI 4.1, 7.7)."""
        self._attributed()
        if keyval not in _of(self):
            raise Exception(constants.ERR_KEYVAL if keyval < 0 else constants.ERR_OTHER)
        error = _delete(self, keyval)
        if error:
            raise Exception(error)

    @classmethod
    def Create_keyval(cls, copy_fn=None, delete_fn=None, nopython=False):
        """A new key for attributes (MPI 4.1, 7.7).

        `copy_fn(obj, keyval, value)` gives the value for a duplicate (NotImplemented: none); True copies it, None and False do not.
        `delete_fn(obj, keyval, value)` is called when the attribute goes. With `nopython` values are addresses, integers.
        """
        global _next_key
        keyval = _next_key
        _next_key += 1
        registry[_kind(cls)][keyval] = _Keyval(copy_fn, delete_fn, nopython)
        return keyval

    @classmethod
    def Free_keyval(cls, keyval):
        """Free a key from `Create_keyval`; KEYVAL_INVALID. Attributes that are set keep its functions (MPI 4.1, 7.7)."""
        if registry[_kind(cls)].pop(keyval, None) is None:
            raise Exception(constants.ERR_KEYVAL if keyval < 0 else constants.ERR_OTHER)
        return constants.KEYVAL_INVALID


def _predefined(keyval):
    if keyval == constants.UNIVERSE_SIZE:
        from .. import _native
        return _native.comm_size(1)
    if keyval == constants.LASTUSEDCODE:
        from . import exception
        return exception.last_used_code()
    if keyval == constants.APPNUM:
        return int(os.environ.get("OMPI_MCA_orte_app_num", 0))
    return _PREDEFINED[keyval]

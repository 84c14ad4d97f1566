"""Attributes of communicators, and keys for them (MPI 4.1, 7.7 and 9.1.2). Local: no messages."""

from . import constants
from .exception import Exception

_FIRST_KEY = 64
#: Key -> (copy_fn, delete_fn), and communicator -> key -> value.
_keys = {}
_values = {}

_PREDEFINED = {
    constants.TAG_UB: 0x7FFFFFFF,
    constants.IO: constants.ANY_SOURCE,
    constants.WTIME_IS_GLOBAL: 1,
    constants.APPNUM: 0,
    constants.LASTUSEDCODE: constants.ERR_LASTCODE,
}


def copy(old, new_handle):
    """A communicator was duplicated: ask each attribute's copy function whether it goes along."""
    for key, value in list(_values.get(old._handle, {}).items()):
        copy_fn = _keys[key][0] if key in _keys else None
        if copy_fn is None or copy_fn is False:
            continue
        new = value if copy_fn is True else copy_fn(old, key, value)
        if new is not NotImplemented:
            _values.setdefault(new_handle, {})[key] = new


def delete_all(comm):
    """A communicator is about to be freed."""
    for key in list(_values.get(comm._handle, {})):
        comm.Delete_attr(key)
    _values.pop(comm._handle, None)


def reset():
    """Forget a program's keys and values."""
    _keys.clear()
    _values.clear()


class Attributes:
    """Methods of Comm."""

    def Get_attr(self, keyval):
        """The value of an attribute, None when it is not set (MPI 4.1, 7.7.2). TAG_UB and the like are predefined (9.1.2)."""
        if keyval == constants.UNIVERSE_SIZE:
            from .. import _native
            return _native.comm_size(1)
        if keyval in _PREDEFINED:
            return _PREDEFINED[keyval]
        if keyval not in _keys and keyval not in _values.get(self._handle, {}):
            raise Exception(constants.ERR_OTHER)
        return _values.get(self._handle, {}).get(keyval)

    def Set_attr(self, keyval, attrval):
        """Store a value under a key from `Create_keyval` (MPI 4.1, 7.7.2)."""
        if keyval not in _keys:
            raise Exception(constants.ERR_KEYVAL if keyval in _PREDEFINED else constants.ERR_OTHER)
        if keyval in _values.get(self._handle, {}):
            self.Delete_attr(keyval)
        _values.setdefault(self._handle, {})[keyval] = attrval

    def Delete_attr(self, keyval):
        """Delete an attribute; its key's delete function is told (MPI 4.1, 7.7.2)."""
        values = _values.get(self._handle, {})
        if keyval not in values:
            raise Exception(constants.ERR_OTHER)
        delete_fn = _keys[keyval][1] if keyval in _keys else None
        if delete_fn is not None:
            delete_fn(self, keyval, values[keyval])
        del values[keyval]

    @classmethod
    def Create_keyval(cls, copy_fn=None, delete_fn=None, nopython=False):
        """A new key for attributes (MPI 4.1, 7.7.2).

        `copy_fn(comm, keyval, value)` gives the value for a duplicate (NotImplemented: none); True copies it, None does not.
        `delete_fn(comm, keyval, value)` is called when the attribute goes.
        """
        key = max([_FIRST_KEY, *_keys]) + 1
        _keys[key] = (copy_fn, delete_fn)
        return key

    @classmethod
    def Free_keyval(cls, keyval):
        """Free a key from `Create_keyval`; KEYVAL_INVALID (MPI 4.1, 7.7.2)."""
        if keyval not in _keys:
            raise Exception(constants.ERR_OTHER)
        del _keys[keyval]
        return constants.KEYVAL_INVALID

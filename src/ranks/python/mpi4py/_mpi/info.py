"""MPI.Info: hints as keys and values (MPI 4.1, chapter 10)."""

from . import constants
from .exception import Exception
from .handle import Handle, define, public

#: Handle -> its keys and values, in order. 0 is null, 1 is INFO_ENV.
_contents = {1: {}}


def _pairs(items):
    if isinstance(items, Info):
        return items.items()
    if hasattr(items, "keys"):
        return [(key, items[key]) for key in items.keys()]
    return items


@public
class Info(Handle):
    """Hints for a call as keys and values, all text (MPI 4.1, chapter 10). Behaves as a dictionary."""

    __slots__ = ()

    def _dict(self):
        found = _contents.get(self._handle)
        if found is None:
            raise Exception(constants.ERR_INFO)
        return found

    def __reduce__(self):
        if not self or self._is_predefined():
            return Handle.__reduce__(self)
        return (type(self).Create, (self.items(),))

    @classmethod
    def Create(cls, items=None):
        """A new object with the keys and values of `items`: a mapping, pairs, or another Info (MPI 4.1, chapter 10)."""
        self = cls()
        self._handle = max(_contents) + 1
        _contents[self._handle] = {}
        try:
            if items is not None:
                self.update(items)
        except BaseException:
            self.Free()
            raise
        return self

    @classmethod
    def Create_env(cls, args=None):
        """A new object with what INFO_ENV tells of the launch (MPI 4.1, 11.5)."""
        self = cls.Create(_contents[1])
        if args:
            _contents[self._handle]["argv"] = " ".join(args)[:constants.MAX_INFO_VAL - 1]
        return self

    def Free(self):
        """Free the object (MPI 4.1, chapter 10)."""
        self._dict()
        if self._is_predefined():
            raise Exception(constants.ERR_INFO)
        del _contents[self._handle]
        self._clear()

    def Dup(self):
        """A copy (MPI 4.1, chapter 10)."""
        return type(self).Create(self._dict())

    def Get(self, key):
        """The value of a key, None when there is no such key (MPI 4.1, chapter 10)."""
        return self._dict().get(key)

    def Set(self, key, value):
        """Set the value of a key (MPI 4.1, chapter 10)."""
        content = self._dict()
        if not isinstance(key, str) or not isinstance(value, str):
            wrong = value if isinstance(key, str) else key
            raise TypeError(f"expected str, got {type(wrong).__name__}")
        if not key or len(key) >= constants.MAX_INFO_KEY:
            raise Exception(constants.ERR_INFO_KEY)
        if len(value) >= constants.MAX_INFO_VAL:
            raise Exception(constants.ERR_INFO_VALUE)
        content[key] = value

    def Delete(self, key):
        """Remove a key (MPI 4.1, chapter 10)."""
        if key not in self._dict():
            raise Exception(constants.ERR_INFO_NOKEY)
        del self._dict()[key]

    def Get_nkeys(self):
        """Number of keys (MPI 4.1, chapter 10)."""
        return len(self._dict())

    def Get_nthkey(self, n):
        """Key number `n`, from 0 (MPI 4.1, chapter 10)."""
        keys = list(self._dict())
        if not 0 <= n < len(keys):
            raise Exception(constants.ERR_ARG)
        return keys[n]

    # As a dictionary. A null object is an empty one.

    def __len__(self):
        return len(self._dict()) if self else 0

    def __bool__(self):
        return self._handle != 0

    def __contains__(self, value, /):
        return bool(self) and value in self._dict()

    def __iter__(self):
        return iter(self.keys())

    def __getitem__(self, item, /):
        if item not in self:
            raise KeyError(item)
        return self._dict()[item]

    def __setitem__(self, item, value, /):
        if not self:
            raise KeyError(item)
        self.Set(item, value)

    def __delitem__(self, item, /):
        if item not in self:
            raise KeyError(item)
        self.Delete(item)

    def get(self, key, default=None):
        """The value of a key, or the default."""
        return self[key] if key in self else default

    def keys(self):
        """A list of the keys."""
        return list(self._dict()) if self else []

    def values(self):
        """A list of the values."""
        return list(self._dict().values()) if self else []

    def items(self):
        """A list of keys with their values."""
        return list(self._dict().items()) if self else []

    def update(self, items=(), **kwds):
        """Set the keys and values of `items` and of the keyword arguments."""
        if not self:
            raise KeyError
        for key, value in [*_pairs(items), *kwds.items()]:
            self.Set(key, value)

    def pop(self, key, *default):
        """Remove a key; its value, or the default."""
        if key in self:
            value = self[key]
            self.Delete(key)
            return value
        if default:
            return default[0]
        raise KeyError(key)

    def popitem(self):
        """Remove the last key; it and its value."""
        if not self or not self._dict():
            raise KeyError("popitem(): info is empty")
        return self._dict().popitem()

    def copy(self):
        """A copy."""
        return self.Dup() if self else type(self)()

    def clear(self):
        """Remove all keys."""
        if self:
            self._dict().clear()


Info._family = Info

INFO_NULL = define(Info(), "INFO_NULL")
INFO_ENV = Info()
INFO_ENV._handle = 1
define(INFO_ENV, "INFO_ENV")


def launch(**facts):
    """What INFO_ENV tells of the launch, once it is known."""
    _contents[1].update(facts)


def reset(environment):
    """Forget a program's objects; INFO_ENV tells of the launch."""
    _contents.clear()
    _contents[1] = environment

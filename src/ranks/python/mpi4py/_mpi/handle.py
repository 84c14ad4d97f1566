"""What all MPI objects have in common: an integer handle, equality by handle, and a null value."""

from .. import _native

#: (class, handle) -> (object, name) of every predefined object, for pickling and for protection against Free.
predefined = {}


def public(cls):
    """Make a class look as if it were defined in mpi4py.MPI, where users meet it."""
    cls.__module__ = "mpi4py.MPI"
    return cls


def made_of(*parts):
    """Class decorator: the class takes over the methods of `parts`, which are written apart by topic."""

    def take_over(cls):
        for part in parts:
            for name, member in vars(part).items():
                # What the class says itself goes before its parts.
                if name in vars(cls) or name in ("__module__", "__dict__", "__weakref__", "__doc__", "__slots__", "__firstlineno__", "__static_attributes__"):
                    continue
                function = getattr(member, "__func__", member)
                if hasattr(function, "__qualname__"):
                    function.__qualname__ = f"{cls.__name__}.{name}"
                    function.__module__ = "mpi4py.MPI"
                setattr(cls, name, member)
        return cls

    return take_over


def define(obj, name):
    """Register a predefined object under its name in mpi4py.MPI."""
    predefined[type(obj)._family, obj._handle] = (obj, name)
    return obj


#: id of an int that nobody else shares -> (the int, address of its value).
_own = {}


def address_of(obj):
    """Address of an object's handle, a C int: what is written there becomes the object's handle."""
    found = _own.get(id(obj._handle))
    if found is None:
        found = _native.own_int(obj._handle)
        _own[id(found[0])] = found
        obj._handle = found[0]
    return found[1]


class Handle:
    """An object that stands for something inside MPI.

    Two objects are equal when they name the same thing; one that names nothing (a null handle) is false.
    """

    __slots__ = ("__weakref__", "_handle")

    #: The class by which handles are numbered, and the null handle.
    _family = None
    _null = 0

    def __new__(cls, other=None):
        self = object.__new__(cls)
        if other is None:
            self._handle = cls._null
            return self
        if not isinstance(other, cls._family):
            raise TypeError(
                f"Argument '{cls._family.__name__.lower()}' has incorrect type "
                f"(expected mpi4py.MPI.{cls._family.__name__}, got {type(other).__name__})")
        self._copy(other)
        return self

    def _copy(self, other):
        self._handle = other._handle

    def __eq__(self, other):
        if not isinstance(other, type(self)._family):
            return NotImplemented
        return self._handle == other._handle

    def __ne__(self, other):
        if not isinstance(other, type(self)._family):
            return NotImplemented
        return self._handle != other._handle

    __hash__ = None

    def __bool__(self):
        return self._handle != type(self)._null

    def __reduce__(self):
        entry = predefined.get((type(self)._family, self._handle))
        if entry is None:
            raise ValueError(f"cannot serialize '{type(self).__module__}.{type(self).__name__}' instance")
        obj, name = entry
        if self is obj:
            return name
        from copyreg import __newobj__
        return (__newobj__, (type(self), obj))

    def _is_predefined(self):
        return (type(self)._family, self._handle) in predefined

    def _clear(self):
        """Make this object null, as a Free call does; predefined objects themselves stay what they are."""
        entry = predefined.get((type(self)._family, self._handle))
        if entry is None or entry[0] is not self:
            self._handle = type(self)._null

    @property
    def handle(self):
        """The handle, an integer (mpi4py's own; not part of the MPI standard)."""
        return self._handle

    @classmethod
    def fromhandle(cls, handle):
        """The object for a handle that `handle` gave."""
        entry = predefined.get((cls._family, handle))
        if entry is not None:
            return entry[0]
        self = cls.__new__(cls)
        self._handle = handle
        return self

    def toint(self):
        """The handle as an integer (MPI 4.1, 18.2.4)."""
        return self._handle

    @classmethod
    def fromint(cls, arg, /):
        """The object for an integer from `toint` (MPI 4.1, 18.2.4)."""
        return cls.fromhandle(arg)

    def py2f(self):
        """The handle as a Fortran integer (MPI 4.1, 18.2.4)."""
        return self._handle

    @classmethod
    def f2py(cls, arg):
        """The object for a Fortran integer handle (MPI 4.1, 18.2.4)."""
        return cls.fromhandle(arg)

    def free(self):
        """Call `Free` unless the object is null or predefined. Never raises for those."""
        if not self:
            return
        if self._is_predefined():
            self._clear()
        else:
            self.Free()

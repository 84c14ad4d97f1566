"""Docstrings as mpi4py has them: a function's begins with its signature, as tools that show docstrings alone need it."""

import inspect
from types import FunctionType, ModuleType


class _Itself:
    """A class that is an attribute of itself, in a form that whoever walks over classes and their members does not walk in circles."""

    __slots__ = ("cls",)

    def __init__(self, cls):
        self.cls = cls

    def __get__(self, obj, cls=None):
        return self.cls


#: Functions with their signature; some have several names.
_signed = set()


def _sign(function, name):
    doc = function.__doc__
    if not doc or function in _signed:
        return
    _signed.add(function)
    function.__doc__ = f"{name}{inspect.signature(function)}\n\n{inspect.cleandoc(doc)}"


def _members(cls):
    for name, member in vars(cls).items():
        if isinstance(member, property):
            if member.__doc__ and "\n\n" not in member.__doc__:
                member.__doc__ = f"{name}\n\n{member.__doc__}"
        else:
            function = getattr(member, "__func__", member)
            if isinstance(function, FunctionType):
                _sign(function, name)


def complete(package):
    """Put the signatures into the docstrings of all that the modules of this package give to mpi4py.MPI. Once, when the image is made."""
    for module in list(vars(package).values()):
        if not isinstance(module, ModuleType) or not module.__name__.startswith(package.__name__ + "."):
            continue
        for name, value in list(vars(module).items()):
            if isinstance(value, type) and value.__module__ == "mpi4py.MPI":
                if vars(value).get("_family") is value:
                    value._family = _Itself(value)
                _members(value)
            elif isinstance(value, FunctionType) and not name.startswith("_") and value.__module__ in (module.__name__, "mpi4py.MPI"):
                _sign(value, name)

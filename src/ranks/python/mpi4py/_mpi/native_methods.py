"""What the bridge asks of a method before it puts a native one in front of it (`src/ranks/python/bridge/fast`)."""


def _written(value, name):
    """A default as it is written in a signature; an object of MPI's by its name there."""
    return repr(value) if value is None or isinstance(value, (bool, int, str)) else name


def describe(cls, name):
    """`(function, is it a class method, names of its parameters, defaults of the last of them, text)`; text is signature and docstring
    as CPython keeps them for native methods."""
    member = vars(cls)[name]
    of_class = isinstance(member, classmethod)
    function = getattr(cls, name) if of_class else member
    code = function.__code__
    names = code.co_varnames[1:code.co_argcount]
    defaults = function.__defaults__ or ()
    first = len(names) - len(defaults)
    parameters = [f"{parameter}={_written(defaults[i - first], parameter.upper())}" if i >= first else parameter for i, parameter in enumerate(names)]
    signature = ", ".join(["$type" if of_class else "$self", *parameters])
    return function, of_class, names, defaults, f"{name}({signature})\n--\n\n{function.__doc__ or ''}"

"""Names that mpi4py has and this implementation does not have yet: real functions, each saying so when called."""

from . import constants


def pending(owner, table, scope=None):
    """Add to class or module `owner` a function for each line of `table`.

    A line reads `Name(self, argument, other=default) -- what it does`; `@classmethod ` before it makes a class method.
    Defaults are looked up in `scope` and in the constants. The text is this package's own, never a user's.
    """
    names = {**vars(constants), **(scope or {})}
    is_class = isinstance(owner, type)
    for line in table.strip().splitlines():
        text, _, summary = line.strip().partition(" -- ")
        of_class = text.startswith("@classmethod ")
        text = text.removeprefix("@classmethod ")
        name = text[:text.index("(")]
        full = f"MPI.{owner.__name__}.{name}" if is_class else f"MPI.{name}"
        body = {}
        exec(f"def {text}:\n    raise NotImplementedError({full + ' is not implemented in Commworld yet'!r})", names, body)
        function = body[name]
        function.__doc__ = f"{summary} Not implemented in Commworld yet: raises NotImplementedError."
        function.__module__ = "mpi4py.MPI"
        function.__qualname__ = f"{owner.__name__}.{name}" if is_class else name
        value = classmethod(function) if of_class else function
        if is_class:
            setattr(owner, name, value)
        else:
            owner[name] = value

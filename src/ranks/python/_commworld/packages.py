"""Packages that a program loads by importing them: fetched when an import is about to fail for the want of them."""

import importlib
import sys
from importlib.machinery import PathFinder

#: Set by the runner: puts the package of a top-level module into site-packages, waiting for its bytes. Returns '' or what is wrong.
_mount = None


def offer(modules):
    """Lets the program import these top-level modules; asked last, so that a file of the program's own comes first."""
    if modules:
        sys.meta_path.append(_Finder(frozenset(modules)))


class _Finder:
    """Finds modules in packages that are not in site-packages yet."""

    def __init__(self, modules):
        self.modules = modules

    def find_spec(self, name, path=None, target=None):
        if name not in self.modules:
            return None
        problem = _mount(name)
        if problem:
            raise ModuleNotFoundError(f"No module named '{name}': {problem}", name=name)
        importlib.invalidate_caches()
        return PathFinder.find_spec(name)

    def explain(self, error):
        """Says under a ModuleNotFoundError that nobody caught what could have been imported."""
        if error.name and error.name.split('.')[0] not in self.modules:
            error.add_note(f"Besides Python's own modules, numpy and mpi4py there are here: {', '.join(sorted(self.modules))}.")


def explain(error):
    """Adds a note to an uncaught ModuleNotFoundError of a package that is not here."""
    if isinstance(error, ModuleNotFoundError):
        for finder in sys.meta_path:
            if isinstance(finder, _Finder):
                finder.explain(error)

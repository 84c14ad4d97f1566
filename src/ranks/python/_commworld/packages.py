"""Packages that a program loads by importing them: fetched when an import is about to fail for the want of them."""

import importlib
import io
import os
import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec, spec_from_file_location

#: Set by the runner: puts the package of a top-level module into site-packages, waiting for its bytes. Returns '' or what is wrong.
_mount = None
#: Set by the runner: hands out a figure, its description (JSON) and its image (PNG).
_show = None


def offer(modules):
    """Lets the program import these top-level modules; asked last, so that a file of the program's own comes first."""
    if modules:
        _prepare()
        sys.meta_path.append(_Finder(frozenset(modules)))


#: Names of the modules that `ahead` imported.
_ahead = set()


def ahead(modules):
    """Imports modules before the program is known that will do so. What fails here, the program will meet itself."""
    _prepare()
    before = set(sys.modules)
    errors, sys.stderr = sys.stderr, io.StringIO()
    try:
        importlib.invalidate_caches()
        for name in modules:
            try:
                importlib.import_module(name)
                if name == 'matplotlib.pyplot':
                    importlib.import_module('_commworld.figures')
            except BaseException:
                pass
    finally:
        sys.stderr = errors
        _ahead.update(set(sys.modules) - before)


def step_aside(folder):
    """Forgets what `ahead` imported under the name of a module in the program's own folder, which goes before it."""
    own = {entry.removesuffix('.py') for entry in os.listdir(folder)} & {name.split('.')[0] for name in _ahead}
    for name in [name for name in _ahead if name.split('.')[0] in own]:
        sys.modules.pop(name, None)


def _prepare():
    if _Windows in sys.meta_path:
        return
    sys.meta_path.insert(0, _Windows)
    # matplotlib shows figures through the runner, and keeps what it keeps out of the student's files.
    os.environ.setdefault('MPLBACKEND', 'module://_commworld.figures')
    os.environ.setdefault('MPLCONFIGDIR', '/tmp/matplotlib')


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


class _Windows:
    """Stands in for matplotlib's backends that open windows: a program that asks for one by name shows its figures all the same."""

    names = frozenset(f'matplotlib.backends.backend_{name}' for name in ('tkagg', 'qtagg', 'qt5agg', 'gtk3agg', 'gtk4agg', 'wxagg', 'macosx', 'webagg', 'nbagg'))

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name not in cls.names:
            return None
        return spec_from_file_location(name, find_spec('_commworld.figures').origin)


def explain(error):
    """Adds a note to an uncaught ModuleNotFoundError of a package that is not here."""
    if isinstance(error, ModuleNotFoundError):
        for finder in sys.meta_path:
            if isinstance(finder, _Finder):
                finder.explain(error)

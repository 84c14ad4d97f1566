"""Every import that could lead to the page's JavaScript. Prints OPEN for what should be closed."""

import importlib
import importlib.machinery as machinery
import sys

from mpi4py import MPI

NAMES = ("js", "pyodide_js", "pyodide", "pyodide.code", "pyodide.ffi", "pyodide.http", "pyodide_js._api", "_pyodide", "_pyodide._base", "_pyodide_core", "micropip")


def attempt(how, name):
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        print("closed", how, name, "-", error)
        return
    works = [each for each in ("js", "fetch", "globalThis", "_api", "_module") if hasattr(module, each)]
    for each, argument in (("run_js", "6 * 7"), ("open_url", "/index.html?by-open-url")):
        try:
            getattr(module, each)(argument)
            works.append(each)
        except BaseException:
            pass
    print("OPEN" if works or name in ("js", "pyodide_js") else "empty", how, name, works)


if MPI.COMM_WORLD.rank == 0:
    print("loaded", [name for name in sys.modules if name.split(".")[0] in ("js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core")])
    for name in NAMES:
        attempt("plainly", name)
    # The student's program may change how imports work.
    sys.meta_path[:] = [machinery.BuiltinImporter, machinery.FrozenImporter, machinery.PathFinder]
    for name in NAMES:
        attempt("with the import hooks of plain CPython", name)
    print("all tried")

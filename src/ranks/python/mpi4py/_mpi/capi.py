"""`MPI.__pyx_capi__`: C functions that make an object of a handle and give an object's handle, as extension modules and ctypes use them."""


class CApi(dict):
    """Capsules by name, made when they are first asked for: they need ctypes, which no start of a program should pay for."""

    def __missing__(self, key):
        name, _, what = key.removeprefix("PyMPI").partition("_")
        from mpi4py import MPI
        cls = getattr(MPI, name, None)
        if not key.startswith("PyMPI") or what not in ("New", "Get") or not isinstance(cls, type) or not hasattr(cls, "__new__"):
            raise KeyError(key)
        self[key] = capsule = _get(cls, name) if what == "Get" else _new(cls, name)
        return capsule


#: What must live as long as the capsules that point to it.
_kept = []


def _capsule(function, signature):
    import ctypes
    new = ctypes.pythonapi.PyCapsule_New
    new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    text = ctypes.create_string_buffer(signature.encode())
    _kept.append((function, text))
    return new(ctypes.cast(function, ctypes.c_void_p), ctypes.cast(text, ctypes.c_char_p), None)


def _get(cls, name):
    import ctypes
    from mpi4py import MPI
    function = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object)(MPI._addressof)
    return _capsule(function, f"MPI_{name} *(PyObject *)")


def _new(cls, name):
    import ctypes
    from mpi4py import MPI
    if cls is MPI.Status:
        def copy(address):
            status = MPI.Status()
            ctypes.memmove(MPI._addressof(status), address, MPI._sizeof(status))
            return status

        return _capsule(ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p)(copy), f"PyObject *(MPI_{name} *)")
    return _capsule(ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_uint32)(cls.fromhandle), f"PyObject *(MPI_{name})")


capsules = CApi()

"""Options of `mpi4py.rc`: read from the environment as well, and checked."""

import os
import warnings

_YES_NO = (True, False, "yes", "no")
_ALLOWED = {
    "initialize": _YES_NO,
    "threads": _YES_NO,
    "thread_level": ("single", "funneled", "serialized", "multiple"),
    "finalize": (None, *_YES_NO),
    "fast_reduce": _YES_NO,
    "recv_mprobe": _YES_NO,
    "irecv_bufsz": None,
    "errors": ("exception", "default", "abort", "fatal"),
}
_TRUE = ("true", "yes", "on", "y", "1")
_FALSE = ("false", "no", "off", "n", "0")


def _from_text(text, value):
    """What a variable of the environment stands for, where the option is now `value`."""
    if text.isdecimal() and type(value) is int:
        return int(text)
    lower = text.lower()
    if lower in _TRUE or lower in _FALSE:
        return lower in _TRUE
    return lower


def read(rc):
    """Take options from `MPI4PY_RC_…`, and put in place of values that are none their defaults, with a warning."""
    for name, allowed in _ALLOWED.items():
        value = getattr(rc, name)
        text = os.environ.get("MPI4PY_RC_" + name.upper())
        if text is not None:
            value = _from_text(text, value)
        right = type(value) is int and value >= 0 if allowed is None else value in allowed
        if not right:
            warnings.warn(f"mpi4py.rc.{name}: unexpected value {value!r:.200}", RuntimeWarning, stacklevel=4)
            value = getattr(type(rc), name)
        if allowed is not None and value in ("yes", "no"):
            value = value == "yes"
        if value is not getattr(rc, name):
            setattr(rc, name, value)

"""How a datatype was made: envelope, contents, and mpi4py's `decode` (MPI 4.1, 5.1.13)."""

from .. import _native
from . import constants

#: Combiner's number -> its name.
_NAMES = {value: name.removeprefix("COMBINER_") for name, value in vars(constants).items() if name.startswith("COMBINER_")}
_PREDEFINED = (constants.COMBINER_NAMED, constants.COMBINER_VALUE_INDEX, constants.COMBINER_F90_INTEGER, constants.COMBINER_F90_REAL,
               constants.COMBINER_F90_COMPLEX)


#: Of datatype.py, which needs this module first and then tells.
Datatype = Borrowed = _null = None


def know(datatype, borrowed, null):
    """The classes of datatypes and of borrowed ones, and DATATYPE_NULL."""
    global Datatype, Borrowed, _null
    Datatype, Borrowed, _null = datatype, borrowed, null


def _params(combiner, integers, counts, datatypes):
    """The constructor's arguments by name."""
    match combiner:
        case "CONTIGUOUS":
            return {"count": counts[0]}
        case "VECTOR" | "HVECTOR":
            return dict(zip(("count", "blocklength", "stride"), counts))
        case "INDEXED" | "HINDEXED" | "STRUCT":
            n = counts[0]
            params = {"blocklengths": counts[1:1 + n], "displacements": counts[1 + n:]}
            return params | {"datatypes": datatypes} if combiner == "STRUCT" else params
        case "INDEXED_BLOCK" | "HINDEXED_BLOCK":
            return {"blocklength": counts[1], "displacements": counts[2:]}
        case "SUBARRAY":
            n, order = integers
            return {"sizes": counts[:n], "subsizes": counts[n:2 * n], "starts": counts[2 * n:], "order": order}
        case "DARRAY":
            n = integers[2]
            return {"size": integers[0], "rank": integers[1], "gsizes": counts, "distribs": integers[3:3 + n],
                    "dargs": integers[3 + n:3 + 2 * n], "psizes": integers[3 + 2 * n:3 + 3 * n], "order": integers[3 + 3 * n]}
        case "RESIZED":
            return dict(zip(("lb", "extent"), counts))
        case "F90_INTEGER":
            return {"r": integers[0]}
        case "F90_REAL" | "F90_COMPLEX":
            return dict(zip(("p", "r"), integers))
    return {}


def _decode(datatype, kind):
    """`decode`, with the datatypes it is made of as objects of class `kind`."""
    combiner = _native.type_envelope(datatype._handle)[-1]
    name = _NAMES[combiner]
    if combiner == constants.COMBINER_NAMED:
        return datatype, name, {}
    integers, _, counts, handles = _native.type_contents(datatype._handle)
    datatypes = [kind._of(handle) for handle in handles]
    # Of a struct of one member too, as in mpi4py.
    basetype = datatypes[0] if len(datatypes) == 1 else _null
    return basetype, name, _params(name, integers, counts, datatypes)


class Decoding:
    """Methods of Datatype."""

    def Get_envelope(self):
        """How the datatype was made: numbers of integers, addresses, counts and datatypes, and the combiner (MPI 4.1, 5.1.13).

        Lengths, displacements and strides are counts, as for MPI's functions with large counts.
        """
        return _native.type_envelope(self._handle)

    @property
    def envelope(self):
        """How the datatype was made; see `Get_envelope`."""
        return self.Get_envelope()

    def Get_contents(self):
        """The constructor's arguments: integers, addresses, counts, and datatypes, which are the caller's to free (MPI 4.1, 5.1.13)."""
        integers, addresses, counts, handles = _native.type_contents(self._handle)
        return integers, addresses, counts, [Datatype._of(handle) for handle in handles]

    @property
    def contents(self):
        """The constructor's arguments; see `Get_contents`."""
        return self.Get_contents()

    @property
    def combiner(self):
        """The constructor that made the datatype: a COMBINER_ constant."""
        return _native.type_envelope(self._handle)[-1]

    @property
    def is_named(self):
        """Whether the datatype is predefined by name."""
        return _native.type_envelope(self._handle)[-1] == constants.COMBINER_NAMED

    @property
    def is_predefined(self):
        """Whether the datatype is predefined, by name or by parameters, as Fortran's."""
        return self._handle == 0 or _native.type_envelope(self._handle)[-1] in _PREDEFINED

    def decode(self):
        """The datatype it is made of, the constructor's name, and its arguments by name (mpi4py's own)."""
        return _decode(self, Datatype)

    def __reduce__(self):
        if self._handle == 0 or self.is_named:
            return self._reduce_predefined()
        return (_datatype_create, (*_decode(self, Borrowed), True))


def _datatype_create(datatype, combiner, params, free=False):
    """A committed datatype from what `Datatype.decode` gave (mpi4py's own); `free` those it is made of."""
    if "datatypes" in params:
        datatypes = params["datatypes"]
    elif "value" in params and "index" in params:
        datatypes = list(params.values())
    else:
        datatypes = [datatype]
    try:
        return getattr(Datatype(datatype), f"Create_{combiner.lower()}")(**params).Commit()
    finally:
        if free:
            for used in datatypes:
                if used and not used.is_predefined:
                    used.Free()


def _datatype_decode(datatype, mark=False):
    """What `Datatype.decode` gives (mpi4py's own); the datatypes in it are freed with their objects if `mark`."""
    return _decode(datatype, Borrowed if mark else Datatype)


for _function in (_datatype_create, _datatype_decode):
    _function.__module__ = "mpi4py.MPI"

"""MPI.Exception and the error codes behind it (MPI 4.1, 9.4 and 9.5)."""

from . import constants

_SENTENCES = """
MPI_SUCCESS: no errors
MPI_ERR_BUFFER: invalid buffer pointer
MPI_ERR_COUNT: invalid count argument
MPI_ERR_TYPE: invalid datatype
MPI_ERR_TAG: invalid tag
MPI_ERR_COMM: invalid communicator
MPI_ERR_RANK: invalid rank
MPI_ERR_REQUEST: invalid request
MPI_ERR_ROOT: invalid root
MPI_ERR_GROUP: invalid group
MPI_ERR_OP: invalid reduce operation
MPI_ERR_TOPOLOGY: invalid communicator topology
MPI_ERR_DIMS: invalid topology dimension
MPI_ERR_ARG: invalid argument of some other kind
MPI_ERR_UNKNOWN: unknown error
MPI_ERR_TRUNCATE: message truncated
MPI_ERR_OTHER: known error not in list
MPI_ERR_INTERN: internal error
MPI_ERR_IN_STATUS: error code in status
MPI_ERR_PENDING: pending request
MPI_ERR_ACCESS: invalid access mode
MPI_ERR_AMODE: invalid amode argument
MPI_ERR_ASSERT: invalid assert argument
MPI_ERR_BAD_FILE: bad file
MPI_ERR_BASE: invalid base
MPI_ERR_CONVERSION: error in data conversion
MPI_ERR_DISP: invalid displacement
MPI_ERR_DUP_DATAREP: error duplicating data representation
MPI_ERR_FILE_EXISTS: file exists already
MPI_ERR_FILE_IN_USE: file already in use
MPI_ERR_FILE: invalid file
MPI_ERR_INFO_KEY: invalid key argument for info object
MPI_ERR_INFO_NOKEY: unknown key for given info object
MPI_ERR_INFO_VALUE: invalid value argument for info object
MPI_ERR_INFO: invalid info object
MPI_ERR_IO: input/output error
MPI_ERR_KEYVAL: invalid key value
MPI_ERR_LOCKTYPE: invalid lock
MPI_ERR_NAME: invalid name argument
MPI_ERR_NO_MEM: out of memory
MPI_ERR_NOT_SAME: objects are not identical
MPI_ERR_NO_SPACE: no space left on device
MPI_ERR_NO_SUCH_FILE: no such file or directory
MPI_ERR_PORT: invalid port
MPI_ERR_QUOTA: out of quota
MPI_ERR_READ_ONLY: file is read only
MPI_ERR_RMA_CONFLICT: rma conflict during operation
MPI_ERR_RMA_SYNC: error executing rma sync
MPI_ERR_SERVICE: unknown service name
MPI_ERR_SIZE: invalid size
MPI_ERR_SPAWN: could not spawn processes
MPI_ERR_UNSUPPORTED_DATAREP: data representation not supported
MPI_ERR_UNSUPPORTED_OPERATION: operation not supported
MPI_ERR_WIN: invalid window
""".strip().splitlines()

#: Error code -> sentence; a class is also a code. Codes 54 to 67 are Open MPI's MPI_T errors, which Python cannot meet.
_sentences = dict(enumerate(_SENTENCES)) | {
    constants.ERR_RMA_RANGE: "MPI_ERR_RMA_RANGE: invalid RMA address range",
    constants.ERR_RMA_ATTACH: "MPI_ERR_RMA_ATTACH: Could not attach RMA segment",
    constants.ERR_RMA_FLAVOR: "MPI_ERR_RMA_FLAVOR: Invalid type of window",
    constants.ERR_RMA_SHARED: "MPI_ERR_RMA_SHARED: Memory cannot be shared",
    constants.ERR_PROC_ABORTED: "MPI_ERR_PROC_ABORTED: operation failed because a remote peer has aborted",
    constants.ERR_PROC_FAILED: "MPI_ERR_PROC_FAILED: Process Failure",
    constants.ERR_PROC_FAILED_PENDING:
        "MPI_ERR_PROC_FAILED_PENDING: Process Failure during an MPI_ANY_SOURCE non-blocking receive, request is still active",
    constants.ERR_REVOKED: "MPI_ERR_REVOKED: Communication Object Revoked",
    constants.ERR_SESSION: "MPI_ERR_SESSION: Invalid session handle",
    constants.ERR_VALUE_TOO_LARGE: "MPI_ERR_VALUE_TOO_LARGE: Value is too large to store",
    constants.ERR_ERRHANDLER: "MPI_ERR_ERRHANDLER: invalid error handler",
    constants.ERR_ABI: "MPI_ERR_ABI: error in the application binary interface",
}
_UNKNOWN = "Unknown error (this should not happen!)"

#: Codes and classes made by Add_error_code and Add_error_class: code -> its class.
_added = {}


class Exception(RuntimeError):
    """An MPI call failed: the exception that mpi4py makes of an error code (MPI 4.1, 9.3).

    `int(e)` is the error code, `str(e)` MPI's sentence for it. It compares and hashes as its code does.
    """

    __module__ = "mpi4py.MPI"

    def __init__(self, ierr=constants.SUCCESS, /):
        if ierr < constants.SUCCESS:
            ierr = constants.ERR_UNKNOWN
        RuntimeError.__init__(self, ierr)

    def __int__(self):
        return self.args[0]

    def __bool__(self):
        return int(self) != constants.SUCCESS

    def __hash__(self):
        return hash(int(self))

    def __eq__(self, other, /):
        return int(self) == other

    def __ne__(self, other, /):
        return int(self) != other

    def __lt__(self, other, /):
        return int(self) < other

    def __le__(self, other, /):
        return int(self) <= other

    def __gt__(self, other, /):
        return int(self) > other

    def __ge__(self, other, /):
        return int(self) >= other

    def __repr__(self):
        return f"MPI.Exception({int(self)})"

    def __str__(self):
        return self.Get_error_string()

    def Get_error_code(self):
        """The error code."""
        return int(self)

    def Get_error_class(self):
        """The class of the error code: one of the ERR_ constants (MPI 4.1, 9.4)."""
        return Get_error_class(int(self))

    def Get_error_string(self):
        """MPI's sentence for the error code (MPI 4.1, 9.3.4)."""
        return Get_error_string(int(self))

    @property
    def error_code(self):
        """The error code."""
        return self.Get_error_code()

    @property
    def error_class(self):
        """The class of the error code."""
        return self.Get_error_class()

    @property
    def error_string(self):
        """MPI's sentence for the error code."""
        return self.Get_error_string()


def Get_error_class(errorcode):
    """The class of an error code (MPI 4.1, 9.4)."""
    if errorcode in _added:
        return _added[errorcode]
    if errorcode in _sentences:
        return errorcode
    raise Exception(constants.ERR_ARG)


def Get_error_string(errorcode):
    """The sentence for an error code (MPI 4.1, 9.3.4)."""
    if errorcode in _sentences:
        return _sentences[errorcode]
    if errorcode in _added:
        return ""
    raise Exception(constants.ERR_ARG)


def _next_code():
    return max(constants.ERR_LASTCODE, *_added, *_sentences) + 1 if _added else constants.ERR_LASTCODE + 1


def Add_error_class():
    """A new error class for a library built on MPI (MPI 4.1, 9.5)."""
    code = _next_code()
    _added[code] = code
    return code


def Add_error_code(errorclass):
    """A new error code of an error class (MPI 4.1, 9.5)."""
    Get_error_class(errorclass)
    code = _next_code()
    _added[code] = errorclass
    return code


def Add_error_string(errorcode, string):
    """The sentence for an error code or class made by `Add_error_code` or `Add_error_class` (MPI 4.1, 9.5)."""
    if errorcode not in _added:
        raise Exception(constants.ERR_ARG)
    _sentences[errorcode] = string


def Remove_error_class(errorclass):
    """Undo `Add_error_class`, once its codes and its sentence are removed (MPI 4.1, 9.5)."""
    if _added.get(errorclass) != errorclass or list(_added.values()).count(errorclass) > 1 or errorclass in _sentences:
        raise Exception(constants.ERR_ARG)
    del _added[errorclass]


def Remove_error_code(errorcode):
    """Undo `Add_error_code`, once its sentence is removed (MPI 4.1, 9.5)."""
    if _added.get(errorcode, errorcode) == errorcode or errorcode in _sentences:
        raise Exception(constants.ERR_ARG)
    del _added[errorcode]


def Remove_error_string(errorcode):
    """Undo `Add_error_string` (MPI 4.1, 9.5)."""
    if errorcode not in _added or errorcode not in _sentences:
        raise Exception(constants.ERR_ARG)
    del _sentences[errorcode]


def last_used_code():
    """The attribute LASTUSEDCODE of COMM_WORLD (MPI 4.1, 9.5)."""
    return max(constants.ERR_LASTCODE, *_added) if _added else constants.ERR_LASTCODE


def reset():
    """Forget what a program added."""
    for code in _added:
        _sentences.pop(code, None)
    _added.clear()

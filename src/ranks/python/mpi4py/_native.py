"""What Python asks of the MPI engine.

Every function here is replaced by a native one when a rank starts (`src/ranks/python/bridge`); until then each
says that there is no world. Callers must always look them up as `_native.name(...)`, never import the name.

Handles are plain integers: communicators (0 null, 1 COMM_WORLD, 2 COMM_SELF), requests (0 null), messages (0 null, 1 no-proc),
operations (0 null, 1 to 14 predefined) and datatypes (ids of `src/protocol/datatypes.ts`). A `segment` is
`(address, count, datatype)`, a vector segment `(address, counts, displacements, datatype)`. A `status` argument is None or
an `MPI.Status`, whose `_data` is set to `(source, tag, bytes, error, cancelled)`.
"""


class WorldEnded(BaseException):
    """The run is over: stopped by the person, or aborted by a rank. Not an Exception, so that programs do not catch it."""


def _no_world():
    raise RuntimeError("MPI is not running here: this interpreter has not been given a rank")


# Life of the process.

def initialize(exception, status, reduce_user):
    """Start MPI on this rank. Gives the bridge the classes it makes (`MPI.Exception`, `MPI.Status`) and the caller of user operations."""
    _no_world()


def is_initialized():
    """Whether `initialize` has been called."""
    return False


def is_finalized():
    """Whether `finalize` has been called."""
    return False


def finalize():
    """MPI_Finalize: returns when every rank is in it (MPI 4.1, 11.2.2)."""
    _no_world()


def abort(code):
    """MPI_Abort: ends the whole run; raises `WorldEnded`."""
    _no_world()


def wtime():
    """Seconds since the world's start."""
    _no_world()


def wtick():
    """Seconds between ticks of `wtime`."""
    _no_world()


def attach_buffer(nbytes):
    """Room for buffered sends, bytes."""
    _no_world()


def detach_buffer():
    """Wait until buffered sends have left; the bytes that were attached."""
    _no_world()


# Memory.

def buffer(obj, writable, format):
    """`(address, nbytes, format or None)` of an object's contiguous memory; raises what the buffer protocol raises."""
    _no_world()


def memory(address, nbytes, readonly):
    """A memoryview of this rank's memory, by address."""
    _no_world()


# Communicators.

def comm_size(comm):
    """Number of ranks."""
    _no_world()


def comm_rank(comm):
    """This process's rank."""
    _no_world()


def comm_group(comm):
    """World ranks of the group, a tuple in rank order."""
    _no_world()


def comm_name(comm, name):
    """The communicator's name; a `name` that is not None replaces it."""
    _no_world()


def comm_dup(comm):
    """Handle of a duplicate (collective)."""
    _no_world()


def comm_split(comm, color, key):
    """Handle of this rank's part, 0 for colour UNDEFINED (collective)."""
    _no_world()


def comm_create(comm, ranks):
    """Handle of a communicator of `ranks` (of `comm`), 0 on the others (collective)."""
    _no_world()


def comm_free(comm):
    """Free a communicator (collective)."""
    _no_world()


def comm_fatal(comm, fatal):
    """Whether an error in a call on `comm` ends the run instead of raising."""
    _no_world()


# Point-to-point. `mode`: 0 standard, 1 buffered, 2 synchronous, 3 ready.

def send_buffer(comm, obj, dest, tag, mode):
    """Send an object with a buffer of known format, the fast way. False when `obj` is anything else (nothing was sent)."""
    _no_world()


def recv_buffer(comm, obj, source, tag, status):
    """Receive into an object with a writable buffer of known format, the fast way. False when `obj` is anything else."""
    _no_world()


def isend_buffer(comm, obj, dest, tag, mode):
    """As `send_buffer`, nonblocking: the request's handle, 0 when `obj` is anything else."""
    _no_world()


def irecv_buffer(comm, obj, source, tag):
    """As `recv_buffer`, nonblocking: the request's handle, 0 when `obj` is anything else."""
    _no_world()


def send(comm, segment, dest, tag, mode):
    """Blocking send of memory."""
    _no_world()


def recv(comm, segment, source, tag, status):
    """Blocking receive into memory."""
    _no_world()


def sendrecv(comm, segment, dest, sendtag, into, source, recvtag, status):
    """Send and receive at once."""
    _no_world()


def sendrecv_replace(comm, segment, dest, sendtag, source, recvtag, status):
    """Send and receive at once in the same memory."""
    _no_world()


def isend(comm, segment, dest, tag, mode, owner):
    """Start a send; the request's handle. `owner`'s buffer is held until the request is complete."""
    _no_world()


def irecv(comm, segment, source, tag, owner):
    """Start a receive; the request's handle. `owner`'s buffer is held until the request is complete."""
    _no_world()


def send_object(comm, data, dest, tag, mode):
    """Blocking send of a pickle (bytes)."""
    _no_world()


def recv_object(comm, source, tag, status):
    """Blocking receive of a pickle of any size; None from PROC_NULL."""
    _no_world()


def sendrecv_object(comm, data, dest, sendtag, source, recvtag, status):
    """Send and receive pickles at once."""
    _no_world()


def isend_object(comm, data, dest, tag, mode):
    """Start a send of a pickle; the request's handle."""
    _no_world()


def irecv_object(comm, owner, nbytes, source, tag):
    """Start a receive of a pickle into the first `nbytes` of `owner`'s memory; the request's handle."""
    _no_world()


def probe(comm, source, tag, status):
    """Wait for a message without receiving it."""
    _no_world()


def iprobe(comm, source, tag, status):
    """Whether a message is there."""
    _no_world()


def mprobe(comm, source, tag, status):
    """Wait for a message and take it out of matching; its handle."""
    _no_world()


def improbe(comm, source, tag, status):
    """As `mprobe` without waiting; 0 when no message is there."""
    _no_world()


def message_recv(message, segment, status):
    """Receive a matched message."""
    _no_world()


def message_recv_object(message, status):
    """Receive a matched message's pickle; None for the no-proc message."""
    _no_world()


def message_irecv(message, segment, owner):
    """Start receiving a matched message; the request's handle."""
    _no_world()


# Requests. Completed requests are forgotten: their handles become invalid.

def wait(request, status):
    """Block until a request is complete."""
    _no_world()


def test(request, status):
    """Whether a request is complete."""
    _no_world()


def wait_any(requests, status):
    """Index of a completed request, UNDEFINED when all handles are null."""
    _no_world()


def test_any(requests, status):
    """Index of a completed request, -1 when none is complete, UNDEFINED when all handles are null."""
    _no_world()


def wait_all(requests):
    """Statuses of all requests, tuples as `Status._data`. Raises MPI_ERR_IN_STATUS, with `statuses` set on the exception."""
    _no_world()


def test_all(requests):
    """Statuses of all requests, or None when some are not complete."""
    _no_world()


def wait_some(requests):
    """`(indices, statuses)` of completed requests, None when all handles are null."""
    _no_world()


def test_some(requests):
    """`(indices, statuses)` of completed requests, perhaps none; None when all handles are null."""
    _no_world()


def request_active(request):
    """Whether a handle names an operation that is still under way or not waited for."""
    _no_world()


def request_cancel(request):
    """Cancel a receive that has not matched."""
    _no_world()


def request_free(request):
    """Let the operation run on without the handle; what it uses is held until it is complete."""
    _no_world()


def request_abandon(request):
    """The Python object of a request is gone: as `request_free`, for a handle that may be invalid."""


# Collectives. None in place of a segment: IN_PLACE where the standard allows it, else "not this rank's business".

def barrier(comm):
    """Wait for all ranks."""
    _no_world()


def bcast(comm, segment, root):
    """Copy the root's data to all."""
    _no_world()


def gather(comm, segment, into, root):
    """Blocks of all ranks to the root."""
    _no_world()


def gatherv(comm, segment, into, root):
    """As `gather` with a vector segment at the root."""
    _no_world()


def scatter(comm, segment, into, root):
    """The root's blocks, one to each rank."""
    _no_world()


def scatterv(comm, segment, into, root):
    """As `scatter` with a vector segment at the root."""
    _no_world()


def allgather(comm, segment, into):
    """Blocks of all ranks to all."""
    _no_world()


def allgatherv(comm, segment, into):
    """As `allgather` with a vector segment."""
    _no_world()


def alltoall(comm, segment, into):
    """Block i of each rank to rank i."""
    _no_world()


def alltoallv(comm, segment, into):
    """As `alltoall` with vector segments."""
    _no_world()


def reduce(comm, segment, into, op, root):
    """Combine all ranks' data at the root."""
    _no_world()


def allreduce(comm, segment, into, op):
    """Combine all ranks' data, result to all."""
    _no_world()


def reduce_scatter_block(comm, segment, into, op):
    """Combine, then block i of the result to rank i."""
    _no_world()


def reduce_scatter(comm, segment, into, counts, op):
    """Combine, then `counts[i]` elements of the result to rank i."""
    _no_world()


def scan(comm, segment, into, op):
    """Combine the data of ranks 0 to this one."""
    _no_world()


def exscan(comm, segment, into, op):
    """Combine the data of the ranks before this one."""
    _no_world()


def bcast_object(comm, data, root):
    """Copy the root's pickle to all; None at the root."""
    _no_world()


def gather_object(comm, data, root):
    """List of all ranks' pickles at the root, None elsewhere."""
    _no_world()


def scatter_object(comm, data, root):
    """The root's list of pickles, one to each rank."""
    _no_world()


def allgather_object(comm, data):
    """List of all ranks' pickles."""
    _no_world()


def alltoall_object(comm, data):
    """List of pickles, one from each rank."""
    _no_world()


def reduce_object(comm, accumulator, root):
    """Combine `accumulator` (see `collective_objects.Accumulator`) over all ranks; True where the result is."""
    _no_world()


def allreduce_object(comm, accumulator):
    """As `reduce_object`, result on all ranks."""
    _no_world()


def scan_object(comm, accumulator):
    """As `allreduce_object` over ranks 0 to this one."""
    _no_world()


def exscan_object(comm, accumulator):
    """As `scan_object` without this rank; False on rank 0, which has no result."""
    _no_world()


# Operations.

def op_create(index, commute):
    """Handle of a user's operation; the bridge calls `reduce_user(index, in_address, inout_address, nbytes, datatype)`."""
    _no_world()


def op_free(op):
    """Forget a user's operation."""
    _no_world()

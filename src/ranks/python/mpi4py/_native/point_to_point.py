"""Point-to-point. `mode`: 0 standard, 1 buffered, 2 synchronous, 3 ready."""

from .absent import no_world


def send_buffer(comm, obj, dest, tag, mode):
    """Send an object with a buffer of known format, the fast way. False when `obj` is anything else (nothing was sent)."""
    no_world()


def recv_buffer(comm, obj, source, tag, status):
    """Receive into an object with a writable buffer of known format, the fast way. False when `obj` is anything else."""
    no_world()


def isend_buffer(comm, obj, dest, tag, mode):
    """As `send_buffer`, nonblocking: the request's handle, 0 when `obj` is anything else."""
    no_world()


def irecv_buffer(comm, obj, source, tag):
    """As `recv_buffer`, nonblocking: the request's handle, 0 when `obj` is anything else."""
    no_world()


def send(comm, segment, dest, tag, mode):
    """Blocking send of memory."""
    no_world()


def recv(comm, segment, source, tag, status):
    """Blocking receive into memory."""
    no_world()


def sendrecv(comm, segment, dest, sendtag, into, source, recvtag, status):
    """Send and receive at once."""
    no_world()


def sendrecv_replace(comm, segment, dest, sendtag, source, recvtag, status):
    """Send and receive at once in the same memory."""
    no_world()


def isend(comm, segment, dest, tag, mode, owner):
    """Start a send; the request's handle. `owner`'s buffer is held until the request is complete."""
    no_world()


def irecv(comm, segment, source, tag, owner):
    """Start a receive; the request's handle. `owner`'s buffer is held until the request is complete."""
    no_world()


def isendrecv(comm, segment, dest, sendtag, into, source, recvtag, owner, into_owner):
    """Start a send and a receive as one operation; the request's handle."""
    no_world()


def isendrecv_replace(comm, segment, dest, sendtag, source, recvtag, owner):
    """As `isendrecv` in one memory."""
    no_world()


def send_init(comm, segment, dest, tag, mode, owner):
    """A persistent send, not started; the request's handle. `owner`'s buffer is held until the request is freed."""
    no_world()


def recv_init(comm, segment, source, tag, owner):
    """A persistent receive, not started; the request's handle."""
    no_world()


def psend_init(comm, segment, partitions, dest, tag, owner):
    """A partitioned send of `partitions` times `segment`, not started; the request's handle."""
    no_world()


def precv_init(comm, segment, partitions, source, tag, owner):
    """A partitioned receive, not started; the request's handle."""
    no_world()


def send_object(comm, data, dest, tag, mode):
    """Blocking send of a pickle (bytes)."""
    no_world()


def recv_object(comm, source, tag, status):
    """Blocking receive of a pickle of any size; None from PROC_NULL."""
    no_world()


def sendrecv_object(comm, data, dest, sendtag, source, recvtag, status):
    """Send and receive pickles at once."""
    no_world()


def isend_object(comm, data, dest, tag, mode):
    """Start a send of a pickle; the request's handle."""
    no_world()


def irecv_object(comm, owner, nbytes, source, tag):
    """Start a receive of a pickle into the first `nbytes` of `owner`'s memory; the request's handle."""
    no_world()


def probe(comm, source, tag, status):
    """Wait for a message without receiving it."""
    no_world()


def iprobe(comm, source, tag, status):
    """Whether a message is there."""
    no_world()


def mprobe(comm, source, tag, status):
    """Wait for a message and take it out of matching; its handle."""
    no_world()


def improbe(comm, source, tag, status):
    """As `mprobe` without waiting; 0 when no message is there."""
    no_world()


def message_recv(message, segment, status):
    """Receive a matched message."""
    no_world()


def message_recv_object(message, status):
    """Receive a matched message's pickle; None for the no-proc message."""
    no_world()


def message_irecv(message, segment, owner):
    """Start receiving a matched message; the request's handle."""
    no_world()

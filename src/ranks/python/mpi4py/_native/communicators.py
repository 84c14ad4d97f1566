"""Communicators."""

from .absent import no_world


def comm_size(comm):
    """Number of ranks."""
    no_world()


def comm_rank(comm):
    """This process's rank."""
    no_world()


def comm_group(comm):
    """World ranks of the group, a tuple in rank order."""
    no_world()


def comm_name(comm, name):
    """The communicator's name; a `name` that is not None replaces it."""
    no_world()


def comm_dup(comm):
    """Handle of a duplicate (collective)."""
    no_world()


def comm_idup(comm):
    """Handles of a duplicate and of the request that makes it (collective, nonblocking)."""
    no_world()


def comm_agree(comm, flag):
    """The bitwise and of all ranks' flags (collective)."""
    no_world()


def comm_iagree(comm, address, owner):
    """As `comm_agree` with the integer at an address in `owner`'s memory; the request's handle."""
    no_world()


def comm_split(comm, color, key):
    """Handle of this rank's part, 0 for colour UNDEFINED (collective)."""
    no_world()


def comm_create(comm, ranks):
    """Handle of a communicator of `ranks` (of `comm`), 0 on the others (collective)."""
    no_world()


def comm_create_group(comm, ranks, tag):
    """As `comm_create`, called by these ranks only."""
    no_world()


def comm_create_from_group(ranks, tag):
    """Handle of a communicator of world ranks, called by these only."""
    no_world()


def comm_create_from_groups(local, local_leader, remote, remote_leader, tag):
    """Handle of an intercommunicator between two groups of world ranks, called by these only."""
    no_world()


def comm_create_intercomm(comm, local_leader, peer_comm, remote_leader, tag):
    """Handle of an intercommunicator (collective). `peer_comm` and `remote_leader` matter at the local leader."""
    no_world()


def comm_merge(comm, high):
    """Handle of an intracommunicator of both groups (collective)."""
    no_world()


def comm_remote(comm):
    """World ranks of an intercommunicator's remote group, a tuple in rank order."""
    no_world()


def comm_kind(comm):
    """0 for a plain intracommunicator, CART, GRAPH or DIST_GRAPH for one with a topology, 4 for an intercommunicator."""
    no_world()


def comm_accept(comm, port, root):
    """Handle of an intercommunicator with whoever connects to port number `port` of the root (collective)."""
    no_world()


def comm_connect(comm, server, port, root):
    """Handle of an intercommunicator with who accepts at port number `port` of world rank `server` (collective)."""
    no_world()


def name_publish(service, port):
    """Publish a port's name under a service's."""
    no_world()


def name_unpublish(service):
    """Undo `name_publish`."""
    no_world()


def name_lookup(service):
    """The name that was published under a service's."""
    no_world()


def comm_free(comm):
    """Free a communicator (collective)."""
    no_world()


def comm_disconnect(comm):
    """As `comm_free`, when its messages have been received."""
    no_world()


def comm_errors(comm, mode):
    """What an error in a call on `comm` does: 0 raises, 1 and 2 end the run, 3 calls the user's handler and raises."""
    no_world()


def comm_fail(comm, code, text):
    """Fail as a call on `comm` with this error code; `text` (or None) is for the person."""
    no_world()

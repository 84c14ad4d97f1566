"""Making communicators of all kinds, what they inherit, and their error handlers and attributes."""

import contextlib
import io
import unittest

from mpi4py import MPI
from oracle import NATIVE, needs_mpi4py_4_1, not_natively

WORLD = MPI.COMM_WORLD
SIZE, RANK = WORLD.Get_size(), WORLD.Get_rank()


def error_class(call, *args):
    """The error class of the exception that a call raises."""
    try:
        call(*args)
    except MPI.Exception as error:
        return error.Get_error_class()
    return None


def ring(comm):
    """Sends this process's world rank on round the ring of a communicator; what came."""
    return comm.sendrecv(RANK, (comm.rank + 1) % comm.size, source=(comm.rank - 1) % comm.size)


@needs_mpi4py_4_1
class Making(unittest.TestCase):
    def test_create_group_is_called_by_members_only(self):
        if RANK % 2 == 0:
            even = WORLD.Get_group().Incl(range(0, SIZE, 2)[::-1])
            comm = WORLD.Create_group(even, tag=5)
            last = (SIZE - 1) // 2 * 2
            self.assertEqual((comm.size, comm.rank), (even.size, (last - RANK) // 2))
            self.assertEqual(comm.Get_group().Compare(even), MPI.IDENT)
            self.assertEqual(comm.bcast(RANK, 0), last)
            comm.Free()
        WORLD.Barrier()

    @needs_mpi4py_4_1
    def test_from_a_group_without_a_parent(self):
        group = WORLD.Get_group().Incl(range(SIZE)[::-1])
        comm = MPI.Intracomm.Create_from_group(group, "org.commworld.test")
        self.assertEqual((comm.size, comm.rank), (SIZE, SIZE - 1 - RANK))
        self.assertEqual(WORLD.Compare(comm), MPI.CONGRUENT if SIZE == 1 else MPI.SIMILAR)
        self.assertEqual(ring(comm), (RANK + 1) % SIZE)
        comm.Free()

    def test_create_of_several_groups_at_once(self):
        color = RANK % 2
        group = WORLD.Get_group().Incl(range(color, SIZE, 2))
        comm = WORLD.Create(group)
        self.assertEqual(comm.allgather(RANK), list(range(color, SIZE, 2)))
        comm.Free()

    def test_duplicates_under_way_at_once(self):
        pairs = [WORLD.Idup() for _ in range(5)]
        for comm, request in reversed(pairs):
            request.Wait()
            self.assertEqual(WORLD.Compare(comm), MPI.CONGRUENT)
        # Messages of each are its own.
        requests = [comm.isend(index, (RANK + 1) % SIZE) for index, (comm, _) in enumerate(pairs)]
        for index in (3, 0, 4, 1, 2):
            self.assertEqual(pairs[index][0].recv(source=(RANK - 1) % SIZE), index)
        MPI.Request.waitall(requests)
        for comm, _ in pairs:
            comm.Free()

    def test_split_by_what_is_shared(self):
        shared = WORLD.Split_type(MPI.COMM_TYPE_SHARED, key=-RANK)
        self.assertEqual((shared.size, shared.rank), (SIZE, SIZE - 1 - RANK))
        shared.Free()
        self.assertEqual(WORLD.Split_type(MPI.UNDEFINED), MPI.COMM_NULL)
        self.assertEqual(error_class(WORLD.Split_type, 99), MPI.ERR_ARG)

    def test_wrong_arguments(self):
        self.assertEqual(error_class(WORLD.Split, -5, 0), MPI.ERR_ARG)
        self.assertEqual(error_class(WORLD.Create, MPI.GROUP_NULL), MPI.ERR_GROUP)
        self.assertEqual(error_class(WORLD.Compare, MPI.COMM_NULL), MPI.ERR_COMM)
        with self.assertRaises(TypeError):
            WORLD.Create(None)
        with self.assertRaises(TypeError):
            WORLD.Compare(7)


@needs_mpi4py_4_1
@unittest.skipIf(SIZE < 2, "an intercommunicator needs two processes")
class Between(unittest.TestCase):
    def setUp(self):
        self.low = RANK < SIZE // 2
        self.part = WORLD.Split(int(not self.low))
        self.comm = self.part.Create_intercomm(0, WORLD, SIZE // 2 if self.low else 0, tag=3)

    def tearDown(self):
        self.comm.Free()
        self.part.Free()

    def test_messages_go_to_the_other_side(self):
        comm = self.comm
        self.assertEqual((comm.size, comm.rank), (self.part.size, self.part.rank))
        self.assertEqual(comm.remote_size, SIZE - comm.size)
        if comm.rank == 0:
            status = MPI.Status()
            comm.send(("from", RANK), comm.remote_size - 1, 4)
        if comm.rank == comm.size - 1:
            status = MPI.Status()
            got = comm.recv(source=MPI.ANY_SOURCE, tag=4, status=status)
            self.assertEqual(got, ("from", SIZE // 2 if self.low else 0))
            self.assertEqual((status.source, status.tag), (0, 4))
        self.assertEqual(error_class(comm.send, None, comm.remote_size), MPI.ERR_RANK)
        WORLD.Barrier()

    def test_groups(self):
        theirs = list(range(SIZE // 2, SIZE)) if self.low else list(range(SIZE // 2))
        self.assertEqual(self.comm.remote_group.Translate_ranks(None, WORLD.group), theirs)
        self.assertEqual(self.comm.group.Compare(self.part.group), MPI.IDENT)
        self.assertEqual(self.comm.Compare(self.part), MPI.UNEQUAL)
        self.assertTrue(self.comm.is_inter and not self.comm.is_intra)

    def test_merge(self):
        for high in (self.low, not self.low):
            merged = self.comm.Merge(high)
            self.assertEqual(merged.allgather(RANK)[0], SIZE // 2 if high == self.low else 0)
            merged.Free()
        merged = self.comm.Merge(False)
        self.assertEqual(sorted(merged.allgather(RANK)), list(range(SIZE)))
        merged.Free()

    def test_duplicate_and_split(self):
        twin = self.comm.Dup()
        self.assertIsInstance(twin, MPI.Intercomm)
        self.assertEqual(twin.Compare(self.comm), MPI.CONGRUENT)
        # A colour that only one side has gives nothing.
        part = twin.Split(0 if twin.rank == 0 else 1 + self.low, 0)
        if twin.rank == 0:
            self.assertEqual((part.size, part.remote_size), (1, 1))
            part.Free()
        else:
            self.assertEqual(part, MPI.COMM_NULL)
        twin.Free()

    def test_kinds_do_not_become_each_other(self):
        with self.assertRaises(TypeError):
            MPI.Intracomm(self.comm)
        with self.assertRaises(TypeError):
            MPI.Intercomm(self.part)


@needs_mpi4py_4_1
class Attributes(unittest.TestCase):
    def test_functions_are_called_and_last_set_goes_first(self):
        told = []

        def copied(comm, keyval, value):
            told.append(("copy", keyval, value))
            return value + 1

        def deleted(comm, keyval, value):
            told.append(("delete", keyval, value))

        comm = WORLD.Dup()
        one, two, none = MPI.Comm.Create_keyval(copied, deleted), MPI.Comm.Create_keyval(True, deleted), MPI.Comm.Create_keyval()
        for keyval, value in ((one, 10), (two, 20), (none, 30)):
            comm.Set_attr(keyval, value)
        twin = comm.Dup()
        self.assertEqual([twin.Get_attr(keyval) for keyval in (one, two, none)], [11, 20, None])
        self.assertEqual(told, [("copy", one, 10)])
        del told[:]
        # A key that is freed serves those who have it still.
        MPI.Comm.Free_keyval(two)
        comm.Set_attr(one, 12)
        self.assertEqual(told, [("delete", one, 10)])
        twin.Free()
        self.assertEqual(sorted(told[1:]), sorted([("delete", one, 11), ("delete", two, 20)]))
        comm.Free()
        self.assertEqual(sorted(told[3:]), sorted([("delete", one, 12), ("delete", two, 20)]))
        MPI.Comm.Free_keyval(one)
        MPI.Comm.Free_keyval(none)

    def test_a_failing_function_is_an_error(self):
        def fails(comm, keyval, value):
            raise ZeroDivisionError

        comm = MPI.COMM_SELF.Dup()
        keyval = MPI.Comm.Create_keyval(delete_fn=fails)
        comm.Set_attr(keyval, 1)
        with contextlib.redirect_stderr(io.StringIO()):
            self.assertEqual(error_class(comm.Delete_attr, keyval), MPI.ERR_OTHER)
        self.assertIsNone(comm.Get_attr(keyval))
        MPI.Comm.Free_keyval(keyval)
        comm.Free()

    def test_wrong_keys(self):
        keyval = MPI.Comm.Create_keyval()
        self.assertEqual(error_class(WORLD.Delete_attr, keyval), MPI.ERR_OTHER)
        self.assertEqual(MPI.Comm.Free_keyval(keyval), MPI.KEYVAL_INVALID)
        self.assertEqual(error_class(WORLD.Set_attr, keyval, 1), MPI.ERR_OTHER)
        self.assertEqual(error_class(WORLD.Get_attr, MPI.KEYVAL_INVALID), MPI.ERR_KEYVAL)
        self.assertEqual(error_class(WORLD.Set_attr, MPI.TAG_UB, 1), MPI.ERR_OTHER)


class ErrorHandlers(unittest.TestCase):
    @needs_mpi4py_4_1
    def test_one_of_the_programs_own_is_called_before_the_exception(self):
        told = []
        comm = WORLD.Dup()
        handler = MPI.Comm.Create_errhandler(lambda where, code: told.append((where == comm, MPI.Get_error_class(code))))
        comm.Set_errhandler(handler)
        handler.Free()
        self.assertEqual(error_class(comm.send, None, SIZE), MPI.ERR_RANK)
        self.assertEqual(error_class(comm.Bcast, bytearray(1), SIZE), MPI.ERR_ROOT)
        comm.Call_errhandler(MPI.ERR_OTHER)
        self.assertEqual(told, [(True, MPI.ERR_RANK), (True, MPI.ERR_ROOT), (True, MPI.ERR_OTHER)])
        # mpi4py gives every new communicator its own choice, not the parent's.
        twin = comm.Dup()
        self.assertEqual(twin.Get_errhandler(), MPI.ERRORS_RETURN)
        twin.Free()
        self.assertEqual(error_class(WORLD.send, None, SIZE), MPI.ERR_RANK)
        self.assertEqual(len(told), 3)
        comm.Free()

    @not_natively("Open MPI 5.0 is silent about a message to oneself that is too long")
    def test_one_that_is_used_hears_of_a_failed_request(self):
        told = []
        comm = MPI.COMM_SELF.Dup()
        handler = MPI.Comm.Create_errhandler(lambda _, code: told.append(MPI.Get_error_class(code)))
        comm.Set_errhandler(handler)
        request = comm.Irecv(bytearray(1), 0)
        comm.Send(bytearray(2), 0)
        self.assertEqual(error_class(request.Wait), MPI.ERR_TRUNCATE)
        self.assertEqual(told, [MPI.ERR_TRUNCATE])
        handler.Free()
        comm.Free()

    def test_wrong_ones(self):
        self.assertEqual(error_class(WORLD.Set_errhandler, MPI.ERRHANDLER_NULL), MPI.ERR_ARG)
        with self.assertRaises(TypeError):
            WORLD.Set_errhandler(None)


@needs_mpi4py_4_1
class Sessions(unittest.TestCase):
    def test_from_a_process_set_to_messages(self):
        session = MPI.Session.Init()
        names = [session.Get_nth_pset(n) for n in range(session.Get_num_psets())]
        self.assertEqual(names[:2], ["mpi://WORLD", "mpi://SELF"])
        self.assertEqual(session.Get_pset_info("mpi://WORLD").Get("mpi_size"), str(SIZE))
        group = session.Create_group("mpi://WORLD")
        self.assertEqual((group.size, group.rank), (SIZE, RANK))
        comm = MPI.Intracomm.Create_from_group(group)
        self.assertEqual(ring(comm), (RANK - 1) % SIZE)
        comm.Disconnect()
        self.assertEqual(error_class(session.Get_nth_pset, 99), MPI.ERR_ARG)
        if not NATIVE:
            # Open MPI 5.0 crashes.
            self.assertEqual(error_class(session.Create_group, "mpi://nothing"), MPI.ERR_ARG)
        session.Finalize()
        self.assertFalse(session)
        self.assertEqual(error_class(session.Get_num_psets), MPI.ERR_SESSION)


@unittest.skipIf(NATIVE, "a native run needs a server for names")
class Ports(unittest.TestCase):
    @unittest.skipIf(SIZE < 2, "a client and a server are two processes")
    def test_a_service_is_found_by_name(self):
        if RANK == 0:
            port = MPI.Open_port()
            MPI.Publish_name("sum", port)
            WORLD.Barrier()
            comm = MPI.COMM_SELF.Accept(port)
            self.assertEqual(comm.remote_size, SIZE - 1)
            self.assertEqual([comm.recv(source=client) for client in range(comm.remote_size)], list(range(1, SIZE)))
            MPI.Unpublish_name("sum", port)
            MPI.Close_port(port)
            clients = WORLD.Split(MPI.UNDEFINED)
        else:
            WORLD.Barrier()
            everybody = WORLD.Get_group().Incl(range(1, SIZE))
            clients = WORLD.Create_group(everybody)
            comm = clients.Connect(MPI.Lookup_name("sum"))
            comm.send(RANK, 0)
            clients.Free()
            self.assertEqual(WORLD.Split(0).size, SIZE - 1)
        comm.Disconnect()
        WORLD.Barrier()
        self.assertEqual(error_class(MPI.Lookup_name, "sum"), MPI.ERR_NAME)

    def test_wrong_names(self):
        self.assertEqual(error_class(MPI.Close_port, "nowhere"), MPI.ERR_PORT)
        self.assertEqual(error_class(MPI.COMM_SELF.Connect, "commworld:200:1"), MPI.ERR_PORT)
        self.assertEqual(error_class(MPI.Unpublish_name, "nobody", "x"), MPI.ERR_SERVICE)


if __name__ == "__main__":
    unittest.main()

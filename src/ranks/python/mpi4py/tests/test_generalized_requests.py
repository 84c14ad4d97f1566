"""Generalized requests: operations of the program's own."""

import unittest

from mpi4py import MPI
from oracle import needs_mpi4py_4_1


class Operation:
    """What the three functions have seen."""

    def __init__(self):
        self.calls = []

    def query(self, status, *args):
        self.calls.append(("query", *args))
        status.source, status.tag = 3, 7
        status.Set_elements(MPI.INT, 5)

    def free(self, *args):
        self.calls.append(("free", *args))

    def cancel(self, complete, *args):
        self.calls.append(("cancel", complete, *args))

    def start(self, *args):
        return MPI.Grequest.Start(self.query, self.free, self.cancel, args)


class GeneralizedRequests(unittest.TestCase):
    def setUp(self):
        self.operation = Operation()

    def test_is_complete_when_the_program_says_so(self):
        request = self.operation.start("a")
        self.assertIs(request.Test(), False)
        self.assertEqual(self.operation.calls, [])
        request.Complete()
        status = MPI.Status()
        request.Wait(status)
        self.assertEqual((status.source, status.tag, status.Get_count(MPI.INT), status.cancelled), (3, 7, 5, False))
        self.assertEqual(self.operation.calls, [("query", "a"), ("free", "a")])
        self.assertFalse(request)

    def test_among_others(self):
        comm = MPI.COMM_WORLD
        got = bytearray(1)
        request = self.operation.start()
        pair = [comm.Irecv(got, comm.rank, 1), request]
        self.assertEqual(MPI.Request.Testany(pair), (MPI.UNDEFINED, False))
        request.Complete()
        status = MPI.Status()
        self.assertEqual(MPI.Request.Waitany(pair, status), 1)
        self.assertEqual(status.source, 3)
        comm.Send(b"x", comm.rank, 1)
        statuses = []
        MPI.Request.Waitall(pair, statuses)
        self.assertEqual([s.source for s in statuses], [comm.rank, MPI.ANY_SOURCE])

    def test_asking_does_not_complete_it(self):
        request = self.operation.start()
        self.assertIs(request.Get_status(), False)
        request.Complete()
        status = MPI.Status()
        self.assertIs(request.Get_status(status), True)
        self.assertEqual(status.tag, 7)
        self.assertTrue(request)
        self.assertNotIn(("free",), self.operation.calls)
        request.Wait()
        self.assertEqual(self.operation.calls[-1], ("free",))

    def test_cancel_tells_whether_it_is_too_late(self):
        request = self.operation.start()
        request.Cancel()
        request.Complete()
        request.Cancel()
        self.assertEqual(self.operation.calls, [("cancel", False), ("cancel", True)])
        request.Wait()

    def test_freed_before_it_is_complete(self):
        request = self.operation.start()
        keep = MPI.Grequest(request)
        request.Free()
        self.assertNotIn(("free",), self.operation.calls)
        keep.Complete()
        self.assertIn(("free",), self.operation.calls)

    @needs_mpi4py_4_1
    def test_the_object_of_complete_is_what_wait_returns(self):
        request = MPI.Grequest.Start()
        request.complete({"answer": 42})
        self.assertEqual(request.wait(), {"answer": 42})
        self.assertIsNone(request.wait())


if __name__ == "__main__":
    unittest.main()

"""Upper-case point-to-point: what arrives, in which order, and what the status says."""

import unittest
from array import array

import numpy as np
from mpi4py import MPI

SIZES = (0, 1, 3, 511, 512, 513, 20_000)


class EveryCommunicator:
    """Each test runs on COMM_SELF, COMM_WORLD and a duplicate."""

    def setUp(self):
        self.comm = self.make()
        self.rank, self.size = self.comm.Get_rank(), self.comm.Get_size()
        self.next, self.previous = (self.rank + 1) % self.size, (self.rank - 1) % self.size
        # No message of a rank that is a test ahead is taken for one of this test.
        self.comm.Barrier()

    def test_ring_with_nonblocking_send(self):
        for n in SIZES:
            sent, got = np.arange(n, dtype="d") + self.rank, np.full(n, -1.0)
            request = self.comm.Isend(sent, self.next, 7)
            status = MPI.Status()
            self.comm.Recv(got, self.previous, 7, status)
            request.Wait()
            np.testing.assert_array_equal(got, np.arange(n) + self.previous)
            self.assertEqual((status.source, status.tag, status.Get_count(MPI.DOUBLE), status.count), (self.previous, 7, n, 8 * n))

    def test_ring_with_sendrecv(self):
        for n in SIZES:
            sent, got = np.arange(n, dtype="i") * self.rank, np.full(n, -1, "i")
            status = MPI.Status()
            self.comm.Sendrecv(sent, self.next, 3, got, self.previous, 3, status)
            np.testing.assert_array_equal(got, np.arange(n) * self.previous)
            self.assertEqual((status.source, status.tag, status.Get_count(MPI.INT)), (self.previous, 3, n))

    def test_sendrecv_replace(self):
        for n in SIZES:
            data = np.full(n, self.rank, "h")
            self.comm.Sendrecv_replace(data, self.next, 1, self.previous, 1)
            np.testing.assert_array_equal(data, np.full(n, self.previous))

    def test_every_mode_of_send(self):
        MPI.Attach_buffer(bytearray(10_000 + MPI.BSEND_OVERHEAD))
        for start in (self.comm.Isend, self.comm.Issend, self.comm.Ibsend):
            got = np.zeros(2)
            request = start(np.array([1.0, self.rank]), self.next, 5)
            self.comm.Recv(got, self.previous, 5)
            self.assertTrue(request.Wait())
            self.assertEqual(list(got), [1.0, self.previous])
        for send in (self.comm.Send, self.comm.Ssend, self.comm.Bsend, self.comm.Rsend):
            got = np.zeros(1)
            request = self.comm.Irecv(got, self.previous, 6)
            if self.size > 1 or send != self.comm.Ssend:
                send(np.array([9.0]), self.next, 6)
            else:
                self.comm.Issend(np.array([9.0]), self.next, 6).Wait()
            request.Wait()
            self.assertEqual(got[0], 9.0)
        MPI.Detach_buffer()

    def test_order_is_kept_between_two_ranks(self):
        if self.rank == 0:
            for i in range(50):
                self.comm.Isend(array("i", [i]), self.size - 1, 4).Wait()
        if self.rank == self.size - 1:
            got = array("i", [-1])
            for i in range(50):
                self.comm.Recv(got, 0, 4)
                self.assertEqual(got[0], i)

    def test_tags_choose(self):
        first, second = self.comm.Isend(array("i", [1]), self.next, 1), self.comm.Isend(array("i", [2]), self.next, 2)
        got = array("i", [0])
        self.comm.Recv(got, self.previous, 2)
        self.assertEqual(got[0], 2)
        self.comm.Recv(got, self.previous, MPI.ANY_TAG)
        self.assertEqual(got[0], 1)
        MPI.Request.Waitall([first, second])

    def test_any_source(self):
        requests = [self.comm.Isend(array("i", [self.rank]), dest, 8) for dest in range(self.size)]
        seen = set()
        for _ in range(self.size):
            got, status = array("i", [-1]), MPI.Status()
            self.comm.Recv(got, MPI.ANY_SOURCE, 8, status)
            self.assertEqual(got[0], status.Get_source())
            seen.add(got[0])
        self.assertEqual(seen, set(range(self.size)))
        MPI.Request.Waitall(requests)
        self.comm.Barrier()

    def test_proc_null(self):
        got, status = array("i", [7]), MPI.Status()
        self.comm.Send(array("i", [1]), MPI.PROC_NULL, 3)
        self.comm.Recv(got, MPI.PROC_NULL, 3, status)
        self.assertEqual(got[0], 7)
        self.assertEqual((status.source, status.tag, status.count), (MPI.PROC_NULL, MPI.ANY_TAG, 0))
        self.comm.Send(None, MPI.PROC_NULL)
        self.comm.Recv(None, MPI.PROC_NULL)
        self.comm.Sendrecv(None, MPI.PROC_NULL, 0, None, MPI.PROC_NULL, 0)
        self.assertTrue(self.comm.Irecv(None, MPI.PROC_NULL).Test())

    def test_probe_then_receive(self):
        request = self.comm.Isend(np.arange(5, dtype="d"), self.next, 9)
        status = MPI.Status()
        self.assertTrue(self.comm.Probe(MPI.ANY_SOURCE, 9, status))
        self.assertEqual((status.source, status.Get_count(MPI.DOUBLE)), (self.previous, 5))
        while not self.comm.Iprobe(self.previous, 9):
            pass
        self.assertFalse(self.comm.Iprobe(self.previous, 10))
        got = np.zeros(status.Get_count(MPI.DOUBLE))
        self.comm.Recv(got, status.source, status.tag)
        request.Wait()
        self.assertEqual(got.sum(), 10.0)

    def test_matched_probe(self):
        request = self.comm.Isend(array("i", [3, 4]), self.next, 2)
        message = self.comm.Mprobe(self.previous, 2)
        self.assertTrue(message)
        self.assertIsNone(self.comm.Improbe(self.previous, 2))
        got = array("i", [0, 0])
        message.Recv(got)
        self.assertFalse(message)
        self.assertEqual(list(got), [3, 4])
        request.Wait()
        self.assertEqual(self.comm.Mprobe(MPI.PROC_NULL), MPI.MESSAGE_NO_PROC)

    def test_a_short_message_leaves_the_rest_alone(self):
        request = self.comm.Isend(array("i", [1, 2]), self.next)
        got, status = array("i", [9, 9, 9, 9]), MPI.Status()
        self.comm.Recv(got, self.previous, status=status)
        request.Wait()
        self.assertEqual(list(got), [1, 2, 9, 9])
        self.assertEqual(status.Get_count(MPI.INT), 2)
        self.assertEqual(status.Get_count(MPI.DOUBLE), 1)
        self.assertEqual(status.Get_elements(MPI.INT), 2)

    def test_a_long_message_is_truncated(self):
        request = self.comm.Isend(array("i", [1, 2, 3]), self.next)
        with self.assertRaises(MPI.Exception) as caught:
            self.comm.Recv(array("i", [0, 0]), self.previous)
        request.Wait()
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_TRUNCATE)
        self.assertEqual(str(caught.exception), "MPI_ERR_TRUNCATE: message truncated")
        self.assertEqual(int(caught.exception), MPI.ERR_TRUNCATE)

    def test_wrong_arguments(self):
        buf = array("i", [0])
        for call, code in (
            (lambda: self.comm.Send(buf, self.size), MPI.ERR_RANK),
            (lambda: self.comm.Send(buf, -5), MPI.ERR_RANK),
            (lambda: self.comm.Recv(buf, self.size), MPI.ERR_RANK),
            (lambda: self.comm.Send(buf, 0, -3), MPI.ERR_TAG),
            (lambda: self.comm.Isend(buf, self.size), MPI.ERR_RANK),
            (lambda: MPI.COMM_NULL.Send(buf, 0), MPI.ERR_COMM),
            (lambda: self.comm.Send([buf, 1, MPI.DATATYPE_NULL], 0), MPI.ERR_TYPE),
        ):
            with self.assertRaises(MPI.Exception) as caught:
                call()
            self.assertEqual(caught.exception.Get_error_class(), code)

    def test_memory_of_many_kinds(self):
        for sent, got in (
            (b"abc", bytearray(3)),
            (bytearray(b"abc"), memoryview(bytearray(3))),
            (array("d", [1, 2]), array("d", [0, 0])),
            (np.arange(6, dtype="f").reshape(2, 3), np.zeros((2, 3), "f")),
            (np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.zeros((2, 3), order="F")),
            (np.array([True, False]), np.zeros(2, bool)),
            (np.array([1 + 2j]), np.zeros(1, complex)),
            (np.array(3.5), np.array(0.0)),
            (np.arange(4, dtype="u2"), np.zeros(4, "u2")),
            (np.arange(4, dtype="i8"), np.zeros(4, "i8")),
        ):
            request = self.comm.Isend(sent, self.next)
            self.comm.Recv(got, self.previous)
            request.Wait()
            self.assertEqual(bytes(memoryview(np.asarray(got)).cast("B") if np.asarray(got).flags.c_contiguous else np.asarray(got).tobytes("F")),
                             np.asarray(sent).tobytes("A") if not isinstance(sent, bytes) else sent)


class OnSelf(EveryCommunicator, unittest.TestCase):
    def make(self):
        return MPI.COMM_SELF


class OnWorld(EveryCommunicator, unittest.TestCase):
    def make(self):
        return MPI.COMM_WORLD


class OnDuplicate(EveryCommunicator, unittest.TestCase):
    def make(self):
        self.addCleanup(lambda: self.comm.Free())
        return MPI.COMM_WORLD.Dup()


if __name__ == "__main__":
    unittest.main()

"""Partitioned communication: a message whose parts leave and arrive by themselves."""

import unittest

import numpy as np
from mpi4py import MPI
from oracle import NATIVE, needs_mpi4py_4_1


@needs_mpi4py_4_1
class Partitioned(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD
        self.rank, self.size = self.comm.rank, self.comm.size
        self.right, self.left = (self.rank + 1) % self.size, (self.rank - 1) % self.size
        self.comm.Barrier()

    def test_parts_leave_in_any_order_and_rounds_do_not_mix(self):
        for n in (1, 3000):
            out, got = np.zeros(4 * n, "i"), np.zeros(4 * n, "i")
            send = self.comm.Psend_init(out, 4, self.right, 1)
            receive = self.comm.Precv_init(got, 4, self.left, 1)
            for round in range(3):
                MPI.Prequest.Startall([receive, send])
                out[:] = np.repeat(np.arange(4), n) + 10 * round + 100 * self.rank
                send.Pready(2)
                send.Pready_list([3, 0])
                send.Pready_range(1, 1)
                MPI.Request.Waitall([send, receive])
                self.assertEqual(got.tolist(), (np.repeat(np.arange(4), n) + 10 * round + 100 * self.left).tolist())
            send.Free()
            receive.Free()

    def test_a_part_can_be_read_as_soon_as_it_has_arrived(self):
        out, got = np.arange(3, dtype="d"), np.zeros(3)
        send, receive = self.comm.Psend_init(out, 3, self.rank, 2), self.comm.Precv_init(got, 3, self.rank, 2)
        MPI.Prequest.Startall([receive, send])
        self.assertIs(receive.Parrived(1), False)
        send.Pready(1)
        while not receive.Parrived(1):
            pass
        self.assertEqual(got[1], 1)
        self.assertFalse(receive.Parrived(0))
        self.assertFalse(send.Test())
        send.Pready_list([0, 2])
        MPI.Request.Waitall([send, receive])
        self.assertEqual(got.tolist(), [0, 1, 2])
        send.Free()
        receive.Free()

    @unittest.skipIf(NATIVE, "Open MPI 5.0 hangs")
    def test_the_two_sides_may_have_other_numbers_of_parts(self):
        for parts, others in ((6, 2), (2, 6), (4, 3)):
            out, got = np.arange(12, dtype="i") + self.rank, np.zeros(12, "i")
            send, receive = self.comm.Psend_init(out, parts, self.right, 3), self.comm.Precv_init(got, others, self.left, 3)
            MPI.Prequest.Startall([receive, send])
            send.Pready_range(0, parts - 1)
            while not receive.Parrived(others - 1):
                pass
            last = 12 // others
            self.assertEqual(got[-last:].tolist(), (np.arange(12)[-last:] + self.left).tolist())
            MPI.Request.Waitall([send, receive])
            self.assertEqual(got.tolist(), (np.arange(12) + self.left).tolist())
            send.Free()
            receive.Free()

    @unittest.skipIf(NATIVE, "Open MPI matches them in the order of Start")
    def test_they_match_in_the_order_they_were_initialized(self):
        outs = [np.full(2, 10 * self.rank + i, "i") for i in range(3)]
        gots = [np.zeros(2, "i") for _ in range(3)]
        sends = [self.comm.Psend_init(out, 2, self.right, 4) for out in outs]
        receives = [self.comm.Precv_init(got, 2, self.left, 4) for got in gots]
        for at in (2, 0, 1):
            sends[at].Start()
            sends[at].Pready_range(0, 1)
        for at in (1, 2, 0):
            receives[at].Start()
        MPI.Request.Waitall(sends + receives)
        self.assertEqual([got.tolist() for got in gots], [[10 * self.left + i] * 2 for i in range(3)])
        for request in sends + receives:
            request.Free()

    @unittest.skipIf(NATIVE, "Open MPI 5.0 hangs")
    def test_to_and_from_nobody(self):
        for request in (self.comm.Psend_init(bytearray(4), 2, MPI.PROC_NULL), self.comm.Precv_init(bytearray(4), 2, MPI.PROC_NULL, 0)):
            request.Start()
            request.Wait()
            request.Free()

    @unittest.skipIf(NATIVE, "Open MPI does not look")
    def test_errors(self):
        def fails(error_class, function, *args):
            with self.assertRaises(MPI.Exception) as caught:
                function(*args)
            self.assertEqual(caught.exception.Get_error_class(), error_class)

        fails(MPI.ERR_ARG, self.comm.Psend_init, [b"", 0, MPI.BYTE], 0, self.rank)
        fails(MPI.ERR_RANK, self.comm.Precv_init, bytearray(2), 2, MPI.ANY_SOURCE, 0)
        fails(MPI.ERR_TAG, self.comm.Precv_init, bytearray(2), 2, self.rank, MPI.ANY_TAG)
        send = self.comm.Psend_init(bytearray(4), 2, self.rank, 5)
        fails(MPI.ERR_REQUEST, send.Pready, 0)
        send.Start()
        fails(MPI.ERR_REQUEST, send.Start)
        fails(MPI.ERR_ARG, send.Pready, 2)
        send.Pready(0)
        fails(MPI.ERR_ARG, send.Pready, 0)
        fails(MPI.ERR_REQUEST, send.Parrived, 0)
        send.Pready(1)
        receive = self.comm.Precv_init(bytearray(4), 1, self.rank, 5)
        receive.Start()
        MPI.Request.Waitall([send, receive])


if __name__ == "__main__":
    unittest.main()

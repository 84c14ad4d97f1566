"""Persistent requests: inactive, active, inactive again."""

import unittest

import numpy as np
from mpi4py import MPI
from oracle import needs_mpi4py_4_1


class PersistentRequests(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD
        self.rank, self.size = self.comm.rank, self.comm.size
        self.right, self.left = (self.rank + 1) % self.size, (self.rank - 1) % self.size
        self.comm.Barrier()

    def test_each_start_sends_what_is_there_then(self):
        for n in (1, 5000):
            out, got = np.zeros(n, "i"), np.zeros(n, "i")
            pair = [self.comm.Send_init(out, self.right, 3), self.comm.Recv_init(got, self.left, 3)]
            for round in range(5):
                out[:] = 10 * self.rank + round
                MPI.Prequest.Startall(pair)
                statuses = [MPI.Status(), MPI.Status()]
                MPI.Request.Waitall(pair, statuses)
                self.assertEqual(set(got.tolist()), {10 * self.left + round})
                self.assertEqual((statuses[1].source, statuses[1].tag, statuses[1].Get_count(MPI.INT)), (self.left, 3, n))
                self.assertTrue(all(pair))
            for request in pair:
                request.Free()
                self.assertEqual(request, MPI.REQUEST_NULL)

    def test_an_inactive_request_is_complete_and_has_an_empty_status(self):
        request = self.comm.Recv_init(bytearray(4), self.left, 4)
        status = MPI.Status()
        status.source = 5
        self.assertIs(request.Wait(status), True)
        self.assertEqual((status.source, status.tag, status.count, status.error), (MPI.ANY_SOURCE, MPI.ANY_TAG, 0, MPI.SUCCESS))
        self.assertIs(request.Test(), True)
        self.assertIs(request.Get_status(), True)
        self.assertIs(MPI.Request.Waitall([request]), True)
        self.assertEqual(MPI.Request.Waitany([request]), MPI.UNDEFINED)
        self.assertEqual(MPI.Request.Testany([request]), (MPI.UNDEFINED, True))
        self.assertIsNone(MPI.Request.Waitsome([request]))
        self.assertIsNone(MPI.Request.Testsome([request]))
        self.assertTrue(request)
        request.Free()

    def test_synchronous_and_ready_sends(self):
        got = bytearray(1)
        receive = self.comm.Recv_init(got, self.left, 5)
        for make in (self.comm.Ssend_init, self.comm.Rsend_init):
            send = make(bytes([self.rank + 1]), self.right, 5)
            for _ in range(2):
                got[0] = 0
                receive.Start()
                self.comm.Barrier()
                send.Start()
                MPI.Request.Waitall([send, receive])
                self.assertEqual(got[0], self.left + 1)
            send.Free()
        receive.Free()

    def test_a_started_receive_can_be_cancelled_and_started_again(self):
        request = self.comm.Recv_init(bytearray(1), self.rank, 6)
        request.Start()
        request.Cancel()
        status = MPI.Status()
        request.Wait(status)
        self.assertTrue(status.Is_cancelled())
        request.Start()
        self.comm.Send(b"x", self.rank, 6)
        request.Wait(status)
        self.assertFalse(status.Is_cancelled())
        self.assertEqual(status.count, 1)
        request.Free()

    def test_to_and_from_nobody(self):
        send = self.comm.Send_init(None, MPI.PROC_NULL)
        receive = self.comm.Recv_init(None, MPI.PROC_NULL)
        for _ in range(2):
            MPI.Prequest.Startall([send, receive])
            status = MPI.Status()
            receive.Wait(status)
            send.Wait()
            self.assertEqual((status.source, status.tag, status.count), (MPI.PROC_NULL, MPI.ANY_TAG, 0))
        send.Free()
        receive.Free()

    def test_freeing_another_object_of_it_does_not_lose_it(self):
        request = self.comm.Send_init(b"abc", self.rank, 7)
        other = MPI.Prequest(request)
        self.assertEqual(request, other)
        del other
        got = bytearray(3)
        for _ in range(2):
            request.Start()
            self.comm.Recv(got, self.rank, 7)
            request.Wait()
        self.assertEqual(got, b"abc")
        request.Free()

    def test_only_persistent_requests_are_started(self):
        with self.assertRaises(TypeError):
            MPI.Prequest(self.comm.Isend(b"", MPI.PROC_NULL))

    @needs_mpi4py_4_1
    def test_isendrecv(self):
        for n in (1, 5000):
            out, got = np.full(n, self.rank, "i"), np.zeros(n, "i")
            status = MPI.Status()
            request = self.comm.Isendrecv(out, self.right, 8, got, self.left, 8)
            request.Wait(status)
            self.assertFalse(request)
            self.assertEqual(set(got.tolist()), {self.left})
            self.assertEqual((status.source, status.tag, status.Get_count(MPI.INT)), (self.left, 8, n))
            self.comm.Isendrecv_replace(out, self.right, 8, self.left, 8).Wait()
            self.assertEqual(set(out.tolist()), {self.left})


if __name__ == "__main__":
    unittest.main()

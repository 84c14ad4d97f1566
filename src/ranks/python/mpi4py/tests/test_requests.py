"""Requests: waiting and testing for one, any, some, all."""

import unittest

import numpy as np
from mpi4py import MPI
from oracle import needs_open_mpi_5


class Requests(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD
        self.rank, self.size = self.comm.rank, self.comm.size
        # No message of a rank that is a test ahead is taken for one of this test.
        self.comm.Barrier()

    def exchange(self, n=1):
        """Requests of an exchange of arrays with every rank: sends first, then receives."""
        self.got = [np.full(n, -1, "i") for _ in range(self.size)]
        self.sent = [np.full(n, self.rank * 100 + dest, "i") for dest in range(self.size)]
        return ([self.comm.Isend(self.sent[dest], dest, 1) for dest in range(self.size)] +
                [self.comm.Irecv(self.got[source], source, 1) for source in range(self.size)])

    def check(self):
        for source, got in enumerate(self.got):
            self.assertEqual(set(got.tolist()), {source * 100 + self.rank})

    def test_waitall(self):
        for n in (1, 3000):
            requests = self.exchange(n)
            statuses = []
            self.assertIs(MPI.Request.Waitall(requests, statuses), True)
            self.check()
            self.assertEqual([s.source for s in statuses[self.size:]], list(range(self.size)))
            self.assertEqual([s.Get_count(MPI.INT) for s in statuses[self.size:]], [n] * self.size)
            self.assertTrue(all(request == MPI.REQUEST_NULL for request in requests))
            self.assertIs(MPI.Request.Waitall(requests), True)

    def test_waitany(self):
        requests = self.exchange()
        indices = set()
        while True:
            index = MPI.Request.Waitany(requests)
            if index == MPI.UNDEFINED:
                break
            self.assertFalse(requests[index])
            indices.add(index)
        self.assertEqual(indices, set(range(2 * self.size)))
        self.check()

    def test_waitsome(self):
        requests = self.exchange()
        indices = []
        while (some := MPI.Request.Waitsome(requests)) is not None:
            self.assertTrue(some)
            indices += some
        self.assertEqual(sorted(indices), list(range(2 * self.size)))
        self.check()

    def test_testall(self):
        requests = self.exchange()
        while not MPI.Request.Testall(requests):
            pass
        self.check()

    def test_testany(self):
        requests = self.exchange()
        done = 0
        while done < len(requests):
            index, flag = MPI.Request.Testany(requests)
            self.assertEqual(flag, index != MPI.UNDEFINED)
            done += flag
        self.assertEqual(MPI.Request.Testany(requests), (MPI.UNDEFINED, True))
        self.check()

    def test_testsome(self):
        requests = self.exchange()
        indices = []
        while (some := MPI.Request.Testsome(requests)) is not None:
            indices += some
        self.assertEqual(sorted(indices), list(range(2 * self.size)))
        self.check()

    def test_test(self):
        for request in self.exchange():
            while not request.Test():
                pass
            self.assertFalse(request)
        self.check()

    def test_empty_lists(self):
        self.assertIs(MPI.Request.Waitall([]), True)
        self.assertEqual(MPI.Request.Waitany([]), MPI.UNDEFINED)
        self.assertEqual(MPI.Request.waitall([]), [])

    def test_objects(self):
        for wait in ("waitall", "testall", "waitany", "testany", "waitsome", "testsome"):
            sends = [self.comm.isend((self.rank, dest), dest, 2) for dest in range(self.size)]
            receives = [self.comm.irecv(source=source, tag=2) for source in range(self.size)]
            got = [None] * self.size
            left = self.size
            while left:
                if wait == "waitall":
                    got, left = MPI.Request.waitall(receives), 0
                elif wait == "testall":
                    flag, objects = MPI.Request.testall(receives)
                    self.assertEqual(flag, objects is not None)
                    if flag:
                        got, left = objects, 0
                elif wait in ("waitany", "testany"):
                    index, *flag, obj = getattr(MPI.Request, wait)(receives)
                    if index != MPI.UNDEFINED:
                        got[index] = obj
                        left -= 1
                else:
                    indices, objects = getattr(MPI.Request, wait)(receives)
                    for index, obj in zip(indices, objects):
                        got[index] = obj
                        left -= 1
            self.assertEqual(got, [(source, self.rank) for source in range(self.size)], wait)
            self.assertEqual(MPI.Request.waitall(sends), [None] * self.size)
            self.comm.Barrier()

    def test_statuses_of_objects(self):
        sends = [self.comm.isend(dest, dest, 10 + self.rank) for dest in range(self.size)]
        statuses = []
        MPI.Request.waitall([self.comm.irecv(source=source) for source in range(self.size)], statuses)
        self.assertEqual([(s.source, s.tag) for s in statuses], [(source, 10 + source) for source in range(self.size)])
        MPI.Request.waitall(sends)

    def test_null_request(self):
        null = MPI.Request()
        self.assertFalse(null)
        self.assertEqual(null, MPI.REQUEST_NULL)
        status = MPI.Status()
        status.source = 3
        self.assertIs(null.Wait(status), True)
        self.assertEqual((status.source, status.tag, status.count), (MPI.ANY_SOURCE, MPI.ANY_TAG, 0))
        self.assertIs(null.Test(), True)
        for call in (null.Cancel, null.Free):
            with self.assertRaises(MPI.Exception) as caught:
                call()
            self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_REQUEST)

    def test_cancel_a_receive(self):
        got = np.zeros(1)
        request = self.comm.Irecv(got, self.rank, 12345)
        request.Cancel()
        status = MPI.Status()
        request.Wait(status)
        self.assertIs(status.Is_cancelled(), True)
        self.assertIs(status.cancelled, True)

    def test_free(self):
        request = self.comm.Isend(np.ones(4), self.rank, 3)
        request.Free()
        self.assertFalse(request)
        got = np.zeros(4)
        self.comm.Recv(got, self.rank, 3)
        self.assertEqual(got.sum(), 4)

    @needs_open_mpi_5
    def test_an_error_in_waitall(self):
        sent = self.comm.Isend(np.zeros(4, "i"), self.rank, 1), self.comm.Isend(np.zeros(1, "i"), self.rank, 2)
        requests = [self.comm.Irecv(np.zeros(1, "i"), self.rank, 1), self.comm.Irecv(np.zeros(1, "i"), self.rank, 2)]
        with self.assertRaises(MPI.Exception) as caught:
            MPI.Request.Waitall(requests, statuses := [])
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_IN_STATUS)
        self.assertEqual(statuses[0].error, MPI.ERR_TRUNCATE)
        MPI.Request.Waitall(sent)
        for request in requests:
            if request:
                request.Wait()

    def test_what_is_no_request(self):
        with self.assertRaises(TypeError):
            MPI.Request.Waitall([None])

    def test_the_buffer_cannot_be_resized_meanwhile(self):
        data = bytearray(8)
        request = self.comm.Irecv(data, self.rank, 77)
        with self.assertRaises(BufferError):
            data.extend(b"more")
        self.comm.Send(b"12345678", self.rank, 77)
        request.Wait()
        self.assertEqual(data, b"12345678")
        data.extend(b"more")


if __name__ == "__main__":
    unittest.main()

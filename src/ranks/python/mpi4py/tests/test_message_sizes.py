"""Lengths of messages: nothing, around the eager limit, a hundred megabytes; and what a send may and may not wait for."""

import unittest

import numpy as np
from mpi4py import MPI
from oracle import NATIVE

#: The eager limit here and of Open MPI's shared memory; natively the header counts too.
LIMIT = 4096
AROUND = [LIMIT + change for change in (-65, -64, -33, -32, -2, -1, 0, 1, 2, 31, 32)] + [2 * LIMIT - 1, 2 * LIMIT, 32768, 65535, 65536, 65537, 131073]
HUGE = 100_000_000


class Sizes(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD
        self.rank, self.size = self.comm.rank, self.comm.size
        self.next, self.previous = (self.rank + 1) % self.size, (self.rank - 1) % self.size
        self.comm.Barrier()

    @staticmethod
    def pattern(length, seed):
        return ((np.arange(length, dtype="u4") * 2654435761 + seed * 97) >> 13).astype("u1")

    def test_around_the_eager_limit(self):
        for length in AROUND:
            data, got = self.pattern(length, self.rank), np.zeros(length + 1, dtype="u1")
            for start in (self.comm.Isend, self.comm.Issend):
                for posted_first in (False, True):
                    got[:] = 0
                    status = MPI.Status()
                    if posted_first:
                        receive = self.comm.Irecv(got, self.previous, 1)
                        self.comm.Barrier()
                        send = start(data, self.next, 1)
                        receive.Wait(status)
                    else:
                        send = start(data, self.next, 1)
                        self.comm.Barrier()
                        self.comm.Recv(got, self.previous, 1, status)
                    send.Wait()
                    self.assertEqual(status.Get_count(MPI.BYTE), length)
                    self.assertTrue(np.array_equal(got[:-1], self.pattern(length, self.previous)), length)
                    self.assertEqual(got[-1], 0)

    def test_objects_around_the_eager_limit(self):
        for length in AROUND:
            request = self.comm.isend(b"x" * (length - 20), self.next, 2)
            self.assertEqual(self.comm.recv(source=self.previous, tag=2), b"x" * (length - 20))
            request.wait()

    def test_buffered_sends_around_the_eager_limit(self):
        MPI.Attach_buffer(bytearray(sum(AROUND) + len(AROUND) * MPI.BSEND_OVERHEAD))
        for length in AROUND:
            self.comm.Bsend(self.pattern(length, self.rank), self.next, 3)
        for length in AROUND:
            got = np.zeros(length, dtype="u1")
            self.comm.Recv(got, self.previous, 3)
            self.assertTrue(np.array_equal(got, self.pattern(length, self.previous)))
        MPI.Detach_buffer()

    @unittest.skipIf(NATIVE and MPI.COMM_WORLD.size == 1, "Open MPI sends to oneself synchronously")
    def test_a_short_standard_send_does_not_wait(self):
        # All send first: this would hang if a send of so little waited for its receive, as the course programs rely on.
        for length in (0, 1, 100, 1000, 3000):
            self.comm.Send(self.pattern(length, self.rank), self.next, 4)
            got = np.zeros(length, dtype="u1")
            self.comm.Recv(got, self.previous, 4)
            self.assertTrue(np.array_equal(got, self.pattern(length, self.previous)))

    @unittest.skipIf(MPI.COMM_WORLD.size == 1, "a message to oneself needs no memory in between")
    def test_a_synchronous_or_long_send_waits_for_its_receive(self):
        for start, length in ((self.comm.Issend, 1), (self.comm.Issend, 0), (self.comm.Isend, 10_000_000)):
            send = start(np.zeros(length, dtype="u1"), self.next, 5)
            self.comm.Barrier()
            self.assertFalse(any(send.Test() for _ in range(50)))
            self.comm.Barrier()
            self.comm.Recv(np.empty(length, dtype="u1"), self.previous, 5)
            send.Wait()

    def test_messages_of_nothing(self):
        nothing = np.zeros(0)
        status = MPI.Status()
        for start in (self.comm.Isend, self.comm.Issend):
            request = start(nothing, self.next, 6)
            self.comm.Probe(self.previous, 6, status)
            self.assertEqual(status.Get_count(MPI.DOUBLE), 0)
            self.comm.Recv(nothing, self.previous, 6, status)
            self.assertEqual((status.Get_count(MPI.DOUBLE), status.Get_elements(MPI.DOUBLE), status.source), (0, 0, self.previous))
            request.Wait()
        request = self.comm.Isend([None, 0, MPI.BYTE], self.next, 6)
        self.comm.Recv([None, 0, MPI.BYTE], self.previous, 6)
        request.Wait()
        self.comm.Sendrecv(nothing, self.next, 6, nothing, self.previous, 6)

    def test_collectives_of_nothing(self):
        nothing = np.zeros(0)
        self.comm.Bcast(nothing)
        self.comm.Reduce(nothing, nothing)
        self.comm.Allreduce(nothing, nothing)
        self.comm.Gather(nothing, nothing)
        self.comm.Scatter(nothing, nothing)
        self.comm.Allgather(nothing, nothing)
        self.comm.Alltoall(nothing, nothing)
        self.comm.Scan(nothing, nothing)
        counts = [0] * self.size
        self.comm.Allgatherv(nothing, [nothing, counts])
        self.comm.Alltoallv([nothing, counts], [nothing, counts])

    @unittest.skipIf(MPI.COMM_WORLD.size > 2, "two ranks are enough for so much memory")
    def test_a_hundred_megabytes(self):
        data = np.arange(HUGE // 4, dtype="i4")
        data += self.rank
        got = np.zeros_like(data)
        status = MPI.Status()
        self.comm.Sendrecv(data, self.next, 7, got, self.previous, 7, status)
        self.assertEqual(status.Get_count(MPI.INT), HUGE // 4)
        self.assertEqual((got[0], got[-1]), (self.previous, HUGE // 4 - 1 + self.previous))
        self.assertTrue((got - self.previous == data - self.rank).all())

    def test_ten_megabytes_from_everyone_to_everyone(self):
        data = np.repeat(np.arange(self.size, dtype="f8") * 100 + self.rank, 1_250_000 // self.size)
        got = np.empty_like(data)
        self.comm.Alltoall(data, got)
        self.assertTrue((got == np.repeat(np.arange(self.size) + 100.0 * self.rank, 1_250_000 // self.size)).all())


if __name__ == "__main__":
    unittest.main()

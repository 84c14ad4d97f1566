"""Great numbers: unexpected messages, requests in flight, messages after each other."""

import unittest

import numpy as np
from mpi4py import MPI

UNEXPECTED = 20_000
IN_FLIGHT = 10_000


class ManyMessages(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD
        self.rank, self.size = self.comm.rank, self.comm.size
        self.next, self.previous = (self.rank + 1) % self.size, (self.rank - 1) % self.size
        self.comm.Barrier()

    def test_unexpected_messages_wait_in_order(self):
        data = np.arange(UNEXPECTED, dtype="i4")
        requests = [self.comm.Isend(data[number:number + 1], self.next, 1) for number in range(UNEXPECTED)]
        self.comm.Barrier()
        got = np.empty_like(data)
        for number in range(UNEXPECTED):
            self.comm.Recv(got[number:number + 1], self.previous, 1)
        self.assertTrue((got == data).all())
        MPI.Request.Waitall(requests)

    def test_unexpected_messages_are_found_by_tag_from_the_last_on(self):
        data = np.arange(IN_FLIGHT, dtype="i4")
        requests = [self.comm.Isend(data[number:number + 1], self.next, number) for number in range(IN_FLIGHT)]
        self.comm.Barrier()
        got = np.empty_like(data)
        for number in reversed(range(IN_FLIGHT)):
            self.comm.Recv(got[number:number + 1], self.previous, number)
        self.assertTrue((got == data).all())
        MPI.Request.Waitall(requests)

    def test_ten_thousand_requests_in_flight(self):
        out, into = np.arange(IN_FLIGHT, dtype="i8") + self.rank, np.full(IN_FLIGHT, -1, dtype="i8")
        receives = [self.comm.Irecv(into[number:number + 1], self.previous, number) for number in range(IN_FLIGHT)]
        # The other way round than they were posted.
        sends = [self.comm.Isend(out[number:number + 1], self.next, number) for number in reversed(range(IN_FLIGHT))]
        MPI.Request.Waitall(receives + sends)
        self.assertTrue((into == np.arange(IN_FLIGHT) + self.previous).all())
        self.assertTrue(all(request == MPI.REQUEST_NULL for request in receives + sends))

    def test_some_of_many_until_none_is_left(self):
        count = 2000
        into = np.full(count, -1, dtype="i4")
        receives = [self.comm.Irecv(into[number:number + 1], self.previous, number % 7) for number in range(count)]
        sends = [self.comm.Isend(np.array([number], dtype="i4"), self.next, number % 7) for number in range(count)]
        done = []
        while (indices := MPI.Request.Waitsome(receives)) is not None:
            done.extend(indices)
        self.assertEqual(sorted(done), list(range(count)))
        self.assertTrue((into == np.arange(count)).all())
        MPI.Request.Waitall(sends)

    def test_one_after_the_other(self):
        ball = np.zeros(1, dtype="i8")
        for throw in range(5000):
            self.comm.Sendrecv_replace(ball, self.next, 2, self.previous, 2)
            ball += 1
        self.assertEqual(ball[0], 5000)

    def test_a_long_line_to_one(self):
        count = 3000
        if self.rank == 0:
            sums = [0] * self.size
            status = MPI.Status()
            for _ in range(count * (self.size - 1)):
                number = self.comm.recv(None, MPI.ANY_SOURCE, 3, status)
                sums[status.source] += number
            self.assertEqual(sums[1:], [count * (count - 1) // 2] * (self.size - 1))
        else:
            for number in range(count):
                self.comm.send(number, 0, 3)

    def test_communicators_come_and_go(self):
        for round_ in range(300):
            comm = self.comm.Dup() if round_ % 2 else self.comm.Split(0, -self.rank)
            self.assertEqual(comm.allreduce(1), self.size)
            comm.Free()


if __name__ == "__main__":
    unittest.main()

"""Messages in great numbers and of extreme sizes: order, matching, completion."""

import unittest

import numpy as np
from mpi4py import MPI

#: Open MPI's limit for shared memory, and this implementation's: longer messages wait for their receiver.
EAGER = 4096


class MessageLoad(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD.Dup()
        self.rank, self.size = self.comm.rank, self.comm.size
        self.right, self.left = (self.rank + 1) % self.size, (self.rank - 1) % self.size

    def tearDown(self):
        self.comm.Free()

    def test_wildcards_take_the_messages_of_each_rank_in_the_order_sent(self):
        rounds = 200
        if self.rank > 0:
            for i in range(rounds):
                self.comm.Send(np.array([i]), 0, i % 5)
            return
        seen = [[] for _ in range(self.size)]
        status = MPI.Status()
        got = np.empty(1, int)
        for _ in range(rounds * (self.size - 1)):
            self.comm.Recv(got, MPI.ANY_SOURCE, MPI.ANY_TAG, status)
            self.assertEqual(status.tag, got[0] % 5)
            seen[status.source].append(int(got[0]))
        self.assertEqual(seen[1:], [list(range(rounds))] * (self.size - 1))

    def test_a_wildcard_posted_first_is_served_first(self):
        # Of receives that both fit, the one posted first gets the message, wildcard or not.
        first, second = np.zeros(1, "i"), np.zeros(1, "i")
        requests = [self.comm.Irecv(first, MPI.ANY_SOURCE, MPI.ANY_TAG), self.comm.Irecv(second, self.rank, 7)]
        self.comm.Send(np.array([1], "i"), self.rank, 7)
        self.comm.Send(np.array([2], "i"), self.rank, 7)
        MPI.Request.Waitall(requests)
        self.assertEqual((first[0], second[0]), (1, 2))

    def test_unexpected_messages_are_received_by_tag_last_first(self):
        n = 3000
        for i in range(n):
            self.comm.Send(np.array([i], "i"), self.right, i)
        got = np.zeros(1, "i")
        for i in reversed(range(n)):
            self.comm.Recv(got, self.left, i)
            self.assertEqual(got[0], i)

    def test_ten_thousand_requests_in_flight(self):
        n = 10_000
        out, got = np.arange(n, dtype="i") + self.rank, np.zeros(n, "i")
        requests = [self.comm.Irecv(got[i:i + 1], self.left, i) for i in range(n)]
        requests += [self.comm.Isend(out[i:i + 1], self.right, i) for i in reversed(range(n))]
        MPI.Request.Waitall(requests)
        self.assertTrue((got == np.arange(n) + self.left).all())
        self.assertFalse(any(requests))

    def test_sizes_about_the_eager_limit(self):
        for n in (0, 1, EAGER - 1, EAGER, EAGER + 1, 65535, 65536, 65537):
            out, got = np.full(n, self.rank + 1, "B"), np.zeros(n + 1, "B")
            status = MPI.Status()
            self.comm.Sendrecv(out, self.right, 1, got, self.left, 1, status)
            self.assertEqual(status.count, n)
            self.assertEqual(got.tolist(), [self.left + 1] * n + [0])
            request = self.comm.Isend(out, self.right, 2)
            self.comm.Recv(got, self.left, 2)
            request.Wait()

    def test_a_hundred_million_bytes(self):
        n = 100_000_000 if self.size <= 2 else 10_000_000
        out, got = np.full(n, self.rank + 1, "B"), np.zeros(n, "B")
        request = self.comm.Isend(out, self.right)
        self.comm.Recv(got, self.left)
        request.Wait()
        self.assertEqual((got[0], got[-1], int(got[::4097].min())), (self.left + 1,) * 3)

    def test_long_and_short_messages_of_one_rank_do_not_overtake(self):
        sizes = [1, 100_000, 10, 5000, 0, 70_000, 3]
        requests = [self.comm.Isend(np.full(n, i, "B"), self.right, 3) for i, n in enumerate(sizes)]
        for i, n in enumerate(sizes):
            got = np.full(100_000, 255, "B")
            status = MPI.Status()
            self.comm.Recv(got, self.left, 3, status)
            self.assertEqual((status.count, set(got[:n].tolist()) <= {i}), (n, True))
        MPI.Request.Waitall(requests)

    def test_everybody_to_everybody_many_times(self):
        for round in range(30):
            requests = [self.comm.isend((self.rank, dest, round), dest, 4) for dest in range(self.size)]
            got = [self.comm.recv(source=MPI.ANY_SOURCE, tag=4) for _ in range(self.size)]
            self.assertEqual(sorted(got), [(source, self.rank, round) for source in range(self.size)])
            MPI.Request.waitall(requests)
            self.comm.Barrier()


if __name__ == "__main__":
    unittest.main()

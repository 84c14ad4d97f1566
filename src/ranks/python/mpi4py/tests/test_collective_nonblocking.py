"""Nonblocking and persistent collectives: many at once, mixed with point-to-point, completed in any order."""

import unittest

import numpy as np
from mpi4py import MPI

from oracle import needs_mpi4py_4_1


class EveryCommunicator:
    def setUp(self):
        self.comm = self.make().Dup()
        self.rank, self.size = self.comm.rank, self.comm.size
        self.kept = []

    def tearDown(self):
        self.comm.Free()

    def array(self, values):
        """Data of an operation under way: mpi4py does not keep it for the program in all versions."""
        self.kept.append(np.array(values, "d"))
        return self.kept[-1]

    def all(self, i=0):
        return np.arange(self.size) * 10.0 + i

    def test_barrier(self):
        request = self.comm.Ibarrier()
        self.assertTrue(request)
        request.Wait()
        self.assertFalse(request)
        request = self.comm.Ibarrier()
        while not request.Test():
            pass

    def test_barrier_completes_only_when_all_are_in(self):
        request = self.comm.Ibarrier()
        if self.rank == 0 and self.size > 1:
            # Rank 1 enters only after it has heard that rank 0 found the barrier open.
            second = self.comm.Ibarrier()
            request.Wait()
            self.assertFalse(second.Test())
            self.comm.send("go", 1, tag=9)
            second.Wait()
        else:
            if self.rank == 1:
                request.Wait()
                self.comm.recv(source=0, tag=9)
            self.comm.Ibarrier().Wait()
            request.Wait()

    def test_many_at_once_in_any_order(self):
        requests, checks = [], []
        for i in range(4):
            root = i % self.size
            cast = np.full(5, float(i)) if self.rank == root else np.zeros(5)
            requests.append(self.comm.Ibcast(cast, root))
            checks.append((cast, np.full(5, float(i))))
            total = np.zeros(3)
            requests.append(self.comm.Iallreduce(self.array([self.rank + i] * 3), total, MPI.SUM))
            checks.append((total, np.full(3, sum(range(self.size)) + i * self.size, "d")))
            gathered = np.zeros(self.size)
            requests.append(self.comm.Iallgather(self.array([self.rank * 10 + i]), gathered))
            checks.append((gathered, self.all(i)))
            crossed = np.zeros(self.size)
            requests.append(self.comm.Ialltoall(self.array(self.all(i) + self.rank), crossed))
            checks.append((crossed, np.arange(self.size) + self.rank * 10.0 + i))
            prefix = np.full(1, -1.0)
            requests.append(self.comm.Iscan(self.array([self.rank + 1]), prefix))
            checks.append((prefix, [(self.rank + 1) * (self.rank + 2) / 2]))
        requests.append(self.comm.Ibarrier())
        # The last first, the rest in whatever order they come.
        requests.pop().Wait()
        while MPI.Request.Waitany(requests) != MPI.UNDEFINED:
            pass
        for got, wanted in checks:
            np.testing.assert_array_equal(got, wanted)

    def test_rooted(self):
        for root in range(self.size):
            gathered = np.zeros(self.size) if self.rank == root else None
            mine = np.zeros(1)
            part = np.zeros(1)
            top = np.zeros(1)
            MPI.Request.Waitall([
                self.comm.Igather(self.array([self.rank]), gathered, root),
                self.comm.Iscatter(self.array(self.all()) if self.rank == root else None, mine, root),
                self.comm.Ireduce(self.array([self.rank]), top if self.rank == root else None, MPI.MAX, root),
                self.comm.Ireduce_scatter_block(self.array([1] * self.size), part),
            ])
            if self.rank == root:
                np.testing.assert_array_equal(gathered, np.arange(self.size))
                self.assertEqual(top[0], self.size - 1)
            self.assertEqual((mine[0], part[0]), (self.rank * 10, self.size))

    def test_vectors(self):
        counts = np.arange(self.size) + 1
        mine = np.full(self.rank + 1, self.rank)
        everything = np.repeat(np.arange(self.size), counts)
        gathered = np.zeros(counts.sum(), dtype=mine.dtype)
        root = self.size - 1
        at_root = np.zeros_like(gathered) if self.rank == root else None
        back = np.zeros_like(mine)
        crossed = np.zeros(self.size * (self.rank + 1), dtype=mine.dtype)
        outgoing = np.repeat(np.full(self.size, self.rank), counts)
        requests = [
            self.comm.Iallgatherv(mine, [gathered, counts]),
            self.comm.Igatherv(mine, [at_root, counts], root),
            self.comm.Iscatterv([everything, counts] if self.rank == root else None, back, root),
            self.comm.Ialltoallv([outgoing, counts], [crossed, np.full(self.size, self.rank + 1)]),
        ]
        MPI.Request.Waitall(requests)
        np.testing.assert_array_equal(gathered, everything)
        if self.rank == root:
            np.testing.assert_array_equal(at_root, everything)
        np.testing.assert_array_equal(back, mine)
        np.testing.assert_array_equal(crossed, np.repeat(np.arange(self.size), self.rank + 1))

    def test_in_place(self):
        total = np.array([self.rank + 1.0])
        self.comm.Iallreduce(MPI.IN_PLACE, total).Wait()
        self.assertEqual(total[0], self.size * (self.size + 1) / 2)
        gathered = np.zeros(self.size)
        gathered[self.rank] = self.rank * 10
        self.comm.Iallgather(MPI.IN_PLACE, gathered).Wait()
        np.testing.assert_array_equal(gathered, self.all())
        crossed = self.all() + self.rank
        self.comm.Ialltoall(MPI.IN_PLACE, crossed).Wait()
        np.testing.assert_array_equal(crossed, np.arange(self.size) + self.rank * 10.0)

    def test_own_operation_keeps_rank_order(self):
        def compose(a, b, datatype):
            left, right = np.frombuffer(a, "d"), np.frombuffer(b, "d")
            right[:] = [left[0] * right[0], left[0] * right[1] + left[1]]
        op = MPI.Op.Create(compose, commute=False)
        mine = np.array([2.0 + self.rank % 2, self.rank + 1.0])
        got = np.zeros(2)
        self.comm.Iallreduce(mine, got, op).Wait()
        wanted = [1.0, 0.0]
        for rank in range(self.size):
            a, b = 2.0 + rank % 2, rank + 1.0
            wanted = [wanted[0] * a, wanted[0] * b + wanted[1]]
        np.testing.assert_array_equal(got, wanted)
        op.Free()

    def test_among_messages(self):
        to, source = (self.rank + 1) % self.size, (self.rank - 1) % self.size
        total, got = np.zeros(1), np.zeros(100_000)
        requests = [
            self.comm.Irecv(got, source, tag=3),
            self.comm.Iallreduce(self.array([1]), total),
            self.comm.Isend(self.array([self.rank] * 100_000), to, tag=3),
        ]
        done = []
        while len(done) < 3:
            done += MPI.Request.Waitsome(requests)
        self.assertEqual(sorted(done), [0, 1, 2])
        self.assertEqual((total[0], got[0], got[-1]), (self.size, source, source))

    def test_advances_in_other_calls(self):
        # A large one needs several rounds: the ranks take part while they wait for something else.
        data = np.arange(200_000.0) if self.rank == 0 else np.zeros(200_000)
        request = self.comm.Ibcast(data)
        for _ in range(3):
            self.comm.Barrier()
        request.Wait()
        self.assertEqual(data[-1], 199_999)

    def test_status_tells_of_no_message(self):
        status = MPI.Status()
        self.comm.Ibarrier().Wait(status)
        self.assertFalse(status.Is_cancelled())

    @needs_mpi4py_4_1
    def test_persistent(self):
        data, total = np.zeros(2), np.zeros(2)
        cast = np.zeros(1)
        requests = [self.comm.Allreduce_init(data, total), self.comm.Bcast_init(cast, self.size - 1), self.comm.Barrier_init()]
        for request in requests:
            self.assertIsInstance(request, MPI.Prequest)
            request.Wait()
        for i in range(4):
            data[:] = self.rank + i
            cast[:] = i if self.rank == self.size - 1 else -1
            MPI.Prequest.Startall(requests)
            MPI.Request.Waitall(requests)
            np.testing.assert_array_equal(total, np.full(2, sum(range(self.size)) + i * self.size))
            self.assertEqual(cast[0], i)
        for request in requests:
            self.assertTrue(request)
            request.Free()
            self.assertFalse(request)

    @needs_mpi4py_4_1
    def test_persistent_of_every_kind(self):
        counts = [1] * self.size
        one, many = np.array([float(self.rank)]), np.zeros(self.size)
        mine, part, all_of = np.zeros(1), np.zeros(1), np.arange(self.size, dtype="d")
        crossed, prefix, below = np.zeros(self.size), np.zeros(1), np.full(1, -1.0)
        many_v, crossed_v = np.zeros(self.size), np.zeros(self.size)
        requests = [
            self.comm.Allgather_init(one, many), self.comm.Scatter_init(all_of, mine), self.comm.Reduce_scatter_init(all_of, part, counts),
            self.comm.Alltoall_init(all_of, crossed), self.comm.Allgatherv_init(one, [many_v, counts]),
            self.comm.Alltoallv_init([all_of, counts], [crossed_v, counts]), self.comm.Scan_init(one, prefix), self.comm.Exscan_init(one, below),
        ]
        for _ in range(2):
            MPI.Prequest.Startall(requests)
            MPI.Request.Waitall(requests)
            np.testing.assert_array_equal(many, all_of)
            np.testing.assert_array_equal(many_v, all_of)
            self.assertEqual((mine[0], part[0]), (self.rank, self.rank * self.size))
            np.testing.assert_array_equal(crossed, np.full(self.size, self.rank))
            np.testing.assert_array_equal(crossed_v, np.full(self.size, self.rank))
            self.assertEqual(prefix[0], self.rank * (self.rank + 1) / 2)
            self.assertEqual(below[0], -1 if self.rank == 0 else self.rank * (self.rank - 1) / 2)
        for request in requests:
            request.Free()

    def test_alltoallw(self):
        # Each pair has a datatype of its own: doubles to even ranks, ints to odd ones.
        kinds = [("d", MPI.DOUBLE), ("i", MPI.INT)]
        letter, type_here = kinds[self.rank % 2]
        outgoing = bytearray()
        places = []
        for rank in range(self.size):
            places.append(len(outgoing))
            outgoing += np.array([self.rank * 100 + rank], kinds[rank % 2][0]).tobytes()
        incoming = np.zeros(self.size, letter)
        size = incoming.itemsize
        message = [outgoing, ((1,) * self.size, places), [kinds[rank % 2][1] for rank in range(self.size)]]
        into = [incoming, ((1,) * self.size, [rank * size for rank in range(self.size)]), [type_here] * self.size]
        self.comm.Alltoallw(message, into)
        np.testing.assert_array_equal(incoming, np.arange(self.size) * 100 + self.rank)
        incoming[:] = 0
        self.comm.Ialltoallw(message, into).Wait()
        np.testing.assert_array_equal(incoming, np.arange(self.size) * 100 + self.rank)

    def test_wrong_root(self):
        with self.assertRaises(MPI.Exception) as caught:
            self.comm.Ibcast(np.zeros(1), self.size)
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_ROOT)
        total = np.zeros(1)
        self.comm.Allreduce(np.ones(1), total)
        self.assertEqual(total[0], self.size)


class OnSelf(EveryCommunicator, unittest.TestCase):
    def make(self):
        return MPI.COMM_SELF


class OnWorld(EveryCommunicator, unittest.TestCase):
    def make(self):
        return MPI.COMM_WORLD


if __name__ == "__main__":
    unittest.main()

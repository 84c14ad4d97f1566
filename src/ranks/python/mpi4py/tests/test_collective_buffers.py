"""Upper-case collectives against a plain computation, for several lengths and every root."""

import unittest

import numpy as np
from mpi4py import MPI

LENGTHS = (0, 1, 5, 1000, 30_000)
TYPES = "bhilqBHILQfdFD"


class EveryCommunicator:
    def setUp(self):
        self.comm = self.make()
        self.rank, self.size = self.comm.rank, self.comm.size

    def mine(self, n, dtype="d", rank=None):
        """What rank `rank` contributes: `n` small whole numbers."""
        return ((np.arange(n) % 7) + (self.rank if rank is None else rank) % 5).astype(dtype)

    def all(self, n, dtype="d"):
        return [self.mine(n, dtype, rank) for rank in range(self.size)]

    def test_barrier(self):
        for _ in range(3):
            self.assertIsNone(self.comm.Barrier())

    def test_bcast(self):
        for n in LENGTHS:
            for root in range(self.size):
                data = self.mine(n) if self.rank == root else np.full(n, -1.0)
                self.comm.Bcast(data, root)
                np.testing.assert_array_equal(data, self.mine(n, rank=root))

    def test_bcast_of_every_type(self):
        for dtype in (*TYPES, "?"):
            data = self.mine(4, dtype, 0) if self.rank == 0 else np.zeros(4, dtype)
            self.comm.Bcast(data)
            np.testing.assert_array_equal(data, self.mine(4, dtype, 0))

    def test_gather(self):
        for n in LENGTHS:
            for root in range(self.size):
                into = np.full((self.size, n), -1.0) if self.rank == root else None
                self.comm.Gather(self.mine(n), into, root)
                if self.rank == root:
                    np.testing.assert_array_equal(into, np.array(self.all(n)).reshape(self.size, n))

    def test_gather_in_place(self):
        into = np.full((self.size, 3), -1.0)
        into[self.rank] = self.mine(3)
        root = self.size - 1
        self.comm.Gather(MPI.IN_PLACE if self.rank == root else self.mine(3), into if self.rank == root else None, root)
        if self.rank == root:
            np.testing.assert_array_equal(into, self.all(3))

    def test_gatherv(self):
        counts = [rank + 1 for rank in range(self.size)]
        expected = np.concatenate([self.mine(count, rank=rank) for rank, count in enumerate(counts)])
        into = np.full(sum(counts), -1.0)
        self.comm.Gatherv(self.mine(counts[self.rank]), [into, counts] if self.rank == 0 else None)
        if self.rank == 0:
            np.testing.assert_array_equal(into, expected)
        # With gaps of one element.
        displacements = [sum(counts[:rank]) + rank for rank in range(self.size)]
        into = np.full(sum(counts) + self.size, -1.0)
        for spec in ([into, (counts, displacements), MPI.DOUBLE], [into, counts, displacements, "d"], [into, (counts, displacements)]):
            into[:] = -1
            self.comm.Gatherv(self.mine(counts[self.rank]), spec if self.rank == 0 else None)
            if self.rank == 0:
                for rank, (count, at) in enumerate(zip(counts, displacements)):
                    np.testing.assert_array_equal(into[at:at + count], self.mine(count, rank=rank))
                    self.assertEqual(into[at + count], -1)

    def test_scatter(self):
        for n in LENGTHS:
            for root in range(self.size):
                data = np.array(self.all(n)).reshape(self.size, n) if self.rank == root else None
                into = np.full(n, -1.0)
                self.comm.Scatter(data, into, root)
                np.testing.assert_array_equal(into, self.mine(n))

    def test_scatter_in_place(self):
        data = np.array(self.all(2))
        into = np.zeros(2)
        self.comm.Scatter(data, MPI.IN_PLACE if self.rank == 0 else into)
        if self.rank != 0:
            np.testing.assert_array_equal(into, self.mine(2))

    def test_scatterv(self):
        counts = [rank % 3 for rank in range(self.size)]
        data = np.concatenate([self.mine(count, rank=rank) for rank, count in enumerate(counts)])
        into = np.full(counts[self.rank], -1.0)
        self.comm.Scatterv([data, counts] if self.rank == 0 else None, into)
        np.testing.assert_array_equal(into, self.mine(counts[self.rank]))

    def test_allgather(self):
        for n in LENGTHS:
            into = np.full((self.size, n), -1.0)
            self.comm.Allgather(self.mine(n), into)
            np.testing.assert_array_equal(into, np.array(self.all(n)).reshape(self.size, n))
            into[:] = -1
            into[self.rank] = self.mine(n)
            self.comm.Allgather(MPI.IN_PLACE, into)
            np.testing.assert_array_equal(into, np.array(self.all(n)).reshape(self.size, n))

    def test_allgatherv(self):
        counts = [2 * rank for rank in range(self.size)]
        into = np.full(sum(counts), -1.0)
        self.comm.Allgatherv(self.mine(counts[self.rank]), [into, counts])
        np.testing.assert_array_equal(into, np.concatenate([self.mine(count, rank=rank) for rank, count in enumerate(counts)]))

    def test_alltoall(self):
        for n in LENGTHS:
            data = np.array([self.mine(n) + 10 * dest for dest in range(self.size)]).reshape(self.size, n)
            expected = np.array([self.mine(n, rank=source) + 10 * self.rank for source in range(self.size)]).reshape(self.size, n)
            into = np.full((self.size, n), -1.0)
            self.comm.Alltoall(data, into)
            np.testing.assert_array_equal(into, expected)
            self.comm.Alltoall(MPI.IN_PLACE, data)
            np.testing.assert_array_equal(data, expected)

    def test_alltoallv(self):
        # Rank r sends d + 1 elements to rank d.
        counts, back = [dest + 1 for dest in range(self.size)], [self.rank + 1] * self.size
        data = np.concatenate([np.full(count, 100 * self.rank + dest) for dest, count in enumerate(counts)]).astype("i")
        into = np.full(sum(back), -1, "i")
        self.comm.Alltoallv([data, counts], [into, back])
        np.testing.assert_array_equal(into, np.repeat([100 * source + self.rank for source in range(self.size)], self.rank + 1))

    def test_reduce(self):
        for n in LENGTHS:
            for root in range(self.size):
                into = np.full(n, -1.0) if self.rank == root else None
                self.comm.Reduce(self.mine(n), into, MPI.SUM, root)
                if self.rank == root:
                    np.testing.assert_array_equal(into, sum(self.all(n)))

    def test_reduce_in_place(self):
        data = self.mine(4)
        self.comm.Reduce(MPI.IN_PLACE if self.rank == 0 else data, data if self.rank == 0 else None)
        if self.rank == 0:
            np.testing.assert_array_equal(data, sum(self.all(4)))

    def test_allreduce_with_every_operation_and_type(self):
        arithmetic = [(MPI.SUM, np.add), (MPI.PROD, np.multiply)]
        order = [(MPI.MAX, np.maximum), (MPI.MIN, np.minimum)]
        bitwise = [(MPI.BAND, np.bitwise_and), (MPI.BOR, np.bitwise_or), (MPI.BXOR, np.bitwise_xor)]
        logical = [(MPI.LAND, np.logical_and), (MPI.LOR, np.logical_or), (MPI.LXOR, np.logical_xor)]
        for dtype in TYPES:
            cases = arithmetic if dtype in "FD" else arithmetic + order if dtype in "fd" else arithmetic + order + bitwise + logical
            for op, function in cases:
                into = np.zeros(5, dtype)
                self.comm.Allreduce(self.mine(5, dtype), into, op)
                expected = self.mine(5, dtype, 0)
                for rank in range(1, self.size):
                    expected = function(expected, self.mine(5, dtype, rank)).astype(dtype)
                np.testing.assert_array_equal(into, expected, f"{dtype} {function}")

    def test_reduce_scatter_block(self):
        data = np.array([self.mine(3) + dest for dest in range(self.size)])
        into = np.full(3, -1.0)
        self.comm.Reduce_scatter_block(data, into)
        np.testing.assert_array_equal(into, sum(self.all(3)) + self.rank * self.size)

    def test_reduce_scatter(self):
        counts = [rank + 1 for rank in range(self.size)]
        data = self.mine(sum(counts))
        into = np.full(counts[self.rank], -1.0)
        at = sum(counts[:self.rank])
        for given in (counts, None):
            into[:] = -1
            self.comm.Reduce_scatter(data, into, given)
            np.testing.assert_array_equal(into, sum(self.all(sum(counts)))[at:at + counts[self.rank]])

    def test_scan_and_exscan(self):
        for n in LENGTHS:
            into = np.full(n, -1.0)
            self.comm.Scan(self.mine(n), into)
            np.testing.assert_array_equal(into, sum(self.all(n)[:self.rank + 1]))
            into[:] = -1
            self.comm.Exscan(self.mine(n), into)
            np.testing.assert_array_equal(into, sum(self.all(n)[:self.rank]) if self.rank else np.full(n, -1.0))
            data = self.mine(n)
            self.comm.Scan(MPI.IN_PLACE, data)
            np.testing.assert_array_equal(data, sum(self.all(n)[:self.rank + 1]))

    def test_wrong_root(self):
        for call in (
            lambda: self.comm.Bcast(self.mine(1), self.size),
            lambda: self.comm.Reduce(self.mine(1), self.mine(1), root=-7),
        ):
            with self.assertRaises(MPI.Exception) as caught:
                call()
            self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_ROOT)

    def test_operation_that_the_type_does_not_have(self):
        into = np.zeros(1)
        with self.assertRaises(MPI.Exception) as caught:
            self.comm.Allreduce(self.mine(1), into, MPI.BAND)
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_OP)
        with self.assertRaises(MPI.Exception) as caught:
            self.comm.Allreduce(self.mine(1), into, MPI.OP_NULL)
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_OP)


class OnSelf(EveryCommunicator, unittest.TestCase):
    def make(self):
        return MPI.COMM_SELF


class OnWorld(EveryCommunicator, unittest.TestCase):
    def make(self):
        return MPI.COMM_WORLD


class OnHalf(EveryCommunicator, unittest.TestCase):
    """Ranks in reverse order, in two parts."""

    def make(self):
        self.addCleanup(lambda: self.comm.Free())
        return MPI.COMM_WORLD.Split(MPI.COMM_WORLD.rank % 2, -MPI.COMM_WORLD.rank)


if __name__ == "__main__":
    unittest.main()

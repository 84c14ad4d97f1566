"""Collectives between two groups: what one group gives, the other gets."""

import unittest

import numpy as np
from mpi4py import MPI


@unittest.skipIf(MPI.COMM_WORLD.size < 2, "two groups need two ranks")
class BetweenTwoGroups(unittest.TestCase):
    def setUp(self):
        world = MPI.COMM_WORLD
        self.first = world.rank < (world.size + 1) // 2
        self.half = world.Split(0 if self.first else 1, world.rank)
        self.comm = self.half.Create_intercomm(0, world, (world.size + 1) // 2 if self.first else 0, tag=1)
        self.rank, self.size, self.remote = self.comm.rank, self.comm.size, self.comm.remote_size
        # Ranks of the world by rank in the other group.
        self.others = [rank for rank in range(world.size) if (rank < (world.size + 1) // 2) != self.first]
        self.me = world.rank

    def tearDown(self):
        self.comm.Free()
        self.half.Free()

    def roots(self):
        """(root argument, whether this rank is the root, whether it gets what a root gives) for each rank of either group."""
        world = MPI.COMM_WORLD
        for root in range(world.size):
            mine = (root < (world.size + 1) // 2) == self.first
            if not mine:
                yield root, self.others.index(root)
            else:
                yield root, MPI.ROOT if root == self.me else MPI.PROC_NULL

    def test_barrier(self):
        self.comm.Barrier()
        self.comm.Ibarrier().Wait()

    def test_bcast(self):
        for root, argument in self.roots():
            data = np.full(3, float(root) if argument == MPI.ROOT else -1.0)
            self.comm.Bcast(data, argument)
            np.testing.assert_array_equal(data, np.full(3, -1.0 if argument == MPI.PROC_NULL else root))
            got = self.comm.bcast(("of", root), argument)
            self.assertEqual(got, None if argument in (MPI.ROOT, MPI.PROC_NULL) else ("of", root))

    def test_gather_and_scatter(self):
        for root, argument in self.roots():
            gathered = np.zeros(self.remote) if argument == MPI.ROOT else None
            self.comm.Gather(np.array([float(self.me)]), gathered, argument)
            if argument == MPI.ROOT:
                np.testing.assert_array_equal(gathered, self.others)
            got = self.comm.gather(self.me, argument)
            self.assertEqual(got, self.others if argument == MPI.ROOT else None)
            mine = np.full(1, -1.0)
            self.comm.Scatter(np.array(self.others, "d") if argument == MPI.ROOT else None, mine, argument)
            self.assertEqual(mine[0], self.me if argument >= 0 else -1)
            got = self.comm.scatter(self.others if argument == MPI.ROOT else None, argument)
            self.assertEqual(got, self.me if argument >= 0 else None)

    def test_allgather_and_alltoall(self):
        got = np.zeros(self.remote)
        self.comm.Allgather(np.array([float(self.me)]), got)
        np.testing.assert_array_equal(got, self.others)
        self.assertEqual(self.comm.allgather(self.me), self.others)
        self.comm.Alltoall(np.array([self.me * 100.0 + other for other in self.others]), got)
        np.testing.assert_array_equal(got, [other * 100 + self.me for other in self.others])
        self.assertEqual(self.comm.alltoall([(self.me, other) for other in self.others]), [(other, self.me) for other in self.others])

    def test_vectors(self):
        counts = [other % 2 + 1 for other in self.others]
        got = np.zeros(sum(counts))
        self.comm.Allgatherv(np.full(self.me % 2 + 1, float(self.me)), [got, counts])
        np.testing.assert_array_equal(got, np.repeat(self.others, counts))

    def test_reductions(self):
        total = np.zeros(1)
        self.comm.Allreduce(np.array([float(self.me)]), total)
        self.assertEqual(total[0], sum(self.others))
        self.assertEqual(self.comm.allreduce(chr(97 + self.me)), "".join(chr(97 + other) for other in self.others))
        for root, argument in self.roots():
            total[:] = -1
            self.comm.Reduce(np.array([float(self.me)]), total, root=argument)
            self.assertEqual(total[0], sum(self.others) if argument == MPI.ROOT else -1)
            got = self.comm.reduce(self.me, root=argument)
            self.assertEqual(got, sum(self.others) if argument == MPI.ROOT else None)

    def test_nonblocking(self):
        mine, total, got = np.array([float(self.me)]), np.zeros(1), np.zeros(self.remote)
        MPI.Request.Waitall([
            self.comm.Iallreduce(mine, total),
            self.comm.Iallgather(mine, got),
        ])
        self.assertEqual(total[0], sum(self.others))
        np.testing.assert_array_equal(got, self.others)

    def test_wrong_root(self):
        with self.assertRaises(MPI.Exception) as caught:
            self.comm.Bcast(np.zeros(1), self.remote)
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_ROOT)


if __name__ == "__main__":
    unittest.main()

"""Collectives of neighbours in a topology."""

import unittest

import numpy as np
from mpi4py import MPI

from oracle import NATIVE, needs_mpi4py_4_1, not_natively

long_enough = unittest.skipIf(
    NATIVE and MPI.COMM_WORLD.size < 3, "Open MPI's nonblocking exchange mixes the directions of a ring of one or two")


class Ring(unittest.TestCase):
    """A ring: in a world of 1 or 2 ranks both neighbours are one process, and directions must not mix."""

    def setUp(self):
        world = MPI.COMM_WORLD
        self.comm = world.Create_cart([world.size], periods=[True])
        self.rank, self.size = self.comm.rank, self.comm.size
        self.low, self.high = self.comm.Shift(0, 1)

    def tearDown(self):
        self.comm.Free()

    def test_allgather(self):
        got = np.zeros(2)
        self.comm.Neighbor_allgather(np.array([float(self.rank)]), got)
        np.testing.assert_array_equal(got, [self.low, self.high])
        self.assertEqual(self.comm.neighbor_allgather(("from", self.rank)), [("from", self.low), ("from", self.high)])

    def test_alltoall_keeps_directions(self):
        # What goes down comes from above.
        got = np.zeros(2)
        self.comm.Neighbor_alltoall(np.array([self.rank * 10.0 + 1, self.rank * 10.0 + 2]), got)
        np.testing.assert_array_equal(got, [self.low * 10 + 2, self.high * 10 + 1])
        self.assertEqual(self.comm.neighbor_alltoall([f"{self.rank} down", f"{self.rank} up"]), [f"{self.low} up", f"{self.high} down"])

    def test_vectors(self):
        got = np.zeros(3)
        self.comm.Neighbor_alltoallv(
            [np.array([self.rank * 10.0, self.rank + 0.5, self.rank + 0.5]), ((1, 2), (0, 1)), MPI.DOUBLE], [got, ((2, 1), (0, 2)), MPI.DOUBLE])
        np.testing.assert_array_equal(got, [self.low + 0.5, self.low + 0.5, self.high * 10])
        got = np.zeros(2)
        self.comm.Neighbor_allgatherv(np.array([float(self.rank)]), [got, [1, 1]])
        np.testing.assert_array_equal(got, [self.low, self.high])

    @long_enough
    def test_nonblocking(self):
        first, second = np.zeros(2), np.zeros(2)
        two, one = np.array([self.rank * 10.0 + 1, self.rank * 10.0 + 2]), np.array([float(self.rank)])
        MPI.Request.Waitall([
            self.comm.Ineighbor_alltoall(two, first),
            self.comm.Ineighbor_allgather(one, second),
        ])
        np.testing.assert_array_equal(first, [self.low * 10 + 2, self.high * 10 + 1])
        np.testing.assert_array_equal(second, [self.low, self.high])

    @long_enough
    @needs_mpi4py_4_1
    def test_persistent(self):
        mine, got = np.zeros(2), np.zeros(2)
        request = self.comm.Neighbor_alltoall_init(mine, got)
        for i in range(3):
            mine[:] = [self.rank * 10 + i, self.rank * 10 + i + 5]
            request.Start()
            request.Wait()
            np.testing.assert_array_equal(got, [self.low * 10 + i + 5, self.high * 10 + i])
        request.Free()


class Line(unittest.TestCase):
    """The ends have one neighbour only; the other block stays as it is."""

    def test_edges(self):
        world = MPI.COMM_WORLD
        comm = world.Create_cart([world.size])
        low, high = comm.Shift(0, 1)
        got = np.full(2, -1.0)
        comm.Neighbor_allgather(np.array([float(comm.rank)]), got)
        np.testing.assert_array_equal(got, [-1 if rank == MPI.PROC_NULL else rank for rank in (low, high)])
        self.assertEqual(comm.neighbor_allgather(comm.rank), [None if rank == MPI.PROC_NULL else rank for rank in (low, high)])
        comm.Free()


class Directed(unittest.TestCase):
    def test_one_way_round(self):
        """Everybody hears from below and tells above."""
        world = MPI.COMM_WORLD
        low, high = (world.rank - 1) % world.size, (world.rank + 1) % world.size
        comm = world.Create_dist_graph_adjacent([low], [high])
        got = np.zeros(1)
        comm.Neighbor_allgather(np.array([float(world.rank)]), got)
        self.assertEqual(got[0], low)
        self.assertEqual(comm.neighbor_alltoall([(world.rank, high)]), [(low, world.rank)])
        comm.Free()

    @not_natively("Open MPI 5.0 hangs where a rank has no outgoing edge")
    def test_star(self):
        """Everybody but rank 0 tells rank 0; nothing comes back."""
        world = MPI.COMM_WORLD
        others = list(range(1, world.size))
        sources, destinations = (others, []) if world.rank == 0 else ([], [0])
        comm = world.Create_dist_graph_adjacent(sources, destinations)
        got = np.zeros(len(sources))
        comm.Neighbor_allgather(np.array([float(world.rank)]), got)
        np.testing.assert_array_equal(got, sources)
        self.assertEqual(comm.neighbor_alltoall([world.rank] * len(destinations)), sources)
        comm.Free()


if __name__ == "__main__":
    unittest.main()

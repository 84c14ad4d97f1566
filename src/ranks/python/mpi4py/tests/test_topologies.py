"""Grids and graphs: places, neighbours, slices, and what is wrong with them."""

import unittest

from mpi4py import MPI
from oracle import NATIVE

WORLD = MPI.COMM_WORLD
SIZE, RANK = WORLD.Get_size(), WORLD.Get_rank()


def error_class(call, *args):
    """The error class of the exception that a call raises."""
    try:
        call(*args)
    except MPI.Exception as error:
        return error.Get_error_class()
    return None


class Grids(unittest.TestCase):
    def test_a_line(self):
        line = WORLD.Create_cart([SIZE])
        self.assertEqual(line.Get_topo(), ([SIZE], [0], [RANK]))
        self.assertEqual(line.Shift(0, 1), (RANK - 1 if RANK else MPI.PROC_NULL, RANK + 1 if RANK < SIZE - 1 else MPI.PROC_NULL))
        self.assertEqual(line.Shift(0, SIZE), (MPI.PROC_NULL, MPI.PROC_NULL))
        self.assertEqual(line.inedges, list(line.Shift(0, 1)))
        self.assertEqual(error_class(line.Get_cart_rank, [SIZE]), MPI.ERR_ARG)
        self.assertEqual(error_class(line.Get_coords, 99), MPI.ERR_RANK)
        self.assertEqual(error_class(line.Shift, -1, 1), MPI.ERR_DIMS)
        twin = line.Dup()
        self.assertIsInstance(twin, MPI.Cartcomm)
        self.assertEqual(twin.topo, line.topo)
        twin.Free()
        line.Free()

    def test_a_torus(self):
        dims = MPI.Compute_dims(SIZE, 2)
        torus = WORLD.Create_cart(dims, periods=True, reorder=True)
        self.assertEqual(torus.dims, dims)
        row, column = torus.coords
        self.assertEqual(torus.rank, row * dims[1] + column)
        self.assertEqual(torus.Get_cart_rank([row - dims[0], column + 3 * dims[1]]), torus.rank)
        # The data of everybody, once round each dimension.
        for axis, length in enumerate(dims):
            source, destination = torus.Shift(axis, 1)
            value = torus.rank
            for _ in range(length):
                value = torus.sendrecv(value, destination, source=source)
            self.assertEqual(value, torus.rank)
        rows = torus.Sub([False, True])
        self.assertEqual((rows.dims, rows.rank, rows.periods), ([dims[1]], column, [1]))
        self.assertEqual(rows.allgather(row), [row] * dims[1])
        point = torus.Sub([False, False])
        self.assertEqual((point.size, point.dims), (1, []))
        for comm in (rows, point, torus):
            comm.Free()

    def test_smaller_than_the_communicator(self):
        grid = WORLD.Create_cart([1])
        self.assertEqual(bool(grid), RANK == 0)
        if not NATIVE:
            # Open MPI 5.0 says what it says of a grid of all ranks.
            self.assertEqual(WORLD.Cart_map([1]), 0 if RANK == 0 else MPI.UNDEFINED)
        if grid:
            grid.Free()

    def test_wrong_arguments(self):
        self.assertEqual(error_class(WORLD.Create_cart, [SIZE + 1]), MPI.ERR_ARG)
        with self.assertRaises(ValueError):
            WORLD.Create_cart([SIZE], [True, False])
        with self.assertRaises(TypeError):
            WORLD.Create_cart(["one"])
        with self.assertRaises(TypeError):
            MPI.Cartcomm(WORLD)

    def test_dimensions(self):
        self.assertEqual(MPI.Compute_dims(12, 2), [4, 3])
        self.assertEqual(MPI.Compute_dims(24, 3), [4, 3, 2])
        self.assertEqual(MPI.Compute_dims(7, 2), [7, 1])
        self.assertEqual(MPI.Compute_dims(6, [2, 0]), [2, 3])
        self.assertEqual(MPI.Compute_dims(60, [0, 3, 0]), [5, 3, 4])
        self.assertEqual(MPI.Compute_dims(1, 0), [])
        for nnodes, dims in ((6, [4, 0]), (0, 2), (-1, 2), (6, [-1, 0]), (6, 0)):
            self.assertEqual(error_class(MPI.Compute_dims, nnodes, dims), MPI.ERR_DIMS)


class Graphs(unittest.TestCase):
    @unittest.skipIf(SIZE < 2, "a lone node has no edges")
    def test_a_star(self):
        # Rank 0 knows all, all know rank 0.
        index, edges = [SIZE - 1], list(range(1, SIZE))
        for node in range(1, SIZE):
            index.append(SIZE - 1 + node)
            edges.append(0)
        star = WORLD.Create_graph(index, edges)
        self.assertEqual(star.dims, (SIZE, 2 * (SIZE - 1)))
        self.assertEqual(star.topo, (index, edges))
        self.assertEqual(star.neighbors, list(range(1, SIZE)) if RANK == 0 else [0])
        self.assertEqual(star.Get_neighbors_count(0), SIZE - 1)
        self.assertEqual(error_class(star.Get_neighbors, 99), MPI.ERR_RANK)
        star.Free()
        # An index that begins with 0, as elsewhere.
        star = WORLD.Create_graph([0, *index], edges)
        self.assertEqual(star.topo, (index, edges))
        star.Free()

    def test_a_directed_ring_named_by_each(self):
        left, right = (RANK - 1) % SIZE, (RANK + 1) % SIZE
        ring = WORLD.Create_dist_graph_adjacent([left], [right], [10 + left], [10 + RANK])
        self.assertEqual(ring.Get_dist_neighbors_count(), (1, 1, True))
        self.assertEqual(ring.Get_dist_neighbors(), ([left], [right], ([10 + left], [10 + RANK])))
        self.assertEqual(ring.topology, MPI.DIST_GRAPH)
        ring.Free()

    def test_a_directed_ring_named_by_one(self):
        nodes = list(range(SIZE)) if RANK == SIZE - 1 else []
        ring = WORLD.Create_dist_graph(nodes, [1 for _ in nodes], [(node + 1) % SIZE for node in nodes], [7 * node for node in nodes] if nodes else MPI.WEIGHTS_EMPTY)
        left = (RANK - 1) % SIZE
        self.assertEqual(ring.Get_dist_neighbors(), ([left], [(RANK + 1) % SIZE], ([7 * left], [7 * RANK])))
        ring.Free()

    def test_wrong_arguments(self):
        self.assertEqual(error_class(WORLD.Create_dist_graph, [RANK], [1], [SIZE]), MPI.ERR_ARG)
        self.assertEqual(error_class(WORLD.Create_dist_graph_adjacent, [SIZE], [0]), MPI.ERR_ARG)
        with self.assertRaises(ValueError):
            WORLD.Create_dist_graph([RANK], [2], [0])
        with self.assertRaises(ValueError):
            WORLD.Create_dist_graph_adjacent([0], [0], MPI.WEIGHTS_EMPTY, MPI.WEIGHTS_EMPTY)


if __name__ == "__main__":
    unittest.main()

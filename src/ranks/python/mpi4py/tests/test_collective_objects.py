"""Lower-case collectives: any object, in rank order, for every root."""

import unittest

import numpy as np
from mpi4py import MPI

OBJECTS = [None, 7, "text", [1, [2]], {"a": (1, 2)}, list(range(3000)), "x" * 50_000]


class EveryCommunicator:
    def setUp(self):
        self.comm = self.make()
        self.rank, self.size = self.comm.rank, self.comm.size

    def roots(self):
        return range(self.size)

    def test_barrier(self):
        self.assertIsNone(self.comm.barrier())

    def test_bcast(self):
        for obj in OBJECTS:
            for root in self.roots():
                self.assertEqual(self.comm.bcast(obj if self.rank == root else "ignored", root), obj)

    def test_bcast_gives_a_copy(self):
        mine = [1]
        got = self.comm.bcast(mine)
        got.append(2)
        self.assertEqual(mine, [1])

    def test_gather(self):
        for obj in OBJECTS:
            for root in self.roots():
                got = self.comm.gather((self.rank, obj), root)
                self.assertEqual(got, [(rank, obj) for rank in range(self.size)] if self.rank == root else None)

    def test_scatter(self):
        for obj in OBJECTS:
            for root in self.roots():
                data = [(rank, obj) for rank in range(self.size)] if self.rank == root else None
                self.assertEqual(self.comm.scatter(data, root), (self.rank, obj))

    def test_scatter_none(self):
        self.assertIsNone(self.comm.scatter(None))

    def test_allgather(self):
        for obj in OBJECTS:
            self.assertEqual(self.comm.allgather((self.rank, obj)), [(rank, obj) for rank in range(self.size)])

    def test_alltoall(self):
        got = self.comm.alltoall([(self.rank, dest) for dest in range(self.size)])
        self.assertEqual(got, [(source, self.rank) for source in range(self.size)])
        self.assertEqual(self.comm.alltoall(None), [None] * self.size)

    def test_reduce(self):
        for root in self.roots():
            got = self.comm.reduce(self.rank + 1, root=root)
            self.assertEqual(got, self.size * (self.size + 1) // 2 if self.rank == root else None)

    def test_allreduce(self):
        everything = [rank * 3 % 5 for rank in range(self.size)]
        mine = everything[self.rank]
        self.assertEqual(self.comm.allreduce(mine), sum(everything))
        self.assertEqual(self.comm.allreduce(mine, MPI.MAX), max(everything))
        self.assertEqual(self.comm.allreduce(mine, op=MPI.MIN), min(everything))
        self.assertEqual(self.comm.allreduce(mine + 1, MPI.PROD), np.prod([value + 1 for value in everything]))
        self.assertEqual(self.comm.allreduce((mine, self.rank), MPI.MAXLOC), (max(everything), everything.index(max(everything))))
        self.assertEqual(self.comm.allreduce((mine, self.rank), MPI.MINLOC), (min(everything), everything.index(min(everything))))
        self.assertIs(self.comm.allreduce(True, MPI.LAND), True)
        self.assertIs(self.comm.allreduce(False, MPI.LOR), False)
        self.assertEqual(self.comm.allreduce(1 << self.rank, MPI.BOR), (1 << self.size) - 1)
        self.assertEqual(self.comm.allreduce({self.rank}, MPI.BOR), set(range(self.size)))

    def test_order_of_the_ranks_is_kept(self):
        text = "".join(chr(97 + rank) for rank in range(self.size))
        mine = text[self.rank]
        for root in self.roots():
            self.assertEqual(self.comm.reduce(mine, root=root), text if self.rank == root else None)
        self.assertEqual(self.comm.allreduce(mine), text)
        self.assertEqual(self.comm.allreduce([mine]), list(text))
        self.assertEqual(self.comm.scan(mine), text[:self.rank + 1])
        self.assertEqual(self.comm.exscan(mine), text[:self.rank] if self.rank else None)

    def test_any_function_is_an_operation(self):
        self.assertEqual(self.comm.allreduce([self.rank], lambda a, b: b + a), list(range(self.size))[::-1])
        self.assertEqual(self.comm.scan(self.rank, lambda a, b: max(a, b)), self.rank)

    def test_the_program_keeps_its_object(self):
        mine = [self.rank]
        def extend(a, b):
            a += b
            return a
        self.assertEqual(self.comm.allreduce(mine, extend), list(range(self.size)))
        self.assertEqual(mine, [self.rank])

    def test_arrays(self):
        total = self.comm.allreduce(np.arange(4) * self.rank)
        np.testing.assert_array_equal(total, np.arange(4) * sum(range(self.size)))

    def test_wrong_number_of_objects(self):
        if self.size == 1:
            with self.assertRaises(ValueError) as caught:
                self.comm.scatter([1, 2])
            self.assertEqual(str(caught.exception), "expecting 1 items, got 2")
        with self.assertRaises(ValueError):
            self.comm.alltoall(list(range(self.size + 1)))

    def test_wrong_root(self):
        for call in (self.comm.bcast, self.comm.reduce):
            with self.assertRaises(MPI.Exception) as caught:
                call(1, root=self.size)
            self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_ROOT)


class OnSelf(EveryCommunicator, unittest.TestCase):
    def make(self):
        return MPI.COMM_SELF


class OnWorld(EveryCommunicator, unittest.TestCase):
    def make(self):
        return MPI.COMM_WORLD


if __name__ == "__main__":
    unittest.main()

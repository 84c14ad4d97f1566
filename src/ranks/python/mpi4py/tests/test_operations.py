"""Operations: MINLOC and MAXLOC in memory, operations of one's own, calling them on objects."""

import unittest

import numpy as np
from mpi4py import MPI
from oracle import needs_mpi4py_4_1

COMM = MPI.COMM_WORLD


class Operations(unittest.TestCase):
    @needs_mpi4py_4_1
    def test_call(self):
        for op, x, y, result in (
            (MPI.MAX, 1, 2, 2), (MPI.MIN, 1, 2, 1), (MPI.SUM, 1, 2, 3), (MPI.PROD, 3, 2, 6), (MPI.LAND, 2, 0, False), (MPI.LOR, 2, 0, True),
            (MPI.LXOR, 2, 1, False), (MPI.BAND, 6, 3, 2), (MPI.BOR, 6, 3, 7), (MPI.BXOR, 6, 3, 5), (MPI.REPLACE, 1, 2, 2), (MPI.NO_OP, 1, 2, 1),
            (MPI.MAXLOC, (5, 3), (5, 1), (5, 1)), (MPI.MINLOC, (2, 3), (5, 1), (2, 3)), (MPI.SUM, [1], [2], [1, 2]),
        ):
            self.assertEqual(op(x, y), result)
        with self.assertRaises(ValueError):
            MPI.OP_NULL(1, 2)

    @needs_mpi4py_4_1
    def test_commutes(self):
        self.assertTrue(MPI.SUM.Is_commutative())
        self.assertTrue(MPI.MAX.is_commutative)
        self.assertTrue(MPI.SUM.is_predefined)
        op = MPI.Op.Create(lambda a, b, t: None, commute=True)
        self.assertTrue(op.Is_commutative())
        self.assertFalse(op.is_predefined)
        op.Free()
        self.assertEqual(op, MPI.OP_NULL)
        op = MPI.Op.Create(lambda a, b, t: None)
        self.assertFalse(op.Is_commutative())
        op.free()
        self.assertFalse(op)

    def test_location(self):
        pair = np.dtype([("value", "d"), ("at", "i4")], align=True)
        mine, into = np.zeros(2, pair), np.zeros(2, pair)
        mine["value"], mine["at"] = [COMM.rank % 3, -COMM.rank], COMM.rank
        COMM.Allreduce([mine, 2, MPI.DOUBLE_INT], [into, 2, MPI.DOUBLE_INT], MPI.MAXLOC)
        self.assertEqual([tuple(x) for x in into], [(min(2, COMM.size - 1), min(2, COMM.size - 1)), (0.0, 0)])
        COMM.Allreduce([mine, 2, MPI.DOUBLE_INT], [into, 2, MPI.DOUBLE_INT], MPI.MINLOC)
        self.assertEqual([tuple(x) for x in into], [(0.0, 0), (1.0 - COMM.size, COMM.size - 1)])
        ints, got = np.array([COMM.rank, COMM.rank], "i"), np.zeros(2, "i")
        COMM.Reduce([ints, MPI.TWOINT], [got, MPI.TWOINT], MPI.MAXLOC)
        if COMM.rank == 0:
            self.assertEqual(got.tolist(), [COMM.size - 1] * 2)

    @needs_mpi4py_4_1
    def test_function_on_memory(self):
        seen = []

        def least(inbuf, inoutbuf, datatype):
            seen.append((type(inbuf).__name__, len(inbuf), datatype == MPI.DOUBLE))
            a, b = np.frombuffer(inbuf), np.frombuffer(inoutbuf)
            np.minimum(a, b, out=b)

        op = MPI.Op.Create(least, commute=True)
        into = np.zeros(3)
        COMM.Allreduce(np.arange(3.0) + COMM.rank, into, op)
        self.assertEqual(into.tolist(), [0, 1, 2])
        if COMM.size > 1:
            total = COMM.allreduce(len(seen))
            self.assertGreaterEqual(total, COMM.size - 1)
        for kind, n, is_double in seen:
            self.assertEqual((kind, is_double, n % 8), ("buffer", True, 0))
        op.Free()

    def test_order_is_kept_when_it_does_not_commute(self):
        def matrix_product(inbuf, inoutbuf, datatype):
            a, b = (np.frombuffer(x, "q").reshape(-1, 2, 2) for x in (inbuf, inoutbuf))
            b[:] = a @ b

        op = MPI.Op.Create(matrix_product)
        matrices = [np.array([[1, rank], [rank % 2, 1]], "q") for rank in range(COMM.size)]
        expected = np.linalg.multi_dot(matrices) if COMM.size > 1 else matrices[0]
        matrix = MPI.INT64_T.Create_contiguous(4).Commit()
        into = np.zeros((2, 2), "q")
        COMM.Allreduce([matrices[COMM.rank], 1, matrix], [into, 1, matrix], op)
        matrix.Free()
        np.testing.assert_array_equal(into, expected)
        op.Free()

    def test_function_on_objects(self):
        op = MPI.Op.Create(lambda a, b, t: [*a, *b, t])
        self.assertEqual(op([1], [2]), [1, 2, None])
        op.Free()

    @needs_mpi4py_4_1
    def test_thirty_two_at_most(self):
        made = [MPI.Op.Create(lambda a, b, t: None) for _ in range(32)]
        with self.assertRaises(RuntimeError):
            MPI.Op.Create(lambda a, b, t: None)
        for op in made:
            op.Free()
        MPI.Op.Create(lambda a, b, t: None).Free()

    @needs_mpi4py_4_1
    def test_predefined_cannot_be_freed(self):
        with self.assertRaises(MPI.Exception) as caught:
            MPI.SUM.Free()
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_OP)
        self.assertTrue(MPI.SUM)
        MPI.SUM.free()
        self.assertTrue(MPI.SUM)


if __name__ == "__main__":
    unittest.main()

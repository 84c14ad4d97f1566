"""Derived datatypes: bounds, what they are made of, and what of memory they move, in messages, collectives and reductions."""

import copy
import pickle
import unittest

import numpy as np
from mpi4py import MPI
from oracle import needs_mpi4py_4_1, not_natively

COMM = MPI.COMM_WORLD
RIGHT, LEFT = (COMM.rank + 1) % COMM.size, (COMM.rank - 1) % COMM.size


def exchanged(send, into):
    """Send to the right, receive from the left."""
    request = COMM.Isend(send, RIGHT, 5)
    status = MPI.Status()
    COMM.Recv(into, LEFT, 5, status)
    request.Wait()
    return status


class Bounds(unittest.TestCase):
    def check(self, datatype, size, extent, true_extent):
        self.assertEqual((datatype.Get_size(), datatype.Get_extent(), datatype.Get_true_extent()), (size, extent, true_extent))
        datatype.Free()
        self.assertEqual(datatype, MPI.DATATYPE_NULL)

    def test_of_every_constructor(self):
        int_, double = MPI.INT, MPI.DOUBLE
        self.check(int_.Create_contiguous(3), 12, (0, 12), (0, 12))
        self.check(int_.Create_contiguous(0), 0, (0, 0), (0, 0))
        self.check(int_.Create_vector(3, 2, 4), 24, (0, 40), (0, 40))
        self.check(int_.Create_vector(2, 1, -3), 8, (-12, 16), (-12, 16))
        self.check(int_.Create_hvector(3, 4, 25), 48, (0, 68), (0, 66))
        self.check(int_.Create_indexed([2, 0, 1], [5, 99, 1]), 12, (4, 24), (4, 24))
        self.check(int_.Create_hindexed([1, 1], [6, -2]), 8, (-2, 12), (-2, 12))
        self.check(int_.Create_indexed_block(2, [3, 0]), 16, (0, 20), (0, 20))
        self.check(int_.Create_hindexed_block(1, [16, 8]), 8, (8, 12), (8, 12))
        self.check(MPI.Datatype.Create_struct([1, 1], [0, 8], [double, MPI.CHAR]), 9, (0, 16), (0, 9))
        self.check(int_.Create_subarray([4, 5], [2, 3], [1, 1]), 24, (0, 80), (24, 32))
        self.check(int_.Create_subarray([4, 5], [2, 3], [1, 1], MPI.ORDER_F), 24, (0, 80), (20, 40))
        self.check(int_.Create_resized(-4, 32), 4, (-4, 32), (0, 4))
        self.check(int_.Create_darray(4, 3, [8, 6], [MPI.DISTRIBUTE_BLOCK, MPI.DISTRIBUTE_CYCLIC], [MPI.DISTRIBUTE_DFLT_DARG] * 2, [2, 2]),
                   48, (0, 192), (100, 92))

    def test_set_by_hand_they_last(self):
        wide = MPI.INT.Create_resized(-3, 9)
        self.check(MPI.Datatype.Create_struct([1, 1], [0, 50], [wide, MPI.CHAR]), 5, (-3, 9), (0, 51))
        self.check(wide.Create_contiguous(2), 8, (-3, 18), (0, 13))
        wide.Free()

    @not_natively("Open MPI's constructors have no large counts")
    def test_large_counts(self):
        huge = MPI.BYTE.Create_vector(2 ** 33, 2, 4)
        self.check(huge, 2 ** 34, (0, 4 * (2 ** 33 - 1) + 2), (0, 4 * (2 ** 33 - 1) + 2))

    def test_wrong_arguments(self):
        for error, make in (
            (MPI.ERR_COUNT, lambda: MPI.INT.Create_contiguous(-1)),
            (MPI.ERR_ARG, lambda: MPI.INT.Create_vector(2, -1, 1)),
            (MPI.ERR_ARG, lambda: MPI.INT.Create_indexed([-1], [0])),
            (MPI.ERR_ARG, lambda: MPI.INT.Create_subarray([4], [5], [0])),
            (MPI.ERR_ARG, lambda: MPI.INT.Create_subarray([4], [2], [0], 77)),
            (MPI.ERR_ARG, lambda: MPI.INT.Create_darray(4, 4, [4], [MPI.DISTRIBUTE_BLOCK], [MPI.DISTRIBUTE_DFLT_DARG], [4])),
            (MPI.ERR_TYPE, lambda: MPI.DATATYPE_NULL.Create_contiguous(2)),
            (MPI.ERR_TYPE, lambda: MPI.DATATYPE_NULL.Dup()),
            (MPI.ERR_TYPE, lambda: MPI.INT.Free()),
            (MPI.ERR_TYPE, lambda: MPI.DATATYPE_NULL.Get_size()),
            (MPI.ERR_TYPE, lambda: MPI.DATATYPE_NULL.Commit()),
        ):
            with self.assertRaises(MPI.Exception) as caught:
                make()
            self.assertEqual(caught.exception.Get_error_class(), error)
        with self.assertRaises(ValueError) as caught:
            MPI.INT.Create_indexed([1, 2], [0])
        self.assertEqual(str(caught.exception), "expecting 2 items, got 1")


class Contents(unittest.TestCase):
    def test_decode(self):
        made = MPI.INT.Create_vector(3, 2, 4)
        outer = MPI.Datatype.Create_struct([1, 2], [0, 96], [made, MPI.CHAR])
        self.assertEqual(outer.combiner, MPI.COMBINER_STRUCT)
        self.assertFalse(outer.is_named)
        self.assertFalse(outer.is_predefined)
        made.Free()
        base, combiner, params = outer.decode()
        self.assertEqual((base, combiner), (MPI.DATATYPE_NULL, "STRUCT"))
        self.assertEqual((params["blocklengths"], params["displacements"]), ([1, 2], [0, 96]))
        inner, char = params["datatypes"]
        self.assertEqual(char, MPI.CHAR)
        self.assertEqual(inner.decode(), (MPI.INT, "VECTOR", {"count": 3, "blocklength": 2, "stride": 4}))
        inner.Free()
        outer.Free()

    @needs_mpi4py_4_1
    def test_pickle_and_copy(self):
        row = MPI.DOUBLE.Create_subarray([4, 4], [2, 3], [1, 0])
        both = MPI.Datatype.Create_struct([1, 1], [0, 128], [row, MPI.INT])
        row.Free()
        for again in (pickle.loads(pickle.dumps(both)), copy.copy(both), copy.deepcopy(both)):
            self.assertNotEqual(again, both)
            self.assertEqual((again.Get_extent(), again.size, again.combiner), (both.Get_extent(), both.size, both.combiner))
            again.Free()
        self.assertEqual(both.size, 52)
        both.Free()
        self.assertIs(pickle.loads(pickle.dumps(MPI.DOUBLE)), MPI.DOUBLE)

    def test_fortran(self):
        self.assertEqual(MPI.Datatype.Match_size(MPI.TYPECLASS_REAL, 8).size, 8)
        integer = MPI.Datatype.Create_f90_integer(7)
        self.assertEqual((integer.size, integer.combiner, integer.is_predefined), (4, MPI.COMBINER_F90_INTEGER, True))
        self.assertEqual(integer, MPI.Datatype.Create_f90_integer(7))
        self.assertEqual(MPI.Datatype.Create_f90_real(8, MPI.UNDEFINED).size, 8)
        with self.assertRaises(MPI.Exception):
            integer.Free()

    @needs_mpi4py_4_1
    def test_codes(self):
        dup = MPI.INT.Dup()
        self.assertEqual((dup.typechar, dup.typestr, dup.tocode()), ("i", "i4", "i"))
        dup.Free()
        self.assertEqual((MPI.DOUBLE_INT.typechar, MPI.DOUBLE_INT.typestr), ("V", "V16"))
        self.assertEqual(MPI.Datatype.fromcode("f8"), MPI.DOUBLE)
        with self.assertRaises(ValueError):
            MPI.Datatype.fromcode("nonsense")

    def test_names(self):
        made = MPI.INT.Create_contiguous(2)
        self.assertEqual(made.name, "")
        made.name = "pair of ints"
        self.assertEqual(made.Get_name(), "pair of ints")
        made.Free()
        self.assertEqual(MPI.INT.name, "MPI_INT")

    def test_attributes(self):
        gone = []
        key = MPI.Datatype.Create_keyval(copy_fn=lambda datatype, keyval, value: value + 1, delete_fn=lambda datatype, keyval, value: gone.append(value))
        made = MPI.INT.Create_contiguous(2)
        made.Set_attr(key, 41)
        dup = made.Dup()
        self.assertEqual((made.Get_attr(key), dup.Get_attr(key)), (41, 42))
        dup.Free()
        made.Free()
        self.assertEqual(gone, [42, 41])
        MPI.Datatype.Free_keyval(key)


class Messages(unittest.TestCase):
    def test_column_to_row(self):
        """A column leaves, a row arrives: of an eager size and of one that goes by rendezvous."""
        for n in (4, 300):
            matrix = np.arange(n * n, dtype="d").reshape(n, n) + 1000 * COMM.rank
            got = np.zeros((n, n))
            column = MPI.DOUBLE.Create_vector(n, 1, n).Commit()
            status = exchanged([matrix.ravel()[1:], 1, column], [got[2], MPI.DOUBLE])
            np.testing.assert_array_equal(got[2], np.arange(n) * n + 1 + 1000 * LEFT)
            self.assertEqual((status.Get_count(MPI.DOUBLE), status.Get_count(column)), (n, 1))
            exchanged([matrix[0], MPI.DOUBLE], [got.ravel()[3:], 1, column])
            np.testing.assert_array_equal(got[:, 3], np.arange(n) + 1000 * LEFT)
            column.Free()

    def test_type_freed_while_a_message_is_on_its_way(self):
        every_second = MPI.INT.Create_vector(5000, 1, 2).Commit()
        data, got = np.arange(10000, dtype="i"), np.zeros(10000, "i")
        request = COMM.Irecv([got, 1, every_second], LEFT, 5)
        sending = COMM.Isend([data, 1, every_second], RIGHT, 5)
        every_second.Free()
        MPI.Request.Waitall([request, sending])
        np.testing.assert_array_equal(got, np.where(np.arange(10000) % 2 == 0, np.arange(10000), 0))

    def test_struct_of_a_record(self):
        record = np.dtype([("kind", "u1"), ("value", "d"), ("place", "i4", 2)], align=True)
        fields = record.fields
        one = MPI.Datatype.Create_struct([1, 1, 2], [fields[name][1] for name in record.names], [MPI.UNSIGNED_CHAR, MPI.DOUBLE, MPI.INT])
        whole = one.Create_resized(0, record.itemsize).Commit()
        mine, got = np.zeros(3, record), np.zeros(3, record)
        mine["kind"], mine["value"], mine["place"] = 7, 0.5 + np.arange(3), [[1, 2], [3, 4], [5, COMM.rank]]
        status = exchanged([mine, 3, whole], [got, 3, whole])
        self.assertEqual((status.Get_count(whole), status.Get_elements(whole)), (3, 12))
        mine["place"][2, 1] = LEFT
        self.assertEqual(got.tobytes(), mine.tobytes())
        one.Free()
        whole.Free()

    def test_part_of_an_element(self):
        pair = MPI.INT.Create_contiguous(2).Commit()
        got = np.zeros(8, "i")
        status = exchanged([np.array([1, 2, 3], "i"), 3, MPI.INT], [got, 4, pair])
        self.assertEqual((status.Get_count(pair), status.Get_elements(pair)), (MPI.UNDEFINED, 3))
        self.assertEqual(got.tolist(), [1, 2, 3, 0, 0, 0, 0, 0])
        status.Set_elements(pair, 4)
        self.assertEqual((status.Get_count(pair), status.Get_elements(pair)), (2, 4))
        pair.Free()

    def test_bottom_with_addresses(self):
        a, b, c, d = np.arange(3, dtype="i"), np.arange(2, dtype="d") + 0.5, np.zeros(3, "i"), np.zeros(2, "d")
        types = [MPI.INT, MPI.DOUBLE]
        sent = MPI.Datatype.Create_struct([3, 2], [MPI.Get_address(a), MPI.Get_address(b)], types).Commit()
        into = MPI.Datatype.Create_struct([3, 2], [MPI.Get_address(c), MPI.Get_address(d)], types).Commit()
        exchanged([MPI.BOTTOM, 1, sent], [MPI.BOTTOM, 1, into])
        self.assertEqual((c.tolist(), d.tolist()), (a.tolist(), b.tolist()))
        sent.Free()
        into.Free()

    def test_negative_bounds(self):
        backwards = MPI.INT.Create_vector(4, 1, -1).Commit()
        data, got = np.arange(4, dtype="i"), np.zeros(4, "i")
        exchanged([data[3:], 1, backwards], got)
        self.assertEqual(got.tolist(), [3, 2, 1, 0])
        backwards.Free()

    def test_must_be_committed(self):
        made = MPI.INT.Create_contiguous(2)
        with self.assertRaises(MPI.Exception) as caught:
            COMM.Send([np.zeros(2, "i"), 1, made], COMM.rank)
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_TYPE)
        made.Free()

    def test_count_is_told_by_the_extent(self):
        padded = MPI.INT.Create_resized(0, 8).Commit()
        got = np.zeros(4, "i")
        exchanged([np.array([1, 9, 2, 9], "i"), padded], [got, padded])
        self.assertEqual(got.tolist(), [1, 0, 2, 0])
        with self.assertRaises(ValueError) as caught:
            COMM.Send([np.zeros(3, "i"), padded], COMM.rank)
        self.assertEqual(str(caught.exception),
                         "message: cannot infer count, buffer length 12 is not a multiple of datatype extent 8 (lb:0, ub:8)")
        padded.Free()


class Collectives(unittest.TestCase):
    def test_bcast_and_gather(self):
        column = MPI.DOUBLE.Create_vector(3, 1, 4).Commit()
        wide = column.Create_resized(0, 8).Commit()
        matrix = np.zeros((3, 4))
        if COMM.rank == 0:
            matrix[:] = np.arange(12).reshape(3, 4)
        COMM.Bcast([matrix, 2, wide], 0)
        expected = np.arange(12.0).reshape(3, 4)
        expected[:, 2:] = matrix[:, 2:]
        np.testing.assert_array_equal(matrix, expected)
        gathered = np.zeros((3, COMM.size))
        into = MPI.DOUBLE.Create_vector(3, 1, COMM.size)
        place = into.Create_resized(0, 8).Commit()
        COMM.Allgather([np.arange(3.0) + 10 * COMM.rank, 3, MPI.DOUBLE], [gathered, 1, place])
        np.testing.assert_array_equal(gathered, np.arange(3.0)[:, None] + 10 * np.arange(COMM.size))
        for datatype in (column, wide, into, place):
            datatype.Free()

    @needs_mpi4py_4_1
    def test_reduction_of_ones_own(self):
        point = MPI.INT.Create_vector(2, 1, 2).Commit()
        seen = []

        def add(inbuf, inoutbuf, datatype):
            seen.append((datatype == point, len(inbuf) % point.extent))
            a, b = np.frombuffer(inbuf, "i"), np.frombuffer(inoutbuf, "i")
            b[0::3] += a[0::3]
            b[2::3] += a[2::3]

        op = MPI.Op.Create(add, commute=True)
        into = np.full(6, -1, "i")
        COMM.Allreduce([np.arange(6, dtype="i"), 2, point], [into, 2, point], op)
        n = COMM.size
        self.assertEqual(into.tolist(), [0, -1, 2 * n, 3 * n, -1, 5 * n])
        self.assertLessEqual(set(seen), {(True, 0)})
        op.Free()
        point.Free()

    def test_predefined_operations_refuse_derived_types(self):
        pair = MPI.INT.Create_contiguous(2).Commit()
        with self.assertRaises(MPI.Exception) as caught:
            MPI.COMM_SELF.Allreduce([np.zeros(2, "i"), 1, pair], [np.zeros(2, "i"), 1, pair])
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_OP)
        pair.Free()


if __name__ == "__main__":
    unittest.main()

"""Pack and Unpack, in this machine's form and in external32."""

import struct
import unittest

import numpy as np
from mpi4py import MPI
from oracle import needs_mpi4py_4_1, not_natively

COMM = MPI.COMM_SELF


class Packing(unittest.TestCase):
    def test_several_kinds_in_one_message(self):
        numbers, letters = np.arange(3, dtype="d"), bytearray(b"abc")
        room = bytearray(MPI.DOUBLE.Pack_size(3, COMM) + MPI.CHAR.Pack_size(3, COMM))
        end = MPI.CHAR.Pack(letters, room, MPI.DOUBLE.Pack(numbers, room, 0, COMM), COMM)
        self.assertLessEqual(end, len(room))
        got = bytearray(len(room))
        request = MPI.COMM_WORLD.Isend([room, end, MPI.PACKED], (MPI.COMM_WORLD.rank + 1) % MPI.COMM_WORLD.size)
        MPI.COMM_WORLD.Recv([got, MPI.PACKED], (MPI.COMM_WORLD.rank - 1) % MPI.COMM_WORLD.size)
        request.Wait()
        more, text = np.zeros(3), bytearray(3)
        MPI.CHAR.Unpack(got, MPI.DOUBLE.Unpack(got, 0, more, COMM), text, COMM)
        self.assertEqual((more.tolist(), bytes(text)), ([0, 1, 2], b"abc"))

    def test_derived(self):
        column = MPI.INT.Create_vector(3, 1, 4)
        wide = column.Create_resized(0, 48).Commit()
        matrix = np.arange(12, dtype="i")
        packed = np.zeros(3, "i")
        self.assertEqual(wide.Pack(matrix, packed, 0, COMM), 12)
        self.assertEqual(packed.tolist(), [0, 4, 8])
        into = np.full(12, -1, "i")
        self.assertEqual(wide.Unpack(packed, 0, into, COMM), 12)
        self.assertEqual(into.reshape(3, 4)[:, 0].tolist(), [0, 4, 8])
        self.assertEqual(np.count_nonzero(into == -1), 9)
        column.Free()
        wide.Free()

    def test_no_room(self):
        for pack in (lambda: MPI.INT.Pack(np.zeros(2, "i"), bytearray(7), 0, COMM), lambda: MPI.INT.Pack(np.zeros(2, "i"), bytearray(8), 1, COMM),
                     lambda: MPI.INT.Unpack(bytearray(7), 0, np.zeros(2, "i"), COMM)):
            with self.assertRaises(MPI.Exception) as caught:
                pack()
            self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_TRUNCATE)
        with self.assertRaises(MPI.Exception) as caught:
            MPI.INT.Pack(bytearray(4), bytearray(4), 0, MPI.COMM_NULL)
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_COMM)


class External(unittest.TestCase):
    def test_big_endian(self):
        for datatype, code, values in ((MPI.INT, "i", [1, -2, 3]), (MPI.DOUBLE, "d", [0.5, -1e300]), (MPI.SHORT, "h", [-3]), (MPI.FLOAT, "f", [1.5]),
                                       (MPI.LONG_LONG, "q", [2 ** 40, -1])):
            data = np.array(values, code)
            room = bytearray(datatype.Pack_external_size("external32", len(values)))
            end = datatype.Pack_external("external32", data, room, 0)
            self.assertEqual((end, bytes(room)), (len(room), struct.pack(f">{len(values)}{code}", *values)))
            again = np.zeros_like(data)
            self.assertEqual(datatype.Unpack_external("external32", room, 0, again), end)
            self.assertEqual(again.tolist(), values)

    @needs_mpi4py_4_1
    def test_complex(self):
        data = np.array([1 + 2j], "D")
        room = bytearray(16)
        MPI.C_DOUBLE_COMPLEX.Pack_external("external32", data, room, 0)
        self.assertEqual(bytes(room), struct.pack(">2d", 1, 2))

    @not_natively("Open MPI takes any representation for external32")
    def test_another_representation(self):
        with self.assertRaises(MPI.Exception) as caught:
            MPI.INT.Pack_external_size("native", 1)
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_ARG)


if __name__ == "__main__":
    unittest.main()

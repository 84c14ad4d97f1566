"""Memory: MPI.buffer, what numpy and others export, handles in memory."""

import ctypes
import unittest
from array import array

import numpy as np
from mpi4py import MPI
from oracle import needs_mpi4py_4_1

COMM = MPI.COMM_SELF


def through(sent, got):
    request = COMM.Isend(sent, 0)
    COMM.Recv(got, 0)
    request.Wait()


@needs_mpi4py_4_1
class Buffer(unittest.TestCase):
    def test_looks_at_the_same_memory(self):
        data = array("B", range(8))
        buffer = MPI.buffer(data)
        self.assertEqual((buffer.address, buffer.nbytes, buffer.readonly, buffer.obj), (data.buffer_info()[0], 8, False, data))
        buffer[1:3] = b"xy"
        buffer[7] = 255
        self.assertEqual(data.tolist(), [0, 120, 121, 3, 4, 5, 6, 255])
        part = buffer[2:5]
        self.assertEqual((part.address, part.tobytes(), part[-1]), (buffer.address + 2, b"y\x03\x04", 4))
        part[:] = 9
        self.assertEqual(data.tolist(), [0, 120, 9, 9, 9, 5, 6, 255])
        np.frombuffer(buffer, "u1")[0] = 77
        self.assertEqual(data[0], 77)

    def test_holds_a_bytearray_still(self):
        data = bytearray(4)
        buffer = MPI.buffer(data)
        with self.assertRaises(BufferError):
            data.append(1)
        buffer.release()
        data.append(1)
        self.assertEqual((buffer.nbytes, buffer.address), (0, 0))

    def test_readonly(self):
        buffer = MPI.buffer(bytearray(b"abc")).toreadonly()
        self.assertTrue(buffer.readonly)
        self.assertTrue(memoryview(buffer).readonly)
        with self.assertRaises(TypeError):
            buffer[0] = 1
        with self.assertRaises(BufferError):
            COMM.Recv(buffer, MPI.ANY_SOURCE)

    def test_errors(self):
        buffer = MPI.buffer.allocate(4, clear=True)
        for error, do in (
            (IndexError, lambda: buffer[4]), (IndexError, lambda: buffer[::2]), (TypeError, lambda: buffer["a"]),
            (OverflowError, lambda: buffer.__setitem__(0, 256)), (ValueError, lambda: buffer.__setitem__(slice(0, 2), b"abc")),
            (NotImplementedError, lambda: buffer.__delitem__(0)), (ValueError, lambda: MPI.buffer.fromaddress(0, 1)),
            (ValueError, lambda: MPI.buffer.allocate(-1)), (TypeError, lambda: MPI.buffer(None)),
        ):
            with self.assertRaises(error):
                do()


class Exporters(unittest.TestCase):
    @needs_mpi4py_4_1
    def test_every_dtype_of_numpy(self):
        for code in "?bhilqBHILQefdgFDG":
            data, got = np.array([1, 0, 1], code), np.zeros(3, code)
            through(data, got)
            np.testing.assert_array_equal(got, data)

    @needs_mpi4py_4_1
    def test_what_has_no_datatype(self):
        with self.assertRaises(KeyError):
            COMM.Send(np.zeros(2, [("a", "i4"), ("b", "f8")]), 0)
        with self.assertRaises(BufferError):
            COMM.Send(np.zeros(2, ">i4"), 0)
        with self.assertRaises(BufferError):
            COMM.Send(np.zeros((4, 4))[:, 1], 0)

    @needs_mpi4py_4_1
    def test_dlpack(self):
        class Exporter:
            def __init__(self, array):
                self.array = array

            def __dlpack_device__(self):
                return self.array.__dlpack_device__()

            def __dlpack__(self, **arguments):
                return self.array.__dlpack__(**arguments)

        got = np.zeros((2, 3))
        through(Exporter(np.arange(6.0).reshape(2, 3)), Exporter(got))
        np.testing.assert_array_equal(got, np.arange(6.0).reshape(2, 3))
        with self.assertRaises(BufferError):
            COMM.Send(Exporter(np.zeros((4, 4))[:, 1]), 0)

    @needs_mpi4py_4_1
    def test_cuda_array_interface(self):
        class Exporter:
            def __init__(self, array, readonly=False):
                self.array = array
                self.__cuda_array_interface__ = {
                    "version": 2, "data": (array.ctypes.data, readonly), "typestr": array.dtype.str, "shape": array.shape}

        got = np.zeros(4, "F")
        through(Exporter(np.array([1, 2j, 3, 4], "F")), Exporter(got))
        self.assertEqual(got.tolist(), [1, 2j, 3, 4])
        with self.assertRaises(BufferError) as caught:
            COMM.Recv(Exporter(got, readonly=True), MPI.ANY_SOURCE)
        self.assertEqual(str(caught.exception), "__cuda_array_interface__: buffer is not writable")


class Numbers(unittest.TestCase):
    @needs_mpi4py_4_1
    def test_every_number_is_reduced(self):
        for code in "bhilqBHILQefdgFDG":
            a, b = np.array([1, 2, 3], code), np.array([4, 3, 2], code)
            MPI.SUM.Reduce_local(a, b)
            self.assertEqual(b.tolist(), [5, 5, 5])
            MPI.PROD.Reduce_local(a, b)
            self.assertEqual(b.tolist(), [5, 10, 15])
            if code not in "FDG":
                MPI.MAX.Reduce_local(np.array([7, 0, 7], code), b)
                self.assertEqual(b.tolist(), [7, 10, 15])

    def test_long_double_keeps_its_digits(self):
        total = np.zeros(1, "g")
        MPI.COMM_WORLD.Allreduce(np.array([1], "g") + np.finfo("g").eps, total)
        self.assertEqual(total[0], MPI.COMM_WORLD.size * (np.longdouble(1) + np.finfo("g").eps))


@needs_mpi4py_4_1
class Handles(unittest.TestCase):
    def test_in_memory(self):
        kind = ctypes.c_int if MPI._sizeof(MPI.Comm) == ctypes.sizeof(ctypes.c_int) else ctypes.c_void_p
        for obj in (MPI.COMM_WORLD, MPI.INT, MPI.SUM, MPI.COMM_NULL):
            other = type(obj)()
            kind.from_address(MPI._addressof(other)).value = kind.from_address(MPI._addressof(obj)).value
            self.assertEqual(other, obj)
        other = MPI.Comm()
        kind.from_address(MPI._addressof(other)).value = kind.from_address(MPI._addressof(MPI.COMM_WORLD)).value
        self.assertEqual(other.Get_size(), MPI.COMM_WORLD.size)
        datatype = MPI.Datatype()
        kind.from_address(MPI._addressof(datatype)).value = kind.from_address(MPI._addressof(MPI.DOUBLE)).value
        self.assertEqual((datatype.Get_size(), bool(datatype)), (8, True))

    def test_by_number(self):
        made = MPI.INT.Create_contiguous(3)
        again = MPI.Datatype.fromhandle(made.handle)
        self.assertEqual((again, again.size), (made, 12))
        made.Free()


if __name__ == "__main__":
    unittest.main()

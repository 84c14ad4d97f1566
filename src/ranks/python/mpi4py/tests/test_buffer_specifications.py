"""What a program may write in place of a buffer, and what it is told when it is wrong."""

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


class Specifications(unittest.TestCase):
    def test_simple(self):
        data = np.arange(6, dtype="d")
        for spec, expected in (
            (data, data), ([data], None), ([data, MPI.DOUBLE], data), ((data, "d"), data), ([data, "f8"], data), ([data, 3], data[:3]),
            ([data, 3, MPI.DOUBLE], data[:3]), ([data, (2, 3), MPI.DOUBLE], data[3:5]), ([data, 2, 3, MPI.DOUBLE], data[3:5]),
            ([data, None, MPI.DOUBLE], data), ([data, (None, 4), MPI.DOUBLE], data[4:]), ([data, (2, 1)], data[1:3]), ([data, [2, 1], "d"], data[1:3]),
            ([data, np.int64(2), MPI.DOUBLE], data[:2]), ([data, 0], data[:0]),
        ):
            if expected is None:
                with self.assertRaises(ValueError) as caught:
                    COMM.Send(spec, 0)
                self.assertEqual(str(caught.exception), "message: expecting 2 to 4 items")
                continue
            got = np.full(len(expected), -1.0)
            through(spec, got)
            np.testing.assert_array_equal(got, expected)

    def test_the_quick_forms_are_the_others(self):
        """Lists and tuples that are read in one step mean what the same ones written otherwise mean."""
        pair = MPI.INT.Create_contiguous(2).Commit()
        data = np.arange(8, dtype="i")
        for quick, other in (
            ([data, pair], [data, (4, 0), pair]), ((data, 3), [data, (3, 0), "i"]), ([data, 3, pair], [data, 3, 0, pair]), ([data, MPI.BYTE], [data, (32, 0), "B"]),
            ([data, None, MPI.INT], data), ([data, 0, MPI.INT], [data, 0, 0, "i"]), ([data, 2, MPI.DOUBLE], [data, 2, 0, "d"]),
        ):
            for spec in (quick, other):
                got = np.full(8, -1, "i")
                through(spec, got)
                if spec is quick:
                    expected = got
            np.testing.assert_array_equal(got, expected)
        pair.Free()

    def test_a_list_may_be_changed_while_its_buffer_is_under_way(self):
        got = np.zeros(3000)
        message = [got, MPI.DOUBLE]
        request = COMM.Irecv(message, 0)
        message[0] = None
        COMM.Send([np.arange(3000.0), MPI.DOUBLE], 0)
        request.Wait()
        self.assertEqual(got[-1], 2999)

    def test_counts_of_blocks(self):
        world = MPI.COMM_WORLD
        into = np.full(2 * world.size + 1, -1, "i")
        world.Allgather([np.full(2, world.rank, "i"), 2, MPI.INT], [into, 2, MPI.INT])
        self.assertEqual(into.tolist(), [rank for rank in range(world.size) for _ in range(2)] + [-1])
        got = np.zeros(1, "i")
        world.Scatter([np.arange(world.size + 1, dtype="i"), 1, MPI.INT], [got, MPI.INT])
        self.assertEqual(got[0], world.rank)

    def test_receive_into_a_part(self):
        got = np.zeros(6, "i")
        through(np.array([7, 8], "i"), [got, (2, 3), MPI.INT])
        self.assertEqual(got.tolist(), [0, 0, 0, 7, 8, 0])

    def test_other_type_than_the_buffers(self):
        got = np.zeros(2, "i")
        through([np.array([1, 2], "i"), MPI.BYTE], [got, MPI.BYTE])
        self.assertEqual(got.tolist(), [1, 2])
        got = bytearray(8)
        through([np.array([1.5]), MPI.DOUBLE], [got, MPI.DOUBLE])
        self.assertEqual(np.frombuffer(got)[0], 1.5)

    def test_bottom(self):
        data, got = array("i", [5, 6]), array("i", [0, 0])
        address = MPI.Get_address(data)
        self.assertEqual(address, data.buffer_info()[0])
        self.assertEqual(MPI.Get_address(MPI.BOTTOM), 0)
        self.assertEqual(MPI.Aint_add(address, 4), address + 4)
        self.assertEqual(MPI.Aint_diff(address + 4, address), 4)
        through([MPI.BOTTOM, 0, MPI.INT], got)
        self.assertEqual(list(got), [0, 0])

    def check(self, kind, text, spec, receive=False):
        call = COMM.Recv if receive else COMM.Send
        with self.assertRaises(kind) as caught:
            call(spec, 0)
        self.assertEqual(str(caught.exception), text)

    @needs_mpi4py_4_1
    def test_wrong_ones(self):
        data = np.arange(4, dtype="d")
        self.check(TypeError, "message: expecting buffer or list/tuple", None)
        self.check(TypeError, "message: expecting buffer or list/tuple", 7)
        self.check(ValueError, "message: expecting 2 to 4 items", [data, 1, 1, MPI.DOUBLE, 0])
        self.check(ValueError, "message: expecting 2 to 4 items", [])
        self.check(ValueError, "message: negative count -1", [data, -1, MPI.DOUBLE])
        self.check(ValueError, "message: negative displacement -1", [data, 1, -1, MPI.DOUBLE])
        self.check(ValueError, "message: displacement 5 out of bounds, number of datatype entries 4", [data, 1, 5, MPI.DOUBLE])
        self.check(ValueError, "message: cannot infer count, datatype is null", [data, MPI.DATATYPE_NULL])
        self.check(ValueError, "message: cannot infer count, buffer length 3 is not a multiple of datatype extent 4 (lb:0, ub:4)", [b"abc", MPI.INT])
        self.check(ValueError, "message: buffer is None but count is 1", [None, 1, MPI.INT])
        self.check(KeyError, "\"cannot map 'x' to MPI datatype\"", [data, "x"])
        self.check(KeyError, "'cannot map None to MPI datatype'", [None, 1])
        self.check(KeyError, "\"cannot map 'T{d:a:i:b:}' to MPI datatype\"", np.zeros(1, [("a", "d"), ("b", "i")]))
        self.check(BufferError, "format string '>d' with non-native byte order", np.zeros(1, ">f8"))
        self.check(BufferError, "dlpack: buffer is not contiguous", np.zeros((4, 4))[:, 1])
        self.assertRaises(BufferError, COMM.Send, np.zeros(1, "M8[s]"), 0)
        self.check(TypeError, "a bytes-like object is required, not 'int'", [7, MPI.INT])
        self.check(TypeError, "'float' object cannot be interpreted as an integer", [data, 1.0, MPI.DOUBLE])

    @needs_mpi4py_4_1
    def test_memory_that_may_not_be_written(self):
        readonly = np.zeros(1)
        readonly.flags.writeable = False
        self.check(BufferError, "dlpack: buffer is not writable", readonly, receive=True)
        self.check(BufferError, "Object is not writable.", b"bytes", receive=True)

    def test_vectors(self):
        for spec, expected in (
            ([np.arange(5, dtype="i"), 5], [0, 1, 2, 3, 4]), (np.arange(3, dtype="i"), [0, 1, 2]),
            ([np.arange(5, dtype="i"), ([2], [3])], [3, 4]), ([np.arange(5, dtype="i"), [2], [3], MPI.INT], [3, 4]),
            ([np.arange(5, dtype="i"), (2, 0), "i"], [0, 1]), ([np.arange(5, dtype="i"), None, MPI.INT], [0, 1, 2, 3, 4]),
        ):
            got = np.full(len(expected), -1, "i")
            COMM.Scatterv(spec, got)
            self.assertEqual(got.tolist(), expected)
        with self.assertRaises(ValueError) as caught:
            COMM.Scatterv([np.arange(5, dtype="i"), [1, 2]], np.zeros(5, "i"))
        self.assertEqual(str(caught.exception), "expecting 1 items, got 2")

    def test_reductions_want_equal_buffers(self):
        for call in (COMM.Allreduce, COMM.Scan):
            with self.assertRaises(ValueError) as caught:
                call(np.zeros(1), np.zeros(2))
            self.assertEqual(str(caught.exception), "mismatch in send count 1 and receive count 2")
            with self.assertRaises(ValueError) as caught:
                call(np.zeros(1), np.zeros(1, "f"))
            self.assertEqual(str(caught.exception), "mismatch in send and receive MPI datatypes")

    def test_blocks(self):
        if MPI.COMM_WORLD.size < 2:
            self.skipTest("with one rank every length is a whole number of blocks")
        size = MPI.COMM_WORLD.size
        with self.assertRaises(ValueError) as caught:
            MPI.COMM_WORLD.Alltoall(np.zeros(2 * size + 1), np.zeros(2 * size + 1))
        self.assertEqual(str(caught.exception), f"message: cannot infer count, number of entries {2 * size + 1} is not a multiple of "
                         f"required number of blocks {size}")

    @needs_mpi4py_4_1
    def test_buffer_objects(self):
        memory = MPI.Alloc_mem(16)
        self.assertEqual((len(memory), memory.nbytes, memory.readonly, memory.itemsize, memory.format), (16, 16, False, 1, "B"))
        memory[:] = 0
        memory[0] = 1
        memory[1:3] = b"ab"
        self.assertEqual((memory[0], memory[1:3].tobytes(), memory[-1]), (1, b"ab", 0))
        through([np.arange(2.0), MPI.DOUBLE], [memory, MPI.DOUBLE])
        self.assertEqual(np.frombuffer(memory).tolist(), [0, 1])
        self.assertEqual(memory.cast("d")[1], 1.0)
        self.assertEqual(MPI.buffer.fromaddress(memory.address, 16).tobytes(), memory.tobytes())
        self.assertTrue(memory.toreadonly().readonly)
        for wrong in (lambda: memory[16], lambda: memory[::2]):
            self.assertRaises(IndexError, wrong)
        self.assertRaises(TypeError, lambda: memory["a"])
        MPI.Free_mem(memory)
        self.assertEqual(len(memory), 0)
        self.assertEqual(len(MPI.buffer()), 0)
        self.assertEqual(MPI.buffer.allocate(3, clear=True).tobytes(), b"\0\0\0")
        self.assertIs(MPI.memory, MPI.buffer)


if __name__ == "__main__":
    unittest.main()

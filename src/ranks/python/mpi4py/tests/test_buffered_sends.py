"""Buffered sends and the memory they need."""

import unittest

import numpy as np
from mpi4py import MPI
from oracle import NATIVE, needs_mpi4py_4_1

#: MPI 4.1; Open MPI 5.0 has none of it.
needs_mpi_4_1 = unittest.skipIf(NATIVE and MPI.Get_version() < (4, 1), "this Open MPI has buffers of the process only")


class BufferedSends(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD
        self.rank, self.size = self.comm.rank, self.comm.size
        self.right, self.left = (self.rank + 1) % self.size, (self.rank - 1) % self.size
        self.comm.Barrier()

    def fails(self, function, *args):
        with self.assertRaises(MPI.Exception) as caught:
            function(*args)
        # Open MPI calls some of these an unknown error.
        self.assertIn(caught.exception.Get_error_class(), (MPI.ERR_BUFFER, MPI.ERR_UNKNOWN) if NATIVE else (MPI.ERR_BUFFER,))

    def test_head_on_they_do_not_block_however_long_they_are(self):
        out, got = np.full(100_000, self.rank, "i"), np.empty(100_000, "i")
        room = bytearray(out.nbytes + MPI.BSEND_OVERHEAD)
        MPI.Attach_buffer(room)
        self.comm.Bsend(out, self.right)
        out[:] = -1
        self.comm.Recv(got, self.left)
        self.assertEqual(set(got.tolist()), {self.left})
        MPI.Detach_buffer()

    @needs_mpi4py_4_1
    def test_detach_gives_back_what_was_attached(self):
        for room in (bytearray(1000), np.zeros(1000, "b")):
            MPI.Attach_buffer(room)
            self.assertIs(MPI.Detach_buffer(), room)

    def test_without_room_they_fail(self):
        # Open MPI asks for room only above its eager limit.
        self.fails(self.comm.Bsend, bytes(1_000_000), self.rank)
        MPI.Attach_buffer(bytearray(MPI.BSEND_OVERHEAD + 100))
        self.fails(self.comm.Bsend, bytes(1_000_000), self.rank)
        self.fails(MPI.Attach_buffer, bytearray(10))
        MPI.Detach_buffer()
        self.fails(MPI.Detach_buffer)

    @needs_mpi_4_1
    def test_a_communicator_with_memory_uses_no_other(self):
        comm = self.comm.Dup()
        small = bytearray(MPI.BSEND_OVERHEAD)
        comm.Attach_buffer(small)
        MPI.Attach_buffer(bytearray(100_000))
        self.fails(comm.Bsend, bytes(10_000), self.right)
        self.comm.Bsend(bytes(10_000), self.right)
        self.comm.Recv(bytearray(10_000), self.left)
        self.assertIs(comm.Detach_buffer(), small)
        comm.Bsend(bytes(10_000), self.right)
        comm.Recv(bytearray(10_000), self.left)
        MPI.Detach_buffer()
        comm.Free()

    @needs_mpi_4_1
    def test_automatic_memory_is_as_large_as_needed(self):
        for buf in (None, MPI.BUFFER_AUTOMATIC):
            self.comm.Attach_buffer(buf)
            for _ in range(3):
                self.comm.Bsend(bytes(300_000), self.right)
            for _ in range(3):
                self.comm.Recv(bytearray(300_000), self.left)
            self.assertIs(self.comm.Detach_buffer(), MPI.BUFFER_AUTOMATIC)

    @needs_mpi_4_1
    def test_flush_waits_until_they_have_left(self):
        MPI.Attach_buffer(None)
        self.comm.Bsend(bytes(200_000), self.right)
        request = MPI.Iflush_buffer()
        self.comm.Recv(bytearray(200_000), self.left)
        request.Wait()
        self.assertFalse(request)
        MPI.Flush_buffer()
        MPI.Detach_buffer()


if __name__ == "__main__":
    unittest.main()

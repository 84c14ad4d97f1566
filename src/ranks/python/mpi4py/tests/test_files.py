"""MPI files (MPI 4.1, chapter 14): what ranks write together and read back."""

import os
import tempfile
import unittest

import numpy
from mpi4py import MPI

COMM = MPI.COMM_WORLD
RANK, SIZE = COMM.rank, COMM.size


class TestFiles(unittest.TestCase):
    def setUp(self):
        name = None
        if RANK == 0:
            handle, name = tempfile.mkstemp()
            os.close(handle)
        self.name = COMM.bcast(name)
        self.file = MPI.File.Open(COMM, self.name, MPI.MODE_RDWR | MPI.MODE_DELETE_ON_CLOSE)

    def tearDown(self):
        if self.file:
            self.file.Close()

    def agree(self):
        """What everybody wrote is there for everybody."""
        self.file.Sync()
        COMM.Barrier()
        self.file.Sync()

    def test_each_rank_writes_its_block(self):
        mine = numpy.arange(4, dtype='i') + 10 * RANK
        self.file.Write_at_all(RANK * mine.nbytes, mine)
        self.agree()
        everything = numpy.zeros(4 * SIZE, 'i')
        self.file.Read_at_all(0, everything)
        self.assertEqual(everything.tolist(), [10 * rank + i for rank in range(SIZE) for i in range(4)])
        self.assertEqual(self.file.Get_size(), everything.nbytes)

    def test_rows_are_dealt_out_like_cards(self):
        etype = MPI.INT
        row = MPI.INT.Create_vector(3, 2, 2 * SIZE).Create_resized(0, 6 * SIZE * 4)
        row.Commit()
        self.file.Set_view(RANK * 8, etype, row)
        row.Free()
        self.file.Write_all(numpy.arange(12, dtype='i') + 100 * RANK)
        self.agree()
        self.assertEqual(self.file.Get_position(), 12)
        self.file.Set_view(0, etype)
        found = numpy.zeros(12 * SIZE, 'i')
        self.file.Read(found)
        expected = [100 * ((i // 2) % SIZE) + 2 * (i // 2 // SIZE) + i % 2 for i in range(12 * SIZE)]
        self.assertEqual(found.tolist(), expected)

    def test_a_subarray_view_puts_columns_side_by_side(self):
        view = MPI.DOUBLE.Create_subarray([3, SIZE], [3, 1], [0, RANK])
        view.Commit()
        self.file.Set_view(0, MPI.DOUBLE, view)
        self.file.Write_all(numpy.full(3, RANK, 'd'))
        self.agree()
        self.file.Set_view(0, MPI.DOUBLE)
        matrix = numpy.zeros((3, SIZE))
        self.file.Read_at(0, matrix)
        self.assertEqual(matrix.tolist(), [list(range(SIZE))] * 3)
        view.Free()

    def test_derived_types_in_memory_leave_gaps_alone(self):
        every_other = MPI.INT.Create_vector(3, 1, 2).Commit()
        memory = numpy.array([1, -1, 2, -1, 3, -1], 'i')
        self.file.Write_at(RANK * 12, [memory, 1, every_other])
        back = numpy.full(6, 7, 'i')
        self.file.Read_at(RANK * 12, [back, 1, every_other])
        self.assertEqual(back.tolist(), [1, 7, 2, 7, 3, 7])
        every_other.Free()

    def test_the_end_of_the_file_cuts_a_read_short(self):
        if RANK == 0:
            self.file.Write_at(0, numpy.arange(3, dtype='i'))
        self.agree()
        status = MPI.Status()
        into = numpy.full(5, -1, 'i')
        self.file.Read_at(0, into, status)
        self.assertEqual(status.Get_count(MPI.INT), 3)
        self.assertEqual(into.tolist(), [0, 1, 2, -1, -1])

    def test_ordered_writes_come_in_rank_order(self):
        self.file.Set_view(0, MPI.INT)
        self.file.Write_ordered(numpy.full(RANK + 1, RANK, 'i'))
        self.agree()
        self.assertEqual(self.file.Get_position_shared(), SIZE * (SIZE + 1) // 2)
        everything = numpy.zeros(SIZE * (SIZE + 1) // 2, 'i')
        self.file.Read_at_all(0, everything)
        self.assertEqual(everything.tolist(), [rank for rank in range(SIZE) for _ in range(rank + 1)])

    def test_shared_writes_lose_nothing(self):
        self.file.Set_view(0, MPI.INT)
        for i in range(20):
            self.file.Write_shared(numpy.array([1000 * RANK + i], 'i'))
        self.agree()
        everything = numpy.zeros(20 * SIZE, 'i')
        self.file.Read_at_all(0, everything)
        self.assertEqual(sorted(everything.tolist()), sorted(1000 * rank + i for rank in range(SIZE) for i in range(20)))

    def test_requests_and_split_collectives(self):
        self.file.Iwrite_at(RANK * 8, numpy.array([RANK], 'q')).Wait()
        self.agree()
        into = numpy.zeros(SIZE, 'q')
        self.file.Read_at_all_begin(0, into)
        self.file.Read_at_all_end(into)
        self.assertEqual(into.tolist(), list(range(SIZE)))

    def test_seek(self):
        self.file.Set_size(40)
        self.file.Set_view(8, MPI.DOUBLE)
        self.file.Seek(0, MPI.SEEK_END)
        self.assertEqual(self.file.Get_position(), 4)
        self.file.Seek(-1, MPI.SEEK_CUR)
        self.assertEqual(self.file.Get_byte_offset(self.file.Get_position()), 32)
        with self.assertRaises(MPI.Exception):
            self.file.Seek(-1, MPI.SEEK_SET)


class TestOpening(unittest.TestCase):
    def classes(self, *args):
        with self.assertRaises(MPI.Exception) as caught:
            MPI.File.Open(COMM, *args)
        return caught.exception.Get_error_class()

    def test_what_is_not_there(self):
        self.assertEqual(self.classes('no-such-file'), MPI.ERR_NO_SUCH_FILE)

    def test_modes_that_contradict(self):
        self.assertEqual(self.classes('x', MPI.MODE_RDONLY | MPI.MODE_WRONLY), MPI.ERR_AMODE)
        self.assertEqual(self.classes('x', MPI.MODE_RDWR | MPI.MODE_SEQUENTIAL), MPI.ERR_AMODE)

    def test_reading_and_writing_against_the_mode(self):
        name = COMM.bcast(tempfile.mktemp() if RANK == 0 else None)
        file = MPI.File.Open(COMM, name, MPI.MODE_WRONLY | MPI.MODE_CREATE | MPI.MODE_DELETE_ON_CLOSE)
        with self.assertRaises(MPI.Exception) as caught:
            file.Read(bytearray(1))
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_ACCESS)
        file.Close()
        self.assertFalse(os.path.exists(name))
        self.assertFalse(file)


if __name__ == '__main__':
    unittest.main()

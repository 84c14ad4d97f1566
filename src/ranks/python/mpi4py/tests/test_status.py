"""Status: fields, counts, copies, memory."""

import pickle
import unittest

from mpi4py import MPI
from oracle import NATIVE, needs_mpi4py_4_1


class Statuses(unittest.TestCase):
    def setUp(self):
        self.status = MPI.Status()

    def test_fields_are_c_ints(self):
        self.status.source = 1.9
        self.assertEqual(self.status.source, 1)
        for wrong, error in (("x", TypeError), (None, TypeError), (2 ** 31, OverflowError)):
            with self.assertRaises(error):
                self.status.tag = wrong

    def test_counts_of_derived_types(self):
        pair = MPI.INT.Create_vector(2, 1, 3).Commit()
        for nbytes, count, elements in ((0, 0, 0), (4, MPI.UNDEFINED, 1), (8, 1, 2), (12, MPI.UNDEFINED, 3), (13, MPI.UNDEFINED, MPI.UNDEFINED)):
            self.status.Set_elements(MPI.BYTE, nbytes)
            self.assertEqual((self.status.Get_count(pair), self.status.Get_elements(pair)), (count, elements))
        self.status.Set_elements(pair, 3)
        self.assertEqual(self.status.Get_count(MPI.BYTE), 12)
        pair.Free()

    @unittest.skipIf(NATIVE and MPI.Get_version() < (4, 0), "this Open MPI counts in C ints")
    def test_counts_beyond_an_int(self):
        for n in (2 ** 31, 2 ** 33, 2 ** 40):
            self.status.Set_elements(MPI.INT, n)
            self.assertEqual((self.status.Get_count(MPI.INT), self.status.count), (n, 4 * n))
            copy = MPI.Status.f2py(self.status.py2f())
            self.assertEqual(copy.Get_elements(MPI.INT), n)

    def test_null_types(self):
        for call in (self.status.Get_count, self.status.Get_elements):
            with self.assertRaises(MPI.Exception) as caught:
                call(MPI.DATATYPE_NULL)
            self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_TYPE)

    @needs_mpi4py_4_1
    def test_copies_are_equal_and_apart(self):
        self.status.source, self.status.tag, self.status.error, self.status.count = 1, 2, MPI.ERR_ARG, 7
        self.status.cancelled = True
        for copy in (MPI.Status(self.status), pickle.loads(pickle.dumps(self.status)), MPI.Status.f2py(self.status.py2f())):
            self.assertEqual((copy.source, copy.tag, copy.error, copy.count, copy.cancelled), (1, 2, MPI.ERR_ARG, 7, True))
            copy.source = 5
            self.assertEqual(self.status.source, 1)
            self.assertNotEqual(copy, self.status)

    @needs_mpi4py_4_1
    def test_its_memory_is_the_status_itself(self):
        memory = self.status.tomemory()
        MPI.COMM_SELF.Sendrecv(b"abc", 0, 21, bytearray(5), 0, 21, self.status)
        self.assertEqual(self.status.tag, 21)
        at = list(self.status.tomemory()).index(21)
        memory[at] = 22
        self.assertEqual((self.status.tag, self.status.count), (22, 3))
        self.status.tag = 23
        self.assertEqual(memory[at], 23)


if __name__ == "__main__":
    unittest.main()

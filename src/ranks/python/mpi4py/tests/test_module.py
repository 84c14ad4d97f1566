"""The module itself: every name there, with a docstring; start and end; the clock."""

import inspect
import pickle
import unittest

import mpi4py
from mpi4py import MPI
from oracle import NATIVE, needs_mpi4py_4_1

#: Names that mpi4py 4.1 has, by kind; a missing one would surprise a program at its first line.
CLASSES = """Cartcomm Comm Datatype Distgraphcomm Errhandler Exception File Graphcomm Grequest Group Info Intercomm Intracomm Message Op Pickle Prequest
Request Session Status Topocomm Win buffer""".split()


class Names(unittest.TestCase):
    @needs_mpi4py_4_1
    def test_classes(self):
        for name in CLASSES:
            cls = getattr(MPI, name)
            self.assertEqual((cls.__module__, cls.__name__), ("mpi4py.MPI", name))

    def test_every_public_name_has_a_docstring(self):
        missing = []
        for name, value in vars(MPI).items():
            if name.startswith("_") or not (inspect.isroutine(value) or (inspect.isclass(value) and value.__module__ == "mpi4py.MPI")):
                continue
            if not (value.__doc__ or "").strip():
                missing.append(name)
            if inspect.isclass(value):
                for member, _ in inspect.getmembers(value):
                    static = inspect.getattr_static(value, member)
                    if member.startswith("_") or not (inspect.isroutine(static) or isinstance(static, (property, classmethod, staticmethod))):
                        continue
                    function = static.__func__ if isinstance(static, (classmethod, staticmethod)) else static
                    if not (function.__doc__ or "").strip() and not hasattr(RuntimeError, member):
                        missing.append(f"{name}.{member}")
        if NATIVE:
            missing = [name for name in missing if not name.endswith(("py2f", "f2py"))]
        self.assertEqual(missing, [])

    @needs_mpi4py_4_1
    def test_predefined_objects_are_pickled_by_name(self):
        for name in ("COMM_WORLD", "COMM_SELF", "COMM_NULL", "SUM", "MAXLOC", "OP_NULL", "INT", "DOUBLE_INT", "DATATYPE_NULL", "INFO_NULL", "GROUP_EMPTY",
                     "REQUEST_NULL", "MESSAGE_NO_PROC", "ERRORS_RETURN", "WIN_NULL", "FILE_NULL", "BOTTOM", "IN_PLACE"):
            value = getattr(MPI, name)
            self.assertIs(pickle.loads(pickle.dumps(value)), value, name)

    @needs_mpi4py_4_1
    def test_handles(self):
        for value in (MPI.COMM_WORLD, MPI.SUM, MPI.INT, MPI.INFO_NULL, MPI.REQUEST_NULL, MPI.ERRORS_RETURN):
            self.assertIsInstance(value.handle, int)
            self.assertEqual(type(value).fromhandle(value.handle), value)
            self.assertEqual(type(value)(value), value)
            self.assertRaises(TypeError, hash, value)
            self.assertNotEqual(value, 7)

    def test_special_addresses(self):
        self.assertEqual((repr(MPI.BOTTOM), repr(MPI.IN_PLACE)), ("BOTTOM", "IN_PLACE"))
        self.assertEqual(MPI.BOTTOM, MPI.BOTTOM)
        self.assertFalse(MPI.BOTTOM)
        self.assertTrue(MPI.IN_PLACE)
        self.assertNotEqual(MPI.BOTTOM, MPI.IN_PLACE)

    @needs_mpi4py_4_1
    def test_signatures(self):
        for function, expected in (
            (MPI.Comm.Send, "(self, buf, dest, tag=0)"), (MPI.Comm.Recv, "(self, buf, source=-1, tag=-1, status=None)"),
            (MPI.Comm.sendrecv, "(self, sendobj, dest, sendtag=0, recvbuf=None, source=-1, recvtag=-1, status=None)"),
            (MPI.Comm.Spawn if hasattr(MPI.Comm, "Spawn") else MPI.Intracomm.Create_cart, "(self, dims, periods=None, reorder=False)"),
        ):
            signature = inspect.signature(function)
            # Here some methods are native, whose self is positional only.
            bare = signature.replace(return_annotation=signature.empty,
                                     parameters=[parameter.replace(annotation=parameter.empty, kind=parameter.POSITIONAL_OR_KEYWORD)
                                                 for parameter in signature.parameters.values()])
            self.assertEqual(str(bare), expected)


class Environment(unittest.TestCase):
    @needs_mpi4py_4_1
    def test_versions(self):
        self.assertEqual(len(MPI.Get_version()), 2)
        self.assertEqual((MPI.VERSION, MPI.SUBVERSION), MPI.Get_version())
        self.assertTrue(MPI.Get_library_version())
        name, version = MPI.get_vendor()
        self.assertEqual((type(name), len(version)), (str, 3))
        self.assertRegex(mpi4py.__version__, r"^4\.1\.")

    def test_life(self):
        self.assertIs(MPI.Is_initialized(), True)
        self.assertIs(MPI.Is_finalized(), False)
        self.assertTrue(MPI.Is_thread_main())
        self.assertIn(MPI.Query_thread(), (MPI.THREAD_SINGLE, MPI.THREAD_FUNNELED, MPI.THREAD_SERIALIZED, MPI.THREAD_MULTIPLE))

    def test_clock(self):
        first = MPI.Wtime()
        self.assertIsInstance(first, float)
        self.assertGreaterEqual(MPI.Wtime(), first)
        self.assertTrue(0 < MPI.Wtick() < 1)

    def test_compute_dims(self):
        for nnodes, dims, expected in ((12, 2, [4, 3]), (12, 3, [3, 2, 2]), (7, 2, [7, 1]), (16, [0, 2], [8, 2]), (1, 3, [1, 1, 1]), (6, [0, 0, 1], [3, 2, 1]),
                                       (24, 3, [4, 3, 2])):
            self.assertEqual(MPI.Compute_dims(nnodes, dims), expected)
        with self.assertRaises(MPI.Exception) as caught:
            MPI.Compute_dims(7, [2, 0])
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_DIMS)

    def test_names(self):
        self.assertTrue(MPI.Get_processor_name())
        self.assertEqual(mpi4py.get_config().get("nothing"), None)
        self.assertTrue(mpi4py.get_include().endswith("include"))
        self.assertIs(mpi4py.rc.initialize, True)
        with self.assertRaises(TypeError):
            mpi4py.rc(nonsense=1)


if __name__ == "__main__":
    unittest.main()

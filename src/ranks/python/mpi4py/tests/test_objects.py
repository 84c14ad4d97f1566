"""Communicators, groups, statuses, datatypes, infos, exceptions: what they say of themselves."""

import pickle
import unittest

from mpi4py import MPI
from oracle import needs_mpi4py_4_1

WORLD = MPI.COMM_WORLD


class Communicators(unittest.TestCase):
    def test_world_and_self(self):
        self.assertEqual((WORLD.Get_size(), WORLD.Get_rank()), (WORLD.size, WORLD.rank))
        self.assertEqual((MPI.COMM_SELF.size, MPI.COMM_SELF.rank), (1, 0))
        self.assertEqual((WORLD.name, MPI.COMM_SELF.Get_name()), ("MPI_COMM_WORLD", "MPI_COMM_SELF"))
        self.assertTrue(WORLD.is_intra and not WORLD.is_inter and not WORLD.is_topo)
        self.assertEqual(WORLD.topology, MPI.UNDEFINED)
        self.assertIsInstance(WORLD, MPI.Intracomm)
        self.assertEqual(MPI.Intracomm(WORLD), WORLD)
        with self.assertRaises(TypeError):
            MPI.Comm(7)

    def test_null(self):
        self.assertFalse(MPI.COMM_NULL)
        self.assertEqual(MPI.Comm(), MPI.COMM_NULL)
        for call in (MPI.COMM_NULL.Get_size, MPI.COMM_NULL.Get_rank, MPI.COMM_NULL.Dup, MPI.COMM_NULL.Barrier, MPI.COMM_NULL.barrier):
            with self.assertRaises(MPI.Exception) as caught:
                call()
            self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_COMM)

    @needs_mpi4py_4_1
    def test_duplicate(self):
        for make in (WORLD.Dup, WORLD.Clone, lambda: WORLD.Dup(MPI.INFO_NULL)):
            other = make()
            self.assertIs(type(other), MPI.Intracomm)
            self.assertNotEqual(other, WORLD)
            self.assertEqual(MPI.Comm.Compare(WORLD, other), MPI.CONGRUENT)
            self.assertEqual(WORLD.Compare(WORLD), MPI.IDENT)
            other.name = "other"
            self.assertEqual((other.name, WORLD.name), ("other", "MPI_COMM_WORLD"))
            other.Free()
            self.assertEqual(other, MPI.COMM_NULL)
        self.assertEqual(WORLD.Compare(MPI.COMM_SELF), MPI.CONGRUENT if WORLD.size == 1 else MPI.UNEQUAL)

    def test_messages_of_a_duplicate_are_its_own(self):
        other = WORLD.Dup()
        first, second = WORLD.isend("world", WORLD.rank), other.isend("other", WORLD.rank)
        self.assertEqual(other.recv(source=WORLD.rank), "other")
        self.assertEqual(WORLD.recv(source=WORLD.rank), "world")
        MPI.Request.waitall([first, second])
        other.Free()

    def test_split(self):
        part = WORLD.Split(WORLD.rank % 2, key=-WORLD.rank)
        members = [rank for rank in range(WORLD.size) if rank % 2 == WORLD.rank % 2][::-1]
        self.assertEqual((part.size, part.rank), (len(members), members.index(WORLD.rank)))
        self.assertEqual(part.allgather(WORLD.rank), members)
        part.Free()
        self.assertEqual(WORLD.Split(MPI.UNDEFINED), MPI.COMM_NULL)
        node = WORLD.Split_type(MPI.COMM_TYPE_SHARED)
        self.assertEqual(node.size, WORLD.size)
        node.Free()

    def test_create(self):
        group = WORLD.group.Incl([WORLD.size - 1, 0] if WORLD.size > 1 else [0])
        comm = WORLD.Create(group)
        if WORLD.rank in (0, WORLD.size - 1):
            self.assertEqual(comm.rank, group.rank)
            comm.Free()
        else:
            self.assertEqual(comm, MPI.COMM_NULL)
        whole = WORLD.Create_group(WORLD.group)
        self.assertEqual(whole.size, WORLD.size)
        whole.Free()

    def test_attributes(self):
        self.assertEqual(WORLD.Get_attr(MPI.TAG_UB), 2 ** 31 - 1)
        self.assertGreaterEqual(WORLD.Get_attr(MPI.UNIVERSE_SIZE), 1)
        deleted = []
        key = MPI.Comm.Create_keyval(lambda comm, key, value: value + 1, lambda comm, key, value: deleted.append(value))
        plain = MPI.Comm.Create_keyval()
        comm = WORLD.Dup()
        self.assertIsNone(comm.Get_attr(key))
        comm.Set_attr(key, 10)
        comm.Set_attr(plain, "stays")
        copy = comm.Dup()
        self.assertEqual((copy.Get_attr(key), copy.Get_attr(plain)), (11, None))
        comm.Delete_attr(key)
        self.assertEqual(deleted, [10])
        copy.Free()
        self.assertEqual(deleted, [10, 11])
        comm.Free()
        self.assertEqual(MPI.Comm.Free_keyval(key), MPI.KEYVAL_INVALID)
        MPI.Comm.Free_keyval(plain)

    @needs_mpi4py_4_1
    def test_error_handlers(self):
        self.assertEqual(WORLD.Get_errhandler(), MPI.ERRORS_RETURN)
        comm = WORLD.Dup()
        comm.Set_errhandler(MPI.ERRORS_RETURN)
        seen = []
        handler = MPI.Comm.Create_errhandler(lambda comm, code: seen.append(code))
        comm.Set_errhandler(handler)
        comm.Call_errhandler(MPI.ERR_OTHER)
        self.assertEqual(seen, [MPI.ERR_OTHER])
        handler.Free()
        comm.Free()

    def test_hints(self):
        comm = WORLD.Dup()
        info = comm.Get_info()
        self.assertIsInstance(info, MPI.Info)
        info.Free()
        comm.Free()


class Groups(unittest.TestCase):
    @needs_mpi4py_4_1
    def test_sets(self):
        group = WORLD.Get_group()
        self.assertEqual((group.size, group.rank), (WORLD.size, WORLD.rank))
        first, rest = group.Incl([0]), group.Excl([0])
        self.assertEqual(rest.size, WORLD.size - 1)
        self.assertEqual(MPI.Group.Union(first, rest).Compare(group), MPI.IDENT)
        self.assertEqual(MPI.Group.Union(rest, first).Compare(group), MPI.SIMILAR if WORLD.size > 1 else MPI.IDENT)
        self.assertEqual(MPI.Group.Intersection(first, rest).size, 0)
        self.assertEqual(MPI.Group.Difference(group, first).Compare(rest), MPI.IDENT)
        self.assertEqual(MPI.GROUP_EMPTY.size, 0)
        self.assertEqual(MPI.GROUP_EMPTY.rank, MPI.UNDEFINED)
        self.assertEqual(group.Range_incl([(WORLD.size - 1, 0, -1)]).Translate_ranks([0], group), [WORLD.size - 1])
        self.assertEqual(group.Range_excl([(0, WORLD.size - 1, 1)]).size, 0)
        self.assertEqual(group.Translate_ranks(), list(range(WORLD.size)))
        self.assertEqual(first.Translate_ranks([0, MPI.PROC_NULL], group), [0, MPI.PROC_NULL])
        self.assertEqual(group.Translate_ranks(None, MPI.GROUP_EMPTY), [MPI.UNDEFINED] * WORLD.size)
        with self.assertRaises(MPI.Exception) as caught:
            group.Incl([WORLD.size])
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_RANK)
        group.Free()
        self.assertFalse(group)
        with self.assertRaises(MPI.Exception) as caught:
            MPI.GROUP_NULL.Get_size()
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_GROUP)


class Statuses(unittest.TestCase):
    @needs_mpi4py_4_1
    def test_fields(self):
        status = MPI.Status()
        self.assertEqual((status.Get_source(), status.Get_tag(), status.Get_error(), status.count, status.cancelled),
                         (MPI.ANY_SOURCE, MPI.ANY_TAG, MPI.SUCCESS, 0, False))
        status.source, status.tag, status.error, status.count, status.cancelled = 2, 3, MPI.ERR_TRUNCATE, 10, True
        copy = MPI.Status(status)
        self.assertEqual(copy, status)
        self.assertEqual(pickle.loads(pickle.dumps(status)), status)
        self.assertEqual((copy.source, copy.tag, copy.error, copy.count, copy.Is_cancelled()), (2, 3, MPI.ERR_TRUNCATE, 10, True))
        self.assertEqual((copy.Get_count(MPI.SHORT), copy.Get_count(MPI.INT), copy.Get_count()), (5, MPI.UNDEFINED, 10))
        copy.Set_elements(MPI.INT, 7)
        self.assertEqual(copy.Get_elements(MPI.INT), 7)
        self.assertNotEqual(copy, status)
        with self.assertRaises(TypeError):
            MPI.Status(3)
        with self.assertRaises(TypeError):
            WORLD.Iprobe(0, 0, "no status")


class Datatypes(unittest.TestCase):
    @needs_mpi4py_4_1
    def test_facts(self):
        for datatype, size, extent, char, name in (
            (MPI.DOUBLE, 8, 8, "d", "MPI_DOUBLE"), (MPI.INT, 4, 4, "i", "MPI_INT"), (MPI.C_BOOL, 1, 1, "?", "MPI_C_BOOL"),
            (MPI.BYTE, 1, 1, "B", "MPI_BYTE"), (MPI.DOUBLE_INT, 12, 16, "V", "MPI_DOUBLE_INT"), (MPI.C_DOUBLE_COMPLEX, 16, 16, "D", "MPI_C_DOUBLE_COMPLEX"),
            (MPI.SHORT_INT, 6, 8, "V", "MPI_SHORT_INT"), (MPI.TWOINT, 8, 8, "V", "MPI_2INT"), (MPI.LONG_LONG, 8, 8, "q", "MPI_LONG_LONG_INT"),
            (MPI.INT64_T, 8, 8, None, "MPI_INT64_T"), (MPI.REAL8, 8, 8, "d", "MPI_REAL8"), (MPI.CHAR, 1, 1, "c", "MPI_CHAR"),
        ):
            self.assertEqual((datatype.Get_size(), datatype.Get_extent(), datatype.Get_name()), (size, (0, extent), name))
            self.assertEqual((datatype.size, datatype.extent, datatype.lb, datatype.ub), (size, extent, 0, extent))
            if char is not None:
                self.assertEqual(datatype.typechar, char)
            self.assertTrue(datatype.is_predefined and datatype.is_named)
            self.assertEqual(datatype.Get_envelope()[-1], MPI.COMBINER_NAMED)

    @needs_mpi4py_4_1
    def test_codes(self):
        for code, datatype in (("d", MPI.DOUBLE), ("i", MPI.INT), ("q", MPI.LONG_LONG), ("f8", MPI.DOUBLE), ("i4", MPI.INT32_T), ("?", MPI.C_BOOL),
                               ("b", MPI.SIGNED_CHAR), ("B", MPI.UNSIGNED_CHAR)):
            self.assertEqual(MPI.Datatype.fromcode(code), datatype)
        for datatype, code in ((MPI.DOUBLE, "d"), (MPI.INT, "i"), (MPI.INT32_T, "i4"), (MPI.C_BOOL, "b1")):
            self.assertEqual(datatype.tocode(), code)
        with self.assertRaises(ValueError) as caught:
            MPI.Datatype.fromcode("no")
        self.assertEqual(str(caught.exception), "cannot map code 'no' to MPI datatype")
        self.assertRaises(ValueError, MPI.DOUBLE_INT.tocode)

    def test_null(self):
        self.assertFalse(MPI.DATATYPE_NULL)
        with self.assertRaises(MPI.Exception) as caught:
            MPI.DATATYPE_NULL.Get_size()
        self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_TYPE)


class Infos(unittest.TestCase):
    @needs_mpi4py_4_1
    def test_dictionary(self):
        info = MPI.Info.Create({"a": "1"})
        info["b"] = "2"
        self.assertEqual((len(info), info["a"], info.Get("b"), info.Get("c"), info.get("c", "d"), "a" in info, list(info)),
                         (2, "1", "2", None, "d", True, ["a", "b"]))
        copy = info.Dup()
        del info["a"]
        self.assertEqual((info.items(), copy.Get_nkeys(), copy.Get_nthkey(0)), ([("b", "2")], 2, "a"))
        info.update({"c": "3"}, d="4")
        self.assertEqual((info.pop("c"), info.pop("x", "y"), info.keys(), info.values()), ("3", "y", ["b", "d"], ["2", "4"]))
        self.assertRaises(KeyError, lambda: info["gone"])
        info.clear()
        self.assertEqual(len(info), 0)
        info.Free()
        copy.Free()
        self.assertEqual(info, MPI.INFO_NULL)
        self.assertEqual(len(MPI.INFO_NULL), 0)


class Exceptions(unittest.TestCase):
    @needs_mpi4py_4_1
    def test_codes(self):
        error = MPI.Exception(MPI.ERR_TRUNCATE)
        self.assertIsInstance(error, RuntimeError)
        self.assertEqual((int(error), error.Get_error_code(), error.error_class, str(error), repr(error)),
                         (15, 15, MPI.ERR_TRUNCATE, "MPI_ERR_TRUNCATE: message truncated", "MPI.Exception(15)"))
        self.assertTrue(error == 15 and error != 16 and error < 16 and hash(error) == hash(15) and bool(error))
        self.assertFalse(MPI.Exception())
        for code, text in ((MPI.SUCCESS, "MPI_SUCCESS: no errors"), (MPI.ERR_RANK, "MPI_ERR_RANK: invalid rank"), (MPI.ERR_COMM, "MPI_ERR_COMM: invalid communicator"),
                           (MPI.ERR_OP, "MPI_ERR_OP: invalid reduce operation"), (MPI.ERR_ROOT, "MPI_ERR_ROOT: invalid root"),
                           (MPI.ERR_NO_SUCH_FILE, "MPI_ERR_NO_SUCH_FILE: no such file or directory")):
            self.assertEqual(MPI.Get_error_string(code), text)
            self.assertEqual(MPI.Get_error_class(code), code)

    def test_own_codes(self):
        added = MPI.Add_error_class()
        code = MPI.Add_error_code(added)
        MPI.Add_error_string(code, "mine")
        self.assertEqual((MPI.Get_error_class(code), MPI.Get_error_string(code), str(MPI.Exception(code))), (added, "mine", "mine"))


if __name__ == "__main__":
    unittest.main()

"""The calls that have a quicker way for plain arrays: with everything that must not take it, and with ranks that go different ways."""

import unittest

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size


class Column(np.ndarray):
    """A subclass of numpy's array."""


class PointToPoint(unittest.TestCase):
    def exchange(self, send, receive):
        """A message to oneself, by calls given as functions of the communicator."""
        request = send(MPI.COMM_SELF)
        receive(MPI.COMM_SELF)
        request.Wait()

    def test_spellings_of_arguments(self):
        for receive in (
            lambda c, a: c.Recv(a), lambda c, a: c.Recv(a, 0), lambda c, a: c.Recv(a, source=0, tag=3), lambda c, a: c.Recv(a, tag=3),
            lambda c, a: c.Recv(buf=a, source=MPI.ANY_SOURCE), lambda c, a: c.Recv([a, MPI.DOUBLE], 0, 3), lambda c, a: c.Recv([a, 2], status=None),
            lambda c, a: c.Recv(a, np.int64(0), np.int32(3)), lambda c, a: c.Irecv(a, tag=3).Wait(),
        ):
            for send in (lambda c, a: c.Isend(a, 0, 3), lambda c, a: c.Isend(a, tag=3, dest=0), lambda c, a: c.Isend([a, MPI.DOUBLE], dest=0, tag=3)):
                got = np.zeros(2)
                self.exchange(lambda c: send(c, np.array([1.5, 2.5])), lambda c: receive(c, got))
                self.assertEqual(got.tolist(), [1.5, 2.5])

    def test_wrong_arguments(self):
        data = np.ones(1)
        for call in (
            lambda: comm.Send(), lambda: comm.Send(data), lambda: comm.Send(data, 0, 0, 0), lambda: comm.Send(data, 0, dest=0),
            lambda: comm.Send(data, 0, label=1), lambda: comm.Send(data, "0"), lambda: comm.Recv(data, 0, 0, 7), lambda: comm.Bcast(),
            lambda: comm.Send(3, 0), lambda: MPI.Request.Waitall([None]), lambda: comm.Barrier(1),
        ):
            self.assertRaises(TypeError, call)
        self.assertRaises(MPI.Exception, MPI.COMM_NULL.Send, data, 0)
        self.assertRaises(MPI.Exception, comm.Send, data, size)
        self.assertRaises(MPI.Exception, MPI.COMM_NULL.Barrier)

    def test_arrays_of_every_shape(self):
        base = np.arange(24.0)
        for array in (base, base.reshape(2, 3, 4), np.asfortranarray(base.reshape(4, 6)), base[5:6], base[:0], np.float64(7.0).reshape(()),
                      base.view(Column), base.astype(">f8").astype("f8"), base.astype("c16"), base.astype("i1"), base.astype("?")):
            got = np.zeros_like(array)
            self.exchange(lambda c: c.Isend(array, 0), lambda c: c.Recv(got, 0))
            np.testing.assert_array_equal(got, array)

    def test_arrays_that_will_not_do(self):
        base = np.arange(24.0)
        for array in (base[::2], base.reshape(4, 6)[:, 1:3]):
            self.assertRaises((BufferError, ValueError), comm.Send, array, 0)
        fixed = np.ones(2)
        fixed.flags.writeable = False
        self.assertRaises((BufferError, ValueError), comm.Recv, fixed, 0)
        got = np.zeros(2)
        self.exchange(lambda c: c.Isend(fixed, 0), lambda c: c.Recv(got, 0))
        self.assertEqual(got.tolist(), [1, 1])

    def test_status_of_a_quick_receive(self):
        status = MPI.Status()
        self.exchange(lambda c: c.Isend(np.ones(3), 0, 9), lambda c: c.Recv(np.zeros(5), status=status))
        self.assertEqual((status.Get_source(), status.Get_tag(), status.Get_count(MPI.DOUBLE)), (0, 9, 3))
        MPI.COMM_SELF.isend({"a": 1}, 0, 8)
        self.assertEqual(MPI.COMM_SELF.recv(status=status), {"a": 1})
        self.assertEqual(status.Get_tag(), 8)

    def test_a_message_that_is_too_long(self):
        request = MPI.COMM_SELF.Isend(np.ones(3), 0)
        with self.assertRaises(MPI.Exception) as raised:
            MPI.COMM_SELF.Recv(np.zeros(2), 0)
        self.assertEqual(raised.exception.Get_error_class(), MPI.ERR_TRUNCATE)
        request.Wait()


class Requests(unittest.TestCase):
    def test_requests_of_every_kind_together(self):
        c = MPI.COMM_SELF
        into = [np.zeros(1) for _ in range(4)]
        requests = [c.Irecv(into[0], 0, 0), c.Irecv([into[1], MPI.DOUBLE], 0, 1), MPI.REQUEST_NULL, c.irecv(source=0, tag=2), c.Recv_init(into[3], 0, 3)]
        requests[4].Start()
        sends = [c.Isend(np.full(1, tag + 1.0), 0, tag) for tag in (0, 1)] + [c.isend(3.0, 0, 2), c.Isend(np.full(1, 4.0), 0, 3)]
        self.assertIs(MPI.Request.Waitall(requests), True)
        self.assertIs(MPI.Request.Waitall(sends), True)
        self.assertEqual([array[0] for array in into], [1, 2, 0, 4])
        self.assertTrue(all(request == MPI.REQUEST_NULL for request in sends))
        self.assertNotEqual(requests[4], MPI.REQUEST_NULL)
        requests[4].Free()

    def test_waiting_twice(self):
        request = MPI.COMM_SELF.Isend(np.ones(1), 0)
        MPI.COMM_SELF.Recv(np.zeros(1), 0)
        self.assertIs(request.Wait(), True)
        self.assertEqual(request, MPI.REQUEST_NULL)
        self.assertIs(request.Wait(), True)
        self.assertIs(MPI.Request.Waitall([request, request]), True)
        self.assertIs(MPI.Request.Waitall([]), True)

    def test_memory_lives_until_the_message_has_come(self):
        c = MPI.COMM_SELF
        requests = [c.Isend(np.full(1000, float(i)), 0) for i in range(50)]
        for i in range(50):
            got = np.zeros(1000)
            c.Recv(got, 0)
            self.assertEqual(got.tolist(), [float(i)] * 1000)
        MPI.Request.Waitall(requests)


class Collectives(unittest.TestCase):
    def test_ranks_that_lay_out_the_data_in_different_ways(self):
        spread = MPI.DOUBLE.Create_vector(3, 1, 2).Commit()
        for root in range(size):
            data = np.arange(5.0) if rank == root else np.zeros(5)
            if (rank + root) % 2 == 0:
                comm.Bcast([data, 1, spread], root)
                self.assertEqual(data[::2].tolist(), [0, 2, 4])
            else:
                comm.Bcast(data[:3] if rank != root else data[::2].copy(), root)
        spread.Free()

    def test_some_in_place(self):
        for n in (1, 3, 2000):
            value = np.full(n, rank + 1.0)
            if rank % 2:
                comm.Allreduce(MPI.IN_PLACE, value)
                total = value
            else:
                total = np.zeros(n)
                comm.Allreduce([value, MPI.DOUBLE], total)
            self.assertEqual(total.tolist(), [size * (size + 1) / 2] * n)

    def test_operations_and_types(self):
        for dtype in "ilqfdBHd":
            for op, expected in ((MPI.SUM, sum(range(1, size + 1))), (MPI.MAX, size), (MPI.MIN, 1), (MPI.PROD, int(np.prod(range(1, size + 1))))):
                if dtype == "B" and expected > 255:
                    continue
                got = np.zeros(2, dtype)
                comm.Allreduce(np.full(2, rank + 1, dtype), got, op)
                self.assertEqual(got.tolist(), [expected] * 2)
                got = np.zeros(2, dtype)
                comm.Reduce(np.full(2, rank + 1, dtype), got if rank == 0 else None, op=op)
                if rank == 0:
                    self.assertEqual(got.tolist(), [expected] * 2)

    def test_buffers_that_do_not_match(self):
        self.assertRaises(ValueError, comm.Allreduce, np.ones(2), np.ones(3))
        self.assertRaises(ValueError, comm.Allreduce, np.ones(2), np.ones(2, "f"))

    def test_blocks(self):
        mine = np.arange(2.0) + 10 * rank
        for root in range(size):
            all_of_them = np.zeros((size, 2)) if rank == root else None
            comm.Gather(mine, all_of_them, root)
            if rank == root:
                self.assertEqual(all_of_them[:, 0].tolist(), [10.0 * r for r in range(size)])
            got = np.zeros(2)
            comm.Scatter(all_of_them, got, root)
            self.assertEqual(got.tolist(), mine.tolist())
        gathered = np.zeros((size, 2))
        comm.Allgather(mine, gathered)
        self.assertEqual(gathered[:, 1].tolist(), [10.0 * r + 1 for r in range(size)])
        turned = np.zeros(size)
        comm.Alltoall(np.arange(float(size)) + 100 * rank, turned)
        self.assertEqual(turned.tolist(), [100.0 * r + rank for r in range(size)])


if __name__ == "__main__":
    unittest.main()

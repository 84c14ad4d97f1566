"""Wrong arguments and what mpi4py says to them: the class of exception, MPI's error class, the text."""

import unittest

import numpy as np
from mpi4py import MPI
from oracle import NATIVE, not_natively

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
four = np.zeros(4)
four_more = np.zeros(4)

TEXT = {
    MPI.ERR_BUFFER: "MPI_ERR_BUFFER: invalid buffer pointer",
    MPI.ERR_COUNT: "MPI_ERR_COUNT: invalid count argument",
    MPI.ERR_TYPE: "MPI_ERR_TYPE: invalid datatype",
    MPI.ERR_TAG: "MPI_ERR_TAG: invalid tag",
    MPI.ERR_COMM: "MPI_ERR_COMM: invalid communicator",
    MPI.ERR_RANK: "MPI_ERR_RANK: invalid rank",
    MPI.ERR_REQUEST: "MPI_ERR_REQUEST: invalid request",
    MPI.ERR_ROOT: "MPI_ERR_ROOT: invalid root",
    MPI.ERR_GROUP: "MPI_ERR_GROUP: invalid group",
    MPI.ERR_OP: "MPI_ERR_OP: invalid reduce operation",
    MPI.ERR_DIMS: "MPI_ERR_DIMS: invalid topology dimension",
    MPI.ERR_ARG: "MPI_ERR_ARG: invalid argument of some other kind",
    MPI.ERR_TRUNCATE: "MPI_ERR_TRUNCATE: message truncated",
    MPI.ERR_IN_STATUS: "MPI_ERR_IN_STATUS: error code in status",
    MPI.ERR_INFO: "MPI_ERR_INFO: invalid info object",
    MPI.ERR_INFO_NOKEY: "MPI_ERR_INFO_NOKEY: unknown key for given info object",
}


class Errors(unittest.TestCase):
    def raises(self, error_class, call, *args, **kwargs):
        """The call raises mpi4py's exception of this class, with Open MPI's text."""
        with self.assertRaises(MPI.Exception) as caught:
            call(*args, **kwargs)
        error = caught.exception
        self.assertEqual((error.Get_error_class(), str(error)), (error_class, TEXT[error_class]))
        self.assertEqual(MPI.Get_error_class(error.Get_error_code()), error_class)
        self.assertEqual(error.Get_error_string(), TEXT[error_class])

    def says(self, exception, text, call, *args, **kwargs):
        """The call raises one of Python's own exceptions with this text."""
        with self.assertRaises(exception) as caught:
            call(*args, **kwargs)
        self.assertEqual(caught.exception.args[0], text)

    def test_rank(self):
        for wrong in (size, size + 100, -7, MPI.ANY_SOURCE):
            for call in (comm.Send, comm.Ssend, comm.Bsend, comm.Rsend, comm.Isend, comm.Issend, comm.Send_init):
                self.raises(MPI.ERR_RANK, call, four, wrong)
            self.raises(MPI.ERR_RANK, comm.send, None, wrong)
            self.raises(MPI.ERR_RANK, comm.isend, None, wrong)
        for wrong in (size, -7):
            for call in (comm.Recv, comm.Irecv, comm.Recv_init):
                self.raises(MPI.ERR_RANK, call, four, wrong)
            for call in (comm.Probe, comm.Iprobe, comm.Mprobe, comm.Improbe, comm.probe, comm.iprobe):
                self.raises(MPI.ERR_RANK, call, wrong)
            self.raises(MPI.ERR_RANK, comm.recv, None, wrong)
            self.raises(MPI.ERR_RANK, comm.Sendrecv, four, MPI.PROC_NULL, 0, four_more, wrong)
        self.raises(MPI.ERR_RANK, comm.Sendrecv, four, size, 0, four_more, MPI.PROC_NULL)

    def test_tag(self):
        for wrong in (-5, MPI.ANY_TAG):
            for call in (comm.Send, comm.Ssend, comm.Isend, comm.Send_init):
                self.raises(MPI.ERR_TAG, call, four, rank, wrong)
            self.raises(MPI.ERR_TAG, comm.send, None, rank, wrong)
        self.raises(MPI.ERR_TAG, comm.Recv, four, rank, -5)
        self.raises(MPI.ERR_TAG, comm.Irecv, four, rank, -5)
        self.raises(MPI.ERR_TAG, comm.Iprobe, rank, -9)

    def test_root(self):
        for wrong in (size, -1, -9):
            self.raises(MPI.ERR_ROOT, comm.Bcast, four, wrong)
            self.raises(MPI.ERR_ROOT, comm.bcast, None, wrong)
            self.raises(MPI.ERR_ROOT, comm.Reduce, four, four_more, MPI.SUM, wrong)
            self.raises(MPI.ERR_ROOT, comm.Ibcast, four, wrong)
        self.raises(MPI.ERR_ROOT, comm.Gather, four, None, -9)
        self.raises(MPI.ERR_ROOT, comm.scatter, [1] * size, size)

    def test_count(self):
        self.says(ValueError, "message: negative count -1", comm.Send, [four, -1, MPI.DOUBLE], rank)
        self.says(ValueError, "message: displacement 9 out of bounds, number of datatype entries 4", comm.Send, [four, (4, 9), MPI.DOUBLE], rank)
        self.says(ValueError, "mismatch in send count 4 and receive count 3", comm.Allreduce, four, np.zeros(3))
        self.says(ValueError, f"expecting {size} items, got {size + 1}", comm.alltoall, [1] * (size + 1))
        self.says(ValueError, f"expecting {size} items, got {size + 1}", comm.Allgatherv, four, [np.zeros(4 * size), [4] * (size + 1)])
        self.raises(MPI.ERR_COUNT, MPI.DOUBLE.Create_vector, -1, 1, 1)
        self.raises(MPI.ERR_COUNT, MPI.Status().Set_elements, MPI.DOUBLE, -1)

    def test_datatype(self):
        freed = MPI.DOUBLE.Create_contiguous(2).Commit()
        copy = MPI.Datatype(freed)
        freed.Free()
        self.assertEqual(freed, MPI.DATATYPE_NULL)
        for wrong in (MPI.DATATYPE_NULL, freed):
            self.raises(MPI.ERR_TYPE, comm.Send, [four, 2, wrong], rank)
            self.raises(MPI.ERR_TYPE, comm.Irecv, [four, 2, wrong], rank)
        self.assertNotEqual(copy, MPI.DATATYPE_NULL)
        self.raises(MPI.ERR_TYPE, MPI.DOUBLE.Free)
        self.raises(MPI.ERR_TYPE, MPI.Status().Get_count, MPI.DATATYPE_NULL)
        self.says(ValueError, "mismatch in send and receive MPI datatypes", comm.Allreduce, four, np.zeros(4, dtype="i4"))

    def test_messages(self):
        self.says(KeyError, "cannot map 'zz' to MPI datatype", comm.Send, [four, 4, "zz"], rank)
        self.says(KeyError, "cannot map 'O' to MPI datatype", comm.Send, np.array([None]), rank)
        self.says(TypeError, "a bytes-like object is required, not 'int'", comm.Send, [1, 2, 3], rank)
        self.says(TypeError, "message: expecting buffer or list/tuple", comm.Send, None, rank)
        self.says(TypeError, "message: expecting buffer or list/tuple", comm.Send, "text", rank)

    def test_operation(self):
        freed = MPI.Op.Create(lambda a, b, datatype: None)
        freed.Free()
        for wrong in (MPI.OP_NULL, freed):
            self.raises(MPI.ERR_OP, comm.Allreduce, four, four_more, wrong)
        self.raises(MPI.ERR_OP, comm.Allreduce, four, four_more, MPI.BAND)
        self.raises(MPI.ERR_OP, MPI.SUM.Free)

    def test_communicator(self):
        freed = comm.Dup()
        freed.Free()
        for wrong in (MPI.COMM_NULL, freed):
            self.raises(MPI.ERR_COMM, wrong.Send, four, 0)
            self.raises(MPI.ERR_COMM, wrong.Recv, four)
            self.raises(MPI.ERR_COMM, wrong.Barrier)
            self.raises(MPI.ERR_COMM, wrong.Get_rank)
            self.raises(MPI.ERR_COMM, lambda: wrong.size)
            self.raises(MPI.ERR_COMM, wrong.Free)
        self.raises(MPI.ERR_COMM, MPI.COMM_WORLD.Free)
        self.raises(MPI.ERR_ARG, comm.Split, -3, 0)
        self.raises(MPI.ERR_ARG, comm.Create_cart, [size + 1])

    def test_group_and_topology(self):
        group = comm.Get_group()
        self.raises(MPI.ERR_RANK, group.Incl, [size])
        self.raises(MPI.ERR_GROUP, comm.Create, MPI.GROUP_NULL)
        self.raises(MPI.ERR_DIMS, MPI.Compute_dims, 7, [2, 0])
        self.raises(MPI.ERR_DIMS, MPI.Compute_dims, -7, 2)
        group.Free()

    def test_request(self):
        self.assertTrue(MPI.REQUEST_NULL.Wait())
        self.assertTrue(MPI.REQUEST_NULL.Test())
        for call in (MPI.REQUEST_NULL.Cancel, MPI.REQUEST_NULL.Free, MPI.Prequest().Start):
            self.raises(MPI.ERR_REQUEST, call)
        self.assertEqual(MPI.Request.Waitany([]), MPI.UNDEFINED)
        self.assertEqual(MPI.Request.Waitany([MPI.REQUEST_NULL]), MPI.UNDEFINED)

    def test_info(self):
        info = MPI.Info.Create()
        self.raises(MPI.ERR_INFO_NOKEY, info.Delete, "no such key")
        self.raises(MPI.ERR_INFO, MPI.INFO_NULL.Set, "key", "value")
        info.Free()

    def test_buffered_send(self):
        self.raises(MPI.ERR_BUFFER, comm.Bsend, np.zeros(1000), rank)

    def test_the_run_goes_on(self):
        self.raises(MPI.ERR_RANK, comm.Send, four, size)
        self.assertEqual(comm.allreduce(1), size)

    def test_error_handlers(self):
        self.assertEqual(comm.Get_errhandler(), MPI.ERRORS_RETURN)
        self.assertEqual(MPI.Get_error_string(MPI.SUCCESS), "MPI_SUCCESS: no errors")


@unittest.skipIf(size != 2, "one sends, one receives")
class Truncation(unittest.TestCase):
    """More has come than the buffer holds; the lengths are eager and not."""

    def setUp(self):
        comm.Barrier()

    def each_length(self, receive, exception=MPI.ERR_TRUNCATE, error=MPI.SUCCESS):
        got = []
        # Open MPI 5 crashes when a message too long for the buffer is not eager.
        lengths = (4, 400) if NATIVE else (4, 400, 100_000)
        for length in lengths:
            if rank == 0:
                comm.Isend(np.arange(float(length)), 1, 3).Wait()
            else:
                status = MPI.Status()
                buffer = np.full(4, -1.0)
                try:
                    receive(buffer[:2], status)
                    raised = None
                except MPI.Exception as problem:
                    raised = problem.Get_error_class(), str(problem)
                got.append((raised, status.source, status.tag, status.Get_count(MPI.DOUBLE), status.error, buffer[2:].tolist()))
            # Nothing is judged before both are through with it: a rank that stops would leave the other waiting.
            comm.Barrier()
        if rank == 1:
            self.assertEqual(got, [((exception, TEXT[exception]), 0, 3, length, error, [-1, -1]) for length in lengths])

    def test_receive(self):
        self.each_length(lambda buffer, status: comm.Recv(buffer, 0, 3, status))

    def test_wait(self):
        self.each_length(lambda buffer, status: comm.Irecv(buffer, 0, 3).Wait(status))

    def test_wait_for_all(self):
        self.each_length(lambda buffer, status: MPI.Request.Waitall([comm.Irecv(buffer, 0, 3)], [status]), MPI.ERR_IN_STATUS, MPI.ERR_TRUNCATE)

    def test_matched_receive(self):
        self.each_length(lambda buffer, status: comm.Mprobe(0, 3).Recv(buffer, status))

    def test_object_into_a_short_buffer(self):
        for length in (10, 400):
            if rank == 0:
                comm.send("x" * length, 1)
            else:
                with self.assertRaises(MPI.Exception) as caught:
                    comm.irecv(bytearray(10), 0).wait()
                self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_TRUNCATE)

    def test_what_follows_a_truncated_message(self):
        if rank == 0:
            comm.Send(np.arange(10.0), 1, 4)
            comm.Send(np.array([7.0]), 1, 4)
        else:
            one = np.zeros(1)
            with self.assertRaises(MPI.Exception):
                comm.Recv(one, 0, 4)
            comm.Recv(one, 0, 4)
            self.assertEqual(one[0], 7)

    @not_natively("Open MPI crashes on a reduction of different lengths")
    def test_collectives_of_different_lengths(self):
        data = np.zeros(8 if rank == 0 else 2)
        if rank == 0:
            comm.Bcast(data)
        else:
            with self.assertRaises(MPI.Exception) as caught:
                comm.Bcast(data)
            self.assertEqual(caught.exception.Get_error_class(), MPI.ERR_TRUNCATE)


if __name__ == "__main__":
    unittest.main()

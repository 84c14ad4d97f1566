"""What goes wrong in point-to-point, with which class and text, and what the status says then."""

import unittest

import numpy as np
from mpi4py import MPI
from oracle import NATIVE, needs_mpi4py_4_1

TEXTS = {
    MPI.ERR_RANK: "MPI_ERR_RANK: invalid rank",
    MPI.ERR_TAG: "MPI_ERR_TAG: invalid tag",
    MPI.ERR_TYPE: "MPI_ERR_TYPE: invalid datatype",
    MPI.ERR_COMM: "MPI_ERR_COMM: invalid communicator",
    MPI.ERR_REQUEST: "MPI_ERR_REQUEST: invalid request",
    MPI.ERR_TRUNCATE: "MPI_ERR_TRUNCATE: message truncated",
    MPI.ERR_IN_STATUS: "MPI_ERR_IN_STATUS: error code in status",
}


class Errors(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD.Dup()
        self.comm.Set_errhandler(MPI.ERRORS_RETURN)
        self.me = self.comm.rank
        self.two, self.five = np.zeros(2, "i"), np.zeros(5, "i")
        self.sends = []

    def tearDown(self):
        MPI.Request.Waitall(self.sends)
        self.comm.Free()

    def fails(self, error_class, function, *args, **kwargs):
        with self.assertRaises(MPI.Exception) as caught:
            function(*args, **kwargs)
        self.assertEqual(caught.exception.Get_error_class(), error_class)
        self.assertEqual(str(caught.exception), TEXTS[error_class])

    def too_long(self):
        """A message of five ints to oneself, and a receive of it with room for two."""
        self.sends.append(self.comm.Isend(self.five, self.me, 3))
        return self.comm.Irecv(self.two, self.me, 3)

    def test_ranks(self):
        for rank in (self.comm.size, -5):
            for call in (self.comm.Send, self.comm.Isend, self.comm.Ssend, self.comm.Rsend, self.comm.Send_init, self.comm.Recv, self.comm.Irecv, self.comm.Recv_init):
                self.fails(MPI.ERR_RANK, call, self.two, rank)
            for call in (self.comm.Probe, self.comm.Iprobe, self.comm.Mprobe, self.comm.Improbe):
                self.fails(MPI.ERR_RANK, call, rank)
        self.fails(MPI.ERR_RANK, self.comm.Send, self.two, MPI.ANY_SOURCE)

    def test_tags(self):
        for call in (self.comm.Send, self.comm.Isend, self.comm.Send_init, self.comm.Recv, self.comm.Irecv, self.comm.Recv_init):
            self.fails(MPI.ERR_TAG, call, self.two, self.me, -5)
        self.fails(MPI.ERR_TAG, self.comm.Send, self.two, self.me, MPI.ANY_TAG)
        self.fails(MPI.ERR_TAG, self.comm.Probe, self.me, -5)

    def test_types_and_communicators(self):
        self.fails(MPI.ERR_TYPE, self.comm.Send, [self.two, 1, MPI.DATATYPE_NULL], self.me)
        self.fails(MPI.ERR_COMM, MPI.COMM_NULL.Send, self.two, 0)
        self.fails(MPI.ERR_COMM, MPI.COMM_NULL.Irecv, self.two, 0)
        comm = self.comm.Dup()
        comm.Free()
        self.fails(MPI.ERR_COMM, comm.send, None, 0)

    def test_requests(self):
        self.fails(MPI.ERR_REQUEST, MPI.REQUEST_NULL.Cancel)
        self.fails(MPI.ERR_REQUEST, MPI.REQUEST_NULL.Free)
        self.fails(MPI.ERR_REQUEST, MPI.Prequest().Start)

    def test_a_message_longer_than_its_buffer(self):
        status = MPI.Status()
        self.sends.append(self.comm.Isend(self.five, self.me, 3))
        self.fails(MPI.ERR_TRUNCATE, self.comm.Recv, self.two, self.me, 3, status)
        self.assertEqual((status.source, status.tag, status.error, status.Get_count(MPI.INT)), (self.me, 3, MPI.SUCCESS, 5))
        for complete in (MPI.Request.Wait, lambda request, status: MPI.Request.Waitany([request], status)):
            request = self.too_long()
            status = MPI.Status()
            self.fails(MPI.ERR_TRUNCATE, complete, request, status)
            self.assertEqual((status.source, status.tag, status.error, status.Get_count(MPI.INT)), (self.me, 3, MPI.SUCCESS, 5))
            self.assertFalse(request)

    def test_among_several_the_statuses_tell_which(self):
        for complete in (MPI.Request.Waitall, MPI.Request.Waitsome, MPI.Request.Testall):
            requests = [self.too_long(), self.comm.Irecv(None, MPI.PROC_NULL)]
            while not requests[0].Get_status():
                pass
            statuses = [MPI.Status(), MPI.Status()]
            self.fails(MPI.ERR_IN_STATUS, complete, requests, statuses)
            self.assertEqual([status.error for status in statuses], [MPI.ERR_TRUNCATE, MPI.SUCCESS])
            self.assertEqual([status.source for status in statuses], [self.me, MPI.PROC_NULL])

    def test_a_matched_message_longer_than_its_buffer(self):
        self.sends.append(self.comm.Isend(self.five, self.me, 4))
        message = self.comm.Mprobe(self.me, 4)
        status = MPI.Status()
        self.fails(MPI.ERR_TRUNCATE, message.Recv, self.two, status)
        self.assertEqual((status.source, status.tag, status.Get_count(MPI.INT)), (self.me, 4, 5))

    @needs_mpi4py_4_1
    def test_the_communicators_error_handler_is_told(self):
        told = []
        handler = MPI.Comm.Create_errhandler(lambda comm, code: told.append((comm == self.comm, code)))
        self.comm.Set_errhandler(handler)
        self.fails(MPI.ERR_RANK, self.comm.Send, self.two, 99)
        self.fails(MPI.ERR_TRUNCATE, self.too_long().Wait)
        self.fails(MPI.ERR_IN_STATUS, MPI.Request.Waitall, [self.too_long()], [])
        self.assertEqual(told, [(True, MPI.ERR_RANK), (True, MPI.ERR_TRUNCATE), (True, MPI.ERR_TRUNCATE)])
        handler.Free()

    def test_arguments_of_other_types(self):
        for bad in ("1", None, [1]):
            with self.assertRaises(TypeError):
                self.comm.send(None, bad)
        with self.assertRaises(OverflowError):
            self.comm.Send(self.two, self.me, 2 ** 31)
        # A float is cut off.
        self.sends.append(self.comm.Isend(self.two, self.me + 0.5, 6))
        self.comm.Recv(self.two, self.me, 6.9)


if __name__ == "__main__":
    unittest.main()

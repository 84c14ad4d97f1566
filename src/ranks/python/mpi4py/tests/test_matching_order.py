"""Which message meets which receive: the order of sending, wildcards, probes, communicators (MPI 4.1, 3.5 and 3.8)."""

import unittest

import numpy as np
from mpi4py import MPI

#: Elements below and above every eager limit: short messages must not overtake long ones.
SHORT, LONG = 1, 100_000


class Matching(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD.Dup()
        self.rank, self.size = self.comm.rank, self.comm.size
        self.next, self.previous = (self.rank + 1) % self.size, (self.rank - 1) % self.size

    def tearDown(self):
        self.comm.Barrier()
        self.comm.Free()

    def send_all(self, messages):
        """Isend of arrays filled with their number, as (number, elements, tag)."""
        return [self.comm.Isend(np.full(elements, number, dtype="i4"), self.next, tag) for number, elements, tag in messages]

    def receive(self, source, tag):
        status = MPI.Status()
        buffer = np.full(LONG, -1, dtype="i4")
        self.comm.Recv(buffer, source, tag, status)
        self.assertEqual(status.source, self.previous)
        return buffer[0], status.Get_count(MPI.INT), status.tag

    def test_messages_do_not_overtake_each_other(self):
        lengths = [SHORT, LONG, SHORT, LONG, LONG, SHORT, 1025, 1024, 1023, LONG, SHORT]
        for source in (self.previous, MPI.ANY_SOURCE):
            for tag in (4, MPI.ANY_TAG):
                sent = [(number, length, 4) for number, length in enumerate(lengths)]
                requests = self.send_all(sent)
                self.assertEqual([self.receive(source, tag) for _ in sent], sent)
                MPI.Request.Waitall(requests)

    def test_a_wildcard_tag_takes_the_first_sent(self):
        sent = [(0, LONG, 9), (1, SHORT, 2), (2, LONG, 5), (3, SHORT, 9), (4, SHORT, 0)]
        requests = self.send_all(sent)
        self.assertEqual([self.receive(self.previous, MPI.ANY_TAG) for _ in sent], sent)
        MPI.Request.Waitall(requests)

    def test_a_tag_picks_its_message_and_the_rest_keeps_its_order(self):
        sent = [(0, SHORT, 1), (1, LONG, 2), (2, SHORT, 3), (3, LONG, 2), (4, SHORT, 1)]
        requests = self.send_all(sent)
        self.assertEqual(self.receive(MPI.ANY_SOURCE, 2), sent[1])
        self.assertEqual(self.receive(MPI.ANY_SOURCE, 3), sent[2])
        self.assertEqual([self.receive(self.previous, MPI.ANY_TAG) for _ in range(3)], [sent[0], sent[3], sent[4]])
        MPI.Request.Waitall(requests)

    def test_receives_match_in_the_order_they_were_posted(self):
        # (source, tag) of each receive, and the number of the message it must get.
        posted = [(MPI.ANY_SOURCE, 7), (self.previous, MPI.ANY_TAG), (self.previous, 7), (MPI.ANY_SOURCE, MPI.ANY_TAG), (self.previous, 8)]
        buffers = np.full((len(posted), LONG), -1, dtype="i4")
        receives = [self.comm.Irecv(buffer, source, tag) for buffer, (source, tag) in zip(buffers, posted)]
        self.comm.Barrier()
        sends = self.send_all([(0, SHORT, 8), (1, LONG, 7), (2, LONG, 7), (3, SHORT, 8), (4, SHORT, 8)])
        statuses = [MPI.Status() for _ in receives]
        MPI.Request.Waitall(receives, statuses)
        # Tag 8 skips the first receive, and takes the second; both of tag 7 find theirs; the wildcard comes before tag 8's own.
        self.assertEqual(buffers[:, 0].tolist(), [1, 0, 2, 3, 4])
        self.assertEqual([status.tag for status in statuses], [7, 8, 7, 8, 8])
        self.assertEqual([status.Get_count(MPI.INT) for status in statuses], [LONG, SHORT, LONG, SHORT, SHORT])
        MPI.Request.Waitall(sends)

    def test_what_is_probed_is_what_is_received(self):
        sent = [(0, LONG, 3), (1, SHORT, 3), (2, SHORT, 6)]
        requests = self.send_all(sent)
        status = MPI.Status()
        for number, elements, tag in sent:
            self.comm.Probe(MPI.ANY_SOURCE, MPI.ANY_TAG, status)
            self.assertEqual((status.tag, status.Get_count(MPI.INT)), (tag, elements))
            self.assertEqual(self.receive(status.source, status.tag), (number, elements, tag))
        MPI.Request.Waitall(requests)

    def test_a_matched_message_is_nobody_elses(self):
        sent = [(0, LONG, 3), (1, SHORT, 3), (2, LONG, 3)]
        requests = self.send_all(sent)
        first = self.comm.Mprobe(MPI.ANY_SOURCE, MPI.ANY_TAG)
        second = self.comm.Mprobe(self.previous, 3)
        self.assertEqual(self.receive(self.previous, 3), sent[2])
        buffer = np.full(LONG, -1, dtype="i4")
        second.Recv(buffer)
        self.assertEqual(buffer[:2].tolist(), [1, -1])
        first.Recv(buffer)
        self.assertEqual((buffer == 0).all(), True)
        MPI.Request.Waitall(requests)

    def test_communicators_do_not_mix(self):
        other = self.comm.Dup()
        there = other.Isend(np.array([1], dtype="i4"), self.next, 5)
        here = self.comm.Isend(np.array([2], dtype="i4"), self.next, 5)
        got = np.zeros(1, dtype="i4")
        self.comm.Recv(got, MPI.ANY_SOURCE, MPI.ANY_TAG)
        self.assertEqual(got[0], 2)
        self.assertFalse(self.comm.Iprobe(MPI.ANY_SOURCE, MPI.ANY_TAG))
        other.Recv(got, MPI.ANY_SOURCE, MPI.ANY_TAG)
        self.assertEqual(got[0], 1)
        MPI.Request.Waitall([there, here])
        other.Free()

    def test_collectives_leave_messages_alone(self):
        request = self.comm.isend("mine", self.next, 0)
        self.assertEqual(self.comm.allreduce(1), self.size)
        self.comm.Barrier()
        self.assertEqual(self.comm.bcast(self.rank, root=0), 0)
        self.assertEqual(self.comm.recv(source=MPI.ANY_SOURCE, tag=MPI.ANY_TAG), "mine")
        request.wait()

    def test_any_source_keeps_the_order_of_each_sender(self):
        count = 40
        requests = [self.comm.isend((self.rank, number), dest, number % 3) for number in range(count) for dest in range(self.size)]
        seen = {source: [] for source in range(self.size)}
        for _ in range(count * self.size):
            source, number = self.comm.recv(source=MPI.ANY_SOURCE, tag=MPI.ANY_TAG)
            seen[source].append(number)
        self.assertEqual(seen, {source: list(range(count)) for source in range(self.size)})
        MPI.Request.waitall(requests)

    def test_nothing_from_nobody(self):
        status = MPI.Status()
        got = np.array([5], dtype="i4")
        self.comm.Send(got, MPI.PROC_NULL, 3)
        self.comm.Recv(got, MPI.PROC_NULL, MPI.ANY_TAG, status)
        self.assertEqual((got[0], status.source, status.tag, status.Get_count(MPI.INT)), (5, MPI.PROC_NULL, MPI.ANY_TAG, 0))
        self.assertTrue(self.comm.Iprobe(MPI.PROC_NULL, 3, status))
        self.assertEqual(status.source, MPI.PROC_NULL)
        self.assertIsNone(self.comm.recv(source=MPI.PROC_NULL))

    def test_the_largest_tag(self):
        most = self.comm.Get_attr(MPI.TAG_UB)
        self.assertGreaterEqual(most, 32767)
        request = self.comm.isend("far", self.next, most)
        status = MPI.Status()
        self.assertEqual(self.comm.recv(None, MPI.ANY_SOURCE, MPI.ANY_TAG, status), "far")
        self.assertEqual(status.tag, most)
        request.wait()


if __name__ == "__main__":
    unittest.main()

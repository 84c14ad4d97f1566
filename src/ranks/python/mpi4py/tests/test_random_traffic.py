"""Random traffic: every way to send against every way to receive, in an order all ranks know. Contents, lengths and order must hold."""

import random
import unittest

import numpy as np
from mpi4py import MPI

SENDS = ("send", "ssend", "bsend", "isend", "issend", "ibsend", "init", "sinit")
RECEIVES = ("recv", "irecv", "mprobe", "improbe", "probe", "init", "any")
LENGTHS = (0, 1, 100, 511, 512, 513, 3000, 40_000)


class RandomTraffic(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD.Dup()
        self.rank, self.size = self.comm.rank, self.comm.size

    def tearDown(self):
        self.comm.Free()

    def start_send(self, how, data, dest, tag):
        """The request of a send, which nothing waits for here: blocking ways must not block, so they are started apart."""
        comm = self.comm
        if how in ("send", "isend"):
            return comm.Isend(data, dest, tag)
        if how in ("ssend", "issend"):
            return comm.Issend(data, dest, tag)
        if how == "ibsend":
            return comm.Ibsend(data, dest, tag)
        if how == "bsend":
            comm.Bsend(data, dest, tag)
            return MPI.REQUEST_NULL
        request = (comm.Send_init if how == "init" else comm.Ssend_init)(data, dest, tag)
        request.Start()
        return request

    def receive(self, how, data, source, tag, status):
        comm = self.comm
        if how == "recv":
            comm.Recv(data, source, tag, status)
        elif how == "any":
            # The only message of this tag.
            comm.Recv(data, MPI.ANY_SOURCE, tag, status)
        elif how == "irecv":
            comm.Irecv(data, source, tag).Wait(status)
        elif how == "init":
            request = comm.Recv_init(data, source, tag)
            request.Start()
            while not request.Test(status):
                pass
            request.Free()
        elif how == "mprobe":
            comm.Mprobe(source, tag).Recv(data, status)
        elif how == "improbe":
            while (message := comm.Improbe(source, tag)) is None:
                pass
            message.Irecv(data).Wait(status)
        else:
            comm.Probe(source, tag, status)
            comm.Recv(data[:status.Get_count(MPI.LONG)], source, tag, status)

    def traffic(self, seed, messages):
        plan = random.Random(seed)
        rounds = [
            (plan.randrange(self.size), plan.randrange(self.size), tag, plan.choice(LENGTHS), plan.choice(SENDS), plan.choice(RECEIVES))
            for tag in range(messages)]
        order = list(range(messages))
        # Received in another order than sent, a little.
        for i in range(0, messages - 4, 4):
            part = order[i:i + 4]
            plan.shuffle(part)
            order[i:i + 4] = part
        room = bytearray(sum(length * 8 + MPI.BSEND_OVERHEAD + 64 for *_, length, _, _ in rounds) + 1024)
        MPI.Attach_buffer(room)
        requests, kept = [], []
        for source, dest, tag, length, how, _ in rounds:
            if source == self.rank:
                kept.append(np.full(length, tag * 10 + seed, "l"))
                requests.append(self.start_send(how, kept[-1], dest, tag))
        for at in order:
            source, dest, tag, length, _, how = rounds[at]
            if dest != self.rank:
                continue
            got = np.full(length + 2, -1, "l")
            status = MPI.Status()
            self.receive(how, got, source, tag, status)
            self.assertEqual((status.source, status.tag, status.Get_count(MPI.LONG)), (source, tag, length), (seed, tag, how))
            self.assertTrue((got[:length] == tag * 10 + seed).all() and (got[length:] == -1).all(), (seed, tag, how))
        MPI.Request.Waitall(requests)
        for request in requests:
            if request:
                request.Free()
        MPI.Detach_buffer()
        self.comm.Barrier()

    def test_any_way_to_send_meets_any_way_to_receive(self):
        for seed in range(12):
            self.traffic(seed, 80)


if __name__ == "__main__":
    unittest.main()

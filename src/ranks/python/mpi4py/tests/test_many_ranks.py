"""Seventy ranks: every collective, everyone with everyone, and the envelopes of all."""
# sizes: 70

import unittest

import numpy as np
from mpi4py import MPI


class ManyRanks(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD
        self.rank, self.size = self.comm.rank, self.comm.size
        self.all = np.arange(self.size)

    def test_collectives(self):
        comm, rank, size = self.comm, self.rank, self.size
        comm.Barrier()
        for root in (0, size - 1, size // 2):
            data = np.full(300, float(root if rank == root else -1))
            comm.Bcast(data, root)
            self.assertTrue((data == root).all())
            total = np.zeros(3, dtype="i8")
            comm.Reduce(np.full(3, rank, dtype="i8"), total, MPI.SUM, root)
            self.assertEqual(total[0], size * (size - 1) // 2 if rank == root else 0)
            self.assertEqual(comm.gather(rank, root), list(range(size)) if rank == root else None)
            self.assertEqual(comm.scatter([f"to {r}" for r in range(size)] if rank == root else None, root), f"to {rank}")
        got = np.empty(size, dtype="i4")
        comm.Allgather(np.array([rank * 2], dtype="i4"), got)
        self.assertTrue((got == self.all * 2).all())
        self.assertEqual(comm.allreduce(rank, MPI.MAX), size - 1)
        self.assertEqual(comm.scan(1), rank + 1)
        self.assertEqual(comm.exscan(1), rank if rank else None)

    def test_everyone_with_everyone(self):
        numbers = (self.all * 1000 + self.rank).astype("i4")
        got = np.empty(self.size, dtype="i4")
        self.comm.Alltoall(numbers, got)
        self.assertTrue((got == self.rank * 1000 + self.all).all())
        requests = [self.comm.isend((self.rank, other), other, other) for other in range(self.size)]
        senders = {self.comm.recv(source=MPI.ANY_SOURCE, tag=self.rank) for _ in range(self.size)}
        self.assertEqual(senders, {(other, self.rank) for other in range(self.size)})
        MPI.Request.waitall(requests)

    def test_splits(self):
        part = self.comm.Split(self.rank % 7, -self.rank)
        self.assertEqual(part.size, len(range(self.rank % 7, self.size, 7)))
        self.assertEqual(part.allgather(self.rank), list(range(self.rank % 7, self.size, 7))[::-1])
        part.Free()

    def test_a_ring_of_all(self):
        token = np.array([0.0])
        if self.rank == 0:
            self.comm.Send(token, 1)
            self.comm.Recv(token, self.size - 1)
            self.assertEqual(token[0], self.size - 1)
        else:
            self.comm.Recv(token, self.rank - 1)
            token += 1
            self.comm.Send(token, (self.rank + 1) % self.size)


if __name__ == "__main__":
    unittest.main()

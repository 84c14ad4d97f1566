"""mpi4py's own pure Python modules, taken as they are, over this MPI."""

import importlib
import unittest

import mpi4py
import numpy as np
from mpi4py import MPI

try:
    from mpi4py.util import dtlib, pkl5
except ImportError:
    dtlib = pkl5 = None

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()


@unittest.skipIf(pkl5 is None, "upstream's modules were not fetched")
class TestUtil(unittest.TestCase):
    def test_out_of_band_pickles(self):
        """Arrays inside of objects travel beside the pickle, in every call."""
        world = pkl5.Intracomm(comm)
        mine = {'rank': rank, 'data': np.arange(1000.0) + rank}
        got = world.sendrecv(mine, dest=(rank + 1) % size, source=(rank - 1) % size)
        self.assertEqual(got['rank'], (rank - 1) % size)
        np.testing.assert_array_equal(got['data'], np.arange(1000.0) + got['rank'])
        everyone = world.allgather(mine)
        self.assertEqual([each['rank'] for each in everyone], list(range(size)))
        self.assertEqual(everyone[-1]['data'][0], size - 1)
        given = world.scatter([{'for': other} for other in range(size)] if rank == 0 else None)
        self.assertEqual(given, {'for': rank})
        gathered = world.gather(mine, root=size - 1)
        self.assertEqual(None if gathered is None else [each['rank'] for each in gathered], list(range(size)) if rank == size - 1 else None)
        np.testing.assert_array_equal(world.bcast(np.ones(3) * 7 if rank == 0 else None), np.full(3, 7.0))
        self.assertEqual(world.alltoall([(rank, other) for other in range(size)]), [(other, rank) for other in range(size)])

    def test_private_communicators(self):
        """The duplicate stays the same, the tags do not; it goes with its communicator, and a new one gets another."""
        one = comm.Dup()
        first, tag = MPI._commctx_intra(one)
        again, next_tag = MPI._commctx_intra(one)
        self.assertEqual(first, again)
        self.assertEqual((tag, next_tag), (0, 1))
        self.assertEqual(MPI.Comm.Compare(first, one), MPI.CONGRUENT)
        one.Free()
        two = comm.Dup()
        self.assertEqual(MPI._commctx_intra(two)[1], 0)
        two.Free()

    @unittest.skipIf(size < 2, 'two sides are needed')
    def test_private_intercommunicator(self):
        """Of two sides the smaller is the lower one."""
        low = rank < size // 2
        local = comm.Split(int(low))
        inter = local.Create_intercomm(0, comm, size // 2 if low else 0, 5)
        duplicate, tag, side, is_low = MPI._commctx_inter(inter)
        self.assertEqual((tag, duplicate.Get_remote_size(), side.Get_size()), (0, inter.Get_remote_size(), local.Get_size()))
        self.assertEqual(comm.allgather(is_low), comm.allgather(low))
        self.assertEqual(side.allgather(rank), local.allgather(rank))
        inter.Free()
        local.Free()

    def test_datatypes_of_numpy(self):
        self.assertEqual(dtlib.to_numpy_dtype(MPI.DOUBLE), np.dtype('d'))
        self.assertEqual(dtlib.from_numpy_dtype(np.dtype('i')).Get_size(), 4)

    def test_modules_are_there(self):
        # These came with mpi4py 4.
        newer = ('typing', 'util.pool', 'util.sync', '_mpiabi') if mpi4py.__version__ >= '4' else ()
        for name in ('futures', 'bench', 'run', *newer):
            importlib.import_module(f'mpi4py.{name}')


if __name__ == '__main__':
    unittest.main()

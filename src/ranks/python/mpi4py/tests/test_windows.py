"""One-sided communication: windows, their epochs, atomicity, errors."""

import unittest

import numpy as np
from mpi4py import MPI
from oracle import NATIVE, needs_mpi4py_4_1


class Windows(unittest.TestCase):
    def setUp(self):
        self.comm = MPI.COMM_WORLD
        self.rank, self.size = self.comm.rank, self.comm.size
        self.right, self.left = (self.rank + 1) % self.size, (self.rank - 1) % self.size
        self.comm.Barrier()

    def window(self, count, typecode="i"):
        """A window on an array of zeros, freed at the end, with displacements in elements."""
        array = np.zeros(count, typecode)
        win = MPI.Win.Create(array, array.itemsize, MPI.INFO_NULL, self.comm)
        self.addCleanup(win.Free)
        return array, win

    def refused(self, error, call, *args):
        with self.assertRaises(MPI.Exception) as caught:
            call(*args)
        self.assertEqual(caught.exception.Get_error_class(), error)


class Fences(Windows):
    def test_what_was_put_is_there_after_the_next_fence(self):
        array, win = self.window(6)
        win.Fence()
        for round in range(5):
            win.Put(np.array([self.rank, round], "i"), self.right, 2)
            win.Fence()
            self.assertEqual(array.tolist(), [0, 0, self.left, round, 0, 0])
            win.Fence()

    def test_data_is_copied_when_put_returns(self):
        array, win = self.window(1)
        win.Fence()
        out = np.array([7], "i")
        win.Put(out, self.right)
        win.Fence()
        out[0] = 8
        win.Fence()
        self.assertEqual(array[0], 7)

    def test_get_reads_what_all_ranks_have(self):
        array, win = self.window(3)
        array[:] = [self.rank, 2 * self.rank, 3 * self.rank]
        got = np.full((self.size, 3), -1, "i")
        win.Fence(MPI.MODE_NOPRECEDE)
        for other in range(self.size):
            win.Get(got[other], other)
        win.Fence(MPI.MODE_NOSUCCEED)
        self.assertEqual(got.tolist(), [[other, 2 * other, 3 * other] for other in range(self.size)])

    @unittest.skipIf(NATIVE, "Open MPI 5.0 hangs where processes cannot read each other's memory")
    def test_large_data_arrives_whole(self):
        n = 500_000
        array, win = self.window(n, "d")
        win.Fence()
        win.Put(np.arange(n - 1, dtype="d") + self.rank, self.right)
        win.Put(np.array([-1.0]), self.right, n - 1)
        win.Fence()
        got = np.zeros(n)
        win.Get(got, self.left)
        win.Fence()
        self.assertTrue((array[:-1] == np.arange(n - 1) + self.left).all())
        self.assertEqual(array[-1], -1)
        self.assertTrue((got[:-1] == np.arange(n - 1) + (self.left - 1) % self.size).all())

    def test_a_rank_that_waits_elsewhere_serves_its_window(self):
        array, win = self.window(1)
        win.Lock_all()
        if self.rank == 0:
            for other in range(self.size):
                win.Put(np.array([other + 5], "i"), other)
            win.Flush_all()
        self.comm.Barrier()
        win.Sync()
        self.assertEqual(array[0], self.rank + 5)
        win.Unlock_all()


class Types(Windows):
    def test_types_with_gaps_on_both_sides(self):
        array, win = self.window(20)
        every_other = MPI.INT.Create_vector(4, 1, 2).Commit()
        pairs = MPI.INT.Create_indexed([2, 2], [0, 5]).Commit()
        out = np.arange(1, 9, dtype="i")
        win.Fence()
        win.Put([out, 1, every_other], self.right, [3, 1, pairs])
        win.Fence()
        self.assertEqual(array.tolist(), [0, 0, 0, 1, 3, 0, 0, 0, 5, 7] + [0] * 10)
        got = np.full(8, -1, "i")
        win.Get([got, 1, every_other], self.right, [3, 1, pairs])
        win.Fence()
        self.assertEqual(got.tolist(), [1, -1, 3, -1, 5, -1, 7, -1])
        # Types may be freed before the epoch ends.
        win.Accumulate([out, 1, every_other], self.right, [3, 1, pairs], MPI.SUM)
        every_other.Free()
        pairs.Free()
        win.Fence()
        self.assertEqual(array.tolist(), [0, 0, 0, 2, 6, 0, 0, 0, 10, 14] + [0] * 10)

    def test_displacements_are_in_the_target_s_unit(self):
        array = np.zeros(8, "i")
        win = MPI.Win.Create(array, 4 if self.rank % 2 else 8, MPI.INFO_NULL, self.comm)
        win.Fence()
        win.Put(np.array([9], "i"), self.right, 2)
        win.Fence()
        self.assertEqual(array.nonzero()[0].tolist(), [2 if self.rank % 2 else 4])
        win.Free()

    def test_a_window_of_a_communicator_counts_its_ranks(self):
        part = self.comm.Split(0, -self.rank)
        array = np.zeros(1, "i")
        win = MPI.Win.Create(array, 4, MPI.INFO_NULL, part)
        win.Fence()
        if part.rank == 0:
            for other in range(part.size):
                win.Put(np.array([10 + other], "i"), other)
        win.Fence()
        self.assertEqual(array[0], 10 + part.rank)
        group = win.Get_group()
        self.assertEqual(MPI.Group.Compare(group, part.Get_group()), MPI.IDENT)
        win.Free()
        part.Free()

    @unittest.skipIf(NATIVE, "what is in new memory is not told by MPI")
    def test_allocated_memory_is_zero(self):
        win = MPI.Win.Allocate(100, 1, MPI.INFO_NULL, self.comm)
        self.assertEqual(win.tomemory().tobytes(), bytes(100))
        win.Free()

    def test_allocated_memory_is_the_window(self):
        win = MPI.Win.Allocate(8, 8, MPI.INFO_NULL, self.comm)
        mine = np.frombuffer(win.tomemory(), "d")
        mine[0] = -1
        win.Fence()
        win.Put(np.array([float(self.rank)]), self.right)
        win.Fence()
        self.assertEqual(mine[0], self.left)
        del mine
        win.Free()


class Accumulating(Windows):
    def test_accumulates_of_all_ranks_add_up(self):
        array, win = self.window(3, "d")
        win.Fence()
        for _ in range(50):
            for other in range(self.size):
                win.Accumulate(np.array([1.0, self.rank, 0.5]), other)
        win.Fence()
        self.assertEqual(array.tolist(), [50 * self.size, 50 * sum(range(self.size)), 25 * self.size])

    def test_operations(self):
        cases = [(MPI.SUM, 13), (MPI.PROD, 30), (MPI.MAX, 10), (MPI.MIN, 3), (MPI.BAND, 2), (MPI.BOR, 11), (MPI.BXOR, 9), (MPI.REPLACE, 3)]
        array, win = self.window(len(cases))
        array[:] = 10
        win.Fence(MPI.MODE_NOPRECEDE)
        for at, (op, _) in enumerate(cases):
            win.Accumulate(np.array([3], "i"), self.right, at, op)
        win.Fence()
        self.assertEqual(array.tolist(), [expected for _, expected in cases])

    @unittest.skipIf(NATIVE, "Open MPI computes with bits")
    def test_logical_operations(self):
        cases = [(MPI.LAND, 1), (MPI.LOR, 1), (MPI.LXOR, 0)]
        array, win = self.window(len(cases))
        array[:] = 10
        win.Fence(MPI.MODE_NOPRECEDE)
        for at, (op, _) in enumerate(cases):
            win.Accumulate(np.array([3], "i"), self.right, at, op)
        win.Fence()
        self.assertEqual(array.tolist(), [expected for _, expected in cases])

    def test_operations_of_one_origin_stay_in_order(self):
        array, win = self.window(1)
        win.Lock(self.right, MPI.LOCK_SHARED)
        for value in range(200):
            win.Accumulate(np.array([value], "i"), self.right, 0, MPI.REPLACE)
        win.Unlock(self.right)
        self.comm.Barrier()
        self.assertEqual(array[0], 199)

    def test_extremes_and_their_places(self):
        pair = np.dtype([("value", "d"), ("place", "i")], align=True)
        array = np.zeros(1, pair)
        array["value"] = -1
        win = MPI.Win.Create(array, pair.itemsize, MPI.INFO_NULL, self.comm)
        win.Fence()
        mine = np.array([((self.rank * 7) % 5, self.rank)], pair)
        for other in range(self.size):
            win.Accumulate([mine, 1, MPI.DOUBLE_INT], other, None, MPI.MAXLOC)
        win.Fence()
        values = [(rank * 7) % 5 for rank in range(self.size)]
        self.assertEqual((array["value"][0], array["place"][0]), (max(values), values.index(max(values))))
        win.Free()

    def test_a_shared_counter_gives_every_number_once(self):
        array, win = self.window(1, "q")
        numbers = []
        one, got = np.ones(1, "q"), np.zeros(1, "q")
        for _ in range(40):
            win.Lock(0, MPI.LOCK_SHARED)
            win.Fetch_and_op(one, got, 0)
            win.Unlock(0)
            numbers.append(int(got[0]))
        self.assertEqual(sorted(sum(self.comm.allgather(numbers), [])), list(range(40 * self.size)))

    def test_a_spin_lock_of_compare_and_swap_excludes_the_others(self):
        _, win = self.window(2)
        free, taken, got = np.zeros(1, "i"), np.ones(1, "i"), np.empty(1, "i")
        value = np.empty(1, "i")
        win.Lock_all()
        for _ in range(10):
            while True:
                win.Compare_and_swap(taken, free, got, 0, 0)
                win.Flush(0)
                if got[0] == 0:
                    break
            win.Get(value, 0, 1)
            win.Flush(0)
            value += 1
            win.Put(value, 0, 1)
            win.Flush(0)
            win.Compare_and_swap(free, taken, got, 0, 0)
            win.Flush(0)
            self.assertEqual(got[0], 1)
        win.Unlock_all()
        self.comm.Barrier()
        win.Lock(0, MPI.LOCK_SHARED)
        win.Get(value, 0, 1)
        win.Unlock(0)
        self.assertEqual(value[0], 10 * self.size)
        self.comm.Barrier()

    def test_get_accumulate_gives_what_was_there(self):
        array, win = self.window(3)
        array[:] = [1, 2, 3]
        self.comm.Barrier()
        got = np.zeros(3, "i")
        win.Lock(self.right)
        win.Get_accumulate(np.array([10, 20, 30], "i"), got, self.right, op=MPI.SUM)
        win.Flush(self.right)
        self.assertEqual(got.tolist(), [1, 2, 3])
        win.Get_accumulate(np.zeros(3, "i"), got, self.right, op=MPI.NO_OP)
        win.Unlock(self.right)
        self.assertEqual(got.tolist(), [11, 22, 33])
        self.comm.Barrier()
        self.assertEqual(array.tolist(), [11, 22, 33])


class Locks(Windows):
    def test_an_exclusive_lock_makes_reading_and_writing_one(self):
        _, win = self.window(1)
        value = np.empty(1, "i")
        for _ in range(20):
            win.Lock(0, MPI.LOCK_EXCLUSIVE)
            win.Get(value, 0)
            win.Flush(0)
            value += 1
            win.Put(value, 0)
            win.Unlock(0)
        self.comm.Barrier()
        win.Lock(0, MPI.LOCK_SHARED)
        win.Get(value, 0)
        win.Unlock(0)
        self.assertEqual(value[0], 20 * self.size)
        self.comm.Barrier()

    def test_shared_locks_are_held_together(self):
        _, win = self.window(1)
        win.Lock(0, MPI.LOCK_SHARED)
        self.comm.Barrier()
        win.Unlock(0)

    def test_locks_of_all_ranks_beside_exclusive_ones(self):
        array, win = self.window(1)
        for _ in range(10):
            win.Lock_all()
            for other in range(self.size):
                win.Accumulate(np.ones(1, "i"), other)
            win.Unlock_all()
            win.Lock(self.right)
            win.Accumulate(np.ones(1, "i"), self.right)
            win.Unlock(self.right)
        self.comm.Barrier()
        self.assertEqual(array[0], 10 * self.size + 10)

    def test_several_ranks_locked_at_a_time(self):
        array, win = self.window(1)
        for other in range(self.size):
            win.Lock(other, MPI.LOCK_SHARED)
        for other in range(self.size):
            win.Accumulate(np.ones(1, "i"), other)
        for other in range(self.size):
            win.Unlock(other)
        self.comm.Barrier()
        self.assertEqual(array[0], self.size)

    def test_flush_local_makes_the_result_readable(self):
        array, win = self.window(1)
        array[0] = 40 + self.rank
        self.comm.Barrier()
        got = np.zeros(1, "i")
        win.Lock_all()
        win.Get(got, self.right)
        win.Flush_local(self.right)
        self.assertEqual(got[0], 40 + self.right)
        win.Get(got, self.left)
        win.Flush_local_all()
        self.assertEqual(got[0], 40 + self.left)
        win.Unlock_all()


class Requests(Windows):
    def test_requests_complete_like_any_others(self):
        array, win = self.window(4)
        array[:] = self.rank
        got, before = np.full(4, -1, "i"), np.full(1, -1, "i")
        win.Lock_all()
        self.comm.Barrier()
        requests = [win.Rget(got, self.right), self.comm.Irecv(bytearray(1), self.left, 3), self.comm.Isend(b"x", self.right, 3)]
        MPI.Request.Waitall(requests)
        self.assertEqual(got.tolist(), [self.right] * 4)
        self.comm.Barrier()
        request = win.Rput(np.array([70], "i"), self.right, 1)
        request.Wait()
        self.assertEqual(request, MPI.REQUEST_NULL)
        win.Raccumulate(np.array([5], "i"), self.right, 2).Wait()
        win.Rget_accumulate(np.array([6], "i"), before, self.right, 3).Wait()
        self.assertEqual(before[0], self.right)
        win.Unlock_all()
        self.comm.Barrier()
        self.assertEqual(array.tolist(), [self.rank, 70, self.rank + 5, self.rank + 6])

    def test_nothing_happens_with_no_process(self):
        _, win = self.window(1)
        win.Lock_all()
        for request in (win.Rput(np.zeros(1, "i"), MPI.PROC_NULL), win.Rget(np.zeros(1, "i"), MPI.PROC_NULL)):
            request.Wait()
        win.Put(None, MPI.PROC_NULL)
        win.Unlock_all()


class Groups(Windows):
    def test_access_waits_for_exposure_and_exposure_for_its_end(self):
        array, win = self.window(2)
        group = self.comm.Get_group()
        for round in range(1, 6):
            win.Post(group.Incl([self.left]))
            win.Start(group.Incl([self.right]))
            win.Put(np.array([round, self.rank], "i"), self.right)
            win.Complete()
            win.Wait()
            self.assertEqual(array.tolist(), [round, self.left])

    def test_one_to_all_with_test(self):
        array, win = self.window(1)
        group = self.comm.Get_group()
        if self.rank == 0:
            others = group.Excl([0])
            win.Start(others)
            for other in range(1, self.size):
                win.Put(np.array([other], "i"), other)
            win.Complete()
        else:
            win.Post(group.Incl([0]))
            while not win.Test():
                pass
            self.assertEqual(array[0], self.rank)


class Dynamic(Windows):
    def test_memory_is_used_by_its_address(self):
        win = MPI.Win.Create_dynamic(MPI.INFO_NULL, self.comm)
        first, second = np.zeros(4, "i"), np.zeros(4, "i")
        win.Attach(first)
        win.Attach(second)
        addresses = self.comm.allgather((MPI.Get_address(first), MPI.Get_address(second)))
        win.Fence()
        win.Put(np.array([1, 2], "i"), self.right, addresses[self.right][0])
        win.Put(np.array([3, 4], "i"), self.right, addresses[self.right][1] + 8)
        win.Fence()
        self.assertEqual((first.tolist(), second.tolist()), ([1, 2, 0, 0], [0, 0, 3, 4]))
        win.Detach(first)
        win.Detach(second)
        win.Free()

    @unittest.skipIf(NATIVE, "Open MPI ends the program")
    def test_memory_that_is_not_attached_is_out_of_range(self):
        win = MPI.Win.Create_dynamic(MPI.INFO_NULL, self.comm)
        memory = np.zeros(4, "i")
        addresses = self.comm.allgather(MPI.Get_address(memory))
        win.Lock(self.right)
        win.Put(np.ones(1, "i"), self.right, addresses[self.right])
        self.refused(MPI.ERR_RMA_RANGE, win.Unlock, self.right)
        win.Lock(self.right)
        self.refused(MPI.ERR_RMA_RANGE, win.Rget(np.ones(1, "i"), self.right, addresses[self.right]).Wait)
        win.Unlock(self.right)
        self.comm.Barrier()
        self.assertEqual(memory.tolist(), [0] * 4)
        win.Free()


class Errors(Windows):
    def test_calls_outside_of_their_epochs(self):
        _, win = self.window(4)
        data = np.zeros(1, "i")
        self.refused(MPI.ERR_RMA_SYNC, win.Put, data, 0)
        self.refused(MPI.ERR_RMA_SYNC, win.Unlock, 0)
        self.refused(MPI.ERR_RMA_SYNC, win.Unlock_all)
        self.refused(MPI.ERR_RMA_SYNC, win.Flush, 0)
        self.refused(MPI.ERR_RMA_SYNC, win.Wait)
        self.refused(MPI.ERR_RMA_SYNC, win.Test)
        self.comm.Barrier()
        win.Fence()
        win.Put(data, 0)
        self.refused(MPI.ERR_RMA_SYNC, win.Lock, 0)
        win.Fence(MPI.MODE_NOSUCCEED)
        self.refused(MPI.ERR_RMA_SYNC, win.Put, data, 0)
        win.Lock(0, MPI.LOCK_SHARED)
        if self.size > 1:
            self.refused(MPI.ERR_RMA_SYNC, win.Put, data, 1)
        win.Unlock(0)

    @unittest.skipIf(NATIVE, "Open MPI hangs, or lets it pass")
    def test_epochs_do_not_overlap(self):
        _, win = self.window(4)
        win.Lock(0, MPI.LOCK_SHARED)
        self.refused(MPI.ERR_RMA_SYNC, win.Lock, 0)
        self.refused(MPI.ERR_RMA_SYNC, win.Lock_all)
        self.refused(MPI.ERR_RMA_SYNC, win.Fence)
        self.refused(MPI.ERR_RMA_SYNC, win.Start, MPI.GROUP_EMPTY)
        self.refused(MPI.ERR_RMA_SYNC, win.Free)
        win.Unlock(0)
        self.refused(MPI.ERR_RMA_SYNC, win.Complete)

    def test_wrong_arguments(self):
        _, win = self.window(4)
        data = np.zeros(3, "i")
        self.refused(MPI.ERR_LOCKTYPE, win.Lock, 0, 77)
        self.refused(MPI.ERR_RANK, win.Lock, self.size)
        self.refused(MPI.ERR_ASSERT, win.Lock, 0, MPI.LOCK_SHARED, 1 << 20)
        self.refused(MPI.ERR_ASSERT, win.Lock_all, 1 << 20)
        self.comm.Barrier()
        win.Fence()
        self.refused(MPI.ERR_RANK, win.Put, data, self.size)
        self.refused(MPI.ERR_RMA_RANGE, win.Put, data, 0, 2)
        self.refused(MPI.ERR_RMA_RANGE, win.Get, data, 0, 2)
        self.refused(MPI.ERR_DISP, win.Put, data, 0, -1)
        self.refused(MPI.ERR_TRUNCATE, win.Put, data, self.rank, [0, 2])
        self.refused(MPI.ERR_OP, win.Accumulate, data, 0, None, MPI.NO_OP)
        self.refused(MPI.ERR_OP, win.Accumulate, data, 0, None, MPI.MAXLOC)
        with self.assertRaises(ValueError):
            win.Put(data, 0, "x")
        with self.assertRaises(ValueError):
            win.Put(data, 0, [0, 1, MPI.INT, 2])
        with self.assertRaises(TypeError):
            win.Accumulate(data, 0, None, None)
        win.Fence()

    def test_wrong_windows(self):
        data = np.zeros(1, "i")
        self.refused(MPI.ERR_DISP, MPI.Win.Create, data, -1)
        self.refused(MPI.ERR_SIZE, MPI.Win.Allocate, -1)
        self.refused(MPI.ERR_WIN, MPI.WIN_NULL.Put, data, 0)
        self.refused(MPI.ERR_WIN, MPI.WIN_NULL.Free)
        self.refused(MPI.ERR_WIN, MPI.WIN_NULL.Get_group)
        with self.assertRaises(BufferError):
            MPI.Win.Create(b"abc")
        _, win = self.window(1)
        self.refused(MPI.ERR_RMA_FLAVOR, win.Attach, data)

    @needs_mpi4py_4_1
    def test_an_error_handler_of_the_window(self):
        _, win = self.window(1)
        told = []
        handler = MPI.Win.Create_errhandler(lambda win, code: told.append((win.Get_attr(MPI.WIN_SIZE), code)))
        win.Set_errhandler(handler)
        handler.Free()
        self.refused(MPI.ERR_RMA_SYNC, win.Unlock, 0)
        self.assertEqual(told, [(4, MPI.ERR_RMA_SYNC)])
        win.Set_errhandler(MPI.ERRORS_RETURN)

    def test_null_after_free(self):
        win = MPI.Win.Allocate(1, 1, MPI.INFO_NULL, self.comm)
        win.Free()
        self.assertEqual(win, MPI.WIN_NULL)
        self.assertFalse(win)


if __name__ == "__main__":
    unittest.main()

/// The calls that records name. `MPI_CALLS[id]` is the call's name as mpi4py spells its upper-case form; ids never change.

export const enum MpiCall {
  None = 0,
  Init, Finalize, Abort,
  Send, Bsend, Ssend, Rsend, Recv, Sendrecv, SendrecvReplace,
  Isend, Ibsend, Issend, Irsend, Irecv,
  Probe, Iprobe, Mprobe, Improbe,
  Wait, Waitany, Waitall, Waitsome, Test, Testany, Testall, Testsome,
  Barrier, Bcast, Gather, Gatherv, Scatter, Scatterv, Allgather, Allgatherv, Alltoall, Alltoallv, Alltoallw,
  Reduce, Allreduce, ReduceScatter, ReduceScatterBlock, Scan, Exscan,
  Dup, Split, Create, Free,
  Isendrecv, IsendrecvReplace, SendInit, BsendInit, SsendInit, RsendInit, RecvInit, PsendInit, PrecvInit,
  Start, Startall, Pready, Parrived, GetStatus, FlushBuffer, IflushBuffer, GrequestStart,
  Idup, SplitType, CreateGroup, CreateFromGroup, CreateIntercomm, CreateFromGroups, Merge, Disconnect,
  CreateCart, CreateGraph, CreateDistGraph, CreateDistGraphAdjacent, CartSub,
  NeighborAllgather, NeighborAllgatherv, NeighborAlltoall, NeighborAlltoallv, NeighborAlltoallw,
  Ibarrier, Ibcast, Igather, Igatherv, Iscatter, Iscatterv, Iallgather, Iallgatherv, Ialltoall, Ialltoallv, Ialltoallw, Ireduce, Iallreduce, IreduceScatter, IreduceScatterBlock, Iscan, Iexscan,
  IneighborAllgather, IneighborAllgatherv, IneighborAlltoall, IneighborAlltoallv, IneighborAlltoallw,
  BarrierInit, BcastInit, GatherInit, GathervInit, ScatterInit, ScattervInit, AllgatherInit, AllgathervInit, AlltoallInit, AlltoallvInit, AlltoallwInit, ReduceInit, AllreduceInit, ReduceScatterInit, ReduceScatterBlockInit, ScanInit, ExscanInit,
  NeighborAllgatherInit, NeighborAllgathervInit, NeighborAlltoallInit, NeighborAlltoallvInit, NeighborAlltoallwInit,
  Agree, Iagree, Accept, Connect,
  WinCreate, WinAllocate, WinAllocateShared, WinCreateDynamic, WinFree, WinFence,
  WinPost, WinStart, WinComplete, WinWait, WinTest, WinLock, WinUnlock, WinLockAll, WinUnlockAll, WinFlush, WinFlushAll, WinFlushLocal, WinFlushLocalAll, WinSync,
  Put, Get, Accumulate, GetAccumulate, FetchAndOp, CompareAndSwap, Rput, Rget, Raccumulate, RgetAccumulate,
  FileOpen, FileClose, FileDelete, FileSetSize, FilePreallocate, FileSetView, FileSetAtomicity, FileSeek, FileSeekShared, FileSync, FileReadAt,
  FileReadAtAll, FileReadAtAllBegin, FileReadAtAllEnd, FileIreadAt, FileIreadAtAll, FileWriteAt, FileWriteAtAll, FileWriteAtAllBegin,
  FileWriteAtAllEnd, FileIwriteAt, FileIwriteAtAll, FileRead, FileReadAll, FileReadAllBegin, FileReadAllEnd, FileIread, FileIreadAll, FileWrite,
  FileWriteAll, FileWriteAllBegin, FileWriteAllEnd, FileIwrite, FileIwriteAll, FileReadShared, FileIreadShared, FileReadOrdered, FileReadOrderedBegin,
  FileReadOrderedEnd, FileWriteShared, FileIwriteShared, FileWriteOrdered, FileWriteOrderedBegin, FileWriteOrderedEnd,
}

export const MPI_CALLS: readonly string[] = [
  '',
  'Init', 'Finalize', 'Abort',
  'Send', 'Bsend', 'Ssend', 'Rsend', 'Recv', 'Sendrecv', 'Sendrecv_replace',
  'Isend', 'Ibsend', 'Issend', 'Irsend', 'Irecv',
  'Probe', 'Iprobe', 'Mprobe', 'Improbe',
  'Wait', 'Waitany', 'Waitall', 'Waitsome', 'Test', 'Testany', 'Testall', 'Testsome',
  'Barrier', 'Bcast', 'Gather', 'Gatherv', 'Scatter', 'Scatterv', 'Allgather', 'Allgatherv', 'Alltoall', 'Alltoallv', 'Alltoallw',
  'Reduce', 'Allreduce', 'Reduce_scatter', 'Reduce_scatter_block', 'Scan', 'Exscan',
  'Dup', 'Split', 'Create', 'Free',
  'Isendrecv', 'Isendrecv_replace', 'Send_init', 'Bsend_init', 'Ssend_init', 'Rsend_init', 'Recv_init', 'Psend_init', 'Precv_init',
  'Start', 'Startall', 'Pready', 'Parrived', 'Get_status', 'Flush_buffer', 'Iflush_buffer', 'Grequest.Start',
  'Idup', 'Split_type', 'Create_group', 'Create_from_group', 'Create_intercomm', 'Create_from_groups', 'Merge', 'Disconnect',
  'Create_cart', 'Create_graph', 'Create_dist_graph', 'Create_dist_graph_adjacent', 'Sub',
  'Neighbor_allgather', 'Neighbor_allgatherv', 'Neighbor_alltoall', 'Neighbor_alltoallv', 'Neighbor_alltoallw',
  'Ibarrier', 'Ibcast', 'Igather', 'Igatherv', 'Iscatter', 'Iscatterv', 'Iallgather', 'Iallgatherv', 'Ialltoall', 'Ialltoallv', 'Ialltoallw', 'Ireduce', 'Iallreduce', 'Ireduce_scatter', 'Ireduce_scatter_block', 'Iscan', 'Iexscan',
  'Ineighbor_allgather', 'Ineighbor_allgatherv', 'Ineighbor_alltoall', 'Ineighbor_alltoallv', 'Ineighbor_alltoallw',
  'Barrier_init', 'Bcast_init', 'Gather_init', 'Gatherv_init', 'Scatter_init', 'Scatterv_init', 'Allgather_init', 'Allgatherv_init', 'Alltoall_init', 'Alltoallv_init', 'Alltoallw_init', 'Reduce_init', 'Allreduce_init', 'Reduce_scatter_init', 'Reduce_scatter_block_init', 'Scan_init', 'Exscan_init',
  'Neighbor_allgather_init', 'Neighbor_allgatherv_init', 'Neighbor_alltoall_init', 'Neighbor_alltoallv_init', 'Neighbor_alltoallw_init',
  'Agree', 'Iagree', 'Accept', 'Connect',
  'Win.Create', 'Win.Allocate', 'Win.Allocate_shared', 'Win.Create_dynamic', 'Win.Free', 'Fence',
  'Post', 'Win.Start', 'Complete', 'Win.Wait', 'Win.Test', 'Lock', 'Unlock', 'Lock_all', 'Unlock_all', 'Flush', 'Flush_all', 'Flush_local', 'Flush_local_all', 'Sync',
  'Put', 'Get', 'Accumulate', 'Get_accumulate', 'Fetch_and_op', 'Compare_and_swap', 'Rput', 'Rget', 'Raccumulate', 'Rget_accumulate',
  'File.Open', 'File.Close', 'File.Delete', 'File.Set_size', 'File.Preallocate', 'File.Set_view', 'File.Set_atomicity', 'File.Seek',
  'File.Seek_shared', 'File.Sync', 'File.Read_at', 'File.Read_at_all', 'File.Read_at_all_begin', 'File.Read_at_all_end', 'File.Iread_at',
  'File.Iread_at_all', 'File.Write_at', 'File.Write_at_all', 'File.Write_at_all_begin', 'File.Write_at_all_end', 'File.Iwrite_at',
  'File.Iwrite_at_all', 'File.Read', 'File.Read_all', 'File.Read_all_begin', 'File.Read_all_end', 'File.Iread', 'File.Iread_all', 'File.Write',
  'File.Write_all', 'File.Write_all_begin', 'File.Write_all_end', 'File.Iwrite', 'File.Iwrite_all', 'File.Read_shared', 'File.Iread_shared',
  'File.Read_ordered', 'File.Read_ordered_begin', 'File.Read_ordered_end', 'File.Write_shared', 'File.Iwrite_shared', 'File.Write_ordered',
  'File.Write_ordered_begin', 'File.Write_ordered_end',
];

const APART: ReadonlySet<MpiCall> = new Set([MpiCall.CreateGroup, MpiCall.CreateFromGroup, MpiCall.CreateFromGroups, MpiCall.Disconnect]);

/// Whether a call involves every rank of its record's communicator. Create_group and the like involve other ranks, and are not.
export function isCollective(call: MpiCall): boolean {
  if (call === MpiCall.Accept || call === MpiCall.Connect) return true;
  if (call >= MpiCall.Idup && call <= MpiCall.CartSub) return !APART.has(call);
  if (call >= MpiCall.NeighborAllgather && call <= MpiCall.IneighborAlltoallw) return true;
  if (call >= MpiCall.WinCreate && call <= MpiCall.WinFence) return true;
  return (call >= MpiCall.Barrier && call <= MpiCall.Create) || call === MpiCall.Init || call === MpiCall.Finalize;
}

/// How many calls move or combine data among all ranks of a communicator, and among neighbours; each in the same order in its three forms.
const MOVING = MpiCall.Exscan - MpiCall.Barrier + 1;
const NEIGHBORS = MpiCall.NeighborAlltoallw - MpiCall.NeighborAllgather + 1;

/// The nonblocking form of a collective: Ibcast of Bcast.
export function nonblockingOf(call: MpiCall): MpiCall {
  if (call === MpiCall.Dup) return MpiCall.Idup;
  return call >= MpiCall.NeighborAllgather ? call - MpiCall.NeighborAllgather + MpiCall.IneighborAllgather : call - MpiCall.Barrier + MpiCall.Ibarrier;
}

/// The form that makes a persistent request of a collective: Bcast_init of Bcast.
export function persistentOf(call: MpiCall): MpiCall {
  return call >= MpiCall.NeighborAllgather ? call - MpiCall.NeighborAllgather + MpiCall.NeighborAllgatherInit : call - MpiCall.Barrier + MpiCall.BarrierInit;
}

/// The blocking form of a collective of any form; any other call itself.
export function blockingOf(call: MpiCall): MpiCall {
  if (call >= MpiCall.Ibarrier && call < MpiCall.Ibarrier + MOVING) return call - MpiCall.Ibarrier + MpiCall.Barrier;
  if (call >= MpiCall.IneighborAllgather && call < MpiCall.IneighborAllgather + NEIGHBORS) return call - MpiCall.IneighborAllgather + MpiCall.NeighborAllgather;
  if (call >= MpiCall.BarrierInit && call < MpiCall.BarrierInit + MOVING) return call - MpiCall.BarrierInit + MpiCall.Barrier;
  if (call >= MpiCall.NeighborAllgatherInit && call < MpiCall.NeighborAllgatherInit + NEIGHBORS) return call - MpiCall.NeighborAllgatherInit + MpiCall.NeighborAllgather;
  return call;
}

/// Whether a call is one of MPI.File's: made of other calls, which have no records of their own.
export function isFileCall(call: MpiCall): boolean {
  return call >= MpiCall.FileOpen && call <= MpiCall.FileWriteOrderedEnd;
}

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
];

const APART: ReadonlySet<MpiCall> = new Set([MpiCall.CreateGroup, MpiCall.CreateFromGroup, MpiCall.CreateFromGroups, MpiCall.Disconnect]);

/// Whether a call involves every rank of its record's communicator. Create_group and the like involve other ranks, and are not.
export function isCollective(call: MpiCall): boolean {
  if (call >= MpiCall.Idup && call <= MpiCall.CartSub) return !APART.has(call);
  return (call >= MpiCall.Barrier && call <= MpiCall.Create) || call === MpiCall.Init || call === MpiCall.Finalize;
}

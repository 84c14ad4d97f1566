import type { CollectiveCall, Members } from '../collective/calls/call';
import type { InPlace, SendMode } from '../constants';
import type { Segment, Segments } from '../datatype/segment';
import type { Accumulator } from '../op/accumulator';
import type { Op } from '../op/op';
import type { Message } from '../request/message';
import type { PartitionedReceive, PartitionedSend } from '../request/partitioned';
import type { PersistentRequest } from '../request/persistent';
import type { Request } from '../request/request';
import type { BufferOwner, SendBuffer } from '../request/send-buffer';
import type { Status } from '../request/status';
import type { DistributedGraph, NamedEdges } from '../topology/distributed-graph';
import type { Neighbors, Topology } from '../topology/topology';

/// A group of ranks with a context of its own (MPI 4.1, chapter 7): messages of one communicator are never seen in another.
///
/// Ranks in arguments and statuses are ranks of this communicator. Wrong arguments throw `MpiError`, as Open MPI checks them;
/// a run that has ended throws `WorldEnded`. A `Segment` of type `Datatype.PICKLE` makes the record say the call was lower-case.
export interface Communicator {
  readonly rank: number;
  readonly size: number;
  /// World rank of each rank.
  readonly group: readonly number[];
  /// Of an intercommunicator (7.6): world rank of each rank of the other side, which point-to-point addresses. Otherwise null.
  readonly remote: readonly number[] | null;
  /// Virtual topology (chapter 8), null without one; and this rank's neighbours in it.
  readonly topology: Topology | null;
  readonly neighbors: Neighbors | null;
  /// The even context id, as in records.
  readonly context: number;
  name: string;
  /// Memory for buffered sends on this communicator, and the session it comes from; null for none (3.6).
  attached: SendBuffer | null;
  session: BufferOwner | null;
  /// True once freed: every further call throws MPI_ERR_COMM.
  readonly freed: boolean;

  // Point-to-point (chapter 3).
  /// Send, Bsend, Ssend, Rsend by mode. Bsend needs `Mpi.attachBuffer`.
  send(segment: Segment, dest: number, tag: number, mode?: SendMode): void;
  recv(segment: Segment, source: number, tag: number, status?: Status | null): void;
  /// Receives a message of whatever size it has (recv of objects); null from PROC_NULL.
  recvBytes(source: number, tag: number, status?: Status | null): Uint8Array | null;
  sendrecv(send: Segment, dest: number, sendTag: number, receive: Segment, source: number, receiveTag: number, status?: Status | null): void;
  sendrecvBytes(send: Segment, dest: number, sendTag: number, source: number, receiveTag: number, status?: Status | null): Uint8Array | null;
  sendrecvReplace(segment: Segment, dest: number, sendTag: number, source: number, receiveTag: number, status?: Status | null): void;
  isend(segment: Segment, dest: number, tag: number, mode?: SendMode): Request;
  irecv(segment: Segment, source: number, tag: number): Request;
  isendrecv(send: Segment, dest: number, sendTag: number, receive: Segment, source: number, receiveTag: number): Request;
  /// As `sendrecvReplace`, nonblocking.
  isendrecvReplace(segment: Segment, dest: number, sendTag: number, source: number, receiveTag: number): Request;
  /// Persistent send of any mode (3.9).
  sendInit(segment: Segment, dest: number, tag: number, mode?: SendMode): PersistentRequest;
  recvInit(segment: Segment, source: number, tag: number): PersistentRequest;
  /// Partitioned send and receive (chapter 4): `partitions` times `segment`, one after the other. Wildcards are errors.
  psendInit(segment: Segment, partitions: number, dest: number, tag: number): PartitionedSend;
  precvInit(segment: Segment, partitions: number, source: number, tag: number): PartitionedReceive;
  probe(source: number, tag: number, status?: Status | null): void;
  iprobe(source: number, tag: number, status?: Status | null): boolean;
  /// Null from PROC_NULL (MPI_MESSAGE_NO_PROC).
  mprobe(source: number, tag: number, status?: Status | null): Message | null;
  /// Null when no message is there, `'no-proc'` from PROC_NULL.
  improbe(source: number, tag: number, status?: Status | null): Message | 'no-proc' | null;

  // Collectives (chapter 6): any of `collectives`, in its three forms.
  /// Blocking: returns when it is done here.
  perform<T>(make: (members: Members) => CollectiveCall<T>): T;
  /// Nonblocking (6.12). Buffers must stay as they are until the request is complete.
  start(make: (members: Members) => CollectiveCall<unknown>): Request;
  /// Persistent (6.13): a request to be started as often as one likes. Collective.
  prepare(make: (members: Members) => CollectiveCall<unknown>): PersistentRequest;

  // The blocking ones by name.
  barrier(): void;
  bcast(segment: Segment, root: number): void;
  /// The root gives its pickle and gets null back; the others give null and get the root's bytes.
  bcastBytes(segment: Segment | null, root: number): Uint8Array | null;
  /// `receive` matters on the root only; its `count` is that of one rank's block. IN_PLACE as `send` on the root.
  gather(send: Segment | InPlace, receive: Segment | null, root: number): void;
  gatherv(send: Segment | InPlace, receive: Segments | null, root: number): void;
  /// One message a rank on the root, in rank order (its own included); null elsewhere.
  gatherBytes(segment: Segment, root: number): Uint8Array[] | null;
  /// `send` matters on the root only; its `count` is that of one rank's block. IN_PLACE as `receive` on the root.
  scatter(send: Segment | null, receive: Segment | InPlace, root: number): void;
  scatterv(send: Segments | null, receive: Segment | InPlace, root: number): void;
  /// The root gives one pickle a rank. Returns this rank's bytes; null in the root's group of an intercommunicator.
  scatterBytes(segments: readonly Segment[] | null, root: number): Uint8Array | null;
  allgather(send: Segment | InPlace, receive: Segment): void;
  allgatherv(send: Segment | InPlace, receive: Segments): void;
  allgatherBytes(segment: Segment): Uint8Array[];
  alltoall(send: Segment | InPlace, receive: Segment): void;
  alltoallv(send: Segments | InPlace, receive: Segments): void;
  alltoallBytes(segments: readonly Segment[]): Uint8Array[];
  /// `receive` matters on the root only. IN_PLACE as `send` on the root.
  reduce(send: Segment | InPlace, receive: Segment | null, op: Op, root: number): void;
  allreduce(send: Segment | InPlace, receive: Segment, op: Op): void;
  /// `receive.count` is that of one rank's block; `send`, or with IN_PLACE the buffer at `receive`, has as many blocks as ranks.
  reduceScatterBlock(send: Segment | InPlace, receive: Segment, op: Op): void;
  /// `counts[i]` elements of the result go to rank i.
  reduceScatter(send: Segment | InPlace, receive: Segment, counts: readonly number[], op: Op): void;
  scan(send: Segment | InPlace, receive: Segment, op: Op): void;
  /// Leaves `receive` of rank 0 as it is.
  exscan(send: Segment | InPlace, receive: Segment, op: Op): void;
  /// Reductions of objects: the result is in the accumulator (on the root only for `reduceObject`). Combined in rank order.
  reduceObject(value: Accumulator, root: number): void;
  allreduceObject(value: Accumulator): void;
  scanObject(value: Accumulator): void;
  /// False on rank 0, where the result is undefined and `value` unchanged.
  exscanObject(value: Accumulator): boolean;

  // Making and freeing (7.4). A topology goes along with `dup`.
  dup(): Communicator;
  /// `made` is called with the duplicate before the request is complete.
  idup(made: (communicator: Communicator) => void): Request;
  /// Null for colour UNDEFINED, and on an intercommunicator for one that the other side does not have.
  split(color: number, key: number): Communicator | null;
  /// `ranks`: the new group as ranks of this communicator, the same on all (of a side); null for who is not in it.
  create(ranks: readonly number[]): Communicator | null;
  /// As `create`, called by the group's ranks only. `tag` keeps calls that overlap apart.
  createGroup(ranks: readonly number[], tag: number): Communicator;
  free(): void;
  disconnect(): void;

  // Fault tolerance (as proposed for MPI 5 and in Open MPI 5). A rank that fails ends the run, so that the live ones are all.
  /// The bitwise and of the flags of all ranks, of both groups.
  agree(flag: number): number;
  iagree(flag: number, agreed: (flag: number) => void): Request;

  // Intercommunicators (7.6).
  /// `peers` and `remoteLeader` matter at the local leader only.
  createIntercomm(localLeader: number, peers: Communicator | null, remoteLeader: number, tag: number): Communicator;
  merge(high: boolean): Communicator;

  /// Accept and Connect (11.9.2): an intercommunicator with whoever connects to a port of this process's. `port` (a number of the program's
  /// choice) and `server`, the world rank of the process that accepts, matter at the root only.
  accept(port: number, root: number): Communicator;
  connect(server: number, port: number, root: number): Communicator;

  // Topologies (8.5). Ranks are never reordered: all are equally far from each other. Null for who has no place.
  createCartesian(dims: readonly number[], periods: readonly boolean[]): Communicator | null;
  createGraph(index: readonly number[], edges: readonly number[]): Communicator | null;
  createDistributedGraph(named: NamedEdges): Communicator;
  createDistributedGraphAdjacent(topology: DistributedGraph): Communicator;
  /// The slice that this rank is in of a Cartesian grid; `remain`: which dimensions stay.
  subGrid(remain: readonly boolean[]): Communicator;
}

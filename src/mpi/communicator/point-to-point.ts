import { MpiCall } from '../../protocol/calls';
import { PICKLE_TYPE_ID } from '../../protocol/datatypes';
import { ErrorClass } from '../../protocol/errors';
import { RecordFlag } from '../../protocol/trace';
import { ANY_RANK, NO_RANK } from '../../protocol/world';
import { ANY_SOURCE, BSEND_OVERHEAD, PROC_NULL, SendMode } from '../constants';
import type { Segment } from '../datatype/segment';
import { MpiError } from '../error';
import type { Unexpected } from '../matching/unexpected-queue';
import type { Rank } from '../rank';
import { ReceiveOperation, type SendOperation, type Waitable } from '../request/operation';
import type { Message } from '../request/message';
import { ReceiveWork, SendWork } from '../request/message-work';
import { Request, raise } from '../request/request';
import type { BufferOwner, SendBuffer } from '../request/send-buffer';
import type { Status } from '../request/status';
import { FROM_NOBODY } from '../request/work';
import { checkDest, checkReceiveTag, checkSegment, checkSendTag, checkSource } from './checks';
import { MatchedMessage } from './matched-message';

const SEND_CALLS = [MpiCall.Send, MpiCall.Bsend, MpiCall.Ssend, MpiCall.Rsend] as const;
const ISEND_CALLS = [MpiCall.Isend, MpiCall.Ibsend, MpiCall.Issend, MpiCall.Irsend] as const;

/// Whether a probe would find its message, as something to wait for.
class ProbeWait implements Waitable {
  constructor(
    readonly rank: Rank,
    readonly context: number,
    readonly waitsFor: number,
    readonly waitTag: number,
  ) {}

  get done(): boolean {
    return this.rank.endpoint.probe(this.context, this.waitsFor, this.waitTag, false) !== null;
  }
}

/// A communicator's groups and context, and point-to-point on it (MPI 4.1, chapter 3).
///
/// On an intercommunicator ranks in arguments and statuses are ranks of the remote group; `rank` and `size` are of the local one.
export class PointToPoint {
  readonly runtime: Rank;
  /// World ranks of this process's own group, and of the group that messages go to and come from: the same, or the remote group.
  readonly group: readonly number[];
  readonly peers: readonly number[];
  readonly remote: readonly number[] | null;
  readonly rank: number;
  readonly size: number;
  readonly context: number;
  name: string;
  /// Memory for buffered sends of its own, and the session it comes from, if any.
  attached: SendBuffer | null = null;
  session: BufferOwner | null = null;
  #freed = false;
  /// Rank among the peers by world rank; -1 for a rank outside.
  readonly #ranks: Int32Array;

  constructor(runtime: Rank, group: readonly number[], context: number, name: string, remote: readonly number[] | null = null) {
    this.runtime = runtime;
    this.group = group;
    this.remote = remote;
    this.peers = remote ?? group;
    this.size = group.length;
    this.context = context;
    this.name = name;
    this.#ranks = new Int32Array(runtime.worldSize).fill(-1);
    for (const [rank, world] of this.peers.entries()) this.#ranks[world] = rank;
    this.rank = group.indexOf(runtime.worldRank);
  }

  get freed(): boolean {
    return this.#freed;
  }

  /// For the engine: rank of a world rank among the peers, -1 when it is not one.
  rankOf(world: number): number {
    return this.#ranks[world] ?? -1;
  }

  send(segment: Segment, dest: number, tag: number, mode: SendMode = SendMode.Standard): void {
    const { runtime } = this;
    const { count, type } = segment;
    this.enter(SEND_CALLS[mode], type.id === PICKLE_TYPE_ID, dest, tag, count * type.size, type.id);
    try {
      this.checkSend(segment, dest, tag);
      if (dest !== PROC_NULL) {
        if (!runtime.endpoint.quiet) runtime.endpoint.progress();
        const operation = this.launch(segment, dest, tag, mode, false);
        const { recorder, endpoint } = runtime;
        recorder.carrySend(this.world(dest), tag, endpoint.lastMessage, endpoint.lastProtocol);
        if (type.contiguous) recorder.preview(null, segment.address, count * type.size);
        if (operation !== null) runtime.waitFor(operation);
      }
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
  }

  recv(segment: Segment, source: number, tag: number, status: Status | null = null): void {
    const { runtime } = this;
    const { count, type } = segment;
    this.enter(MpiCall.Recv, type.id === PICKLE_TYPE_ID, source, tag, count * type.size, type.id);
    try {
      this.checkReceive(segment, source, tag);
      if (source === PROC_NULL) status?.set(PROC_NULL, -1, 0);
      else {
        const operation = this.#spareReceive(segment, source, tag);
        this.#receive(operation, status);
        runtime.spare = operation;
      }
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
  }

  recvBytes(source: number, tag: number, status: Status | null = null): Uint8Array | null {
    const { runtime } = this;
    let bytes: Uint8Array | null = null;
    this.enter(MpiCall.Recv, true, source, tag, 0, PICKLE_TYPE_ID);
    try {
      this.checkSourceAndTag(source, tag);
      if (source === PROC_NULL) status?.set(PROC_NULL, -1, 0);
      else {
        const operation = ReceiveOperation.fresh(this.worldOrAny(source), tag, this.context);
        this.#receive(operation, status);
        bytes = operation.buffer;
      }
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return bytes;
  }

  sendrecv(send: Segment, dest: number, sendTag: number, receive: Segment, source: number, receiveTag: number, status: Status | null = null): void {
    this.exchange(MpiCall.Sendrecv, send, dest, sendTag, receive, source, status, () => {
      this.checkReceive(receive, source, receiveTag);
      return this.receiveInto(receive, source, receiveTag);
    });
  }

  sendrecvBytes(send: Segment, dest: number, sendTag: number, source: number, receiveTag: number, status: Status | null = null): Uint8Array | null {
    const operation = this.exchange(MpiCall.Sendrecv, send, dest, sendTag, null, source, status, () => {
      this.checkSourceAndTag(source, receiveTag);
      return ReceiveOperation.fresh(this.worldOrAny(source), receiveTag, this.context);
    });
    return operation?.buffer ?? null;
  }

  sendrecvReplace(segment: Segment, dest: number, sendTag: number, source: number, receiveTag: number, status: Status | null = null): void {
    this.exchange(MpiCall.SendrecvReplace, segment, dest, sendTag, segment, source, status, () => {
      this.checkReceive(segment, source, receiveTag);
      return this.receiveInto(segment, source, receiveTag);
    });
  }

  isend(segment: Segment, dest: number, tag: number, mode: SendMode = SendMode.Standard): Request {
    const { runtime } = this;
    const { count, type } = segment;
    const object = type.id === PICKLE_TYPE_ID;
    const number = this.enterNonblocking(ISEND_CALLS[mode], object, dest, tag, count * type.size, type.id);
    let operation: SendOperation | null = null;
    try {
      this.checkSend(segment, dest, tag);
      runtime.endpoint.progress();
      if (dest !== PROC_NULL) operation = this.launch(segment, dest, tag, mode, true);
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return new Request(runtime, this.context, operation === null ? null : new SendWork(runtime, operation), number, object);
  }

  irecv(segment: Segment, source: number, tag: number): Request {
    const { count, type } = segment;
    return this.#startReceive(type.id === PICKLE_TYPE_ID, source, tag, count * type.size, type.id, () => {
      this.checkReceive(segment, source, tag);
      return this.receiveInto(segment, source, tag);
    });
  }

  probe(source: number, tag: number, status: Status | null = null): void {
    this.#probe(MpiCall.Probe, source, tag, status, true, false);
  }

  iprobe(source: number, tag: number, status: Status | null = null): boolean {
    return this.#probe(MpiCall.Iprobe, source, tag, status, false, false) !== null;
  }

  mprobe(source: number, tag: number, status: Status | null = null): Message | null {
    const message = this.#probe(MpiCall.Mprobe, source, tag, status, true, true);
    return message === null || message === 'no-proc' ? null : new MatchedMessage(this, message);
  }

  improbe(source: number, tag: number, status: Status | null = null): Message | 'no-proc' | null {
    const message = this.#probe(MpiCall.Improbe, source, tag, status, false, true);
    return message === null || message === 'no-proc' ? message : new MatchedMessage(this, message);
  }

  /// For the engine: the call begins, its record naming `peer` (a rank here) as a world rank.
  enter(call: MpiCall, object: boolean, peer: number, tag: number, bytes: number, typeId: number): void {
    const world = peer === ANY_SOURCE ? ANY_RANK : (this.peers[peer] ?? NO_RANK);
    this.runtime.begin(call, object ? RecordFlag.Object : 0, this.context, world, tag, bytes, typeId);
    this.checkAlive();
  }

  /// A call that has begun fails when the communicator is gone.
  protected checkAlive(): void {
    if (this.#freed) throw this.runtime.fail(new MpiError(ErrorClass.Comm, 'the communicator has been freed'));
  }

  /// For the engine: a receive of the call is complete; status and error of it.
  conclude(operation: ReceiveOperation, status: Status | null): void {
    status?.set(this.rankOf(operation.from), operation.gotTag, operation.bytes);
    raise(operation.error, this.context);
  }

  protected markFreed(): void {
    this.#freed = true;
  }

  protected world(rank: number): number {
    return this.peers[rank] as number;
  }

  protected worldOrAny(source: number): number {
    return source === ANY_SOURCE ? ANY_RANK : (this.peers[source] ?? NO_RANK);
  }

  protected checkSend(segment: Segment, dest: number, tag: number): void {
    checkSegment(segment);
    checkSendTag(tag);
    checkDest(dest, this.peers.length);
  }

  protected checkReceive(segment: Segment, source: number, tag: number): void {
    checkSegment(segment);
    this.checkSourceAndTag(source, tag);
  }

  private checkSourceAndTag(source: number, tag: number): void {
    checkReceiveTag(tag);
    checkSource(source, this.peers.length);
  }

  protected receiveInto({ address, count, type }: Segment, source: number, tag: number): ReceiveOperation {
    return new ReceiveOperation(this.worldOrAny(source), tag, this.context, null, address, count * type.size, type, false);
  }

  protected launch({ address, count, type }: Segment, dest: number, tag: number, mode: SendMode, report: boolean): SendOperation | null {
    const { runtime } = this;
    const bytes = count * type.size;
    const buffer = mode === SendMode.Buffered ? this.#buffer(bytes) : null;
    let packed: Uint8Array | null = null;
    if (!type.contiguous) {
      packed = new Uint8Array(bytes);
      type.pack(runtime.host.memory(), address, count, packed);
    }
    const operation = runtime.endpoint.startSend(this.world(dest), this.context, tag, packed, packed === null ? address : 0, bytes, type.id, mode, report);
    if (buffer !== null && operation !== null && !operation.left) buffer.keep(operation);
    return operation;
  }

  protected launchBytes(bytes: Uint8Array, typeId: number, dest: number, tag: number): SendOperation | null {
    return this.runtime.endpoint.startSend(this.world(dest), this.context, tag, bytes, 0, bytes.length, typeId, SendMode.Standard, true);
  }

  // MPI 4.1, 3.6: the communicator's buffer, else its session's, else the process's.
  #buffer(bytes: number): SendBuffer {
    const buffer = this.attached ?? this.session?.attached ?? this.runtime.attached;
    if (buffer === null) throw new MpiError(ErrorClass.Buffer, `no buffer is attached; this Bsend needs ${bytes + BSEND_OVERHEAD} bytes of one`);
    buffer.check(bytes);
    return buffer;
  }

  // The receive of the last Recv, which nobody knows any more, or a new one.
  #spareReceive(segment: Segment, source: number, tag: number): ReceiveOperation {
    const { runtime } = this;
    const { spare } = runtime;
    if (spare === null) return this.receiveInto(segment, source, tag);
    const { address, count, type } = segment;
    runtime.spare = null;
    spare.renew(this.worldOrAny(source), tag, this.context, null, address, count * type.size, type);
    return spare;
  }

  // A blocking receive, carried in its call's own record.
  #receive(operation: ReceiveOperation, status: Status | null): void {
    const { runtime } = this;
    runtime.endpoint.startReceive(operation);
    runtime.waitFor(operation);
    runtime.recorder.carryReceive(operation);
    this.conclude(operation, status);
  }

  private exchange(call: MpiCall, send: Segment, dest: number, sendTag: number, receive: Segment | null, source: number, status: Status | null, make: () => ReceiveOperation): ReceiveOperation | null {
    const { runtime } = this;
    let operation: ReceiveOperation | null = null;
    this.enter(call, receive === null || send.type.id === PICKLE_TYPE_ID, dest, sendTag, send.count * send.type.size, send.type.id);
    try {
      this.checkSend(send, dest, sendTag);
      const wanted = make();
      if (source !== PROC_NULL) operation = wanted;
      // Replace: what is received may land only when the send no longer needs the buffer, so the send gets a copy.
      const outgoing = call === MpiCall.SendrecvReplace ? this.copied(send) : null;
      if (operation !== null) {
        operation.posting = runtime.recorder.posting(0);
        runtime.endpoint.startReceive(operation);
      }
      const sending = dest === PROC_NULL ? null : outgoing === null ? this.launch(send, dest, sendTag, SendMode.Standard, true) : this.launchBytes(outgoing, send.type.id, dest, sendTag);
      try {
        if (sending !== null) runtime.waitFor(sending);
        if (operation !== null) runtime.waitFor(operation);
      } catch (error) {
        if (operation !== null) runtime.endpoint.abandon(operation);
        throw error;
      }
      if (operation === null) status?.set(PROC_NULL, -1, 0);
      else this.conclude(operation, status);
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return operation;
  }

  protected copied({ address, count, type }: Segment): Uint8Array {
    const packed = new Uint8Array(count * type.size);
    type.pack(this.runtime.host.memory(), address, count, packed);
    return packed;
  }

  protected enterNonblocking(call: MpiCall, object: boolean, peer: number, tag: number, bytes: number, typeId: number): number {
    this.enter(call, object, peer, tag, bytes, typeId);
    const { recorder } = this.runtime;
    recorder.flags |= RecordFlag.Nonblocking;
    return (recorder.request = recorder.nextRequest());
  }

  #startReceive(object: boolean, source: number, tag: number, bytes: number, typeId: number, make: () => ReceiveOperation): Request {
    const { runtime } = this;
    const number = this.enterNonblocking(MpiCall.Irecv, object, source, tag, bytes, typeId);
    let operation: ReceiveOperation | null = null;
    try {
      const wanted = make();
      if (source !== PROC_NULL) {
        operation = wanted;
        operation.posting = runtime.recorder.posting(0);
        runtime.endpoint.startReceive(operation);
        runtime.endpoint.progress();
      }
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return new Request(runtime, this.context, operation === null ? FROM_NOBODY : new ReceiveWork(runtime, operation, this), number, object);
  }

  #probe(call: MpiCall, source: number, tag: number, status: Status | null, blocks: boolean, take: boolean): Unexpected | 'no-proc' | null {
    const { runtime } = this;
    const { endpoint } = runtime;
    let found: Unexpected | 'no-proc' | null = null;
    this.enter(call, false, source, tag, 0, 0);
    try {
      this.checkSourceAndTag(source, tag);
      if (source === PROC_NULL) {
        found = 'no-proc';
        status?.set(PROC_NULL, -1, 0);
      } else {
        endpoint.progress();
        const from = this.worldOrAny(source);
        if (blocks) runtime.wait(new ProbeWait(runtime, this.context, from, tag));
        found = endpoint.probe(this.context, from, tag, take);
        if (found !== null) status?.set(this.rankOf(found.source), found.tag, found.bytes);
      }
    } catch (error) {
      throw runtime.fail(error);
    }
    if (found === null) runtime.endPoll();
    else runtime.end();
    return found;
  }
}


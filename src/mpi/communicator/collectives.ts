import { MpiCall, blockingOf, nonblockingOf, persistentOf } from '../../protocol/calls';
import { PICKLE_TYPE_ID } from '../../protocol/datatypes';
import { Algorithm, RecordFlag } from '../../protocol/trace';
import { NO_RANK } from '../../protocol/world';
import * as all from '../collective/calls/all';
import type { CollectiveCall, Members } from '../collective/calls/call';
import * as reductions from '../collective/calls/reductions';
import * as rooted from '../collective/calls/rooted';
import { Channel } from '../collective/channel';
import { DirectCollectives, isDirect } from '../collective/direct';
import { CollectiveWork, drive } from '../collective/work';
import { IN_PLACE, PROC_NULL, type InPlace } from '../constants';
import type { Segment, Segments } from '../datatype/segment';
import type { Accumulator } from '../op/accumulator';
import { checkOp } from '../op/kernels';
import type { Op } from '../op/op';
import type { Rank } from '../rank';
import { PersistentRequest } from '../request/persistent';
import { Request } from '../request/request';
import type { Topology } from '../topology/topology';
import { checkRoot, checkSegment } from './checks';
import { LastingPointToPoint } from './lasting';

/// Numbers of collectives in tags count modulo this: tags stay below 2^29, above which others have theirs on the same context.
const NUMBERS = 1 << 22;

type Make<T> = (members: Members) => CollectiveCall<T>;

/// Collectives (MPI 4.1, chapter 6): how their calls begin and end in each form. `collective/calls` says what each does.
export abstract class Collectives extends LastingPointToPoint {
  abstract readonly topology: Topology | null;
  #collectives = 0;
  /// Null on an intercommunicator.
  readonly #direct: DirectCollectives | null;

  constructor(runtime: Rank, group: readonly number[], context: number, name: string, remote: readonly number[] | null = null) {
    super(runtime, group, context, name, remote);
    this.#direct = remote === null ? new DirectCollectives(runtime, this.rank, group, context) : null;
  }

  /// Does a collective and returns when it is done here.
  perform<T>(make: Make<T>): T {
    return this.#perform(make(this));
  }

  #perform<T>(collective: CollectiveCall<T>): T {
    const { runtime } = this;
    this.#enter(collective.call, collective);
    let result: T;
    try {
      collective.check();
      const channel = this.#channel(collective, this.#next());
      result = drive(channel, collective.steps(channel));
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return result;
  }

  /// Starts a collective (6.12).
  start(make: Make<unknown>): Request {
    const collective = make(this);
    const { runtime } = this;
    const { recorder } = runtime;
    this.#enter(nonblockingOf(collective.call), collective);
    recorder.flags |= RecordFlag.Nonblocking;
    const number = (recorder.request = recorder.nextRequest());
    let work: CollectiveWork;
    try {
      collective.check();
      runtime.endpoint.progress();
      work = this.#launch(collective, this.#next());
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return new Request(runtime, this.context, work, number, false);
  }

  /// A persistent request of a collective (6.13). Ranks may start several in different orders: messages name the call that made the request.
  prepare(make: Make<unknown>): PersistentRequest {
    const collective = make(this);
    const { runtime } = this;
    this.#enter(persistentOf(collective.call), collective);
    let made: number;
    try {
      collective.check();
      made = this.#next();
      runtime.recorder.collective = 0;
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    const { bytes, typeId } = collective;
    return new PersistentRequest(runtime, this.context, {
      peer: NO_RANK, tag: 0, bytes, typeId,
      launch: () => {
        this.#next();
        return this.#launch(collective, made);
      },
    });
  }

  barrier(): void {
    const direct = this.#direct;
    const algorithm = direct?.choice(MpiCall.Barrier, 0, 0) ?? Algorithm.None;
    if (direct === null || algorithm === Algorithm.None) this.#perform(all.barrierOf(this));
    else {
      this.enter(MpiCall.Barrier, false, PROC_NULL, 0, 0, 0);
      try {
        direct.begin(this.#tag(MpiCall.Barrier, this.#next()), 0, algorithm);
        direct.barrier(algorithm);
      } catch (error) {
        direct.abandon();
        throw this.runtime.fail(error);
      }
      this.runtime.end();
    }
  }

  bcast(segment: Segment, root: number): void {
    const { address, count, type } = segment;
    const bytes = count * type.size;
    const direct = isDirect(segment) ? this.#direct : null;
    const algorithm = direct?.choice(MpiCall.Bcast, bytes, 0) ?? Algorithm.None;
    if (direct === null || algorithm === Algorithm.None) this.#perform(rooted.bcast(this, segment, root));
    else {
      this.enter(MpiCall.Bcast, false, root, 0, bytes, type.id);
      try {
        checkRoot(root, this.size);
        checkSegment(segment);
        direct.begin(this.#tag(MpiCall.Bcast, this.#next()), type.id, algorithm);
        this.runtime.recorder.preview(null, address, bytes);
        direct.bcast(address, bytes, root, algorithm);
      } catch (error) {
        direct.abandon();
        throw this.runtime.fail(error);
      }
      this.runtime.end();
    }
  }

  bcastBytes(segment: Segment | null, root: number): Uint8Array | null {
    return this.#perform(rooted.bcastBytes(this, segment, root));
  }

  gather(send: Segment | InPlace, receive: Segment | null, root: number): void {
    const direct = send !== IN_PLACE && isDirect(send) ? this.#direct : null;
    if (send !== IN_PLACE && direct !== null) {
      const { address, count, type } = send;
      const bytes = count * type.size;
      const isRoot = this.rank === root;
      const lands = !isRoot || (receive !== null && isDirect(receive) && receive.count * receive.type.size === bytes);
      const algorithm = lands ? direct.choice(MpiCall.Gather, bytes, 0) : Algorithm.None;
      if (algorithm !== Algorithm.None) {
        this.enter(MpiCall.Gather, false, root, 0, bytes, type.id);
        try {
          checkRoot(root, this.size);
          checkSegment(send);
          if (isRoot && receive !== null) checkSegment(receive);
          direct.begin(this.#tag(MpiCall.Gather, this.#next()), type.id, algorithm);
          this.runtime.recorder.preview(null, address, bytes);
          direct.gather(address, receive?.address ?? 0, bytes, root, algorithm);
        } catch (error) {
          direct.abandon();
          throw this.runtime.fail(error);
        }
        this.runtime.end();
        return;
      }
    }
    this.#perform(rooted.gatherBlocks(this, send, receive, root));
  }

  gatherv(send: Segment | InPlace, receive: Segments | null, root: number): void {
    this.#perform(rooted.gatherv(this, send, receive, root));
  }

  gatherBytes(segment: Segment, root: number): Uint8Array[] | null {
    return this.#perform(rooted.gatherBytes(this, segment, root));
  }

  scatter(send: Segment | null, receive: Segment | InPlace, root: number): void {
    this.#perform(rooted.scatterBlocks(this, send, receive, root));
  }

  scatterv(send: Segments | null, receive: Segment | InPlace, root: number): void {
    this.#perform(rooted.scatterv(this, send, receive, root));
  }

  scatterBytes(segments: readonly Segment[] | null, root: number): Uint8Array | null {
    return this.#perform(rooted.scatterBytes(this, segments, root));
  }

  allgather(send: Segment | InPlace, receive: Segment): void {
    this.#perform(all.allgatherBlocks(this, send, receive));
  }

  allgatherv(send: Segment | InPlace, receive: Segments): void {
    this.#perform(all.allgatherv(this, send, receive));
  }

  allgatherBytes(segment: Segment): Uint8Array[] {
    return this.#perform(all.allgatherBytes(this, segment));
  }

  alltoall(send: Segment | InPlace, receive: Segment): void {
    const bytes = receive.count * receive.type.size;
    const plain = send !== IN_PLACE && isDirect(send) && isDirect(receive) && send.count * send.type.size === bytes;
    const direct = plain ? this.#direct : null;
    const algorithm = direct?.choice(MpiCall.Alltoall, bytes, 0) ?? Algorithm.None;
    if (send === IN_PLACE || direct === null || algorithm === Algorithm.None) this.#perform(all.alltoallBlocks(this, send, receive));
    else {
      this.enter(MpiCall.Alltoall, false, PROC_NULL, 0, bytes * this.size, receive.type.id);
      try {
        checkSegment(send);
        checkSegment(receive);
        direct.begin(this.#tag(MpiCall.Alltoall, this.#next()), receive.type.id, algorithm);
        this.runtime.recorder.preview(null, send.address, bytes * this.size);
        direct.alltoall(send.address, receive.address, bytes);
      } catch (error) {
        direct.abandon();
        throw this.runtime.fail(error);
      }
      this.runtime.end();
    }
  }

  alltoallv(send: Segments | InPlace, receive: Segments): void {
    this.#perform(all.alltoallv(this, send, receive));
  }

  alltoallBytes(segments: readonly Segment[]): Uint8Array[] {
    return this.#perform(all.alltoallBytes(this, segments));
  }

  reduce(send: Segment | InPlace, receive: Segment | null, op: Op, root: number): void {
    this.#perform(reductions.reduceBlocks(this, send, receive, op, root));
  }

  allreduce(send: Segment | InPlace, receive: Segment, op: Op): void {
    const { count, type } = receive;
    const bytes = count * type.size;
    const own = send === IN_PLACE ? receive : send;
    const plain = op.user === null && type.predefined && own.type === type && own.count === count && isDirect(receive);
    const direct = plain ? this.#direct : null;
    const algorithm = direct?.choice(MpiCall.Allreduce, bytes, count) ?? Algorithm.None;
    if (direct === null || algorithm === Algorithm.None) this.#perform(reductions.allreduceBlocks(this, send, receive, op));
    else {
      this.enter(MpiCall.Allreduce, false, PROC_NULL, 0, bytes, type.id);
      try {
        checkSegment(own);
        checkOp(op, type, 'Allreduce');
        checkSegment(receive);
        direct.begin(this.#tag(MpiCall.Allreduce, this.#next()), type.id, algorithm);
        this.runtime.recorder.preview(null, own.address, bytes);
        direct.allreduce(own.address, receive.address, count, type, op, algorithm);
      } catch (error) {
        direct.abandon();
        throw this.runtime.fail(error);
      }
      this.runtime.end();
    }
  }

  reduceScatterBlock(send: Segment | InPlace, receive: Segment, op: Op): void {
    this.#perform(reductions.reduceScatterOf(this, send, receive, new Array<number>(this.size).fill(receive.count), op, true));
  }

  reduceScatter(send: Segment | InPlace, receive: Segment, counts: readonly number[], op: Op): void {
    this.#perform(reductions.reduceScatterOf(this, send, receive, counts, op, false));
  }

  scan(send: Segment | InPlace, receive: Segment, op: Op): void {
    this.#perform(reductions.scanBlocks(this, MpiCall.Scan, send, receive, op));
  }

  exscan(send: Segment | InPlace, receive: Segment, op: Op): void {
    this.#perform(reductions.scanBlocks(this, MpiCall.Exscan, send, receive, op));
  }

  reduceObject(value: Accumulator, root: number): void {
    this.#perform(reductions.reduceObject(this, value, root));
  }

  allreduceObject(value: Accumulator): void {
    this.#perform(reductions.allreduceObject(this, value));
  }

  scanObject(value: Accumulator): void {
    this.#perform(reductions.scanObject(this, MpiCall.Scan, value));
  }

  exscanObject(value: Accumulator): boolean {
    return this.#perform(reductions.scanObject(this, MpiCall.Exscan, value));
  }

  /// For the engine: a collective call of another kind (Dup, Split…), from its record's begin to its end.
  within<T>(call: MpiCall, body: (channel: Channel) => T): T {
    const { runtime } = this;
    this.enter(call, false, PROC_NULL, 0, 0, 0);
    let result: T;
    try {
      result = body(this.#channel({ call, typeId: 0 }, this.#next()));
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return result;
  }

  #enter(call: MpiCall, { root, bytes, typeId }: CollectiveCall<unknown>): void {
    this.enter(call, typeId === PICKLE_TYPE_ID, root ?? PROC_NULL, 0, bytes, typeId);
  }

  // The next number of a collective here; the record names it.
  #next(): number {
    return (this.runtime.recorder.collective = ++this.#collectives);
  }

  #channel({ call, typeId }: { readonly call: MpiCall; readonly typeId: number }, number: number): Channel {
    const { runtime, rank, group, context } = this;
    return new Channel(runtime, rank, group, context | 1, this.#tag(blockingOf(call), number), typeId);
  }

  #tag(call: MpiCall, number: number): number {
    return ((number % NUMBERS) << 7) | (call & 127);
  }

  #launch(collective: CollectiveCall<unknown>, number: number): CollectiveWork {
    const channel = this.#channel(collective, number);
    return new CollectiveWork(channel, collective.steps(channel));
  }
}

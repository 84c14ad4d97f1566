import { MPI_CALLS, MpiCall } from '../../protocol/calls';
import { PICKLE_TYPE_ID } from '../../protocol/datatypes';
import { ErrorClass } from '../../protocol/errors';
import { Algorithm } from '../../protocol/trace';
import { allgather } from '../collective/allgather';
import { alltoall } from '../collective/alltoall';
import { barrier } from '../collective/barrier';
import { ByteBlocks, MemoryBlocks, type Blocks } from '../collective/blocks';
import { broadcast } from '../collective/broadcast';
import { Channel, piece } from '../collective/channel';
import { choose } from '../collective/choice';
import { gather } from '../collective/gather';
import { allreduceDoubling, allreduceRing, exscan, reduce, scan } from '../collective/reduce';
import { scatter } from '../collective/scatter';
import { IN_PLACE, PROC_NULL, type InPlace } from '../constants';
import type { Segment, Segments } from '../datatype/segment';
import { MpiError } from '../error';
import type { Accumulator } from '../op/accumulator';
import { checkOp } from '../op/kernels';
import { NumericAccumulator } from '../op/numeric';
import type { Op } from '../op/op';
import type { Rank } from '../rank';
import { checkRoot, checkSegment, checkSegments } from './checks';
import { LastingPointToPoint } from './lasting';

/// Collectives (MPI 4.1, chapter 6): arguments to blocks and accumulators, which `collective/` moves and combines.
export class Collectives extends LastingPointToPoint {
  readonly #channel: Channel;
  #collectives = 0;

  constructor(runtime: Rank, group: readonly number[], context: number, name: string, remote: readonly number[] | null = null) {
    super(runtime, group, context, name, remote);
    this.#channel = new Channel(runtime, this.rank, group, context);
  }

  barrier(): void {
    this.within(MpiCall.Barrier, null, 0, 0, () => barrier(this.#channel, this.#choose(MpiCall.Barrier, 0)));
  }

  bcast(segment: Segment, root: number): void {
    const bytes = segment.count * segment.type.size;
    this.within(MpiCall.Bcast, root, bytes, segment.type.id, () => {
      checkSegment(segment);
      this.#preview(segment);
      broadcast(this.#channel, MemoryBlocks.even(this.#channel, segment, 1), root, this.#choose(MpiCall.Bcast, bytes));
    });
  }

  bcastBytes(segment: Segment | null, root: number): Uint8Array | null {
    return this.within(MpiCall.Bcast, root, segment?.count ?? 0, PICKLE_TYPE_ID, () => {
      const blocks = new ByteBlocks(1, false);
      if (this.rank === root) blocks.put(0, this.#pickle(segment));
      broadcast(this.#channel, blocks, root, this.#choose(MpiCall.Bcast, 0));
      if (this.rank === root) return null;
      const bytes = blocks.get(0);
      this.runtime.recorder.contribution(bytes.length, PICKLE_TYPE_ID);
      this.runtime.recorder.preview(bytes, 0, bytes.length);
      return bytes;
    });
  }

  gather(send: Segment | InPlace, receive: Segment | null, root: number): void {
    const { count, type } = this.#own(send, receive);
    this.within(MpiCall.Gather, root, count * type.size, type.id, () => {
      const all = this.rank === root ? MemoryBlocks.even(this.#channel, this.#given(receive, 'receive buffer'), this.size) : null;
      this.#gather(MpiCall.Gather, send, all, root, count * type.size);
    });
  }

  gatherv(send: Segment | InPlace, receive: Segments | null, root: number): void {
    const bytes = send === IN_PLACE ? 0 : send.count * send.type.size;
    this.within(MpiCall.Gatherv, root, bytes, send === IN_PLACE ? (receive?.type.id ?? 0) : send.type.id, () => {
      const all = this.rank === root ? this.#vector(this.#given(receive, 'receive buffer')) : null;
      this.#gather(MpiCall.Gatherv, send, all, root, 0);
    });
  }

  gatherBytes(segment: Segment, root: number): Uint8Array[] | null {
    return this.within(MpiCall.Gather, root, segment.count, PICKLE_TYPE_ID, () => {
      const own = this.#pickle(segment);
      const all = this.rank === root ? new ByteBlocks(this.size, true) : null;
      all?.put(this.rank, own);
      gather(this.#channel, piece(own), all, new ByteBlocks(this.size, true), root, this.#choose(MpiCall.Gather, 0));
      return all?.all() ?? null;
    });
  }

  scatter(send: Segment | null, receive: Segment | InPlace, root: number): void {
    const { count, type } = this.#own(receive, send);
    this.within(MpiCall.Scatter, root, this.rank === root ? count * type.size * this.size : 0, type.id, () => {
      const all = this.rank === root ? MemoryBlocks.even(this.#channel, this.#given(send, 'send buffer'), this.size) : null;
      this.#scatter(MpiCall.Scatter, all, receive, root, count * type.size);
    });
  }

  scatterv(send: Segments | null, receive: Segment | InPlace, root: number): void {
    const type = send?.type ?? (receive === IN_PLACE ? undefined : receive.type);
    const bytes = this.rank === root && send !== null ? send.counts.reduce((sum, count) => sum + count, 0) * send.type.size : 0;
    this.within(MpiCall.Scatterv, root, bytes, type?.id ?? 0, () => {
      const all = this.rank === root ? this.#vector(this.#given(send, 'send buffer')) : null;
      this.#scatter(MpiCall.Scatterv, all, receive, root, 0);
    });
  }

  scatterBytes(segments: readonly Segment[] | null, root: number): Uint8Array {
    return this.within(MpiCall.Scatter, root, total(segments), PICKLE_TYPE_ID, () => {
      const own = new ByteBlocks(1, false);
      const passing = new ByteBlocks(this.size, true);
      const all = this.rank === root ? this.#pickles(segments) : null;
      if (all !== null) own.put(0, all.get(this.rank));
      scatter(this.#channel, all, own, passing, (bytes) => own.put(0, bytes), root, this.#choose(MpiCall.Scatter, 0));
      return own.get(0);
    });
  }

  allgather(send: Segment | InPlace, receive: Segment): void {
    const bytes = receive.count * receive.type.size;
    this.within(MpiCall.Allgather, null, send === IN_PLACE ? bytes : send.count * send.type.size, receive.type.id, () => {
      checkSegment(receive);
      this.#allgather(MpiCall.Allgather, send, MemoryBlocks.even(this.#channel, receive, this.size), bytes);
    });
  }

  allgatherv(send: Segment | InPlace, receive: Segments): void {
    this.within(MpiCall.Allgatherv, null, send === IN_PLACE ? 0 : send.count * send.type.size, receive.type.id, () => {
      const mean = (receive.counts.reduce((sum, count) => sum + count, 0) * receive.type.size) / this.size;
      this.#allgather(MpiCall.Allgatherv, send, this.#vector(receive), mean);
    });
  }

  allgatherBytes(segment: Segment): Uint8Array[] {
    return this.within(MpiCall.Allgather, null, segment.count, PICKLE_TYPE_ID, () => {
      const blocks = new ByteBlocks(this.size, true);
      blocks.put(this.rank, this.#pickle(segment));
      allgather(this.#channel, blocks, this.#choose(MpiCall.Allgather, 0));
      return blocks.all();
    });
  }

  alltoall(send: Segment | InPlace, receive: Segment): void {
    const bytes = receive.count * receive.type.size;
    this.within(MpiCall.Alltoall, null, bytes * this.size, receive.type.id, () => {
      checkSegment(receive);
      if (send !== IN_PLACE) checkSegment(send);
      const incoming = MemoryBlocks.even(this.#channel, receive, this.size);
      this.#alltoall(MpiCall.Alltoall, send === IN_PLACE ? null : MemoryBlocks.even(this.#channel, send, this.size), incoming, bytes);
    });
  }

  alltoallv(send: Segments | InPlace, receive: Segments): void {
    const bytes = send === IN_PLACE ? 0 : send.counts.reduce((sum, count) => sum + count, 0) * send.type.size;
    this.within(MpiCall.Alltoallv, null, bytes, receive.type.id, () => {
      this.#alltoall(MpiCall.Alltoallv, send === IN_PLACE ? null : this.#vector(send), this.#vector(receive), 0);
    });
  }

  alltoallBytes(segments: readonly Segment[]): Uint8Array[] {
    return this.within(MpiCall.Alltoall, null, total(segments), PICKLE_TYPE_ID, () => {
      const outgoing = this.#pickles(segments);
      const incoming = new ByteBlocks(this.size, true);
      incoming.put(this.rank, outgoing.get(this.rank));
      alltoall(this.#channel, outgoing, incoming, this.#choose(MpiCall.Alltoall, 0));
      return incoming.all();
    });
  }

  reduce(send: Segment | InPlace, receive: Segment | null, op: Op, root: number): void {
    const { count, type } = this.#own(send, receive);
    this.within(MpiCall.Reduce, root, count * type.size, type.id, () => {
      const value = this.#value(MpiCall.Reduce, send, receive, op);
      reduce(this.#channel, value, root, op.commutative, this.#choose(MpiCall.Reduce, count * type.size));
      if (this.rank === root) this.#store(value, this.#given(receive, 'receive buffer'));
    });
  }

  allreduce(send: Segment | InPlace, receive: Segment, op: Op): void {
    const bytes = receive.count * receive.type.size;
    this.within(MpiCall.Allreduce, null, bytes, receive.type.id, () => {
      const value = this.#value(MpiCall.Allreduce, send, receive, op);
      const algorithm = this.#choose(MpiCall.Allreduce, bytes, op.commutative);
      if (algorithm === Algorithm.Ring) allreduceRing(this.#channel, value);
      else this.#allreduce(value, op.commutative, algorithm);
      this.#store(value, receive);
    });
  }

  reduceScatterBlock(send: Segment | InPlace, receive: Segment, op: Op): void {
    this.#reduceScatter(MpiCall.ReduceScatterBlock, send, receive, new Array<number>(this.size).fill(receive.count), op);
  }

  reduceScatter(send: Segment | InPlace, receive: Segment, counts: readonly number[], op: Op): void {
    this.#reduceScatter(MpiCall.ReduceScatter, send, receive, counts, op);
  }

  scan(send: Segment | InPlace, receive: Segment, op: Op): void {
    const bytes = receive.count * receive.type.size;
    this.within(MpiCall.Scan, null, bytes, receive.type.id, () => {
      const value = this.#value(MpiCall.Scan, send, receive, op);
      scan(this.#channel, value, this.#choose(MpiCall.Scan, bytes));
      this.#store(value, receive);
    });
  }

  exscan(send: Segment | InPlace, receive: Segment, op: Op): void {
    const bytes = receive.count * receive.type.size;
    this.within(MpiCall.Exscan, null, bytes, receive.type.id, () => {
      const value = this.#value(MpiCall.Exscan, send, receive, op);
      if (exscan(this.#channel, value, this.#choose(MpiCall.Exscan, bytes))) this.#store(value, receive);
    });
  }

  reduceObject(value: Accumulator, root: number): void {
    this.within(MpiCall.Reduce, root, 0, PICKLE_TYPE_ID, () => reduce(this.#channel, value, root, false, this.#choose(MpiCall.Reduce, 0)));
  }

  allreduceObject(value: Accumulator): void {
    this.within(MpiCall.Allreduce, null, 0, PICKLE_TYPE_ID, () => this.#allreduce(value, false, this.#choose(MpiCall.Allreduce, 0, false)));
  }

  scanObject(value: Accumulator): void {
    this.within(MpiCall.Scan, null, 0, PICKLE_TYPE_ID, () => scan(this.#channel, value, this.#choose(MpiCall.Scan, 0)));
  }

  exscanObject(value: Accumulator): boolean {
    return this.within(MpiCall.Exscan, null, 0, PICKLE_TYPE_ID, () => exscan(this.#channel, value, this.#choose(MpiCall.Exscan, 0)));
  }

  /// For the engine: one collective call, from its record's begin to its end. `root` null when the call has none.
  within<T>(call: MpiCall, root: number | null, bytes: number, typeId: number, body: () => T): T {
    const { runtime } = this;
    const { recorder } = runtime;
    this.enter(call, typeId === PICKLE_TYPE_ID, root ?? PROC_NULL, 0, bytes, typeId);
    recorder.collective = ++this.#collectives;
    this.#channel.tag = call;
    this.#channel.typeId = typeId;
    let result: T;
    try {
      if (root !== null) checkRoot(root, this.size);
      result = body();
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return result;
  }

  /// For the engine: messages within `within`.
  protected get channel(): Channel {
    return this.#channel;
  }

  #choose(call: MpiCall, bytes: number, divisible: boolean = true): Algorithm {
    const algorithm = choose(call, this.runtime.settings.algorithms?.[call], this.size, bytes, divisible);
    return (this.runtime.recorder.algorithm = algorithm);
  }

  #gather(call: MpiCall, send: Segment | InPlace, all: MemoryBlocks | null, root: number, bytes: number): void {
    const channel = this.#channel;
    let own = piece(new Uint8Array(0));
    if (send !== IN_PLACE) {
      checkSegment(send);
      this.#preview(send);
      const block = MemoryBlocks.even(channel, send, 1);
      own = block.outgoing(0, 1);
      all?.put(this.rank, block.take(0));
    } else if (all === null) throw new MpiError(ErrorClass.Arg, 'IN_PLACE is for the root; the other ranks give their data');
    gather(channel, own, all, new ByteBlocks(this.size, false), root, this.#choose(call, bytes));
  }

  #scatter(call: MpiCall, all: MemoryBlocks | null, receive: Segment | InPlace, root: number, bytes: number): void {
    const channel = this.#channel;
    let target: MemoryBlocks | null = null;
    if (receive !== IN_PLACE) {
      checkSegment(receive);
      target = MemoryBlocks.even(channel, receive, 1);
      if (all !== null) target.put(0, all.take(this.rank));
    } else if (all === null) throw new MpiError(ErrorClass.Arg, 'IN_PLACE is for the root; the other ranks give a receive buffer');
    const place: Blocks = target ?? new ByteBlocks(1, false);
    scatter(channel, all, place, new ByteBlocks(this.size, false), (block) => target?.put(0, block), root, this.#choose(call, bytes));
  }

  #allgather(call: MpiCall, send: Segment | InPlace, all: MemoryBlocks, bytes: number): void {
    if (send !== IN_PLACE) {
      checkSegment(send);
      this.#preview(send);
      all.put(this.rank, MemoryBlocks.even(this.#channel, send, 1).take(0));
    }
    allgather(this.#channel, all, this.#choose(call, bytes));
  }

  #alltoall(call: MpiCall, send: MemoryBlocks | null, incoming: MemoryBlocks, bytes: number): void {
    let outgoing: Blocks;
    if (send === null) {
      // In place: what is received would overwrite what is still to be sent.
      const copies = new ByteBlocks(this.size, false);
      for (let block = 0; block < this.size; block++) copies.put(block, incoming.take(block));
      outgoing = copies;
    } else {
      incoming.put(this.rank, send.take(this.rank));
      outgoing = send;
    }
    alltoall(this.#channel, outgoing, incoming, this.#choose(call, bytes));
  }

  #allreduce(value: Accumulator, commutative: boolean, algorithm: Algorithm): void {
    if (algorithm === Algorithm.RecursiveDoubling) {
      allreduceDoubling(this.#channel, value);
      return;
    }
    reduce(this.#channel, value, 0, commutative, algorithm);
    this.#spread(value, algorithm);
  }

  #spread(value: Accumulator, algorithm: Algorithm): void {
    const result = new ByteBlocks(1, false);
    if (this.rank === 0) result.put(0, value.pack());
    broadcast(this.#channel, result, 0, algorithm);
    if (this.rank !== 0) value.load(result.get(0));
  }

  #reduceScatter(call: MpiCall, send: Segment | InPlace, receive: Segment, counts: readonly number[], op: Op): void {
    const { type } = receive;
    const all = counts.reduce((sum, count) => sum + count, 0);
    this.within(call, null, all * type.size, type.id, () => {
      if (counts.length !== this.size) throw new MpiError(ErrorClass.Arg, `there are ${counts.length} counts for ${this.size} ranks`);
      const whole: Segment = { address: receive.address, count: all, type };
      const value = this.#value(call, send, whole, op);
      const algorithm = this.#choose(call, all * type.size);
      reduce(this.#channel, value, 0, op.commutative, algorithm);
      const result = value.pack();
      const blocks = new ByteBlocks(this.size, false);
      let from = 0;
      for (const [rank, count] of counts.entries()) {
        blocks.put(rank, result.subarray(from, (from += count * type.size)));
      }
      const own = new ByteBlocks(1, false);
      own.put(0, blocks.get(this.rank));
      scatter(this.#channel, this.rank === 0 ? blocks : null, own, new ByteBlocks(this.size, false), () => undefined, 0, Algorithm.Linear);
      MemoryBlocks.even(this.#channel, { address: receive.address, count: counts[this.rank] ?? 0, type }, 1).put(0, own.get(0));
    });
  }

  // This rank's contribution to a reduction as an accumulator.
  #value(call: MpiCall, send: Segment | InPlace, receive: Segment | null, op: Op): NumericAccumulator {
    const own = this.#own(send, receive);
    checkSegment(own);
    checkOp(op, own.type, MPI_CALLS[call] ?? '');
    this.#preview(own);
    return new NumericAccumulator(this.runtime.host, op, own.type, own.count, MemoryBlocks.even(this.#channel, own, 1).take(0));
  }

  #store(value: Accumulator, receive: Segment): void {
    checkSegment(receive);
    MemoryBlocks.even(this.#channel, receive, 1).put(0, value.pack());
  }

  // What describes one block here: this rank's own argument, or with IN_PLACE the other one.
  #own(first: Segment | InPlace | null, second: Segment | InPlace | null): Segment {
    if (first !== IN_PLACE && first !== null) return first;
    if (second !== IN_PLACE && second !== null) return second;
    throw new MpiError(ErrorClass.Buffer, 'neither a send nor a receive buffer is given');
  }

  #given<T>(buffer: T | null, what: string): T {
    if (buffer === null) throw new MpiError(ErrorClass.Buffer, `the root gives no ${what}`);
    return buffer;
  }

  #vector(segments: Segments): MemoryBlocks {
    checkSegments(segments, this.size);
    return MemoryBlocks.vector(this.#channel, segments);
  }

  #preview({ address, count, type }: Segment): void {
    if (type.contiguous) this.runtime.recorder.preview(null, address, count * type.size);
  }

  #pickle(segment: Segment | null): Uint8Array {
    const { address, count } = this.#given(segment, 'object');
    this.runtime.recorder.preview(null, address, count);
    return this.runtime.host.memory().slice(address, address + count);
  }

  #pickles(segments: readonly Segment[] | null): ByteBlocks {
    const given = this.#given(segments, 'list of objects');
    if (given.length !== this.size) throw new MpiError(ErrorClass.Arg, `there are ${given.length} objects for ${this.size} ranks`);
    const blocks = new ByteBlocks(this.size, true);
    const memory = this.runtime.host.memory();
    for (const [rank, { address, count }] of given.entries()) blocks.put(rank, memory.slice(address, address + count));
    return blocks;
  }
}

function total(segments: readonly Segment[] | null): number {
  return segments?.reduce((sum, segment) => sum + segment.count, 0) ?? 0;
}

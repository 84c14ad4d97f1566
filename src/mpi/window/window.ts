import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { Algorithm, RecordFlag } from '../../protocol/trace';
import { NO_RANK } from '../../protocol/world';
import { barrier } from '../collective/barrier';
import { drive } from '../collective/work';
import { checkSegment } from '../communicator/checks';
import type { RankCommunicator } from '../communicator/rank-communicator';
import { PROC_NULL } from '../constants';
import type { Datatype } from '../datatype/datatype';
import type { Segment } from '../datatype/segment';
import { MpiError } from '../error';
import { Op } from '../op/op';
import type { Rank } from '../rank';
import { Request } from '../request/request';
import { Assertion, LockType } from './constants';
import { Epochs } from './epochs';
import { Exchange } from './exchange';
import { checkAccumulate, layoutOf, operationCode } from './operations';
import { Origin } from './origin';
import { packet, PacketKind } from './packet';
import { fits, Target, type Region } from './target';

/// Where in another rank's part of a window: `displacement` in that rank's units, an address for a dynamic window.
export interface Place {
  /// The window's rank, or PROC_NULL: then nothing happens (MPI 4.1, 12.3).
  readonly rank: number;
  readonly displacement: number;
  readonly count: number;
  readonly type: Datatype;
}

/// What every rank knows of every other's part of a window.
export interface Part {
  /// Bytes.
  readonly size: number;
  /// Bytes that a displacement counts.
  readonly unit: number;
}

interface Operation {
  readonly call: MpiCall;
  readonly kind: PacketKind.Put | PacketKind.Get | PacketKind.Accumulate | PacketKind.Fetch | PacketKind.CompareAndSwap;
  readonly place: Place;
  /// Data that goes, null for none; and where data that comes goes.
  readonly origin: Segment | null;
  readonly result: Segment | null;
  readonly compare?: Segment;
  readonly op?: Op;
  /// The call gives the program a request (12.3.5).
  readonly requested: boolean;
}

/// Bytes of data.
function dataOf({ count, type }: { readonly count: number; readonly type: Datatype }): number {
  return count * type.size;
}

/// A window: memory of each rank that the others read and write (MPI 4.1, chapter 12), as one rank holds it.
///
/// A rank's memory is its own: an operation is a message that the target serves in its next MPI call or wait, whatever that is for (12.7.3).
/// One that goes out takes a copy of its data along, so that it is complete at the origin at once. Ranks are the window's; wrong arguments
/// throw `MpiError`, calls outside of their epochs MPI_ERR_RMA_SYNC.
export class Window {
  readonly #comm: RankCommunicator;
  readonly #runtime: Rank;
  readonly #dynamic: boolean;
  readonly #exchange: Exchange;
  readonly #target: Target;
  readonly #origin: Origin;
  readonly #epochs = new Epochs();
  /// Ranks locked with NOCHECK: there is no lock to give back.
  readonly #unchecked = new Set<number>();

  /// For `createWindow`: `comm` is the window's own, `parts` by rank, `region` null for a dynamic window.
  constructor(comm: RankCommunicator, readonly parts: readonly Part[], region: Region | null) {
    const { runtime, group, context } = comm;
    const send: Exchange['send'] = (to, asked) => this.#exchange.send(to, asked);
    this.#comm = comm;
    this.#runtime = runtime;
    this.#dynamic = region === null;
    this.#target = new Target(runtime.host, group.length, region, send);
    this.#origin = new Origin(runtime, group, context, send);
    this.#exchange = new Exchange(runtime, group, context, (from, told) => {
      if (told.kind >= PacketKind.Data) this.#origin.hear(from, told);
      else this.#target.serve(from, told);
    });
  }

  get rank(): number {
    return this.#comm.rank;
  }

  /// World rank of each rank.
  get group(): readonly number[] {
    return this.#comm.group;
  }

  /// The even context id, as in records.
  get context(): number {
    return this.#comm.context;
  }

  // Operations (12.3).

  put(origin: Segment, place: Place, requested: boolean = false): Request {
    return this.#operate({ call: requested ? MpiCall.Rput : MpiCall.Put, kind: PacketKind.Put, place, origin, result: null, requested });
  }

  /// The memory must stay as it is until the request is complete or the epoch ends.
  get(result: Segment, place: Place, requested: boolean = false): Request {
    return this.#operate({ call: requested ? MpiCall.Rget : MpiCall.Get, kind: PacketKind.Get, place, origin: null, result, requested });
  }

  accumulate(origin: Segment, place: Place, op: Op, requested: boolean = false): Request {
    return this.#operate({ call: requested ? MpiCall.Raccumulate : MpiCall.Accumulate, kind: PacketKind.Accumulate, place, origin, result: null, op, requested });
  }

  /// As `get` for `result`. With NO_OP `origin` does not matter.
  getAccumulate(origin: Segment, result: Segment, place: Place, op: Op, requested: boolean = false): Request {
    const call = requested ? MpiCall.RgetAccumulate : MpiCall.GetAccumulate;
    return this.#operate({ call, kind: PacketKind.Fetch, place, origin: op === Op.NO_OP ? null : origin, result, op, requested });
  }

  /// Of one element of a predefined type.
  fetchAndOp(origin: Segment, result: Segment, place: Place, op: Op): Request {
    const { type } = place;
    if (!type.predefined) return this.#refused(MpiCall.FetchAndOp, new MpiError(ErrorClass.Type, 'Fetch_and_op takes a predefined datatype'));
    return this.#operate({ call: MpiCall.FetchAndOp, kind: PacketKind.Fetch, place, origin: op === Op.NO_OP ? null : origin, result, op, requested: false });
  }

  /// Of one element of an integer, logical or byte type.
  compareAndSwap(origin: Segment, compare: Segment, result: Segment, place: Place): Request {
    const { kind } = place.type;
    if (place.rank !== PROC_NULL && kind !== 'int' && kind !== 'uint' && kind !== 'bool' && kind !== 'byte') {
      return this.#refused(MpiCall.CompareAndSwap, new MpiError(ErrorClass.Type, `Compare_and_swap takes integers, logicals and bytes, not ${place.type}`));
    }
    return this.#operate({ call: MpiCall.CompareAndSwap, kind: PacketKind.CompareAndSwap, place, origin, result, compare, requested: false });
  }

  // Active target synchronization (12.5.1, 12.5.2).

  /// Collective: all operations are complete everywhere when it returns.
  fence(assertion: number): void {
    this.#comm.within(MpiCall.WinFence, (channel) => {
      checkAssertion(assertion, Assertion.NoStore | Assertion.NoPut | Assertion.NoPrecede | Assertion.NoSucceed);
      this.#epochs.fence((assertion & Assertion.NoSucceed) === 0);
      let failure: MpiError | null = null;
      try {
        this.#origin.flush(this.#everybody);
      } catch (error) {
        if (!(error instanceof MpiError)) throw error;
        failure = error;
      }
      this.#runtime.recorder.algorithm = Algorithm.Dissemination;
      drive(channel, barrier(channel, Algorithm.Dissemination));
      if (failure !== null) throw failure;
    });
  }

  /// Waits for the Post of every rank, unless NOCHECK says that it has been.
  start(ranks: readonly number[], assertion: number): void {
    this.#recorded(MpiCall.WinStart, null, () => {
      checkAssertion(assertion, Assertion.NoCheck);
      this.#epochs.start(ranks);
      const { posted } = this.#target;
      if ((assertion & Assertion.NoCheck) === 0) this.#waitForEach(ranks, posted);
      for (const rank of ranks) posted[rank] = (posted[rank] ?? 0) - 1;
    });
  }

  complete(): void {
    this.#recorded(MpiCall.WinComplete, null, () => {
      const ranks = this.#epochs.complete();
      for (const rank of ranks) this.#exchange.send(rank, packet(PacketKind.Complete));
      if (this.#dynamic) this.#origin.flush(ranks);
      else this.#origin.flushLocal(ranks);
    });
  }

  post(ranks: readonly number[], assertion: number): void {
    this.#recorded(MpiCall.WinPost, null, () => {
      checkAssertion(assertion, Assertion.NoCheck | Assertion.NoStore | Assertion.NoPut);
      this.#epochs.post(ranks);
      for (const rank of ranks) this.#exchange.send(rank, packet(PacketKind.Post));
    });
  }

  /// Waits for the Complete of every rank of the exposure epoch.
  wait(): void {
    this.#recorded(MpiCall.WinWait, null, () => {
      const ranks = this.#epochs.exposed('Wait');
      this.#waitForEach(ranks, this.#target.completed);
      this.#exposureEnds(ranks);
    });
  }

  test(): boolean {
    const runtime = this.#runtime;
    this.#begin(MpiCall.WinTest, null, 0, 0);
    let ended: boolean;
    try {
      const ranks = this.#epochs.exposed('Test');
      runtime.endpoint.progress();
      ended = ranks.every((rank) => (this.#target.completed[rank] ?? 0) > 0);
      if (ended) this.#exposureEnds(ranks);
    } catch (error) {
      throw runtime.fail(error);
    }
    if (ended) runtime.end();
    else runtime.endPoll();
    return ended;
  }

  // Passive target synchronization (12.5.3, 12.5.4).

  /// Waits for the lock.
  lock(rank: number, type: number, assertion: number): void {
    this.#recorded(MpiCall.WinLock, rank, () => {
      if (type !== LockType.Exclusive && type !== LockType.Shared) throw new MpiError(ErrorClass.LockType, `the lock type is ${type}; it must be LOCK_EXCLUSIVE or LOCK_SHARED`);
      this.#checkRank(rank);
      checkAssertion(assertion, Assertion.NoCheck);
      this.#epochs.lock(rank);
      if ((assertion & Assertion.NoCheck) !== 0) this.#unchecked.add(rank);
      else this.#acquire(rank, type);
    });
  }

  unlock(rank: number): void {
    this.#recorded(MpiCall.WinUnlock, rank, () => {
      this.#checkRank(rank);
      this.#epochs.unlock(rank);
      this.#release([rank]);
    });
  }

  /// Waits for a shared lock of every rank, one after the other: all who do so in the same order cannot block each other.
  lockAll(assertion: number): void {
    this.#recorded(MpiCall.WinLockAll, null, () => {
      checkAssertion(assertion, Assertion.NoCheck);
      this.#epochs.lockAll();
      if ((assertion & Assertion.NoCheck) !== 0) for (const rank of this.#everybody) this.#unchecked.add(rank);
      else for (const rank of this.#everybody) this.#acquire(rank, LockType.Shared);
    });
  }

  unlockAll(): void {
    this.#recorded(MpiCall.WinUnlockAll, null, () => {
      this.#epochs.unlockAll();
      this.#release(this.#everybody);
    });
  }

  /// Waits until operations on a rank's part are complete at both sides.
  flush(rank: number): void {
    this.#recorded(MpiCall.WinFlush, rank, () => {
      this.#checkLocked(rank);
      this.#origin.flush([rank]);
    });
  }

  flushAll(): void {
    this.#recorded(MpiCall.WinFlushAll, null, () => {
      this.#epochs.flushAll();
      this.#origin.flush(this.#everybody);
    });
  }

  /// Waits until operations on a rank's part are complete at this side.
  flushLocal(rank: number): void {
    this.#recorded(MpiCall.WinFlushLocal, rank, () => {
      this.#checkLocked(rank);
      this.#origin.flushLocal([rank]);
    });
  }

  flushLocalAll(): void {
    this.#recorded(MpiCall.WinFlushLocalAll, null, () => {
      this.#epochs.flushAll();
      this.#origin.flushLocal(this.#everybody);
    });
  }

  /// There is one copy of a window's memory (MPI_WIN_UNIFIED): what others did to it is seen once it has been served.
  sync(): void {
    this.#recorded(MpiCall.WinSync, null, () => {
      this.#runtime.endpoint.progress();
    });
  }

  // Memory.

  /// Attach: memory of this rank's that others may use, by its address (12.2.4). Local. Throws MPI_ERR_RMA_FLAVOR, MPI_ERR_RMA_ATTACH.
  attach(region: Region): void {
    this.#checkDynamic();
    this.#target.attach(region);
  }

  /// Detach, by the address of memory that was attached.
  detach(address: number): void {
    this.#checkDynamic();
    if (!this.#target.attached.delete(address)) throw new MpiError(ErrorClass.Unknown, 'no memory is attached that begins there');
  }

  /// Collective. The memory is no longer used when it returns.
  free(): void {
    this.#comm.within(MpiCall.WinFree, (channel) => {
      this.#epochs.free();
      this.#origin.flush(this.#everybody);
      this.#runtime.recorder.algorithm = Algorithm.Dissemination;
      drive(channel, barrier(channel, Algorithm.Dissemination));
      this.#exchange.done = true;
    });
  }

  get #everybody(): readonly number[] {
    return this.parts.map((_, rank) => rank);
  }

  #operate(operation: Operation): Request {
    const { call, place, origin, result, requested } = operation;
    const runtime = this.#runtime;
    const { recorder } = runtime;
    const data = origin ?? result;
    this.#begin(call, place.rank, data === null ? 0 : dataOf(data), data?.type.id ?? 0);
    let number = 0;
    if (requested) {
      recorder.flags |= RecordFlag.Nonblocking;
      number = recorder.request = recorder.nextRequest();
    }
    let request: Request;
    try {
      const work = this.#check(operation) ? this.#send(operation) : null;
      request = new Request(runtime, this.context, work, number, false);
      runtime.endpoint.progress();
    } catch (error) {
      throw runtime.fail(error);
    }
    runtime.end();
    return request;
  }

  // False when there is nothing to do.
  #check({ call, kind, place, origin, result, compare, op }: Operation): boolean {
    for (const segment of [origin, result, compare]) if (segment != null && place.rank !== PROC_NULL) checkSegment(segment);
    if (place.rank === PROC_NULL) return false;
    this.#checkRank(place.rank);
    checkSegment({ ...place, address: 1 });
    if (!this.#dynamic && place.displacement < 0) throw new MpiError(ErrorClass.Disp, `the displacement is ${place.displacement}; it must be 0 or more`);
    if (op !== undefined) {
      if (kind === PacketKind.Accumulate && op === Op.NO_OP) throw new MpiError(ErrorClass.Op, 'Accumulate does not take NO_OP');
      checkAccumulate(call === MpiCall.FetchAndOp ? 'Fetch_and_op' : 'Accumulate', op, origin?.type ?? null, place.type);
      operationCode(op);
    }
    const there = dataOf(place);
    if (origin !== null && dataOf(origin) > there) throw new MpiError(ErrorClass.Truncate, `${dataOf(origin)} bytes are to go where there are ${there}`);
    if (result !== null && there > dataOf(result)) throw new MpiError(ErrorClass.Truncate, `${there} bytes are to come where there is room for ${dataOf(result)}`);
    this.#epochs.operation(place.rank);
    return true;
  }

  #send({ kind, place, origin, result, compare, op, requested }: Operation): ReturnType<Origin['ask']> {
    const part = this.parts[place.rank];
    const layout = layoutOf(place.type, place.count);
    const at = place.displacement * (part?.unit ?? 1);
    if (!this.#dynamic && !fits(layout, at, part?.size ?? 0)) {
      throw new MpiError(ErrorClass.RmaRange, `rank ${place.rank} has ${part?.size ?? 0} bytes in the window; this goes beyond them`);
    }
    const { host, recorder } = this.#runtime;
    const bytes = origin === null ? 0 : dataOf(origin);
    const data = new Uint8Array(bytes + (compare === undefined ? 0 : dataOf(compare)));
    origin?.type.pack(host.memory(), origin.address, origin.count, data);
    compare?.type.pack(host.memory(), compare.address, compare.count, data, bytes);
    if (origin?.type.contiguous === true) recorder.preview(null, origin.address, bytes);
    const detail = op === undefined ? 0 : operationCode(op);
    const typeId = op === undefined ? 0 : checkAccumulate('', op, null, place.type).id;
    this.#exchange.throttle();
    return this.#origin.ask(place.rank, { kind, place: at, detail, typeId, layout, data }, result, requested);
  }

  #refused(call: MpiCall, error: MpiError): never {
    this.#begin(call, null, 0, 0);
    throw this.#runtime.fail(error);
  }

  #acquire(rank: number, type: LockType): void {
    try {
      this.#runtime.wait(this.#origin.sync(rank, PacketKind.Lock, type));
    } catch (error) {
      this.#epochs.locked.delete(rank);
      this.#exchange.send(rank, packet(PacketKind.Unlock));
      throw error;
    }
  }

  #release(ranks: readonly number[]): void {
    const checked = ranks.filter((rank) => !this.#unchecked.delete(rank));
    const [busy, idle] = [checked.filter((rank) => this.#origin.busy(rank)), checked.filter((rank) => !this.#origin.busy(rank))];
    for (const rank of idle) this.#exchange.send(rank, packet(PacketKind.Unlock));
    this.#origin.wait(busy.map((rank) => this.#origin.sync(rank, PacketKind.Unlock)));
    this.#origin.flush(ranks);
  }

  #waitForEach(ranks: readonly number[], counts: readonly number[]): void {
    for (const rank of ranks) {
      this.#runtime.wait({ get done() { return (counts[rank] ?? 0) > 0; }, waitsFor: this.group[rank] ?? NO_RANK, waitTag: -1, context: this.context });
    }
  }

  #exposureEnds(ranks: readonly number[]): void {
    const { completed } = this.#target;
    for (const rank of ranks) completed[rank] = (completed[rank] ?? 0) - 1;
    this.#epochs.exposure = null;
  }

  #checkRank(rank: number): void {
    const { length } = this.parts;
    if (!Number.isInteger(rank) || rank < 0 || rank >= length) throw new MpiError(ErrorClass.Rank, `the target rank is ${rank}; the window has ranks 0 to ${length - 1}`);
  }

  #checkLocked(rank: number): void {
    this.#checkRank(rank);
    this.#epochs.flush(rank);
  }

  #checkDynamic(): void {
    if (!this.#dynamic) throw new MpiError(ErrorClass.RmaFlavor, 'memory is attached to windows of Create_dynamic only');
  }

  #begin(call: MpiCall, target: number | null, bytes: number, typeId: number): void {
    const world = target === null ? NO_RANK : (this.group[target] ?? NO_RANK);
    this.#runtime.begin(call, 0, this.context, world, 0, bytes, typeId);
  }

  #recorded(call: MpiCall, target: number | null, body: () => void): void {
    this.#begin(call, target, 0, 0);
    try {
      body();
    } catch (error) {
      throw this.#runtime.fail(error);
    }
    this.#runtime.end();
  }
}

function checkAssertion(assertion: number, known: number): void {
  if ((assertion & ~known) !== 0) throw new MpiError(ErrorClass.Assert, `the assertion is ${assertion}; this call knows those of ${known}`);
}

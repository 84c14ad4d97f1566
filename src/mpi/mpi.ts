import { MpiCall } from '../protocol/calls';
import { ErrorClass } from '../protocol/errors';
import { Algorithm } from '../protocol/trace';
import { NO_RANK, RankState, SELF_CONTEXT, WORLD_CONTEXT, type WorldOptions } from '../protocol/world';
import { barrier } from './collective/barrier';
import { drive } from './collective/work';
import { Assembly } from './communicator/assembly';
import { NameTable } from './communicator/names';
import type { Communicator } from './communicator/communicator';
import { between, found, joined, RankCommunicator, recorded } from './communicator/rank-communicator';
import type { Segment } from './datatype/segment';
import { MpiError } from './error';
import { SharedPointers } from './file/shared-pointers';
import type { Host, Scheduler, Settings } from './host';
import { reduceLocal } from './op/local';
import type { Op } from './op/op';
import { Rank } from './rank';
import { getStatusAll, getStatusAny, getStatusSome, testAll, testAny, testSome, waitAll, waitAny, waitSome } from './request/completion';
import type { Waitable } from './request/operation';
import { GeneralizedRequest, type Callbacks } from './request/generalized';
import { type PersistentRequest, startAll } from './request/persistent';
import type { Request } from './request/request';
import { attachBuffer, type BufferOwner, detachBuffer, flushBuffer, startFlush } from './request/send-buffer';
import type { Status } from './request/status';
import type { Flavor } from './window/constants';
import { createWindow } from './window/create';
import type { Region } from './window/target';
import type { Window } from './window/window';

/// MPI for one rank of a world.
export class Mpi {
  /// COMM_WORLD and COMM_SELF.
  readonly world: Communicator;
  readonly self: Communicator;
  /// Published names.
  readonly names: NameTable;
  /// What ranks share of open files.
  readonly files: SharedPointers;
  readonly #rank: Rank;
  readonly #world: RankCommunicator;

  /// Throws RangeError when the world's version or size is not what `options` say.
  constructor(world: SharedArrayBuffer, options: WorldOptions, rank: number, host: Host, scheduler: Scheduler, settings: Settings = {}) {
    this.#rank = new Rank(world, options, rank, host, scheduler, settings);
    this.names = new NameTable(world, options);
    this.files = new SharedPointers(world, options);
    const everybody = Array.from({ length: options.ranks }, (_, other) => other);
    this.world = this.#world = new RankCommunicator(this.#rank, everybody, WORLD_CONTEXT, 'MPI_COMM_WORLD');
    this.self = new RankCommunicator(this.#rank, [rank], SELF_CONTEXT, 'MPI_COMM_SELF');
  }

  get initialized(): boolean {
    return this.#rank.initialized;
  }

  get finalized(): boolean {
    return this.#rank.finalized;
  }

  /// Init: State Running. A second call throws MPI_ERR_OTHER.
  initialize(): void {
    const rank = this.#rank;
    if (rank.initialized) throw new MpiError(ErrorClass.Other, 'Init was called twice');
    rank.initialized = true;
    rank.state = RankState.Running;
    rank.begin(MpiCall.Init, 0, WORLD_CONTEXT, NO_RANK, 0, 0, 0);
    rank.end();
  }

  /// Finalize: returns when all ranks are in it and what this rank still had to deliver is delivered.
  finalize(): void {
    const rank = this.#rank;
    this.#world.within(MpiCall.Finalize, (channel) => {
      rank.waitingState = RankState.Finalizing;
      rank.state = RankState.Finalizing;
      rank.recorder.algorithm = Algorithm.Dissemination;
      drive(channel, barrier(channel, Algorithm.Dissemination));
      rank.wait(new Quiet(rank));
    });
    rank.finalized = true;
    // The program may go on: prints, files, a long clean-up.
    rank.waitingState = RankState.Waiting;
    rank.state = RankState.Running;
  }

  /// Abort: ends the run for every rank; throws `WorldEnded` here.
  abort(code: number): never {
    const rank = this.#rank;
    rank.begin(MpiCall.Abort, 0, WORLD_CONTEXT, NO_RANK, 0, 0, 0);
    try {
      return rank.abort(code);
    } catch (error) {
      throw rank.fail(error);
    }
  }

  /// Create_from_group: a communicator of a group of world ranks, this one among them, without a parent. `tag` (from the string tag)
  /// keeps calls that overlap apart.
  createFromGroup(group: readonly number[], tag: number): Communicator {
    return this.#apart(MpiCall.CreateFromGroup, () => {
      this.#checkMember(group);
      return found(new Assembly(this.#rank, WORLD_CONTEXT | 1, Assembly.tag(tag)), group);
    });
  }

  /// Create_from_groups: an intercommunicator of two groups of world ranks. The remote leader is known at the local leader.
  createFromGroups(local: readonly number[], localLeader: number, remote: readonly number[], remoteLeader: number, tag: number): Communicator {
    return this.#apart(MpiCall.CreateFromGroups, () => {
      this.#checkMember(local);
      const leader = local[localLeader];
      const other = remote[remoteLeader];
      if (leader === undefined) throw new MpiError(ErrorClass.Arg, `the local leader is ${localLeader} of ${local.length} ranks`);
      const assembly = new Assembly(this.#rank, WORLD_CONTEXT | 1, Assembly.tag(tag));
      if (leader !== this.#rank.worldRank) return between(assembly, local, localLeader, null);
      if (other === undefined) throw new MpiError(ErrorClass.Arg, `the remote leader is ${remoteLeader} of ${remote.length} ranks`);
      return between(assembly, local, localLeader, () => joined(assembly, local, other));
    });
  }

  /// Win_create and the like (12.2). Collective over the communicator. See `window/create`.
  createWindow(communicator: Communicator, flavor: Flavor, region: Region, unit: number): Window {
    if (!(communicator instanceof RankCommunicator)) throw new MpiError(ErrorClass.Comm, 'the communicator is not of this engine');
    return createWindow(communicator, flavor, region, unit);
  }

  #apart<T>(call: MpiCall, body: () => T): T {
    return recorded(this.#rank, () => this.#rank.begin(call, 0, WORLD_CONTEXT, NO_RANK, 0, 0, 0), body);
  }

  #checkMember(group: readonly number[]): void {
    if (!group.includes(this.#rank.worldRank)) throw new MpiError(ErrorClass.Group, 'this process is not in the group');
  }

  /// A call of the language's own that is made of calls of this engine begins (MPI.File's are): it has one record, its parts have none.
  /// False, and nothing begun, when it is itself such a part.
  enclose(call: MpiCall, context: number): boolean {
    return this.#rank.enclose(call, context);
  }

  /// It ends, having moved `bytes` to or from a file. `error` null: well; Success: it was cut off.
  disclose(bytes: number, error: ErrorClass | null): void {
    this.#rank.disclose(bytes, error);
  }

  /// When the rank last looked at its clock, milliseconds since the world's start.
  get clock(): number {
    return this.#rank.recorder.clock;
  }

  /// Records what the language tells of the program's variables (`protocol/variables`): the first `size` bytes of `content`, which are copied.
  /// Waits for nothing: a full ring is the next call's to wait for.
  recordVariables(flags: number, content: Uint8Array, size: number): void {
    this.#rank.recorder.variables(flags, content, size);
  }

  /// Waits until every record is in the trace ring. Throws `WorldEnded` when the run ends meanwhile.
  settleRecords(): void {
    this.#rank.settleRecords();
  }

  /// Reduce_local: inout = left op inout, within the process (MPI 4.1, 6.9.8). Not recorded.
  reduceLocal(op: Op, left: Segment, inout: Segment): void {
    reduceLocal(this.#rank.host, op, left, inout);
  }

  /// This rank has taken a sequence number for something else, as a print: what it does now comes after that.
  numbered(): void {
    this.#rank.recorder.heard();
  }

  /// Seconds since the world's start.
  wtime(): number {
    return this.#rank.host.now() / 1000;
  }

  /// Seconds from one tick of the clock to the next.
  wtick(): number {
    const { host } = this.#rank;
    let smallest = Infinity;
    for (let samples = 0; samples < 5; samples++) {
      const start = host.now();
      let next = start;
      while (next === start) next = host.now();
      smallest = Math.min(smallest, next - start);
    }
    return smallest / 1000;
  }

  /// Buffer_attach: room for buffered sends, bytes, or Infinity for MPI_BUFFER_AUTOMATIC. Of the process, a communicator or a session (3.6).
  attachBuffer(bytes: number, owner: BufferOwner = this.#rank): void {
    attachBuffer(owner, bytes);
  }

  /// Buffer_detach: waits until buffered sends have left; the bytes that were attached.
  detachBuffer(owner: BufferOwner = this.#rank): number {
    return detachBuffer(this.#rank, owner);
  }

  /// Buffer_flush: waits until the buffered sends that there are have left.
  flushBuffer(owner: BufferOwner = this.#rank): void {
    flushBuffer(this.#rank, owner);
  }

  /// Buffer_iflush.
  startFlush(owner: BufferOwner = this.#rank): Request {
    return startFlush(this.#rank, owner);
  }

  /// Grequest_start: an operation of the program's own.
  startGeneralized(callbacks: Callbacks): GeneralizedRequest {
    return GeneralizedRequest.begin(this.#rank, callbacks);
  }

  /// Startall: starts every request, in order. Throws MPI_ERR_REQUEST when one is active.
  startAll(requests: readonly PersistentRequest[]): void {
    startAll(this.#rank, requests);
  }

  /// Waitany: index of the completed request, UNDEFINED when none is active. Null requests are skipped.
  waitAny(requests: readonly (Request | null)[], status: Status | null = null): number {
    return waitAny(this.#rank, requests, status);
  }

  /// Waitall. When an operation failed throws MPI_ERR_IN_STATUS; `statuses[i].error` tells which.
  waitAll(requests: readonly (Request | null)[], statuses: readonly Status[] | null = null): void {
    waitAll(this.#rank, requests, statuses);
  }

  /// Waitsome: indices of the completed ones (at least one), statuses in the same order; null when none is active.
  waitSome(requests: readonly (Request | null)[], statuses: readonly Status[] | null = null): number[] | null {
    return waitSome(this.#rank, requests, statuses);
  }

  /// Testany: index of a completed request; -1 when some are active and none complete; UNDEFINED when none is active.
  testAny(requests: readonly (Request | null)[], status: Status | null = null): number {
    return testAny(this.#rank, requests, status);
  }

  /// Testall: true when all are complete; otherwise none is changed.
  testAll(requests: readonly (Request | null)[], statuses: readonly Status[] | null = null): boolean {
    return testAll(this.#rank, requests, statuses);
  }

  /// Testsome: indices of the completed ones, perhaps none; null when none is active.
  testSome(requests: readonly (Request | null)[], statuses: readonly Status[] | null = null): number[] | null {
    return testSome(this.#rank, requests, statuses);
  }

  /// Request_get_status_any: as `testAny`, completing nothing; so the next two.
  getStatusAny(requests: readonly (Request | null)[], status: Status | null = null): number {
    return getStatusAny(this.#rank, requests, status);
  }

  getStatusAll(requests: readonly (Request | null)[], statuses: readonly Status[] | null = null): boolean {
    return getStatusAll(this.#rank, requests, statuses);
  }

  getStatusSome(requests: readonly (Request | null)[], statuses: readonly Status[] | null = null): number[] | null {
    return getStatusSome(this.#rank, requests, statuses);
  }
}

// Nothing of this rank's waits for room elsewhere: it may go.
class Quiet implements Waitable {
  readonly waitsFor = NO_RANK;
  readonly waitTag = 0;
  readonly context = WORLD_CONTEXT;

  constructor(readonly rank: Rank) {}

  get done(): boolean {
    return this.rank.endpoint.quiet;
  }
}

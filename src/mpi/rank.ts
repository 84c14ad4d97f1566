import { MpiCall } from '../protocol/calls';
import { ErrorClass } from '../protocol/errors';
import { ALL_RANKS, NO_RANK, RankSlot, RankState, WorldSlot, type WorldOptions } from '../protocol/world';
import { MpiError, WorldEnded } from './error';
import type { Host, Scheduler, Settings } from './host';
import { Recorder } from './recorder/recorder';
import { Endpoint } from './request/endpoint';
import type { ReceiveOperation, SendOperation, Waitable } from './request/operation';
import { Partitions } from './request/partitioned';
import type { SendBuffer } from './request/send-buffer';
import { viewWorld } from './transport/world-view';

/// How long to wait before asking again whether the page has emptied the trace ring, milliseconds.
const PAGE_NAP = 2;

/// One rank of a world: its end of the wire, its recorder, and how it enters, leaves and blocks in calls.
export class Rank {
  readonly endpoint: Endpoint;
  readonly recorder: Recorder;
  readonly #words: Int32Array;
  readonly #control: number;
  /// The state while blocked; Finalize has one of its own.
  #waiting: RankState = RankState.Waiting;
  #blockedTotal = 0;
  /// The program is being interrupted: what fails now was cut off.
  #cut = false;
  /// A receive that is complete and that nobody knows, to be made another one.
  spare: ReceiveOperation | null = null;
  initialized = false;
  finalized = false;
  /// The process's memory for buffered sends.
  attached: SendBuffer | null = null;
  readonly partitions = new Partitions(this);

  constructor(
    world: SharedArrayBuffer,
    options: WorldOptions,
    readonly worldRank: number,
    readonly host: Host,
    readonly scheduler: Scheduler,
    readonly settings: Settings,
  ) {
    const view = viewWorld(world, options);
    if (!Number.isInteger(worldRank) || worldRank < 0 || worldRank >= view.ranks) throw new RangeError(`rank ${worldRank} is not in a world of ${view.ranks}`);
    this.recorder = new Recorder(view, worldRank, host, settings.record !== false);
    this.endpoint = new Endpoint(view, worldRank, host, this.recorder);
    this.#words = view.words;
    this.#control = view.layout.control(worldRank);
  }

  get worldSize(): number {
    return this.endpoint.worldView.ranks;
  }

  /// A call begins: yield point, then the record. Throws when the run is over or MPI is not up.
  begin(call: MpiCall, flags: number, context: number, peer: number, tag: number, bytes: number, typeId: number): void {
    this.scheduler.yieldPoint();
    this.#check();
    if (!this.initialized || this.finalized) throw new MpiError(ErrorClass.Other, this.finalized ? 'MPI was called after Finalize' : 'MPI was called before Init');
    // Of a row of polls only the first is an event.
    if (this.host.observer !== undefined && !this.recorder.enclosed && call !== this.recorder.polling) this.host.observer.begins(this.recorder.clock);
    this.recorder.begin(call, flags, context, peer, tag, bytes, typeId);
  }

  /// The call ends well.
  end(): void {
    this.endpoint.lamport++;
    this.recorder.end(this.endpoint.lamport, false);
    if (!this.recorder.enclosed) this.host.observer?.ended(false);
    this.settleRecords();
  }

  /// Begins a call that is made of others, which get no records of their own. False, and nothing begun, when it is itself part of such a call.
  enclose(call: MpiCall, context: number): boolean {
    if (this.recorder.enclosed) return false;
    this.begin(call, 0, context, NO_RANK, 0, 0, 0);
    this.recorder.enclose();
    return true;
  }

  /// Ends the call that `enclose` began; `bytes` it moved to or from a file. `error` null: it ended well; Success: it was cut off.
  disclose(bytes: number, error: ErrorClass | null): void {
    this.recorder.disclose(bytes);
    if (error === null) return this.end();
    this.endpoint.lamport++;
    this.recorder.end(this.endpoint.lamport, true, error);
    this.#cut = false;
    this.host.observer?.ended(true);
    if (error !== ErrorClass.Success) this.settleRecords();
  }

  /// Waits until every record is in the ring, which the page may have to empty first.
  settleRecords(): void {
    if (!this.recorder.settle()) this.#waitForPage();
  }

  /// A Test or Iprobe ends that found nothing: of a row of them only the first is recorded.
  endPoll(): void {
    if (this.recorder.repeatsPoll()) return;
    this.end();
    this.recorder.polled();
  }

  /// The call ends with this error, which is returned to be thrown.
  fail(error: unknown): unknown {
    this.endpoint.lamport++;
    const known = error instanceof MpiError ? error.errorClass : ErrorClass.Other;
    this.recorder.end(this.endpoint.lamport, true, error instanceof WorldEnded || this.#cut ? ErrorClass.Success : known);
    this.#cut = false;
    if (!this.recorder.enclosed) this.host.observer?.ended(true);
    if (!(error instanceof WorldEnded)) this.settleRecords();
    return error;
  }

  /// Blocks until `target.done`, making progress. Throws `WorldEnded`, or what `Host.interrupted` throws.
  wait(target: Waitable): void {
    if (target.done) return;
    const { endpoint, scheduler } = this;
    endpoint.progress();
    if (target.done) return;
    const began = this.recorder.clock;
    this.#say(target);
    this.#words[this.#control + RankSlot.State] = this.#waiting;
    let round = 0;
    try {
      for (;;) {
        this.#check();
        if (endpoint.progress()) {
          if (target.done) break;
          this.#say(target);
          round = 0;
          continue;
        }
        endpoint.wantSpace();
        scheduler.idle(endpoint.bell, endpoint, round++);
        if (target.done) break;
      }
    } finally {
      scheduler.resume();
      this.#words[this.#control + RankSlot.State] = RankState.Running;
      this.#words[this.#control + RankSlot.WaitsFor] = NO_RANK;
      // What ended the wait was heard of then; anything else ends it now.
      const blocked = (this.recorder.clock === began ? this.recorder.look() : this.recorder.clock) - began;
      this.recorder.blocked += blocked;
      this.#blockedTotal += blocked;
      this.#words[this.#control + RankSlot.BlockedTime] = Math.floor(this.#blockedTotal);
    }
  }

  /// `wait` for an operation whose memory is the caller's: an interrupted wait leaves nothing pointing there.
  waitFor(operation: SendOperation | ReceiveOperation): void {
    if (operation.done) return;
    try {
      this.wait(operation);
    } catch (error) {
      this.endpoint.abandon(operation);
      throw error;
    }
  }

  /// The state in which later waits are spent: Waiting, or Finalizing.
  set waitingState(state: RankState) {
    this.#waiting = state;
  }

  set state(state: RankState) {
    Atomics.store(this.#words, this.#control + RankSlot.State, state);
  }

  /// A free pair of context ids, for one rank of a new communicator to take and tell the others.
  newContext(): number {
    return Atomics.add(this.#words, WorldSlot.NextContext, 2);
  }

  /// Ends the run for everybody.
  abort(code: number): never {
    Atomics.store(this.#words, WorldSlot.AbortCode, code);
    const first = Atomics.compareExchange(this.#words, WorldSlot.AbortedBy, 0, this.worldRank + 1) === 0;
    if (!first) this.#check();
    this.endpoint.ringAll();
    throw new WorldEnded('aborted', this.worldRank, code);
  }

  #say(target: Waitable): void {
    const { context } = target;
    const collective = (context & 1) === 1;
    const words = this.#words;
    words[this.#control + RankSlot.WaitTag] = collective ? -1 : target.waitTag;
    words[this.#control + RankSlot.WaitContext] = context & ~1;
    words[this.#control + RankSlot.WaitsFor] = collective ? ALL_RANKS : target.waitsFor;
  }

  #check(): void {
    const words = this.#words;
    if (Atomics.load(words, WorldSlot.Stop) !== 0) throw new WorldEnded('stopped', null, 0);
    const by = Atomics.load(words, WorldSlot.AbortedBy);
    if (by !== 0) throw new WorldEnded('aborted', by - 1, Atomics.load(words, WorldSlot.AbortCode));
    if ((Atomics.load(words, this.#control + RankSlot.Interrupt) & 0xff) === 0) return;
    this.#cut = true;
    this.host.interrupted();
    this.#cut = false;
  }

  // Records wait for room: the page has to empty the ring first. Stop still ends it.
  #waitForPage(): void {
    const { endpoint, recorder } = this;
    const began = this.host.now();
    this.state = RankState.WaitingForPage;
    try {
      while (!recorder.settle()) {
        this.#check();
        const bell = endpoint.bell.arm();
        if (!endpoint.progress()) endpoint.bell.sleep(bell, PAGE_NAP);
        endpoint.bell.disarm();
      }
    } finally {
      this.state = RankState.Running;
      this.#blockedTotal += this.host.now() - began;
      this.#words[this.#control + RankSlot.BlockedTime] = Math.floor(this.#blockedTotal);
    }
  }
}


import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { RecordFlag } from '../../protocol/trace';
import { NO_RANK } from '../../protocol/world';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import type { Waitable } from './operation';
import type { Status } from './status';
import type { Work } from './work';

/// An operation that the program has a handle of (MPI 4.1, 3.7). Once complete it is inactive and holds nothing; waiting for an
/// inactive request returns at once with an empty status.
export class Request {
  /// Whether it can be started again (3.9): an inactive one is then still of use.
  readonly persistent: boolean = false;
  #active: boolean;
  #work: Work | null;
  #number: number;

  /// `work` null: already complete, a send that left at once or one to PROC_NULL. `number` 0: not started yet.
  constructor(
    readonly rank: Rank,
    /// Context id of the communicator, for records.
    readonly context: number,
    work: Work | null,
    number: number,
    /// True for operations of pickled objects.
    readonly object: boolean,
  ) {
    this.#work = work;
    this.#number = number;
    this.#active = number > 0;
  }

  /// This rank's running number of the request, from 1, as records name it.
  get number(): number {
    return this.#number;
  }

  /// False once completed, cancelled and waited for, or freed.
  get active(): boolean {
    return this.#active;
  }

  /// True when a wait would return at once.
  get complete(): boolean {
    return this.#work === null || this.#work.done;
  }

  /// What a wait waits for; null when it would not.
  get pending(): Waitable | null {
    return this.#work;
  }

  /// Blocks until complete. Throws the operation's `MpiError`.
  wait(status: Status | null = null): void {
    this.#begin(MpiCall.Wait);
    try {
      if (this.#work !== null) this.rank.wait(this.#work);
      this.finishOne(status);
    } catch (error) {
      throw this.rank.fail(error);
    }
    this.rank.end();
  }

  /// True when complete, and then as `wait`.
  test(status: Status | null = null): boolean {
    this.#begin(MpiCall.Test);
    let done: boolean;
    try {
      this.rank.endpoint.progress();
      done = this.complete;
      if (done) this.finishOne(status);
    } catch (error) {
      throw this.rank.fail(error);
    }
    if (done) this.rank.end();
    else this.rank.endPoll();
    return done;
  }

  /// Cancels a receive that has not matched; sends are not cancelled (as in Open MPI). Complete it with `wait`.
  cancel(): void {
    if (!this.#active && !this.persistent) throw new MpiError(ErrorClass.Request, 'cancel of a request that is not active');
    this.rank.endpoint.progress();
    this.#work?.cancel?.();
  }

  /// Lets the operation run on without the handle. What still uses the caller's memory then, null when nothing does.
  free(): Waitable | null {
    const work = this.#work;
    this.#work = null;
    this.#active = false;
    if (work === null) return null;
    if (work.done) work.release?.();
    else if (work.abandon === undefined) return work;
    else work.abandon();
    return null;
  }

  /// For the engine: `finish` for a call that completes one operation. The status's error then says nothing (3.2.5): the call itself fails.
  finishOne(status: Status | null): void {
    const error = this.finish(status);
    if (status !== null) status.error = ErrorClass.Success;
    raise(error, this.context);
  }

  /// For the engine: makes a complete request inactive, fills the status, returns the operation's error.
  finish(status: Status | null): ErrorClass {
    const work = this.#work;
    this.#work = null;
    this.#active = false;
    if (work === null) {
      status?.clear();
      return ErrorClass.Success;
    }
    const error = work.tell(status);
    const released = work.release?.() ?? ErrorClass.Success;
    return error === ErrorClass.Success ? released : error;
  }

  /// For the engine: the operation has been started again.
  protected activate(work: Work | null, number: number): void {
    this.#work = work;
    this.#number = number;
    this.#active = true;
  }

  /// Request_get_status: whether it is complete, without completing it; the status is then filled (3.7.6).
  getStatus(status: Status | null = null): boolean {
    this.#begin(MpiCall.GetStatus);
    this.rank.endpoint.progress();
    const done = this.complete;
    if (done) this.tell(status);
    this.rank.endPoll();
    return done;
  }

  /// For the engine: the status of a complete request, which stays as it is.
  tell(status: Status | null): void {
    if (this.#work === null) status?.clear();
    else this.#work.tell(status);
  }

  #begin(call: MpiCall): void {
    const { rank } = this;
    const work = this.#work;
    rank.begin(call, this.object ? RecordFlag.Object : 0, this.context, work?.waitsFor ?? NO_RANK, work?.waitTag ?? 0, 0, 0);
    rank.recorder.request = this.#active ? this.#number : 0;
  }
}

/// Throws the `MpiError` of a class other than Success, of an operation on the communicator of `context`.
export function raise(error: ErrorClass, context: number | null = null): void {
  if (error !== ErrorClass.Success) throw new MpiError(error, '', context);
}

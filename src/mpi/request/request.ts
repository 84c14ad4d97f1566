import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { RecordFlag } from '../../protocol/trace';
import { NO_RANK } from '../../protocol/world';
import { PROC_NULL } from '../constants';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import { ReceiveOperation, SendOperation, type Waitable } from './operation';
import type { Status } from './status';

/// World rank to a communicator's rank.
export interface RankNames {
  rankOf(world: number): number;
  readonly context: number;
}

/// A nonblocking operation under way (MPI 4.1, 3.7). Once complete it is inactive and holds nothing; waiting for an inactive
/// request returns at once with an empty status.
export class Request {
  #state: 'operation' | 'proc-null' | 'inactive';
  #operation: SendOperation | ReceiveOperation | null;
  #bytes: Uint8Array | null = null;

  /// For the engine. `operation` null: already complete, a send that left at once or one to or from PROC_NULL.
  constructor(
    readonly rank: Rank,
    readonly names: RankNames,
    operation: SendOperation | ReceiveOperation | null,
    /// This rank's running number of the request, from 1, as records name it.
    readonly number: number,
    /// True for isend/irecv of pickled objects.
    readonly object: boolean,
    readonly receives: boolean,
  ) {
    this.#operation = operation;
    this.#state = operation === null && receives ? 'proc-null' : 'operation';
  }

  /// False once completed, cancelled and waited for, or freed.
  get active(): boolean {
    return this.#state !== 'inactive';
  }

  /// True when a wait would return at once.
  get complete(): boolean {
    return this.#operation === null || this.#operation.done;
  }

  /// What a wait waits for; null when it would not.
  get pending(): Waitable | null {
    return this.#operation;
  }

  /// Blocks until complete. Throws the operation's `MpiError`.
  wait(status: Status | null = null): void {
    this.#begin(MpiCall.Wait);
    try {
      if (this.#operation !== null) this.rank.wait(this.#operation);
      raise(this.finish(status));
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
      if (done) raise(this.finish(status));
    } catch (error) {
      throw this.rank.fail(error);
    }
    if (done) this.rank.end();
    else this.rank.endPoll();
    return done;
  }

  /// Cancels a receive that has not matched; sends are not cancelled (as in Open MPI). Complete it with `wait`.
  cancel(): void {
    if (!this.active) throw new MpiError(ErrorClass.Request, 'cancel of a request that is not active');
    this.rank.endpoint.progress();
    if (this.#operation instanceof ReceiveOperation && !this.#operation.done) this.rank.endpoint.cancel(this.#operation);
  }

  /// Lets the operation run on without the handle.
  free(): void {
    if (!this.active) throw new MpiError(ErrorClass.Request, 'free of a request that is not active');
    // The caller may now let go of the data as well, which a garbage-collected language does by itself.
    if (this.#operation instanceof SendOperation) this.rank.endpoint.abandon(this.#operation);
    this.#operation = null;
    this.#state = 'inactive';
  }

  /// The message of a completed `irecvBytes`, once; null when there is none (PROC_NULL, cancelled, not a receive of objects).
  takeBytes(): Uint8Array | null {
    const bytes = this.#bytes;
    this.#bytes = null;
    return bytes;
  }

  /// For the engine: makes a complete request inactive, fills the status, returns the operation's error.
  finish(status: Status | null): ErrorClass {
    const operation = this.#operation;
    const state = this.#state;
    this.#operation = null;
    this.#state = 'inactive';
    if (state === 'proc-null') {
      status?.set(PROC_NULL, -1, 0);
      return ErrorClass.Success;
    }
    if (!(operation instanceof ReceiveOperation)) {
      status?.clear();
      return operation?.error ?? ErrorClass.Success;
    }
    if (operation.cancelled) {
      status?.clear();
      if (status !== null) status.cancelled = true;
      return ErrorClass.Success;
    }
    if (operation.fresh) this.#bytes = operation.buffer;
    status?.set(this.names.rankOf(operation.from), operation.gotTag, operation.bytes, operation.error);
    return operation.error;
  }

  #begin(call: MpiCall): void {
    const { rank } = this;
    const operation = this.#operation;
    const peer = operation === null ? NO_RANK : operation instanceof SendOperation ? operation.dest : operation.source;
    rank.begin(call, this.object ? RecordFlag.Object : 0, this.names.context, peer, operation?.tag ?? 0, 0, 0);
    rank.recorder.request = this.active ? this.number : 0;
  }
}

/// Throws the `MpiError` of a class other than Success.
export function raise(error: ErrorClass): void {
  if (error !== ErrorClass.Success) throw new MpiError(error);
}

import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { RecordFlag } from '../../protocol/trace';
import { NO_RANK } from '../../protocol/world';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import type { Waitable } from './operation';
import { Request } from './request';
import type { Work } from './work';

/// What a persistent request does each time it is started, its arguments bound.
export interface Plan {
  /// For the record of Start: world rank (`ANY_RANK`, `ALL_RANKS`, `NO_RANK`), tag, bytes and datatype id as the `_init` call named them.
  readonly peer: number;
  readonly tag: number;
  readonly bytes: number;
  readonly typeId: number;
  /// Starts the operation; null when it is complete already.
  launch(): Work | null;
  /// The request is freed for good.
  free?(): void;
}

/// A request whose operation may be started again and again (MPI 4.1, 3.9). Completing it makes it inactive, not null.
export class PersistentRequest extends Request {
  override readonly persistent = true;
  readonly plan: Plan;
  #freed = false;

  constructor(rank: Rank, context: number, plan: Plan) {
    super(rank, context, null, 0, false);
    this.plan = plan;
  }

  /// Start. Throws MPI_ERR_REQUEST when it is active.
  start(): void {
    const { rank, plan } = this;
    rank.begin(MpiCall.Start, RecordFlag.Nonblocking, this.context, plan.peer, plan.tag, plan.bytes, plan.typeId);
    try {
      this.launch();
    } catch (error) {
      throw rank.fail(error);
    }
    rank.end();
  }

  /// For the engine: the start itself, within a call.
  launch(): void {
    if (this.#freed || this.active) throw new MpiError(ErrorClass.Request, this.#freed ? 'the request has been freed' : 'the request is active: complete it before it is started again');
    const { recorder } = this.rank;
    const number = (recorder.request = recorder.nextRequest());
    this.activate(this.plan.launch(), number);
  }

  override free(): Waitable | null {
    this.#freed = true;
    const pending = super.free();
    this.plan.free?.();
    return pending;
  }
}

/// Startall: starts every request, in order.
export function startAll(rank: Rank, requests: readonly PersistentRequest[]): void {
  rank.begin(MpiCall.Startall, 0, requests[0]?.context ?? 0, NO_RANK, 0, 0, 0);
  try {
    for (const request of requests) request.launch();
    rank.recorder.request = 0;
  } catch (error) {
    throw rank.fail(error);
  }
  rank.end();
}

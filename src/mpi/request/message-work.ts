import { ErrorClass } from '../../protocol/errors';
import type { Rank } from '../rank';
import type { ReceiveOperation, SendOperation } from './operation';
import type { Status } from './status';
import type { Work } from './work';

/// World rank to a communicator's rank.
export interface RankNames {
  rankOf(world: number): number;
  readonly context: number;
}

/// A send under way.
export class SendWork implements Work {
  constructor(
    readonly rank: Rank,
    readonly operation: SendOperation,
  ) {}

  get done(): boolean {
    return this.operation.done;
  }

  get waitsFor(): number {
    return this.operation.dest;
  }

  get waitTag(): number {
    return this.operation.tag;
  }

  get context(): number {
    return this.operation.context;
  }

  tell(status: Status | null): ErrorClass {
    status?.clear();
    return this.operation.error;
  }

  /// The caller may let go of the data with the request, which a garbage-collected language does by itself.
  abandon(): void {
    this.rank.endpoint.abandon(this.operation);
  }
}

/// A receive under way.
export class ReceiveWork implements Work {
  constructor(
    readonly rank: Rank,
    readonly operation: ReceiveOperation,
    readonly names: RankNames,
  ) {}

  get done(): boolean {
    return this.operation.done;
  }

  get waitsFor(): number {
    return this.operation.waitsFor;
  }

  get waitTag(): number {
    return this.operation.tag;
  }

  get context(): number {
    return this.operation.context;
  }

  tell(status: Status | null): ErrorClass {
    const { operation } = this;
    if (operation.cancelled) {
      status?.clear();
      if (status !== null) status.cancelled = true;
      return ErrorClass.Success;
    }
    status?.set(this.names.rankOf(operation.from), operation.gotTag, operation.bytes, operation.error);
    return operation.error;
  }

  cancel(): void {
    if (!this.operation.done) this.rank.endpoint.cancel(this.operation);
  }
}

/// A send and a receive as one operation (Isendrecv); its status is the receive's. Null: to or from PROC_NULL.
export class ExchangeWork implements Work {
  constructor(
    readonly send: Work | null,
    readonly receive: Work,
  ) {}

  get done(): boolean {
    return this.#open.done;
  }

  get waitsFor(): number {
    return this.#open.waitsFor;
  }

  get waitTag(): number {
    return this.#open.waitTag;
  }

  get context(): number {
    return this.#open.context;
  }

  tell(status: Status | null): ErrorClass {
    const error = this.send?.tell(null) ?? ErrorClass.Success;
    const received = this.receive.tell(status);
    return received === ErrorClass.Success ? error : received;
  }

  // What holds it up, if anything does.
  get #open(): Work {
    return this.send !== null && !this.send.done ? this.send : this.receive;
  }
}

import { ErrorClass } from '../../protocol/errors';
import { MpiCall } from '../../protocol/calls';
import { NO_RANK, WORLD_CONTEXT } from '../../protocol/world';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import { Request, raise } from './request';
import { Status } from './status';
import type { Work } from './work';

/// What the program gives with an operation of its own (MPI 4.1, 13.2): each returns an error class.
export interface Callbacks {
  /// The operation is complete and somebody asks: fills the status, which is empty.
  query(status: Status): ErrorClass;
  /// The operation is complete and its request gone.
  free(): ErrorClass;
  /// Somebody cancels; `complete` tells whether it is too late.
  cancel(complete: boolean): ErrorClass;
}

class GeneralizedWork implements Work {
  done = false;
  readonly waitsFor = NO_RANK;
  readonly waitTag = 0;
  readonly context = WORLD_CONTEXT;
  #abandoned = false;

  constructor(readonly callbacks: Callbacks) {}

  tell(status: Status | null): ErrorClass {
    // The query function is called even where nobody wants the status.
    const asked = status ?? new Status();
    asked.clear();
    return this.callbacks.query(asked);
  }

  release(): ErrorClass {
    return this.callbacks.free();
  }

  cancel(): void {
    raise(this.callbacks.cancel(this.done));
  }

  abandon(): void {
    this.#abandoned = true;
  }

  complete(): void {
    if (this.done) throw new MpiError(ErrorClass.Request, 'the generalized request is complete already');
    this.done = true;
    if (this.#abandoned) raise(this.callbacks.free());
  }
}

/// A generalized request: complete when the program says so.
export class GeneralizedRequest extends Request {
  readonly #work: GeneralizedWork;

  private constructor(rank: Rank, work: GeneralizedWork, number: number) {
    super(rank, WORLD_CONTEXT, work, number, false);
    this.#work = work;
  }

  /// Grequest_start.
  static begin(rank: Rank, callbacks: Callbacks): GeneralizedRequest {
    rank.begin(MpiCall.GrequestStart, 0, WORLD_CONTEXT, NO_RANK, 0, 0, 0);
    const number = (rank.recorder.request = rank.recorder.nextRequest());
    rank.end();
    return new GeneralizedRequest(rank, new GeneralizedWork(callbacks), number);
  }

  /// Grequest_complete. Throws MPI_ERR_REQUEST when it is complete.
  declareComplete(): void {
    this.#work.complete();
  }
}

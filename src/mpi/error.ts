import { ERROR_SENTENCES, ErrorClass } from '../protocol/errors';

/// An error of MPI's own: `message` is Open MPI's sentence for the class, `detail` says what was wrong with which argument.
export class MpiError extends Error {
  override name = 'MpiError';

  constructor(
    readonly errorClass: ErrorClass,
    /// What, where, what was expected; for the person. Empty when the sentence says it all.
    readonly detail: string = '',
    /// Context id of the communicator whose error handler decides, where the call does not name one: a completed operation's.
    readonly context: number | null = null,
  ) {
    super(ERROR_SENTENCES[errorClass]);
  }
}

/// MPI_ERR_IN_STATUS: of several operations at least one failed, and the statuses tell which. Its error handler is told of the first.
export class StatusError extends MpiError {
  constructor(
    readonly first: ErrorClass,
    context: number,
  ) {
    super(ErrorClass.InStatus, '', context);
  }
}

/// A call, or a corner of one, that the engine does not have yet.
export class NotImplementedMpi extends Error {
  override name = 'NotImplementedMpi';

  constructor(
    /// The call's name as mpi4py spells it.
    readonly call: string,
    what: string = '',
  ) {
    super(what === '' ? `${call} is not implemented yet` : `${call}: ${what} is not implemented yet`);
  }
}

/// The run is over (Stop, Abort, a failed rank): thrown out of every wait and at the next call.
export class WorldEnded extends Error {
  override name = 'WorldEnded';

  constructor(
    readonly reason: 'stopped' | 'aborted',
    /// World rank that called Abort or failed; null when stopped.
    readonly by: number | null,
    /// Abort's error code; 0 when stopped.
    readonly code: number,
  ) {
    super(reason === 'stopped' ? 'the run was stopped' : `rank ${by} aborted the run with code ${code}`);
  }
}

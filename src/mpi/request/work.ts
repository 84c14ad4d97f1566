import { ErrorClass } from '../../protocol/errors';
import { NO_RANK, WORLD_CONTEXT } from '../../protocol/world';
import { PROC_NULL } from '../constants';
import type { Progress } from '../host';
import type { Waitable } from './operation';
import type { Status } from './status';

/// What a request stands for: a message under way, a collective, an operation of the program's own. `done` tells whether it is complete.
export interface Work extends Waitable {
  /// Once done: fills the status as a completion does and returns the operation's error. May be asked several times (Request_get_status).
  tell(status: Status | null): ErrorClass;
  /// The request has been completed with this: called once, after `tell`. The error, if any, is the completing call's.
  release?(): ErrorClass;
  /// Cancel of the request, done or not.
  cancel?(): void;
  /// The request has been freed before it was complete: the operation runs on, if it can without the caller's memory.
  abandon?(): void;
}

/// Something of this rank's that needs more than the arrival of its messages to go on, such as a collective of several rounds:
/// `Endpoint.attend` has it looked after whenever the rank makes progress, until it is done.
export interface Attended extends Progress {
  readonly done: boolean;
}

/// A receive from PROC_NULL (MPI 4.1, 3.11).
export const FROM_NOBODY: Work = {
  done: true,
  waitsFor: NO_RANK,
  waitTag: 0,
  context: WORLD_CONTEXT,
  tell(status) {
    status?.set(PROC_NULL, -1, 0);
    return ErrorClass.Success;
  },
};

import type { Status } from './status';

/// A nonblocking operation under way (MPI 4.1, 3.7). Once complete it is inactive and holds nothing; waiting for an inactive
/// request returns at once with an empty status.
export interface Request {
  /// False once completed, cancelled and waited for, or freed.
  readonly active: boolean;
  /// True for isend/irecv of pickled objects.
  readonly object: boolean;
  /// This rank's running number of the request, from 1, as records name it.
  readonly number: number;
  /// Blocks until complete. Throws the operation's `MpiError`.
  wait(status?: Status | null): void;
  /// True when complete, and then as `wait`.
  test(status?: Status | null): boolean;
  /// Cancels a receive that has not matched; sends are not cancelled (as in Open MPI). Complete it with `wait`.
  cancel(): void;
  /// Lets the operation run on without the handle.
  free(): void;
  /// The message of a completed `irecvBytes`, once; null when there is none (PROC_NULL, cancelled, not a receive of objects).
  takeBytes(): Uint8Array | null;
}

import { ErrorClass } from '../../protocol/errors';
import type { Datatype } from '../datatype/datatype';
import { ANY_SOURCE, ANY_TAG, UNDEFINED } from '../constants';

/// What a receive or probe tells of its message (MPI 4.1, 3.2.5). Filled in by the call it is given to.
export class Status {
  /// Rank in the communicator; `PROC_NULL` from PROC_NULL; `ANY_SOURCE` when there was no message.
  source: number = ANY_SOURCE;
  tag: number = ANY_TAG;
  /// Bytes of data in the message; when it was truncated, as many as were sent (as in Open MPI).
  bytes: number = 0;
  error: ErrorClass = ErrorClass.Success;
  cancelled: boolean = false;
  /// Set whenever something is filled in; for callers that must know whether a call that failed had come so far.
  filled: boolean = false;

  /// Get_count: whole elements of `type` received; `UNDEFINED` when the bytes are not a whole number of elements.
  count(type: Datatype): number {
    if (type.size === 0) return this.bytes === 0 ? 0 : UNDEFINED;
    return this.bytes % type.size === 0 ? this.bytes / type.size : UNDEFINED;
  }

  set(source: number, tag: number, bytes: number, error: ErrorClass = ErrorClass.Success, cancelled: boolean = false): void {
    this.source = source;
    this.tag = tag;
    this.bytes = bytes;
    this.error = error;
    this.cancelled = cancelled;
    this.filled = true;
  }

  /// The empty status (3.7.3): of a null or inactive request.
  clear(): void {
    this.set(ANY_SOURCE, ANY_TAG, 0);
  }
}

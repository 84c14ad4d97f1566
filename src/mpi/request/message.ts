import type { Segment } from '../datatype/segment';
import type { Request } from './request';
import type { Status } from './status';

/// A message taken out of matching by Mprobe or Improbe (MPI 4.1, 3.8.2): received once, by nobody else.
export interface Message {
  receive(segment: Segment, status?: Status | null): void;
  receiveBytes(status?: Status | null): Uint8Array;
  /// As `receive`, nonblocking.
  start(segment: Segment): Request;
}

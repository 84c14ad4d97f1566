import type { Algorithm } from '../protocol/trace';
import type { MpiCall } from '../protocol/calls';
import type { Doorbell } from './transport/doorbell';

/// What a language gives the engine for its rank.
export interface Host {
  /// The rank's whole memory. Asked for anew at every use, since memory grows and the old view dies.
  memory(): Uint8Array;
  /// Scratch of `bytes` bytes in that memory, 16-byte aligned, for user-defined operations; `release` gives it back.
  allocate(bytes: number): number;
  release(address: number): void;
  /// Milliseconds since the world's start.
  now(): number;
  /// Told of every call, where the language looks at its program then.
  readonly observer?: Observer;
  /// The program's current source line (`packLine`), 0 when unknown. Asked once a call.
  line(): number;
  /// The interrupt byte is set (Ctrl-C, Stop): called in waits, may throw, which ends the wait.
  interrupted(): void;
}

/// Who is told of a rank's calls. Called on the engine's stack: must not throw, nor call MPI.
export interface Observer {
  /// A call is about to begin. `clock`: when the rank last looked at its clock.
  begins(clock: number): void;
  /// A call has ended and its record is written. `failed`: with an error.
  ended(failed: boolean): void;
}

/// Something that can look for new events; true when it found any.
export interface Progress {
  progress(): boolean;
}

/// Who may run, and how a rank waits: everything that spins or sleeps goes through here.
export interface Scheduler {
  /// A yield point: before every call.
  yieldPoint(): void;
  /// The rank waits and its last look found nothing; `round` counts such looks since the last find, from 0.
  /// Returns when another look may pay. Never sleeps without having looked once more with the doorbell armed.
  idle(bell: Doorbell, source: Progress, round: number): void;
  /// The wait is over.
  resume(): void;
}

/// Choices the standard leaves to the engine and the student can see.
export interface Settings {
  /// The algorithm for a collective, by `MpiCall`, where Open MPI would choose by size. One that the call does not have is an error at the call.
  readonly algorithms?: Readonly<Partial<Record<MpiCall, Algorithm>>>;
  /// False leaves the trace ring empty (to measure what recording costs).
  readonly record?: boolean;
}

import type { WorldOptions } from '../protocol/world';
import type { Communicator } from './communicator/communicator';
import { NotImplementedMpi } from './error';
import type { Host, Scheduler, Settings } from './host';
import type { Request } from './request/request';
import type { Status } from './request/status';

/// MPI for one rank of a world.
export class Mpi {
  /// COMM_WORLD and COMM_SELF.
  readonly world: Communicator;
  readonly self: Communicator;

  /// Throws RangeError when the world's version or size is not what `options` say.
  constructor(world: SharedArrayBuffer, options: WorldOptions, rank: number, host: Host, scheduler: Scheduler, settings: Settings = {}) {
    void [world, options, rank, host, scheduler, settings];
    throw new NotImplementedMpi('Init');
  }

  get initialized(): boolean {
    throw new NotImplementedMpi('Is_initialized');
  }

  get finalized(): boolean {
    throw new NotImplementedMpi('Is_finalized');
  }

  /// Init: State Running. A second call throws MPI_ERR_OTHER.
  initialize(): void {
    throw new NotImplementedMpi('Init');
  }

  /// Finalize: returns when all ranks are in it and what this rank still had to deliver is delivered.
  finalize(): void {
    throw new NotImplementedMpi('Finalize');
  }

  /// Abort: ends the run for every rank; throws `WorldEnded` here.
  abort(code: number): never {
    throw new NotImplementedMpi(`Abort(${code})`);
  }

  /// Seconds since the world's start.
  wtime(): number {
    throw new NotImplementedMpi('Wtime');
  }

  /// Seconds from one tick of the clock to the next.
  wtick(): number {
    throw new NotImplementedMpi('Wtick');
  }

  /// Buffer_attach: room for buffered sends, bytes. The engine keeps the data itself and only accounts for the room.
  attachBuffer(bytes: number): void {
    throw new NotImplementedMpi(`Attach_buffer(${bytes})`);
  }

  /// Buffer_detach: waits until buffered sends have left; the bytes that were attached.
  detachBuffer(): number {
    throw new NotImplementedMpi('Detach_buffer');
  }

  /// Waitany: index of the completed request, UNDEFINED when none is active. Null requests are skipped.
  waitAny(requests: readonly (Request | null)[], status?: Status | null): number {
    throw new NotImplementedMpi(`Waitany(${requests.length}, ${typeof status})`);
  }

  /// Waitall. When an operation failed throws MPI_ERR_IN_STATUS; `statuses[i].error` tells which.
  waitAll(requests: readonly (Request | null)[], statuses?: readonly Status[] | null): void {
    throw new NotImplementedMpi(`Waitall(${requests.length}, ${typeof statuses})`);
  }

  /// Waitsome: indices of the completed ones (at least one), statuses in the same order; null when none is active.
  waitSome(requests: readonly (Request | null)[], statuses?: readonly Status[] | null): number[] | null {
    throw new NotImplementedMpi(`Waitsome(${requests.length}, ${typeof statuses})`);
  }

  /// Testany: index of a completed request; -1 when some are active and none complete; UNDEFINED when none is active.
  testAny(requests: readonly (Request | null)[], status?: Status | null): number {
    throw new NotImplementedMpi(`Testany(${requests.length}, ${typeof status})`);
  }

  /// Testall: true when all are complete; otherwise none is changed.
  testAll(requests: readonly (Request | null)[], statuses?: readonly Status[] | null): boolean {
    throw new NotImplementedMpi(`Testall(${requests.length}, ${typeof statuses})`);
  }

  /// Testsome: indices of the completed ones, perhaps none; null when none is active.
  testSome(requests: readonly (Request | null)[], statuses?: readonly Status[] | null): number[] | null {
    throw new NotImplementedMpi(`Testsome(${requests.length}, ${typeof statuses})`);
  }
}

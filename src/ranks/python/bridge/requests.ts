import { ErrorClass } from '../../../protocol';
import { MpiError, type Request } from '../../../mpi';
import type { Buffers } from './memory';

interface Held {
  readonly request: Request;
  /// Of `Buffers.hold`.
  readonly memory: number;
  readonly receives: boolean;
}

/// Requests by Python's handles, each with the memory that its operation uses.
///
/// Memory is held until the operation is complete, whether or not Python still has the request: `comm.isend(x, 1)` whose result is
/// dropped stays correct, and nothing is ever received into memory that Python has given to something else.
export class Requests {
  readonly #buffers: Buffers;
  readonly #held = new Map<number, Held>();
  /// Receives that Python no longer knows.
  #orphans: Held[] = [];
  #next = 1;

  constructor(buffers: Buffers) {
    this.#buffers = buffers;
  }

  add(request: Request, memory: number, receives: boolean): number {
    if (this.#orphans.length > 0) this.sweep();
    this.#held.set(this.#next, { request, memory, receives });
    return this.#next++;
  }

  /// Throws MPI_ERR_REQUEST for a handle that another Request object has completed.
  get(handle: number): Request {
    const held = this.#held.get(handle);
    if (held === undefined) throw new MpiError(ErrorClass.Request, 'the request has been completed through another Request object');
    return held.request;
  }

  has(handle: number): boolean {
    return this.#held.has(handle);
  }

  /// Forgets a request that is complete.
  done(handle: number): void {
    const held = this.#held.get(handle);
    if (held === undefined) return;
    this.#held.delete(handle);
    this.#buffers.release(held.memory);
  }

  /// Lets the operation run on without the handle.
  free(handle: number): void {
    const held = this.#held.get(handle);
    if (held === undefined) return;
    this.#held.delete(handle);
    if (!held.request.complete) {
      if (held.receives) {
        this.#orphans.push(held);
        return;
      }
      // The engine copies what a send still has to deliver.
      held.request.free();
    }
    this.#buffers.release(held.memory);
  }

  /// Gives back the memory of freed receives that are complete by now.
  sweep(): void {
    this.#orphans = this.#orphans.filter((held) => {
      if (!held.request.complete) return true;
      this.#buffers.release(held.memory);
      return false;
    });
  }
}

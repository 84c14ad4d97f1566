import { ErrorClass } from '../../../protocol';
import { MpiError, PersistentRequest, type Request, type Waitable } from '../../../mpi';
import type { Buffers } from './memory';

interface Held {
  readonly request: Request;
  /// Of `Buffers.hold`.
  readonly memory: readonly number[];
}

interface Orphan {
  readonly pending: Waitable;
  readonly memory: readonly number[];
}

/// Requests by Python's handles, each with the memory that its operation uses. Handles are not used twice; those of persistent requests are odd.
///
/// Memory is held until the operation is complete, whether or not Python still has the request: `comm.isend(x, 1)` whose result is
/// dropped stays correct, and nothing is ever received into memory that Python has given to something else.
export class Requests {
  readonly #buffers: Buffers;
  readonly #held = new Map<number, Held>();
  /// Memory of operations that Python no longer knows.
  #orphans: Orphan[] = [];
  #next = 2;

  constructor(buffers: Buffers) {
    this.#buffers = buffers;
  }

  /// `memory`: what `Buffers.hold` gave for each object that the operation reads or writes.
  add(request: Request, ...memory: readonly number[]): number {
    if (this.#orphans.length > 0) this.sweep();
    const handle = this.#next + (request.persistent ? 1 : 0);
    this.#next += 2;
    this.#held.set(handle, { request, memory });
    return handle;
  }

  /// Throws MPI_ERR_REQUEST for a handle that another Request object has completed.
  get(handle: number): Request {
    const held = this.#held.get(handle);
    if (held === undefined) throw new MpiError(ErrorClass.Request, handle === 0 ? 'the request is REQUEST_NULL' : 'the request has been completed through another Request object');
    return held.request;
  }

  /// Throws MPI_ERR_REQUEST for a request that cannot be started.
  persistent(handle: number): PersistentRequest {
    const request = this.get(handle);
    if (!(request instanceof PersistentRequest)) throw new MpiError(ErrorClass.Request, 'the request is not persistent: it cannot be started');
    return request;
  }

  has(handle: number): boolean {
    return this.#held.has(handle);
  }

  /// Forgets a request that is complete; a persistent one stays.
  done(handle: number): void {
    const held = this.#held.get(handle);
    if (held === undefined || held.request.persistent) return;
    this.#held.delete(handle);
    this.#release(held.memory);
  }

  /// Lets the operation run on without the handle.
  free(handle: number): void {
    const held = this.#held.get(handle);
    if (held === undefined) return;
    this.#held.delete(handle);
    const pending = held.request.free();
    if (pending === null) this.#release(held.memory);
    else this.#orphans.push({ pending, memory: held.memory });
  }

  /// Memory of an operation for which Python gets no request: held until that is complete.
  leave(request: Request, ...memory: readonly number[]): void {
    if (this.#orphans.length > 0) this.sweep();
    const pending = request.free();
    if (pending === null) this.#release(memory);
    else this.#orphans.push({ pending, memory });
  }

  /// Gives back the memory of freed operations that are complete by now.
  sweep(): void {
    this.#orphans = this.#orphans.filter(({ pending, memory }) => {
      if (!pending.done) return true;
      this.#release(memory);
      return false;
    });
  }

  #release(memory: readonly number[]): void {
    for (const held of memory) this.#buffers.release(held);
  }
}

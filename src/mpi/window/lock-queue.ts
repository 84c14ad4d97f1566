import { LockType } from './constants';

interface Request {
  readonly origin: number;
  readonly type: LockType;
  /// The origin's number of the request.
  readonly id: number;
}

/// Who holds the lock on one rank's part of a window, and who waits for it (MPI 4.1, 12.5.3). Served in order of arrival: a shared lock asked
/// for behind an exclusive one waits for that, so that nobody waits for ever.
export class LockQueue {
  readonly #holders = new Set<number>();
  #exclusive = false;
  #waiting: Request[] = [];

  /// Requests that have the lock now, this one among them or not.
  request(origin: number, type: LockType, id: number): Request[] {
    this.#waiting.push({ origin, type, id });
    return this.#grant();
  }

  /// The lock is given back, or a request that has not been granted is withdrawn. Requests that have the lock now.
  release(origin: number): Request[] {
    if (this.#holders.delete(origin)) this.#exclusive = false;
    else this.#waiting = this.#waiting.filter((request) => request.origin !== origin);
    return this.#grant();
  }

  #grant(): Request[] {
    const granted: Request[] = [];
    for (;;) {
      const [first] = this.#waiting;
      if (first === undefined || this.#exclusive || (first.type === LockType.Exclusive && this.#holders.size > 0)) return granted;
      this.#waiting.shift();
      this.#holders.add(first.origin);
      this.#exclusive = first.type === LockType.Exclusive;
      granted.push(first);
    }
  }
}

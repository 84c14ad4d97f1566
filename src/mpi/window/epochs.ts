import { ErrorClass } from '../../protocol/errors';
import { MpiError } from '../error';

function refuse(detail: string): never {
  throw new MpiError(ErrorClass.RmaSync, detail);
}

/// Which epochs this rank is in on a window (MPI 4.1, 12.5): ranks are the window's. Everything here throws MPI_ERR_RMA_SYNC for a call that
/// does not fit.
export class Epochs {
  /// A Fence that others may follow; and whether there was an operation since.
  #fenced = false;
  #busy = false;
  /// Ranks of the access epoch of Start, of the exposure epoch of Post; null outside.
  access: readonly number[] | null = null;
  exposure: readonly number[] | null = null;
  /// Ranks locked one by one.
  readonly locked = new Set<number>();
  lockedAll = false;

  /// An operation on a rank's part.
  operation(target: number): void {
    if (this.lockedAll || this.locked.has(target) || this.access?.includes(target) === true) return;
    if (!this.#fenced || this.locked.size > 0 || this.access !== null) {
      refuse(`there is no access epoch for rank ${target}: call Fence, Start or Lock first`);
    }
    this.#busy = true;
  }

  fence(succeed: boolean): void {
    if (this.locked.size > 0 || this.lockedAll) refuse('Fence within an epoch of Lock or Lock_all');
    if (this.access !== null) refuse('Fence within an epoch of Start');
    if (this.exposure !== null) refuse('Fence within an epoch of Post');
    this.#fenced = succeed;
    this.#busy = false;
  }

  start(ranks: readonly number[]): void {
    this.#free('Start');
    this.access = ranks;
  }

  /// The ranks of the epoch that ends.
  complete(): readonly number[] {
    const ranks = this.access ?? refuse('Complete without Start');
    this.access = null;
    return ranks;
  }

  post(ranks: readonly number[]): void {
    if (this.exposure !== null) refuse('Post within an epoch of Post');
    if (this.#busy) refuse('Post within an epoch of Fence');
    this.exposure = ranks;
  }

  /// The ranks of the exposure epoch that is to end.
  exposed(call: string): readonly number[] {
    return this.exposure ?? refuse(`${call} without Post`);
  }

  lock(target: number): void {
    if (this.locked.has(target)) refuse(`rank ${target} is locked already`);
    // Several ranks may be locked at a time.
    if (this.locked.size === 0) this.#free('Lock');
    this.locked.add(target);
  }

  lockAll(): void {
    this.#free('Lock_all');
    this.lockedAll = true;
  }

  unlock(target: number): void {
    if (!this.locked.delete(target)) refuse(`rank ${target} is not locked`);
  }

  unlockAll(): void {
    if (!this.lockedAll) refuse('Unlock_all without Lock_all');
    this.lockedAll = false;
  }

  flush(target: number): void {
    if (!this.lockedAll && !this.locked.has(target)) refuse(`rank ${target} is not locked`);
  }

  flushAll(): void {
    if (!this.lockedAll && this.locked.size === 0) refuse('no rank is locked');
  }

  free(): void {
    if (this.locked.size > 0 || this.lockedAll) refuse('Free within an epoch of Lock or Lock_all');
    if (this.access !== null || this.exposure !== null) refuse('Free within an epoch of Start or Post');
  }

  #free(call: string): void {
    if (this.locked.size > 0 || this.lockedAll) refuse(`${call} within an epoch of Lock or Lock_all`);
    if (this.access !== null) refuse(`${call} within an epoch of Start`);
    if (this.#busy) refuse(`${call} within an epoch of Fence: end it first, with Fence(MODE_NOSUCCEED)`);
  }
}

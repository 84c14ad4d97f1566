import { ErrorClass } from '../../protocol/errors';
import { FILE_SLOT_WORDS, FILE_SLOTS, worldLayout, type WorldOptions } from '../../protocol/world';
import { MpiError } from '../error';

/// What the ranks that opened a file together share: the shared file pointer (MPI 4.1, 14.4.4) and a lock for atomic mode (14.6.1), in the
/// world's memory. A slot is taken when a file is opened, by one rank, and given back when it is closed.
export class SharedPointers {
  readonly #words: Int32Array;
  readonly #values: BigInt64Array;
  readonly #at: number;

  constructor(world: SharedArrayBuffer, options: WorldOptions) {
    this.#words = new Int32Array(world, 0, world.byteLength >> 2);
    this.#values = new BigInt64Array(world, 0, world.byteLength >> 3);
    this.#at = worldLayout(options).fileSlots >> 2;
  }

  /// A slot with pointer 0. Throws MPI_ERR_NO_MEM when `FILE_SLOTS` files are open.
  take(): number {
    for (let slot = 0; slot < FILE_SLOTS; slot++) {
      if (Atomics.compareExchange(this.#words, this.#word(slot), 0, 1) === 0) {
        this.set(slot, 0);
        Atomics.store(this.#words, this.#word(slot) + 1, 0);
        return slot;
      }
    }
    throw new MpiError(ErrorClass.NoMemory, `${FILE_SLOTS} files are open; close one first`);
  }

  give(slot: number): void {
    Atomics.store(this.#words, this.#word(slot), 0);
  }

  get(slot: number): number {
    return Number(Atomics.load(this.#values, this.#value(slot)));
  }

  set(slot: number, value: number): void {
    Atomics.store(this.#values, this.#value(slot), BigInt(value));
  }

  /// Adds, atomically; what was there before.
  add(slot: number, count: number): number {
    return Number(Atomics.add(this.#values, this.#value(slot), BigInt(count)));
  }

  /// One try for the lock; when another rank has it, a nap of at most 10 ms until it lets go.
  tryLock(slot: number): boolean {
    const lock = this.#word(slot) + 1;
    if (Atomics.compareExchange(this.#words, lock, 0, 1) === 0) return true;
    Atomics.wait(this.#words, lock, 1, 10);
    return false;
  }

  unlock(slot: number): void {
    const lock = this.#word(slot) + 1;
    Atomics.store(this.#words, lock, 0);
    Atomics.notify(this.#words, lock, 1);
  }

  #word(slot: number): number {
    return this.#at + slot * FILE_SLOT_WORDS;
  }

  #value(slot: number): number {
    return (this.#word(slot) + 2) >> 1;
  }
}

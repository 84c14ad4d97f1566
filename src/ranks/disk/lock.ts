import { SuperSlot } from './layout';

/// Whether this thread may sleep: a page's main thread may not.
let maySleep = true;

/// Takes the disk's lock. Sections are short (a lookup, a copy of one block chain), so a thread that may not sleep spins.
export function acquire(words: Int32Array): void {
  if (Atomics.compareExchange(words, SuperSlot.Lock, 0, 1) === 0) return;
  for (;;) {
    if (Atomics.exchange(words, SuperSlot.Lock, 2) === 0) return;
    if (!maySleep) continue;
    try {
      Atomics.wait(words, SuperSlot.Lock, 2, 50);
    } catch {
      maySleep = false;
    }
  }
}

export function release(words: Int32Array): void {
  if (Atomics.exchange(words, SuperSlot.Lock, 0) === 2) Atomics.notify(words, SuperSlot.Lock, 1);
}

/// Opens the lock of a disk whose ranks are all gone: one that was ended by force may have held it.
export function breakLock(words: Int32Array): void {
  Atomics.store(words, SuperSlot.Lock, 0);
}

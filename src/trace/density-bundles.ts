/// Messages between pairs of ranks by cells of time, a thousand over the whole axis: for pictures of more messages than can be looked at one by one.

import { MAX_RANKS } from '../protocol';
import type { DensityAxis } from './density';
import type { Recording } from './recording';

const CELLS = 1024;
/// A pair of ranks and whether the message is inside a collective, as one number.
const KEYS = MAX_RANKS * MAX_RANKS * 2;

export class BundleCells {
  private readonly width: number;
  /// By cell: where its pairs begin in the columns below; one more for the end.
  private readonly starts = new Int32Array(CELLS + 1);
  private readonly key: Uint16Array;
  private readonly count: Uint32Array;
  private readonly bytes: Float64Array;

  constructor({ messages, events }: Recording, private readonly axis: DensityAxis) {
    const { items } = axis.messages;
    this.width = (axis.to - axis.from) / CELLS;
    const byCell = new Int32Array(items.length);
    const ends = new Int32Array(CELLS + 1);
    for (let i = 0; i < items.length; i++) ends[this.cellOf(axis.begin[messages.send[items[i]!]!]!) + 1]!++;
    for (let cell = 0; cell < CELLS; cell++) ends[cell + 1]! += ends[cell]!;
    const next = ends.slice();
    for (let i = 0; i < items.length; i++) byCell[next[this.cellOf(axis.begin[messages.send[items[i]!]!]!)]!++] = items[i]!;

    const counts = new Uint32Array(KEYS);
    const sizes = new Float64Array(KEYS);
    const keys: number[] = [];
    const numbers: number[] = [];
    const totals: number[] = [];
    const seen: number[] = [];
    for (let cell = 0; cell < CELLS; cell++) {
      seen.length = 0;
      for (let i = ends[cell]!; i < ends[cell + 1]!; i++) {
        const row = byCell[i]!;
        const key = (messages.sender[row]! * MAX_RANKS + Math.max(0, messages.receiver[row]!)) * 2 + messages.internal[row]!;
        if (counts[key]!++ === 0) seen.push(key);
        sizes[key]! += events.bytes[messages.send[row]!]!;
      }
      for (const key of seen) {
        keys.push(key);
        numbers.push(counts[key]!);
        totals.push(sizes[key]!);
        counts[key] = 0;
        sizes[key] = 0;
      }
      this.starts[cell + 1] = keys.length;
    }
    this.key = Uint16Array.from(keys);
    this.count = Uint32Array.from(numbers);
    this.bytes = Float64Array.from(totals);
  }

  /// Visits the pairs of the cells whose middle lies in [from, to], with that middle.
  query(from: number, to: number, inner: boolean, visit: (at: number, sender: number, receiver: number, messages: number, bytes: number) => void): void {
    for (let cell = Math.max(0, this.cellOf(from)); cell < CELLS; cell++) {
      const at = this.axis.from + (cell + 0.5) * this.width;
      if (at < from) continue;
      if (at >= to) return;
      for (let i = this.starts[cell]!; i < this.starts[cell + 1]!; i++) {
        const key = this.key[i]!;
        if ((key & 1) === (inner ? 1 : 0)) visit(at, Math.floor(key / 2 / MAX_RANKS), (key >>> 1) % MAX_RANKS, this.count[i]!, this.bytes[i]!);
      }
    }
  }

  private cellOf(at: number): number {
    return Math.min(CELLS - 1, Math.max(0, Math.floor((at - this.axis.from) / this.width)));
  }
}

/// Which of many intervals touch a window, without looking at all of them: blocks of neighbours with their common bounds.

const BLOCK = 64;

export class IntervalIndex {
  private readonly blockFrom: Float64Array;
  private readonly blockTo: Float64Array;

  /// Item i reaches from `from(i)` to `to(i)`; `items` in an order near that of `from` make queries fast. Positions are asked for again by
  /// queries: they must not change.
  constructor(readonly items: Int32Array, private readonly from: (item: number) => number, private readonly to: (item: number) => number) {
    const blocks = Math.ceil(items.length / BLOCK);
    this.blockFrom = new Float64Array(blocks).fill(Infinity);
    this.blockTo = new Float64Array(blocks).fill(-Infinity);
    for (let i = 0; i < items.length; i++) {
      const block = Math.floor(i / BLOCK);
      const [begin, end] = [from(items[i]!), to(items[i]!)];
      if (begin < this.blockFrom[block]!) this.blockFrom[block] = begin;
      if (end > this.blockTo[block]!) this.blockTo[block] = end;
    }
  }

  /// Calls `visit(item)` for the items that touch [from, to], in the index's order.
  query(from: number, to: number, visit: (item: number) => void): void {
    for (let block = 0; block < this.blockFrom.length; block++) {
      if (this.blockFrom[block]! > to || this.blockTo[block]! < from) continue;
      const end = Math.min((block + 1) * BLOCK, this.items.length);
      for (let i = block * BLOCK; i < end; i++) {
        const item = this.items[i]!;
        if (this.from(item) <= to && this.to(item) >= from) visit(item);
      }
    }
  }

  /// An upper bound of how many items touch [from, to], without looking at single ones.
  estimate(from: number, to: number): number {
    let blocks = 0;
    for (let block = 0; block < this.blockFrom.length; block++) if (this.blockFrom[block]! <= to && this.blockTo[block]! >= from) blocks++;
    return Math.min(blocks * BLOCK, this.items.length);
  }
}

/// Which of many intervals touch a window, without looking at all of them: blocks of neighbours with their common bounds.

const BLOCK = 64;

export class IntervalIndex {
  private readonly from: Float64Array;
  private readonly to: Float64Array;
  private readonly blockFrom: Float64Array;
  private readonly blockTo: Float64Array;

  /// `items[i]` reaches from `from[i]` to `to[i]`. Any order works; one near that of `from` is fast.
  constructor(readonly items: Int32Array, from: Float64Array, to: Float64Array) {
    this.from = from;
    this.to = to;
    const blocks = Math.ceil(items.length / BLOCK);
    this.blockFrom = new Float64Array(blocks).fill(Infinity);
    this.blockTo = new Float64Array(blocks).fill(-Infinity);
    for (let i = 0; i < items.length; i++) {
      const block = Math.floor(i / BLOCK);
      if (from[i]! < this.blockFrom[block]!) this.blockFrom[block] = from[i]!;
      if (to[i]! > this.blockTo[block]!) this.blockTo[block] = to[i]!;
    }
  }

  /// Calls `visit(item)` for the items that touch [from, to], in the index's order.
  query(from: number, to: number, visit: (item: number) => void): void {
    for (let block = 0; block < this.blockFrom.length; block++) {
      if (this.blockFrom[block]! > to || this.blockTo[block]! < from) continue;
      const end = Math.min((block + 1) * BLOCK, this.items.length);
      for (let i = block * BLOCK; i < end; i++) {
        if (this.from[i]! <= to && this.to[i]! >= from) visit(this.items[i]!);
      }
    }
  }
}

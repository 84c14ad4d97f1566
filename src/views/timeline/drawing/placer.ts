/// Keeps words from lying on words: whoever writes asks for the place first, the more important before the less.

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/// Rows of the grid that boxes are found by, CSS pixels.
const ROW = 32;

export class Placer {
  private readonly rows = new Map<number, Box[]>();

  /// Takes the box with this left edge and middle height when nothing lies there; false when something does.
  take(left: number, middle: number, width: number, height: number): boolean {
    const box = { left, top: middle - height / 2, right: left + width, bottom: middle + height / 2 };
    const first = Math.floor(box.top / ROW);
    const last = Math.floor(box.bottom / ROW);
    for (let row = first; row <= last; row++) {
      for (const other of this.rows.get(row) ?? []) {
        if (box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top) return false;
      }
    }
    for (let row = first; row <= last; row++) {
      const there = this.rows.get(row);
      if (there === undefined) this.rows.set(row, [box]);
      else there.push(box);
    }
    return true;
  }
}

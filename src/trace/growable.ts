/// Columns that grow, and lists and names of rows that lie in them.
///
/// Memory decides how large a trace can be shown: long arrays grow by half, narrow ones become wider only when a value asks for it, and a
/// recording that has ended gives back what it has over.

export type SignedArray = Int8Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
export type UnsignedArray = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
export type NumberArray = SignedArray | UnsignedArray | Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/// What is done to each column of a table: growing, trimming.
export type ColumnChange = <T extends NumberArray>(column: T) => T;

/// Up to so many elements an array doubles when it grows; a longer one grows by half.
const DOUBLING = 1 << 17;

/// `array`, or a longer copy of it that has room for `needed` elements.
export function grown<T extends NumberArray>(array: T, needed: number): T {
  if (needed <= array.length) return array;
  return resized(array, Math.max(needed, array.length < DOUBLING ? array.length * 2 : Math.ceil(array.length * 1.5), 64));
}

/// `array` without what it has beyond `length` elements.
export function trimmed<T extends NumberArray>(array: T, length: number): T {
  return length === array.length ? array : resized(array, length);
}

function resized<T extends NumberArray>(array: T, length: number): T {
  const make = array.constructor as new (length: number) => T;
  const copy = new make(length);
  copy.set(length < array.length ? array.subarray(0, length) : array);
  return copy;
}

/// A copy of a column that is wide enough for `value`, which `array` could not hold.
export function widerSigned(array: SignedArray, value: number): SignedArray {
  const wide = array.BYTES_PER_ELEMENT === 1 && value >= -0x8000 && value < 0x8000 ? new Int16Array(array.length) : new Int32Array(array.length);
  wide.set(array);
  return wide;
}

/// As `widerSigned`.
export function widerUnsigned(array: UnsignedArray, value: number): UnsignedArray {
  const wide = array.BYTES_PER_ELEMENT === 1 && value < 0x10000 ? new Uint16Array(array.length) : new Uint32Array(array.length);
  wide.set(array);
  return wide;
}

/// Memory that the row lists of one table share: of a hundred thousand short lists, none has an array of its own.
export class RowPool {
  rows = new Int32Array(0);
  private used = 0;

  /// Room for `length` rows; returns where it begins.
  take(length: number): number {
    const start = this.used;
    this.used += length;
    this.rows = grown(this.rows, this.used);
    return start;
  }

  /// Makes the room that ends at `end` longer by `more` when nothing lies behind it.
  extend(end: number, more: number): boolean {
    if (end !== this.used) return false;
    this.take(more);
    return true;
  }

  /// Puts `lists`, all of them that lie here, side by side without what they have over.
  compact(lists: readonly RowList[]): void {
    const rows = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0));
    let at = 0;
    for (const list of lists) at = list.moveTo(rows, at);
    this.rows = rows;
    this.used = at;
  }
}

/// A list of row numbers.
export class RowList {
  length = 0;
  private start = 0;
  private room = 0;

  constructor(private readonly pool: RowPool = new RowPool()) {}

  push(row: number): void {
    if (this.length === this.room) this.makeRoom();
    this.pool.rows[this.start + this.length++] = row;
  }

  at(index: number): number {
    return index >= 0 && index < this.length ? this.pool.rows[this.start + index]! : -1;
  }

  /// Index of the first element whose `key` is at least `value`, when keys do not fall along the list; `length` when none is.
  lowerBound(key: ArrayLike<number>, value: number, from = 0): number {
    const { rows } = this.pool;
    const { start } = this;
    let low = from;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (key[rows[start + middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /// `lowerBound` for a walk along the list: quick when the element is near `from`.
  nextBound(key: ArrayLike<number>, value: number, from: number): number {
    const { rows } = this.pool;
    const { start, length } = this;
    let low = from;
    let step = 1;
    while (low + step < length && key[rows[start + low + step]!]! < value) {
      low += step;
      step *= 2;
    }
    let high = Math.min(length, low + step + 1);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (key[rows[start + middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /// Gives back what it has over. Only of a list that has its memory to itself.
  trim(): void {
    this.pool.compact([this]);
  }

  /// For the pool: copies its rows to `at` of `rows`, where they lie from now on. Returns what comes after them.
  moveTo(rows: Int32Array, at: number): number {
    rows.set(this.pool.rows.subarray(this.start, this.start + this.length), at);
    this.start = at;
    this.room = this.length;
    return at + this.length;
  }

  private makeRoom(): void {
    const more = Math.max(2, this.room);
    if (this.room === 0 || !this.pool.extend(this.start + this.room, more)) {
      const start = this.pool.take(this.room + more);
      this.pool.rows.copyWithin(start, this.start, this.start + this.length);
      this.start = start;
    }
    this.room += more;
  }
}

const PAGE_BITS = 8;
const PAGE = 1 << PAGE_BITS;

/// Rows by (owner, running number). Numbers of an owner come in any order but lie close together; a page of memory is made for those near
/// each other, so that a faulty number costs a page and no more.
export class NameTable {
  private slots = new Int32Array(PAGE);
  private used = PAGE;
  /// By owner: number >>> PAGE_BITS → where the page begins in `slots`; 0 for none.
  private readonly pages: Int32Array<ArrayBuffer>[] = [];

  /// The row, -1 when there is none.
  find(owner: number, number: number): number {
    const start = this.pages[owner]?.[number >>> PAGE_BITS] ?? 0;
    return start === 0 ? -1 : this.slots[start + (number & (PAGE - 1))]! - 1;
  }

  put(owner: number, number: number, row: number): void {
    const page = number >>> PAGE_BITS;
    let pages = this.pages[owner];
    if (pages === undefined || page >= pages.length) {
      pages = grown(pages ?? new Int32Array(0), page + 1);
      while (this.pages.length <= owner) this.pages.push(new Int32Array(0));
      this.pages[owner] = pages;
    }
    let start = pages[page]!;
    if (start === 0) {
      start = this.used;
      this.used += PAGE;
      this.slots = grown(this.slots, this.used);
      pages[page] = start;
    }
    this.slots[start + (number & (PAGE - 1))] = row + 1;
  }

  trim(): void {
    this.slots = trimmed(this.slots, this.used);
  }
}

/// Columns that grow: typed arrays doubled when full.

export type NumberArray = Uint8Array | Int8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/// `array`, or a longer copy of it that has room for `needed` elements.
export function grown(array: Float64Array<ArrayBuffer>, needed: number): Float64Array<ArrayBuffer>;
export function grown(array: Float32Array<ArrayBuffer>, needed: number): Float32Array<ArrayBuffer>;
export function grown(array: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer>;
export function grown(array: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer>;
export function grown(array: Int16Array<ArrayBuffer>, needed: number): Int16Array<ArrayBuffer>;
export function grown(array: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer>;
export function grown(array: NumberArray, needed: number): NumberArray {
  if (needed <= array.length) return array;
  const length = Math.max(needed, array.length * 2, 64);
  const make = array.constructor as new (length: number) => NumberArray;
  const copy = new make(length);
  copy.set(array);
  return copy;
}

/// A list of row numbers.
export class RowList {
  rows = new Int32Array(0);
  length = 0;

  push(row: number): void {
    this.rows = grown(this.rows, this.length + 1);
    this.rows[this.length++] = row;
  }

  at(index: number): number {
    return index >= 0 && index < this.length ? this.rows[index]! : -1;
  }

  /// Index of the first element whose `key` is at least `value`, when keys do not fall along the list; `length` when none is.
  lowerBound(key: Float64Array, value: number, from = 0): number {
    let low = from;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (key[this.rows[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/// Rows in the order of a number: a radix sort, since a million rows are sorted while a person waits.

const DIGIT = 11;
const SIZE = 1 << DIGIT;

/// `rows` in ascending order of `key`; rows of equal keys keep their order. O(n). NaN comes last.
export function orderedRows(rows: ArrayLike<number>, key: (row: number) => number): Int32Array<ArrayBuffer> {
  const count = rows.length;
  let from = Int32Array.from(rows);
  let to = new Int32Array(count);
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = key(from[i]!) + 0;
  // The bits of a double rise with it once a negative one's are all turned over and the others' sign bit is set (Herf 2001).
  const bits = new Uint32Array(keys.buffer);
  let low = new Uint32Array(count);
  let high = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const negative = bits[2 * i + 1]! >>> 31 === 1;
    low[i] = negative ? ~bits[2 * i]! : bits[2 * i]!;
    high[i] = negative ? ~bits[2 * i + 1]! : bits[2 * i + 1]! | 0x80000000;
  }
  let nextLow = new Uint32Array(count);
  let nextHigh = new Uint32Array(count);
  const starts = new Uint32Array(SIZE);
  for (let shift = 0; shift < 64; shift += DIGIT) {
    const digit = (i: number): number => (shift < 32 ? (shift + DIGIT <= 32 ? low[i]! >>> shift : (low[i]! >>> shift) | (high[i]! << (32 - shift))) : high[i]! >>> (shift - 32)) & (SIZE - 1);
    starts.fill(0);
    for (let i = 0; i < count; i++) starts[digit(i)]!++;
    if (starts.includes(count)) continue;
    let sum = 0;
    for (let value = 0; value < SIZE; value++) {
      const here = starts[value]!;
      starts[value] = sum;
      sum += here;
    }
    for (let i = 0; i < count; i++) {
      const at = starts[digit(i)]!++;
      to[at] = from[i]!;
      nextLow[at] = low[i]!;
      nextHigh[at] = high[i]!;
    }
    [from, to] = [to, from];
    [low, nextLow] = [nextLow, low];
    [high, nextHigh] = [nextHigh, high];
  }
  return from;
}

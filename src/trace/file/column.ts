/// One column of a block: `rows` whole numbers.
///
/// A byte tells the form: 0, all rows hold the one number that follows; 1, one number a row. Numbers are varints. Before that, by the
/// kind of the column, a `signed` number is folded (0, -1, 1, -2 … become 0, 1, 2, 3 …), and a `step` is the folded difference from the
/// row before, from 0 at the block's first row.

import { type ByteReader, type ByteWriter, Unreadable } from './bytes';

export type ColumnKind = 'plain' | 'signed' | 'step';

const SAME = 0;
const EACH = 1;

export function writeColumn(out: ByteWriter, kind: ColumnKind, values: Float64Array, rows: number): void {
  let before = 0;
  let same = true;
  for (let i = 0; i < rows; i++) {
    const value = values[i]!;
    if (kind === 'signed') values[i] = folded(value);
    else if (kind === 'step') {
      values[i] = folded(value - before);
      before = value;
    }
    if (values[i] !== values[0]) same = false;
  }
  if (rows === 0) return;
  if (same) {
    out.byte(SAME);
    out.varint(values[0]!);
    return;
  }
  out.byte(EACH);
  for (let i = 0; i < rows; i++) out.varint(values[i]!);
}

/// Fills the first `rows` of `values`; false when all of them are 0. Throws `Unreadable`.
export function readColumn(input: ByteReader, kind: ColumnKind, values: Float64Array, rows: number): boolean {
  if (rows === 0) return false;
  const form = input.byte();
  if (form === SAME) {
    const value = input.varint();
    if (value === 0) {
      values.fill(0, 0, rows);
      return false;
    }
    values.fill(value, 0, rows);
  } else if (form === EACH) {
    input.varints(values, rows);
  } else {
    throw new Unreadable('one of its columns has a form that is not known');
  }
  if (kind === 'signed') for (let i = 0; i < rows; i++) values[i] = unfolded(values[i]!);
  else if (kind === 'step') {
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      sum += unfolded(values[i]!);
      values[i] = sum;
    }
  }
  return true;
}

export function folded(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function unfolded(value: number): number {
  if (value < 0x80000000) return (value & 1) === 0 ? value >>> 1 : -(value >>> 1) - 1;
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/// Milliseconds as whole nanoseconds; what is no time at all is 0. Clocks of browsers tick in 5000 of them.
export function nanoseconds(milliseconds: number): number {
  const whole = Math.round(milliseconds * 1e6);
  // Half of what a varint holds: the sum of two still fits, folded too.
  return Math.abs(whole) <= MOST_NANOSECONDS ? whole : 0;
}

const MOST_NANOSECONDS = 2 ** 50;

export function milliseconds(nanos: number): number {
  return nanos / 1e6;
}

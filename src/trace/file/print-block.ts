/// A block of writes to stdout and stderr, in the order they came.
///
/// A block is: number of writes; the `PRINT_COLUMNS`; number of bytes of text kept, then those.

import type { PrintTable, Written } from '../prints';
import { type ByteReader, type ByteWriter, Unreadable } from './bytes';
import { type ColumnKind, milliseconds, nanoseconds, readColumn, writeColumn } from './column';

export const PRINT_BLOCK_ROWS = 4096;
const MOST_ROWS = 65536;

export const PRINT_COLUMNS = [
  ['rank', 'plain'],
  /// 1 stdout, 2 stderr.
  ['stream', 'plain'],
  ['sequence', 'step'],
  /// Nanoseconds.
  ['time', 'step'],
  ['line', 'plain'],
  /// Bytes written.
  ['bytes', 'plain'],
  /// The first of them, which are kept.
  ['kept', 'plain'],
] as const satisfies readonly (readonly [string, ColumnKind])[];

export function writePrints(out: ByteWriter, prints: PrintTable, from: number, to: number): void {
  const rows = to - from;
  out.varint(rows);
  const values = new Float64Array(rows);
  for (const [name, kind] of PRINT_COLUMNS) {
    for (let row = from; row < to; row++) {
      values[row - from] = name === 'time' ? nanoseconds(prints.time[row]!) : name === 'kept' ? prints.written(row).length : prints[name][row]!;
    }
    writeColumn(out, kind, values, rows);
  }
  let kept = 0;
  for (let row = from; row < to; row++) kept += prints.written(row).length;
  out.varint(kept);
  for (let row = from; row < to; row++) out.raw(prints.written(row));
}

/// Throws `Unreadable`.
export function readPrints(input: ByteReader, ranks: number): readonly Written[] {
  const rows = input.count(MOST_ROWS, 'writes in one block');
  const columns = PRINT_COLUMNS.map(([, kind]) => {
    const column = new Float64Array(rows);
    readColumn(input, kind, column, rows);
    return column;
  });
  const [rank, stream, sequence, time, line, length, kept] = columns as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const text = input.raw(input.count(input.left, 'bytes of text'));
  const writes: Written[] = [];
  let at = 0;
  for (let row = 0; row < rows; row++) {
    if (rank[row]! >= ranks) throw new Unreadable(`it holds a write of rank ${rank[row]}, but the run has ranks 0 to ${ranks - 1}`);
    if (kept[row]! > length[row]! || kept[row]! > text.length - at) throw new Unreadable('one of its writes is longer than its text');
    writes.push({
      rank: rank[row]!, stream: stream[row] === 2 ? 2 : 1, sequence: sequence[row]!, time: milliseconds(time[row]!), line: line[row]!,
      bytes: text.subarray(at, at + kept[row]!), length: length[row]!,
    });
    at += kept[row]!;
  }
  if (at !== text.length) throw new Unreadable('its writes are not as long as their text');
  return writes;
}

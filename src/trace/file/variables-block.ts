/// A block of what was recorded of the ranks' variables, in the order it came.
///
/// A block is: number of records; the `VARIABLES_COLUMNS`; number of bytes of contents, then those (`protocol/variables`). Contents are checked
/// where they are read.

import { CONTENT_BYTES } from '../../protocol';
import type { VariableTable } from '../variables/table';
import { type ByteReader, type ByteWriter, Unreadable } from './bytes';
import { type ColumnKind, readColumn, writeColumn } from './column';

export const VARIABLES_BLOCK_ROWS = 4096;
const MOST_ROWS = 65536;

export const VARIABLES_COLUMNS = [
  ['rank', 'plain'],
  /// How many calls of the rank had ended.
  ['call', 'step'],
  /// `VariablesFlag`s.
  ['flags', 'plain'],
  /// Bytes of the content.
  ['length', 'plain'],
] as const satisfies readonly (readonly [string, ColumnKind])[];

export function writeVariables(out: ByteWriter, variables: VariableTable, from: number, to: number): void {
  const rows = to - from;
  out.varint(rows);
  const values = new Float64Array(rows);
  let bytes = 0;
  for (const [name, kind] of VARIABLES_COLUMNS) {
    for (let row = from; row < to; row++) values[row - from] = name === 'length' ? variables.content(row).length : variables[name][row]!;
    if (name === 'length') for (const length of values) bytes += length;
    writeColumn(out, kind, values, rows);
  }
  out.varint(bytes);
  for (let row = from; row < to; row++) out.raw(variables.content(row));
}

/// Adds the block's records and returns how many they were. Throws `Unreadable`.
export function readVariables(input: ByteReader, ranks: number, into: VariableTable): number {
  const rows = input.count(MOST_ROWS, 'records of variables in one block');
  const [rank, call, flags, length] = VARIABLES_COLUMNS.map(([, kind]) => {
    const column = new Float64Array(rows);
    readColumn(input, kind, column, rows);
    return column;
  }) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const contents = input.raw(input.count(input.left, 'bytes of variables'));
  let at = 0;
  for (let row = 0; row < rows; row++) {
    if (rank[row]! >= ranks) throw new Unreadable(`it holds variables of rank ${rank[row]}, but the run has ranks 0 to ${ranks - 1}`);
    if (length[row]! > CONTENT_BYTES || length[row]! > contents.length - at) throw new Unreadable('a record of variables is longer than its bytes');
    into.add(rank[row]!, Math.max(0, call[row]!), flags[row]! & 0xff, contents.subarray(at, at + length[row]!));
    at += length[row]!;
  }
  if (at !== contents.length) throw new Unreadable('its records of variables are not as long as their bytes');
  return rows;
}

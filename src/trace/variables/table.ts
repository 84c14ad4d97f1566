/// What was recorded of the variables of all ranks: the contents of their records, as they came.

import { CONTENT_BYTES, VariablesFlag } from '../../protocol';
import { grown } from '../growable';

/// Bytes of contents kept; more are counted, not kept.
export const MAX_VARIABLE_BYTES = 32 << 20;

/// Row i of each column is the i-th record kept. Of one rank they stand in the order in which it looked.
export class VariableTable {
  length = 0;
  rank = new Uint8Array(0);
  /// How many calls of the rank had ended when it looked. Odd and even `moment` tells it with the flags.
  call = new Uint32Array(0);
  /// `VariablesFlag`s.
  flags = new Uint8Array(0);
  /// Records that were not kept.
  dropped = 0;
  private readonly rows: number[][] = [];
  private start = new Uint32Array(0);
  private bytes = new Uint8Array(0);
  private used = 0;

  constructor(private readonly most = MAX_VARIABLE_BYTES) {}

  /// Keeps a record: `call` is how many calls of the rank have ended. `content` is copied.
  add(rank: number, call: number, flags: number, content: Uint8Array): void {
    const size = Math.min(content.length, CONTENT_BYTES);
    if (this.dropped > 0 || this.used + size > this.most) return this.drop();
    const row = this.length++;
    this.rank = grown(this.rank, row + 1);
    this.call = grown(this.call, row + 1);
    this.flags = grown(this.flags, row + 1);
    this.start = grown(this.start, row + 2);
    this.bytes = grown(this.bytes, this.used + size);
    this.rank[row] = rank;
    this.call[row] = call;
    this.flags[row] = flags;
    this.start[row] = this.used;
    this.bytes.set(size === content.length ? content : content.subarray(0, size), this.used);
    this.used += size;
    this.start[row + 1] = this.used;
    (this.rows[rank] ??= []).push(row);
  }

  /// Counts a record that is not kept. After it none is: what is kept is the beginning.
  drop(): void {
    this.dropped++;
  }

  /// Rows of a rank.
  of(rank: number): readonly number[] {
    return this.rows[rank] ?? [];
  }

  content(row: number): Uint8Array {
    return this.bytes.subarray(this.start[row] ?? 0, this.start[row + 1] ?? 0);
  }

  /// Where in its rank's run a record stands: 2·n + 1 after its call n, 2·n before it; the program's end is before a call that never was.
  moment(row: number): number {
    const call = this.call[row]!;
    return (this.flags[row]! & VariablesFlag.AfterCall) !== 0 ? 2 * call - 1 : 2 * call;
  }
}

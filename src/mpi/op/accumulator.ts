/// A value under reduction, held by the language: what reductions of pickled objects combine.
export interface Accumulator {
  /// My present value as a message.
  pack(): Uint8Array;
  /// Combines with another rank's value. `left`: value = theirs op value; `right`: value = value op theirs.
  combine(theirs: Uint8Array, side: 'left' | 'right'): void;
  /// Replaces the value.
  load(bytes: Uint8Array): void;
  /// An independent accumulator with the same value.
  copy(): Accumulator;
}

/// An accumulator whose value can be cut in parts that are combined each by itself.
export interface Divisible extends Accumulator {
  /// `count` parts, in order; some may be empty.
  split(count: number): Accumulator[];
  /// Parts of so many elements each, which together are the whole.
  share(counts: readonly number[]): Accumulator[];
  /// Takes the parts' values as its own.
  join(parts: readonly Accumulator[]): void;
}

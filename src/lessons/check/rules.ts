/// What a check expects, as a course's author writes it.

import type { LineTemplate } from './template';

/// Runs of the attempt, one for each number of ranks, each of which must satisfy all rules.
export interface Check {
  readonly ranks: readonly number[];
  /// Template of the launch line, with `{size}` and `{args}`.
  readonly command: string;
  /// `sys.argv[1:]` of every rank.
  readonly args: readonly string[];
  /// Lines for rank 0's standard input; end of file after them.
  readonly input: readonly string[];
  readonly expect: readonly Rule[];
}

export interface Rule {
  readonly where: Place;
  readonly compare: Comparison;
  readonly lines: readonly LineTemplate[];
  /// Whether lines beside the expected ones are taken.
  readonly extra: 'refused' | 'allowed';
  /// For `numbers`: how far a number may be off, absolute, or relative where that is more.
  readonly tolerance: number;
}

/// - `stdout`: what all ranks wrote, in the order in which lines were finished
/// - `each-rank`: what each rank wrote, one after another, `rank` being its rank
/// - `files`: a file written, one for each rank when its template names `rank`
export type Place =
  | { readonly kind: 'stdout' }
  | { readonly kind: 'each-rank' }
  | { readonly kind: 'files'; readonly path: string };

/// - `exact`: these lines in this order
/// - `unordered`: these lines in any order
/// - `pattern`: each regular expression matches a whole line of its own, in any order
/// - `numbers`: these lines in any order; numbers within `tolerance`, blanks and brackets' spacing free
export type Comparison = 'exact' | 'unordered' | 'pattern' | 'numbers';

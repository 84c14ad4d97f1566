import type { Datatype } from './datatype';

/// Data in the rank's memory: `count` elements of `type` from byte `address` on.
export interface Segment {
  readonly address: number;
  readonly count: number;
  readonly type: Datatype;
}

/// Data of a vector collective: block i is `counts[i]` elements at `displacements[i]` elements (extents) after `address`.
export interface Segments {
  readonly address: number;
  readonly counts: readonly number[];
  readonly displacements: readonly number[];
  readonly type: Datatype;
}

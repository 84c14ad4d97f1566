/// For tests: a view of a whole recording, 1000 × 500 pixels.

import { type AxisKind, type Emphasis, place, type Recording } from '../../../../trace';
import type { View } from '../geometry';
import { layoutLanes } from '../lanes';
import { withMargin } from '../scale';

export function viewOf(recording: Recording, kind: AxisKind = 'wall', options: { unfold?: boolean; width?: number; height?: number; emphasis?: Emphasis } = {}): View {
  const placed = place(recording)[kind];
  const lanes = layoutLanes({ ranks: recording.ranks, width: options.width ?? 1000, height: options.height ?? 500, bigType: false, scroll: 0 });
  const { from, to } = withMargin(placed);
  return { recording, axis: placed, placed, lanes, scale: { from, to, left: lanes.gutter, right: (options.width ?? 1000) - 1 }, emphasis: options.emphasis ?? null, unfolded: () => options.unfold ?? false };
}

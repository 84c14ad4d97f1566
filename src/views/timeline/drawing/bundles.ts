/// Messages of a window that are too many for arrows, put together by where they come from, where they go, and when they left.

import { BundleBuckets } from '../../../trace';
import { ALL, type View } from './geometry';
import { topOf } from './lanes';

/// One band of the picture: `messages` that left between `x` and `x + width` from lanes around `y1` to lanes around `y2`.
export interface Bundle {
  readonly x: number;
  readonly width: number;
  readonly y1: number;
  readonly y2: number;
  readonly messages: number;
  readonly bytes: number;
  /// A rank they come from, for the colour.
  readonly rank: number;
}

export interface Bundles {
  readonly bands: readonly Bundle[];
  readonly total: number;
}

/// More messages than this in a window are drawn as bands.
export const MOST_ARROWS = 1500;
/// CSS pixels of time that one band stands for; lanes are put together until there are no more blocks and bands than this.
const WIDTH = 44;
const MOST_BLOCKS = 32;
const MOST_BANDS = 1200;

const kept = new WeakMap<View, Bundles | null>();

/// The bands of a view; null when its messages are few enough for arrows, or nothing is placed yet. Kept for the view.
export function bundlesOf(view: View): Bundles | null {
  const known = kept.get(view);
  if (known !== undefined) return known;
  const bundles = compute(view);
  kept.set(view, bundles);
  return bundles;
}

function compute(view: View): Bundles | null {
  const { placed, scale, lanes } = view;
  if (placed === null || placed.messages.estimate(scale.from, scale.to) <= MOST_ARROWS) return null;
  const buckets = Math.max(1, Math.floor((scale.right - scale.left) / WIDTH));
  const cut = placed.density.cut(scale.from, scale.to, buckets);
  for (let blocks = lanes.lanes.length <= MOST_BLOCKS ? lanes.lanes.length : MOST_BLOCKS / 2; ; blocks = Math.ceil(blocks / 2)) {
    const blockOf = Array.from(lanes.laneOf, (lane) => (lane < 0 ? -1 : Math.floor((lane * blocks) / lanes.lanes.length)));
    const sums = new BundleBuckets(buckets, blocks);
    placed.density.addBundles(cut, blockOf, sums);
    if (view.unfolded(ALL)) placed.density.addBundles(cut, blockOf, sums, true);
    const result = bandsOf(view, sums);
    if (result.total <= MOST_ARROWS) return null;
    if (result.bands.length <= MOST_BANDS || blocks <= 2) return result;
  }
}

function bandsOf(view: View, { count, blocks, messages, bytes }: BundleBuckets): Bundles {
  const { lanes, scale } = view;
  const number = lanes.lanes.length;
  const width = (scale.right - scale.left) / count;
  const first = (block: number): number => Math.ceil((block * number) / blocks);
  const middle = (block: number): number => (topOf(lanes, first(block)) + topOf(lanes, first(block + 1))) / 2;
  const bands: Bundle[] = [];
  let total = 0;
  for (let bucket = 0; bucket < count; bucket++) {
    for (let from = 0; from < blocks; from++) {
      for (let to = 0; to < blocks; to++) {
        const at = (bucket * blocks + from) * blocks + to;
        if (messages[at] === 0) continue;
        total += messages[at]!;
        bands.push({ x: scale.left + bucket * width, width, y1: middle(from), y2: middle(to), messages: messages[at]!, bytes: bytes[at]!, rank: lanes.lanes[first(from)]!.ranks[0]! });
      }
    }
  }
  return { bands, total };
}

/// Draws lanes of which single calls cannot be told apart: how much of the time was waiting, in calls, computing.

import { type Cut, LaneBuckets } from '../../../trace';
import type { View } from './geometry';
import { type Lane } from './arrangement';
import { type Lanes, topOf } from './lanes';
import { hatchLines } from './marks';
import type { Palette, Paper } from './paper';

/// CSS pixels of one column.
const COLUMN = 3;
/// A lane with fewer CSS pixels a call is drawn as shares of time.
const LEAST_CALL = 3;

/// Whether a lane is drawn as shares of time: a folded group, or one whose calls lie closer than can be told apart.
export function isDense(view: View, lane: Lane): boolean {
  const { placed, recording, scale } = view;
  if (placed === null) return false;
  if (lane.folded) return true;
  const calls = recording.callsOf[lane.ranks[0]!]!;
  const number = calls.lowerBound(placed.begin, scale.to) - calls.lowerBound(placed.end, scale.from);
  return number * LEAST_CALL > scale.right - scale.left;
}

/// A cut of the view's window into columns, for all its lanes.
export function columnsOf(view: View): Cut | null {
  const { placed, scale } = view;
  return placed === null ? null : placed.density.cut(scale.from, scale.to, Math.max(1, Math.floor((scale.right - scale.left) / COLUMN)));
}

/// Half the height of a lane's columns.
export function denseHalf(lanes: Lanes): number {
  return Math.max(1, Math.min(26, lanes.height * 0.36));
}

/// A lane as columns: from below waiting (hatched), in a call, computing; as high as the lane's ranks were there at all.
export function drawDensity(paper: Paper, view: View, palette: Palette, index: number, cut: Cut): void {
  const { lanes, placed, scale } = view;
  const lane = lanes.lanes[index];
  if (lane === undefined || placed === null) return;
  const sums = new LaneBuckets(cut.count);
  for (const rank of lane.ranks) placed.density.addLane(rank, cut, sums);
  const whole = ((cut.to - cut.from) / cut.count) * lane.ranks.length;
  const width = (scale.right - scale.left) / cut.count;
  const height = denseHalf(lanes) * 2;
  const bottom = topOf(lanes, index) + lanes.height / 2 + height / 2;
  const colour = lane.folded ? palette.text : palette.rank(lane.ranks[0]!);
  const area = (under: ArrayLike<number>, over: (i: number) => number): void => {
    paper.beginPath();
    for (let i = 0; i < cut.count; i++) {
      const [low, high] = [(under[i]! / whole) * height, (Math.max(under[i]!, over(i)) / whole) * height];
      if (high - low < 0.05) continue;
      paper.rect(scale.left + i * width, bottom - high, width + 0.3, high - low);
    }
  };
  const nothing = new Float64Array(cut.count);
  paper.fillStyle = palette.bar;
  area(nothing, (i) => sums.call[i]!);
  paper.fill();
  paper.fillStyle = colour;
  paper.globalAlpha = palette.tint * 0.45;
  area(sums.call, (i) => sums.alive[i]!);
  paper.fill();
  paper.globalAlpha = Math.min(1, palette.tint * 2.6);
  area(sums.waiting, (i) => sums.call[i]!);
  paper.fill();
  paper.globalAlpha = 1;
  if (lanes.height < 9) {
    // Too thin to hatch: waiting is left empty, which is what it is.
    return;
  }
  paper.save();
  area(nothing, (i) => sums.waiting[i]!);
  paper.clip();
  paper.strokeStyle = colour;
  paper.lineWidth = 1.1;
  paper.globalAlpha = palette.hatch;
  hatchLines(paper, { x: scale.left, y: bottom - height, width: scale.right - scale.left, height }, height < 14 ? 4 : 6);
  paper.restore();
  paper.fillStyle = colour;
  paper.globalAlpha = 0.7;
  for (let i = 0; i < cut.count; i++) {
    const high = (sums.waiting[i]! / whole) * height;
    if (high > 0.5) paper.fillRect(scale.left + i * width, bottom - high, width + 0.3, 1);
  }
  paper.globalAlpha = 1;
}

/// Shapes of collectives: each rank's entry and leave, and the outline around those that stand next to each other.
import { isPlaced, laneMiddle } from './lanes';
import type { View } from './geometry';
import { toX } from './scale';

export interface Member {
  readonly rank: number;
  readonly lane: number;
  /// Event row of its call; -1 when it is still inside, or when the lane stands for several ranks.
  readonly row: number;
  /// CSS pixels of entry and leave.
  readonly enter: number;
  readonly leave: number;
}

/// Least width of a collective's shape.
const LEAST_BAND = 6;

/// The lanes of a collective with where each enters and leaves, from top to bottom; ranks of a folded group are one.
export function collectiveMembers(view: View, group: number): readonly Member[] {
  const { recording, axis, scale, lanes } = view;
  const members: Member[] = [];
  const rows = recording.collectives.members[group]!;
  const put = (rank: number, row: number, from: number, to: number): void => {
    if (!isPlaced(lanes, rank)) return;
    const enter = toX(scale, from);
    members.push({ rank, lane: lanes.laneOf[rank]!, row, enter, leave: Math.max(enter + LEAST_BAND, toX(scale, to)) });
  };
  for (let i = 0; i < rows.length; i++) {
    const row = rows.at(i);
    put(recording.events.rank[row]!, row, axis.begin[row]!, axis.end[row]!);
  }
  for (const open of recording.open) if (open !== null && open.collective === group) put(open.rank, -1, axis.open[open.rank]!, axis.to);
  return merged(members.sort((a, b) => a.lane - b.lane));
}

function merged(members: readonly Member[]): readonly Member[] {
  const lanes: Member[] = [];
  for (const member of members) {
    const last = lanes.at(-1);
    if (last?.lane !== member.lane) lanes.push(member);
    else lanes[lanes.length - 1] = { ...last, row: -1, enter: Math.min(last.enter, member.enter), leave: Math.max(last.leave, member.leave) };
  }
  return lanes;
}

/// Runs of neighbouring member lanes: each is one outline.
export function neighbours(members: readonly Member[]): readonly (readonly Member[])[] {
  const runs: Member[][] = [];
  for (const member of members) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)?.lane === member.lane - 1) run.push(member);
    else runs.push([member]);
  }
  return runs;
}

/// The outline of a run: down along the entries, up along the leaves.
export function outline(view: View, run: readonly Member[]): readonly (readonly [number, number])[] {
  const half = Math.max(view.lanes.bar + 1, view.lanes.height * 0.46);
  const down = run.flatMap(({ rank, enter }): [number, number][] => {
    const y = laneMiddle(view.lanes, rank);
    return [[enter - 3, y - half], [enter - 3, y + half]];
  });
  const up = run.toReversed().flatMap(({ rank, leave }): [number, number][] => {
    const y = laneMiddle(view.lanes, rank);
    return [[leave + 3, y + half], [leave + 3, y - half]];
  });
  return [...down, ...up];
}

export function inOutline(points: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [points[i]!, points[j]!];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/// Of more collectives than this, one is drawn for so many CSS pixels.
const CROWD = 300;
const SPACING = 8;
const MOST_SHAPES = 600;

const kept = new WeakMap<View, readonly number[]>();

/// Rows of the collectives that are drawn. Kept for the view of a run that has ended.
export function visibleCollectives(view: View): readonly number[] {
  const known = kept.get(view);
  if (known !== undefined) return known;
  const rows = collectivesOf(view);
  if (view.placed !== null) kept.set(view, rows);
  return rows;
}

function collectivesOf(view: View): readonly number[] {
  const { recording, placed, scale, axis } = view;
  const rows: number[] = [];
  if (placed !== null) {
    // Of a crowd, one for each few pixels: a wide one, which began before, or the first.
    const crowd = placed.collectives.estimate(scale.from, scale.to) > CROWD;
    const spacing = SPACING * Math.max(1, Math.ceil(view.lanes.lanes.length / 16));
    let last = -Infinity;
    placed.collectives.query(scale.from, scale.to, (row) => {
      if (crowd) {
        const member = recording.collectives.members[row]!.at(0);
        const [x, end] = member < 0 ? [scale.left, scale.right] : [toX(scale, axis.begin[member]!), toX(scale, axis.end[member]!)];
        if (x - last < spacing && end - x < spacing) return;
        last = x;
      }
      if (rows.length < MOST_SHAPES) rows.push(row);
    });
  }
  else for (let row = Math.max(0, recording.collectives.length - 200); row < recording.collectives.length; row++) rows.push(row);
  return rows;
}


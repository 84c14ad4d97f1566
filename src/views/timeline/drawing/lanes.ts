/// Lanes ↔ pixels: each as high as the room allows.

import { type Lane, plainLanes } from './arrangement';
import { textWidth } from './paper';

export interface Lanes {
  /// Ranks of the run, shown or not.
  readonly ranks: number;
  /// From top to bottom.
  readonly lanes: readonly Lane[];
  /// By rank: its lane, -1 when it is hidden.
  readonly laneOf: Int16Array;
  /// CSS pixels: where lanes begin under the ruler, one lane's height, and how far they are scrolled.
  readonly top: number;
  readonly height: number;
  readonly scroll: number;
  /// Bottom of the visible lanes.
  readonly bottom: number;
  /// Width of the column of names.
  readonly gutter: number;
  readonly font: number;
  /// Names are written on every n-th lane.
  readonly nameEvery: number;
  /// Half the height of a call's bar.
  readonly bar: number;
}

export interface LaneRoom {
  readonly ranks: number;
  /// One a rank when not given.
  readonly lanes?: readonly Lane[];
  readonly width: number;
  readonly height: number;
  readonly bigType: boolean;
  readonly scroll: number;
}

export function layoutLanes({ ranks, lanes = plainLanes(ranks), width, height, bigType, scroll }: LaneRoom): Lanes {
  const font = bigType ? 18 : 13;
  const top = font * 2;
  const room = Math.max(20, height - top - 4);
  const least = bigType ? 7 : 5;
  const most = bigType ? 170 : 140;
  const lane = Math.min(most, Math.max(least, room / Math.max(1, lanes.length)));
  const narrow = width < 420;
  const longest = lanes.reduce((most, { name, short }) => Math.max(most, textWidth(narrow ? short : name, font)), font);
  const gutter = Math.min(width * 0.3, NAME_LEFT + longest + font * 0.5);
  const overflow = Math.max(0, lane * lanes.length - room);
  const laneOf = new Int16Array(ranks).fill(-1);
  lanes.forEach((each, i) => each.ranks.forEach((rank) => (laneOf[rank] = i)));
  return {
    ranks, lanes, laneOf, top, height: lane, scroll: Math.min(Math.max(0, scroll), overflow), bottom: top + Math.min(room, lane * lanes.length), gutter, font,
    nameEvery: Math.max(1, Math.ceil((font * 1.15) / lane)),
    bar: Math.max(1.5, Math.min(lane * (lane < font * 6 ? 0.22 : 0.24), font * 1.05)),
  };
}

/// CSS pixels left of a lane's name: its swatch and its group's bracket.
export const NAME_LEFT = 16;

/// How far lanes can be scrolled, CSS pixels.
export function maxScroll(lanes: Lanes): number {
  return Math.max(0, lanes.height * lanes.lanes.length - (lanes.bottom - lanes.top));
}

/// Whether a rank has a place in the picture.
export function isPlaced(lanes: Lanes, rank: number): boolean {
  return rank >= 0 && rank < lanes.ranks && lanes.laneOf[rank]! >= 0;
}

/// Whether two ranks stand in one lane.
export function sameLane(lanes: Lanes, a: number, b: number): boolean {
  return lanes.laneOf[a] === lanes.laneOf[b];
}

/// Top of a rank's lane; only for ranks that are placed.
export function laneTop(lanes: Lanes, rank: number): number {
  return topOf(lanes, lanes.laneOf[rank]!);
}

export function laneMiddle(lanes: Lanes, rank: number): number {
  return topOf(lanes, lanes.laneOf[rank]!) + lanes.height / 2;
}

/// Top of lane `index`.
export function topOf(lanes: Lanes, index: number): number {
  return lanes.top + index * lanes.height - lanes.scroll;
}

/// Index of the lane that holds `y`, or -1.
export function laneAt(lanes: Lanes, y: number): number {
  if (y < lanes.top || y > lanes.bottom) return -1;
  const lane = Math.floor((y - lanes.top + lanes.scroll) / lanes.height);
  return lane >= 0 && lane < lanes.lanes.length ? lane : -1;
}

/// The rank whose own lane holds `y`, or -1.
export function rankAt(lanes: Lanes, y: number): number {
  const lane = lanes.lanes[laneAt(lanes, y)];
  return lane === undefined || lane.folded ? -1 : lane.ranks[0]!;
}

/// Indices of the first and last lane that are to be seen.
export function visibleLanes(lanes: Lanes): { readonly first: number; readonly last: number } {
  return {
    first: Math.max(0, Math.floor(lanes.scroll / lanes.height)),
    last: Math.min(lanes.lanes.length - 1, Math.floor((lanes.scroll + lanes.bottom - lanes.top) / lanes.height)),
  };
}

/// The ranks that have a visible lane of their own, from top to bottom.
export function visibleRanks(lanes: Lanes): readonly number[] {
  const { first, last } = visibleLanes(lanes);
  return lanes.lanes.slice(first, last + 1).flatMap(({ folded, ranks }) => (folded ? [] : [ranks[0]!]));
}

/// Ranks ↔ pixels: a lane each, as high as the room allows.

export interface Lanes {
  readonly ranks: number;
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
  readonly width: number;
  readonly height: number;
  readonly bigType: boolean;
  readonly scroll: number;
}

export function layoutLanes({ ranks, width, height, bigType, scroll }: LaneRoom): Lanes {
  const font = bigType ? 17 : 12;
  const top = font * 2;
  const room = Math.max(20, height - top - 4);
  const least = bigType ? 7 : 5;
  const most = bigType ? 170 : 140;
  const lane = Math.min(most, Math.max(least, room / Math.max(1, ranks)));
  const digits = String(Math.max(0, ranks - 1)).length;
  const gutter = width < 420 ? 15 + font * (0.5 + digits * 0.65) : 15 + font * (3.2 + digits * 0.65);
  const overflow = Math.max(0, lane * ranks - room);
  return {
    ranks, top, height: lane, scroll: Math.min(Math.max(0, scroll), overflow), bottom: top + Math.min(room, lane * ranks), gutter, font,
    nameEvery: Math.max(1, Math.ceil((font * 1.15) / lane)),
    bar: Math.max(1.5, Math.min(lane * 0.24, font * 1.05)),
  };
}

/// How far lanes can be scrolled, CSS pixels.
export function maxScroll(lanes: Lanes): number {
  return Math.max(0, lanes.height * lanes.ranks - (lanes.bottom - lanes.top));
}

export function laneTop(lanes: Lanes, rank: number): number {
  return lanes.top + rank * lanes.height - lanes.scroll;
}

export function laneMiddle(lanes: Lanes, rank: number): number {
  return lanes.top + (rank + 0.5) * lanes.height - lanes.scroll;
}

/// The rank whose lane holds `y`, or -1.
export function rankAt(lanes: Lanes, y: number): number {
  if (y < lanes.top || y > lanes.bottom) return -1;
  const rank = Math.floor((y - lanes.top + lanes.scroll) / lanes.height);
  return rank >= 0 && rank < lanes.ranks ? rank : -1;
}

/// First and last rank whose lanes are to be seen.
export function visibleRanks(lanes: Lanes): { readonly first: number; readonly last: number } {
  return {
    first: Math.max(0, Math.floor(lanes.scroll / lanes.height)),
    last: Math.min(lanes.ranks - 1, Math.floor((lanes.scroll + lanes.bottom - lanes.top) / lanes.height)),
  };
}

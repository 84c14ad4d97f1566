/// Where a picture that was drawn at one scale belongs at another.

import { type TimeScale, toTime, toX } from './scale';

export interface Stretched {
  /// CSS pixels: the part of the picture that is to be seen, and where it stands now.
  readonly sourceX: number;
  readonly sourceWidth: number;
  readonly x: number;
  readonly width: number;
  /// Nothing has moved.
  readonly still: boolean;
}

/// Null when nothing of the picture is to be seen. Only what is to be seen is told of: of a picture of the whole run, a few pixels may fill the window.
export function stretched(drawn: TimeScale, now: TimeScale): Stretched | null {
  if (drawn.from === now.from && drawn.to === now.to && drawn.left === now.left && drawn.right === now.right) {
    return { sourceX: drawn.left, sourceWidth: drawn.right - drawn.left, x: now.left, width: now.right - now.left, still: true };
  }
  const from = Math.max(drawn.from, now.from);
  const to = Math.min(drawn.to, now.to);
  if (!(to > from)) return null;
  const [sourceX, x] = [toX(drawn, from), toX(now, from)];
  return { sourceX, sourceWidth: toX(drawn, to) - sourceX, x, width: toX(now, to) - x, still: false };
}

/// The time that a picture shows at `x` once it stands where it belongs.
export function timeAt(drawn: TimeScale, { sourceX, sourceWidth, x, width }: Stretched, at: number): number {
  return toTime(drawn, sourceX + ((at - x) / width) * sourceWidth);
}

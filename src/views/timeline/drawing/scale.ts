/// Time ↔ pixels. A scale is a value: zooming and panning make another.

export interface TimeScale {
  /// Positions on the axis at the left and right edge.
  readonly from: number;
  readonly to: number;
  /// CSS pixels of those edges.
  readonly left: number;
  readonly right: number;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export function toX(scale: TimeScale, time: number): number {
  return scale.left + ((time - scale.from) / (scale.to - scale.from)) * (scale.right - scale.left);
}

export function toTime(scale: TimeScale, x: number): number {
  return scale.from + ((x - scale.left) / (scale.right - scale.left)) * (scale.to - scale.from);
}

/// Time that one CSS pixel spans.
export function perPixel(scale: TimeScale): number {
  return (scale.to - scale.from) / Math.max(1, scale.right - scale.left);
}

/// `range` made `factor` times as wide with `anchor` held in place, kept within `bounds`. Not narrower than a millionth of the bounds.
export function zoomed(range: Range, factor: number, anchor: number, bounds: Range): Range {
  const whole = bounds.to - bounds.from;
  const width = Math.min(whole, Math.max(whole * 1e-6, (range.to - range.from) * factor));
  const share = (anchor - range.from) / (range.to - range.from);
  return within({ from: anchor - share * width, to: anchor + (1 - share) * width }, bounds);
}

export function panned(range: Range, by: number, bounds: Range): Range {
  return within({ from: range.from + by, to: range.to + by }, bounds);
}

/// `range` moved, and cut if it must be, to lie within `bounds`.
export function within(range: Range, bounds: Range): Range {
  const width = Math.min(range.to - range.from, bounds.to - bounds.from);
  const from = Math.min(Math.max(range.from, bounds.from), bounds.to - width);
  return { from, to: from + width };
}

/// Bounds with a little air on both sides, so that marks at the ends are seen whole.
export function withMargin(range: Range, share = 0.025): Range {
  const margin = (range.to - range.from) * share;
  return { from: range.from - margin, to: range.to + margin };
}

/// Round positions (1, 2 or 5 times a power of ten) at least `spacing` pixels apart.
export function ticks(scale: TimeScale, spacing: number, smallest = 0): number[] {
  const least = Math.max(perPixel(scale) * spacing, smallest);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= least * 0.999999) ?? 10) * power;
  const marks: number[] = [];
  for (let i = Math.ceil(scale.from / step); i * step <= scale.to && marks.length < 200; i++) marks.push(i * step);
  return marks;
}

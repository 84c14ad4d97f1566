/// The replay's clock: how fast the cursor goes, and how that is told.

import { type Axis, duration } from '../../../trace';

/// 'auto' shows the whole run in a few seconds; a number is a multiple of real speed.
export type Speed = 'auto' | number;

export const SPEEDS: readonly Speed[] = ['auto', 0.0001, 0.001, 0.01, 0.1, 1, 10, 100, 1000];

/// Milliseconds that the whole run takes at 'auto': about four seconds, longer when there is much to see.
export function autoLength(axis: Axis): number {
  if (axis.kind === 'wall') return 4000;
  return Math.min(14_000, Math.max(4000, (axis.to - axis.from) * 230));
}

/// Milliseconds that showing the whole axis takes. `real` is the run's wall duration in milliseconds.
export function playLength(axis: Axis, speed: Speed, real: number): number {
  return speed === 'auto' ? autoLength(axis) : Math.max(1, real / speed);
}

/// The cursor `elapsed` milliseconds later.
export function advanced(at: number, elapsed: number, axis: Axis, speed: Speed, real: number): number {
  return Math.min(axis.to, at + (elapsed / playLength(axis, speed, real)) * (axis.to - axis.from));
}

/// The next speed of the list, slower (-1) or faster (1); from 'auto' the next to what that is for this run. The last of the list stays.
export function nextSpeed(axis: Axis, speed: Speed, real: number, direction: 1 | -1): Speed {
  const now = speed === 'auto' ? real / autoLength(axis) : speed;
  const numbers = SPEEDS.filter((each) => each !== 'auto');
  const further = direction === 1 ? numbers.find((each) => each > now * 1.001) : numbers.findLast((each) => each < now * 0.999);
  return further ?? (direction === 1 ? numbers.at(-1) : numbers[0]) ?? speed;
}

/// `2.4 ms shown in 4 s, 1/1667 of real speed`.
export function speedWords(axis: Axis, speed: Speed, real: number): string {
  const length = playLength(axis, speed, real);
  const factor = length / Math.max(real, 1e-3);
  const ratio = factor > 1.05 ? `1/${factor < 10 ? factor.toFixed(1) : Math.round(factor)} of real speed` : factor < 0.95 ? `${(1 / factor).toFixed(factor < 0.1 ? 0 : 1)}× real speed` : 'real speed';
  return `${duration(real)} shown in ${duration(Math.round(length / 100) * 100 || length)}, ${ratio}`;
}

export function speedLabel(speed: Speed): string {
  return speed === 'auto' ? 'auto speed' : `${speed}×`;
}

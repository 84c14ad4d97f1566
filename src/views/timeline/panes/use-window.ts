/// The part of the run that is on screen, for numbers about it: told once it rests, not for each frame of a zoom.

import { useEffect, useState } from 'react';
import type { AxisKind } from '../../../trace';
import type { Range } from '../drawing/scale';
import type { TimelineModel } from '../replay/model';

/// A window, and the axis that its ends are positions on.
export interface AxisWindow extends Range {
  readonly kind: AxisKind;
}

/// Milliseconds without a change.
const REST = 150;

/// `null` while the whole run is asked for.
export function useWindow(model: TimelineModel, whole: boolean): AxisWindow | null {
  const [window, setWindow] = useState<AxisWindow>(() => windowOf(model));
  useEffect(() => {
    if (whole) return;
    let last = windowOf(model);
    setWindow((old) => (same(old, last) ? old : last));
    let timer = 0;
    // The model also tells of its cursor: a replay must not put off what does not move.
    const leave = model.subscribe(() => {
      const now = windowOf(model);
      if (same(now, last)) return;
      last = now;
      globalThis.clearTimeout(timer);
      timer = globalThis.window.setTimeout(() => setWindow(now), REST);
    });
    return () => {
      leave();
      globalThis.clearTimeout(timer);
    };
  }, [model, whole]);
  return whole ? null : window;
}

function same(a: AxisWindow, b: AxisWindow): boolean {
  return a.from === b.from && a.to === b.to && a.kind === b.kind;
}

function windowOf({ axisKind, shown }: TimelineModel): AxisWindow {
  return { kind: axisKind, from: shown.from, to: shown.to };
}

/// The part of the run that is on screen, for numbers about it: told once it rests, not for each frame of a zoom.

import { useEffect, useState } from 'react';
import type { Range } from '../drawing/scale';
import type { TimelineModel } from '../replay/model';

/// Milliseconds without a change.
const REST = 150;

/// `null` while the whole run is asked for.
export function useWindow(model: TimelineModel, whole: boolean): Range | null {
  const [range, setRange] = useState<Range>(() => model.shown);
  useEffect(() => {
    if (whole) return;
    setRange(model.shown);
    let timer = 0;
    const leave = model.subscribe(() => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => setRange((old) => (old.from === model.shown.from && old.to === model.shown.to ? old : model.shown)), REST);
    });
    return () => {
      leave();
      window.clearTimeout(timer);
    };
  }, [model, whole]);
  return whole ? null : range;
}

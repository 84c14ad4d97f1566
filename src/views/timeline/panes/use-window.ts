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
    const tell = (): void => setWindow((old) => {
      const now = windowOf(model);
      return old.from === now.from && old.to === now.to && old.kind === now.kind ? old : now;
    });
    tell();
    let timer = 0;
    const leave = model.subscribe(() => {
      globalThis.clearTimeout(timer);
      timer = globalThis.window.setTimeout(tell, REST);
    });
    return () => {
      leave();
      globalThis.clearTimeout(timer);
    };
  }, [model, whole]);
  return whole ? null : window;
}

function windowOf({ axisKind, shown }: TimelineModel): AxisWindow {
  return { kind: axisKind, from: shown.from, to: shown.to };
}

/// What the marks of a run mean: each drawn by what draws the picture.

import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Recording } from '../../trace';
import type { Theme } from '../theme';
import { LEGEND, LEGEND_HEIGHT, LEGEND_WIDTH, type LegendEntry } from './drawing/legend';
import { occurring } from './drawing/occurring';
import { paletteOf } from './drawing/paper';

interface LegendProps {
  readonly recording: Recording;
  /// Of a run that still lives nothing is left out.
  readonly settled: boolean;
  readonly theme: Theme;
}

export function Legend({ recording, settled, theme }: LegendProps): ReactNode {
  const [all, setAll] = useState(false);
  const there = useMemo(() => {
    if (!settled) return LEGEND;
    const run = occurring(recording);
    return LEGEND.filter((entry) => entry.in(run));
  }, [recording, settled]);
  return (
    <ul className="tl-legend" aria-label="Legend" tabIndex={0}>
      {(all ? LEGEND : there).map((entry) => <li key={entry.words}><Mark entry={entry} theme={theme} />{entry.words}</li>)}
      {there.length < LEGEND.length && <li><button type="button" className="tl-button" aria-pressed={all} onClick={() => setAll(!all)}>{all ? 'Only what this run has' : 'All marks'}</button></li>}
    </ul>
  );
}

function Mark({ entry, theme }: { readonly entry: LegendEntry; readonly theme: Theme }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || context == null) return;
    const ratio = Math.max(2, window.devicePixelRatio || 1);
    canvas.current.width = LEGEND_WIDTH * ratio;
    canvas.current.height = LEGEND_HEIGHT * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    entry.draw(context, paletteOf(theme));
  }, [entry, theme]);
  return <canvas ref={canvas} className="tl-mark" aria-hidden="true" />;
}

/// The picture of one of several runs: a view, drawn whenever it or the cursor changes.

import { type PointerEvent, type ReactNode, type WheelEvent as ReactWheelEvent, useEffect, useLayoutEffect, useRef } from 'react';
import type { Item } from '../../../trace';
import { drawCursor, drawFlights, drawNames, drawOutline, drawRuler, flightsAt } from '../drawing/draw-frame';
import { drawScene, drawStripes } from '../drawing/draw-scene';
import type { View } from '../drawing/geometry';
import { itemAt } from '../drawing/hit';
import { paletteOf } from '../drawing/paper';
import { perPixel, toTime, toX } from '../drawing/scale';
import type { Theme } from '../../theme';

interface RunCanvasProps {
  readonly view: View;
  readonly height: number;
  readonly theme: Theme;
  readonly label: string;
  /// Position on the view's axis; what comes after it is faint. Infinity when all has happened.
  readonly cursor: number;
  readonly selected: Item | null;
  onSelect(item: Item | null): void;
  onHover(item: Item | null): void;
  /// By a factor, with a position on the axis held in place.
  onZoom(factor: number, anchor: number): void;
  /// By a distance on the axis.
  onPan(by: number): void;
  onScroll(pixels: number): void;
}

/// How much of what has not happened yet shines through.
const GHOST = 0.13;

export function RunCanvas({ view, height, theme, label, cursor, selected, onSelect, onHover, onZoom, onPan, onScroll }: RunCanvasProps): ReactNode {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const scene = useRef<{ readonly canvas: HTMLCanvasElement; view: View | null; theme: Theme | null } | null>(null);
  const width = view.scale.right + 1;

  useLayoutEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d', { alpha: false });
    if (canvas == null || context == null) return;
    scene.current ??= { canvas: document.createElement('canvas'), view: null, theme: null };
    const ratio = window.devicePixelRatio || 1;
    const palette = paletteOf(theme);
    const sized = (each: HTMLCanvasElement): void => {
      each.width = Math.round(width * ratio);
      each.height = Math.round(height * ratio);
    };
    const still = scene.current;
    if (still.view !== view || still.theme !== theme) {
      sized(still.canvas);
      const paper = still.canvas.getContext('2d');
      paper?.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (paper !== null) drawScene(paper, view, palette);
      still.view = view;
      still.theme = theme;
    }
    sized(canvas);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = palette.background;
    context.fillRect(0, 0, width, height);
    drawStripes(context, view, palette, width);
    drawRuler(context, view, palette);
    const whole = cursor >= view.axis.to;
    const split = whole ? width : Math.min(width, Math.max(view.scale.left, toX(view.scale, cursor) + 0.75));
    const blit = (from: number, to: number, alpha: number): void => {
      if (to - from < 0.5) return;
      context.save();
      context.beginPath();
      context.rect(from, 0, to - from, height);
      context.clip();
      context.globalAlpha = alpha;
      context.drawImage(still.canvas, 0, 0, still.canvas.width / ratio, still.canvas.height / ratio);
      context.restore();
    };
    blit(0, split, 1);
    blit(split, width, GHOST);
    drawNames(context, view, palette);
    if (selected !== null) drawOutline(context, view, palette, selected, true);
    if (!whole) {
      drawFlights(context, view, palette, flightsAt(view, cursor));
      drawCursor(context, view, palette, cursor);
    }
  }, [view, height, width, theme, cursor, selected]);

  // React listens to wheels passively: zooming must keep the page from scrolling.
  const wheel = useRef<(event: WheelEvent) => void>(() => undefined);
  wheel.current = (event) => {
    event.preventDefault();
    const x = event.clientX - (canvasRef.current?.getBoundingClientRect().left ?? 0);
    const unit = event.deltaMode === 1 ? 16 : 1;
    if (x < view.scale.left) return onScroll(event.deltaY * unit);
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : 0;
    if (sideways !== 0) onPan(sideways * unit * perPixel(view.scale));
    else onZoom(Math.exp(event.deltaY * unit * 0.0016), toTime(view.scale, x));
  };
  useEffect(() => {
    const canvas = canvasRef.current;
    const listener = (event: WheelEvent): void => wheel.current(event);
    canvas?.addEventListener('wheel', listener, { passive: false });
    return () => canvas?.removeEventListener('wheel', listener);
  }, []);

  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const at = (event: PointerEvent | ReactWheelEvent): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  return (
    <canvas
      ref={canvasRef} className="tl-run" role="img" aria-label={label} style={{ width, height }}
      onPointerDown={(event) => {
        drag.current = { ...at(event), moved: false };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const { x, y } = at(event);
        const dragged = drag.current;
        if (dragged === null) return onHover(itemAt(view, x, y));
        if (!dragged.moved && Math.hypot(x - dragged.x, y - dragged.y) < 4) return;
        onPan((dragged.x - x) * perPixel(view.scale));
        onScroll(dragged.y - y);
        drag.current = { x, y, moved: true };
      }}
      onPointerUp={(event) => {
        if (drag.current?.moved === false) {
          const { x, y } = at(event);
          onSelect(itemAt(view, x, y));
        }
        drag.current = null;
      }}
      onPointerLeave={() => onHover(null)}
    />
  );
}

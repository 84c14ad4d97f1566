/// Owns the canvas and the frame loop: the only place of the timeline with effects.

import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef } from 'react';
import { type Arrangement, arrangedLanes, type Lane } from './drawing/arrangement';
import { drawCursor, drawFlights, drawNames, drawOutline, drawRuler, type Flight, flightsAt } from './drawing/draw-frame';
import { drawScene, drawStripes, type Shown } from './drawing/draw-scene';
import type { View } from './drawing/geometry';
import { itemAt } from './drawing/hit';
import { type Lanes, layoutLanes, maxScroll } from './drawing/lanes';
import { LiveFlights } from './drawing/live-flights';
import type { TimelineModel } from './replay/model';
import { type Palette, paletteOf } from './drawing/paper';
import { perPixel, type TimeScale, toTime, toX } from './drawing/scale';
import { Unfolding } from './drawing/unfolding';
import { type Recording, roundsOf } from '../../trace';
import { type SceneKey, ScenePictures, type SceneSize } from './scene-pictures';
import type { Theme } from '../theme';

interface TimelineCanvasProps {
  readonly model: TimelineModel;
  readonly theme: Theme;
  readonly bigType: boolean;
  readonly live: boolean;
  readonly describedBy: string;
  onShown(shown: Shown): void;
  /// A key the canvas has no use for itself; true when it was taken.
  onKey(event: KeyboardEvent): boolean;
  onPointer(at: { readonly x: number; readonly y: number } | null): void;
}

/// A live scene may take one part in so many of the time.
const LIVE_SHARE = 5;
/// How much of what has not happened yet shines through during a replay.
const GHOST = 0.13;

export function TimelineCanvas({ model, theme, bigType, live, describedBy, onShown, onKey, onPointer }: TimelineCanvasProps): ReactNode {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const loopRef = useRef<FrameLoop | null>(null);
  const shownRef = useRef(onShown);
  shownRef.current = onShown;

  useEffect(() => {
    const canvas = canvasRef.current;
    if (canvas === null) return;
    const loop = new FrameLoop(canvas, model, (shown) => shownRef.current(shown));
    loopRef.current = loop;
    return () => loop.dispose();
  }, [model]);

  useEffect(() => loopRef.current?.setLook({ theme, bigType, live }), [theme, bigType, live, model]);

  const drag = useRef<{ kind: 'scrub' | 'pan'; x: number; y: number; moved: boolean } | null>(null);
  const pointOf = (event: PointerEvent): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const down = (event: PointerEvent<HTMLCanvasElement>): void => {
    const view = loopRef.current?.view;
    if (view == null || event.button !== 0) return;
    const { x, y } = pointOf(event);
    const onCursor = model.placement !== null && Math.abs(toX(view.scale, model.cursor) - x) < 6 && model.cursor < model.axis.to;
    const kind = model.placement !== null && x >= view.scale.left && (y < view.lanes.top || onCursor) ? 'scrub' : 'pan';
    drag.current = { kind, x, y, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
    if (kind === 'scrub') {
      model.pause();
      model.seek(toTime(view.scale, x));
    }
  };

  const move = (event: PointerEvent<HTMLCanvasElement>): void => {
    const view = loopRef.current?.view;
    if (view == null) return;
    const { x, y } = pointOf(event);
    const dragged = drag.current;
    if (dragged === null) {
      const item = itemAt(view, x, y);
      model.hover(item);
      onPointer(item === null ? null : { x, y });
      event.currentTarget.style.cursor = item !== null ? 'pointer' : y < view.lanes.top ? 'ew-resize' : 'default';
      return;
    }
    if (dragged.kind === 'scrub') model.seek(toTime(view.scale, x));
    else if (dragged.moved || Math.hypot(x - dragged.x, y - dragged.y) > 4) {
      model.pan(((dragged.x - x) * perPixel(view.scale)) / (view.scale.to - view.scale.from));
      if (maxScroll(view.lanes) > 0) model.scrollBy(dragged.y - y);
      Object.assign(dragged, { x, y, moved: true });
      event.currentTarget.style.cursor = 'grabbing';
    }
  };

  const up = (event: PointerEvent<HTMLCanvasElement>): void => {
    const view = loopRef.current?.view;
    const dragged = drag.current;
    drag.current = null;
    if (view == null || dragged === null || dragged.kind === 'scrub' || dragged.moved) return;
    const { x, y } = pointOf(event);
    const item = itemAt(view, x, y);
    if (item?.kind === 'collective') model.toggleUnfolded(item.row);
    model.select(item);
    onPointer(item === null ? null : { x, y });
  };

  const leave = (): void => {
    model.hover(null);
    onPointer(null);
  };

  return (
    <canvas
      ref={canvasRef}
      className="tl-canvas"
      tabIndex={0}
      role="application"
      aria-label="Timeline of the run"
      aria-describedby={describedBy}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => (drag.current = null)}
      onPointerLeave={leave}
      onKeyDown={(event) => {
        if (onKey(event)) event.preventDefault();
      }}
    />
  );
}

interface Look {
  readonly theme: Theme;
  readonly bigType: boolean;
  readonly live: boolean;
}

/// Draws frames while something moves, one after each change otherwise, none when idle.
class FrameLoop {
  view: View | null = null;
  private look: Look = { theme: 'light', bigType: false, live: false };
  private frame = 0;
  private last = 0;
  private readonly pictures = new ScenePictures(() => this.request());
  /// What was unfolded in the view as it stands; and whether something in it moved at the last frame (Infinity).
  private viewUnfolded = '';
  private viewMoves = 0;
  private sceneAt = 0;
  private arranged: { readonly recording: Recording; readonly arrangement: Arrangement; readonly settled: boolean; readonly ranks: number; readonly lanes: readonly Lane[] } | null = null;
  private readonly unfolding = new Unfolding(() => window.matchMedia('(prefers-reduced-motion: reduce)').matches);
  private readonly flights = new LiveFlights();
  private readonly leave: () => void;
  private readonly sizes: ResizeObserver;
  private readonly wheel = (event: WheelEvent): void => this.onWheel(event);
  private readonly wake = (): void => this.request();

  constructor(private readonly canvas: HTMLCanvasElement, private readonly model: TimelineModel, private readonly onShown: (shown: Shown) => void) {
    this.leave = model.subscribe(this.wake);
    this.sizes = new ResizeObserver(this.wake);
    this.sizes.observe(canvas);
    // React's wheel listeners are passive; this one must keep the page from scrolling.
    canvas.addEventListener('wheel', this.wheel, { passive: false });
    document.addEventListener('visibilitychange', this.wake);
    this.request();
  }

  setLook(look: Look): void {
    this.look = look;
    this.pictures.clear();
    this.request();
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.pictures.dispose();
    this.leave();
    this.sizes.disconnect();
    this.canvas.removeEventListener('wheel', this.wheel);
    document.removeEventListener('visibilitychange', this.wake);
  }

  private request(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame((now) => this.draw(now));
  }

  private onWheel(event: WheelEvent): void {
    const { view, model } = this;
    if (view === null || model.placement === null) return;
    event.preventDefault();
    const x = event.clientX - this.canvas.getBoundingClientRect().left;
    const unit = event.deltaMode === 1 ? 16 : 1;
    if (x < view.scale.left && maxScroll(view.lanes) > 0) return model.scrollBy(event.deltaY * unit);
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : 0;
    if (sideways !== 0) model.pan((sideways * unit) / (view.scale.right - view.scale.left));
    else model.zoom(Math.exp(event.deltaY * unit * 0.0016), toTime(view.scale, x));
  }

  private draw(now: number): void {
    this.frame = 0;
    const elapsed = Math.min(100, now - this.last);
    this.last = now;
    const { model, canvas, look } = this;
    const { recording } = model;
    if (model.playing) model.tick(elapsed);
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    const ratio = window.devicePixelRatio || 1;
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null || width === 0 || height === 0) return;
    sized(canvas, width, height, ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const palette = paletteOf(look.theme);
    context.fillStyle = palette.background;
    context.fillRect(0, 0, width, height);
    if (recording === null || recording.ranks === 0) return;

    const lanes = layoutLanes({ ranks: recording.ranks, lanes: this.lanesOf(recording), width, height, bigType: look.bigType, scroll: model.scroll });
    model.scroll = lanes.scroll;
    const view = this.viewAt(now, recording, lanes, width);
    const { scale } = view;

    drawStripes(context, view, palette, width);
    drawRuler(context, view, palette);
    const size = { width, height, ratio };
    this.pictures.update(this.keyOf(view, palette, size), size, (paper) => this.onShown(drawScene(paper, view, palette)));
    const split = model.placement === null ? width : Math.min(width, Math.max(scale.left, toX(scale, model.cursor) + 0.75));
    const whole = model.placement === null || model.cursor >= model.axis.to;
    this.pictures.blit(context, scale, lanes.scroll, size, 0, whole ? width : split, 1);
    if (!whole) this.pictures.blit(context, scale, lanes.scroll, size, split, width, GHOST);
    drawNames(context, view, palette);
    if (model.hovered !== null) drawOutline(context, view, palette, model.hovered, false);
    if (model.selected !== null) drawOutline(context, view, palette, model.selected, true);
    let flights: readonly Flight[] = [];
    // What outruns the page is too fast to be seen flying.
    const outrun = model.placement === null && recording.pending;
    if (outrun) this.flights.skip(recording);
    else if (model.placement === null) flights = this.flights.next(recording, now);
    else if (!whole || model.playing) flights = flightsAt(view, model.cursor);
    drawFlights(context, view, palette, flights);
    if (!whole || model.playing) drawCursor(context, view, palette, model.cursor);
    if (model.playing || this.unfolding.moving(now) || (look.live && model.placement === null && !outrun && !document.hidden)) this.request();
  }

  /// Lanes as they are arranged; sorted anew only when the arrangement or the run is another.
  private lanesOf(recording: Recording): readonly Lane[] {
    const { arrangement, placement } = this.model;
    const key = { recording, arrangement, settled: placement !== null, ranks: recording.ranks };
    const old = this.arranged;
    if (old === null || old.recording !== recording || old.arrangement !== arrangement || old.settled !== key.settled || old.ranks !== key.ranks) {
      this.arranged = { ...key, lanes: arrangedLanes(recording, arrangement) };
    }
    return this.arranged?.lanes ?? [];
  }

  /// The view to draw. Of a live run whose scene takes long to draw, the last one for a while: dots go on flying at full rate, the
  /// picture under them follows as the machine allows.
  private viewAt(now: number, recording: Recording, lanes: Lanes, width: number): View {
    const { model } = this;
    const live = model.placement === null;
    const old = this.view;
    // Once the columns have moved to longer ones, its axis knows only their beginning.
    if (live && old !== null && old.recording === recording && old.placed === null && old.axis.begin === recording.events.begin && now - this.sceneAt < this.pictures.cost * LIVE_SHARE && sameLanes(old.lanes, lanes)) return old;
    const { from, to } = model.shown;
    const scale = { from, to, left: lanes.gutter, right: width - 1 };
    model.width = scale.right - scale.left;
    // The same view as long as nothing in it changed: what was worked out for it is kept with it.
    const unfolded = `${model.unfoldAll}${[...model.unfolded].join()}`;
    const still = unfolded === this.viewUnfolded && now >= this.viewMoves;
    this.viewUnfolded = unfolded;
    if (this.unfolding.moving(now)) this.viewMoves = Infinity;
    else if (this.viewMoves === Infinity) this.viewMoves = 0;
    if (!live && still && old !== null && old.recording === recording && old.placed === model.placed && old.emphasis === model.emphasis && sameScale(old.scale, scale) && sameLanes(old.lanes, lanes)) return old;
    this.sceneAt = now;
    this.view = { recording, axis: model.axis, placed: model.placed, scale, lanes, emphasis: model.emphasis, unfolded: (group) => model.isUnfolded(group), opening: (group) => this.unfolding.part(group, model.isUnfolded(group), () => roundsOf(recording, group).count, now) };
    return this.view;
  }

  /// What decides how the scene looks.
  private keyOf(view: View, palette: Palette, { width, height, ratio }: SceneSize): SceneKey {
    const { scale, lanes, recording, axis } = view;
    const live = view.placed === null;
    const unfolded = `${this.model.unfoldAll}${[...this.model.unfolded].join()}`;
    const alike = [recording, axis.kind, lanes.lanes, lanes.font, lanes.height, palette.theme, width, height, ratio];
    const exact = [...alike, live ? this.sceneAt : recording.version, live ? axis.to : 'placed', scale.from, scale.to, lanes.scroll, unfolded, view.emphasis, this.unfolding.moving(this.last) ? this.last : 'still'];
    return { alike, exact, scale, scroll: lanes.scroll, whole: !live && scale.from <= axis.from && scale.to >= axis.to, now: live };
  }
}

function sized(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
}

function sameScale(a: TimeScale, b: TimeScale): boolean {
  return a.from === b.from && a.to === b.to && a.left === b.left && a.right === b.right;
}

function sameLanes(a: Lanes, b: Lanes): boolean {
  return a.lanes === b.lanes && a.height === b.height && a.scroll === b.scroll && a.gutter === b.gutter && a.font === b.font && a.bottom === b.bottom;
}

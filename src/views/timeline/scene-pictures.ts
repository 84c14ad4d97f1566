/// The scene as pictures: what was drawn once is shown again, moved and stretched, until the next is there.
///
/// A scene of few operations is drawn at once. Of a crowded one the operations are handed to a worker, which needs longer than a frame to
/// raster them; frames go on meanwhile with the last picture where it belongs now, and with the one of the whole run around it.

import { drawSketch, Sketch } from './drawing/sketch';
import type { Paper } from './drawing/paper';
import { stretched } from './drawing/stretch';
import type { TimeScale } from './drawing/scale';
import { Raster } from './raster';

/// So many operations are drawn within a frame.
const AT_ONCE = 1500;

/// What a picture shows. Two with equal `alike` differ in time and scroll, or in what was unfolded or lit: one may stand for the other for a moment.
export interface SceneKey {
  readonly alike: readonly unknown[];
  readonly exact: readonly unknown[];
  readonly scale: TimeScale;
  /// CSS pixels that lanes are scrolled.
  readonly scroll: number;
  /// Whether the window holds the whole run.
  readonly whole: boolean;
  /// Not to be put off: nothing older may stand for it.
  readonly now: boolean;
}

/// CSS pixels, and device pixels for one of them.
export interface SceneSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

interface Picture {
  readonly key: SceneKey;
  readonly source: HTMLCanvasElement | ImageBitmap;
}

export class ScenePictures {
  /// Milliseconds that the last scenes took, smoothed.
  cost = 0;
  private readonly canvas = document.createElement('canvas');
  private readonly raster = new Raster();
  private last: Picture | null = null;
  private overview: Picture | null = null;
  private operations = 0;

  /// `wake` is called when a better picture is there.
  constructor(private readonly wake: () => void) {}

  /// Has the scene drawn by `draw` when the last picture does not show it.
  update(key: SceneKey, size: SceneSize, draw: (paper: Paper) => void): void {
    const { last } = this;
    if (last !== null && same(last.key.exact, key.exact)) return;
    const wait = !key.now && this.raster.possible && last !== null && same(last.key.alike, key.alike);
    if (wait && this.raster.busy && this.operations > AT_ONCE) return;
    const began = performance.now();
    const sketch = new Sketch();
    draw(sketch);
    const data = sketch.take();
    this.operations = data.operations;
    if (wait && !this.raster.busy && data.operations > AT_ONCE) {
      this.raster.order({ sketch: data, ...size }, ({ bitmap, milliseconds }) => {
        this.took(milliseconds);
        this.show({ key, source: bitmap });
        this.wake();
      });
      return;
    }
    const { canvas } = this;
    const [width, height] = [Math.round(size.width * size.ratio), Math.round(size.height * size.ratio)];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    // A sketch begins with the style of a fresh canvas.
    context.save();
    drawSketch(context, data);
    context.restore();
    // Rasterising comes after the calls and takes about as long again.
    this.took((performance.now() - began) * 2);
    this.show({ key, source: canvas });
  }

  /// Shows the scene between `from` and `to` (CSS pixels), in the window of `scale`.
  blit(context: CanvasRenderingContext2D, scale: TimeScale, scroll: number, size: SceneSize, from: number, to: number, alpha: number): void {
    const { last, overview } = this;
    if (to - from < 0.5 || last === null) return;
    const place = stretched(last.key.scale, scale);
    if (overview !== null && overview !== last && same(overview.key.alike, last.key.alike)) {
      // Where the last picture does not reach.
      this.part(context, overview, scale, scroll, size, from, Math.min(to, place?.x ?? scale.right), alpha);
      if (place !== null) this.part(context, overview, scale, scroll, size, Math.max(from, place.x + place.width), to, alpha);
    }
    this.part(context, last, scale, scroll, size, from, to, alpha);
  }

  /// Forgets all pictures: the next is drawn anew.
  clear(): void {
    this.show(null);
    this.keepOverview(null);
  }

  dispose(): void {
    this.clear();
    this.raster.dispose();
  }

  private part(context: CanvasRenderingContext2D, { key, source }: Picture, scale: TimeScale, scroll: number, { height, ratio }: SceneSize, from: number, to: number, alpha: number): void {
    if (to - from < 0.5) return;
    const place = stretched(key.scale, scale);
    if (place === null) return;
    context.save();
    context.beginPath();
    context.rect(from, 0, to - from, height);
    context.clip();
    context.globalAlpha = alpha;
    const down = key.scroll - scroll;
    if (place.still && down === 0) context.drawImage(source, 0, 0, source.width / ratio, source.height / ratio);
    else {
      context.imageSmoothingEnabled = false;
      context.drawImage(source, place.sourceX * ratio, 0, place.sourceWidth * ratio, source.height, place.x, down, place.width, source.height / ratio);
    }
    context.restore();
  }

  private took(milliseconds: number): void {
    this.cost = this.cost * 0.7 + milliseconds * 0.3;
  }

  private show(picture: Picture | null): void {
    const old = this.last;
    this.last = picture;
    if (old !== null && old !== this.overview) closed(old);
    if (picture === null || !picture.key.whole || this.operations <= AT_ONCE) return;
    if (picture.source instanceof ImageBitmap) return this.keepOverview(picture);
    // The canvas is drawn over by the next scene: what is kept is a copy.
    void createImageBitmap(picture.source).then((source) => {
      if (this.last === picture) this.keepOverview({ key: picture.key, source });
      else source.close();
    }, () => undefined);
  }

  private keepOverview(picture: Picture | null): void {
    const old = this.overview;
    this.overview = picture;
    if (old !== null && old !== this.last) closed(old);
  }
}

function closed({ source }: Picture): void {
  if (source instanceof ImageBitmap) source.close();
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

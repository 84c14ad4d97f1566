/// Bitmaps of sketches, made by a worker one after the other.

import type { SketchData } from './drawing/sketch';
import RasterWorker from './raster.worker?worker';

/// CSS pixels, and device pixels for one of them.
export interface RasterOrder {
  readonly sketch: SketchData;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

export interface RasterAnswer {
  readonly bitmap: ImageBitmap;
  readonly milliseconds: number;
}

export class Raster {
  private worker: Worker | null = null;
  private failed = false;
  private done: ((answer: RasterAnswer) => void) | null = null;

  /// Whether a bitmap is being made; another cannot be asked for until it is there.
  get busy(): boolean {
    return this.done !== null;
  }

  /// Whether there can be bitmaps: this browser has what it takes, and the worker has not failed.
  get possible(): boolean {
    return !this.failed && typeof OffscreenCanvas !== 'undefined' && typeof Worker !== 'undefined';
  }

  /// The sketch's numbers go to the worker: it cannot be drawn here any more.
  order(order: RasterOrder, done: (answer: RasterAnswer) => void): void {
    if (this.worker === null) {
      this.worker = new RasterWorker();
      this.worker.addEventListener('message', ({ data }: MessageEvent<RasterAnswer>) => {
        const tell = this.done;
        this.done = null;
        if (tell === null) data.bitmap.close();
        else tell(data);
      });
      this.worker.addEventListener('error', () => {
        this.failed = true;
        this.done = null;
      });
    }
    this.done = done;
    this.worker.postMessage(order, [order.sketch.numbers.buffer]);
  }

  dispose(): void {
    this.worker?.terminate();
    this.worker = null;
    this.done = null;
  }
}

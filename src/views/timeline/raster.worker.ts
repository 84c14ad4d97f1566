/// Draws sketches as bitmaps, away from the page's thread.

import { drawSketch } from './drawing/sketch';
import type { RasterAnswer, RasterOrder } from './raster';

declare const self: { postMessage(message: RasterAnswer, transfer: Transferable[]): void } & Pick<Window, 'addEventListener'>;

const canvas = new OffscreenCanvas(1, 1);

self.addEventListener('message', ({ data: { sketch, width, height, ratio } }: MessageEvent<RasterOrder>) => {
  const began = performance.now();
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  drawSketch(context as OffscreenCanvasRenderingContext2D & CanvasRenderingContext2D, sketch);
  context.restore();
  const bitmap = canvas.transferToImageBitmap();
  self.postMessage({ bitmap, milliseconds: performance.now() - began }, [bitmap]);
});

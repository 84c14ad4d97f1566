/// Pictures of the timeline as bytes of a file.

import type { Theme } from '../theme';
import { paletteOf } from './drawing/paper';
import { drawPicture, pictureOf, type PictureSize } from './drawing/picture';
import { SvgPaper } from './drawing/svg-paper';
import type { TimelineModel } from './replay/model';

/// Device pixels for each CSS pixel of a PNG, and the most that browsers give a canvas to a side.
const PNG_RATIO = 3;
const MOST_PIXELS = 12_000;

/// Null when there is nothing to picture.
export function svgFile(model: TimelineModel, size: PictureSize, theme: Theme, name: string): Uint8Array | null {
  const picture = pictureOf(model, size, name);
  if (picture === null) return null;
  const paper = new SvgPaper();
  drawPicture(paper, picture, paletteOf(theme), model);
  return new TextEncoder().encode(paper.svg(picture.width, picture.height, picture.title, picture.caption));
}

/// Null when there is nothing to picture, or the browser would not.
export async function pngFile(model: TimelineModel, size: PictureSize, theme: Theme, name: string): Promise<Uint8Array | null> {
  const picture = pictureOf(model, size, name);
  if (picture === null) return null;
  const ratio = Math.min(PNG_RATIO, MOST_PIXELS / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(picture.width * ratio);
  canvas.height = Math.ceil(picture.height * ratio);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return null;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawPicture(context, picture, paletteOf(theme), model);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
}

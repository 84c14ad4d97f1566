/// Draws bands of messages: the wider the more, each with its number where there is room.

import { type Bundle, type Bundles } from './bundles';
import type { View } from './geometry';
import { denseHalf } from './draw-density';
import { drawHead } from './marks';
import type { Palette, Paper } from './paper';
import type { Words } from './words';

/// `950`, `1.2 k`, `34 k`, `1.1 M`.
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  const [value, unit] = count < 999_500 ? [count / 1000, 'k'] : [count / 1e6, 'M'];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/// Half the height of a band of `messages`, CSS pixels: grows with their logarithm.
function thickness({ messages, width }: Bundle): number {
  return Math.min(width * 0.22, 0.8 + Math.log2(messages) * 0.75);
}

export function drawBundles(paper: Paper, view: View, palette: Palette, words: Words, { bands }: Bundles): void {
  for (const band of bands) {
    const half = thickness(band);
    const [x1, x2] = [band.x + band.width * 0.14, band.x + band.width * 0.86];
    const { y1, y2 } = band;
    paper.fillStyle = palette.rank(band.rank);
    paper.strokeStyle = palette.rank(band.rank);
    paper.globalAlpha = 0.5;
    if (y1 === y2) {
      // Within a lane, or a block of lanes put together.
      paper.lineWidth = half * 2;
      paper.beginPath();
      paper.moveTo(x1, y1);
      paper.quadraticCurveTo((x1 + x2) / 2, y1 - Math.min(18, view.lanes.height * 0.4), x2, y2);
      paper.stroke();
    } else {
      const down = Math.sign(y2 - y1) * denseHalf(view.lanes);
      paper.beginPath();
      paper.moveTo(x1 - half, y1 + down);
      paper.lineTo(x1 + half, y1 + down);
      paper.lineTo(x2 + half, y2 - down);
      paper.lineTo(x2 - half, y2 - down);
      paper.closePath();
      paper.fill();
      paper.globalAlpha = 0.9;
      drawHead(paper, { x1, y1: y1 + down, x2, y2: y2 - down, toSelf: false }, Math.min(12, 5 + half));
    }
    paper.globalAlpha = 1;
  }
  const size = view.lanes.font * 0.8;
  for (const { x, width, y1, y2, messages } of bands.toSorted((a, b) => b.messages - a.messages).slice(0, 120)) {
    const text = shortCount(messages);
    words.write({ text, x: x + width / 2, y: (y1 + y2) / 2, size, weight: 600, colour: palette.text, centred: true, patch: 0.85 });
  }
}

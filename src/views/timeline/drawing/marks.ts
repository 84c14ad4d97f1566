/// Marks that several parts of the picture share: hatching, diamonds, arrow heads, line styles.

import { Protocol } from '../../../protocol';
import type { Arrow, Bar } from './geometry';
import type { Palette, Paper } from './paper';

/// Line styles by protocol, told in the legend.
export function dashOf(protocol: number): readonly number[] {
  switch (protocol) {
    case Protocol.Rendezvous: return [9, 5];
    case Protocol.Synchronous: return [9, 3, 2, 3];
    case Protocol.Buffered: return [2, 3];
    case Protocol.Ready: return [14, 4];
    default: return [];
  }
}

/// Fills a box with diagonal lines: waiting.
export function hatch(paper: Paper, palette: Palette, colour: string, { x, y, width, height }: Bar): void {
  paper.save();
  paper.beginPath();
  paper.rect(x, y, width, height);
  paper.clip();
  paper.fillStyle = palette.bar;
  paper.fillRect(x, y, width, height);
  paper.strokeStyle = colour;
  paper.globalAlpha = 0.6;
  paper.lineWidth = 1.2;
  const step = height < 8 ? 4 : 7;
  paper.beginPath();
  for (let at = Math.floor((x - height) / step) * step; at < x + width; at += step) {
    paper.moveTo(at, y + height);
    paper.lineTo(at + height, y);
  }
  paper.stroke();
  paper.restore();
}

/// The outline of a diamond, to fill or stroke.
export function diamond(paper: Paper, x: number, y: number, size: number): void {
  paper.beginPath();
  paper.moveTo(x, y - size);
  paper.lineTo(x + size, y);
  paper.lineTo(x, y + size);
  paper.lineTo(x - size, y);
  paper.closePath();
}

/// An arrow's head at (x2, y2).
export function drawHead(paper: Paper, { x1, y1, x2, y2, toSelf }: Pick<Arrow, 'x1' | 'y1' | 'x2' | 'y2' | 'toSelf'>, size: number): void {
  const angle = toSelf ? Math.PI / 3 : Math.atan2(y2 - y1, x2 - x1);
  paper.beginPath();
  paper.moveTo(x2, y2);
  paper.lineTo(x2 - size * Math.cos(angle - 0.42), y2 - size * Math.sin(angle - 0.42));
  paper.lineTo(x2 - size * Math.cos(angle + 0.42), y2 - size * Math.sin(angle + 0.42));
  paper.closePath();
  paper.fill();
}

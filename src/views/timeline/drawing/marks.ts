/// Marks that several parts of the picture share: hatching, diamonds, arrows by protocol.

import { Protocol } from '../../../protocol';
import type { Bar } from './geometry';
import type { Palette, Paper } from './paper';

/// How a message is drawn: what a record calls its protocol, or a one-sided operation.
export type ArrowStyle = Protocol | 'put' | 'get';

/// Line styles, told in the legend.
export function dashOf(style: ArrowStyle): readonly number[] {
  switch (style) {
    case Protocol.Rendezvous: return [9, 5];
    case Protocol.Synchronous: return [9, 3, 2, 3];
    case Protocol.Buffered: return [2, 3];
    case Protocol.Ready: return [14, 4];
    case 'put': case 'get': return [4, 2];
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
  paper.globalAlpha = palette.hatch;
  paper.lineWidth = height < 14 ? 1.2 : 1.8;
  hatchLines(paper, { x, y, width, height }, height < 8 ? 4 : 7);
  paper.restore();
}

/// Diagonal lines over a box, in the paper's stroke style.
export function hatchLines(paper: Paper, { x, y, width, height }: Bar, step: number): void {
  paper.beginPath();
  for (let at = Math.floor((x - height) / step) * step; at < x + width; at += step) {
    paper.moveTo(at, y + height);
    paper.lineTo(at + height, y);
  }
  paper.stroke();
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

export interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly toSelf: boolean;
}

/// The flight of a message, without its head: straight, or over the lane for one to oneself.
export function flightLine(paper: Paper, style: ArrowStyle, { x1, y1, x2, y2, toSelf }: Line): void {
  paper.setLineDash([...dashOf(style)]);
  paper.beginPath();
  paper.moveTo(x1, y1);
  if (toSelf) paper.quadraticCurveTo((x1 + x2) / 2, y1 - 16, Math.max(x2, x1 + 8), y2);
  else paper.lineTo(x2, y2);
  paper.stroke();
  paper.setLineDash([]);
}

/// A plain filled arrow head at (x2, y2).
export function drawHead(paper: Paper, line: Line, size: number): void {
  headPath(paper, line, size, 0.42, true);
  paper.fill();
}

/// The head that goes with a line style: filled for eager, open for rendezvous, filled with a bar before it for synchronous, hollow for
/// ready, filled with a box at the tail for buffered; squares for one-sided, filled when data goes there, hollow when it is fetched.
export function styledHead(paper: Paper, palette: Palette, style: ArrowStyle, line: Line, size: number): void {
  const { x1, y1, x2, y2 } = line;
  switch (style) {
    case Protocol.Rendezvous:
      headPath(paper, line, size * 1.15, 0.5, false);
      paper.stroke();
      return;
    case Protocol.Synchronous: {
      drawHead(paper, line, size);
      const angle = angleOf(line);
      const [x, y] = [x2 - Math.cos(angle) * size * 1.3, y2 - Math.sin(angle) * size * 1.3];
      const [dx, dy] = [-Math.sin(angle) * size * 0.55, Math.cos(angle) * size * 0.55];
      paper.beginPath();
      paper.moveTo(x - dx, y - dy);
      paper.lineTo(x + dx, y + dy);
      paper.stroke();
      return;
    }
    case Protocol.Ready:
      headPath(paper, line, size, 0.42, true);
      return hollow(paper, palette);
    case Protocol.Buffered:
      drawHead(paper, line, size);
      paper.fillRect(x1 - size * 0.35, y1 - size * 0.35, size * 0.7, size * 0.7);
      return;
    case 'put':
      paper.fillRect(x2 - size * 0.4, y2 - size * 0.4, size * 0.8, size * 0.8);
      return;
    case 'get':
      paper.beginPath();
      paper.rect(x2 - size * 0.4, y2 - size * 0.4, size * 0.8, size * 0.8);
      return hollow(paper, palette);
    default:
      drawHead(paper, line, size);
  }
}

function hollow(paper: Paper, palette: Palette): void {
  const colour = paper.fillStyle;
  paper.fillStyle = palette.background;
  paper.fill();
  paper.fillStyle = colour;
  paper.stroke();
}

function headPath(paper: Paper, line: Line, size: number, spread: number, closed: boolean): void {
  const { x2, y2 } = line;
  const angle = angleOf(line);
  paper.beginPath();
  paper.moveTo(x2 - size * Math.cos(angle - spread), y2 - size * Math.sin(angle - spread));
  paper.lineTo(x2, y2);
  paper.lineTo(x2 - size * Math.cos(angle + spread), y2 - size * Math.sin(angle + spread));
  if (closed) paper.closePath();
}

function angleOf({ x1, y1, x2, y2, toSelf }: Line): number {
  return toSelf ? Math.PI / 3 : Math.atan2(y2 - y1, x2 - x1);
}

/// A magnifying glass: a call that looks for a message or asks for a request (Probe, Test), and takes nothing.
export function lens(paper: Paper, x: number, y: number, size: number): void {
  paper.beginPath();
  paper.arc(x, y - size * 0.2, size * 0.55, 0, Math.PI * 2);
  paper.stroke();
  paper.beginPath();
  paper.moveTo(x + size * 0.4, y + size * 0.2);
  paper.lineTo(x + size * 0.9, y + size * 0.75);
  paper.stroke();
}

/// A sheet with a folded corner: an operation on a file.
export function sheet(paper: Paper, x: number, y: number, size: number): void {
  const [left, right, top, bottom] = [x - size * 0.6, x + size * 0.6, y - size * 0.8, y + size * 0.8];
  paper.beginPath();
  paper.moveTo(left, top);
  paper.lineTo(right - size * 0.45, top);
  paper.lineTo(right, top + size * 0.45);
  paper.lineTo(right, bottom);
  paper.lineTo(left, bottom);
  paper.closePath();
  paper.moveTo(right - size * 0.45, top);
  paper.lineTo(right - size * 0.45, top + size * 0.45);
  paper.lineTo(right, top + size * 0.45);
  paper.stroke();
}

/// A request from post to completion: ends marked; hollow for one that receives; open at the right when nothing completed it.
export function requestMark(paper: Paper, palette: Palette, colour: string, { x, y, width, height }: Bar, receives: boolean, complete: boolean): void {
  paper.fillStyle = colour;
  if (receives && height >= 2.5) {
    paper.fillRect(x, y, width, 1);
    paper.fillRect(x, y + height - 1, width, 1);
  } else {
    paper.globalAlpha = palette.hatch;
    paper.fillRect(x, y, width, height);
    paper.globalAlpha = 1;
  }
  paper.fillRect(x, y - 1.5, 1.5, height + 3);
  if (complete) paper.fillRect(x + width - 1.5, y - 1.5, 1.5, height + 3);
}

/// A print: a pennant; hollow for stderr.
export function pennant(paper: Paper, palette: Palette, colour: string, x: number, y: number, size: number, stderr: boolean): void {
  paper.beginPath();
  paper.moveTo(x, y - size - 2);
  paper.lineTo(x, y + size);
  paper.moveTo(x, y - size);
  paper.lineTo(x + size * 1.9, y);
  paper.lineTo(x, y + size);
  paper.closePath();
  paper.strokeStyle = colour;
  paper.lineWidth = 1.3;
  paper.fillStyle = stderr ? palette.background : colour;
  paper.fill();
  paper.stroke();
}

/// An access or exposure epoch of a window (Lock to Unlock, Start to Complete, Post to Wait): a bracket over the lane's calls.
export function epochMark(paper: Paper, colour: string, x1: number, x2: number, y: number, height: number): void {
  paper.strokeStyle = colour;
  paper.lineWidth = 1.5;
  paper.beginPath();
  paper.moveTo(x1, y + height);
  paper.lineTo(x1, y);
  paper.lineTo(x2, y);
  paper.lineTo(x2, y + height);
  paper.stroke();
}

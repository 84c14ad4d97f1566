/// What the marks mean, drawn by the functions that draw the picture. Every distinction is one of shape or pattern; colour only repeats the rank.

import { isFileCall, MpiCall, Protocol } from '../../../protocol';
import { looks } from './draw-calls';
import { drawGlyph, type Glyph } from './glyphs';
import { type ArrowStyle, diamond, epochMark, flightLine, hatch, hatchLines, lens, pennant, requestMark, sheet, styledHead } from './marks';
import type { Occurring } from './occurring';
import { fontOf, type Palette, type Paper, textWidth } from './paper';

export interface LegendEntry {
  readonly words: string;
  /// Groups of entries stand together.
  readonly about: 'ranks' | 'messages' | 'collectives';
  /// Whether a run has it.
  in(run: Occurring): boolean;
  /// Draws the mark into a box of `LEGEND_WIDTH` × `LEGEND_HEIGHT` CSS pixels whose top left is (0, 0).
  draw(paper: Paper, palette: Palette): void;
}

export const LEGEND_WIDTH = 38;
export const LEGEND_HEIGHT = 18;
const MIDDLE = LEGEND_HEIGHT / 2;
const BOX = { x: 2, y: 3, width: LEGEND_WIDTH - 4, height: LEGEND_HEIGHT - 6 };

function inked(paper: Paper, colour: string): void {
  paper.fillStyle = colour;
  paper.strokeStyle = colour;
}

function box(paper: Paper, palette: Palette): void {
  paper.globalAlpha = palette.tint;
  paper.fillRect(BOX.x, BOX.y, BOX.width, BOX.height);
  paper.globalAlpha = 1;
  paper.lineWidth = 1.5;
  paper.strokeRect(BOX.x, BOX.y, BOX.width, BOX.height);
}

function message(words: string, style: ArrowStyle, calls: readonly MpiCall[] = []): LegendEntry {
  return {
    words, about: 'messages', in: (run) => (typeof style === 'number' ? run.protocols.has(style) : calls.some((call) => run.calls.has(call))),
    draw: (paper, palette) => {
      inked(paper, palette.text);
      paper.lineWidth = 2;
      const line = { x1: 4, y1: MIDDLE, x2: LEGEND_WIDTH - 3, y2: MIDDLE, toSelf: false };
      flightLine(paper, style, line);
      styledHead(paper, palette, style, line, 9);
    },
  };
}

function collective(words: string, glyph: Glyph): LegendEntry {
  return {
    words, about: 'collectives', in: (run) => run.glyphs.has(glyph),
    draw: (paper, palette) => {
      inked(paper, palette.collective);
      drawGlyph(paper, glyph, LEGEND_WIDTH / 2, MIDDLE, LEGEND_HEIGHT - 4);
    },
  };
}

/// Entries in rows below each other: where each stands, and the height of all. CSS pixels.
export function legendRows(entries: readonly LegendEntry[], width: number, size: number): { readonly places: readonly { readonly entry: LegendEntry; readonly x: number; readonly y: number }[]; readonly height: number } {
  const row = Math.max(LEGEND_HEIGHT, size * 1.3) + 3;
  const places: { entry: LegendEntry; x: number; y: number }[] = [];
  let [x, y] = [0, 0];
  for (const entry of entries) {
    const wide = LEGEND_WIDTH + 5 + textWidth(entry.words, size) + 14;
    if (x > 0 && x + wide > width) [x, y] = [0, y + row];
    places.push({ entry, x, y });
    x += wide;
  }
  return { places, height: places.length === 0 ? 0 : y + row };
}

/// Draws entries with their words, from (left, top) on.
export function drawLegend(paper: Paper & Pick<CanvasRenderingContext2D, 'translate'>, palette: Palette, entries: readonly LegendEntry[], left: number, top: number, width: number, size: number): void {
  for (const { entry, x, y } of legendRows(entries, width, size).places) {
    paper.save();
    paper.translate(left + x, top + y);
    entry.draw(paper, palette);
    paper.restore();
    paper.font = fontOf(size);
    paper.textAlign = 'left';
    paper.textBaseline = 'middle';
    paper.fillStyle = palette.text;
    paper.fillText(entry.words, left + x + LEGEND_WIDTH + 5, top + y + MIDDLE);
  }
}

export const LEGEND: readonly LegendEntry[] = [
  {
    words: 'computing', about: 'ranks', in: () => true,
    draw: (paper, palette) => {
      inked(paper, palette.text);
      paper.globalAlpha = palette.thread;
      paper.fillRect(1, MIDDLE - 2, LEGEND_WIDTH - 2, 4);
      paper.globalAlpha = 1;
    },
  },
  {
    words: 'in a call', about: 'ranks', in: () => true,
    draw: (paper, palette) => {
      inked(paper, palette.text);
      box(paper, palette);
    },
  },
  {
    words: 'waiting in it', about: 'ranks', in: ({ waiting }) => waiting,
    draw: (paper, palette) => {
      inked(paper, palette.text);
      hatch(paper, palette, palette.text, BOX);
      paper.strokeRect(BOX.x, BOX.y, BOX.width, BOX.height);
    },
  },
  {
    words: 'probe or test: looks, takes nothing', about: 'ranks', in: ({ calls }) => [...calls].some(looks),
    draw: (paper, palette) => {
      inked(paper, palette.text);
      box(paper, palette);
      lens(paper, LEGEND_WIDTH / 2, MIDDLE, 9);
    },
  },
  {
    words: 'operation on a file', about: 'ranks', in: ({ calls }) => [...calls].some(isFileCall),
    draw: (paper, palette) => {
      inked(paper, palette.text);
      box(paper, palette);
      sheet(paper, LEGEND_WIDTH / 2, MIDDLE, 6);
    },
  },
  {
    words: 'many calls: shares of waiting, calling, computing', about: 'ranks', in: ({ crowd }) => crowd,
    draw: (paper, palette) => {
      inked(paper, palette.text);
      [0.5, 0.8, 0.6, 0.9, 0.4, 0.7].forEach((share, i) => {
        const [x, height] = [BOX.x + (i * BOX.width) / 6, BOX.height * share];
        paper.globalAlpha = Math.min(1, palette.tint * 2.6);
        paper.fillRect(x, BOX.y + BOX.height - height, BOX.width / 6, height * 0.4);
        paper.globalAlpha = 1;
      });
      paper.save();
      paper.beginPath();
      [0.5, 0.8, 0.6, 0.9, 0.4, 0.7].forEach((share, i) => paper.rect(BOX.x + (i * BOX.width) / 6, BOX.y + BOX.height * (1 - share * 0.6), BOX.width / 6, BOX.height * share * 0.6));
      paper.clip();
      paper.globalAlpha = palette.hatch;
      hatchLines(paper, BOX, 5);
      paper.restore();
    },
  },
  {
    words: 'print', about: 'ranks', in: ({ stdout }) => stdout,
    draw: (paper, palette) => pennant(paper, palette, palette.text, 14, MIDDLE, 6, false),
  },
  {
    words: 'print to stderr', about: 'ranks', in: ({ stderr }) => stderr,
    draw: (paper, palette) => pennant(paper, palette, palette.text, 14, MIDDLE, 6, true),
  },
  {
    words: 'request of a send, to completion', about: 'ranks', in: ({ sendRequests }) => sendRequests,
    draw: (paper, palette) => requestMark(paper, palette, palette.text, { x: 3, y: MIDDLE - 2, width: LEGEND_WIDTH - 6, height: 4 }, false, true),
  },
  {
    words: 'request of a receive', about: 'ranks', in: ({ receiveRequests }) => receiveRequests,
    draw: (paper, palette) => requestMark(paper, palette, palette.text, { x: 3, y: MIDDLE - 2, width: LEGEND_WIDTH - 6, height: 4 }, true, true),
  },
  message('message, eager', Protocol.Eager),
  message('rendezvous', Protocol.Rendezvous),
  message('synchronous', Protocol.Synchronous),
  message('buffered', Protocol.Buffered),
  message('ready', Protocol.Ready),
  {
    words: 'lies unexpected until received', about: 'messages', in: ({ unexpected }) => unexpected,
    draw: (paper, palette) => {
      inked(paper, palette.text);
      paper.lineWidth = 1;
      paper.strokeRect(6, MIDDLE - 5, LEGEND_WIDTH - 10, 4);
      paper.strokeRect(14, MIDDLE + 1, LEGEND_WIDTH - 18, 4);
    },
  },
  {
    words: 'never received', about: 'messages', in: ({ lost }) => lost,
    draw: (paper, palette) => {
      inked(paper, palette.danger);
      paper.lineWidth = 2;
      diamond(paper, 9, MIDDLE, 5);
      paper.stroke();
      paper.setLineDash([1.5, 2.5]);
      paper.beginPath();
      paper.moveTo(15, MIDDLE);
      paper.lineTo(LEGEND_WIDTH - 2, MIDDLE);
      paper.stroke();
      paper.setLineDash([]);
    },
  },
  {
    words: 'many messages, with their number', about: 'messages', in: ({ crowd }) => crowd,
    draw: (paper, palette) => {
      inked(paper, palette.text);
      paper.globalAlpha = 0.5;
      paper.beginPath();
      paper.moveTo(6, 2);
      paper.lineTo(14, 2);
      paper.lineTo(32, LEGEND_HEIGHT - 2);
      paper.lineTo(24, LEGEND_HEIGHT - 2);
      paper.closePath();
      paper.fill();
      paper.globalAlpha = 1;
    },
  },
  message('put, accumulate', 'put', [MpiCall.Put, MpiCall.Accumulate, MpiCall.Rput, MpiCall.Raccumulate]),
  message('get', 'get', [MpiCall.Get, MpiCall.GetAccumulate, MpiCall.FetchAndOp, MpiCall.CompareAndSwap, MpiCall.Rget, MpiCall.RgetAccumulate]),
  {
    words: 'epoch of a window', about: 'messages', in: ({ calls }) => [MpiCall.WinLock, MpiCall.WinLockAll, MpiCall.WinStart, MpiCall.WinPost].some((call) => calls.has(call)),
    draw: (paper, palette) => epochMark(paper, palette.text, 4, LEGEND_WIDTH - 4, MIDDLE - 3, 7),
  },
  {
    words: 'collective, from entry to leave', about: 'collectives', in: ({ glyphs }) => glyphs.size > 0,
    draw: (paper, palette) => {
      paper.fillStyle = palette.collectiveFill;
      paper.strokeStyle = palette.collective;
      paper.lineWidth = 1.5;
      paper.beginPath();
      paper.moveTo(4, 3);
      paper.lineTo(26, 3);
      paper.lineTo(34, LEGEND_HEIGHT - 3);
      paper.lineTo(10, LEGEND_HEIGHT - 3);
      paper.closePath();
      paper.fill();
      paper.stroke();
    },
  },
  {
    words: 'its root', about: 'collectives', in: ({ root }) => root,
    draw: (paper, palette) => {
      inked(paper, palette.collective);
      diamond(paper, LEGEND_WIDTH / 2, MIDDLE, 6);
      paper.fill();
    },
  },
  collective('bcast', 'bcast'), collective('scatter', 'scatter'), collective('gather', 'gather'), collective('reduce', 'reduce'), collective('allreduce', 'allreduce'),
  collective('allgather', 'allgather'), collective('alltoall', 'alltoall'), collective('scan', 'scan'), collective('reduce_scatter', 'reduceScatter'), collective('barrier', 'barrier'),
  collective('among neighbours', 'neighbours'), collective('makes a communicator', 'communicator'), collective('window', 'window'),
];

/// A heat map of ranks × ranks for many ranks: a square in each cell, as dark and as large as its value is.

import type { RankMatrix } from '../../../trace';
import { fontOf, type Palette, type Paper } from '../drawing/paper';

export interface MatrixLayout {
  readonly ranks: number;
  /// CSS pixels: where cells begin, and a cell's side.
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly font: number;
  /// Names on every n-th row and column.
  readonly nameEvery: number;
}

export interface MatrixCell {
  readonly row: number;
  readonly column: number;
}

export function layoutMatrix(ranks: number, width: number, font: number): MatrixLayout {
  const margin = font * (1.2 + String(Math.max(0, ranks - 1)).length * 0.65);
  const cell = Math.max(2, Math.min(36, (width - margin - 4) / Math.max(1, ranks)));
  const every = [1, 2, 5, 10, 20, 50].find((n) => n * cell >= font * 1.9) ?? 100;
  return { ranks, left: margin, top: font * 1.8, cell, font, nameEvery: every };
}

export function matrixHeight({ top, cell, ranks }: MatrixLayout): number {
  return top + cell * ranks + 2;
}

/// The cell at a point, CSS pixels; null beside the cells.
export function cellAt({ left, top, cell, ranks }: MatrixLayout, x: number, y: number): MatrixCell | null {
  const [column, row] = [Math.floor((x - left) / cell), Math.floor((y - top) / cell)];
  return column >= 0 && column < ranks && row >= 0 && row < ranks ? { row, column } : null;
}

export function drawMatrix(paper: Paper, layout: MatrixLayout, { values, most, ranks }: RankMatrix, palette: Palette, mark: MatrixCell | null, chosen: MatrixCell | null): void {
  const { left, top, cell, font, nameEvery } = layout;
  paper.fillStyle = palette.stripe;
  paper.fillRect(left, top, cell * ranks, cell * ranks);
  paper.font = fontOf(font);
  paper.fillStyle = palette.muted;
  paper.textBaseline = 'middle';
  for (let rank = 0; rank < ranks; rank += nameEvery) {
    paper.textAlign = 'right';
    paper.fillText(String(rank), left - 4, top + (rank + 0.5) * cell);
    paper.textAlign = 'center';
    paper.fillText(String(rank), left + (rank + 0.5) * cell, top - font * 0.7);
  }
  paper.fillStyle = palette.text;
  for (let row = 0; row < ranks; row++) {
    for (let column = 0; column < ranks; column++) {
      const value = values[row * ranks + column]!;
      if (!(value > 0)) continue;
      const share = value / most;
      // Never less than a pixel and a half, nor too faint to be seen: nothing and little are not the same.
      const side = Math.max(1.5, (cell - (cell > 5 ? 1 : 0)) * Math.sqrt(share));
      paper.globalAlpha = 0.35 + 0.65 * share;
      paper.fillRect(left + (column + 0.5) * cell - side / 2, top + (row + 0.5) * cell - side / 2, side, side);
    }
  }
  paper.globalAlpha = 1;
  const outline = (at: MatrixCell | null, width: number): void => {
    if (at === null) return;
    paper.strokeStyle = palette.select;
    paper.lineWidth = width;
    paper.strokeRect(left + at.column * cell - 1, top + at.row * cell - 1, cell + 2, cell + 2);
  };
  outline(chosen, 3);
  outline(mark, 2);
}

import { describe, expect, test } from 'vitest';
import { messageMatrices, place, type RankMatrix } from '../../../trace';
import { many } from '../../../trace/testing/scenarios';
import { paletteOf } from '../drawing/paper';
import { RecordingPaper } from '../drawing/testing/recording-paper';
import { cellAt, drawMatrix, layoutMatrix, matrixHeight } from './matrix-drawing';

const palette = paletteOf('light');
const gather = (ranks: number): RankMatrix => messageMatrices(many(ranks), place(many(ranks)).wall, -Infinity, Infinity, false).messages;
const draw = (matrix: RankMatrix, width: number, mark: { row: number; column: number } | null = null): RecordingPaper => {
  const paper = new RecordingPaper();
  drawMatrix(paper, layoutMatrix(matrix.ranks, width, 12), matrix, palette, mark, null);
  return paper;
};

test('a square for each pair that talked, and none for those that did not', () => {
  const squares = draw(gather(40), 420).log.filter(({ operation, fillStyle }) => operation === 'fillRect' && fillStyle === palette.text);
  expect(squares).toHaveLength(39);
  const layout = layoutMatrix(40, 420, 12);
  // All in the column of rank 0, one a row.
  expect(new Set(squares.map(({ values: [x, , width] }) => cellAt(layout, Number(x) + Number(width) / 2, layout.top + 1)?.column))).toEqual(new Set([0]));
  expect(draw(gather(40), 420).tidy).toBe(true);
});

test('squares grow with their values and are never too small to be seen', () => {
  const values = Float64Array.of(0, 1, 10_000, 0, 0, 0, 2500, 0, 0);
  const sides = draw({ ranks: 3, values, total: 12_501, most: 10_000 }, 300).log.filter(({ operation, fillStyle }) => operation === 'fillRect' && fillStyle === palette.text).map(({ values: [, , width] }) => Number(width));
  expect(sides[1]).toBeCloseTo(sides[2]! * 2, 6);
  expect(sides[0]).toBe(1.5);
});

describe('cells and points', () => {
  test('each cell’s middle is in it, at 128 ranks in a narrow pane too', () => {
    const layout = layoutMatrix(128, 300, 12);
    for (const [row, column] of [[0, 0], [127, 127], [5, 100]] as const) {
      expect(cellAt(layout, layout.left + (column + 0.5) * layout.cell, layout.top + (row + 0.5) * layout.cell)).toEqual({ row, column });
    }
    expect(cellAt(layout, 2, 2)).toBeNull();
    expect(layout.left + layout.cell * 128).toBeLessThanOrEqual(300);
    expect(matrixHeight(layout)).toBeGreaterThan(layout.cell * 128);
  });

  test('names leave room for each other', () => {
    for (const ranks of [16, 70, 128]) {
      const { nameEvery, cell, font } = layoutMatrix(ranks, 300, 12);
      expect(nameEvery * cell).toBeGreaterThanOrEqual(font * 1.8);
    }
  });
});

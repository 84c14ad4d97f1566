/// Who sends how much to whom, and who waits for whom: ranks × ranks. A cell lights its messages on the timeline.

import './stats.css';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { byteCount, duration, type Emphasis, messageMatrices, moment, pairEmphasis, percent, type RankMatrix, waitEmphasis, waitMatrix } from '../../../trace';
import type { Theme } from '../../theme';
import { paletteOf } from '../drawing/paper';
import { cellAt, drawMatrix, layoutMatrix, type MatrixCell, matrixHeight } from './matrix-drawing';
import type { PaneProps } from './pane';
import { NotYet, Scope } from './Scope';
import { SortedTable } from './SortedTable';
import { useWindow } from './use-window';

type Measure = 'messages' | 'bytes' | 'waiting';
const MEASURES: readonly Measure[] = ['messages', 'bytes', 'waiting'];
/// Up to so many ranks each cell is written as a number.
const NUMBERS = 12;
/// Of more ranks the largest cells are listed.
const LISTED = 100;

export function MatrixPane({ model, recording, settled, theme }: PaneProps): ReactNode {
  const [whole, setWhole] = useState(true);
  const [measure, setMeasure] = useState<Measure>('messages');
  const [inner, setInner] = useState(false);
  const [chosen, setChosen] = useState<{ readonly cell: MatrixCell; readonly emphasis: Emphasis } | null>(null);
  const range = useWindow(model, whole);
  // While a new run comes in, the model may still hold the one before.
  const placement = settled ? model.placement : null;
  const lit = useSyncExternalStore(model.subscribe, () => model.emphasis);
  const matrix = useMemo(() => {
    if (placement === null) return null;
    const { kind, from, to } = range ?? { kind: 'wall', from: -Infinity, to: Infinity };
    const axis = placement[kind];
    return measure === 'waiting' ? waitMatrix(recording, axis, from, to).waits : messageMatrices(recording, axis, from, to, inner)[measure];
  }, [recording, placement, range, measure, inner]);
  if (matrix === null) return <NotYet />;

  const at = chosen !== null && chosen.emphasis === lit ? chosen.cell : null;
  const choose = (cell: MatrixCell): void => {
    if (at !== null && at.row === cell.row && at.column === cell.column) return model.emphasise(null);
    const emphasis = measure === 'waiting' ? waitEmphasis(recording, cell.row, cell.column) : pairEmphasis(recording, cell.row, cell.column, inner);
    setChosen({ cell, emphasis });
    model.emphasise(emphasis);
  };
  const words = (cell: MatrixCell): string => cellWords(measure, cell, matrix.values[cell.row * matrix.ranks + cell.column]!);
  const part = whole ? '' : ', of the part on screen';
  return (
    <div className="tl-stats">
      <div className="tl-stats-head">
        <span className="tl-group" role="group" aria-label="Measure">
          {MEASURES.map((each) => <button key={each} type="button" className="tl-button" aria-pressed={measure === each} onClick={() => setMeasure(each)}>{each[0]?.toUpperCase()}{each.slice(1)}</button>)}
        </span>
        <Scope whole={whole} onWhole={setWhole} />
        {measure !== 'waiting' && <label className="tl-check"><input type="checkbox" checked={inner} onChange={(event) => setInner(event.target.checked)} /> with messages of collectives</label>}
      </div>
      <p className="tl-stats-say">{summary(matrix, measure, inner)}</p>
      {matrix.ranks <= NUMBERS ? (
        <Numbers matrix={matrix} measure={measure} caption={`${captionOf(measure)}${part}`} at={at} words={words} onChoose={choose} />
      ) : (
        <>
          <HeatMap matrix={matrix} theme={theme} caption={`${captionOf(measure)}${part}`} at={at} words={words} onChoose={choose} />
          <Largest matrix={matrix} measure={measure} words={words} onChoose={choose} />
        </>
      )}
    </div>
  );
}

interface CellsProps {
  readonly matrix: RankMatrix;
  readonly caption: string;
  readonly at: MatrixCell | null;
  words(cell: MatrixCell): string;
  onChoose(cell: MatrixCell): void;
}

function Numbers({ matrix, measure, caption, at, words, onChoose }: CellsProps & { readonly measure: Measure }): ReactNode {
  const ranks = Array.from({ length: matrix.ranks }, (_, rank) => rank);
  const [from, to] = measure === 'waiting' ? ['waiting rank', 'for rank'] : ['from rank', 'to rank'];
  return (
    <table className="tl-matrix">
      <caption>{caption}</caption>
      <thead><tr><th scope="col">{from} ↓ {to} →</th>{ranks.map((rank) => <th key={rank} scope="col">{rank}</th>)}</tr></thead>
      <tbody>
        {ranks.map((row) => (
          <tr key={row}>
            <th scope="row">{row}</th>
            {ranks.map((column) => {
              const value = matrix.values[row * matrix.ranks + column]!;
              if (!(value > 0)) return <td key={column} className="tl-nothing">·</td>;
              const pressed = at !== null && at.row === row && at.column === column;
              const share = Math.round((value / matrix.most) * 40 + 6);
              return (
                <td key={column} style={{ background: `color-mix(in srgb, var(--tl-accent) ${share}%, var(--tl-bg))` }}>
                  <button type="button" aria-pressed={pressed} aria-label={words({ row, column })} title={`${words({ row, column })}: show on the timeline`} onClick={() => onChoose({ row, column })}>{cellText(measure, value)}</button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HeatMap({ matrix, theme, caption, at, words, onChoose }: CellsProps & { readonly theme: Theme }): ReactNode {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [mark, setMark] = useState<MatrixCell | null>(null);
  useEffect(() => {
    const room = canvasRef.current?.parentElement;
    if (room == null) return;
    const observer = new ResizeObserver(() => setWidth(Math.min(room.clientWidth, 640)));
    observer.observe(room);
    return () => observer.disconnect();
  }, []);
  const font = canvasRef.current === null ? 12 : Number.parseFloat(getComputedStyle(canvasRef.current).fontSize) * 0.9;
  const layout = layoutMatrix(matrix.ranks, width, font);
  const height = matrixHeight(layout);
  useLayoutEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (canvas == null || context == null || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    drawMatrix(context, layout, matrix, paletteOf(theme), mark, at);
  });
  const cellOf = (event: PointerEvent): MatrixCell | null => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellAt(layout, event.clientX - box.left, event.clientY - box.top);
  };
  const onKey = (event: KeyboardEvent): void => {
    const { row, column } = mark ?? { row: 0, column: 0 };
    const last = matrix.ranks - 1;
    const moves: Readonly<Record<string, MatrixCell>> = {
      ArrowLeft: { row, column: Math.max(0, column - 1) }, ArrowRight: { row, column: Math.min(last, column + 1) },
      ArrowUp: { row: Math.max(0, row - 1), column }, ArrowDown: { row: Math.min(last, row + 1), column },
    };
    const to = moves[event.key];
    if (to !== undefined) setMark(mark === null ? { row: 0, column: 0 } : to);
    else if ((event.key === 'Enter' || event.key === ' ') && mark !== null) onChoose(mark);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="tl-heat">
      <canvas
        ref={canvasRef} tabIndex={0} role="application" aria-label={`${caption}: a heat map; arrow keys go from cell to cell, Enter shows one on the timeline`} style={{ width, height }}
        onPointerMove={(event) => setMark(cellOf(event))} onPointerLeave={() => setMark(null)} onKeyDown={onKey}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const cell = cellAt(layout, event.clientX - box.left, event.clientY - box.top);
          if (cell !== null) onChoose(cell);
        }}
      />
      <p className="tl-stats-say" aria-live="polite">{mark === null ? 'The larger and darker a square, the more. Rows send (or wait), columns receive (or are waited for).' : words(mark)}</p>
    </div>
  );
}

function Largest({ matrix, measure, words, onChoose }: { readonly matrix: RankMatrix; readonly measure: Measure; words(cell: MatrixCell): string; onChoose(cell: MatrixCell): void }): ReactNode {
  const cells = useMemo(() => {
    const there: { row: number; column: number; value: number }[] = [];
    matrix.values.forEach((value, i) => void (value > 0 && there.push({ row: Math.floor(i / matrix.ranks), column: i % matrix.ranks, value })));
    return there.sort((a, b) => b.value - a.value);
  }, [matrix]);
  const listed = cells.slice(0, LISTED);
  const [from, to] = measure === 'waiting' ? ['waiting rank', 'for rank'] : ['from rank', 'to rank'];
  return (
    <SortedTable
      caption={listed.length < cells.length ? `The largest ${LISTED} of ${cells.length.toLocaleString('en')} pairs` : `All ${cells.length} pairs`} rows={listed} keyOf={({ row, column }) => row * matrix.ranks + column}
      columns={[
        { label: from, sort: ({ row }) => row, cell: ({ row }) => row },
        { label: to, sort: ({ column }) => column, cell: ({ column }) => column },
        { label: measure, numeric: true, sort: ({ value }) => value, cell: (cell) => <button type="button" className="tl-link" aria-label={`${words(cell)}: show on the timeline`} onClick={() => onChoose(cell)}>{cellText(measure, cell.value)}</button> },
        { label: 'share', numeric: true, sort: ({ value }) => value, cell: ({ value }) => percent(value / matrix.total) },
      ]}
    />
  );
}

function captionOf(measure: Measure): string {
  return measure === 'waiting' ? 'Who waited for whom' : measure === 'bytes' ? 'Bytes from rank to rank' : 'Messages from rank to rank';
}

function cellText(measure: Measure, value: number): string {
  if (measure === 'waiting') return moment(value);
  if (measure === 'bytes' && value >= 10_000) return byteCount(value);
  return value.toLocaleString('en');
}

function cellWords(measure: Measure, { row, column }: MatrixCell, value: number): string {
  if (measure === 'waiting') return value > 0 ? `rank ${row} waited ${duration(value)} for rank ${column}` : `rank ${row} did not wait for rank ${column}`;
  const much = measure === 'bytes' ? byteCount(value) : value === 1 ? '1 message' : `${value.toLocaleString('en')} messages`;
  return `rank ${row} sent ${value > 0 ? much : 'nothing'} to rank ${column}`;
}

function summary({ values, total, ranks }: RankMatrix, measure: Measure, inner: boolean): string {
  if (!(total > 0)) return measure === 'waiting' ? 'No rank waited long enough for the clock to tell.' : inner ? 'No messages.' : 'No messages but those inside collectives.';
  const rows = Array.from({ length: ranks }, (_, row) => values.subarray(row * ranks, (row + 1) * ranks).reduce((sum, value) => sum + value, 0));
  const columns = Array.from({ length: ranks }, (_, column) => rows.reduce((sum, __, row) => sum + values[row * ranks + column]!, 0));
  const [first, second] = [rows.indexOf(Math.max(...rows)), columns.indexOf(Math.max(...columns))];
  const pairs = values.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  const spread = `${pairs.toLocaleString('en')} of ${(ranks * ranks).toLocaleString('en')} pairs`;
  if (measure === 'waiting') return `${duration(total)} of waiting in all, ${spread}. Rank ${first} waited most (${percent(rows[first]! / total)}); rank ${second} was waited for most (${percent(columns[second]! / total)}).`;
  const all = measure === 'bytes' ? byteCount(total) : total === 1 ? '1 message' : `${total.toLocaleString('en')} messages`;
  return `${all}, ${spread}. Rank ${first} sends most (${percent(rows[first]! / total)}), rank ${second} receives most (${percent(columns[second]! / total)}).`;
}

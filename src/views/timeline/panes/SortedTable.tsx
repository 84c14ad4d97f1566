/// A table that sorts by any of its columns: the header's buttons say by which.

import { type ReactNode, useState } from 'react';

export interface Column<Row> {
  readonly label: string;
  /// Longer words for the header's tooltip.
  readonly title?: string;
  readonly numeric?: boolean;
  /// What is sorted by; a column without it does not sort.
  sort?(row: Row): number | string;
  cell(row: Row): ReactNode;
}

interface SortedTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  keyOf(row: Row): string | number;
  /// Index of the column sorted by at first, and whether the largest come first.
  readonly first?: { readonly column: number; readonly falling: boolean };
}

export function SortedTable<Row>({ caption, columns, rows, keyOf, first }: SortedTableProps<Row>): ReactNode {
  const [order, setOrder] = useState(first ?? null);
  const by = order === null ? undefined : columns[order.column]?.sort;
  const shown = by === undefined || order === null ? rows : rows.toSorted((a, b) => compare(by(a), by(b)) * (order.falling ? -1 : 1));
  const press = (column: number): void => setOrder(order?.column === column ? { column, falling: !order.falling } : { column, falling: columns[column]?.numeric === true });
  return (
    <table className="tl-stats-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, title, numeric, sort }, i) => {
            const sorted = order?.column === i ? (order.falling ? 'descending' : 'ascending') : undefined;
            return (
              <th key={label} scope="col" aria-sort={sorted} className={numeric === true ? 'tl-number' : undefined}>
                {sort === undefined ? label : <button type="button" title={title} onClick={() => press(i)}>{label}<span aria-hidden="true">{sorted === undefined ? '' : sorted === 'descending' ? ' ▾' : ' ▴'}</span></button>}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ label, numeric, cell }, i) => (i === 0 ? <th key={label} scope="row">{cell(row)}</th> : <td key={label} className={numeric === true ? 'tl-number' : undefined}>{cell(row)}</td>))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

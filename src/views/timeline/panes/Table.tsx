/// The same facts without a picture: a table of calls, messages, waits or prints, a page at a time.

import { type ReactNode, useMemo, useState } from 'react';
import type { Recording } from '../../../trace';
import { type Cell, TABLE_KINDS, tableContent, type TableKind } from './table-rows';

const PAGE = 100;

interface TableProps {
  readonly recording: Recording;
  /// Changes when the content does.
  readonly version: number;
  /// The moment that counts as 0.
  readonly origin: number;
  onOpenLine(file: string, line: number): void;
}

export function Table({ recording, version, origin, onOpenLine }: TableProps): ReactNode {
  const [kind, setKind] = useState<TableKind>('messages');
  const [page, setPage] = useState(0);
  // `version` stands for what `recording` holds now.
  const content = useMemo(() => tableContent(recording, kind, origin), [recording, version, kind, origin]);
  const pages = Math.max(1, Math.ceil(content.count / PAGE));
  const at = Math.min(page, pages - 1);
  const cell = (value: Cell): ReactNode => {
    if (value === null || typeof value === 'string') return value;
    return <button type="button" className="tl-line" onClick={() => onOpenLine(value.file, value.line)}>{value.file}:{value.line}</button>;
  };
  return (
    <div className="tl-table">
      <div className="tl-table-head">
        <span className="tl-group" role="group" aria-label="Table of">
          {TABLE_KINDS.map((each) => (
            <button key={each} type="button" className="tl-button" aria-pressed={each === kind} onClick={() => { setKind(each); setPage(0); }}>{each[0]?.toUpperCase()}{each.slice(1)}</button>
          ))}
        </span>
        {pages > 1 && (
          <span className="tl-pages">
            <button type="button" className="tl-button" disabled={at === 0} onClick={() => setPage(at - 1)}>Previous</button>
            <span>{(at * PAGE + 1).toLocaleString('en')} to {Math.min(content.count, (at + 1) * PAGE).toLocaleString('en')} of {content.count.toLocaleString('en')}</span>
            <button type="button" className="tl-button" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>Next</button>
          </span>
        )}
      </div>
      <div className="tl-table-body" tabIndex={0} role="group" aria-label={`${kind} of the run`}>
        <table>
          <caption>{content.count === 0 ? `No ${kind} were recorded.` : `${content.count.toLocaleString('en')} ${kind}, in the order in which they happened`}</caption>
          <thead><tr>{content.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
          <tbody>
            {content.rows(at * PAGE, PAGE).map((cells, i) => <tr key={at * PAGE + i}>{cells.map((value, j) => <td key={j} className={typeof value === 'string' && value.length < 12 ? 'tl-short' : undefined}>{cell(value)}</td>)}</tr>)}
          </tbody>
        </table>
      </div>
    </div>
  );
}

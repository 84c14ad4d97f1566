/// The same facts without a picture: a table of calls, messages, waits or prints, a page at a time. The row of what is selected on the
/// timeline is marked, and choosing a row selects there.

import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { type Item, readQuery, type Recording } from '../../../trace';
import type { TimelineModel } from '../replay/model';
import type { PaneProps } from './pane';
import { type Cell, TABLE_KINDS, tableContent, type TableKind, type TableOrder } from './table-rows';

const PAGE = 100;

interface TableProps {
  readonly model: TimelineModel;
  readonly recording: Recording;
  /// Changes when the content does.
  readonly version: number;
  /// The moment that counts as 0.
  readonly origin: number;
  /// What stands in the search field: rows are those that it takes.
  readonly find: string;
  readonly placing: PaneProps['placing'];
  onOpenLine(file: string, line: number): void;
}

export function Table({ model, recording, version, origin, find, placing, onOpenLine }: TableProps): ReactNode {
  const [kind, setKind] = useState<TableKind>('messages');
  const [page, setPage] = useState(0);
  const [order, setOrder] = useState<TableOrder | null>(null);
  const body = useRef<HTMLDivElement>(null);
  /// A row to put the focus on once it is there.
  const wanted = useRef(-1);
  const selected = useSyncExternalStore(model.subscribe, () => model.selected);
  const query = useMemo(() => (find.trim() === '' ? null : readQuery(recording, find)), [recording, find]);
  const filter = query === null || typeof query === 'string' || query.number !== null ? null : query;
  // `version` stands for what `recording` holds now.
  const content = useMemo(() => tableContent(recording, kind, origin, { query: filter, order }), [recording, version, kind, origin, filter, order]);
  const pages = Math.max(1, Math.ceil(content.count / PAGE));
  const at = Math.min(page, pages - 1);
  const marked = useMemo(() => (selected === null ? -1 : content.indexOf(selected)), [content, selected]);

  // What is selected elsewhere comes into view here.
  useEffect(() => {
    if (marked >= 0) setPage(Math.floor(marked / PAGE));
  }, [marked]);
  useEffect(() => {
    const index = wanted.current >= 0 ? wanted.current : marked;
    const row = body.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    if (row == null) return;
    row.scrollIntoView({ block: 'nearest' });
    if (wanted.current < 0) return;
    wanted.current = -1;
    row.querySelector<HTMLElement>('.tl-choose')?.focus();
  }, [marked, at, content]);

  const choose = (item: Item): void => {
    if (model.navigator.go(item) === null) model.select(item);
  };
  const goTo = (index: number): void => {
    const next = Math.min(Math.max(0, index), content.count - 1);
    if (next < 0) return;
    wanted.current = next;
    setPage(Math.floor(next / PAGE));
    choose(content.item(next));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-index]') : null;
    const from = row === null ? marked : Number(row.dataset['index']);
    const moves: Record<string, number> = { ArrowDown: from + 1, ArrowUp: from - 1, PageDown: from + PAGE, PageUp: from - PAGE, Home: 0, End: content.count - 1 };
    const to = moves[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  };
  const onClick = (event: MouseEvent): void => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const row = target?.closest<HTMLElement>('[data-index]');
    if (row != null && target?.closest('.tl-line') === null) choose(content.item(Number(row.dataset['index'])));
  };

  const cell = (value: Cell): ReactNode => {
    if (value === null || typeof value === 'string') return value;
    return <button type="button" className="tl-line" onClick={() => onOpenLine(value.file, value.line)}>{value.file}:{value.line}</button>;
  };
  const which = filter === null ? `All ${kind} of the run` : `The ${kind} that match “${find.trim()}”`;
  const sorted = order === null ? 'in the order in which they happened' : `by ${content.columns[order.column] ?? ''}`;
  return (
    <div className="tl-table">
      <div className="tl-table-head">
        <span className="tl-group" role="group" aria-label="Table of">
          {TABLE_KINDS.map((each) => (
            <button
              key={each} type="button" className="tl-button" aria-pressed={each === kind}
              onClick={() => {
                if (each === kind) return;
                setKind(each);
                setPage(0);
                setOrder(null);
              }}
            >
              {each[0]?.toUpperCase()}{each.slice(1)}
            </button>
          ))}
        </span>
        {pages > 1 && (
          <span className="tl-pages">
            <button type="button" className="tl-button" disabled={at === 0} onClick={() => setPage(at - 1)}>Previous</button>
            <span>{(at * PAGE + 1).toLocaleString('en')} to {Math.min(content.count, (at + 1) * PAGE).toLocaleString('en')} of {content.count.toLocaleString('en')}</span>
            <button type="button" className="tl-button" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>Next</button>
          </span>
        )}
        {typeof query === 'string' && <span role="alert">{query}</span>}
        {placing !== undefined && <button type="button" className="tl-button tl-last" aria-pressed={placing.beside} onClick={placing.toggle}>Beside the picture</button>}
      </div>
      <div className="tl-table-body" ref={body} tabIndex={0} role="group" aria-label={`${kind} of the run`} onKeyDown={onKeyDown}>
        <table aria-rowcount={content.count + 1}>
          <caption>{content.count === 0 && filter === null ? `No ${kind} were recorded.` : `${which}: ${content.count === 0 ? 'none' : `${content.count.toLocaleString('en')}, ${sorted}`}`}</caption>
          <thead>
            <tr aria-rowindex={1}>
              {content.columns.map((column, i) => {
                const direction = order?.column !== i ? undefined : order.falling ? 'descending' : 'ascending';
                const press = (): void => {
                  setOrder(direction === undefined ? { column: i, falling: false } : direction === 'ascending' ? { column: i, falling: true } : null);
                  setPage(0);
                };
                return <th key={column} scope="col" aria-sort={direction}>{content.sortable[i] === true ? <button type="button" className="tl-sort" title={`Sort by ${column}`} onClick={press}>{column}</button> : column}</th>;
              })}
            </tr>
          </thead>
          <tbody onClick={onClick}>
            {content.rows(at * PAGE, PAGE).map((cells, i) => {
              const index = at * PAGE + i;
              return (
                <tr key={index} data-index={index} aria-rowindex={index + 2} aria-current={index === marked || undefined}>
                  {cells.map((value, j) => (
                    <td key={j} className={typeof value === 'string' && value.length < 12 ? 'tl-short' : undefined}>
                      {j === 0 && typeof value === 'string' ? <button type="button" className="tl-choose" tabIndex={index === (marked < 0 ? at * PAGE : marked) ? 0 : -1} title="Select this on the timeline">{value}</button> : cell(value)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

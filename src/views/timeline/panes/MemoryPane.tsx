/// Each rank's variables at the cursor, side by side: every process has a memory of its own.

import './memory.css';
import { type ReactNode, useMemo, useState, useSyncExternalStore } from 'react';
import { momentAt, momentWords, rankOf, type Recording, type Variable, variablesOf, type VariableState } from '../../../trace';
import { rankColour, type Theme } from '../../theme';
import type { TimelineModel } from '../replay/model';
import { useThrottled } from '../use-throttled';
import { type MemoryFilter, type MemoryGroup, memoryGroups, type MemoryRow, shownRanks } from './memory-rows';
import type { PaneProps } from './pane';

/// Columns that are shown at once.
const MOST_RANKS = 8;
/// A value longer than this is folded.
const SHORT = 36;
const FILTERS: readonly { readonly id: MemoryFilter; readonly label: string; readonly title: string }[] = [
  { id: 'all', label: 'All', title: 'Every variable' },
  { id: 'differs', label: 'Differing', title: 'Only what is not the same on all ranks shown' },
  { id: 'changed', label: 'Changed', title: 'Only what changed at a rank’s last event' },
];

export function MemoryPane({ model, recording, settled, theme, variables }: PaneProps): ReactNode {
  const [filter, setFilter] = useState<MemoryFilter>('all');
  const [asked, setAsked] = useState<number | null>(null);
  const selected = useSyncExternalStore(model.subscribe, () => (model.selected === null ? -1 : rankOf(recording, model.selected)));
  const ranks = shownRanks(recording.ranks, asked ?? Math.max(0, selected), MOST_RANKS);
  const version = useThrottled(recording, settled, 400);
  const moments = useMoments(model, recording, ranks);
  // `version` and `settled` stand for what `recording` holds now.
  const states = useMemo(() => ranks.map((rank, index) => variablesOf(recording).at(rank, moments[index] ?? Infinity)), [recording, version, settled, moments]);
  const groups = memoryGroups(states, filter);
  return (
    <div className="tl-memory">
      <div className="tl-memory-head">
        <span className="tl-group" role="group" aria-label="Variables shown">
          {FILTERS.map(({ id, label, title }) => <button key={id} type="button" className="tl-button" aria-pressed={filter === id} title={title} onClick={() => setFilter(id)}>{label}</button>)}
        </span>
        {recording.ranks > MOST_RANKS && <RankWindow ranks={ranks} of={recording.ranks} onShow={setAsked} />}
        {variables !== undefined && (
          <label className="tl-memory-switch" title="From the next run on">
            <input type="checkbox" checked={variables.on} onChange={(event) => variables.set(event.target.checked)} />Record variables
          </label>
        )}
      </div>
      <Notes recording={recording} states={states} off={variables?.on === false} />
      {recording.variables.length > 0 && (
        <div className="tl-table-body tl-memory-body" tabIndex={0} role="group" aria-label="Variables of the ranks">
          <table>
            <caption className="tl-unseen">Variables of {ranks.length === 1 ? 'the rank' : `ranks ${ranks[0]} to ${ranks.at(-1)}`} at the cursor</caption>
            <thead>
              <tr>
                <th scope="col">variable</th>
                {ranks.map((rank, index) => <RankHead key={rank} rank={rank} theme={theme} recording={recording} moment={moments[index] ?? Infinity} state={states[index]!} />)}
              </tr>
            </thead>
            {groups.map((group) => <Group key={`${group.depth} ${group.label}`} group={group} ranks={ranks} states={states} />)}
          </table>
          {groups.length === 0 && <p className="tl-memory-note">{filter === 'differs' ? 'All variables are the same on these ranks.' : filter === 'changed' ? 'Nothing changed at these ranks’ last events.' : 'No variables yet.'}</p>}
        </div>
      )}
    </div>
  );
}

/// Where the ranks stand at the cursor; the same array while they stand where they stood.
function useMoments(model: TimelineModel, recording: Recording, ranks: readonly number[]): readonly number[] {
  const key = useSyncExternalStore(model.subscribe, () => (model.placement === null ? '' : ranks.map((rank) => momentAt(recording, rank, model.axis, model.cursor, model.navigator.sequence)).join(' ')));
  const from = ranks.join(' ');
  return useMemo(() => (key === '' ? from.split(' ').map(() => Infinity) : key.split(' ').map(Number)), [key, from]);
}

function RankWindow({ ranks, of, onShow }: { readonly ranks: readonly number[]; readonly of: number; onShow(rank: number): void }): ReactNode {
  const [first, last] = [ranks[0] ?? 0, ranks.at(-1) ?? 0];
  const middle = first + Math.floor(ranks.length / 2);
  return (
    <span className="tl-memory-window">
      <span className="tl-group">
        <button type="button" className="tl-button" disabled={first === 0} aria-label="Lower ranks" onClick={() => onShow(middle - ranks.length)}>‹</button>
        <button type="button" className="tl-button" disabled={last === of - 1} aria-label="Higher ranks" onClick={() => onShow(middle + ranks.length)}>›</button>
      </span>
      <span>ranks {first} to {last} of {of}</span>
    </span>
  );
}

function Notes({ recording, states, off }: { readonly recording: Recording; readonly states: readonly VariableState[]; readonly off: boolean }): ReactNode {
  const { variables } = recording;
  const sentences: string[] = [];
  if (variables.length === 0) sentences.push(off ? 'Recording of variables is off: nothing of it is kept. Switch it on and run again.' : recording.ended ? 'No variables were recorded in this run.' : 'No variables have been recorded yet.');
  else sentences.push('At the cursor. ● changed at the rank’s last event, ≠ differs between ranks.');
  if (variables.length > 0 && off) sentences.push('From the next run on nothing is recorded.');
  if (variables.dropped > 0) sentences.push(`The beginning is kept; ${variables.dropped.toLocaleString('en')} later looks at variables were counted and not kept.`);
  const rest = states.reduce((sum, state) => sum + state.rest, 0);
  if (rest > 0) sentences.push(`${rest.toLocaleString('en')} more changes had no room in the record of their event; they come with the next.`);
  return <p className="tl-memory-note">{sentences.join(' ')}</p>;
}

function RankHead({ rank, theme, recording, moment, state }: { readonly rank: number; readonly theme: Theme; readonly recording: Recording; readonly moment: number; readonly state: VariableState }): ReactNode {
  return (
    <th scope="col">
      <span className="tl-memory-rank" style={{ borderLeftColor: rankColour(rank, theme) }}>rank {rank}</span>
      <span className="tl-memory-when">{momentWords(recording, rank, moment)}</span>
      {!state.exact && <span className="tl-memory-when">not recorded at this event; {state.asOf < 0 ? 'nothing known yet' : `as of ${state.asOf === 1 ? 'its first event' : `its event ${state.asOf.toLocaleString('en')}`}`}</span>}
    </th>
  );
}

function Group({ group, ranks, states }: { readonly group: MemoryGroup; readonly ranks: readonly number[]; readonly states: readonly VariableState[] }): ReactNode {
  return (
    <tbody>
      {group.depth > 0 && <tr className="tl-memory-group"><th scope="rowgroup" colSpan={ranks.length + 1}>in {group.label}()</th></tr>}
      {group.rows.map((row) => (
        <tr key={row.name}>
          <RowHead row={row} several={ranks.length > 1} />
          {row.cells.map((cell, column) => (
            <td key={ranks[column]} className={cell?.changed === true ? 'tl-memory-changed' : undefined}>
              {cell === null ? <span className="tl-memory-none">{states[column]?.scopes[group.depth]?.label === group.label ? 'not on this rank' : 'not in it'}</span> : <Value variable={cell} />}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

function RowHead({ row, several }: { readonly row: MemoryRow; readonly several: boolean }): ReactNode {
  return (
    <th scope="row" className={row.differs ? 'tl-memory-differs' : undefined}>
      {row.name}
      {several && row.differs && <><span aria-hidden="true" className="tl-memory-sign" title="not the same on all ranks shown"> ≠</span><span className="tl-unseen">, differs between ranks</span></>}
    </th>
  );
}

function Value({ variable: { value, changed } }: { readonly variable: Variable }): ReactNode {
  const mark = changed && <><span aria-hidden="true" className="tl-memory-mark">●</span><span className="tl-unseen">changed: </span></>;
  if (value.text.length <= SHORT && (value.rows === null || value.rows.length === 1)) return <span className="tl-memory-value" title={value.type}>{mark}{value.text}</span>;
  const short = value.text.length > SHORT ? `${value.text.slice(0, SHORT - 1)}…` : value.text;
  return (
    <details>
      <summary className="tl-memory-value" title={value.type}>{mark}{short}</summary>
      <div className="tl-memory-type">{value.type}</div>
      {value.rows === null ? <div className="tl-memory-value">{value.text}</div> : (
        <table className="tl-memory-array"><tbody>{value.rows.map((cells, row) => <tr key={row}>{cells.map((cell, column) => <td key={column}>{cell}</td>)}</tr>)}</tbody></table>
      )}
    </details>
  );
}

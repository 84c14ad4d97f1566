/// Order, groups and hiding of lanes: what makes a run of many ranks readable. Everything is a plain field, so all of it works by keyboard.

import './ranks-menu.css';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { SELF_CONTEXT, WORLD_CONTEXT } from '../../protocol';
import type { Recording } from '../../trace';
import { type Arrangement, AS_LAUNCHED, type Grouping, type RankGroup, rankGroups, type Sorting } from './drawing/arrangement';
import type { TimelineModel } from './replay/model';

interface RanksMenuProps {
  readonly model: TimelineModel;
  /// Ranks on a node, as the launch command said; null when it did not.
  readonly perNode: number | null;
}

const SORTINGS: readonly (readonly [Sorting, string])[] = [['rank', 'rank'], ['waiting', 'time waited'], ['first', 'first event'], ['hand', 'hand']];
/// Sizes of blocks offered.
const BLOCKS: readonly number[] = [2, 4, 8, 16, 24, 32];

export function RanksMenu({ model, perNode }: RanksMenuProps): ReactNode {
  const arrangement = useSyncExternalStore(model.subscribe, () => model.arrangement);
  const recording = useSyncExternalStore(model.subscribe, () => model.recording);
  const settled = useSyncExternalStore(model.subscribe, () => model.placement !== null);
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    root.current?.querySelector('select')?.focus();
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.preventDefault();
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };

  const changed = arrangement !== AS_LAUNCHED;
  return (
    <div className="tl-ranks" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={button} type="button" className="tl-button" disabled={!settled || recording === null} aria-expanded={open} aria-controls={open ? id : undefined}
        aria-pressed={changed} title="Order, groups and hiding of ranks" onClick={() => setOpen(!open)}
      >
        Ranks
      </button>
      {open && recording !== null && (
        <div className="tl-ranks-panel" id={id} role="dialog" aria-label="Ranks on the timeline">
          <Fields recording={recording} arrangement={arrangement} perNode={perNode} onChange={(next) => model.arrange(next)} />
        </div>
      )}
    </div>
  );
}

function Fields({ recording, arrangement, perNode, onChange }: { readonly recording: Recording; readonly arrangement: Arrangement; readonly perNode: number | null; onChange(next: Arrangement): void }): ReactNode {
  const { sorting, grouping, folded, hidden } = arrangement;
  const groups = rankGroups(recording, arrangement);
  const order = groups.flatMap(({ ranks }) => ranks);
  const split = hasSplit(recording);
  return (
    <>
      <div className="tl-ranks-row">
        <label>Sort by <select value={sorting} onChange={(event) => onChange({ ...arrangement, sorting: sortingOf(event.target.value), hand: order })}>{SORTINGS.map(([value, words]) => <option key={value} value={value}>{words}</option>)}</select></label>
        <label>
          Group by{' '}
          <select value={String(grouping)} onChange={(event) => onChange({ ...arrangement, grouping: groupingOf(event.target.value), folded: new Set() })}>
            <option value="none">nothing</option>
            {split && <option value="communicator">communicator of Split</option>}
            {perNode !== null && perNode < recording.ranks && <option value={perNode}>node ({perNode} ranks)</option>}
            {BLOCKS.filter((size) => size < recording.ranks && size !== perNode).map((size) => <option key={size} value={size}>blocks of {size}</option>)}
          </select>
        </label>
      </div>
      {grouping !== 'none' && (
        <div className="tl-ranks-row">
          <button type="button" className="tl-button" onClick={() => onChange({ ...arrangement, folded: new Set(groups.map(({ number }) => number)) })}>Fold all groups</button>
          <button type="button" className="tl-button" onClick={() => onChange({ ...arrangement, folded: new Set() })}>Unfold all</button>
        </div>
      )}
      <div className="tl-ranks-row">
        <button type="button" className="tl-button" disabled={hidden.size === 0} onClick={() => onChange({ ...arrangement, hidden: new Set() })}>Show all ranks</button>
        <button type="button" className="tl-button" onClick={() => onChange(AS_LAUNCHED)}>As launched</button>
      </div>
      <div className="tl-ranks-list" role="group" aria-label="Ranks shown">
        {groups.map((group) => <Group key={group.number} group={group} arrangement={arrangement} order={order} onChange={onChange} folded={folded.has(group.number)} />)}
      </div>
    </>
  );
}

interface GroupProps {
  readonly group: RankGroup;
  readonly arrangement: Arrangement;
  /// All ranks as they stand, for moving one by hand.
  readonly order: readonly number[];
  readonly folded: boolean;
  onChange(next: Arrangement): void;
}

function Group({ group: { number, name, ranks }, arrangement, order, folded, onChange }: GroupProps): ReactNode {
  const { hidden, sorting } = arrangement;
  const move = (rank: number, by: -1 | 1): void => {
    const hand = [...order];
    const at = hand.indexOf(rank);
    const other = hand[at + by];
    if (other === undefined) return;
    hand[at + by] = rank;
    hand[at] = other;
    onChange({ ...arrangement, sorting: 'hand', hand });
  };
  return (
    <>
      {number >= 0 && (
        <label className="tl-ranks-group"><input type="checkbox" checked={folded} onChange={() => onChange({ ...arrangement, folded: toggled(arrangement.folded, number) })} /> {name} as one lane</label>
      )}
      {!folded && (
        <ul>
          {ranks.map((rank) => (
            <li key={rank}>
              <label><input type="checkbox" checked={!hidden.has(rank)} onChange={() => onChange({ ...arrangement, hidden: toggled(hidden, rank) })} /> rank {rank}</label>
              {sorting === 'hand' && (
                <span>
                  <button type="button" className="tl-button" aria-label={`rank ${rank} up`} disabled={order[0] === rank} onClick={() => move(rank, -1)}>↑</button>
                  <button type="button" className="tl-button" aria-label={`rank ${rank} down`} disabled={order.at(-1) === rank} onClick={() => move(rank, 1)}>↓</button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function toggled(set: ReadonlySet<number>, element: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(element)) next.add(element);
  return next;
}

function sortingOf(value: string): Sorting {
  return SORTINGS.find(([sorting]) => sorting === value)?.[0] ?? 'rank';
}

function groupingOf(value: string): Grouping {
  return value === 'none' || value === 'communicator' ? value : Number(value);
}

/// Whether the run has communicators beside COMM_WORLD and COMM_SELF with collectives of their own.
function hasSplit({ collectives }: Recording): boolean {
  for (let row = 0; row < collectives.length; row++) if (collectives.context[row] !== WORLD_CONTEXT && collectives.context[row] !== SELF_CONTEXT) return true;
  return false;
}

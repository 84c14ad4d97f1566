/// On the card of a collective: its messages shown or hidden, its algorithm, and what that cost beside what others did.

import './collective-card.css';
import { type ReactNode, useMemo } from 'react';
import { byteCount, duration, type Recording } from '../../trace';
import type { CollectiveCosts } from './collective-costs';
import type { TimelineModel } from './replay/model';

/// What a run can be asked to do with its collectives.
export interface AlgorithmActions {
  /// Names that the launcher knows for a collective call, each with a few words; empty when there is no choice.
  of(call: number): readonly { readonly name: string; readonly words: string }[];
  /// The name that the launch command sets; null when the engine chooses by size.
  chosen(call: number): string | null;
  /// Puts the choice (null: the engine's) into the launch command and runs again.
  choose(call: number, name: string | null): void;
}

interface CollectiveCardProps {
  readonly model: TimelineModel;
  readonly recording: Recording;
  readonly group: number;
  readonly settled: boolean;
  readonly costs: CollectiveCosts;
  readonly algorithms: AlgorithmActions | null;
  onChoose(name: string | null): void;
}

export function CollectiveCard({ model, recording, group, settled, costs, algorithms, onChoose }: CollectiveCardProps): ReactNode {
  const call = recording.collectives.call[group]!;
  const seen = useMemo(() => (settled ? costs.compare(recording, group) : []), [settled, costs, recording, group]);
  const names = algorithms?.of(call) ?? [];
  const messages = recording.collectives.receives[group]?.length ?? 0;
  return (
    <div className="tl-collective">
      <div className="tl-collective-row">
        <button type="button" className="tl-button" disabled={messages === 0} onClick={() => model.toggleUnfolded(group)}>{model.isUnfolded(group) ? 'Fold its messages' : 'Unfold its messages'}</button>
        <button type="button" className="tl-button" disabled={!settled} onClick={() => model.look(extentOf(model, recording, group))}>Zoom to it</button>
      </div>
      {names.length > 0 && (
        <label className="tl-collective-row">
          Algorithm{' '}
          <select value={algorithms?.chosen(call) ?? ''} onChange={(event) => onChoose(event.target.value === '' ? null : event.target.value)}>
            <option value="">chosen by size</option>
            {names.map(({ name, words }) => <option key={name} value={name}>{words === '' ? name : `${name} (${words})`}</option>)}
          </select>
        </label>
      )}
      {seen.length > 0 && messages > 0 && (
        <table>
          <caption>{seen.length === 1 ? 'What it cost' : 'What it cost here, and by other algorithms before'}</caption>
          <thead><tr><th scope="col">algorithm</th><th scope="col">rounds</th><th scope="col">messages</th><th scope="col">bytes</th><th scope="col" title="from the last entry to the last leave">time</th></tr></thead>
          <tbody>
            {seen.map(({ algorithm, cost }, i) => (
              <tr key={algorithm} aria-current={i === 0 || undefined}>
                <th scope="row">{algorithm === '' ? 'not known' : algorithm}</th><td>{cost.rounds}</td><td>{cost.messages}</td><td>{byteCount(cost.bytes)}</td><td>{duration(cost.milliseconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

/// From the first entry to the last leave, on the axis shown.
function extentOf({ axis }: TimelineModel, { collectives }: Recording, group: number): { readonly from: number; readonly to: number } {
  const members = collectives.members[group]!;
  let [from, to] = [Infinity, -Infinity];
  for (let i = 0; i < members.length; i++) {
    from = Math.min(from, axis.begin[members.at(i)]!);
    to = Math.max(to, axis.end[members.at(i)]!);
  }
  return from <= to ? { from, to } : { from: axis.from, to: axis.to };
}

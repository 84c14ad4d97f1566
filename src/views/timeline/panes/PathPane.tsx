/// What the run's time went to: its critical path, lit on the timeline and as tables.

import './stats.css';
import { type ReactNode, useMemo, useSyncExternalStore } from 'react';
import { callName, criticalPath, type CriticalPath, duration, moment, pathByRank, type PathByRank, pathEmphasis, PathKind, type PathShare, pathShares, percent, rankList, type Recording, sourceLine } from '../../../trace';
import { rankColour } from '../../theme';
import type { PaneProps } from './pane';
import { NotYet } from './Scope';
import { type Column, SortedTable } from './SortedTable';

export function PathPane({ model, recording, settled, theme, onOpenLine }: PaneProps): ReactNode {
  // While a new run comes in, the model may still hold the one before.
  const placement = settled ? model.placement : null;
  const found = useMemo(() => {
    if (placement === null) return null;
    const path = criticalPath(recording, placement.wall);
    return { path, shares: pathShares(recording, path), by: pathByRank(recording, path), emphasis: pathEmphasis(recording, path) };
  }, [recording, placement]);
  const shown = useSyncExternalStore(model.subscribe, () => model.emphasis);
  if (found === null) return <NotYet />;
  const { path, shares, by, emphasis } = found;
  const length = path.at[path.length]! - path.at[0]!;
  if (path.length === 0 || !(length > 0)) return <p className="tl-stats-note">Nothing happened that the clock could tell.</p>;
  const ranks = Array.from({ length: recording.ranks }, (_, rank) => rank).filter((rank) => partOf(by, rank) > 0);
  const lit = shown === emphasis;
  const select = (share: PathShare): void => {
    const row = path.row[share.longest]!;
    if (row < 0) return;
    model.select(share.kind === PathKind.Message || share.kind === PathKind.Match ? { kind: 'message', row } : { kind: 'call', row });
  };
  const columns: readonly Column<PathShare>[] = [
    {
      label: 'what, on which line', sort: ({ line, kind }) => line * 4 + kind,
      cell: (share) => <><button type="button" className="tl-link" title="Select where it took longest" onClick={() => select(share)}>{what(share)}</button> <Line recording={recording} line={share.line} onOpenLine={onOpenLine} /></>,
    },
    { label: 'ranks', cell: (share) => rankList(share.ranks).replace(/^ranks? /u, '') },
    { label: 'times', numeric: true, sort: ({ count }) => count, cell: ({ count }) => count.toLocaleString('en') },
    { label: 'time', numeric: true, sort: ({ time }) => time, cell: ({ time }) => (time < 0.0005 ? '0' : moment(time)) },
    { label: 'share', numeric: true, sort: ({ time }) => time, cell: ({ time }) => <Share share={time / length} /> },
  ];
  return (
    <div className="tl-stats">
      <div className="tl-stats-head"><button type="button" className="tl-button" aria-pressed={lit} onClick={() => model.emphasise(lit ? null : emphasis)}>{lit ? 'Hide it on the timeline' : 'Show it on the timeline'}</button></div>
      <p className="tl-stats-say">{sentence(recording, path, by, length)}</p>
      <SortedTable caption="What the run’s time went to" columns={columns} rows={shares} keyOf={({ kind, call, flags, line }) => `${kind} ${call} ${flags} ${line}`} first={{ column: 3, falling: true }} />
      <SortedTable
        caption="The path by rank" rows={ranks} keyOf={(rank) => rank}
        columns={[
          { label: 'rank', sort: (rank) => rank, cell: (rank) => <span className="tl-rank" style={{ borderLeftColor: rankColour(rank, theme) }}>{rank}</span> },
          ...(['start', 'compute', 'call', 'message'] as const).filter((part) => part !== 'start' || by.start.some((time) => time > 0)).map((part): Column<number> => ({ label: PARTS[part], numeric: true, sort: (rank) => by[part][rank]!, cell: (rank) => (by[part][rank]! < 0.0005 ? '0' : moment(by[part][rank]!)) })),
        ]}
      />
      <p className="tl-stats-note">
        The critical path is the chain of computing, calls and messages that determined when the run ended. Where a rank waited for another, the path goes over to that one; so nothing that is not on it
        could have made the run end sooner by being faster. A message is under way until its receiver has it: with more ranks than cores, that includes waiting for a core. {path.blocked > length * 0.01 ? `Of the calls on it ${duration(path.blocked)} were waiting for which no record tells a cause.` : ''}
      </p>
    </div>
  );
}

const PARTS = { start: 'starting', compute: 'computing', call: 'in calls', message: 'messages to it' } as const;

function what({ kind, call, flags }: PathShare): string {
  const name = call === 0 ? '' : callName(call, flags);
  switch (kind) {
    case PathKind.Compute: return name === '' ? 'computing after the last call' : `computing before ${name}`;
    case PathKind.Call: return `in ${name}`;
    case PathKind.Message: return `message of ${name} under way`;
    case PathKind.Start: return 'starting, before MPI began';
    case PathKind.Match: return `${name} going on when its receive was posted`;
  }
}

function sentence(recording: Recording, path: CriticalPath, by: PathByRank, length: number): string {
  const sum = (of: Float64Array): number => of.reduce((total, time) => total + time, 0);
  let changes = 0;
  for (let i = 0; i < path.length; i++) if (path.kind[i] === PathKind.Message || path.kind[i] === PathKind.Match) changes++;
  const of = Array.from({ length: recording.ranks }, (_, rank) => partOf(by, rank));
  const most = of.indexOf(Math.max(...of));
  const where = changes === 0 ? `All of it is on rank ${most}: nobody’s message delayed the end.` : `It changes ranks ${changes === 1 ? 'once' : `${changes.toLocaleString('en')} times`}; rank ${most} has the largest part, ${percent(of[most]! / length)}.`;
  const ends = path.hung ? 'Calls never ended: this leads to the last thing that did happen. ' : '';
  const started = sum(by.start) > length * 0.005 ? `${percent(sum(by.start) / length)} went by before a rank’s MPI began, ` : '';
  return `${ends}Of ${duration(length)}, ${started}${percent(sum(by.compute) / length)} went to computing, ${percent(sum(by.call) / length)} to calls, ${percent(sum(by.message) / length)} to messages under way. ${where}`;
}

function partOf(by: PathByRank, rank: number): number {
  return by.start[rank]! + by.compute[rank]! + by.call[rank]! + by.message[rank]!;
}

function Line({ recording, line, onOpenLine }: { readonly recording: Recording; readonly line: number; onOpenLine(file: string, line: number): void }): ReactNode {
  const source = sourceLine(recording, line);
  return source === null ? null : <button type="button" className="tl-line" onClick={() => onOpenLine(source.file, source.line)}>{source.file}:{source.line}</button>;
}

function Share({ share }: { readonly share: number }): ReactNode {
  return <span className="tl-share"><span className="tl-share-bar" style={{ width: `${share * 100}%` }} aria-hidden="true" />{percent(share)}</span>;
}

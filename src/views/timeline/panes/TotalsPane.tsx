/// What ranks and calls spent the time on.

import './stats.css';
import { type ReactNode, useMemo, useState } from 'react';
import { byteCount, type CallTotals, callName, costliestSentence, duration, imbalanceSentence, moment, percent, type Totals, totals, windowsOf, wholeRun } from '../../../trace';
import { rankColour, type Theme } from '../../theme';
import type { PaneProps } from './pane';
import { NotYet, Scope } from './Scope';
import { type Column, SortedTable } from './SortedTable';
import { useWindow } from './use-window';

export function TotalsPane({ model, recording, settled, theme }: PaneProps): ReactNode {
  const [whole, setWhole] = useState(true);
  const range = useWindow(model, whole);
  // While a new run comes in, the model may still hold the one before.
  const placement = settled ? model.placement : null;
  const sums = useMemo(() => {
    if (placement === null) return null;
    return totals(recording, placement.wall, range === null ? wholeRun(recording, placement.wall) : windowsOf(recording, placement, range.kind, range.from, range.to));
  }, [recording, placement, range]);
  if (sums === null) return <NotYet />;
  const ranks = Array.from({ length: recording.ranks }, (_, rank) => rank);
  return (
    <div className="tl-stats">
      <div className="tl-stats-head"><Scope whole={whole} onWhole={setWhole} /></div>
      <p className="tl-stats-say">{[imbalanceSentence(sums), costliestSentence(sums)].filter((sentence) => sentence !== '').join(' ') || 'No rank computed or called long enough for the clock to tell.'}</p>
      <Hatch />
      <BarLegend />
      <SortedTable caption={`Time of each rank${whole ? '' : ', of the part on screen'}`} rows={ranks} keyOf={(rank) => rank} columns={rankColumns(sums, theme)} />
      <SortedTable
        caption={`Calls of all ranks${whole ? '' : ', of the part on screen'}`} rows={sums.calls} keyOf={({ call, flags }) => `${call} ${flags}`} first={{ column: 2, falling: true }}
        columns={callColumns((row) => model.select({ kind: 'call', row }))}
      />
      <p className="tl-stats-note">
        Computing is everything between calls: Python, numpy, printing, files, sleep. Waiting is what a rank was blocked in calls; a wait shorter than a tick of the browser’s clock (5 µs) is not seen.
        Before its first and after its last event nothing is known of a rank.
      </p>
    </div>
  );
}

function rankColumns({ ranks: by, windows }: Totals, theme: Theme): readonly Column<number>[] {
  const longest = Math.max(1e-9, ...windows.to.map((to, rank) => to - windows.from[rank]!));
  const time = (label: string, of: Float64Array): Column<number> => ({ label, numeric: true, sort: (rank) => of[rank]!, cell: (rank) => short(of[rank]!) });
  return [
    { label: 'rank', sort: (rank) => rank, cell: (rank) => <span className="tl-rank" style={{ borderLeftColor: rankColour(rank, theme) }}>{rank}</span> },
    { label: 'share', cell: (rank) => <Bar parts={[by.compute[rank]!, by.communicate[rank]!, by.wait[rank]!, by.unknown[rank]!]} longest={longest} /> },
    time('computing', by.compute),
    time('in calls', by.communicate),
    time('waiting', by.wait),
    ...(Math.max(...by.unknown) > longest * 0.005 ? [time('not known', by.unknown)] : []),
  ];
}

function callColumns(select: (row: number) => void): readonly Column<CallTotals>[] {
  return [
    { label: 'call', sort: ({ call, flags }) => callName(call, flags), cell: ({ call, flags }) => callName(call, flags) },
    { label: 'count', numeric: true, sort: ({ count }) => count, cell: ({ count }) => count.toLocaleString('en') },
    { label: 'time', numeric: true, sort: ({ time }) => time, cell: ({ time }) => short(time) },
    { label: 'waiting', numeric: true, sort: ({ waited }) => waited, cell: ({ time, waited }) => (waited > 0 ? `${short(waited)} (${percent(waited / time)})` : '0') },
    { label: 'bytes', numeric: true, sort: ({ bytes }) => bytes, cell: ({ bytes }) => (bytes > 0 ? byteCount(bytes) : '0') },
    {
      label: 'longest', numeric: true, sort: ({ longestTime }) => longestTime,
      cell: ({ longest, longestTime }) => <button type="button" className="tl-line" title="Select it on the timeline" onClick={() => select(longest)}>{duration(longestTime)}</button>,
    },
  ];
}

function short(milliseconds: number): string {
  return milliseconds < 0.0005 ? '0' : moment(milliseconds);
}

const WIDTH = 120;
const HEIGHT = 14;
const PARTS = ['compute', 'communicate', 'wait', 'unknown'] as const;

/// Solid: computing; a box: in calls; hatched: waiting; nothing: not known. As on the timeline.
function Bar({ parts, longest }: { readonly parts: readonly number[]; readonly longest: number }): ReactNode {
  let x = 0;
  return (
    <svg className="tl-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {parts.map((part, i) => {
        const width = (part / longest) * WIDTH;
        const from = x;
        x += width;
        return width > 0 ? <rect key={PARTS[i]} className={`tl-bar-${PARTS[i]}`} x={from} width={width} y={1} height={HEIGHT - 2} /> : null;
      })}
    </svg>
  );
}

/// The pattern that all bars share.
function Hatch(): ReactNode {
  return (
    <svg className="tl-hatch" aria-hidden="true">
      <pattern id="tl-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect className="tl-hatch-ground" width="5" height="5" /><rect className="tl-hatch-line" width="2" height="5" /></pattern>
    </svg>
  );
}

function BarLegend(): ReactNode {
  const words = ['computing', 'in calls', 'waiting', 'not known'];
  return (
    <ul className="tl-bar-legend" aria-label="Parts of the bars">
      {PARTS.map((part, i) => (
        <li key={part}><svg className="tl-bar-key" viewBox="0 0 24 14" aria-hidden="true"><rect className={`tl-bar-${part}`} x="1" y="1" width="22" height="12" /></svg>{words[i]}</li>
      ))}
    </ul>
  );
}

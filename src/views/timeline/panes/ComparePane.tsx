/// Two runs, one under the other on the same scale, with what differs marked and told.

import './stats.css';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { compare, comparisonSentence, describe, type Difference, type DifferenceKind, duration, type Item, place, sameItem, totals, wholeRun } from '../../../trace';
import { countsOf } from '../replay/model';
import { maxScroll } from '../drawing/lanes';
import { panned, type Range, zoomed } from '../drawing/scale';
import { comparedView, extentOf, type PlacedRun, sharedBounds, windowAround } from './compared-views';
import type { NamedRun, PaneProps } from './pane';
import { RunCanvas } from './RunCanvas';
import { NotYet } from './Scope';
import { SortedTable } from './SortedTable';

export function ComparePane(props: PaneProps): ReactNode {
  const { model, recording, settled, runs } = props;
  // The other run as chosen for this one: a new run is compared with the one before it.
  const [chosen, setChosen] = useState<{ readonly here: number; readonly there: number } | null>(null);
  // While a new run comes in, the model may still hold the one before.
  const placement = settled ? model.placement : null;
  if (placement === null) return <NotYet />;
  const kept = runs?.kept ?? [];
  const number = runs?.shown?.number ?? 0;
  const other = kept.find((run) => chosen?.here === number && run.number === chosen.there) ?? kept[0];
  if (runs === undefined || other === undefined) {
    return <p className="tl-empty">Run the program once more, or open a saved trace: the runs before are kept, and what differs between two is marked here.</p>;
  }
  return (
    <div className="tl-compare">
      <div className="tl-stats-head tl-compare-head">
        <span>here: <strong>{runs.shown === null ? 'this run' : nameOf(runs.shown)}</strong></span>
        <label>
          there:{' '}
          <select aria-label="Run to compare with" value={other.number} onChange={(event) => setChosen({ here: number, there: Number(event.target.value) })}>
            {kept.map((run) => <option key={run.number} value={run.number}>{nameOf(run)}</option>)}
          </select>
        </label>
        <button type="button" className="tl-button" title="Shows the other run on the timeline, and compares it with this one" onClick={() => {
          setChosen({ here: other.number, there: number });
          runs.show(other.recording);
        }}>Swap</button>
      </div>
      <Compared {...props} key={`${recording.version} ${other.number}`} here={{ recording, placement }} other={other} />
    </div>
  );
}

function nameOf({ number, name, recording }: NamedRun): string {
  return `run ${number}: ${name.length > 60 ? `${name.slice(0, 60)}…` : name} (${recording.ranks} rank${recording.ranks === 1 ? '' : 's'})`;
}

const MARKS: Readonly<Record<DifferenceKind, string>> = { ranks: '#', match: '⇄', calls: '±', outcome: '✕', value: '≠', choice: '◇', order: '⇅' };
const KINDS: Readonly<Record<DifferenceKind, string>> = { ranks: 'other ranks', match: 'another message', calls: 'other calls', outcome: 'another outcome', value: 'another value', choice: 'another choice', order: 'another order' };

interface Selected {
  readonly here: Item | null;
  readonly there: Item | null;
}

function Compared({ model, here, other, theme, bigType }: PaneProps & { readonly here: PlacedRun; readonly other: NamedRun }): ReactNode {
  const there = useMemo((): PlacedRun => ({ recording: other.recording, placement: place(other.recording) }), [other]);
  const found = useMemo(() => compare(here.recording, there.recording), [here.recording, there]);
  const kind = useSyncExternalStore(model.subscribe, () => model.axisKind);
  const cursor = useSyncExternalStore(model.subscribe, () => model.cursor);
  const unfoldAll = useSyncExternalStore(model.subscribe, () => model.unfoldAll);
  const bounds = sharedBounds(here.placement, there.placement, kind);
  const [shown, setShown] = useState<{ readonly kind: string; readonly window: Range } | null>(null);
  // On the other axis the window would mean something else.
  const range = shown !== null && shown.kind === kind ? shown.window : bounds;
  const show = (window: Range): void => setShown({ kind, window });
  const [scroll, setScroll] = useState(0);
  const [marked, setMarked] = useState(true);
  const [at, setAt] = useState(-1);
  const [selected, setSelected] = useState<Selected>({ here: null, there: null });
  const [hovered, setHovered] = useState<Selected>({ here: null, there: null });
  const { ref, width, height } = useRoom();
  useReplay(model);

  const [axisHere, axisThere] = [here.placement[kind], there.placement[kind]];
  const room = { width, height, bigType, kind, window: range, scroll };
  const differs = marked && found.differences.length > 0;
  const [{ from, to }, unfolded] = [range, (): boolean => unfoldAll];
  const views = useMemo(() => {
    const one = comparedView(here, room, differs ? found.lit.here : null, unfolded);
    const two = comparedView(there, { ...room, gutter: one.lanes.gutter }, differs ? found.lit.there : null, unfolded);
    return { here: one.lanes.gutter === two.lanes.gutter ? one : comparedView(here, { ...room, gutter: two.lanes.gutter }, differs ? found.lit.here : null, unfolded), there: two };
  }, [here.recording, here.placement, there, found, differs, width, height, bigType, kind, from, to, scroll, unfoldAll]);

  const go = (index: number): void => {
    const difference = found.differences[index];
    if (difference === undefined) return;
    setAt(index);
    setSelected({ here: difference.here, there: difference.there });
    const extents = [
      ...(difference.here === null ? [] : [extentOf(here.recording, axisHere, difference.here)]),
      ...(difference.there === null ? [] : [extentOf(there.recording, axisThere, difference.there)]),
    ];
    show(windowAround(range, extents, bounds));
  };
  const zoom = (factor: number, anchor: number): void => show(zoomed(range, factor, anchor, bounds));
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const middle = (range.from + range.to) / 2;
    const step = (range.to - range.from) * 0.1;
    switch (event.key) {
      case 'w': case 'W': case '+': case '=': zoom(1 / 1.25, middle); break;
      case 's': case 'S': case '-': zoom(1.25, middle); break;
      case 'a': case 'A': case 'ArrowLeft': show(panned(range, -step, bounds)); break;
      case 'd': case 'D': case 'ArrowRight': show(panned(range, step, bounds)); break;
      case 'f': case 'F': case '0': show(bounds); break;
      case 'n': case '.': go(Math.min(found.differences.length - 1, at + 1)); break;
      case 'p': case ',': go(Math.max(0, at - 1)); break;
      case ' ': if (model.playing) model.pause(); else model.play(); break;
      default: return;
    }
    event.preventDefault();
  };
  // The replay is that of the run here; once it is over, all of the other has happened too.
  const over = cursor >= axisHere.to;
  const canvas = (side: 'here' | 'there'): ReactNode => {
    const [view, run] = side === 'here' ? [views.here, here] : [views.there, there];
    const axis = run.placement[kind];
    return width > 0 && (
      <RunCanvas
        view={view} height={height} theme={theme} label={side === 'here' ? 'The run here' : 'The other run'} selected={selected[side] ?? hovered[side]}
        cursor={over ? Infinity : axis.from + cursor - axisHere.from}
        onSelect={(item) => setSelected((old) => ({ ...old, [side]: item }))} onHover={(item) => setHovered((old) => (sameItem(old[side], item) ? old : { ...old, [side]: item }))}
        onZoom={(factor, anchor) => zoom(factor, anchor - axis.from)} onPan={(by) => show(panned(range, by, bounds))}
        onScroll={(pixels) => setScroll((old) => Math.min(Math.max(maxScroll(views.here.lanes), maxScroll(views.there.lanes)), Math.max(0, old + pixels)))}
      />
    );
  };
  const told = (run: PlacedRun, item: Item | null): string => {
    if (item === null) return '';
    const { title, facts } = describe(run.recording, item);
    return `${title}: ${facts.slice(0, 5).map(({ label, value }) => `${label} ${value}`).join(', ')}`;
  };
  return (
    <div className="tl-compare-body">
      <div className="tl-compare-runs" ref={ref} tabIndex={0} role="group" aria-label="Both runs on one scale. W and S zoom, A and D move, F shows all, N and P go to the next and previous difference" onKeyDown={onKey}>
        <div className="tl-compare-run"><span className="tl-compare-name">here</span>{canvas('here')}</div>
        <div className="tl-compare-run"><span className="tl-compare-name">there</span>{canvas('there')}</div>
      </div>
      <section className="tl-compare-list" aria-label="Differences">
        <p className="tl-stats-say">{comparisonSentence(found)}</p>
        {found.differences.length > 0 && (
          <div className="tl-stats-head">
            <span className="tl-group">
              <button type="button" className="tl-button" disabled={at <= 0} onClick={() => go(at - 1)}>Previous</button>
              <button type="button" className="tl-button" disabled={at >= found.differences.length - 1} onClick={() => go(at + 1)}>Next difference</button>
            </span>
            <button type="button" className="tl-button" aria-pressed={marked} onClick={() => setMarked(!marked)}>Mark differences</button>
          </div>
        )}
        <ol className="tl-differences">
          {found.differences.map((difference, i) => <Row key={i} difference={difference} chosen={i === at} onChoose={() => go(i)} />)}
        </ol>
        {found.more > 0 && <p className="tl-stats-note">{found.more.toLocaleString('en')} more differences are marked and not listed.</p>}
        <dl className="tl-compare-told">
          {(['here', 'there'] as const).map((side) => {
            const words = told(side === 'here' ? here : there, hovered[side] ?? selected[side]);
            return words !== '' && <div key={side}><dt>{side}</dt><dd>{words}</dd></div>;
          })}
        </dl>
        <Sizes here={here} there={there} />
        <p className="tl-stats-note">Calls are aligned rank by rank, in program order; times and how often a program polled are not compared. Of values the first bytes are known.</p>
      </section>
    </div>
  );
}

/// How much either run was.
function Sizes({ here, there }: { readonly here: PlacedRun; readonly there: PlacedRun }): ReactNode {
  const rows = useMemo(() => {
    const of = ({ recording, placement: { wall } }: PlacedRun): readonly string[] => {
      const { calls, messages, inner } = countsOf(recording);
      const { ranks } = totals(recording, wall, wholeRun(recording, wall));
      const waited = ranks.wait.reduce((sum, time) => sum + time, 0);
      return [duration(wall.to - wall.from), ...[calls, messages, inner, recording.prints.length].map((count) => count.toLocaleString('en')), waited > 0 ? duration(waited) : '0'];
    };
    const [one, two] = [of(here), of(there)];
    return ['from first to last event', 'calls', 'messages', 'messages inside collectives', 'prints', 'waiting of all ranks'].map((label, i) => ({ label, here: one[i]!, there: two[i]! }));
  }, [here.recording, here.placement, there]);
  return (
    <SortedTable
      caption="Both runs" rows={rows} keyOf={({ label }) => label}
      columns={[{ label: '', cell: ({ label }) => label }, { label: 'here', numeric: true, cell: (row) => row.here }, { label: 'there', numeric: true, cell: (row) => row.there }]}
    />
  );
}

function Row({ difference, chosen, onChoose }: { readonly difference: Difference; readonly chosen: boolean; onChoose(): void }): ReactNode {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (chosen) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <li>
      <button ref={ref} type="button" aria-pressed={chosen} onClick={onChoose}>
        <span className="tl-difference-mark" title={KINDS[difference.kind]} aria-hidden="true">{MARKS[difference.kind]}</span>
        <span>{difference.sentence}</span>
      </button>
    </li>
  );
}

/// The room that each of two pictures has, one under the other.
function useRoom(): { readonly ref: React.RefObject<HTMLDivElement | null>; readonly width: number; readonly height: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = (): void => {
      // A line parts the two.
      const now = { width: element.clientWidth, height: Math.max(70, Math.floor((element.clientHeight - 2) / 2)) };
      setSize((old) => (old.width === now.width && old.height === now.height ? old : now));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, ...size };
}

/// Moves the replay on while it plays: no other picture is there to do it.
function useReplay(model: PaneProps['model']): void {
  const playing = useSyncExternalStore(model.subscribe, () => model.playing);
  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    let frame = requestAnimationFrame(function tick(now) {
      model.tick(Math.min(100, now - last));
      last = now;
      frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [model, playing]);
}

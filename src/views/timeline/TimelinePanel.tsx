/// The timeline of one run: controls, picture or table, and sentences about what is shown.

import './timeline.css';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { causalCone, cutOffCalls, duration, type Emphasis, type Item, lineOf, MAX_PRINTS, moment, type RankPlace, type Recording, sameItem } from '../../trace';
import type { Theme } from '../theme';
import { Card, type CardActions } from './Card';
import { type AlgorithmActions, CollectiveCard } from './CollectiveCard';
import { CollectiveCosts } from './collective-costs';
import { Controls } from './Controls';
import { spoken } from './drawing/draw-frame';
import type { Shown } from './drawing/draw-scene';
import { Keys } from './Keys';
import { Legend } from './Legend';
import { commandOf, type KeyCommand, KEYS_SENTENCE } from './replay/keys';
import { countsOf, TimelineModel } from './replay/model';
import { toldOf } from './replay/navigator';
import { nextSpeed, speedWords } from './replay/playback';
import { laneOf } from './replay/walk';
import { type KeptRuns, PANES, type VariablesSwitch } from './panes';
import { RanksMenu } from './RanksMenu';
import { SaveMenu, type TraceActions } from './SaveMenu';
import { TimelineCanvas } from './TimelineCanvas';
import { usePlaces } from './use-places';
import { useThrottled } from './use-throttled';

export interface TimelinePanelProps {
  /// The run to show; null before the first.
  readonly recording: Recording | null;
  /// Whether the run still lives.
  readonly live: boolean;
  onOpenLine(file: string, line: number): void;
  /// False when the browser would not.
  onCopy?(text: string): Promise<boolean>;
  /// Told where each rank is, at the cursor or now, whenever that changes.
  onPlaces?(places: readonly RankPlace[]): void;
  /// A rank whose event was asked for elsewhere; another `serial` is another request.
  /// Choosing how collectives work; null while it cannot be chosen.
  readonly algorithms?: AlgorithmActions | null;
  /// Ranks on a node, as the launch command of the run said.
  readonly perNode?: number | null;
  readonly chosenRank?: { readonly rank: number; readonly serial: number } | null;
  /// Saving the run and opening another; without it there is no menu for that.
  readonly traces?: TraceActions;
  readonly theme: Theme;
  readonly bigType: boolean;
  /// Runs from before, for comparison.
  readonly runs?: KeptRuns;
  /// Recording of variables, for the runs to come.
  readonly variables?: VariablesSwitch;
}

const ALL_SHOWN: Shown = { messages: 0, drawn: 0 };
/// How far PageUp and PageDown scroll, CSS pixels.
const PAGE = 120;

export function TimelinePanel({ recording, live, onOpenLine, onCopy, onPlaces, chosenRank = null, algorithms = null, perNode = null, traces, theme, bigType, runs, variables }: TimelinePanelProps): ReactNode {
  const [model] = useState(() => new TimelineModel());
  const [paneId, setPane] = useState<string | null>(null);
  const [dockId, setDock] = useState<string | null>(null);
  const [legend, setLegend] = useState(true);
  const [keys, setKeys] = useState(false);
  const [beside, setBeside] = useState(false);
  const [stepRank, setStepRank] = useState<number | null>(null);
  const [find, setFind] = useState('');
  const [shown, setShown] = useState<Shown>(ALL_SHOWN);
  const [pointer, setPointer] = useState<{ x: number; y: number } | null>(null);
  const [cardAt, setCardAt] = useState<{ x: number; y: number } | null>(null);
  const [announcement, setAnnouncement] = useState('');
  const findInput = useRef<HTMLInputElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [costs] = useState(() => new CollectiveCosts());
  const again = useRef<{ readonly context: number; readonly number: number } | null>(null);
  const helpId = useId();
  const settled = useSettled(model, recording);
  const ranks = useRanks(recording);
  usePlaces(model, recording, onPlaces);
  const selected = useSyncExternalStore(model.subscribe, () => model.selected);
  const hovered = useSyncExternalStore(model.subscribe, () => model.hovered);
  const emphasis = useSyncExternalStore(model.subscribe, () => model.emphasis);
  const lit = useRef<{ readonly item: Item; readonly side: 'past' | 'future'; readonly emphasis: Emphasis } | null>(null);

  // Called for each picture drawn: only news may render anything.
  const tellShown = (now: Shown): void => setShown((old) => (now.bands !== undefined ? (old.bands?.most === now.bands.most && old.messages === now.messages ? old : now) : now.drawn >= now.messages ? ALL_SHOWN : old.messages === now.messages && old.drawn === now.drawn ? old : now));

  /// Says where one came to; `nowhere` when one could not go on.
  const arrived = (item: Item | null, nowhere: string, place = ''): void => {
    setCardAt(null);
    setAnnouncement(item === null || recording === null ? nowhere : toldOf(recording, item, place));
  };

  const step = (direction: 1 | -1, rank: number | null = stepRank): void => {
    const stop = model.step(direction, rank);
    setCardAt(null);
    setAnnouncement(stop === null ? (direction === 1 ? 'End of the run' : 'Start of the run') : spoken(recording!, stop));
  };

  const search = (direction: 1 | -1): void => {
    if (recording === null) return;
    const found = model.navigator.search(find, direction);
    if (typeof found === 'string') setAnnouncement(found);
    else if (found === null) setAnnouncement(`No ${direction === 1 ? 'later' : 'earlier'} match of ${find}`);
    else arrived(found.item, '', 'does' in found ? `Event ${found.number} of ${found.of}` : `Match ${found.number} of ${found.of}`);
  };

  const sameKind = (direction: 1 | -1): void => {
    if (find.trim() !== '') return search(direction);
    const found = model.navigator.sameKind(direction);
    arrived(found?.item ?? null, selected === null ? 'Select an event first, or type what to find' : `No ${direction === 1 ? 'later' : 'earlier'} event of this kind`, found === null ? '' : `${found.number} of ${found.of}`);
  };

  const cone = (side: 'past' | 'future'): void => {
    if (recording === null || selected === null || !settled) return;
    const now = lit.current;
    if (now !== null && now.emphasis === model.emphasis && now.side === side && sameItem(now.item, selected)) return model.emphasise(null);
    const emphasised = causalCone(recording, selected, side);
    lit.current = { item: selected, side, emphasis: emphasised };
    model.emphasise(emphasised);
    setAnnouncement(emphasised.title);
  };

  const close = (): void => {
    if (model.emphasis !== null) model.emphasise(null);
    else model.select(null);
  };

  const openLineOfSelected = (): void => {
    const source = recording === null || selected === null ? null : lineOf(recording, selected);
    if (source !== null) onOpenLine(source.file, source.line);
    else setAnnouncement(selected === null ? 'Nothing is selected' : 'The source line of this event is not known');
  };

  const act: Readonly<Record<KeyCommand, () => void>> = {
    'play': () => (model.playing ? model.pause() : model.play()),
    'step back': () => step(-1), 'step on': () => step(1),
    'rank back': () => step(-1, selected === null || recording === null ? stepRank : laneOf(recording, selected)), 'rank on': () => step(1, selected === null || recording === null ? stepRank : laneOf(recording, selected)),
    'start': () => model.seek(-Infinity), 'end': () => model.skip(),
    'scrub back': () => scrub(model, -1), 'scrub on': () => scrub(model, 1),
    'left': () => arrived(model.navigator.along(-1), 'Nothing earlier on this rank'), 'right': () => arrived(model.navigator.along(1), 'Nothing later on this rank'),
    'up': () => arrived(model.navigator.across(-1), 'No lane above'), 'down': () => arrived(model.navigator.across(1), 'No lane below'),
    'other end': () => arrived(model.navigator.otherEnd(), 'This event has no other end'),
    'same back': () => sameKind(-1), 'same on': () => sameKind(1),
    'find': () => findInput.current?.focus(),
    'past': () => cone('past'), 'future': () => cone('future'),
    'slower': () => model.setSpeed(nextSpeed(model.axis, model.speed, model.real, -1)), 'faster': () => model.setSpeed(nextSpeed(model.axis, model.speed, model.real, 1)), 'auto': () => model.setSpeed('auto'),
    'axis': () => model.setAxis(model.axisKind === 'wall' ? 'logical' : 'wall'),
    'zoom in': () => model.zoom(1 / 1.25), 'zoom out': () => model.zoom(1.25),
    'pan back': () => model.pan(-0.1), 'pan on': () => model.pan(0.1),
    'fit': () => model.fit(), 'scroll up': () => model.scrollBy(-PAGE), 'scroll down': () => model.scrollBy(PAGE),
    'unfold': () => model.setUnfoldAll(!model.unfoldAll), 'legend': () => setLegend(!legend), 'keys': () => setKeys(!keys),
    'line': openLineOfSelected, 'close': close,
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const command = commandOf(event);
    if (command === null) return false;
    act[command]();
    return true;
  };

  const onPointer = (at: { x: number; y: number } | null): void => {
    setPointer(at);
    if (model.selected !== null && model.hovered !== null && at !== null && cardAt === null) setCardAt(at);
    if (model.selected === null) setCardAt(null);
  };

  // The same collective of the next run is shown, unfolded, beside what it cost before.
  useEffect(() => {
    if (!settled || recording === null || again.current === null) return;
    const { context, number } = again.current;
    again.current = null;
    const row = recording.collectives.find(context, number);
    if (row < 0) return;
    if (!model.isUnfolded(row)) model.toggleUnfolded(row);
    model.skip();
    model.select({ kind: 'collective', row });
    setCardAt(null);
  }, [settled, recording, model]);

  const served = useRef(chosenRank?.serial ?? 0);
  useEffect(() => {
    if (chosenRank === null || chosenRank.serial === served.current) return;
    served.current = chosenRank.serial;
    arrived(model.navigator.rank(chosenRank.rank), `Nothing is known of rank ${chosenRank.rank}`);
  });

  const asked = PANES.find(({ id }) => id === paneId) ?? null;
  const aside = beside && asked?.movable === true;
  const pane = aside ? null : asked;
  const dock = (aside ? asked : null) ?? PANES.find(({ id }) => id === dockId) ?? null;
  const placing = { beside, toggle: () => setBeside(!beside) };
  const collective = selected?.kind === 'collective' ? selected.row : -1;
  const litNow = lit.current !== null && lit.current.emphasis === emphasis && selected !== null && sameItem(lit.current.item, selected) ? lit.current.side : null;
  const chooseAlgorithm = (name: string | null): void => {
    if (recording === null || collective < 0) return;
    const { call, context, number } = recording.collectives;
    again.current = { context: context[collective]!, number: number[collective]! };
    algorithms?.choose(call[collective]!, name);
  };
  const actions: CardActions = {
    go: (item) => arrived(model.navigator.go(item), ''),
    along: (direction) => arrived(model.navigator.along(direction), direction === 1 ? 'Nothing later on this rank' : 'Nothing earlier on this rank'),
    cone, lit: litNow,
    copy: (text) => void onCopy?.(text).then((copied) => setAnnouncement(copied ? 'Copied' : 'The browser would not copy')),
  };
  return (
    <section aria-label="Timeline" className={`tl tl-${theme}${bigType ? ' tl-big' : ''}`}>
      <Controls
        model={model} ranks={ranks} pane={paneId} dock={dockId} legend={legend} keys={keys} stepRank={stepRank !== null && stepRank < ranks ? stepRank : null} find={find} findInput={findInput}
        onPane={setPane} onDock={setDock} onLegend={setLegend} onKeys={setKeys} onStep={step} onStepRank={setStepRank} onFindText={setFind} onFind={search}
        onLeaveFind={() => stage.current?.querySelector<HTMLElement>('canvas, .tl-table-body')?.focus()}
      >
        <RanksMenu model={model} perNode={perNode} />
        {traces !== undefined && <SaveMenu traces={traces} settled={settled} model={model} theme={theme} bigType={bigType} room={() => ({ width: stage.current?.clientWidth ?? 0, height: stage.current?.clientHeight ?? 0 })} />}
      </Controls>
      <div className="tl-body">
        <div className="tl-stage" ref={stage}>
          {recording === null || ranks === 0 ? (
            <p className="tl-empty">{live ? 'Starting the ranks…' : 'Run a program and its ranks appear here: what each one does, and every message between them.'}</p>
          ) : pane !== null ? (
            <pane.Body model={model} recording={recording} settled={settled} theme={theme} onOpenLine={onOpenLine} find={find} runs={runs} variables={variables} bigType={bigType} placing={placing} />
          ) : (
            <>
              <TimelineCanvas model={model} theme={theme} bigType={bigType} live={live} describedBy={helpId} onShown={tellShown} onKey={onKey} onPointer={onPointer} />
              {selected !== null && model.recording === recording && (
                <Card
                  recording={recording} item={selected} theme={theme} at={cardAt} side={model.cursor > (model.shown.from + model.shown.to) / 2 ? 'left' : 'right'} stays actions={settled ? actions : null} onOpenLine={onOpenLine} onClose={() => model.select(null)}
                  extra={collective >= 0 && <CollectiveCard model={model} recording={recording} group={collective} settled={settled} costs={costs} algorithms={algorithms} onChoose={chooseAlgorithm} />}
                />
              )}
              {selected === null && hovered !== null && model.recording === recording && pointer !== null && <Card recording={recording} item={hovered} theme={theme} at={pointer} stays={false} onOpenLine={onOpenLine} onClose={() => undefined} />}
            </>
          )}
        </div>
        {dock !== null && recording !== null && ranks > 0 && (
          <section className={dock === asked ? 'tl-dock tl-dock-wide' : 'tl-dock'} aria-label={dock.label}>
            <dock.Body model={model} recording={recording} settled={settled} theme={theme} onOpenLine={onOpenLine} find={find} runs={runs} variables={variables} bigType={bigType} {...(dock === asked ? { placing } : {})} />
          </section>
        )}
      </div>
      {legend && pane === null && ranks > 0 && recording !== null && <Legend recording={recording} settled={settled} theme={theme} />}
      {recording !== null && ranks > 0 && <Caption model={model} recording={recording} settled={settled} shown={shown} file={traces?.openedFrom(recording) ?? null} />}
      {keys && <Keys onClose={() => setKeys(false)} />}
      <p id={helpId} className="tl-unseen">{KEYS_SENTENCE}</p>
      <p className="tl-unseen" role="status">{announcement}</p>
    </section>
  );
}

function scrub(model: TimelineModel, direction: number): void {
  model.pause();
  model.seek(model.cursor + direction * (model.shown.to - model.shown.from) * 0.01);
}

/// Shows `recording` in the model and settles it once the run has ended. True when settled.
function useSettled(model: TimelineModel, recording: Recording | null): boolean {
  const settled = useSyncExternalStore(model.subscribe, () => model.placement !== null && model.recording === recording);
  const timer = useRef(0);
  useEffect(() => {
    model.show(recording);
    if (recording === null) return;
    const settle = (): void => {
      if (!recording.ended || timer.current !== 0) return;
      // Not on the stack of whoever feeds the recording: placing a large run takes a moment.
      timer.current = window.setTimeout(() => {
        timer.current = 0;
        model.settle(!window.matchMedia('(prefers-reduced-motion: reduce)').matches);
      });
    };
    settle();
    const leave = recording.subscribe(settle);
    return () => {
      leave();
      window.clearTimeout(timer.current);
      timer.current = 0;
    };
  }, [model, recording]);
  return settled;
}

/// Ranks of the recording; 0 until they have started.
function useRanks(recording: Recording | null): number {
  const subscribe = useCallback((listener: () => void) => recording?.subscribe(listener) ?? (() => undefined), [recording]);
  return useSyncExternalStore(subscribe, () => recording?.ranks ?? 0);
}

/// Sentences on what is shown, and on what is not.
function Caption({ model, recording, settled, shown, file }: { readonly model: TimelineModel; readonly recording: Recording; readonly settled: boolean; readonly shown: Shown; readonly file: string | null }): ReactNode {
  const speed = useSyncExternalStore(model.subscribe, () => (model.placement === null ? '' : speedWords(model.axis, model.speed, model.real)));
  const playing = useSyncExternalStore(model.subscribe, () => model.playing);
  const emphasis = useSyncExternalStore(model.subscribe, () => model.emphasis);
  const version = useThrottled(recording, settled);
  const sentences: string[] = [];
  const ranks = recording.ranks === 1 ? '1 rank' : `${recording.ranks} ranks`;
  if (settled) {
    const { calls, messages, inner } = countsOf(recording);
    const counted = calls === 0 && messages === 0 ? 'no messages: the ranks did not talk to each other' : inner === 0 ? plural(messages, 'message') : `${messages > 0 ? `${plural(messages, 'message')}, ` : ''}${plural(inner, 'message')} inside collectives`;
    sentences.push(`${ranks}, ${counted}, ${duration(model.real)} from first to last event`);
    sentences.push(playing ? `Replaying: ${speed}` : `Replay: ${speed}`);
    if (recording.open.some((open) => open !== null) || cutOffCalls(recording).some((row) => row >= 0)) sentences.push('a cross marks a call that never ended, a dotted arrow the rank it waits for');
  } else {
    sentences.push(`${ranks} running for ${moment(recording.time)}, ${plural(recording.messages.length, 'message')} so far`);
  }
  if (file !== null) sentences.unshift(`opened from ${file}`);
  if (emphasis !== null) sentences.unshift(`Lit: ${emphasis.title} (Esc ends it)`);
  if (shown.bands !== undefined) sentences.push(`${plural(shown.messages, 'message')} in this window, drawn as ${plural(shown.bands.count, 'band')} of up to ${shown.bands.most.toLocaleString('en')}: zoom in to see each`);
  if (shown.drawn < shown.messages) sentences.push(`1 of each ${Math.round(shown.messages / shown.drawn)} messages is drawn here: zoom in to see all`);
  if (recording.droppedRecords > 0) sentences.push(`the timeline keeps the first ${recording.events.length.toLocaleString('en')} records of the run; ${recording.droppedRecords.toLocaleString('en')} more were counted and not kept`);
  if (recording.droppedPrints > 0) sentences.push(`of the writes, the first ${MAX_PRINTS.toLocaleString('en')} are marked; ${recording.droppedPrints.toLocaleString('en')} more are not`);
  sentences.push(...recording.faults);
  return <p className="tl-caption" data-version={version}>{sentences.join(' · ')}</p>;
}

function plural(count: number, word: string): string {
  return count === 1 ? `1 ${word}` : `${count.toLocaleString('en')} ${word}s`;
}

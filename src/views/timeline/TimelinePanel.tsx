/// The timeline of one run: controls, picture or table, and sentences about what is shown.

import './timeline.css';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { cutOffCalls, duration, MAX_PRINTS, moment, type Recording } from '../../trace';
import type { Theme } from '../theme';
import { Card } from './Card';
import { Controls } from './Controls';
import { spoken } from './drawing/draw-frame';
import type { Shown } from './drawing/draw-scene';
import { Legend } from './Legend';
import { countsOf, TimelineModel } from './replay/model';
import { speedWords } from './replay/playback';
import { PANES } from './panes';
import { TimelineCanvas } from './TimelineCanvas';
import { useThrottled } from './use-throttled';

export interface TimelinePanelProps {
  /// The run to show; null before the first.
  readonly recording: Recording | null;
  /// Whether the run still lives.
  readonly live: boolean;
  onOpenLine(file: string, line: number): void;
  readonly theme: Theme;
  readonly bigType: boolean;
}

const ALL_SHOWN: Shown = { messages: 0, drawn: 0 };
const HELP = 'Space plays and pauses. Comma and full stop step to the previous and next event. Shift and arrows move the cursor, Home and End put it at the start and the end. W and S, plus and minus zoom; A and D and arrows move the picture; F shows the whole run. U unfolds collectives. Enter opens the source line of the selected event, Escape closes its card. The button Table gives the same facts as a table.';

export function TimelinePanel({ recording, live, onOpenLine, theme, bigType }: TimelinePanelProps): ReactNode {
  const [model] = useState(() => new TimelineModel());
  const [paneId, setPane] = useState<string | null>(null);
  const [dockId, setDock] = useState<string | null>(null);
  const [legend, setLegend] = useState(true);
  const [shown, setShown] = useState<Shown>(ALL_SHOWN);
  const [pointer, setPointer] = useState<{ x: number; y: number } | null>(null);
  const [cardAt, setCardAt] = useState<{ x: number; y: number } | null>(null);
  const [announcement, setAnnouncement] = useState('');
  const helpId = useId();
  const settled = useSettled(model, recording);
  const ranks = useRanks(recording);
  const selected = useSyncExternalStore(model.subscribe, () => model.selected);
  const hovered = useSyncExternalStore(model.subscribe, () => model.hovered);

  // Called for each picture drawn: only news may render anything.
  const tellShown = (now: Shown): void => setShown((old) => (now.drawn >= now.messages ? ALL_SHOWN : old.messages === now.messages && old.drawn === now.drawn ? old : now));

  const step = (direction: 1 | -1): void => {
    const stop = model.step(direction);
    setCardAt(null);
    setAnnouncement(stop === null ? (direction === 1 ? 'End of the run' : 'Start of the run') : spoken(recording!, stop));
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    switch (event.key) {
      case ' ': return done(model.playing ? model.pause() : model.play());
      case ',': return done(step(-1));
      case '.': return done(step(1));
      case 'Home': return done(model.seek(-Infinity));
      case 'End': return done(model.skip());
      case 'w': case 'W': case '+': case '=': return done(model.zoom(1 / 1.25));
      case 's': case 'S': case '-': return done(model.zoom(1.25));
      case 'a': case 'A': return done(model.pan(-0.1));
      case 'd': case 'D': return done(model.pan(0.1));
      case 'f': case 'F': case '0': return done(model.fit());
      case 'u': case 'U': return done(model.setUnfoldAll(!model.unfoldAll));
      case 'ArrowLeft': return done(event.shiftKey ? scrub(model, -1) : model.pan(-0.1));
      case 'ArrowRight': return done(event.shiftKey ? scrub(model, 1) : model.pan(0.1));
      case 'ArrowUp': return done(model.scrollBy(-40));
      case 'ArrowDown': return done(model.scrollBy(40));
      case 'Escape': return done(model.select(null));
      case 'Enter': return done(openFirstLine());
      default: return false;
    }
  };

  const openFirstLine = (): void => document.querySelector<HTMLButtonElement>('.tl-stays .tl-line')?.click();

  const onPointer = (at: { x: number; y: number } | null): void => {
    setPointer(at);
    if (model.selected !== null && model.hovered !== null && at !== null && cardAt === null) setCardAt(at);
    if (model.selected === null) setCardAt(null);
  };

  const pane = PANES.find(({ id }) => id === paneId) ?? null;
  const dock = PANES.find(({ id }) => id === dockId) ?? null;
  const collective = selected?.kind === 'collective' ? selected.row : -1;
  return (
    <section aria-label="Timeline" className={`tl tl-${theme}${bigType ? ' tl-big' : ''}`}>
      <Controls model={model} pane={paneId} dock={dockId} legend={legend} onPane={setPane} onDock={setDock} onLegend={setLegend} onStep={step} />
      <div className="tl-body">
        <div className="tl-stage">
          {recording === null || ranks === 0 ? (
            <p className="tl-empty">{live ? 'Starting the ranks…' : 'Run a program and its ranks appear here: what each one does, and every message between them.'}</p>
          ) : pane !== null ? (
            <pane.Body model={model} recording={recording} settled={settled} theme={theme} onOpenLine={onOpenLine} />
          ) : (
            <>
              <TimelineCanvas model={model} theme={theme} bigType={bigType} live={live} describedBy={helpId} onShown={tellShown} onKey={onKey} onPointer={onPointer} />
              {selected !== null && (
                <Card
                  recording={recording} item={selected} theme={theme} at={cardAt} stays onOpenLine={onOpenLine} onClose={() => model.select(null)}
                  extra={collective >= 0 && <button type="button" className="tl-button" onClick={() => model.toggleUnfolded(collective)}>{model.isUnfolded(collective) ? 'Fold its messages' : 'Unfold its messages'}</button>}
                />
              )}
              {selected === null && hovered !== null && pointer !== null && <Card recording={recording} item={hovered} theme={theme} at={pointer} stays={false} onOpenLine={onOpenLine} onClose={() => undefined} />}
            </>
          )}
        </div>
        {dock !== null && recording !== null && ranks > 0 && (
          <section className="tl-dock" aria-label={dock.label}>
            <dock.Body model={model} recording={recording} settled={settled} theme={theme} onOpenLine={onOpenLine} />
          </section>
        )}
      </div>
      {legend && pane === null && ranks > 0 && <Legend />}
      {recording !== null && ranks > 0 && <Caption model={model} recording={recording} settled={settled} shown={shown} />}
      <p id={helpId} className="tl-unseen">{HELP}</p>
      <p className="tl-unseen" role="status">{announcement}</p>
    </section>
  );
}

function done(_: void): true {
  return true;
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
function Caption({ model, recording, settled, shown }: { readonly model: TimelineModel; readonly recording: Recording; readonly settled: boolean; readonly shown: Shown }): ReactNode {
  const speed = useSyncExternalStore(model.subscribe, () => (model.placement === null ? '' : speedWords(model.axis, model.speed, model.real)));
  const playing = useSyncExternalStore(model.subscribe, () => model.playing);
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
  if (shown.drawn < shown.messages) sentences.push(`1 of each ${Math.round(shown.messages / shown.drawn)} messages is drawn here: zoom in to see all`);
  if (recording.droppedRecords > 0) sentences.push(`the timeline keeps the first ${recording.events.length.toLocaleString('en')} records of the run; ${recording.droppedRecords.toLocaleString('en')} more were counted and not kept`);
  if (recording.droppedPrints > 0) sentences.push(`of the writes, the first ${MAX_PRINTS.toLocaleString('en')} are marked; ${recording.droppedPrints.toLocaleString('en')} more are not`);
  sentences.push(...recording.faults);
  return <p className="tl-caption" data-version={version}>{sentences.join(' · ')}</p>;
}

function plural(count: number, word: string): string {
  return count === 1 ? `1 ${word}` : `${count.toLocaleString('en')} ${word}s`;
}

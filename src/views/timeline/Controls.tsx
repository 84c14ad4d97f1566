/// The two rows above the picture: moving in time, and asking: what to find, what to show.

import { type ReactNode, type RefObject, useMemo, useSyncExternalStore } from 'react';
import { moment } from '../../trace';
import { Menu, type MenuItem } from '../theme';
import { Find } from './Find';
import { Icon } from './Icon';
import { PANES } from './panes';
import type { TimelineModel } from './replay/model';
import { type Speed, speedLabel, SPEEDS } from './replay/playback';

interface ControlsProps {
  readonly model: TimelineModel;
  readonly ranks: number;
  /// Ids of the pane shown instead of the picture and of the one beside it.
  readonly pane: string | null;
  readonly dock: string | null;
  readonly legend: boolean;
  readonly keys: boolean;
  readonly stepRank: number | null;
  readonly find: string;
  readonly findInput: RefObject<HTMLInputElement | null>;
  onPane(id: string | null): void;
  onDock(id: string | null): void;
  onLegend(shown: boolean): void;
  onKeys(shown: boolean): void;
  onStep(direction: 1 | -1): void;
  onStepRank(rank: number | null): void;
  onFindText(text: string): void;
  onFind(direction: 1 | -1): void;
  onLeaveFind(): void;
  /// Menus of other concerns (ranks, saving), shown after the panes.
  readonly children?: ReactNode;
}

export function Controls({ model, ranks, pane, dock, legend, keys, stepRank, find, findInput, onPane, onDock, onLegend, onKeys, onStep, onStepRank, onFindText, onFind, onLeaveFind, children }: ControlsProps): ReactNode {
  const settled = useSyncExternalStore(model.subscribe, () => model.placement !== null);
  const unfoldAll = useSyncExternalStore(model.subscribe, () => model.unfoldAll);
  const panes = PANES.map(({ id, label, title, place }) => {
    const shown = place === 'instead' ? pane === id : dock === id;
    const show = place === 'instead' ? onPane : onDock;
    return { id, label, title, shown, toggle: () => show(shown ? null : id) };
  });
  const paneItems: readonly MenuItem[] = panes.map(({ id, label, title, shown, toggle }) => ({ kind: 'choice', key: id, label, note: title, chosen: shown, run: toggle }));
  return (
    <div className="tl-controls" role="toolbar" aria-label="Timeline controls">
      <div className="tl-row"><Transport model={model} ranks={ranks} stepRank={stepRank} onStep={onStep} onStepRank={onStepRank} /></div>
      <div className="tl-row">
        <Find model={model} settled={settled} text={find} input={findInput} onText={onFindText} onFind={onFind} onLeave={onLeaveFind} />
        <span className="tl-group tl-panes" role="group" aria-label="Panes">
          {panes.map(({ id, label, title, shown, toggle }) => <button key={id} type="button" className="tl-button" aria-pressed={shown} title={title} onClick={toggle}>{label}</button>)}
        </span>
        <span className="tl-panes-menu"><Menu label="Panes" className="tl-button" items={paneItems}>Panes</Menu></span>
        <span className="tl-group">
          <button type="button" className="tl-button" aria-pressed={unfoldAll} title="Show the messages that collectives are made of (U)" aria-label="Unfold collectives" onClick={() => model.setUnfoldAll(!model.unfoldAll)}>Unfold</button>
          <button type="button" className="tl-button" aria-pressed={legend} title="What the marks mean (L)" onClick={() => onLegend(!legend)}>Legend</button>
        </span>
        <span className="tl-last">
          {children}
          <button type="button" className="tl-button" aria-expanded={keys} title="Keys of the timeline (?)" onClick={() => onKeys(!keys)}>Keys</button>
        </span>
      </div>
    </div>
  );
}

/// What follows the cursor, and so renders with each frame of a replay.
function Transport({ model, ranks, stepRank, onStep, onStepRank }: Pick<ControlsProps, 'model' | 'ranks' | 'stepRank' | 'onStep' | 'onStepRank'>): ReactNode {
  useSyncExternalStore(model.subscribe, () => model.version);
  const { axis, playing, cursor } = model;
  const settled = model.placement !== null;
  const share = settled ? (cursor - axis.from) / (axis.to - axis.from) : 1;
  const who = stepRank === null ? '' : ` of rank ${stepRank}`;
  const options = useMemo(() => Array.from({ length: ranks }, (_, rank) => <option key={rank} value={rank}>rank {rank}</option>), [ranks]);
  return (
    <>
      <span className="tl-group">
        <button type="button" className="tl-button" disabled={!settled} title="To the start (Home)" aria-label="To the start" onClick={() => model.seek(axis.from)}><Icon name="start" /></button>
        <button type="button" className="tl-button" disabled={!settled} title={`Previous event${who} (,)`} aria-label="Previous event" onClick={() => onStep(-1)}><Icon name="back" /></button>
        <button type="button" className="tl-button tl-play" disabled={!settled} aria-label={playing ? 'Pause' : 'Play'} title={playing ? 'Pause (Space)' : 'Play again (Space)'} onClick={() => (playing ? model.pause() : model.play())}>
          <Icon name={playing ? 'pause' : 'play'} /><span>{playing ? 'Pause' : 'Play'}</span>
        </button>
        <button type="button" className="tl-button" disabled={!settled} title={`Next event${who} (.)`} aria-label="Next event" onClick={() => onStep(1)}><Icon name="forward" /></button>
        <button type="button" className="tl-button" disabled={!settled} title="Skip to the end (End)" aria-label="Skip to the end" onClick={() => model.skip()}><Icon name="end" /></button>
      </span>
      <span className="tl-field">
        <select aria-label="Step through the events of" title="Whose events the steps go through" disabled={!settled} value={stepRank ?? ''} onChange={(event) => onStepRank(event.target.value === '' ? null : Number(event.target.value))}>
          <option value="">all ranks</option>
          {options}
        </select>
      </span>
      <input
        className="tl-slider" type="range" min={0} max={1000} step="any" value={share * 1000} disabled={!settled} aria-label="Position in the run" aria-valuetext={positionWords(model)}
        onChange={(event) => {
          model.pause();
          model.seek(axis.from + (Number(event.target.value) / 1000) * (axis.to - axis.from));
        }}
      />
      <span className="tl-position">{positionWords(model)}</span>
      <span className="tl-field">
        <select aria-label="Speed of the replay" title="Speed of the replay ([ slower, ] faster)" value={String(model.speed)} onChange={(event) => model.setSpeed(speedOf(event.target.value))}>
          {SPEEDS.map((speed) => <option key={String(speed)} value={String(speed)}>{speedLabel(speed)}</option>)}
        </select>
      </span>
      <span className="tl-group" role="group" aria-label="Time axis">
        <button type="button" className="tl-button" aria-label="Wall time" aria-pressed={model.axisKind === 'wall'} disabled={!settled} title="Milliseconds by the clock (X)" onClick={() => model.setAxis('wall')}>Wall<span className="tl-wide"> time</span></button>
        <button type="button" className="tl-button" aria-label="Logical time" aria-pressed={model.axisKind === 'logical'} disabled={!settled} title="Steps of what happened before what, each as wide as another (X)" onClick={() => model.setAxis('logical')}>Logical<span className="tl-wide"> time</span></button>
      </span>
      <span className="tl-group">
        <button type="button" className="tl-button" disabled={!settled} title="Zoom out (S, -)" aria-label="Zoom out" onClick={() => model.zoom(1.5)}><Icon name="minus" /></button>
        <button type="button" className="tl-button" disabled={!settled} title="Whole run (F)" onClick={() => model.fit()}>Fit</button>
        <button type="button" className="tl-button" disabled={!settled} title="Zoom in (W, +)" aria-label="Zoom in" onClick={() => model.zoom(1 / 1.5)}><Icon name="plus" /></button>
      </span>
    </>
  );
}

function speedOf(value: string): Speed {
  return value === 'auto' ? 'auto' : Number(value);
}

function positionWords(model: TimelineModel): string {
  if (model.placement === null) return '';
  const { axis, cursor } = model;
  if (axis.kind === 'wall') return `${moment(cursor - axis.from)} of ${moment(axis.to - axis.from)}`;
  return `step ${Math.floor(cursor - axis.from)} of ${Math.floor(axis.to - axis.from)}`;
}

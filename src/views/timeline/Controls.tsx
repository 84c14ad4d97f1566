/// The row above the picture: replay, speed, axis, zoom, and what to show.

import { type ReactNode, useSyncExternalStore } from 'react';
import { moment } from '../../trace';
import { Icon } from './Icon';
import { PANES } from './panes';
import type { TimelineModel } from './replay/model';
import { type Speed, speedLabel, SPEEDS } from './replay/playback';

interface ControlsProps {
  readonly model: TimelineModel;
  /// Ids of the pane shown instead of the picture and of the one beside it.
  readonly pane: string | null;
  readonly dock: string | null;
  readonly legend: boolean;
  onPane(id: string | null): void;
  onDock(id: string | null): void;
  onLegend(shown: boolean): void;
  onStep(direction: 1 | -1): void;
}

export function Controls({ model, pane, dock, legend, onPane, onDock, onLegend, onStep }: ControlsProps): ReactNode {
  useSyncExternalStore(model.subscribe, () => model.version);
  const { axis, playing, cursor } = model;
  const settled = model.placement !== null;
  const share = settled ? (cursor - axis.from) / (axis.to - axis.from) : 1;
  return (
    <div className="tl-controls" role="toolbar" aria-label="Timeline controls">
      <span className="tl-group">
        <button type="button" className="tl-button" disabled={!settled} title="To the start (Home)" aria-label="To the start" onClick={() => model.seek(axis.from)}><Icon name="start" /></button>
        <button type="button" className="tl-button" disabled={!settled} title="Previous event (,)" aria-label="Previous event" onClick={() => onStep(-1)}><Icon name="back" /></button>
        <button type="button" className="tl-button tl-play" disabled={!settled} title={playing ? 'Pause (Space)' : 'Play again (Space)'} onClick={() => (playing ? model.pause() : model.play())}>
          <Icon name={playing ? 'pause' : 'play'} /><span>{playing ? 'Pause' : 'Play'}</span>
        </button>
        <button type="button" className="tl-button" disabled={!settled} title="Next event (.)" aria-label="Next event" onClick={() => onStep(1)}><Icon name="forward" /></button>
        <button type="button" className="tl-button" disabled={!settled} title="Skip to the end (End)" aria-label="Skip to the end" onClick={() => model.skip()}><Icon name="end" /></button>
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
        <select aria-label="Speed of the replay" title="Speed of the replay" value={String(model.speed)} onChange={(event) => model.setSpeed(speedOf(event.target.value))}>
          {SPEEDS.map((speed) => <option key={String(speed)} value={String(speed)}>{speedLabel(speed)}</option>)}
        </select>
      </span>
      <span className="tl-group" role="group" aria-label="Time axis">
        <button type="button" className="tl-button" aria-pressed={model.axisKind === 'wall'} disabled={!settled} title="Milliseconds by the clock" onClick={() => model.setAxis('wall')}>Wall time</button>
        <button type="button" className="tl-button" aria-pressed={model.axisKind === 'logical'} disabled={!settled} title="Steps of what happened before what, each as wide as another" onClick={() => model.setAxis('logical')}>Logical time</button>
      </span>
      <span className="tl-group">
        <button type="button" className="tl-button" disabled={!settled} title="Zoom out (S, -)" aria-label="Zoom out" onClick={() => model.zoom(1.5)}><Icon name="minus" /></button>
        <button type="button" className="tl-button" disabled={!settled} title="Whole run (F)" onClick={() => model.fit()}>Fit</button>
        <button type="button" className="tl-button" disabled={!settled} title="Zoom in (W, +)" aria-label="Zoom in" onClick={() => model.zoom(1 / 1.5)}><Icon name="plus" /></button>
      </span>
      <span className="tl-group tl-last">
        <button type="button" className="tl-button" aria-pressed={model.unfoldAll} title="Show the messages that collectives are made of (U)" aria-label="Unfold collectives" onClick={() => model.setUnfoldAll(!model.unfoldAll)}>Unfold</button>
        <button type="button" className="tl-button" aria-pressed={legend} onClick={() => onLegend(!legend)}>Legend</button>
        {PANES.map(({ id, label, title, place }) => {
          const shown = place === 'instead' ? pane === id : dock === id;
          const show = place === 'instead' ? onPane : onDock;
          return <button key={id} type="button" className="tl-button" aria-pressed={shown} title={title} onClick={() => show(shown ? null : id)}>{label}</button>;
        })}
      </span>
    </div>
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

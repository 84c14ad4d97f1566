/// What a person looks at: axis, window, cursor, replay, selection. Changed by its methods only; knows no DOM.

import { MpiCall, RecordKind } from '../../../protocol';
import { type Axis, type AxisKind, type Emphasis, type Item, liveAxis, place, type PlacedAxis, type Placement, type Recording, sameItem, tellingAxis } from '../../../trace';
import { advanced, type Speed } from './playback';
import { type Arrangement, AS_LAUNCHED } from '../drawing/arrangement';
import { panned, type Range, within, withMargin, zoomed } from '../drawing/scale';
import { Navigator } from './navigator';
import type { Stop } from './stops';

/// A live picture shows this many newest milliseconds.
export const LIVE_WINDOW = 8000;
/// Runs longer than this (wall ms) were seen live and are not replayed unasked.
const REPLAY_UP_TO = 2500;

export class TimelineModel {
  recording: Recording | null = null;
  placement: Placement | null = null;
  axisKind: AxisKind = 'wall';
  /// The axis a person chose, kept for the runs that follow.
  private preferred: AxisKind | null = null;
  window: Range = { from: 0, to: 1 };
  /// Position on the axis; everything after it has not happened yet on screen.
  cursor = 0;
  playing = false;
  speed: Speed = 'auto';
  selected: Item | null = null;
  hovered: Item | null = null;
  /// What stands out; goes with the recording.
  emphasis: Emphasis | null = null;
  unfoldAll = false;
  /// Order, groups and folding of lanes. Kept for the next run when it has as many ranks.
  arrangement: Arrangement = AS_LAUNCHED;
  scroll = 0;
  /// Width the axis is drawn at, for choosing the axis; told by the canvas.
  width = 900;
  readonly unfolded = new Set<number>();
  private changes = 0;
  private readonly listeners = new Set<() => void>();
  /// Goes from event to event.
  readonly navigator = new Navigator(this);

  get version(): number {
    return this.changes;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /// Shows another recording, or none.
  show(recording: Recording | null): void {
    if (recording === this.recording) return;
    if (recording?.ranks !== this.recording?.ranks) this.arrangement = AS_LAUNCHED;
    this.recording = recording;
    this.placement = null;
    this.selected = null;
    this.hovered = null;
    this.emphasis = null;
    this.playing = false;
    this.unfolded.clear();
    this.scroll = 0;
    this.changed();
  }

  /// Places the ended run, chooses the axis that shows more, fits it, and starts the replay when `replay` and the run was short.
  settle(replay: boolean): void {
    const { recording } = this;
    if (recording === null || this.placement !== null) return;
    this.placement = place(recording);
    this.toAxis(this.preferred ?? tellingAxis(recording, this.placement, this.width));
    if (replay && this.real <= REPLAY_UP_TO && recording.events.length > 0) {
      this.cursor = this.axis.from;
      this.playing = true;
    }
    this.changed();
  }

  /// The axis as it stands: placed once settled, else that of the clocks up to now.
  get axis(): Axis {
    const placed = this.placed;
    if (placed !== null) return placed;
    if (this.recording === null) return EMPTY_AXIS;
    const to = Math.max(1, this.recording.time);
    return liveAxis(this.recording, Math.max(0, to - LIVE_WINDOW), to);
  }

  get placed(): PlacedAxis | null {
    return this.placement === null ? null : this.placement[this.axisKind];
  }

  /// Wall milliseconds of the run as the wall axis has them.
  get real(): number {
    const wall = this.placement?.wall;
    return wall === undefined ? this.recording?.time ?? 0 : wall.to - wall.from;
  }

  /// What may be scrolled to.
  get bounds(): Range {
    return withMargin(this.axis);
  }

  /// The window as it stands; that of a live run follows the clock.
  get shown(): Range {
    return this.placement === null ? withMargin(this.axis, 0.01) : this.window;
  }

  setAxis(kind: AxisKind): void {
    if (this.placement === null) return;
    // A choice even where it was so already: the runs that follow keep to it.
    this.preferred = kind;
    if (kind === this.axisKind) return;
    const share = (this.cursor - this.axis.from) / (this.axis.to - this.axis.from);
    this.toAxis(kind);
    this.cursor = this.axis.from + share * (this.axis.to - this.axis.from);
    this.changed();
  }

  fit(): void {
    this.window = this.bounds;
    this.scroll = 0;
    this.changed();
  }

  zoom(factor: number, anchor?: number): void {
    if (this.placement === null) return;
    const { from, to } = this.window;
    const inside = this.cursor >= from && this.cursor <= to && this.cursor < this.axis.to;
    this.window = zoomed(this.window, factor, anchor ?? (inside ? this.cursor : (from + to) / 2), this.bounds);
    this.changed();
  }

  /// Shows a part of the axis, with a little air.
  look(range: Range): void {
    if (this.placement === null) return;
    this.window = within(withMargin(range, 0.06), this.bounds);
    this.changed();
  }

  /// By a share of the window's width.
  pan(share: number): void {
    if (this.placement === null) return;
    this.window = panned(this.window, share * (this.window.to - this.window.from), this.bounds);
    this.changed();
  }

  scrollBy(pixels: number): void {
    this.scroll = Math.max(0, this.scroll + pixels);
    this.changed();
  }

  seek(at: number): void {
    if (this.placement === null) return;
    this.cursor = Math.min(Math.max(at, this.axis.from), this.axis.to);
    this.changed();
  }

  play(): void {
    if (this.placement === null) return;
    if (this.cursor >= this.axis.to) this.cursor = this.axis.from;
    this.playing = true;
    this.selected = null;
    this.changed();
  }

  pause(): void {
    this.playing = false;
    this.changed();
  }

  /// Ends the replay: everything has happened.
  skip(): void {
    this.playing = false;
    this.seek(this.axis.to);
  }

  setSpeed(speed: Speed): void {
    this.speed = speed;
    this.changed();
  }

  /// `elapsed` milliseconds of a person's time went by.
  tick(elapsed: number): void {
    if (!this.playing || this.placement === null) return;
    this.cursor = advanced(this.cursor, elapsed, this.axis, this.speed, this.real);
    if (this.cursor >= this.axis.to) this.playing = false;
    this.reveal();
    this.changed();
  }

  /// To the next or previous stop, of all ranks or of one; selects what happens there. Returns it, or null past the ends.
  step(direction: 1 | -1, rank: number | null = null): Stop | null {
    return this.navigator.step(direction, rank);
  }

  /// Selects an item (or nothing) with the cursor at its place, and shows that.
  arrive(item: Item | null, at: number): void {
    if (this.placement === null) return;
    this.playing = false;
    this.cursor = at;
    this.selected = item;
    this.reveal();
    this.changed();
  }

  select(item: Item | null): void {
    if (sameItem(item, this.selected)) return;
    this.selected = item;
    this.changed();
  }

  hover(item: Item | null): void {
    if (sameItem(item, this.hovered)) return;
    this.hovered = item;
    this.changed();
  }

  emphasise(emphasis: Emphasis | null): void {
    if (emphasis === this.emphasis) return;
    this.emphasis = emphasis;
    this.changed();
  }

  arrange(arrangement: Arrangement): void {
    this.arrangement = arrangement;
    this.scroll = 0;
    this.changed();
  }

  toggleUnfolded(collective: number): void {
    if (!this.unfolded.delete(collective)) this.unfolded.add(collective);
    this.changed();
  }

  setUnfoldAll(all: boolean): void {
    this.unfoldAll = all;
    this.unfolded.clear();
    this.changed();
  }

  isUnfolded(collective: number): boolean {
    return this.unfoldAll !== this.unfolded.has(collective);
  }

  /// Moves the window so that the cursor is in it.
  private reveal(): void {
    const { from, to } = this.window;
    const width = to - from;
    if (this.cursor > to - width * 0.05 || this.cursor < from) {
      this.window = within({ from: this.cursor - width * 0.3, to: this.cursor + width * 0.7 }, this.bounds);
    }
  }

  private toAxis(kind: AxisKind): void {
    this.axisKind = kind;
    this.window = this.bounds;
    this.cursor = this.axis.to;
  }

  private changed(): void {
    this.changes++;
    for (const listener of this.listeners) listener();
  }
}

const NONE = new Float64Array(0);
const EMPTY_AXIS: Axis = { kind: 'wall', from: 0, to: 1, begin: NONE, end: NONE, arrived: NONE, print: NONE, open: NONE };

/// Init and Finalize left out: calls, messages that calls sent, messages inside collectives.
export interface Counts {
  readonly calls: number;
  readonly messages: number;
  readonly inner: number;
}

const counted = new WeakMap<Recording, { readonly version: number; readonly counts: Counts }>();

/// Counts for the caption; worked out once for each state of the recording.
export function countsOf(recording: Recording): Counts {
  const known = counted.get(recording);
  if (known?.version === recording.version) return known.counts;
  const counts = countedIn(recording);
  counted.set(recording, { version: recording.version, counts });
  return counts;
}

function countedIn(recording: Recording): Counts {
  const { events, messages } = recording;
  let calls = 0;
  for (let row = 0; row < events.length; row++) {
    const call = events.call[row]!;
    if (events.kind[row] === RecordKind.Call && call !== MpiCall.Init && call !== MpiCall.Finalize) calls++;
  }
  let inner = 0;
  let quiet = 0;
  for (let row = 0; row < messages.length; row++) {
    if (messages.internal[row] === 0) continue;
    const call = recording.collectives.call[messages.collective[row]!];
    if (call === MpiCall.Init || call === MpiCall.Finalize) quiet++;
    else inner++;
  }
  return { calls, messages: messages.length - inner - quiet, inner };
}

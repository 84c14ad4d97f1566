/// Two runs on one scale: each begins at 0, and a pixel is as long in one as in the other. Pure.

import type { Axis, AxisKind, Emphasis, Item, Placement, Recording } from '../../../trace';
import type { View } from '../drawing/geometry';
import { layoutLanes } from '../drawing/lanes';
import { type Range, withMargin, within } from '../drawing/scale';

/// A run with its axes.
export interface PlacedRun {
  readonly recording: Recording;
  readonly placement: Placement;
}

export interface ViewRoom {
  /// CSS pixels of the run's picture.
  readonly width: number;
  readonly height: number;
  readonly bigType: boolean;
  readonly kind: AxisKind;
  /// What is shown of both, as distance from their begins.
  readonly window: Range;
  readonly scroll: number;
  /// Width of the column of names, so that both runs' lanes begin below each other.
  readonly gutter?: number;
}

/// From the begin of both to the end of the longer.
export function sharedBounds(here: Placement, there: Placement, kind: AxisKind): Range {
  const length = ({ [kind]: axis }: Placement): number => axis.to - axis.from;
  return withMargin({ from: 0, to: Math.max(length(here), length(there)) });
}

export function comparedView({ recording, placement }: PlacedRun, { width, height, bigType, kind, window, scroll, gutter }: ViewRoom, emphasis: Emphasis | null, unfolded: (collective: number) => boolean): View {
  const axis = placement[kind];
  const lanes = layoutLanes({ ranks: recording.ranks, width, height, bigType, scroll });
  const left = Math.max(gutter ?? 0, lanes.gutter);
  return {
    recording, axis, placed: axis, lanes: { ...lanes, gutter: left }, emphasis, unfolded,
    scale: { from: axis.from + window.from, to: axis.from + window.to, left, right: width - 1 },
  };
}

/// Where an item lies, as distance from the run's begin.
export function extentOf(recording: Recording, axis: Axis, item: Item): Range {
  const { events, messages, collectives, requests } = recording;
  const span = (begin: number, end: number): Range => ({ from: begin - axis.from, to: Math.max(begin, end) - axis.from });
  switch (item.kind) {
    case 'call': return span(axis.begin[item.row]!, axis.end[item.row]!);
    case 'open': return span(axis.open[item.rank]!, axis.to);
    case 'print': return span(axis.print[item.row]!, axis.print[item.row]!);
    case 'message': {
      const [send, receive] = [messages.send[item.row]!, messages.receive[item.row]!];
      return span(send >= 0 ? axis.begin[send]! : axis.begin[receive]!, receive >= 0 ? axis.end[receive]! : axis.begin[send]!);
    }
    case 'request': {
      const [start, end] = [requests.start[item.row]!, requests.returned[item.row]!];
      const first = start >= 0 ? start : end;
      return first < 0 ? { from: 0, to: 0 } : span(axis.begin[first]!, axis.end[end >= 0 ? end : first]!);
    }
    case 'collective': {
      const members = collectives.members[item.row]!;
      let [from, to] = [Infinity, -Infinity];
      for (let i = 0; i < members.length; i++) {
        from = Math.min(from, axis.begin[members.at(i)]!);
        to = Math.max(to, axis.end[members.at(i)]!);
      }
      return from <= to && events.length > 0 ? span(from, to) : { from: 0, to: 0 };
    }
  }
}

/// `window` moved, or widened where it must be, so that all of `extents` is in it.
export function windowAround(window: Range, extents: readonly Range[], bounds: Range): Range {
  if (extents.length === 0) return window;
  const from = Math.min(...extents.map((extent) => extent.from));
  const to = Math.max(...extents.map((extent) => extent.to));
  if (from >= window.from && to <= window.to) return window;
  const width = Math.max(window.to - window.from, (to - from) * 1.3);
  const middle = (from + to) / 2;
  return within({ from: middle - width / 2, to: middle + width / 2 }, bounds);
}

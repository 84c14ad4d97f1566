/// Going from event to event: by steps, by number, by search, along lanes and messages. Holds where one stands among the stops.

import { describe, type Item, messageOf, otherEnd, type Query, readQuery, type Recording } from '../../../trace';
import { arrangedLanes } from '../drawing/arrangement';
import type { TimelineModel } from './model';
import { type Stop, type StopFilter, type StopName, Stops } from './stops';
import { acrossLanes, alongLane, laneOf, nearestOn, positionOf } from './walk';

/// What a search came to.
export interface Found {
  readonly item: Item;
  /// Its place among the matches, from 1, and their number.
  readonly number: number;
  readonly of: number;
}

export class Navigator {
  private stops: Stops | null = null;
  private current: StopName | null = null;
  /// The axis that `stops` are of.
  private of: object | null = null;

  constructor(private readonly model: TimelineModel) {}

  /// Sequence number of the stop that one stands on; Infinity when the cursor was put somewhere by hand: then all at its place has happened.
  get sequence(): number {
    const { stops, current } = this;
    return stops !== null && current !== null && this.of === this.model.placed && stops.at(current) === this.model.cursor ? stops.sequence(current) : Infinity;
  }

  /// To the next or previous stop of all ranks, or of one; selects what happens there. Returns it, or null past the ends.
  step(direction: 1 | -1, rank: number | null = null): Stop | null {
    const stops = this.ready();
    if (stops === null) return null;
    this.current = stops.next(this.model.cursor, this.current, direction, rank);
    if (this.current !== null) return this.arrive(stops, this.current);
    const { axis } = this.model;
    this.model.arrive(null, direction === 1 ? axis.to : axis.from);
    return null;
  }

  /// To the stop with a number, from 1, or the nearest there is.
  jump(number: number): Stop | null {
    const stops = this.ready();
    const name = stops?.numbered(number) ?? null;
    if (stops === null || name === null) return null;
    this.current = name;
    return this.arrive(stops, name);
  }

  /// To the next or previous match of a query; null when there is none further on, a sentence when the text is no query.
  search(text: string, direction: 1 | -1): Found | Stop | string | null {
    const { recording } = this.model;
    if (recording === null || this.ready() === null) return null;
    const query = readQuery(recording, text);
    if (typeof query === 'string') return query;
    if (query.number !== null) return this.jump(query.number);
    return query.messages ? this.findMessage((row) => query.message(row), direction) : this.find(query, direction);
  }

  /// To the next or previous thing of the kind of what is selected: the same call, another message, another print.
  sameKind(direction: 1 | -1): Found | null {
    const { recording, selected } = this.model;
    if (recording === null || selected === null) return null;
    const { events, collectives, requests, open } = recording;
    const never = (): boolean => false;
    if (selected.kind === 'message') return this.findMessage((row) => recording.messages.internal[row] === recording.messages.internal[selected.row], direction);
    if (selected.kind === 'print') return this.find({ call: never, open: never, print: () => true }, direction);
    const start = selected.kind === 'request' ? requests.start[selected.row]! : -1;
    const call = selected.kind === 'call' ? events.call[selected.row]! : selected.kind === 'collective' ? collectives.call[selected.row]! : selected.kind === 'open' ? open[selected.rank]?.call ?? 0 : start < 0 ? 0 : events.call[start]!;
    return this.find({ call: (row) => events.call[row] === call, print: never, open: (rank) => open[rank]?.call === call }, direction);
  }

  /// Left (-1) or right (1) along the lane of the selection; from the cursor on the first lane when nothing is selected.
  along(direction: 1 | -1): Item | null {
    const stops = this.ready();
    const { recording, selected, cursor } = this.model;
    if (stops === null || recording === null) return null;
    const rank = selected === null ? this.lanes(recording)[0] ?? 0 : laneOf(recording, selected);
    return this.go(alongLane(recording, stops, selected, rank, cursor, direction));
  }

  /// Up (-1) or down (1): along the selection's message when it goes there, else to the next lane.
  across(direction: 1 | -1): Item | null {
    const stops = this.ready();
    const { recording, selected, axis, cursor } = this.model;
    if (stops === null || recording === null) return null;
    const order = this.lanes(recording);
    if (selected !== null) return this.go(acrossLanes(recording, stops, axis, selected, direction, order));
    const rank = direction === 1 ? order[0] : order.at(-1);
    return rank === undefined ? null : this.go(nearestOn(stops, rank, cursor));
  }

  /// To the call at the other end of the selection's message.
  otherEnd(): Item | null {
    const { recording, selected } = this.model;
    if (recording === null || selected === null || this.ready() === null) return null;
    return this.go(otherEnd(recording, selected));
  }

  /// Selects what a rank did last at the cursor.
  rank(rank: number): Item | null {
    const { recording, cursor, placement } = this.model;
    if (recording === null || rank < 0 || rank >= recording.ranks) return null;
    if (placement !== null) {
      const stops = this.ready();
      return stops === null ? null : this.go(nearestOn(stops, rank, cursor));
    }
    const calls = recording.callsOf[rank]!;
    const item: Item | null = recording.open[rank] != null ? { kind: 'open', rank } : calls.length > 0 ? { kind: 'call', row: calls.at(calls.length - 1) } : null;
    this.model.select(item);
    return item;
  }

  /// Selects an item and puts the cursor where it has happened.
  go(item: Item | null): Item | null {
    const { recording, axis } = this.model;
    if (item === null || recording === null || this.model.placement === null) return null;
    const stops = this.ready();
    this.current = stops?.nameOf(item, true) ?? null;
    this.model.arrive(item, positionOf(recording, axis, item));
    return item;
  }

  /// How many matches a query has, without going there.
  count(query: Query): number {
    const stops = this.ready(false);
    const placed = this.model.placed;
    if (stops === null || placed === null) return 0;
    if (!query.messages) return stops.count(query, null).all;
    let count = 0;
    for (const row of placed.messages.items) if (query.message(row)) count++;
    return count;
  }

  private find(filter: StopFilter, direction: 1 | -1): Found | null {
    const stops = this.ready();
    if (stops === null) return null;
    const { selected, recording } = this.model;
    // A search that starts on an event goes on from that event, not from its begin.
    const from = this.current ?? (selected === null || recording === null ? null : stops.nameOf(selected, true));
    const name = stops.find(filter, this.model.cursor, from, direction);
    if (name === null) return null;
    const item = stops.itemAt(name);
    const { all, before } = stops.count(filter, name);
    this.go(item);
    this.current = name;
    return { item, number: before, of: all };
  }

  /// Messages in the order in which they left.
  private findMessage(takes: (row: number) => boolean, direction: 1 | -1): Found | null {
    const { placed, recording, selected, cursor } = this.model;
    if (placed === null || recording === null) return null;
    const { items } = placed.messages;
    const leaves = (index: number): number => placed.begin[recording.messages.send[items[index]!]!]!;
    const message = selected?.kind === 'message' ? selected.row : selected?.kind === 'call' ? messageOf(recording, selected.row) : -1;
    const here = message >= 0 && cursor === positionOf(recording, placed, selected!) ? items.indexOf(message) : -1;
    let index = -1;
    if (here >= 0) index = here + (selected?.kind === 'message' ? direction : 0);
    else if (direction === 1) index = cursor <= placed.from ? 0 : firstFrom(items.length, (i) => leaves(i) >= cursor);
    else index = firstFrom(items.length, (i) => leaves(i) >= cursor) - 1;
    while (index >= 0 && index < items.length && !takes(items[index]!)) index += direction;
    if (index < 0 || index >= items.length) return null;
    let [all, before] = [0, 0];
    for (let i = 0; i < items.length; i++) {
      if (!takes(items[i]!)) continue;
      all++;
      if (i <= index) before++;
    }
    const item: Item = { kind: 'message', row: items[index]! };
    this.go(item);
    return { item, number: before, of: all };
  }

  private arrive(stops: Stops, name: StopName): Stop {
    const stop = stops.stop(name);
    this.model.arrive(stop.item, stop.at);
    return stop;
  }

  /// Ranks in the order of their lanes.
  private lanes(recording: Recording): readonly number[] {
    return arrangedLanes(recording, this.model.arrangement).flatMap(({ ranks }) => ranks);
  }

  private ready(pause = true): Stops | null {
    const { recording, placed } = this.model;
    if (recording === null || placed === null) return null;
    if (pause) this.model.playing = false;
    if (this.stops === null || this.of !== placed) {
      this.stops = new Stops(recording, placed);
      this.of = placed;
      this.current = null;
    }
    return this.stops;
  }
}

function firstFrom(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/// What is said of an item that was gone to. `place` makes each sentence another: a status that stays the same is not read out.
export function toldOf(recording: Recording, item: Item, place: string): string {
  const { title, facts } = describe(recording, item);
  return `${title}. ${facts.slice(0, 6).map(({ label, value }) => `${label} ${value}`).join(', ')}. ${place}`;
}

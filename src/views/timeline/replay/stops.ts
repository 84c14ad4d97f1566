/// Where stepping halts: begin and end of each call, each print, and where a call that never ended began, in the order of the axis.
///
/// Nothing is laid out beforehand. What one rank does stands in order already, so the next stop of the run is the nearest of the
/// next stops of its ranks: a step costs O(ranks · log n) at any number of events.

import { MpiCall, RecordFlag } from '../../../protocol';
import { type Axis, type Item, type Recording, wasCutOff } from '../../../trace';

export interface Stop {
  readonly item: Item;
  /// Position on the axis.
  readonly at: number;
  readonly rank: number;
  /// What the item does here: `begins`, `ends`, `never ended`, `leaves`, `is received`; empty for a print.
  readonly does: string;
  /// Its place among the stops, from 1, and their number.
  readonly number: number;
  readonly of: number;
}

/// A stop by its track and its index there.
export interface StopName {
  readonly track: number;
  readonly index: number;
}

/// What a search looks for: calls (by their end), prints, unfinished calls.
export interface StopFilter {
  call(row: number): boolean;
  print(row: number): boolean;
  open(rank: number): boolean;
}

/// One rank's stops of one sort, in their order.
interface Track {
  readonly rank: number;
  readonly kind: 'call' | 'print' | 'open';
  readonly length: number;
  at(index: number): number;
  sequence(index: number): number;
  /// Row of the event or print; of an open call, the rank.
  row(index: number): number;
}

export class Stops {
  readonly length: number;
  private readonly tracks: readonly Track[];

  constructor(private readonly recording: Recording, axis: Axis) {
    const { prints } = recording;
    this.tracks = recording.callsOf.flatMap((_, rank) => {
      const rows = recording.printsOf[rank]!;
      const open = recording.open[rank] ?? null;
      const tracks: Track[] = [
        callTrack(recording, axis, rank),
        { rank, kind: 'print', length: rows.length, at: (index) => axis.print[rows.at(index)]!, sequence: (index) => prints.sequence[rows.at(index)]!, row: (index) => rows.at(index) },
      ];
      if (open !== null) tracks.push({ rank, kind: 'open', length: 1, at: () => axis.open[rank]!, sequence: () => open.sequence, row: () => rank });
      return tracks;
    });
    this.length = this.tracks.reduce((sum, { length }) => sum + length, 0);
  }

  at(name: StopName): number {
    return this.tracks[name.track]!.at(name.index);
  }

  sequence(name: StopName): number {
    return this.tracks[name.track]!.sequence(name.index);
  }

  /// The call, print or unfinished call of a stop.
  itemAt(name: StopName): Item {
    const { kind, row } = this.tracks[name.track]!;
    return kind === 'open' ? { kind, rank: row(name.index) } : { kind, row: row(name.index) };
  }

  stop(name: StopName): Stop {
    const track = this.tracks[name.track]!;
    const common = { item: this.itemAt(name), at: track.at(name.index), rank: track.rank, number: this.numberOf(name), of: this.length };
    if (track.kind !== 'call') return { ...common, does: track.kind === 'open' ? 'never ended' : '' };
    const row = track.row(name.index);
    const { events } = this.recording;
    const begins = name.index % 2 === 0;
    const message = events.message[row]!;
    if (message >= 0 && events.has(row, begins ? RecordFlag.CarriesSend : RecordFlag.CarriesReceive)) return { ...common, item: { kind: 'message', row: message }, does: begins ? 'leaves' : 'is received' };
    return { ...common, does: begins ? 'begins' : wasCutOff(this.recording, row) ? 'never ended' : 'ends' };
  }

  /// The next stop in a direction, of all ranks or of one; null past the ends. `current` is where one stands, when the cursor is still there.
  next(cursor: number, current: StopName | null, direction: 1 | -1, rank: number | null = null): StopName | null {
    const start = this.starts(cursor, current, direction);
    let best: StopName | null = null;
    for (const [number, track] of this.tracks.entries()) {
      if (rank !== null && track.rank !== rank) continue;
      const index = start(number);
      if (index < 0 || index >= track.length) continue;
      const name = { track: number, index };
      if (best === null || this.compare(name, best) * direction < 0) best = name;
    }
    return best;
  }

  /// The last stop of a rank that stands at or before `position`; null when there is none.
  lastUpTo(position: number, rank: number): StopName | null {
    let best: StopName | null = null;
    for (const [number, track] of this.tracks.entries()) {
      if (track.rank !== rank) continue;
      const index = firstIndex(track, (i) => track.at(i) > position) - 1;
      if (index >= 0 && (best === null || this.compare({ track: number, index }, best) > 0)) best = { track: number, index };
    }
    return best;
  }

  /// The next stop in a direction that `filter` takes; of a call only its end is asked. O(n) at worst, over columns.
  find(filter: StopFilter, cursor: number, current: StopName | null, direction: 1 | -1, rank: number | null = null): StopName | null {
    const start = this.starts(cursor, current, direction);
    let best: StopName | null = null;
    for (const [number, track] of this.tracks.entries()) {
      if (rank !== null && track.rank !== rank) continue;
      for (let index = start(number); index >= 0 && index < track.length; index += direction) {
        const found: boolean = this.takes(filter, track, index);
        // No use in looking beyond what another rank has already offered.
        if (best !== null && (found || index % 64 === 0) && this.compare({ track: number, index }, best) * direction >= 0) break;
        if (!found) continue;
        best = { track: number, index };
        break;
      }
    }
    return best;
  }

  /// How many stops `filter` takes, and how many of them stand before or at `name`.
  count(filter: StopFilter, name: StopName | null): { readonly all: number; readonly before: number } {
    let all = 0;
    let before = 0;
    for (const [number, track] of this.tracks.entries()) {
      const last = name === null ? -1 : number === name.track ? name.index : this.above(number, name) - 1;
      for (let index = 0; index < track.length; index++) {
        if (!this.takes(filter, track, index)) continue;
        all++;
        if (index <= last) before++;
      }
    }
    return { all, before };
  }

  /// The stop with a number, from 1; the nearest that there is. Null when there are none.
  numbered(number: number): StopName | null {
    if (this.length === 0) return null;
    const wanted = Math.min(Math.max(1, Math.round(number)), this.length);
    let low = Infinity;
    let high = -Infinity;
    for (const track of this.tracks) {
      if (track.length === 0) continue;
      low = Math.min(low, track.at(0));
      high = Math.max(high, track.at(track.length - 1));
    }
    // Halve the axis until nothing is between, then count on among what shares a place.
    low -= 1;
    for (let round = 0; round < 80; round++) {
      const middle = (low + high) / 2;
      if (middle <= low || middle >= high) break;
      if (this.upTo(middle) >= wanted) high = middle;
      else low = middle;
    }
    let name = this.next(low, null, 1);
    for (let at = this.upTo(low) + 1; at < wanted && name !== null; at++) name = this.next(this.at(name), name, 1);
    return name;
  }

  /// The stop at which an item begins or, with `end`, ends; null when it is no stop.
  nameOf(item: Item, end: boolean): StopName | null {
    const { events, prints } = this.recording;
    if (item.kind !== 'call' && item.kind !== 'print' && item.kind !== 'open') return null;
    const rank = item.kind === 'open' ? item.rank : item.kind === 'call' ? events.rank[item.row] : prints.rank[item.row];
    const number = this.tracks.findIndex((track) => track.rank === rank && track.kind === item.kind);
    const track = this.tracks[number];
    if (track === undefined) return null;
    if (item.kind === 'open') return { track: number, index: 0 };
    const sequence = item.kind === 'print' ? prints.sequence[item.row]! : events.sequenceBegin[item.row]!;
    const stride = item.kind === 'print' ? 1 : 2;
    let low = 0;
    let high = track.length / stride;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (track.sequence(middle * stride) < sequence) low = middle + 1;
      else high = middle;
    }
    const index = low * stride;
    return index < track.length && track.row(index) === item.row ? { track: number, index: index + (end && stride === 2 ? 1 : 0) } : null;
  }

  private takes(filter: StopFilter, track: Track, index: number): boolean {
    if (track.kind === 'call') return index % 2 === 1 && filter.call(track.row(index));
    return track.kind === 'print' ? filter.print(track.row(index)) : filter.open(track.rank);
  }

  private numberOf(name: StopName): number {
    let before = 1;
    for (let track = 0; track < this.tracks.length; track++) before += track === name.track ? name.index : this.above(track, name);
    return before;
  }

  /// Stops that stand at or before `position`.
  private upTo(position: number): number {
    let count = 0;
    for (const track of this.tracks) count += firstIndex(track, (index) => track.at(index) > position);
    return count;
  }

  /// For each track, the index from which to go on in a direction.
  private starts(cursor: number, current: StopName | null, direction: 1 | -1): (track: number) => number {
    if (current !== null && this.at(current) === cursor) {
      return (track) => {
        if (current.track === track) return current.index + direction;
        const above = this.above(track, current);
        return direction === 1 ? above : above - 1;
      };
    }
    // At an end of the axis nothing has been visited yet, even where a stop stands on it.
    if (this.isEnd(cursor, direction)) return (track) => (direction === 1 ? 0 : this.tracks[track]!.length - 1);
    return (number) => {
      const track = this.tracks[number]!;
      return direction === 1 ? firstIndex(track, (index) => track.at(index) > cursor) : firstIndex(track, (index) => track.at(index) >= cursor) - 1;
    };
  }

  /// Whether no stop lies behind the cursor when going in a direction.
  private isEnd(cursor: number, direction: 1 | -1): boolean {
    return this.tracks.every((track) => track.length === 0 || (direction === 1 ? cursor <= track.at(0) : cursor >= track.at(track.length - 1)));
  }

  /// Index of the first stop of a track that comes after `name`, which is of another track.
  private above(track: number, name: StopName): number {
    return firstIndex(this.tracks[track]!, (index) => this.compare({ track, index }, name) > 0);
  }

  private compare(a: StopName, b: StopName): number {
    if (a.track === b.track) return a.index - b.index;
    const [one, other] = [this.tracks[a.track]!, this.tracks[b.track]!];
    return one.at(a.index) - other.at(b.index) || one.sequence(a.index) - other.sequence(b.index) || a.track - b.track;
  }
}

/// Begin and end of a rank's calls in turn. Init, in which every run begins, is no stop.
function callTrack(recording: Recording, axis: Axis, rank: number): Track {
  const { events } = recording;
  const calls = recording.callsOf[rank]!;
  const skipped = events.call[calls.at(0)] === MpiCall.Init ? 1 : 0;
  const row = (index: number): number => calls.at((index >>> 1) + skipped);
  return {
    rank, kind: 'call', length: 2 * (calls.length - skipped), row,
    at: (index) => (index % 2 === 0 ? axis.begin : axis.end)[row(index)]!,
    sequence: (index) => (index % 2 === 0 ? events.sequenceBegin[row(index)]! : Math.max(events.sequenceBegin[row(index)]!, events.sequenceEnd[row(index)]!)),
  };
}

/// Index of the first stop for which `after` holds; the track's length when it holds for none.
function firstIndex(track: Track, after: (index: number) => boolean): number {
  let low = 0;
  let high = track.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (after(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

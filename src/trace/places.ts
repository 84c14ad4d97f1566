/// Where in its source each rank is: at a position of the axis, or now.

import { RankState } from '../protocol';
import type { Item } from './describe';
import type { RowList } from './growable';
import type { Axis } from './placement';
import type { Recording } from './recording';
import { callName, lineText, sourceLine, type SourceLine } from './words';

/// What a rank does at that moment: it is in a call, waits in it, or has gone on since its last call or print.
export type Doing = 'in' | 'waits' | 'after' | 'never ended';

export interface RankPlace {
  readonly rank: number;
  readonly source: SourceLine;
  /// The text of that line when the run began; null when it is not known.
  readonly text: string | null;
  readonly item: Item;
  readonly doing: Doing;
  /// `Recv`, `print`.
  readonly name: string;
}

/// The place of each rank when the cursor stands at `at`: its last call begun, or print written, at or before. Ranks of which nothing
/// has happened yet, and those whose line is not known, have none. Of what stands exactly at `at` only what happened up to sequence number
/// `until` counts: clocks tick slowly, and several events of a rank may share a place. O(ranks · log n).
export function placesAt(recording: Recording, axis: Axis, at: number, until = Infinity): readonly RankPlace[] {
  const { events, prints, open } = recording;
  const places: RankPlace[] = [];
  for (let rank = 0; rank < recording.ranks; rank++) {
    const call = lastUpTo(recording.callsOf[rank]!, axis.begin, at, events.sequenceBegin, until);
    const print = lastUpTo(recording.printsOf[rank]!, axis.print, at, prints.sequence, until);
    const unfinished = open[rank] ?? null;
    if (unfinished !== null && (axis.open[rank]! < at || (axis.open[rank] === at && unfinished.sequence <= until))) put(places, recording, rank, unfinished.line, { kind: 'open', rank }, 'never ended', callName(unfinished.call, unfinished.flags));
    else if (isLater(recording, print, call)) put(places, recording, rank, prints.line[print]!, { kind: 'print', row: print }, 'after', 'print');
    else if (call >= 0) {
      const inside = axis.end[call]! > at || (axis.end[call] === at && events.sequenceEnd[call]! > until);
      put(places, recording, rank, events.line[call]!, { kind: 'call', row: call }, !inside ? 'after' : events.blocked[call]! > 0 ? 'waits' : 'in', callName(events.call[call]!, events.flags[call]!));
    }
  }
  return places;
}

/// The place of each rank of a live run, by what its control block told last and what it has recorded.
export function placesNow(recording: Recording): readonly RankPlace[] {
  const { events, prints } = recording;
  const places: RankPlace[] = [];
  for (let rank = 0; rank < recording.ranks; rank++) {
    const open = recording.open[rank] ?? null;
    if (open !== null) {
      put(places, recording, rank, open.line, { kind: 'open', rank }, open.state === RankState.Running ? 'in' : 'waits', callName(open.call, open.flags));
      continue;
    }
    const [calls, written] = [recording.callsOf[rank]!, recording.printsOf[rank]!];
    const [call, print] = [calls.at(calls.length - 1), written.at(written.length - 1)];
    if (isLater(recording, print, call)) put(places, recording, rank, prints.line[print]!, { kind: 'print', row: print }, 'after', 'print');
    else if (call >= 0) put(places, recording, rank, events.line[call]!, { kind: 'call', row: call }, 'after', callName(events.call[call]!, events.flags[call]!));
  }
  return places;
}

export function samePlaces(a: readonly RankPlace[], b: readonly RankPlace[]): boolean {
  return a.length === b.length && a.every((place, i) => {
    const other = b[i]!;
    return place.rank === other.rank && place.doing === other.doing && place.name === other.name && place.source.line === other.source.line && place.source.file === other.source.file;
  });
}

/// Neighbouring ranks in few words: `0–5, 7`.
export function rankRanges(ranks: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < ranks.length; ) {
    let last = i;
    while (ranks[last + 1] === ranks[last]! + 1) last++;
    parts.push(last === i ? String(ranks[i]) : last === i + 1 ? `${ranks[i]}, ${ranks[last]}` : `${ranks[i]}–${ranks[last]}`);
    i = last + 1;
  }
  return parts.join(', ');
}

/// Whether a print tells more of its rank's place than the rank's last call: it came later, and from which line is known.
function isLater({ events, prints }: Recording, print: number, call: number): boolean {
  return print >= 0 && prints.line[print] !== 0 && (call < 0 || prints.sequence[print]! > events.sequenceBegin[call]!);
}

function put(places: RankPlace[], recording: Recording, rank: number, line: number, item: Item, doing: Doing, name: string): void {
  const source = sourceLine(recording, line);
  if (source !== null) places.push({ rank, source, text: lineText(recording, line), item, doing, name });
}

/// The last row whose key is below `at`, or is `at` with a sequence number up to `until`; -1 when none is. Both rise along the list.
function lastUpTo(rows: RowList, key: ArrayLike<number>, at: number, sequence: ArrayLike<number>, until: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows.at(middle);
    if (key[row]! < at || (key[row] === at && sequence[row]! <= until)) low = middle + 1;
    else high = middle;
  }
  return rows.at(low - 1);
}

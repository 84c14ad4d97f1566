/// Where ranks stand at a cursor.

import type { RowList } from '../growable';
import type { Axis } from '../placement';
import type { Recording } from '../recording';
import { callName, sourceLine } from '../words';
import type { RankMoment } from './history';

/// Where a rank stands when everything up to `cursor` on `axis` has happened; at the axis' end, where its run ended. Of what stands exactly at
/// the cursor only what happened up to sequence number `until` counts. O(log n).
export function momentAt(recording: Recording, rank: number, axis: Axis, cursor: number, until = Infinity): RankMoment {
  if (cursor >= axis.to && until === Infinity) return Infinity;
  const calls = recording.callsOf[rank];
  const written = recording.printsOf[rank];
  if (calls === undefined || written === undefined) return -1;
  const { events, prints } = recording;
  const ended = countUpTo(calls, axis.end, cursor, events.sequenceEnd, until);
  const next = calls.at(ended);
  const open = recording.open[rank];
  const begun = next >= 0 ? isUpTo(axis.begin[next]!, cursor, events.sequenceBegin[next]!, until) : open != null && isUpTo(axis.open[rank]!, cursor, open.sequence, until);
  if (begun) return 2 * ended;
  const print = written.at(countUpTo(written, axis.print, cursor, prints.sequence, until) - 1);
  const last = calls.at(ended - 1);
  return print >= 0 && (last < 0 || prints.sequence[print]! > events.sequenceEnd[last]!) ? 2 * ended - 0.5 : 2 * ended - 1;
}

/// How many of the first rows stand up to the cursor.
function countUpTo(rows: RowList, at: ArrayLike<number>, cursor: number, sequence: ArrayLike<number>, until: number): number {
  let count = rows.lowerBound(at, cursor);
  while (count < rows.length && isUpTo(at[rows.at(count)]!, cursor, sequence[rows.at(count)]!, until)) count++;
  return count;
}

function isUpTo(at: number, cursor: number, sequence: number, until: number): boolean {
  return at < cursor || (at === cursor && sequence <= until);
}

/// `after Recv, line 12`; `before`, `at the end`, `before its first call`.
export function momentWords(recording: Recording, rank: number, moment: RankMoment): string {
  const calls = recording.callsOf[rank];
  if (moment <= -1 || calls === undefined) return 'before its first call';
  const row = calls.at(moment === Infinity ? -1 : Math.ceil(moment) >> 1);
  const printed = moment !== Infinity && !Number.isInteger(moment);
  if (row < 0) {
    const open = recording.open[rank];
    if (printed) return 'at its print, values as at its end';
    if (open == null) return recording.ended ? 'at its end' : 'now';
    return `in ${callName(open.call, open.flags)}${lineWords(recording, open.line)}`;
  }
  return `${printed ? 'at its print, values as found before' : (moment & 1) === 1 ? 'after' : 'before'} ${callName(recording.events.call[row]!, recording.events.flags[row]!)}${lineWords(recording, recording.events.line[row]!)}`;
}

function lineWords(recording: Recording, word: number): string {
  const line = sourceLine(recording, word);
  return line === null ? '' : `, line ${line.line}`;
}

/// Where ranks stand at a cursor.

import type { Axis } from '../placement';
import type { Recording } from '../recording';
import { callName, sourceLine } from '../words';
import type { RankMoment } from './history';

/// Where a rank stands when everything up to `cursor` on `axis` has happened; at the axis' end, where its run ended.
export function momentAt(recording: Recording, rank: number, axis: Axis, cursor: number): RankMoment {
  if (cursor >= axis.to) return Infinity;
  const calls = recording.callsOf[rank];
  if (calls === undefined) return -1;
  let ended = calls.lowerBound(axis.end, cursor);
  while (ended < calls.length && axis.end[calls.at(ended)]! <= cursor) ended++;
  const begun = ended < calls.length ? axis.begin[calls.at(ended)]! <= cursor : recording.open[rank] != null && axis.open[rank]! <= cursor;
  return begun ? 2 * ended : 2 * ended - 1;
}

/// `after Recv, line 12`; `before`, `at the end`, `before its first call`.
export function momentWords(recording: Recording, rank: number, moment: RankMoment): string {
  const calls = recording.callsOf[rank];
  if (moment < 0 || calls === undefined) return 'before its first call';
  const row = calls.at(moment === Infinity ? -1 : moment >> 1);
  if (row < 0) {
    const open = recording.open[rank];
    if (open == null) return recording.ended ? 'at its end' : 'now';
    return `in ${callName(open.call, open.flags)}${lineWords(recording, open.line)}`;
  }
  return `${(moment & 1) === 1 ? 'after' : 'before'} ${callName(recording.events.call[row]!, recording.events.flags[row]!)}${lineWords(recording, recording.events.line[row]!)}`;
}

function lineWords(recording: Recording, word: number): string {
  const line = sourceLine(recording, word);
  return line === null ? '' : `, line ${line.line}`;
}

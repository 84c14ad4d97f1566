/// Where stepping halts: begin and end of each call, and each print, in the order of the axis.

import { type Axis, type Item, type Recording, wasCutOff } from '../../../trace';
import { RecordFlag } from '../../../protocol';

export interface Stop {
  readonly item: Item;
  /// What the item does here: `begins`, `ends`, `never ended`, `leaves`, `is received`; empty for a print.
  readonly does: string;
  /// Its place among the stops, from 1, and their number.
  readonly number: number;
  readonly of: number;
}

export interface Stops {
  /// Positions, ascending; several stops may share one.
  readonly at: Float64Array;
  stop(index: number): Stop;
}

export function stopsOf(recording: Recording, axis: Axis): Stops {
  const { events, prints } = recording;
  const codes: number[] = [];
  // 3·row for a begin, 3·row + 1 for an end, 3·row + 2 for a print.
  for (let row = 0; row < events.length; row++) if (events.isCall(row)) codes.push(3 * row, 3 * row + 1);
  for (let row = 0; row < prints.length; row++) codes.push(3 * row + 2);
  const row = (code: number): number => Math.floor(code / 3);
  const position = (code: number): number => (code % 3 === 0 ? axis.begin[row(code)]! : code % 3 === 1 ? axis.end[row(code)]! : axis.print[row(code)]!);
  const order = (code: number): number => (code % 3 === 0 ? events.sequenceBegin[row(code)]! : code % 3 === 1 ? events.sequenceEnd[row(code)]! : prints.sequence[row(code)]!);
  codes.sort((a, b) => position(a) - position(b) || order(a) - order(b));
  return {
    at: Float64Array.from(codes, position),
    stop(index) {
      const code = codes[index] ?? 0;
      const place = { number: index + 1, of: codes.length };
      if (code % 3 === 2) return { item: { kind: 'print', row: row(code) }, does: '', ...place };
      const event = row(code);
      const message = events.message[event]!;
      const begins = code % 3 === 0;
      if (message >= 0 && events.has(event, begins ? RecordFlag.CarriesSend : RecordFlag.CarriesReceive)) return { item: { kind: 'message', row: message }, does: begins ? 'leaves' : 'is received', ...place };
      return { item: { kind: 'call', row: event }, does: begins ? 'begins' : wasCutOff(recording, event) ? 'never ended' : 'ends', ...place };
    },
  };
}

/// Index of the next stop in a direction: from stop `current` when the cursor stands on it, else from the cursor. -1 past the ends.
export function nextStop(stops: Stops, cursor: number, current: number, direction: 1 | -1): number {
  if (stops.at.length === 0) return -1;
  if (current >= 0 && stops.at[current] === cursor) {
    const next = current + direction;
    return next < stops.at.length ? next : -1;
  }
  // At an end of the axis nothing has been visited yet, even where a stop stands on it.
  const last = stops.at.length - 1;
  if (direction === 1 && cursor <= stops.at[0]!) return 0;
  if (direction === -1 && cursor >= stops.at[last]!) return last;
  let low = 0;
  let high = stops.at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (direction === 1 ? stops.at[middle]! <= cursor : stops.at[middle]! < cursor) low = middle + 1;
    else high = middle;
  }
  const index = direction === 1 ? low : low - 1;
  return index < stops.at.length ? index : -1;
}

/// Moving the selection by keys: along a rank's lane, from lane to lane, along a message. Pure.

import { type Axis, type Item, messageOf, otherEnd, rankOf, type Recording, sameItem } from '../../../trace';
import type { Stops } from './stops';

/// Where an item stands on the axis once it has happened: a call at its end, a message at its receipt (its departure when nobody took it).
export function positionOf(recording: Recording, axis: Axis, item: Item): number {
  const { messages, collectives, requests } = recording;
  switch (item.kind) {
    case 'call': return axis.end[item.row]!;
    case 'open': return axis.open[item.rank]!;
    case 'print': return axis.print[item.row]!;
    case 'message': {
      const [send, receive] = [messages.send[item.row]!, messages.receive[item.row]!];
      return receive >= 0 ? axis.end[receive]! : send >= 0 ? axis.begin[send]! : axis.from;
    }
    case 'request': {
      const start = requests.start[item.row]!;
      return start >= 0 ? axis.end[start]! : axis.from;
    }
    case 'collective': {
      const members = collectives.members[item.row]!;
      let last = axis.from;
      for (let i = 0; i < members.length; i++) last = Math.max(last, axis.end[members.at(i)]!);
      if (members.length > 0) return last;
      const open = recording.open.find((call) => call !== null && call.collective === item.row);
      return open == null ? axis.from : axis.open[open.rank]!;
    }
  }
}

/// The event of one rank before or after an item: calls, prints, an unfinished call. With nothing selected, from the cursor. A call is one
/// event here, though stepping halts at its begin and its end.
export function alongLane(recording: Recording, stops: Stops, item: Item | null, rank: number, cursor: number, direction: 1 | -1): Item | null {
  const own = item === null ? null : onLane(recording, item, rank);
  let name = own === null ? null : stops.nameOf(own, direction === 1);
  for (let at = name === null ? cursor : stops.at(name); ; at = stops.at(name)) {
    name = stops.next(at, name, direction, rank);
    if (name === null) return null;
    const found = stops.itemAt(name);
    if (!sameItem(found, own)) return found;
  }
}

/// The item to select in the lane above (-1) or below (1): along its message when that goes there, else what the next lane did last by then.
export function acrossLanes(recording: Recording, stops: Stops, axis: Axis, item: Item, direction: 1 | -1, order: readonly number[]): Item | null {
  const rank = laneOf(recording, item);
  const lane = order.indexOf(rank);
  const message = item.kind === 'message' ? item.row : item.kind === 'call' ? messageOf(recording, item.row) : -1;
  if (message >= 0) {
    const { sender, receiver } = recording.messages;
    const other = sender[message] === rank ? receiver[message]! : sender[message]!;
    const end = otherEnd(recording, item);
    if (end !== null && Math.sign(order.indexOf(other) - lane) === direction) return end;
  }
  const next = order[lane + direction];
  return next === undefined ? null : nearestOn(stops, next, positionOf(recording, axis, item));
}

/// What a rank did last at a position, or else will do first.
export function nearestOn(stops: Stops, rank: number, at: number): Item | null {
  const name = stops.lastUpTo(at, rank) ?? stops.next(at, null, 1, rank);
  return name === null ? null : stops.itemAt(name);
}

/// The lane that an item's selection stands in: its rank's, of a message its receiver's.
export function laneOf(recording: Recording, item: Item): number {
  if (item.kind === 'message' && recording.messages.receive[item.row]! >= 0) return recording.messages.receiver[item.row]!;
  return rankOf(recording, item);
}

/// A message or a collective as the call of a rank that it belongs to.
function onLane(recording: Recording, item: Item, rank: number): Item | null {
  const { events, messages, collectives } = recording;
  if (item.kind === 'message') {
    const end = [messages.receive[item.row]!, messages.send[item.row]!].find((row) => row >= 0 && events.rank[row] === rank && events.isCall(row));
    return end === undefined ? null : { kind: 'call', row: end };
  }
  if (item.kind !== 'collective') return item;
  const members = collectives.members[item.row]!;
  for (let i = 0; i < members.length; i++) if (events.rank[members.at(i)] === rank) return { kind: 'call', row: members.at(i) };
  return null;
}

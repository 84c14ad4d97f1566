/// Shapes of items on screen: used by what draws and by what finds the item under the pointer, so that both agree.

import type { Axis, Emphasis, PlacedAxis, Recording } from '../../../trace';
import { MpiCall, NO_RANK, Protocol, RecordFlag } from '../../../protocol';
import { isPlaced, laneMiddle, type Lanes, sameLane, visibleRanks } from './lanes';
import { perPixel, type TimeScale, toTime, toX } from './scale';

/// Everything a picture depends on, colours apart.
export interface View {
  readonly recording: Recording;
  readonly axis: Axis;
  /// The axis again once the run has ended and everything is placed; null while it lives.
  readonly placed: PlacedAxis | null;
  readonly scale: TimeScale;
  readonly lanes: Lanes;
  /// What stands out, the rest being faint; null when all is drawn alike.
  readonly emphasis: Emphasis | null;
  /// Whether a collective's own messages are drawn.
  unfolded(collective: number): boolean;
  /// How far a collective that is being unfolded or folded has opened, 0 to 1; fully when not given.
  readonly opening?: ((collective: number) => number) | undefined;
}

/// How much of an unfolded collective is to be seen, 0 to 1.
export function openedPart(view: View, collective: number): number {
  if (view.opening !== undefined) return view.opening(collective);
  return view.unfolded(collective) ? 1 : 0;
}

export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
}

/// At least this wide is a call drawn.
const LEAST_BAR = 2;
/// At most this many arrows are drawn at once; of more, every n-th.
export const MAX_ARROWS = 3000;
/// At most this many requests are drawn at once.
const MAX_REQUESTS = 600;
/// While the run lives, the picture is drawn anew all the time.
const MAX_LIVE_ARROWS = 400;

export function callBar(view: View, row: number): Bar {
  const { events } = view.recording;
  return bar(view, events.rank[row]!, view.axis.begin[row]!, view.axis.end[row]!);
}

export function openBar(view: View, rank: number): Bar {
  return bar(view, rank, view.axis.open[rank]!, view.axis.to);
}

function bar(view: View, rank: number, from: number, to: number): Bar {
  const x = toX(view.scale, from);
  const { lanes } = view;
  return { x, width: Math.max(LEAST_BAR, toX(view.scale, to) - x), y: laneMiddle(lanes, rank) - lanes.bar, height: lanes.bar * 2 };
}

/// The waiting part of a call's bar, in pixels; null when it did not wait.
export function waitPart(view: View, row: number): { readonly x: number; readonly width: number } | null {
  const { events } = view.recording;
  const blocked = events.blocked[row]!;
  if (!(blocked > 0)) return null;
  const { x, width } = callBar(view, row);
  if (view.axis.kind === 'logical') return { x, width };
  const part = Math.min(width, blocked / perPixel(view.scale));
  return part < 1 ? null : { x, width: part };
}

/// Visits a rank's calls within the window from left to right. Of calls closer than a pixel only the first is visited, `dense`.
export function visitCalls(view: View, rank: number, visit: (row: number, dense: boolean) => void): void {
  const calls = view.recording.callsOf[rank];
  if (calls === undefined) return;
  const { begin, end } = view.axis;
  const { scale } = view;
  for (let i = calls.lowerBound(end, scale.from); i < calls.length; ) {
    const row = calls.at(i);
    // Also what the axis does not know yet: the recording may have grown since the axis was made.
    if (!(begin[row]! <= scale.to)) return;
    const dense = toX(scale, end[row]!) - toX(scale, begin[row]!) < 1;
    visit(row, dense);
    i = dense ? Math.max(i + 1, calls.nextBound(end, toTime(scale, toX(scale, begin[row]!) + 1), i + 1)) : i + 1;
  }
}

/// A message: leaves (x1, y1), reaches the receiver's lane at (x2, y2), and is taken there at `taken` (x).
export interface Arrow {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly taken: number;
  /// 1 when it comes from above, -1 from below, 0 from the same lane.
  readonly side: number;
  readonly toSelf: boolean;
  readonly received: boolean;
  readonly unexpected: boolean;
}

/// A flight is drawn at least this wide, as far as its receipt allows: real ones take a microsecond.
const LEAST_FLIGHT = 16;
/// How far a message that was never received is drawn to fly.
const LOST_FLIGHT = 28;

/// Null when the departure is not known yet, the receiver is none, or an end has no lane of its own to show it.
export function arrowOf(view: View, row: number): Arrow | null {
  const { recording, axis, scale, lanes } = view;
  const { messages, events } = recording;
  const [send, receive] = [messages.send[row]!, messages.receive[row]!];
  const [from, to] = [messages.sender[row]!, messages.receiver[row]!];
  if (send < 0 || to === NO_RANK || !isPlaced(lanes, from) || !isPlaced(lanes, to)) return null;
  if (from !== to && sameLane(lanes, from, to)) return null;
  const down = Math.sign(lanes.laneOf[to]! - lanes.laneOf[from]!);
  const x1 = toX(scale, axis.begin[send]!);
  const y1 = laneMiddle(lanes, from) + down * lanes.bar - (down === 0 ? lanes.bar : 0);
  const y2 = laneMiddle(lanes, to) - down * lanes.bar - (down === 0 ? lanes.bar : 0);
  if (receive < 0) {
    const x2 = axis.kind === 'logical' ? toX(scale, axis.begin[send]! + 1) : x1 + LOST_FLIGHT;
    return { x1, y1, x2, y2, taken: Math.max(x2, toX(scale, axis.to)), side: down, toSelf: down === 0, received: false, unexpected: false };
  }
  // Clocks of a live run may disagree; nothing flies backwards.
  const taken = Math.max(x1, toX(scale, axis.end[receive]!));
  const unexpected = events.has(receive, RecordFlag.Unexpected);
  const landed = axis.kind === 'logical' ? logicalLanding(view, send, receive, unexpected) : axis.arrived[row] ?? 0;
  const arrived = landed > 0 && events.protocol[send] !== Protocol.Rendezvous ? toX(scale, landed) : taken;
  return { x1, y1, x2: Math.min(Math.max(x1 + LEAST_FLIGHT, arrived), taken), y2, taken, side: down, toSelf: down === 0, received: true, unexpected };
}

/// On the logical axis arriving is no step of a rank. A message that was unexpected arrived before its receive was posted: it is drawn to
/// arrive a step after it left, and to lie from there on.
function logicalLanding({ axis }: View, send: number, receive: number, unexpected: boolean): number {
  return unexpected ? Math.min(axis.begin[send]! + 1, axis.end[receive]!) : axis.end[receive]!;
}

/// Whether a message is a one-sided operation's: what Put or Accumulate brings to its target, what Get asks for and is given; and what
/// locks, flushes and posts tell each other.
export function isOneSided({ recording: { messages, events } }: View, row: number): boolean {
  const send = messages.send[row]!;
  return send >= 0 && events.call[send]! >= MpiCall.WinPost && events.call[send]! <= MpiCall.RgetAccumulate;
}

/// Of no collective: asks whether everything is unfolded.
export const ALL = -1;

/// Whether a message is to be drawn at all: those inside folded collectives are not, nor those by which windows keep their epochs.
export function isShown(view: View, row: number): boolean {
  const { messages, events } = view.recording;
  if (messages.internal[row] === 0) return !isOneSided(view, row) || events.call[messages.send[row]!]! >= MpiCall.Put || view.unfolded(ALL);
  const group = messages.collective[row]!;
  return group >= 0 && openedPart(view, group) > 0;
}

/// Rows of the messages to draw, in order of departure, and of how many they are every n-th; with `only`, of those that stand out.
export function visibleMessages(view: View, only: Emphasis | null = null): { readonly rows: readonly number[]; readonly total: number } {
  const { recording, placed, scale } = view;
  const rows: number[] = [];
  if (placed === null) {
    const { messages } = recording;
    // While the run lives, the newest only: nothing is indexed yet.
    for (let row = messages.length - 1; row >= 0 && rows.length < MAX_LIVE_ARROWS && row > messages.length - 4 * MAX_LIVE_ARROWS; row--) {
      if (isShown(view, row) && messages.send[row]! >= 0 && view.axis.begin[messages.send[row]!]! >= scale.from) rows.push(row);
    }
    return { rows: rows.reverse(), total: rows.length };
  }
  let total = 0;
  let stride = 1;
  placed.messages.query(scale.from, scale.to, (row) => {
    if ((only !== null && !only.message(row)) || !isShown(view, row)) return;
    if (total++ % stride !== 0) return;
    rows.push(row);
    if (rows.length < MAX_ARROWS) return;
    // An odd stride: of a ping-pong, an even one would keep one direction only.
    stride *= 3;
    let kept = 0;
    for (let i = 0; i < rows.length; i += 3) rows[kept++] = rows[i]!;
    rows.length = kept;
  });
  return { rows, total };
}

/// Visits prints of the visible lanes within the window; of prints closer than `spacing` pixels only the first.
export function visitPrints(view: View, visit: (row: number, x: number, rank: number) => void, spacing = 2, left = view.scale.left, right = view.scale.right): void {
  const { recording, axis, scale, lanes } = view;
  const [from, to] = [toTime(scale, left), toTime(scale, right)];
  for (const rank of visibleRanks(lanes)) {
    const prints = recording.printsOf[rank];
    if (prints === undefined) continue;
    for (let i = prints.lowerBound(axis.print, from); i < prints.length; ) {
      const row = prints.at(i);
      const at = axis.print[row]!;
      if (at > to) break;
      const x = toX(scale, at);
      visit(row, x, rank);
      i = Math.max(i + 1, prints.nextBound(axis.print, toTime(scale, x + spacing), i + 1));
    }
  }
}

/// CSS pixels of a lane between its bars and its edge, on either side.
function margin(lanes: Lanes): number {
  return lanes.height / 2 - lanes.bar;
}

/// How high messages that lie unexpected may pile up beside the bars.
export function queueRoom(lanes: Lanes): number {
  return margin(lanes) * 0.4;
}

/// Where a print's mark stands in its lane: under the bars and under what lies there unexpected.
export function printY(lanes: Lanes, rank: number): number {
  const room = margin(lanes);
  return laneMiddle(lanes, rank) + lanes.bar + (room < 14 ? Math.min(7, room * 0.5) : Math.min(room - 8, room * 0.68));
}

/// The thin bar of a request, from post to completion, above the lane's calls. Null when it is no part of the picture.
export function requestBar(view: View, row: number): Bar | null {
  const { recording, axis, scale, lanes } = view;
  const { requests, events } = recording;
  const start = requests.start[row]!;
  if (start < 0 || !isPlaced(lanes, events.rank[start]!)) return null;
  const done = requests.receive[row]! >= 0 ? requests.receive[row]! : requests.returned[row]!;
  const to = done >= 0 ? axis.end[done]! : axis.to;
  const x = toX(scale, axis.begin[start]!);
  const slot = (requests.number[row]! - 1) % 3;
  const height = Math.max(1.5, Math.min(3, lanes.height * 0.05));
  return { x, width: Math.max(3, toX(scale, to) - x), y: laneMiddle(lanes, events.rank[start]!) - lanes.bar - queueRoom(lanes) - (slot + 1) * (height + 1.5), height };
}

/// Requests to draw: those of the window, at most a few hundred of them; while the run lives, of the newest.
export function visibleRequests(view: View): readonly number[] {
  const { recording, placed, scale, axis } = view;
  const { requests } = recording;
  const rows: number[] = [];
  if (placed !== null) {
    // Of a crowd none could be told from another.
    if (placed.requests.estimate(scale.from, scale.to) > 8 * MAX_REQUESTS) return rows;
    placed.requests.query(scale.from, scale.to, (row) => void (rows.length < MAX_REQUESTS && rows.push(row)));
    return rows;
  }
  for (let row = Math.max(0, requests.length - 4 * MAX_REQUESTS); row < requests.length && rows.length < MAX_REQUESTS; row++) {
    const start = requests.start[row]!;
    if (start < 0 || axis.begin[start]! > scale.to) continue;
    const done = requests.receive[row]! >= 0 ? requests.receive[row]! : requests.returned[row]!;
    if (done >= 0 && axis.end[done]! < scale.from) continue;
    rows.push(row);
  }
  return rows;
}

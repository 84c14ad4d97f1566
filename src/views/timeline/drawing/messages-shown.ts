/// The arrows of a picture, and where messages lie that came before they were wanted: one on the other, a queue to be counted.

import { MpiCall, type Protocol } from '../../../protocol';
import { bundlesOf } from './bundles';
import { type Arrow, arrowOf, isOneSided, isShown, queueRoom, type View, visibleMessages } from './geometry';
import type { ArrowStyle } from './marks';

export interface ShownArrow {
  readonly row: number;
  /// Ends at the place in the queue where the message lies, when it lies at all.
  readonly arrow: Arrow;
  readonly style: ArrowStyle;
  /// Height of its bar in the queue; 0 when it does not lie.
  readonly pitch: number;
}

/// Messages that lie at one side of a lane at the moment when they are most.
export interface Queue {
  readonly x: number;
  readonly y: number;
  readonly count: number;
  /// 1: the queue piles up over the bars, -1 under them.
  readonly side: number;
}

export interface ShownMessages {
  readonly arrows: readonly ShownArrow[];
  readonly queues: readonly Queue[];
  /// Messages in the window, of which the arrows are some when they are too many.
  readonly total: number;
}

/// CSS pixels: shorter than this a message is not drawn to lie.
const LEAST_LYING = 4;
/// Highest bar of a message that lies.
const MOST_PITCH = 5;

const NONE: ShownMessages = { arrows: [], queues: [], total: 0 };

const kept = new WeakMap<View, ShownMessages>();

/// What is drawn and what can be pointed at, the same for both. Kept for the view it was asked for.
export function shownMessages(view: View): ShownMessages {
  const known = kept.get(view);
  if (known !== undefined) return known;
  // Over bands, only what stands out is drawn as arrows.
  const only = bundlesOf(view) === null ? null : view.emphasis;
  if (only === null && bundlesOf(view) !== null) return NONE;
  const { rows, total } = visibleMessages(view, only);
  const raw: { row: number; arrow: Arrow }[] = [];
  for (const row of rows) {
    const arrow = isShown(view, row) ? arrowOf(view, row) : null;
    if (arrow !== null) raw.push({ row, arrow });
  }
  const result = { ...piled(view, raw), total };
  kept.set(view, result);
  return result;
}

const indexes = new WeakMap<ShownMessages, Map<number, ShownArrow>>();

/// The arrow of a message as it is drawn; undefined when it is not among those drawn.
export function shownArrow(view: View, row: number): ShownArrow | undefined {
  const shown = shownMessages(view);
  let index = indexes.get(shown);
  if (index === undefined) indexes.set(shown, index = new Map(shown.arrows.map((each) => [each.row, each])));
  return index.get(row);
}

function piled(view: View, raw: readonly { readonly row: number; readonly arrow: Arrow }[]): Pick<ShownMessages, 'arrows' | 'queues'> {
  const { messages, events } = view.recording;
  const lies = ({ taken, x2, received, side }: Arrow): boolean => received && side !== 0 && taken - x2 > LEAST_LYING;
  const order = raw.map((_, i) => i).filter((i) => lies(raw[i]!.arrow) && !isOneSided(view, raw[i]!.row)).sort((a, b) => raw[a]!.arrow.x2 - raw[b]!.arrow.x2);
  const slotOf = new Map<number, number>();
  const sides = new Map<number, { readonly ends: number[]; deepest: number; x: number; y: number; side: number; lying: number[] }>();
  for (const i of order) {
    const { arrow, row } = raw[i]!;
    const key = view.lanes.laneOf[messages.receiver[row]!]! * 2 + (arrow.side > 0 ? 1 : 0);
    let pile = sides.get(key);
    if (pile === undefined) sides.set(key, pile = { ends: [], deepest: 0, x: 0, y: arrow.y2, side: arrow.side, lying: [] });
    let slot = pile.ends.findIndex((end) => end <= arrow.x2 + 1);
    if (slot < 0) slot = pile.ends.length;
    pile.ends[slot] = arrow.taken;
    slotOf.set(i, slot);
    pile.lying.push(i);
    const depth = pile.ends.reduce((count, end) => count + (end > arrow.x2 ? 1 : 0), 0);
    if (depth > pile.deepest) {
      pile.deepest = depth;
      pile.x = arrow.x2;
    }
  }
  const room = queueRoom(view.lanes);
  const pitches = new Map<number, number>();
  const queues: Queue[] = [];
  for (const { ends, deepest, x, y, side, lying } of sides.values()) {
    const pitch = room < 2 ? 0 : Math.min(MOST_PITCH, room / ends.length);
    for (const i of lying) pitches.set(i, pitch);
    if (deepest > 1) queues.push({ x, y: y - side * pitch * ends.length, count: deepest, side });
  }
  const arrows = raw.map(({ row, arrow }, i): ShownArrow => {
    const pitch = pitches.get(i) ?? 0;
    const style = styleOf(view, row, events.protocol[messages.send[row]!]!);
    return { row, style, pitch, arrow: pitch === 0 ? arrow : { ...arrow, y2: arrow.y2 - arrow.side * pitch * (slotOf.get(i)! + 0.5) } };
  });
  return { arrows, queues };
}

function styleOf(view: View, row: number, protocol: Protocol): ArrowStyle {
  const { messages, events } = view.recording;
  if (!isOneSided(view, row)) return protocol;
  const call = events.call[messages.send[row]!]!;
  return call === MpiCall.Put || call === MpiCall.Accumulate || call === MpiCall.Rput || call === MpiCall.Raccumulate ? 'put' : 'get';
}

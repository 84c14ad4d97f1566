/// Draws messages: flight and head by protocol, what lies unexpected until it is received, rounds and values where there is room.

import { previewPayload, roundsOf } from '../../../trace';
import { bundlesOf } from './bundles';
import { drawBundles } from './draw-bundles';
import { isOneSided, openedPart, type View } from './geometry';
import { diamond, flightLine, styledHead } from './marks';
import { shownMessages, type ShownArrow } from './messages-shown';
import { fitted, type Palette, type Paper, textWidth } from './paper';
import type { Words } from './words';
import type { Only } from './draw-scene';

export interface Shown {
  /// Messages in the window, and how many of them were drawn.
  readonly messages: number;
  readonly drawn: number;
  /// When messages are drawn as bands: how many bands, and the most that one stands for.
  readonly bands?: { readonly count: number; readonly most: number };
}

/// More arrows than this are thin and without heads; fewer than that carry their values.
const CROWD = 400;
const TELLING = 24;
/// Inside unfolded collectives, where partial results are what is to be seen, it is this many.
const INNER_TELLING = 150;

export function drawMessages(paper: Paper, view: View, palette: Palette, words: Words, only: Only): Shown {
  const { messages } = view.recording;
  const bundles = only === null ? bundlesOf(view) : null;
  if (bundles !== null) {
    drawBundles(paper, view, palette, words, bundles);
    return { messages: bundles.total, drawn: bundles.total, bands: { count: bundles.bands.length, most: bundles.bands.reduce((most, { messages: each }) => Math.max(most, each), 0) } };
  }
  const { arrows, queues, total } = shownMessages(view);
  const crowd = arrows.length > CROWD;
  const seen = only === null ? arrows : arrows.filter(({ row }) => only.message(row));
  for (const each of seen) drawArrow(paper, view, palette, each, crowd);
  if (only === null) {
    for (const { x, y, count, side } of queues) {
      if (count < 3) continue;
      const size = view.lanes.font * 0.85;
      const texts = view.lanes.height >= view.lanes.font * 3.2 ? [`${count} lie unexpected`, String(count)] : [String(count)];
      const places = texts.flatMap((text) => [[text, x + 3, y - side * size * 0.65], [text, x - textWidth(text, size) - 8, y], [text, x + 3, y - side * size * 2]] as const);
      places.some(([text, left, middle]) => words.write({ text, x: left, y: middle, size, weight: 600, colour: palette.text, patch: 0.85 }));
    }
  }
  if (!crowd) {
    for (const each of seen) if (messages.internal[each.row] === 1) drawRound(paper, view, palette, words, each);
    const telling = seen.length <= INNER_TELLING;
    const few = seen.length <= TELLING;
    if (telling) for (const each of seen) if (few || messages.internal[each.row] === 1) drawValues(view, palette, words, each);
  }
  return { messages: total, drawn: arrows.length };
}

function drawArrow(paper: Paper, view: View, palette: Palette, { row, arrow: whole, style, pitch }: ShownArrow, crowd: boolean): void {
  const { messages } = view.recording;
  const inner = messages.internal[row] === 1;
  const big = view.lanes.font > 15;
  const colour = palette.rank(messages.sender[row]!);
  const share = revealed(view, row);
  if (share <= 0) return;
  const arrow = share >= 1 ? whole : { ...whole, x2: whole.x1 + (whole.x2 - whole.x1) * share, y2: whole.y1 + (whole.y2 - whole.y1) * share };
  paper.strokeStyle = colour;
  paper.fillStyle = colour;
  paper.lineWidth = crowd ? 0.75 : view.lanes.height < 16 ? 1.1 : (inner ? 1.5 : 2) * (big ? 1.35 : 1);
  flightLine(paper, style, arrow);
  if (share < 1) return;
  if (!crowd) styledHead(paper, palette, style, arrow, Math.min(big ? 11 : 9, Math.max(4, view.lanes.height * 0.3)));
  // Targets serve one-sided accesses in whatever call they are: those do not wait to be received.
  if (typeof style === 'number' && arrow.taken - arrow.x2 > 4) drawLying(paper, view, palette, arrow, colour, pitch);
  if (crowd || arrow.received) return;
  diamond(paper, arrow.x2, arrow.y2, 5);
  paper.fillStyle = palette.background;
  paper.fill();
  paper.strokeStyle = palette.danger;
  paper.lineWidth = 2;
  paper.stroke();
}

/// From arrival to receipt: a hollow bar in the receiver's lane, dotted when it is thin; open at its end when nobody took it.
function drawLying(paper: Paper, view: View, palette: Palette, { x2, y2, taken, received }: ShownArrow['arrow'], colour: string, pitch: number): void {
  const right = Math.min(taken, view.scale.right + 10);
  paper.strokeStyle = received ? colour : palette.danger;
  if (pitch >= 3) {
    const height = pitch - 1;
    paper.fillStyle = palette.background;
    paper.fillRect(x2, y2 - height / 2, right - x2, height);
    paper.lineWidth = 1;
    paper.strokeRect(x2, y2 - height / 2, right - x2, height);
    return;
  }
  paper.setLineDash([1.5, 2.5]);
  paper.lineWidth = Math.max(0.8, Math.min(1.8, pitch === 0 ? 1.8 : pitch * 0.7));
  paper.beginPath();
  paper.moveTo(x2, y2);
  paper.lineTo(right, y2);
  paper.stroke();
  paper.setLineDash([]);
}

/// How far a message of a collective that is opening has come: round after round.
function revealed(view: View, row: number): number {
  const group = view.recording.messages.collective[row]!;
  if (group < 0 || view.opening === undefined) return 1;
  const part = openedPart(view, group);
  if (part >= 1) return 1;
  const { count } = roundsOf(view.recording, group);
  return Math.min(1, Math.max(0, part * count - (roundOf(view, row) - 1)));
}

const indexes = new WeakMap<readonly number[], Map<number, number>>();

/// The round of a collective's message, from 1.
export function roundOf(view: View, row: number): number {
  const { messages, round } = roundsOf(view.recording, view.recording.messages.collective[row]!);
  let index = indexes.get(messages);
  if (index === undefined) indexes.set(messages, index = new Map(messages.map((message, i) => [message, round[i]!])));
  return index.get(row) ?? 1;
}

/// The number of its round near a message's tail, in a small disc.
function drawRound(paper: Paper, view: View, palette: Palette, words: Words, { row, arrow }: ShownArrow): void {
  const group = view.recording.messages.collective[row]!;
  if (group < 0 || revealed(view, row) < 1 || view.lanes.height < 22) return;
  const text = String(roundOf(view, row));
  const size = Math.min(view.lanes.font * 0.85, view.lanes.height * 0.34);
  const radius = size * 0.72;
  const [x, y] = [arrow.x1 + (arrow.x2 - arrow.x1) * 0.3, arrow.y1 + (arrow.y2 - arrow.y1) * 0.3];
  if (!words.take(x - radius, y, radius * 2, radius * 2)) return;
  const disc = (): void => {
    paper.beginPath();
    paper.arc(x, y, radius, 0, Math.PI * 2);
    paper.fillStyle = palette.background;
    paper.fill();
    paper.strokeStyle = palette.rank(view.recording.messages.sender[row]!);
    paper.lineWidth = 1.4;
    paper.stroke();
  };
  words.put({ text, x, y, size, weight: 650, colour: palette.text, centred: true, draw: disc });
}

/// What a message carries, beside its middle. Inside a reduction: the partial result as it stands.
function drawValues(view: View, palette: Palette, words: Words, { row, arrow }: ShownArrow): void {
  const { messages, events } = view.recording;
  const send = messages.send[row]!;
  if (arrow.toSelf || isOneSided(view, row) || revealed(view, row) < 1) return;
  const size = view.lanes.font * 0.85;
  const text = fitted(rounded(previewPayload(events.type[send]!, events.preview(send), events.bytes[send]!)), size, size * 12);
  if (text === '' || text === '…') return;
  const width = textWidth(text, size);
  for (const share of [0.5, 0.68, 0.4]) {
    const [x, y] = [arrow.x1 + (arrow.x2 - arrow.x1) * share + 6, arrow.y1 + (arrow.y2 - arrow.y1) * share];
    if (Math.abs(arrow.y2 - arrow.y1) < size * 3 || x + width > view.scale.right || x < view.scale.left) continue;
    if (words.write({ text, x, y, size, colour: palette.text, patch: 0.85 })) return;
  }
}

/// Numbers to three digits after the point: enough to tell values apart on a picture; the card tells them whole.
function rounded(text: string): string {
  return text.replace(/(\d\.\d{3})\d+/gu, '$1');
}

/// Draws what moves or stays above the scene: ruler, names, the cursor, messages under way, the selection.

import { describe, type Item, moment, previewPayload, type Recording } from '../../../trace';
import { collectiveMembers, neighbours, outline } from './collectives';
import { arrowOf, callBar, isShown, openBar, printY, requestBar, type View } from './geometry';
import { isPlaced, NAME_LEFT, topOf, visibleLanes } from './lanes';
import { shownArrow } from './messages-shown';
import { fitted, fontOf, type Palette, type Paper, textWidth } from './paper';
import { perPixel, ticks, toX } from './scale';
import { Words } from './words';
import type { Stop } from '../replay/stops';

/// The ruler over the lanes. Wall times count from the axis's start.
export function drawRuler(paper: Paper, view: View, palette: Palette): void {
  const { scale, lanes, axis } = view;
  const size = lanes.font * 0.9;
  paper.font = fontOf(size);
  paper.textBaseline = 'middle';
  paper.textAlign = 'center';
  const origin = axis.from;
  const shifted = { ...scale, from: scale.from - origin, to: scale.to - origin };
  for (const at of ticks(shifted, size * 7.5, axis.kind === 'logical' ? 1 : 0)) {
    const x = toX(scale, at + origin);
    paper.fillStyle = palette.line;
    paper.fillRect(Math.round(x), lanes.top - 4, 1, lanes.bottom - lanes.top + 4);
    if (at < -1e-9) continue;
    const text = axis.kind === 'logical' ? `step ${Math.round(at)}` : moment(at);
    if (x + textWidth(text, size) / 2 > scale.right + 2 || x - textWidth(text, size) / 2 < scale.left) continue;
    paper.fillStyle = palette.muted;
    paper.fillText(text, x, lanes.top / 2);
  }
}

/// The column of names, with a swatch of each rank's colour.
export function drawNames(paper: Paper, view: View, palette: Palette): void {
  const { lanes } = view;
  const { first, last } = visibleLanes(lanes);
  const room = lanes.gutter - NAME_LEFT - 3;
  const size = Math.min(lanes.font, Math.max(8, lanes.height * lanes.nameEvery * 0.9));
  paper.save();
  paper.beginPath();
  paper.rect(0, lanes.top, lanes.gutter, lanes.bottom - lanes.top);
  paper.clip();
  paper.textBaseline = 'middle';
  paper.textAlign = 'left';
  for (let index = first; index <= last; index++) {
    const { ranks, name, short, group } = lanes.lanes[index]!;
    const y = topOf(lanes, index) + lanes.height / 2;
    const height = Math.max(2, Math.min(lanes.height - 2, lanes.bar * 2));
    // A folded group shows its ranks' colours, one under the other.
    ranks.forEach((rank, i) => {
      paper.fillStyle = palette.rank(rank);
      paper.fillRect(8, y - height / 2 + (i * height) / ranks.length, 5, Math.max(1, height / ranks.length));
    });
    if (group >= 0) drawBracket(paper, view, palette, index);
    if (index % lanes.nameEvery !== 0) continue;
    const text = textWidth(name, size) <= room ? name : fitted(short, size, room);
    paper.fillStyle = palette.text;
    paper.font = fontOf(size, 600);
    paper.fillText(text === '' ? short.slice(0, 3) : text, NAME_LEFT, y + 0.5);
  }
  paper.restore();
  paper.fillStyle = palette.line;
  paper.fillRect(lanes.gutter - 1, 0, 1, lanes.bottom);
  paper.fillRect(0, lanes.top - 1, view.scale.right, 1);
}

/// Lanes of one group are held together by a bracket; a folded group's is closed.
function drawBracket(paper: Paper, { lanes }: View, palette: Palette, index: number): void {
  const { group, folded } = lanes.lanes[index]!;
  const top = topOf(lanes, index);
  paper.fillStyle = palette.muted;
  paper.fillRect(2, top + 1, folded ? 4 : 1.5, lanes.height - 1);
  if (lanes.lanes[index - 1]?.group !== group) paper.fillRect(2, top + 1, 4, 1.5);
  if (lanes.lanes[index + 1]?.group !== group) paper.fillRect(2, top + lanes.height - 1.5, 4, 1.5);
}

export function drawCursor(paper: Paper, view: View, palette: Palette, at: number): void {
  const x = toX(view.scale, at);
  if (x < view.scale.left - 1 || x > view.scale.right + 1) return;
  const { lanes } = view;
  paper.fillStyle = palette.cursor;
  paper.fillRect(x - 0.75, lanes.top - 6, 1.5, lanes.bottom - lanes.top + 6);
  paper.beginPath();
  paper.moveTo(x - 6, lanes.top - 13);
  paper.lineTo(x + 6, lanes.top - 13);
  paper.lineTo(x + 6, lanes.top - 7);
  paper.lineTo(x, lanes.top);
  paper.lineTo(x - 6, lanes.top - 7);
  paper.closePath();
  paper.fill();
}

/// A message under way: `share` of its flight done.
export interface Flight {
  readonly message: number;
  readonly share: number;
}

/// Most dots drawn at once, and up to how many carry their values.
const MAX_DOTS = 400;
const MAX_LABELS = 12;

/// Messages that are between their ends when the cursor stands at `at`.
export function flightsAt(view: View, at: number): readonly Flight[] {
  const flights: Flight[] = [];
  const { placed, recording, axis } = view;
  placed?.messages.query(at, at, (row) => {
    if (flights.length >= MAX_DOTS || !isShown(view, row)) return;
    const { messages } = recording;
    const receive = messages.receive[row]!;
    const left = axis.begin[messages.send[row]!]!;
    const arrow = arrowOf(view, row);
    if (arrow === null) return;
    const landed = left + (arrow.x2 - arrow.x1) * perPixel(view.scale);
    // Once landed it lies with the receiver until taken: the dot stays where it lies.
    if (receive < 0 && at > landed) return;
    flights.push({ message: row, share: landed > left ? Math.min(1, (at - left) / (landed - left)) : 1 });
  });
  return flights;
}

/// Dots on their way; with what they carry as long as they are few and words have room.
export function drawFlights(paper: Paper, view: View, palette: Palette, flights: readonly Flight[]): void {
  const { messages, events } = view.recording;
  const radius = Math.min(view.lanes.font > 14 ? 8 : 6, Math.max(2.5, view.lanes.height * 0.16));
  const words = new Words();
  for (const { message, share } of flights) {
    const arrow = shownArrow(view, message)?.arrow ?? arrowOf(view, message);
    if (arrow === null) continue;
    const x = arrow.x1 + (arrow.x2 - arrow.x1) * share;
    const y = arrow.y1 + (arrow.y2 - arrow.y1) * share - (arrow.toSelf ? Math.sin(Math.PI * share) * 10 : 0);
    paper.beginPath();
    paper.arc(x, y, radius, 0, Math.PI * 2);
    paper.fillStyle = palette.rank(messages.sender[message]!);
    paper.fill();
    paper.strokeStyle = palette.background;
    paper.lineWidth = 2;
    paper.stroke();
    if (flights.length > MAX_LABELS || share >= 1) continue;
    const send = messages.send[message]!;
    const size = view.lanes.font * 0.9;
    const text = fitted(previewPayload(events.type[send]!, events.preview(send), events.bytes[send]!), size, size * 13);
    // Before the dot: the words of messages at rest stand behind the middle of their arrows.
    const left = x - radius - 6 - textWidth(text, size);
    if (text !== '') words.write({ text, x: left > view.scale.left ? left : Math.min(x + radius + 5, view.scale.right - textWidth(text, size) - 10), y, size, colour: palette.text, patch: 0.9 });
  }
  words.flush(paper, palette);
}

/// Outlines an item: thick for the selected, thin for the one under the pointer.
export function drawOutline(paper: Paper, view: View, palette: Palette, item: Item, strong: boolean): void {
  paper.save();
  paper.beginPath();
  paper.rect(view.scale.left, view.lanes.top, view.scale.right - view.scale.left, view.lanes.bottom - view.lanes.top);
  paper.clip();
  paper.strokeStyle = palette.select;
  paper.lineWidth = strong ? 3 : 2;
  paper.beginPath();
  trace(paper, view, item);
  paper.stroke();
  paper.restore();
}

function trace(paper: Paper, view: View, item: Item): void {
  const box = (bar: { x: number; y: number; width: number; height: number } | null): void => {
    if (bar !== null) paper.rect(bar.x - 2, bar.y - 2, bar.width + 4, bar.height + 4);
  };
  const { recording, axis, lanes, scale } = view;
  switch (item.kind) {
    case 'call': return isPlaced(lanes, recording.events.rank[item.row]!) ? box(callBar(view, item.row)) : undefined;
    case 'open': return recording.open[item.rank] == null || !isPlaced(lanes, item.rank) ? undefined : box(openBar(view, item.rank));
    case 'request': return box(requestBar(view, item.row));
    case 'print': {
      if (!isPlaced(lanes, recording.prints.rank[item.row]!)) return;
      paper.arc(toX(scale, axis.print[item.row]!) + 4, printY(lanes, recording.prints.rank[item.row]!), 9, 0, Math.PI * 2);
      return;
    }
    case 'message': {
      const arrow = shownArrow(view, item.row)?.arrow ?? arrowOf(view, item.row);
      if (arrow === null) return;
      paper.moveTo(arrow.x1, arrow.y1);
      paper.lineTo(arrow.x2, arrow.y2);
      paper.lineTo(arrow.taken, arrow.y2);
      return;
    }
    case 'collective': {
      for (const run of neighbours(collectiveMembers(view, item.row))) {
        outline(view, run).forEach(([x, y], i) => (i === 0 ? paper.moveTo(x, y) : paper.lineTo(x, y)));
        paper.closePath();
      }
    }
  }
}

/// What stepping says aloud at a stop. The count makes each sentence another: a status that stays the same is not read out.
export function spoken(recording: Recording, { item, does, number, of }: Stop): string {
  const { title, facts } = describe(recording, item);
  return `${title}${does === '' ? '' : ` ${does}`}. ${facts.slice(0, 6).map(({ label, value }) => `${label} ${value}`).join(', ')}. Event ${number} of ${of}`;
}


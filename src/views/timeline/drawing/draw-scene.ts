/// Draws everything that stands still while the replay's cursor moves: lanes, calls, waits, collectives, requests, messages, prints.

import { NO_RANK, RankState, RecordFlag, Stream, WORLD_CONTEXT } from '../../../protocol';
import { callName, cutOffCalls, missingRanks, openSentence, rankList, waitedFor, wasCutOff } from '../../../trace';
import {
  type Arrow, arrowOf, type Bar, callBar, isShown, openBar, printY, requestBar, type View, visibleCollectives, visibleMessages, visibleRequests, visitCalls,
  visitPrints, waitPart,
} from './geometry';
import { drawCollective, drawCollectiveName, isQuiet, titlePlace } from './draw-collective';
import { laneMiddle, laneTop, visibleRanks } from './lanes';
import { dashOf, diamond, drawHead, hatch } from './marks';
import { fitted, fontOf, type Palette, type Paper, textWidth } from './paper';
import { toX } from './scale';

export interface Shown {
  /// Messages in the window, and how many of them were drawn.
  readonly messages: number;
  readonly drawn: number;
}

/// Draws the scene and tells how much of it. The paper is clear and in CSS pixels.
export function drawScene(paper: Paper, view: View, palette: Palette): Shown {
  const { lanes, scale } = view;
  paper.save();
  paper.beginPath();
  paper.rect(scale.left, lanes.top, scale.right - scale.left, lanes.bottom - lanes.top);
  paper.clip();
  paper.lineJoin = 'round';
  drawLifelines(paper, view, palette);
  for (const group of visibleCollectives(view)) drawCollective(paper, view, palette, group);
  drawRequests(paper, view, palette);
  const { first, last } = visibleRanks(lanes);
  for (let rank = first; rank <= last; rank++) drawCalls(paper, view, palette, rank);
  for (const group of visibleCollectives(view)) drawCollectiveName(paper, view, palette, group);
  const shown = drawMessages(paper, view, palette);
  drawWaitFor(paper, view, palette);
  drawPrints(paper, view, palette);
  paper.restore();
  return shown;
}

/// Lane stripes: under everything, not part of the scene that replay hides.
export function drawStripes(paper: Paper, view: View, palette: Palette, width: number): void {
  const { lanes } = view;
  const { first, last } = visibleRanks(lanes);
  paper.fillStyle = palette.stripe;
  for (let rank = first; rank <= last; rank++) {
    if (rank % 2 === 1) continue;
    const top = Math.max(lanes.top, laneTop(lanes, rank));
    paper.fillRect(0, top, width, Math.min(lanes.bottom, laneTop(lanes, rank) + lanes.height) - top);
  }
}

/// From the first to the last thing a rank did: it computes wherever no bar covers the line.
function drawLifelines(paper: Paper, view: View, palette: Palette): void {
  const { recording, axis, scale, lanes } = view;
  const { first, last } = visibleRanks(lanes);
  const thickness = Math.max(1.5, Math.min(5, lanes.height * 0.07));
  for (let rank = first; rank <= last; rank++) {
    const calls = recording.callsOf[rank];
    const prints = recording.printsOf[rank];
    const y = laneMiddle(lanes, rank);
    let from = Infinity;
    let to = -Infinity;
    if (calls !== undefined && calls.length > 0) {
      from = axis.begin[calls.at(0)]!;
      to = axis.end[calls.at(calls.length - 1)]!;
    }
    if (prints !== undefined && prints.length > 0) {
      from = Math.min(from, axis.print[prints.at(0)]!);
      to = Math.max(to, axis.print[prints.at(prints.length - 1)]!);
    }
    if (recording.open[rank] != null) {
      from = Math.min(from, axis.open[rank]!);
      to = axis.to;
    }
    const state = recording.states[rank]?.state;
    if (!recording.ended && state !== undefined && state !== RankState.Starting && state !== RankState.Exited && state !== RankState.Failed) to = axis.to;
    if (from > to) continue;
    const x1 = Math.max(scale.left - 2, toX(scale, from));
    const x2 = Math.min(scale.right + 2, toX(scale, to));
    if (x2 < x1) continue;
    paper.fillStyle = palette.rank(rank);
    paper.globalAlpha = 0.45;
    paper.fillRect(x1, y - thickness / 2, Math.max(1.5, x2 - x1), thickness);
    paper.globalAlpha = 1;
  }
}

/// Narrower calls, CSS pixels, have no outline.
const LEAST_BOX = 3;

function drawCalls(paper: Paper, view: View, palette: Palette, rank: number): void {
  const { recording } = view;
  const { events } = recording;
  // A name that does not fit its bar may stand above it, up to the next such name or the title of a collective.
  let above: { readonly bar: Bar; readonly name: string } | null = null;
  const placeAbove = (until: number): void => {
    if (above !== null) drawAbove(paper, view, palette, above.bar, above.name, until);
    above = null;
  };
  // Calls too narrow for a box are strokes of colour; neighbours become one.
  let thin: { readonly x: number; right: number; readonly bar: Bar } | null = null;
  const flushThin = (): void => {
    if (thin === null) return;
    paper.fillStyle = palette.rank(rank);
    paper.fillRect(thin.x, thin.bar.y, thin.right - thin.x, thin.bar.height);
    thin = null;
  };
  visitCalls(view, rank, (row) => {
    const bar = callBar(view, row);
    if (bar.width < LEAST_BOX) {
      placeAbove(bar.x);
      if (thin !== null && bar.x > thin.right + 1) flushThin();
      if (thin === null) thin = { x: bar.x, right: bar.x + Math.max(1.5, bar.width), bar };
      else thin.right = Math.max(thin.right, bar.x + bar.width);
      return;
    }
    flushThin();
    const wait = waitPart(view, row);
    drawBar(paper, view, palette, rank, bar, wait);
    if (events.has(row, RecordFlag.Failed)) drawCross(paper, view, palette, bar);
    const call = events.call[row]!;
    const name = callName(call, events.flags[row]!);
    const collective = events.collective[row]! >= 0;
    const whom = wait === null || isQuiet(call) ? NO_RANK : waitedFor(recording, row);
    const missing = collective && wasCutOff(recording, row) ? missingRanks(recording, events.collective[row]!) : [];
    const waiting = whom >= 0 ? `rank ${whom}` : missing.length > 0 ? rankList(missing) : '';
    // The title of a collective of COMM_WORLD stands right above rank 0's bar.
    const titled = collective && rank === 0 && titlePlace(view) === 'strip' && events.context[row] === WORLD_CONTEXT;
    if (titled) placeAbove(bar.x);
    const inside = titled && waiting === '' ? true : label(paper, view, palette, bar, titled ? '' : name, waiting === '' ? '' : titled ? `waits for ${waiting}` : `${name} waits for ${waiting}`, wait !== null);
    if (inside || collective) return;
    placeAbove(bar.x);
    above = { bar, name };
  });
  flushThin();
  const open = recording.open[rank];
  placeAbove(open == null ? view.scale.right : openBar(view, rank).x);
  if (open != null) {
    const bar = openBar(view, rank);
    drawBar(paper, view, palette, rank, bar, open.state === RankState.Running ? null : { x: bar.x, width: bar.width });
    const name = callName(open.call, open.flags);
    label(paper, view, palette, bar, name, `${name} ${openSentence(recording, open)}`, true);
    if (recording.ended) drawCross(paper, view, palette, bar);
  }
}

/// A call: an outlined box; hatched where it waits.
function drawBar(paper: Paper, view: View, palette: Palette, rank: number, bar: Bar, wait: { x: number; width: number } | null): void {
  const colour = palette.rank(rank);
  const { scale } = view;
  const x = Math.max(bar.x, scale.left - 4);
  const width = Math.min(bar.x + bar.width, scale.right + 4) - x;
  if (width <= 0) return;
  paper.fillStyle = palette.bar;
  paper.fillRect(x, bar.y, width, bar.height);
  paper.fillStyle = colour;
  paper.globalAlpha = 0.22;
  paper.fillRect(x, bar.y, width, bar.height);
  paper.globalAlpha = 1;
  if (wait !== null) {
    const from = Math.max(wait.x, x);
    const to = Math.min(wait.x + wait.width, x + width);
    if (to > from) hatch(paper, palette, colour, { x: from, y: bar.y, width: to - from, height: bar.height });
  }
  paper.strokeStyle = colour;
  paper.lineWidth = bar.height < 8 ? 0.75 : 1.25;
  paper.strokeRect(x + 0.5, bar.y + 0.5, Math.max(0.5, width - 1), bar.height - 1);
}

/// The longer words when they fit, else the name, else nothing (false); on a patch that keeps hatching from crossing the letters.
function label(paper: Paper, view: View, palette: Palette, bar: Bar, name: string, words: string, hatched: boolean): boolean {
  const size = Math.min(view.lanes.font * 0.95, bar.height * 0.78);
  if (size < 7) return true;
  const x = Math.max(bar.x, view.scale.left) + 4;
  const width = Math.min(bar.x + bar.width, view.scale.right) - x - 4;
  const text = words !== '' && textWidth(words, size) <= width ? words : textWidth(name, size) <= width + 2 ? name : '';
  if (text === '') return false;
  if (hatched) {
    paper.fillStyle = palette.bar;
    paper.globalAlpha = 0.88;
    paper.fillRect(x - 2, bar.y + 2, Math.min(width + 4, textWidth(text, size) + 4), bar.height - 4);
    paper.globalAlpha = 1;
  }
  paper.fillStyle = palette.text;
  paper.font = fontOf(size, 500);
  paper.textAlign = 'left';
  paper.textBaseline = 'middle';
  paper.fillText(text, x, bar.y + bar.height / 2 + 0.5);
  return true;
}

/// A call's name over its bar, when there is room before the next bar at `next`.
function drawAbove(paper: Paper, view: View, palette: Palette, bar: Bar, name: string, next: number): void {
  const size = view.lanes.font * 0.85;
  if (view.lanes.height / 2 - view.lanes.bar < size * 1.25 || textWidth(name, size) > Math.max(bar.width, next - bar.x) - 3) return;
  paper.fillStyle = palette.muted;
  paper.font = fontOf(size, 500);
  paper.textAlign = 'left';
  paper.textBaseline = 'middle';
  paper.fillText(name, Math.max(bar.x, view.scale.left + 2), bar.y - size * 0.75);
}

/// Of calls that never ended, an arrow to the rank each waits for: in a deadlock they close a circle.
function drawWaitFor(paper: Paper, view: View, palette: Palette): void {
  const { recording, lanes, scale } = view;
  if (!recording.ended) return;
  const cutOff = cutOffCalls(recording);
  for (let rank = 0; rank < recording.ranks; rank++) {
    const open = recording.open[rank] ?? null;
    const row = cutOff[rank]!;
    const group = open?.collective ?? (row >= 0 ? recording.events.collective[row]! : -1);
    const whoms = group >= 0 ? missingRanks(recording, group).slice(0, MOST_WAIT_ARROWS) : [open !== null ? open.waitsFor : row >= 0 ? waitedFor(recording, row) : NO_RANK];
    const bar = open !== null ? openBar(view, rank) : row >= 0 ? callBar(view, row) : null;
    for (const whom of whoms) {
      if (bar === null || whom < 0 || whom >= recording.ranks || whom === rank) continue;
      const down = whom > rank ? 1 : -1;
      const x = Math.min(bar.x + bar.width, scale.right) - lanes.font * (2.6 + (rank % 6) * 0.9);
      if (x < bar.x) continue;
      const [y1, y2] = [laneMiddle(lanes, rank) + down * lanes.bar, laneMiddle(lanes, whom) - down * lanes.bar];
      paper.strokeStyle = palette.danger;
      paper.fillStyle = palette.danger;
      paper.lineWidth = 2;
      paper.setLineDash([3, 3]);
      paper.beginPath();
      paper.moveTo(x, y1);
      paper.lineTo(x, y2);
      paper.stroke();
      paper.setLineDash([]);
      drawHead(paper, { x1: x, y1, x2: x, y2, toSelf: false }, lanes.font * 0.7);
    }
  }
}

/// Of the ranks that a collective waits for, arrows go to so many.
const MOST_WAIT_ARROWS = 3;

/// A call that failed or never ended: a cross at its right edge.
function drawCross(paper: Paper, view: View, palette: Palette, bar: Bar): void {
  const x = Math.min(bar.x + bar.width, view.scale.right) - 3;
  const size = Math.max(3, bar.height * 0.28);
  const y = bar.y + bar.height / 2;
  paper.strokeStyle = palette.danger;
  paper.lineWidth = 2.5;
  paper.beginPath();
  paper.moveTo(x - 2 * size, y - size);
  paper.lineTo(x, y + size);
  paper.moveTo(x, y - size);
  paper.lineTo(x - 2 * size, y + size);
  paper.stroke();
}

function drawRequests(paper: Paper, view: View, palette: Palette): void {
  const { requests } = view.recording;
  for (const row of visibleRequests(view)) {
    const bar = requestBar(view, row);
    if (bar === null) continue;
    paper.fillStyle = palette.rank(requests.rank[row]!);
    paper.globalAlpha = 0.75;
    paper.fillRect(bar.x, bar.y, bar.width, bar.height);
    paper.globalAlpha = 1;
    paper.fillRect(bar.x, bar.y - 1.5, 1.5, bar.height + 3);
    paper.fillRect(bar.x + bar.width - 1.5, bar.y - 1.5, 1.5, bar.height + 3);
  }
}

function drawMessages(paper: Paper, view: View, palette: Palette): Shown {
  const { messages, events } = view.recording;
  const { rows, total } = visibleMessages(view);
  const crowd = rows.length > 400;
  for (const row of rows) {
    const arrow = arrowOf(view, row);
    if (arrow === null || !isShown(view, row)) continue;
    const inner = messages.internal[row] === 1;
    const colour = palette.rank(messages.sender[row]!);
    paper.strokeStyle = colour;
    paper.fillStyle = colour;
    paper.lineWidth = crowd ? 0.75 : inner ? 1.2 : view.lanes.font > 14 ? 2.4 : 1.8;
    paper.setLineDash([...dashOf(events.protocol[messages.send[row]!]!)]);
    drawFlight(paper, arrow);
    paper.setLineDash([]);
    drawLanding(paper, view, palette, arrow, colour, crowd);
  }
  return { messages: total, drawn: rows.length };
}

function drawFlight(paper: Paper, arrow: Arrow): void {
  paper.beginPath();
  paper.moveTo(arrow.x1, arrow.y1);
  if (arrow.toSelf) paper.quadraticCurveTo((arrow.x1 + arrow.x2) / 2, arrow.y1 - 16, Math.max(arrow.x2, arrow.x1 + 8), arrow.y2);
  else paper.lineTo(arrow.x2, arrow.y2);
  paper.stroke();
}

/// Arrow head; where the message lay before it was taken, a dotted line; a hollow diamond when it was unexpected, a cross when never taken.
function drawLanding(paper: Paper, view: View, palette: Palette, arrow: Arrow, colour: string, crowd: boolean): void {
  if (!crowd) drawHead(paper, arrow, view.lanes.font > 14 ? 9 : 7);
  if (arrow.taken - arrow.x2 > 4) {
    paper.setLineDash([1.5, 3]);
    paper.lineWidth = 1.6;
    paper.beginPath();
    paper.moveTo(arrow.x2, arrow.y2);
    paper.lineTo(Math.min(arrow.taken, view.scale.right + 10), arrow.y2);
    paper.stroke();
    paper.setLineDash([]);
  }
  if (crowd || (!arrow.unexpected && arrow.received)) return;
  diamond(paper, arrow.x2, arrow.y2, 4.5);
  paper.fillStyle = palette.background;
  paper.fill();
  paper.strokeStyle = arrow.received ? colour : palette.danger;
  paper.lineWidth = 1.6;
  paper.stroke();
}

/// A print: a small pennant under the lane's line, hollow for stderr; its text where there is room.
function drawPrints(paper: Paper, view: View, palette: Palette): void {
  const { recording, lanes } = view;
  const { prints } = recording;
  const size = Math.max(2.5, Math.min(6, lanes.height * 0.1));
  const words = lanes.height >= lanes.font * 3;
  let last: { row: number; x: number; rank: number } | null = null;
  const write = (mark: { row: number; x: number; rank: number }, room: number): void => {
    const text = fitted(prints.text(mark.row).replace(/\s+/gu, ' ').trim(), lanes.font * 0.85, Math.min(room, 26 * lanes.font));
    if (text === '') return;
    paper.font = fontOf(lanes.font * 0.85);
    paper.textAlign = 'left';
    paper.textBaseline = 'middle';
    paper.fillStyle = palette.muted;
    paper.fillText(text, mark.x + size * 2 + 3, printY(lanes, mark.rank) + 1);
  };
  visitPrints(view, (row, x, rank) => {
    if (words && last !== null) write(last, last.rank === rank ? x - last.x - size * 2 - 6 : view.scale.right - last.x);
    last = { row, x, rank };
    const y = printY(lanes, rank);
    paper.beginPath();
    paper.moveTo(x, y - size - 2);
    paper.lineTo(x, y + size);
    paper.moveTo(x, y - size);
    paper.lineTo(x + size * 1.9, y);
    paper.lineTo(x, y + size);
    paper.closePath();
    paper.strokeStyle = palette.rank(rank);
    paper.lineWidth = 1.3;
    if (prints.stream[row] === Stream.Stderr) paper.fillStyle = palette.background;
    else paper.fillStyle = palette.rank(rank);
    paper.fill();
    paper.stroke();
  });
  if (words && last !== null) write(last, view.scale.right - (last as { x: number }).x - size * 2);
}


/// Draws everything that stands still while the replay's cursor moves: lanes, calls, waits, collectives, requests, messages, prints.

import { MpiCall, RankState, Stream } from '../../../protocol';
import type { Cut, Emphasis } from '../../../trace';
import { visibleCollectives } from './collectives';
import { drawCalls, drawWaitFor } from './draw-calls';
import { drawCollective, drawCollectiveName } from './draw-collective';
import { columnsOf, drawDensity, isDense } from './draw-density';
import { drawMessages, type Shown } from './draw-messages';
import { printY, requestBar, type View, visibleRequests, visitPrints } from './geometry';
import { isPlaced, laneMiddle, topOf, visibleLanes, visibleRanks } from './lanes';
import { pennant, requestMark } from './marks';
import { fitted, type Palette, type Paper } from './paper';
import { Words } from './words';
import { toX } from './scale';

export type { Shown } from './draw-messages';

/// What alone is drawn in the pass for what stands out; null draws all.
export type Only = Emphasis | null;

/// How much of what does not stand out is hidden.
const VEIL = 0.8;

/// Draws the scene and tells how much of it. The paper is clear and in CSS pixels.
export function drawScene(paper: Paper, view: View, palette: Palette): Shown {
  const { lanes, scale, emphasis } = view;
  paper.save();
  paper.beginPath();
  paper.rect(scale.left, lanes.top, scale.right - scale.left, lanes.bottom - lanes.top);
  paper.clip();
  paper.lineJoin = 'round';
  const shown = drawThings(paper, view, palette, null);
  if (emphasis !== null) {
    paper.fillStyle = palette.background;
    paper.globalAlpha = VEIL;
    paper.fillRect(scale.left, lanes.top, scale.right - scale.left, lanes.bottom - lanes.top);
    paper.globalAlpha = 1;
    drawThings(paper, view, palette, emphasis);
    drawPath(paper, view, palette, emphasis);
  }
  paper.restore();
  return shown;
}

function drawThings(paper: Paper, view: View, palette: Palette, only: Only): Shown {
  const words = new Words();
  const { events } = view.recording;
  drawLifelines(paper, view, palette, only !== null);
  const collectives = visibleCollectives(view).filter((group) => {
    const members = view.recording.collectives.members[group]!;
    for (let i = 0; only !== null && i < members.length; i++) if (only.event(members.at(i))) return true;
    return only === null;
  });
  for (const group of collectives) drawCollective(paper, view, palette, group);
  for (const row of visibleRequests(view)) {
    const { start, receive, returned, rank } = view.recording.requests;
    const bar = only === null || only.event(start[row]!) ? requestBar(view, row) : null;
    if (bar === null) continue;
    const receives = receive[row]! >= 0 || events.call[start[row]!] === MpiCall.Irecv || events.call[start[row]!] === MpiCall.RecvInit;
    requestMark(paper, palette, palette.rank(rank[row]!), bar, receives, receive[row]! >= 0 || returned[row]! >= 0);
  }
  const { first, last } = visibleLanes(view.lanes);
  let columns: Cut | null = null;
  for (let index = first; index <= last; index++) {
    const lane = view.lanes.lanes[index]!;
    if (only === null && isDense(view, lane)) {
      columns ??= columnsOf(view);
      if (columns !== null) drawDensity(paper, view, palette, index, columns);
    } else if (!lane.folded) drawCalls(paper, view, palette, words, lane.ranks[0]!, only);
  }
  // Those that have room in their own shape first; then the others, over the end of theirs where nothing is written.
  const unnamed = collectives.filter((group) => !drawCollectiveName(paper, view, palette, words, group, false));
  for (const group of unnamed) drawCollectiveName(paper, view, palette, words, group, true);
  if (only === null) drawWaitFor(paper, view, palette);
  drawPrints(paper, view, palette, words, only);
  const shown = drawMessages(paper, view, palette, words, only);
  words.flush(paper, palette);
  return shown;
}

/// Lane stripes: under everything, not part of the scene that replay hides.
export function drawStripes(paper: Paper, view: View, palette: Palette, width: number): void {
  const { lanes } = view;
  const { first, last } = visibleLanes(lanes);
  for (let index = first; index <= last; index++) {
    const top = Math.max(lanes.top, topOf(lanes, index));
    paper.fillStyle = palette.stripe;
    if (index % 2 === 0) paper.fillRect(0, top, width, Math.min(lanes.bottom, topOf(lanes, index) + lanes.height) - top);
    const [lane, before] = [lanes.lanes[index]!, lanes.lanes[index - 1]];
    paper.fillStyle = palette.muted;
    if (before !== undefined && before.group !== lane.group) paper.fillRect(0, Math.round(top), width, 1);
  }
}

/// From the first to the last thing a rank did: it computes wherever no bar covers the line.
function drawLifelines(paper: Paper, view: View, palette: Palette, faint: boolean): void {
  const { recording, axis, scale, lanes } = view;
  const thickness = Math.max(1.5, Math.min(5, lanes.height * 0.07));
  for (const rank of visibleRanks(lanes)) {
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
    paper.globalAlpha = faint ? palette.thread * 0.4 : palette.thread;
    paper.fillRect(x1, y - thickness / 2, Math.max(1.5, x2 - x1), thickness);
    paper.globalAlpha = 1;
  }
}

/// The line of an emphasis's path: along lanes and from one to another.
function drawPath(paper: Paper, view: View, palette: Palette, { path = [] }: Emphasis): void {
  const { axis, scale, lanes, recording } = view;
  const points = path.filter(({ event }) => isPlaced(lanes, recording.events.rank[event]!));
  if (points.length < 2) return;
  const draw = (width: number, colour: string): void => {
    paper.lineWidth = width;
    paper.strokeStyle = colour;
    paper.beginPath();
    points.forEach(({ event, at }, i) => {
      const [x, y] = [toX(scale, (at === 'begin' ? axis.begin : axis.end)[event]!), laneMiddle(lanes, recording.events.rank[event]!)];
      if (i === 0) paper.moveTo(x, y);
      else paper.lineTo(x, y);
    });
    paper.stroke();
  };
  const width = Math.max(3, Math.min(7, lanes.height * 0.12));
  draw(width + 3, palette.background);
  draw(width, palette.select);
}

/// Prints, with their texts where there is room.
function drawPrints(paper: Paper, view: View, palette: Palette, words: Words, only: Only): void {
  const { recording, lanes } = view;
  const { prints } = recording;
  const size = Math.max(2.5, Math.min(6, lanes.height * 0.1));
  const font = lanes.font * 0.9;
  const told = lanes.height >= lanes.font * 3;
  let last: { row: number; x: number; rank: number } | null = null;
  const write = (mark: { row: number; x: number; rank: number }, room: number): void => {
    const text = fitted(prints.text(mark.row).replace(/\s+/gu, ' ').trim(), font, Math.min(room, 26 * lanes.font));
    const [x, y] = [mark.x + size * 2 + 3, printY(lanes, mark.rank) + 1];
    if (text !== '') words.write({ text, x, y, size: font, weight: 400, colour: palette.text });
  };
  visitPrints(view, (row, x, rank) => {
    if (only !== null && !only.print(row)) return;
    if (told && last !== null) write(last, last.rank === rank ? x - last.x - size * 2 - 6 : view.scale.right - last.x - size * 2 - 6);
    last = { row, x, rank };
    pennant(paper, palette, palette.rank(rank), x, printY(lanes, rank), size, prints.stream[row] === Stream.Stderr);
  }, size * 0.8);
  if (told && last !== null) write(last, view.scale.right - (last as { x: number }).x - size * 2 - 6);
}

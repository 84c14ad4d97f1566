/// Draws everything that stands still while the replay's cursor moves: lanes, calls, waits, collectives, requests, messages, prints.

import { isCollective, MpiCall, Protocol, RankState, Stream } from '../../protocol';
import { callName, collectiveTitle, hasRoot, openSentence, waitSentence } from '../../trace';
import {
  type Arrow, arrowOf, type Bar, callBar, collectiveMembers, isShown, type Member, neighbours, openBar, outline, printY, requestBar, type View,
  visibleCollectives, visibleMessages, visibleRequests, visitCalls, visitPrints, waitPart,
} from './geometry';
import { laneMiddle, laneTop, visibleRanks } from './lanes';
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
  const shown = drawMessages(paper, view, palette);
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

function drawCalls(paper: Paper, view: View, palette: Palette, rank: number): void {
  const { recording } = view;
  const { events } = recording;
  visitCalls(view, rank, (row, dense) => {
    const bar = callBar(view, row);
    if (dense) {
      paper.fillStyle = palette.rank(rank);
      paper.fillRect(bar.x, bar.y, 1.5, bar.height);
      return;
    }
    const wait = waitPart(view, row);
    drawBar(paper, view, palette, rank, bar, wait);
    const call = events.call[row]!;
    const name = callName(call, events.flags[row]!);
    const waiting = wait === null ? '' : waitSentence(recording, row).replace(/^waited (?:less than )?[\d.]+ \S+(?:;| for)? ?/u, '');
    const words = waiting === '' || isCollective(call) ? '' : `${name} waits for ${waiting}`;
    label(paper, view, palette, bar, name, words);
  });
  const open = recording.open[rank];
  if (open != null) {
    const bar = openBar(view, rank);
    drawBar(paper, view, palette, rank, bar, open.state === RankState.Running ? null : { x: bar.x, width: bar.width });
    const name = callName(open.call, open.flags);
    label(paper, view, palette, bar, name, `${name} ${openSentence(open)}`);
    if (recording.ended) drawEndless(paper, view, palette, bar);
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

function hatch(paper: Paper, palette: Palette, colour: string, { x, y, width, height }: Bar): void {
  paper.save();
  paper.beginPath();
  paper.rect(x, y, width, height);
  paper.clip();
  paper.fillStyle = palette.bar;
  paper.fillRect(x, y, width, height);
  paper.strokeStyle = colour;
  paper.globalAlpha = 0.6;
  paper.lineWidth = 1.2;
  const step = height < 8 ? 4 : 7;
  paper.beginPath();
  for (let at = Math.floor((x - height) / step) * step; at < x + width; at += step) {
    paper.moveTo(at, y + height);
    paper.lineTo(at + height, y);
  }
  paper.stroke();
  paper.restore();
}

/// The longer words when they fit, else the name, else nothing; on a patch that keeps hatching from crossing the letters.
function label(paper: Paper, view: View, palette: Palette, bar: Bar, name: string, words: string): void {
  const size = Math.min(view.lanes.font * 0.95, bar.height * 0.78);
  if (size < 7) return;
  const x = Math.max(bar.x, view.scale.left) + 4;
  const width = Math.min(bar.x + bar.width, view.scale.right) - x - 4;
  const text = words !== '' && textWidth(words, size) <= width ? words : textWidth(name, size) <= width + 2 ? name : '';
  if (text === '') return;
  if (words !== '') {
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
}

/// A call that never ended: its right edge is open and marked.
function drawEndless(paper: Paper, view: View, palette: Palette, bar: Bar): void {
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

function drawCollective(paper: Paper, view: View, palette: Palette, group: number): void {
  const { recording, lanes } = view;
  const members = collectiveMembers(view, group);
  const [first] = members;
  if (first === undefined) return;
  const call = recording.collectives.call[group]!;
  const quiet = call === MpiCall.Init || call === MpiCall.Finalize;
  const stroke = quiet ? palette.quiet : palette.collective;
  const runs = neighbours(members);
  paper.lineWidth = 1.5;
  for (const run of runs) {
    paper.beginPath();
    outline(view, run).forEach(([x, y], i) => (i === 0 ? paper.moveTo(x, y) : paper.lineTo(x, y)));
    paper.closePath();
    paper.fillStyle = quiet ? palette.quietFill : palette.collectiveFill;
    paper.fill();
    paper.strokeStyle = stroke;
    paper.setLineDash(view.unfolded(group) ? [5, 3] : []);
    paper.stroke();
    paper.setLineDash([]);
  }
  // A spine joins runs of a communicator whose ranks are not neighbours.
  const middle = members.reduce((sum, { enter, leave }) => sum + (enter + leave) / 2, 0) / members.length;
  paper.setLineDash([2, 3]);
  paper.beginPath();
  for (let i = 1; i < runs.length; i++) {
    paper.moveTo(middle, laneTop(lanes, runs[i - 1]!.at(-1)!.rank) + lanes.height * 0.9);
    paper.lineTo(middle, laneTop(lanes, runs[i]![0]!.rank) + lanes.height * 0.1);
  }
  paper.strokeStyle = stroke;
  paper.stroke();
  paper.setLineDash([]);
  for (const member of members) drawEntry(paper, view, stroke, member);
  drawCollectiveName(paper, view, palette, group, members, stroke);
  const root = recording.collectives.root[group]!;
  if (hasRoot(call)) {
    const member = members.find(({ rank }) => rank === root);
    if (member !== undefined) drawRoot(paper, view, stroke, palette, member);
  }
}

function drawEntry(paper: Paper, view: View, stroke: string, { rank, enter }: Member): void {
  const { lanes } = view;
  const half = Math.max(lanes.bar, lanes.height * 0.32);
  const y = laneMiddle(lanes, rank);
  paper.fillStyle = stroke;
  paper.fillRect(enter - 3, y - half, lanes.height < 16 ? 1.5 : 3, half * 2);
}

/// The name stands in the highest lane's free strip, or in the middle when lanes are thin.
function drawCollectiveName(paper: Paper, view: View, palette: Palette, group: number, members: readonly Member[], stroke: string): void {
  const { lanes, scale, recording } = view;
  const size = lanes.font * 0.95;
  const top = members[0]!;
  const left = Math.max(scale.left, Math.min(...members.map(({ enter }) => enter)));
  const right = Math.min(scale.right, Math.max(...members.map(({ leave }) => leave)));
  const thin = lanes.height < size * 3;
  const inTop = { from: Math.max(scale.left, top.enter), to: Math.min(scale.right, top.leave) };
  const width = thin ? right - left : Math.max(inTop.to - inTop.from, 0);
  const text = fitted(collectiveTitle(recording, group), size * 1.04, width - 6);
  if (text === '') return;
  paper.font = fontOf(size, 650);
  paper.textAlign = thin ? 'center' : 'left';
  paper.textBaseline = 'middle';
  const x = thin ? (left + right) / 2 : inTop.from + 4;
  const y = thin ? (laneMiddle(lanes, top.rank) + laneMiddle(lanes, members.at(-1)!.rank)) / 2 : laneMiddle(lanes, top.rank) - lanes.bar - (lanes.height * 0.42 - lanes.bar) / 2;
  if (thin) {
    paper.fillStyle = palette.background;
    paper.globalAlpha = 0.85;
    paper.fillRect(x - textWidth(text, size) / 2 - 5, y - size * 0.75, textWidth(text, size) + 10, size * 1.5);
    paper.globalAlpha = 1;
  }
  paper.fillStyle = stroke;
  paper.fillText(text, x, y);
}

/// The root: a filled diamond at its entry.
function drawRoot(paper: Paper, view: View, stroke: string, palette: Palette, { rank, enter }: Member): void {
  const { lanes } = view;
  const size = Math.max(3, Math.min(8, lanes.height * 0.13));
  diamond(paper, enter - 2, laneMiddle(lanes, rank), size);
  paper.fillStyle = stroke;
  paper.fill();
  paper.strokeStyle = palette.background;
  paper.lineWidth = 1.2;
  paper.stroke();
}

function diamond(paper: Paper, x: number, y: number, size: number): void {
  paper.beginPath();
  paper.moveTo(x, y - size);
  paper.lineTo(x + size, y);
  paper.lineTo(x, y + size);
  paper.lineTo(x - size, y);
  paper.closePath();
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

/// Line styles by protocol, told in the legend.
export function dashOf(protocol: number): readonly number[] {
  switch (protocol) {
    case Protocol.Rendezvous: return [9, 5];
    case Protocol.Synchronous: return [9, 3, 2, 3];
    case Protocol.Buffered: return [2, 3];
    case Protocol.Ready: return [14, 4];
    default: return [];
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
  if (!crowd || view.lanes.height > 24) drawHead(paper, arrow, view.lanes.font > 14 ? 9 : 7);
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

function drawHead(paper: Paper, { x1, y1, x2, y2, toSelf }: Arrow, size: number): void {
  const angle = toSelf ? Math.PI / 3 : Math.atan2(y2 - y1, x2 - x1);
  paper.beginPath();
  paper.moveTo(x2, y2);
  paper.lineTo(x2 - size * Math.cos(angle - 0.42), y2 - size * Math.sin(angle - 0.42));
  paper.lineTo(x2 - size * Math.cos(angle + 0.42), y2 - size * Math.sin(angle + 0.42));
  paper.closePath();
  paper.fill();
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


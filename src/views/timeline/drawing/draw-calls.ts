/// Draws what a rank does: calls as boxes on its line, hatched where they wait, with their names and for whom they wait.

import { isFileCall, MpiCall, NO_RANK, RankState, RecordFlag, WORLD_CONTEXT } from '../../../protocol';
import { callName, cutOffCalls, missingRanks, openSentence, rankList, waitedFor, wasCutOff } from '../../../trace';
import { isQuiet, titlePlace } from './draw-collective';
import type { Only } from './draw-scene';
import { type Bar, callBar, openBar, type View, visitCalls, waitPart } from './geometry';
import { isPlaced, laneMiddle } from './lanes';
import { drawHead, epochMark, hatch, lens, sheet } from './marks';
import { type Palette, type Paper, textWidth } from './paper';
import type { Words } from './words';

/// Narrower calls, CSS pixels, have no outline.
const LEAST_BOX = 3;

export function drawCalls(paper: Paper, view: View, palette: Palette, words: Words, rank: number, only: Only): void {
  const { recording } = view;
  const { events } = recording;
  // A name that does not fit its bar may stand above it, up to the next such name or the title of a collective.
  let above: { readonly bar: Bar; readonly name: string } | null = null;
  const placeAbove = (until: number): void => {
    if (above !== null) drawAbove(view, palette, words, above.bar, above.name, until);
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
  const epochs = new Epochs(paper, view, palette, rank);
  visitCalls(view, rank, (row) => {
    if (only !== null && !only.event(row)) return;
    const bar = callBar(view, row);
    const call = events.call[row]!;
    epochs.visit(call, events.peer[row]!, bar);
    if (bar.width < LEAST_BOX) {
      placeAbove(bar.x);
      if (thin !== null && bar.x > thin.right + 1) flushThin();
      if (thin === null) thin = { x: bar.x, right: bar.x + Math.max(1.5, bar.width), bar };
      else thin.right = Math.max(thin.right, bar.x + bar.width);
      return;
    }
    flushThin();
    const wait = waitPart(view, row);
    // Calls that no student writes stand back.
    drawBar(paper, view, palette, isQuiet(call) ? palette.quiet : palette.rank(rank), bar, wait, isQuiet(call) ? 0.5 : 1);
    if (events.has(row, RecordFlag.Failed)) drawCross(paper, view, palette, bar);
    const name = callName(call, events.flags[row]!);
    const collective = events.collective[row]! >= 0;
    const whom = wait === null || isQuiet(call) ? NO_RANK : waitedFor(recording, row);
    const missing = collective && wasCutOff(recording, row) ? missingRanks(recording, events.collective[row]!) : [];
    const waiting = whom >= 0 ? `rank ${whom}` : missing.length > 0 ? rankList(missing) : '';
    // The title of a collective of COMM_WORLD stands right above rank 0's bar.
    const titled = collective && rank === 0 && view.lanes.laneOf[0] === 0 && titlePlace(view) === 'strip' && events.context[row] === WORLD_CONTEXT;
    if (titled) placeAbove(bar.x);
    const names = waiting === '' ? (titled ? [] : [name]) : titled ? [`waits for ${waiting}`] : [`${name} waits for ${waiting}`, ...(whom >= 0 ? [`${name} ← ${whom}`] : []), name];
    const sign = looks(call) ? lens : isFileCall(call) ? sheet : null;
    if (sign !== null) drawSign(paper, palette, rank, bar, sign);
    const inside = names.length === 0 || label(view, palette, words, bar, names, wait !== null, sign === null ? 0 : bar.height * 0.9);
    if (inside || collective || isQuiet(call)) return;
    placeAbove(bar.x);
    above = { bar, name };
  });
  flushThin();
  epochs.end();
  const open = recording.open[rank];
  placeAbove(open == null ? view.scale.right : openBar(view, rank).x);
  if (open != null && (only === null || only.open(rank))) {
    const bar = openBar(view, rank);
    drawBar(paper, view, palette, palette.rank(rank), bar, open.state === RankState.Running ? null : { x: bar.x, width: bar.width }, 1);
    const name = callName(open.call, open.flags);
    label(view, palette, words, bar, [`${name} ${openSentence(recording, open)}`, ...(open.waitsFor >= 0 ? [`${name} ← ${open.waitsFor}`] : []), name], true, 0);
    if (recording.ended) drawCross(paper, view, palette, bar);
  }
}

/// Whether a call only looks: for a message, or whether a request is complete.
export function looks(call: number): boolean {
  return (call >= MpiCall.Probe && call <= MpiCall.Improbe) || (call >= MpiCall.Test && call <= MpiCall.Testsome) || call === MpiCall.GetStatus || call === MpiCall.Parrived;
}

/// A sign at the left of a call's box, when that has room.
function drawSign(paper: Paper, palette: Palette, rank: number, bar: Bar, sign: typeof lens): void {
  const size = Math.min(bar.height * 0.5, 10);
  if (bar.width < size * 1.6 || size < 3) return;
  paper.strokeStyle = palette.rank(rank);
  paper.fillStyle = palette.bar;
  paper.globalAlpha = 0.9;
  paper.fillRect(bar.x + 2, bar.y + 2, size * 1.8, bar.height - 4);
  paper.globalAlpha = 1;
  paper.lineWidth = size < 6 ? 1 : 1.6;
  sign(paper, bar.x + size * 0.9, bar.y + bar.height / 2, size);
}

/// A call: an outlined box; hatched where it waits, with `strength` from 0 to 1.
function drawBar(paper: Paper, view: View, palette: Palette, colour: string, bar: Bar, wait: { x: number; width: number } | null, strength: number): void {
  const { scale } = view;
  const x = Math.max(bar.x, scale.left - 4);
  const width = Math.min(bar.x + bar.width, scale.right + 4) - x;
  if (width <= 0) return;
  paper.fillStyle = palette.bar;
  paper.fillRect(x, bar.y, width, bar.height);
  paper.fillStyle = colour;
  paper.globalAlpha = palette.tint;
  paper.fillRect(x, bar.y, width, bar.height);
  paper.globalAlpha = 1;
  if (wait !== null) {
    const from = Math.max(wait.x, x);
    const to = Math.min(wait.x + wait.width, x + width);
    if (to > from) hatch(paper, strength === 1 ? palette : { ...palette, hatch: palette.hatch * strength }, colour, { x: from, y: bar.y, width: to - from, height: bar.height });
  }
  paper.strokeStyle = colour;
  paper.lineWidth = bar.height < 8 ? 0.75 : 1.5;
  paper.strokeRect(x + 0.5, bar.y + 0.5, Math.max(0.5, width - 1), bar.height - 1);
}

/// The first of the texts that fits, or nothing (false); on a patch that keeps hatching from crossing the letters.
function label(view: View, palette: Palette, words: Words, bar: Bar, texts: readonly string[], hatched: boolean, indent: number): boolean {
  const size = Math.min(view.lanes.font * 0.95, bar.height * 0.8);
  if (size < 7) return true;
  const x = Math.max(bar.x, view.scale.left) + 4 + indent;
  const width = Math.min(bar.x + bar.width, view.scale.right) - x - 4;
  const text = texts.find((each) => textWidth(each, size) <= width + (each === texts.at(-1) ? 2 : 0));
  if (text === undefined || !words.take(x, bar.y + bar.height / 2, textWidth(text, size), Math.min(size, bar.height))) return false;
  words.put({ text, x, y: bar.y + bar.height / 2, size, weight: 550, colour: palette.text, patch: hatched ? 0.9 : 0, patchHeight: bar.height - 4 });
  return true;
}

/// A call's name over its bar, when there is room before the next bar at `next`.
function drawAbove(view: View, palette: Palette, words: Words, bar: Bar, name: string, next: number): void {
  const size = view.lanes.font * 0.85;
  const width = textWidth(name, size);
  if (view.lanes.height / 2 - view.lanes.bar < size * 1.25 || width > Math.max(bar.width, next - bar.x) - 3) return;
  const x = Math.max(bar.x, view.scale.left + 2);
  words.write({ text: name, x, y: bar.y - size * 0.75, size, colour: palette.muted });
}

/// Epochs of one-sided access, from the call that opens one to the call that closes it.
class Epochs {
  private readonly open = new Map<string, number>();

  constructor(private readonly paper: Paper, private readonly view: View, private readonly palette: Palette, private readonly rank: number) {}

  visit(call: number, peer: number, bar: Bar): void {
    const opens = call === MpiCall.WinLock || call === MpiCall.WinLockAll || call === MpiCall.WinStart || call === MpiCall.WinPost;
    const closes = CLOSERS.get(call);
    if (opens) this.open.set(`${call} ${call === MpiCall.WinLock ? peer : ''}`, bar.x);
    if (closes === undefined) return;
    const key = `${closes} ${closes === MpiCall.WinLock ? peer : ''}`;
    this.draw(this.open.get(key) ?? this.view.scale.left, bar.x + bar.width);
    this.open.delete(key);
  }

  end(): void {
    for (const from of this.open.values()) this.draw(from, this.view.scale.right + 5);
  }

  private draw(from: number, to: number): void {
    const { lanes } = this.view;
    if (to - from < 4) return;
    epochMark(this.paper, this.palette.rank(this.rank), from, to, laneMiddle(lanes, this.rank) - lanes.bar - Math.min(7, lanes.height * 0.1), Math.min(5, lanes.height * 0.08));
  }
}

const CLOSERS: ReadonlyMap<number, number> = new Map([
  [MpiCall.WinUnlock, MpiCall.WinLock], [MpiCall.WinUnlockAll, MpiCall.WinLockAll], [MpiCall.WinComplete, MpiCall.WinStart], [MpiCall.WinWait, MpiCall.WinPost],
]);

/// Of calls that never ended, an arrow to the rank each waits for: in a deadlock they close a circle.
export function drawWaitFor(paper: Paper, view: View, palette: Palette): void {
  const { recording, lanes, scale } = view;
  if (!recording.ended) return;
  const cutOff = cutOffCalls(recording);
  for (let rank = 0; rank < recording.ranks; rank++) {
    if (!isPlaced(lanes, rank)) continue;
    const open = recording.open[rank] ?? null;
    const row = cutOff[rank]!;
    const group = open?.collective ?? (row >= 0 ? recording.events.collective[row]! : -1);
    const whoms = group >= 0 ? missingRanks(recording, group).slice(0, MOST_WAIT_ARROWS) : [open !== null ? open.waitsFor : row >= 0 ? waitedFor(recording, row) : NO_RANK];
    const bar = open !== null ? openBar(view, rank) : row >= 0 ? callBar(view, row) : null;
    for (const whom of whoms) {
      if (bar === null || !isPlaced(lanes, whom) || lanes.laneOf[whom] === lanes.laneOf[rank]) continue;
      const down = Math.sign(lanes.laneOf[whom]! - lanes.laneOf[rank]!);
      const x = Math.min(bar.x + bar.width, scale.right) - lanes.font * (2.6 + (rank % 6) * 0.9);
      if (x < bar.x) continue;
      const [y1, y2] = [laneMiddle(lanes, rank) + down * lanes.bar, laneMiddle(lanes, whom) - down * lanes.bar];
      paper.strokeStyle = palette.danger;
      paper.fillStyle = palette.danger;
      paper.lineWidth = 2.5;
      paper.setLineDash([3, 3]);
      paper.beginPath();
      paper.moveTo(x, y1);
      paper.lineTo(x, y2);
      paper.stroke();
      paper.setLineDash([]);
      drawHead(paper, { x1: x, y1, x2: x, y2, toSelf: false }, lanes.font * 0.8);
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

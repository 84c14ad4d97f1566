/// Draws collectives: one shape over all ranks of the communicator, from each one's entry to its leave, with a sign of what goes where.

import { MpiCall } from '../../../protocol';
import { collectiveTitle, hasRoot } from '../../../trace';
import { collectiveMembers, type Member, neighbours, outline } from './collectives';
import type { View } from './geometry';
import { openedPart } from './geometry';
import { drawGlyph, type Glyph, glyphOf } from './glyphs';
import { laneMiddle, laneTop } from './lanes';
import { diamond } from './marks';
import { type Palette, type Paper, textWidth } from './paper';
import type { Words } from './words';

export function drawCollective(paper: Paper, view: View, palette: Palette, group: number): void {
  const { recording, lanes } = view;
  const members = collectiveMembers(view, group);
  if (members.length === 0) return;
  const call = recording.collectives.call[group]!;
  const quiet = isQuiet(call);
  const stroke = quiet ? palette.quiet : palette.collective;
  const runs = neighbours(members);
  paper.lineWidth = lanes.height < 16 ? 0.8 : 1.5;
  for (const run of runs) {
    paper.beginPath();
    outline(view, run).forEach(([x, y], i) => (i === 0 ? paper.moveTo(x, y) : paper.lineTo(x, y)));
    paper.closePath();
    paper.fillStyle = quiet ? palette.quietFill : palette.collectiveFill;
    paper.fill();
    paper.strokeStyle = stroke;
    paper.setLineDash(openedPart(view, group) > 0 ? [5, 3] : []);
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
  const root = recording.collectives.root[group]!;
  if (!quiet && openedPart(view, group) === 0) drawFlow(paper, view, stroke, members, glyphOf(call), root);
  for (const member of members) drawEntry(paper, view, stroke, member);
  if (hasRoot(call)) {
    const member = members.find(({ rank }) => rank === root);
    if (member !== undefined) drawRoot(paper, view, stroke, palette, member);
  }
}

/// Shapes narrower than this, or over more lanes than that, have no lines of what goes where.
const LEAST_FLOW = 22;
const MOST_FLOW = 24;

/// What goes where, inside the shape: out from the root, in to it, across, from each to the next, or a wall that all wait at.
function drawFlow(paper: Paper, view: View, stroke: string, members: readonly Member[], glyph: Glyph, root: number): void {
  const widest = Math.max(...members.map(({ enter, leave }) => leave - enter));
  if (widest < LEAST_FLOW || members.length > MOST_FLOW || members.length < 2) return;
  const { lanes } = view;
  const y = ({ rank }: Member): number => laneMiddle(lanes, rank);
  const from = members.find(({ rank }) => rank === root);
  paper.strokeStyle = stroke;
  paper.globalAlpha = 0.55;
  paper.lineWidth = lanes.height < 30 ? 0.8 : 1.2;
  paper.beginPath();
  const line = (a: Member, b: Member): void => {
    const down = Math.sign(b.lane - a.lane);
    paper.moveTo(a.enter, y(a) + down * lanes.bar);
    paper.lineTo(b.leave, y(b) - down * lanes.bar);
  };
  switch (glyph) {
    case 'bcast': case 'scatter':
      if (from !== undefined) for (const member of members) if (member !== from) line(from, member);
      break;
    case 'gather': case 'reduce':
      if (from !== undefined) for (const member of members) if (member !== from) line(member, from);
      break;
    case 'scan':
      for (let i = 1; i < members.length; i++) line(members[i - 1]!, members[i]!);
      break;
    case 'barrier': {
      const wall = Math.max(...members.map(({ enter }) => enter));
      paper.moveTo(wall, laneTop(lanes, members[0]!.rank) + lanes.height * 0.08);
      paper.lineTo(wall, laneTop(lanes, members.at(-1)!.rank) + lanes.height * 0.92);
      paper.lineWidth = 4;
      break;
    }
    case 'allreduce': case 'allgather': case 'alltoall': case 'reduceScatter': {
      const last = members.length - 1;
      members.forEach((member, i) => {
        if (i !== last - i) line(member, members[last - i]!);
      });
      break;
    }
    default:
  }
  paper.stroke();
  paper.globalAlpha = 1;
}

function drawEntry(paper: Paper, view: View, stroke: string, { rank, enter }: Member): void {
  const { lanes } = view;
  const half = Math.max(lanes.bar, lanes.height * 0.32);
  const y = laneMiddle(lanes, rank);
  paper.fillStyle = stroke;
  paper.fillRect(enter - 3, y - half, lanes.height < 16 ? 1.5 : 3, half * 2);
}

/// Where the name of a collective stands: in the highest lane's free strip; nowhere when bars carry it but lanes have no strip; in the
/// middle of the shape when lanes are too thin for either.
export function titlePlace({ lanes }: View): 'strip' | 'bars' | 'middle' {
  if (lanes.height >= lanes.font * 2.85) return 'strip';
  return lanes.bar * 2 * 0.78 >= 7 ? 'bars' : 'middle';
}

/// Writes sign and name; false when there was no room. `over`: beyond the end of a narrow shape too.
export function drawCollectiveName(paper: Paper, view: View, palette: Palette, words: Words, group: number, over: boolean): boolean {
  const { lanes, scale, recording } = view;
  const members = collectiveMembers(view, group);
  const place = titlePlace(view);
  if (members.length === 0 || place === 'bars') return true;
  const call = recording.collectives.call[group]!;
  const stroke = isQuiet(call) ? palette.quiet : palette.collective;
  const size = lanes.font * 0.95;
  const top = members[0]!;
  const left = Math.max(scale.left, Math.min(...members.map(({ enter }) => enter)));
  const right = Math.min(scale.right, Math.max(...members.map(({ leave }) => leave)));
  if (right < left || (over && isQuiet(call))) return true;
  const glyph = glyphOf(call);
  const sign = glyph === 'none' ? 0 : size * 1.45;
  const title = collectiveTitle(recording, group);
  // The whole title, the name alone, the sign alone.
  for (const text of over ? [title, title.replace(/, root \d+$/u, ''), ''] : [title, title.replace(/, root \d+$/u, '')]) {
    const width = sign + textWidth(text, size) * 1.04;
    if (width === 0) continue;
    const thin = place === 'middle';
    const room = thin ? right - left : Math.max(Math.min(scale.right, top.leave) - Math.max(scale.left, top.enter), 0);
    if (!over && width + 6 > room) continue;
    const x = thin ? (left + right - width) / 2 : Math.min(Math.max(scale.left, top.enter) + 4, scale.right - width);
    const y = thin ? (laneMiddle(lanes, top.rank) + laneMiddle(lanes, members.at(-1)!.rank)) / 2 : laneMiddle(lanes, top.rank) - lanes.bar - (lanes.height * 0.47 - lanes.bar) / 2;
    if (!words.take(x - 1, y, width + 2, size * 1.2)) continue;
    words.put({
      text, x: x + sign, y, size, weight: 650, colour: stroke, patch: thin ? 0.88 : 0,
      draw: () => {
        if (sign === 0) return;
        if (thin) {
          paper.fillStyle = palette.background;
          paper.fillRect(x - 3, y - size * 0.7, sign + 3, size * 1.4);
        }
        paper.fillStyle = stroke;
        paper.strokeStyle = stroke;
        drawGlyph(paper, glyph, x + size * 0.55, y, size * 0.95);
      },
    });
    return true;
  }
  return false;
}

/// Calls that no student writes.
export function isQuiet(call: number): boolean {
  return call === MpiCall.Init || call === MpiCall.Finalize;
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

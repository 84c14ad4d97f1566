/// Draws collectives: one shape over all ranks of the communicator, from each one's entry to its leave.

import { MpiCall } from '../../../protocol';
import { collectiveTitle, hasRoot } from '../../../trace';
import { collectiveMembers, type Member, neighbours, outline, type View } from './geometry';
import { laneMiddle, laneTop } from './lanes';
import { diamond } from './marks';
import { fitted, fontOf, type Palette, type Paper, textWidth } from './paper';

export function drawCollective(paper: Paper, view: View, palette: Palette, group: number): void {
  const { recording, lanes } = view;
  const members = collectiveMembers(view, group);
  const [first] = members;
  if (first === undefined) return;
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

/// Where the name of a collective stands: in the highest lane's free strip; nowhere when bars carry it but lanes have no strip; in the
/// middle of the shape when lanes are too thin for either.
export function titlePlace({ lanes }: View): 'strip' | 'bars' | 'middle' {
  if (lanes.height >= lanes.font * 2.85) return 'strip';
  return lanes.bar * 2 * 0.78 >= 7 ? 'bars' : 'middle';
}

export function drawCollectiveName(paper: Paper, view: View, palette: Palette, group: number): void {
  const { lanes, scale, recording } = view;
  const members = collectiveMembers(view, group);
  if (members.length === 0) return;
  const stroke = isQuiet(recording.collectives.call[group]!) ? palette.quiet : palette.collective;
  const size = lanes.font * 0.95;
  const top = members[0]!;
  const left = Math.max(scale.left, Math.min(...members.map(({ enter }) => enter)));
  const right = Math.min(scale.right, Math.max(...members.map(({ leave }) => leave)));
  const place = titlePlace(view);
  if (place === 'bars') return;
  const thin = place === 'middle';
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

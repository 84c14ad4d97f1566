/// The picture that goes into a file: what the timeline shows, with ruler, names, legend and a line that says what it is.

import { duration, type Recording } from '../../../trace';
import type { TimelineModel } from '../replay/model';
import { arrangedLanes } from './arrangement';
import { drawCursor, drawNames, drawOutline, drawRuler } from './draw-frame';
import { drawScene, drawStripes } from './draw-scene';
import type { View } from './geometry';
import { layoutLanes } from './lanes';
import { drawLegend, LEGEND, type LegendEntry, legendRows } from './legend';
import { occurring } from './occurring';
import { fontOf, type Palette } from './paper';
import type { MovablePaper } from './svg-paper';

export interface PictureSize {
  /// CSS pixels of the lanes with their ruler.
  readonly width: number;
  readonly height: number;
  readonly bigType: boolean;
}

/// Lanes of a picture are at least so high, so that none has to be scrolled to.
const LEAST_LANE = 9;
/// CSS pixels.
const LEAST_WIDTH = 640;
const CAPTION_HEIGHT = 1.9;
const MARGIN = 8;

export interface Picture {
  readonly view: View;
  /// CSS pixels of the whole.
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly caption: string;
  /// The marks that the run has.
  readonly legend: readonly LegendEntry[];
}

/// The picture of what `model` shows in a room of `size`; null before a run has been placed. `name` says which run it is.
export function pictureOf(model: TimelineModel, size: PictureSize, name: string): Picture | null {
  const { recording, placed } = model;
  if (recording === null || placed === null) return null;
  const arranged = arrangedLanes(recording, model.arrangement);
  const width = Math.max(LEAST_WIDTH, size.width);
  const room = Math.max(size.height, (size.bigType ? 40 : 30) + arranged.length * LEAST_LANE);
  const lanes = layoutLanes({ ranks: recording.ranks, lanes: arranged, width, height: room, bigType: size.bigType, scroll: 0 });
  const { from, to } = model.shown;
  const view: View = {
    recording, axis: placed, placed, lanes, scale: { from, to, left: lanes.gutter, right: width - 1 }, emphasis: model.emphasis, unfolded: (group) => model.isUnfolded(group),
  };
  const caption = captionOf(recording, model, name);
  const run = occurring(recording);
  const legend = LEGEND.filter((entry) => entry.in(run));
  const height = lanes.bottom + MARGIN + legendRows(legend, width - 2 * MARGIN, lanes.font * 0.9).height + lanes.font * CAPTION_HEIGHT + MARGIN;
  return { view, width, height, title: name === '' ? 'Timeline of a run' : name, caption, legend };
}

function captionOf(recording: Recording, model: TimelineModel, name: string): string {
  const ranks = recording.ranks === 1 ? '1 rank' : `${recording.ranks} ranks`;
  const axis = model.axis.kind === 'logical' ? 'logical time' : 'wall time';
  const { from, to } = model.shown;
  const part = from > model.axis.from || to < model.axis.to ? ', a part of the run' : '';
  return [name, ranks, `${axis}${part}`, `${duration(model.real)} from first to last event`].filter((words) => words !== '').join(' · ');
}

/// Draws a picture. What is selected stays outlined; a replay that is under way has its cursor.
export function drawPicture(paper: MovablePaper, { view, width, height, caption, legend }: Picture, palette: Palette, model: Pick<TimelineModel, 'selected' | 'cursor' | 'axis'>): void {
  const { lanes } = view;
  paper.fillStyle = palette.background;
  paper.fillRect(0, 0, width, height);
  drawStripes(paper, view, palette, width);
  drawRuler(paper, view, palette);
  drawScene(paper, view, palette);
  drawNames(paper, view, palette);
  if (model.selected !== null) drawOutline(paper, view, palette, model.selected, true);
  if (model.cursor < model.axis.to) drawCursor(paper, view, palette, model.cursor);
  drawLegend(paper, palette, legend, MARGIN, lanes.bottom + MARGIN, width - 2 * MARGIN, lanes.font * 0.9);
  paper.font = fontOf(lanes.font * 0.9);
  paper.textAlign = 'left';
  paper.textBaseline = 'middle';
  paper.fillStyle = palette.muted;
  paper.fillText(caption, MARGIN, height - (lanes.font * CAPTION_HEIGHT) / 2 - MARGIN / 2);
}

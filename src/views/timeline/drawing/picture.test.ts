import { describe, expect, test } from 'vitest';
import type { Recording } from '../../../trace';
import * as scenarios from '../../../trace/testing/scenarios';
import { TimelineModel } from '../replay/model';
import { paletteOf } from './paper';
import { drawPicture, pictureOf } from './picture';
import { SvgPaper } from './svg-paper';

function settled(recording: Recording): TimelineModel {
  const model = new TimelineModel();
  model.show(recording);
  model.settle(false);
  return model;
}

function svgOf(model: TimelineModel, size = { width: 900, height: 300, bigType: false }): string {
  const picture = pictureOf(model, size, 'mpiexec -n 5 python3 "a<b>.py"');
  if (picture === null) throw new Error('there is no picture');
  const paper = new SvgPaper();
  drawPicture(paper, picture, paletteOf('light'), model);
  return paper.svg(picture.width, picture.height, picture.title, picture.caption);
}

const texts = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/gu)].map(([, text = '']) => text);

describe.each(Object.entries(scenarios))('%s', (_name, scenario) => {
  test.each(['wall', 'logical'] as const)('as SVG on the %s axis has ranks, ruler and a line that says what it is', (axis) => {
    const model = settled(scenario(5));
    model.setAxis(axis);
    const svg = svgOf(model);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
    for (let rank = 0; rank < model.recording!.ranks; rank++) expect(texts(svg)).toContain(`rank ${rank}`);
    expect(texts(svg).at(-1)).toContain(`mpiexec -n 5 python3 &quot;a&lt;b&gt;.py&quot; · ${model.recording!.ranks} ranks · ${axis} time`);
    if (axis === 'logical') expect(texts(svg).some((text) => text.startsWith('step '))).toBe(true);
  });
});

test('nothing is pictured before a run is placed', () => {
  expect(pictureOf(new TimelineModel(), { width: 900, height: 300, bigType: false }, '')).toBeNull();
});

test('of many ranks all are in the picture, however small the room on screen is', () => {
  const model = settled(scenarios.many(70));
  model.scrollBy(500);
  const picture = pictureOf(model, { width: 300, height: 120, bigType: false }, '')!;
  expect(picture.width).toBe(640);
  expect(picture.height).toBeGreaterThan(70 * 9);
  expect(picture.view.lanes.scroll).toBe(0);
});

test('the window, the selection and the unfolded collectives are those on screen', () => {
  const model = settled(scenarios.collectives(5));
  const whole = svgOf(model);
  model.setUnfoldAll(true);
  const unfolded = svgOf(model);
  expect(unfolded.length).toBeGreaterThan(whole.length);
  model.select({ kind: 'call', row: model.recording!.callsOf[1]!.at(0) });
  const selected = svgOf(model);
  expect(selected).toContain(paletteOf('light').select);
  expect(unfolded).not.toContain(paletteOf('light').select);
  model.zoom(0.25);
  expect(texts(svgOf(model)).at(-1)).toContain('a part of the run');
});

import { describe, expect, test } from 'vitest';
import { collectives, deadlock, exchange, hello, many, sendToZero } from '../../../trace/testing/scenarios';
import { drawCursor, drawFlights, drawNames, drawOutline, drawRuler, flightsAt } from './draw-frame';
import { drawScene, drawStripes } from './draw-scene';
import { paletteOf } from './paper';
import { RecordingPaper } from './testing/recording-paper';
import { viewOf } from './testing/views';

const light = paletteOf('light');

function scene(view: ReturnType<typeof viewOf>): RecordingPaper {
  const paper = new RecordingPaper();
  drawScene(paper, view, light);
  expect(paper.tidy).toBe(true);
  return paper;
}

test.each([hello, sendToZero, collectives, deadlock, exchange, many])('%o draws on both axes without a point off the plane', (scenario) => {
  for (const kind of ['wall', 'logical'] as const) {
    const view = viewOf(scenario(), kind, { unfold: true });
    const paper = scene(view);
    drawStripes(paper, view, light, 1000);
    drawRuler(paper, view, light);
    drawNames(paper, view, light);
    drawCursor(paper, view, light, view.axis.from);
    for (let row = 0; row < view.recording.events.length; row++) drawOutline(paper, view, light, { kind: 'call', row }, true);
    expect(paper.tidy).toBe(true);
    expect(paper.texts).toContain('rank 0');
  }
});

describe('words on the picture', () => {
  test('a hung receive says for whom', () => {
    const { texts } = scene(viewOf(deadlock()));
    expect(texts).toContain('Recv waits for rank 1, tag 0');
    expect(texts).toContain('Barrier waits for ranks 0 and 1');
  });
  test('a collective says its name and root', () => expect(scene(viewOf(collectives(3))).texts).toContain('Reduce, root 0'));
  test('prints say their text where there is room', () => expect(scene(viewOf(hello(3))).texts.filter((text) => / 3$/u.test(text))).toHaveLength(3));
});

test('protocols differ by line style', () => {
  const paper = scene(viewOf(exchange(4)));
  const styles = new Set(paper.log.filter(({ operation }) => operation === 'stroke').map(({ dash }) => dash.join()));
  for (const dash of ['', '9,5', '9,3,2,3']) expect(styles).toContain(dash);
});

test('a collective is one outline, its messages none until unfolded', () => {
  const folded = scene(viewOf(collectives(5)));
  const unfolded = scene(viewOf(collectives(5), 'wall', { unfold: true }));
  const fills = (paper: RecordingPaper): number => paper.log.filter(({ operation, fillStyle }) => operation === 'fill' && fillStyle === light.collectiveFill).length;
  expect(fills(folded)).toBe(3);
  expect(fills(unfolded)).toBe(3);
  expect(unfolded.log.length).toBeGreaterThan(folded.log.length + 40);
});

describe('messages under way', () => {
  test('fly from departure to arrival, then lie until taken', () => {
    const view = viewOf(sendToZero(5));
    const { messages, events } = view.recording;
    const send = messages.send[2]!;
    const left = view.axis.begin[send]!;
    const row = 2;
    expect(flightsAt(view, left - 1e-6).some(({ message }) => message === row)).toBe(false);
    const early = flightsAt(view, left + 0.005).find(({ message }) => message === row)!;
    expect(early.share).toBeGreaterThan(0);
    expect(early.share).toBeLessThan(0.5);
    const receive = messages.receive[row]!;
    expect(flightsAt(view, view.axis.end[receive]! + 1e-6).some(({ message }) => message === row)).toBe(false);
    expect(events.rank[receive]).toBe(0);
  });

  test('a few carry their values', () => {
    const view = viewOf(sendToZero(2));
    const paper = new RecordingPaper();
    drawFlights(paper, view, light, [{ message: 0, share: 0.5 }]);
    expect(paper.texts[0]).toMatch(/^\[0\.5538/u);
  });
});

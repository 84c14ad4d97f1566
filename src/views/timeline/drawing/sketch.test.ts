import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deadlock, exchange, many } from '../../../trace/testing/scenarios';
import { drawScene } from './draw-scene';
import { paletteOf } from './paper';
import { drawSketch, Sketch } from './sketch';
import { stretched, timeAt } from './stretch';
import { RecordingPaper } from './testing/recording-paper';
import { viewOf } from './testing/views';

test.each([['exchange', exchange()], ['deadlock', deadlock()], ['seventy ranks', many(70)]])('a sketch draws what was drawn on it: %s', (_name, recording) => {
  for (const kind of ['wall', 'logical'] as const) {
    const view = viewOf(recording, kind, { unfold: true });
    const [direct, later, sketch] = [new RecordingPaper(), new RecordingPaper(), new Sketch()];
    drawScene(direct, view, paletteOf('light'));
    drawScene(sketch, view, paletteOf('light'));
    drawSketch(later, structuredClone(sketch.take()));
    expect(later.log.map(({ operation, values, dash }) => ({ operation, values, dash }))).toEqual(direct.log.map(({ operation, values, dash }) => ({ operation, values, dash })));
  }
});

test('a sketch keeps colours, widths and fonts over save and restore, as a canvas does', () => {
  const sketch = new Sketch();
  sketch.fillStyle = '#ff0000';
  sketch.save();
  sketch.fillStyle = '#00ff00';
  sketch.setLineDash([1, 2, 3]);
  sketch.fillRect(0, 0, 1, 1);
  sketch.restore();
  sketch.fillStyle = '#ff0000';
  sketch.fillRect(1, 1, 1, 1);
  sketch.fillText('ü', 1, 2);
  sketch.fillText('v', 1, 2, 30);
  const paper = new RecordingPaper();
  const styles: string[] = [];
  const data = sketch.take();
  // A canvas restores; the log of a recording paper tells what was set.
  drawSketch(Object.assign(paper, { save: () => styles.push(paper.fillStyle), restore: () => (paper.fillStyle = styles.pop() ?? '') }), data);
  expect(paper.log.map(({ operation, values, fillStyle, dash }) => [operation, values, fillStyle, dash])).toEqual([
    ['fillRect', [0, 0, 1, 1], '#00ff00', [1, 2, 3]], ['fillRect', [1, 1, 1, 1], '#ff0000', [1, 2, 3]], ['fillText', ['ü', 1, 2], '#ff0000', [1, 2, 3]], ['fillText', ['v', 1, 2, 30], '#ff0000', [1, 2, 3]],
  ]);
});

test('a stretched picture shows each time where the new scale has it', () => {
  const part = fc.double({ min: 0, max: 1000, noNaN: true });
  const scale = fc.tuple(part, fc.double({ min: 0.01, max: 500, noNaN: true })).map(([from, width]) => ({ from, to: from + width, left: 50, right: 1050 }));
  fc.assert(fc.property(scale, scale, fc.double({ min: 0, max: 1, noNaN: true }), (drawn, now, share) => {
    const place = stretched(drawn, now);
    if (place === null) {
      expect(drawn.to <= now.from || now.to <= drawn.from).toBe(true);
      return;
    }
    expect(place.x).toBeGreaterThanOrEqual(now.left - 1e-6);
    expect(place.x + place.width).toBeLessThanOrEqual(now.right + 1e-6);
    if (place.width < 1e-3 || place.sourceWidth < 1e-3) return;
    const x = place.x + share * place.width;
    const time = now.from + ((x - now.left) / (now.right - now.left)) * (now.to - now.from);
    expect(timeAt(drawn, place, x)).toBeCloseTo(time, 5);
  }));
});

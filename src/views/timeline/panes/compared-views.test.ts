import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, type Item, place, type Recording } from '../../../trace';
import { scriptedRun } from '../../../trace/testing/random-run';
import { collectives, exchange, sendToZero } from '../../../trace/testing/scenarios';
import { drawScene } from '../drawing/draw-scene';
import { paletteOf } from '../drawing/paper';
import { toX } from '../drawing/scale';
import { RecordingPaper } from '../drawing/testing/recording-paper';
import { comparedView, extentOf, type PlacedRun, sharedBounds, windowAround } from './compared-views';

const run = (recording: Recording): PlacedRun => ({ recording, placement: place(recording) });
const none = (): boolean => false;

describe('two runs on one scale', () => {
  test('the same distance from the begin stands at the same place, in runs of other lengths and ranks', () => {
    const [here, there] = [run(sendToZero(5)), run(collectives(12))];
    for (const kind of ['wall', 'logical'] as const) {
      const window = sharedBounds(here.placement, there.placement, kind);
      const room = { width: 800, height: 200, bigType: false, kind, window, scroll: 0, gutter: 90 };
      const [one, two] = [comparedView(here, room, null, none), comparedView(there, room, null, none)];
      expect(one.scale.left).toBe(two.scale.left);
      for (const distance of [0, 0.3, 2]) expect(toX(one.scale, one.axis.from + distance)).toBeCloseTo(toX(two.scale, two.axis.from + distance), 6);
      // All of both is within.
      for (const view of [one, two]) expect(toX(view.scale, view.axis.to)).toBeLessThanOrEqual(view.scale.right);
    }
  });

  test('what differs is drawn over what does not', () => {
    const [a, b] = [sendToZero(4), sendToZero(4)];
    const { lit } = compare(a, collectives(4));
    const room = { width: 800, height: 200, bigType: false, kind: 'logical' as const, window: sharedBounds(place(a), place(b), 'logical'), scroll: 0 };
    const log = (emphasis: typeof lit.here | null): number => {
      const paper = new RecordingPaper();
      drawScene(paper, comparedView(run(a), room, emphasis, none), paletteOf('light'));
      expect(paper.tidy).toBe(true);
      return paper.log.length;
    };
    expect(log(lit.here)).toBeGreaterThan(log(null));
  });
});

test('every item of a run lies within it', () => {
  fc.assert(fc.property(scriptedRun, (world) => {
    const recording = world.recording();
    const { wall } = place(recording);
    const items: Item[] = [
      ...Array.from({ length: recording.events.length }, (_, row): Item => ({ kind: 'call', row })), ...Array.from({ length: recording.messages.length }, (_, row): Item => ({ kind: 'message', row })),
      ...Array.from({ length: recording.collectives.length }, (_, row): Item => ({ kind: 'collective', row })), ...Array.from({ length: recording.prints.length }, (_, row): Item => ({ kind: 'print', row })),
    ];
    for (const item of items) {
      const { from, to } = extentOf(recording, wall, item);
      expect(from).toBeLessThanOrEqual(to);
      expect(to).toBeLessThanOrEqual(wall.to - wall.from + 1e-9);
    }
  }), { numRuns: 40 });
  const recording = exchange(4);
  const { wall } = place(recording);
  for (let row = 0; row < recording.requests.length; row++) expect(extentOf(recording, wall, { kind: 'request', row }).to).toBeGreaterThan(0);
});

describe('going to a difference', () => {
  const bounds = { from: 0, to: 100 };
  test('leaves the window alone when it is in it', () => expect(windowAround({ from: 0, to: 50 }, [{ from: 10, to: 20 }], bounds)).toEqual({ from: 0, to: 50 }));
  test('moves it without zooming', () => expect(windowAround({ from: 0, to: 10 }, [{ from: 50, to: 51 }], bounds)).toEqual({ from: 45.5, to: 55.5 }));
  test('widens it when the two places are far apart', () => {
    const { from, to } = windowAround({ from: 0, to: 10 }, [{ from: 20, to: 21 }, { from: 60, to: 61 }], bounds);
    expect(from).toBeLessThan(20);
    expect(to).toBeGreaterThan(61);
  });
  test('stays within the runs', () => expect(windowAround({ from: 0, to: 10 }, [{ from: 99, to: 100 }], bounds)).toEqual({ from: 90, to: 100 }));
});

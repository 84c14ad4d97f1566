import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MpiCall } from '../../../protocol';
import { scriptedRun } from '../../../trace/testing/random-run';
import { collectives, deadlock, exchange, hello, many, pingPong, sendToZero } from '../../../trace/testing/scenarios';
import { ScriptedWorld } from '../../../trace/testing/scripted-world';
import { arrangedLanes, AS_LAUNCHED, rankGroups, spans } from './arrangement';
import { bundlesOf } from './bundles';
import { shortCount } from './draw-bundles';
import { isDense } from './draw-density';
import { drawScene } from './draw-scene';
import type { View } from './geometry';
import { drawGlyph, type Glyph, glyphOf } from './glyphs';
import { layoutLanes } from './lanes';
import { shownMessages } from './messages-shown';
import { paletteOf, textWidth } from './paper';
import { RecordingPaper } from './testing/recording-paper';
import { viewOf } from './testing/views';
import { Unfolding } from './unfolding';

const light = paletteOf('light');

function drawn(view: View): RecordingPaper {
  const paper = new RecordingPaper();
  drawScene(paper, view, light);
  expect(paper.tidy).toBe(true);
  return paper;
}

/// Boxes of the words on a paper, a little smaller than the letters may be.
function boxes(paper: RecordingPaper): { left: number; right: number; top: number; bottom: number; text: string }[] {
  return paper.log.filter(({ operation }) => operation === 'fillText').map(({ values, font, textAlign }) => {
    const [text, x, y] = values as [string, number, number];
    const size = Number(/([\d.]+)px/u.exec(font)?.[1]);
    const width = textWidth(text, size);
    const left = textAlign === 'center' ? x - width / 2 : x;
    return { text, left: left + 1, right: left + width - 1, top: y - size * 0.4, bottom: y + size * 0.4 };
  });
}

describe('words', () => {
  const scenarios = { hello, sendToZero, collectives, deadlock, exchange, many };
  test.each(Object.entries(scenarios))('of %s never lie on words', (_name, scenario) => {
    for (const kind of ['wall', 'logical'] as const) {
      for (const unfold of [false, true]) {
        const words = boxes(drawn(viewOf(scenario(), kind, { unfold })));
        expect(words.length).toBeGreaterThan(0);
        words.forEach((a, i) => words.slice(0, i).forEach((b) => {
          expect(a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top, `${a.text} | ${b.text}`).toBe(false);
        }));
      }
    }
  });
});

describe('lanes', () => {
  const recording = many(20);
  const names = (arrangement: Partial<typeof AS_LAUNCHED>): string[] => arrangedLanes(recording, { ...AS_LAUNCHED, ...arrangement }).map(({ short }) => short);
  test('as launched are one a rank', () => expect(names({})).toEqual(Array.from({ length: 20 }, (_, rank) => String(rank))));
  test('of folded blocks are one a block', () => expect(names({ grouping: 8, folded: new Set([0, 2]) })).toEqual(['0–7', '8', '9', '10', '11', '12', '13', '14', '15', '16–19']));
  test('leave out hidden ranks, but never all', () => {
    expect(names({ hidden: new Set([0, 1, 2]) })[0]).toBe('3');
    expect(names({ hidden: new Set(Array.from({ length: 20 }, (_, rank) => rank)) })).toHaveLength(20);
  });
  test('sorted by waiting begin with who waited most', () => {
    const world = new ScriptedWorld(3);
    const late = world.post(2);
    world.compute(0, 5);
    world.receiveFrom(2, world.send(0, 2), late);
    const lanes = arrangedLanes(world.recording(), { ...AS_LAUNCHED, sorting: 'waiting' });
    expect(lanes[0]?.ranks).toEqual([2]);
  });
  test('sorted by hand keep the ranks that nobody moved', () => expect(names({ sorting: 'hand', hand: [5, 3] }).slice(0, 4)).toEqual(['5', '3', '0', '1']));
  test('group by the communicators of a Split', () => {
    const world = new ScriptedWorld(6);
    world.collective(MpiCall.Barrier, [0, 2, 4], [], { context: 4 });
    world.collective(MpiCall.Barrier, [1, 3, 5], [], { context: 6 });
    const groups = rankGroups(world.recording(), { ...AS_LAUNCHED, grouping: 'communicator' });
    expect(groups.map(({ ranks }) => ranks)).toEqual([[0, 2, 4], [1, 3, 5]]);
  });
  test('hold every rank at most once, hidden ones none, whatever the arrangement', () => {
    const arrangement = fc.record({
      sorting: fc.constantFrom('rank' as const, 'waiting' as const, 'first' as const, 'hand' as const), grouping: fc.oneof(fc.constant('none' as const), fc.constant('communicator' as const), fc.integer({ min: 1, max: 9 })),
      hand: fc.uniqueArray(fc.nat(9)), folded: fc.uniqueArray(fc.nat(5)).map((folded) => new Set(folded)), hidden: fc.uniqueArray(fc.nat(9)).map((hidden) => new Set(hidden)),
    });
    fc.assert(fc.property(scriptedRun, arrangement, (world, chosen) => {
      const run = world.recording();
      const ranks = arrangedLanes(run, chosen).flatMap((lane) => lane.ranks);
      expect(new Set(ranks).size).toBe(ranks.length);
      const all = Array.from({ length: run.ranks }, (_, rank) => rank);
      const left = all.filter((rank) => !chosen.hidden.has(rank));
      expect(ranks.toSorted((a, b) => a - b)).toEqual(left.length === 0 ? all : left);
      const lanes = layoutLanes({ ranks: run.ranks, lanes: arrangedLanes(run, chosen), width: 800, height: 300, bigType: false, scroll: 0 });
      drawn({ ...viewOf(run), lanes });
    }), { numRuns: 60 });
  });
  test('say their ranks shortly', () => expect([[0, 1, 2, 3], [0, 2], [1, 2], [0, 2, 4, 6, 8]].map(spans)).toEqual(['0–3', '0, 2', '1, 2', '0, 2, 4 …']));
});

describe('a crowd', () => {
  const view = viewOf(pingPong(2000));
  test('of messages is drawn as bands, which stand for all of them', () => {
    const bundles = bundlesOf(view)!;
    expect(bundles.bands.reduce((sum, { messages }) => sum + messages, 0)).toBe(4000);
    expect(bundles.bands.length).toBeLessThan(100);
    expect(shownMessages(view).arrows).toEqual([]);
    const paper = new RecordingPaper();
    const shown = drawScene(paper, view, light);
    expect(shown).toMatchObject({ messages: 4000, bands: { count: bundles.bands.length } });
    expect(paper.texts).toContain(shortCount(bundles.bands.reduce((most, { messages }) => Math.max(most, messages), 0)));
  });
  test('of calls is drawn as shares of time', () => {
    expect(view.lanes.lanes.every((lane) => isDense(view, lane))).toBe(true);
    expect(drawn(view).log.length).toBeLessThan(6000);
  });
  test('has what stands out as arrows over its bands', () => {
    const emphasis = { title: 'three', event: () => false, message: (row: number) => row >= 100 && row < 103, print: () => false, open: () => false };
    const lit = { ...view, emphasis };
    expect(shownMessages(lit).arrows.map(({ row }) => row)).toEqual([100, 101, 102]);
    expect(drawn(lit).log.length).toBeGreaterThan(drawn(view).log.length);
  });
  test('that is looked at closely is arrows again', () => {
    const { from, to } = view.axis;
    const near = { ...view, scale: { ...view.scale, from, to: from + (to - from) / 100 } };
    expect(bundlesOf(near)).toBeNull();
    expect(shownMessages(near).arrows.length).toBeGreaterThan(20);
    expect(near.lanes.lanes.some((lane) => isDense(near, lane))).toBe(false);
  });
  test('takes as much drawing at ten times the length', () => {
    const long = viewOf(pingPong(20_000));
    expect(drawn(long).log.length).toBeLessThan(drawn(view).log.length * 1.5);
  });
  test.each([[7, '7'], [999, '999'], [1234, '1.2 k'], [34_000, '34 k'], [999_900, '1.0 M'], [2_300_000, '2.3 M']])('%i is said as %s', (count, text) => expect(shortCount(count)).toBe(text));
});

test('messages that lie unexpected pile up, each at a place of its own', () => {
  const world = new ScriptedWorld(4);
  const sent = [0, 1, 2, 0, 1].map((rank) => world.send(rank, 3, { values: [rank] }));
  world.compute(3, 3);
  for (const message of sent) world.receive(3, message);
  const { arrows, queues } = shownMessages(viewOf(world.recording()));
  const lying = arrows.filter(({ pitch }) => pitch > 0);
  expect(lying.length).toBeGreaterThan(2);
  for (const a of lying) for (const b of lying) {
    if (a === b || a.arrow.y2 !== b.arrow.y2) continue;
    expect(a.arrow.taken <= b.arrow.x2 + 1 || b.arrow.taken <= a.arrow.x2 + 1).toBe(true);
  }
  expect(queues.map(({ count }) => count)).toEqual([5]);
});

test('one-sided accesses are arrows of their own; what windows tell each other is not shown until all is unfolded', () => {
  const world = new ScriptedWorld(2);
  world.rendezvous(0, 1, { values: [1], call: MpiCall.WinLock });
  world.rendezvous(0, 1, { values: [1], call: MpiCall.Put });
  world.rendezvous(0, 1, { values: [1], call: MpiCall.Get });
  const recording = world.recording();
  expect(shownMessages(viewOf(recording)).arrows.map(({ style }) => style)).toEqual(['put', 'get']);
  expect(shownMessages(viewOf(recording, 'wall', { unfold: true })).arrows).toHaveLength(3);
});

test('what stands out is drawn over a veil, its path as one thick line from lane to lane', () => {
  const recording = sendToZero(3);
  const message = 0;
  const [send, receive] = [recording.messages.send[message]!, recording.messages.receive[message]!];
  const emphasis = {
    title: 'one message', event: (row: number) => row === send || row === receive, message: (row: number) => row === message, print: () => false, open: () => false,
    path: [{ event: send, at: 'begin' as const }, { event: receive, at: 'end' as const }],
  };
  const view = viewOf(recording, 'logical', { emphasis });
  const { log } = drawn(view);
  const veil = log.findIndex(({ operation, values, fillStyle }) => operation === 'fillRect' && fillStyle === light.background && values[2] === view.scale.right - view.scale.left);
  expect(veil).toBeGreaterThan(0);
  const over = log.slice(veil + 1);
  expect(over.some(({ operation, strokeStyle }) => operation === 'stroke' && strokeStyle === light.select)).toBe(true);
  // Of three ranks' calls, those two are drawn again.
  expect(over.filter(({ operation }) => operation === 'strokeRect')).toHaveLength(2);
});

test('each collective has a sign of its own', () => {
  const calls = [MpiCall.Barrier, MpiCall.Bcast, MpiCall.Scatter, MpiCall.Gather, MpiCall.Reduce, MpiCall.Allreduce, MpiCall.Allgather, MpiCall.Alltoall, MpiCall.Scan, MpiCall.ReduceScatter, MpiCall.NeighborAllgather, MpiCall.Split, MpiCall.WinFence];
  const signs = calls.map((call) => {
    const paper = new RecordingPaper();
    drawGlyph(paper, glyphOf(call), 0, 0, 16);
    return JSON.stringify(paper.log.map(({ operation, values }) => [operation, values]));
  });
  expect(new Set(signs).size).toBe(calls.length);
  expect(signs).not.toContain('[]');
  expect(glyphOf(MpiCall.Ibcast)).toBe<Glyph>('bcast');
});

describe('unfolding', () => {
  test('opens round by round and then stands still', () => {
    const unfolding = new Unfolding();
    expect(unfolding.part(3, false, () => 2, 0)).toBe(0);
    const opening = [0, 200, 400, 600].map((now) => unfolding.part(3, true, () => 2, now));
    expect(opening[0]).toBeGreaterThan(0);
    expect(opening).toEqual(opening.toSorted((a, b) => a - b));
    expect(opening.at(-1)).toBe(1);
    expect([unfolding.moving(400), unfolding.moving(600)]).toEqual([true, false]);
  });
  test('at once where motion is not wanted', () => {
    const unfolding = new Unfolding(() => true);
    unfolding.part(0, false, () => 9, 0);
    expect([unfolding.part(0, true, () => 9, 1), unfolding.moving(1)]).toEqual([1, false]);
  });
  test('what is first seen unfolded does not move', () => expect(new Unfolding().part(1, true, () => 5, 10)).toBe(1));
  test('shows messages of later rounds later', () => {
    const view = viewOf(collectives(5), 'logical', { unfold: true });
    const rounds = (part: number): number => drawn({ ...view, opening: () => part }).texts.filter((text) => /^\d$/u.test(text)).length;
    expect(rounds(0.5)).toBeGreaterThan(0);
    expect(rounds(1)).toBeGreaterThan(rounds(0.5));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectives, deadlock, exchange, many, pingPong, sendToZero } from '../../../trace/testing/scenarios';
import { scriptedRun } from '../../../trace/testing/random-run';
import { type Item } from '../../../trace';
import { arrowOf, callBar, isShown, MAX_ARROWS, openBar, requestBar, visibleMessages, visitCalls } from './geometry';
import { collectiveMembers } from './collectives';
import { itemAt } from './hit';
import { laneMiddle, laneTop, layoutLanes, maxScroll, rankAt } from './lanes';
import { viewOf } from './testing/views';

describe('arrows', () => {
  test('never go backwards on screen, on either axis', () => {
    fc.assert(fc.property(scriptedRun, fc.constantFrom('wall' as const, 'logical' as const), (world, kind) => {
      const view = viewOf(world.recording(), kind, { unfold: true });
      for (const row of visibleMessages(view).rows) {
        const arrow = arrowOf(view, row)!;
        expect(arrow.x2).toBeGreaterThanOrEqual(arrow.x1);
        expect(arrow.taken).toBeGreaterThanOrEqual(arrow.x2);
      }
    }), { numRuns: 60 });
  });

  test('go from the sender\'s lane to the receiver\'s', () => {
    const view = viewOf(sendToZero(5));
    for (const row of visibleMessages(view).rows) {
      const arrow = arrowOf(view, row)!;
      expect(rankAt(view.lanes, arrow.y1)).toBe(view.recording.messages.sender[row]);
      expect(rankAt(view.lanes, arrow.y2)).toBe(0);
    }
  });

  test('of collectives are shown only when unfolded', () => {
    expect(visibleMessages(viewOf(collectives(5))).total).toBe(0);
    expect(visibleMessages(viewOf(collectives(5), 'wall', { unfold: true })).total).toBe(view5Messages());
  });

  test('of a crowd are thinned, and counted', () => {
    const { rows, total } = visibleMessages(viewOf(pingPong(4000)));
    expect(total).toBe(8000);
    expect(rows.length).toBeLessThanOrEqual(MAX_ARROWS);
    expect(rows.length).toBeGreaterThan(MAX_ARROWS / 4);
    const { messages } = pingPong(4000);
    const back = rows.filter((row) => messages.sender[row] === 1).length;
    expect(back / rows.length).toBeCloseTo(0.5, 1);
  });
});

function view5Messages(): number {
  return collectives(5).messages.length;
}

describe('calls', () => {
  test('of a rank do not overlap where they are wide enough to tell', () => {
    fc.assert(fc.property(scriptedRun, (world) => {
      const view = viewOf(world.recording(), 'logical');
      for (let rank = 0; rank < view.recording.ranks; rank++) {
        let last = -Infinity;
        visitCalls(view, rank, (row) => {
          const bar = callBar(view, row);
          expect(bar.x).toBeGreaterThanOrEqual(last - 2);
          last = bar.x + bar.width;
        });
      }
    }), { numRuns: 60 });
  });

  test('too many for the pixels are skipped, not walked', () => {
    let visited = 0;
    visitCalls(viewOf(pingPong(20_000)), 0, () => visited++);
    expect(visited).toBeGreaterThan(300);
    expect(visited).toBeLessThan(2100);
  });
});

test('an axis made before the recording grew shows what it knows, and no more', () => {
  const view = viewOf(pingPong(500));
  const known = 40;
  const early = { ...view, axis: { ...view.axis, begin: view.axis.begin.slice(0, known), end: view.axis.end.slice(0, known) } };
  let visited = 0;
  visitCalls(early, 0, (row) => {
    visited++;
    expect(row).toBeLessThan(known);
  });
  expect(visited).toBeGreaterThan(0);
});

describe('the pointer finds', () => {
  const centre = (bar: { x: number; y: number; width: number; height: number }): [number, number] => [bar.x + bar.width / 2, bar.y + bar.height / 2];

  test.each(['wall', 'logical'] as const)('every call by its bar (%s)', (kind) => {
    const view = viewOf(sendToZero(5), kind);
    for (let rank = 0; rank < 5; rank++) {
      visitCalls(view, rank, (row) => expect(itemAt(view, ...centre(callBar(view, row)))).toEqual<Item>({ kind: 'call', row }));
    }
  });

  test('every message between two lanes', () => {
    const view = viewOf(sendToZero(4), 'logical');
    for (const row of visibleMessages(view).rows) {
      const { x1, y1, x2, y2 } = arrowOf(view, row)!;
      // Between two lanes, where no bar lies.
      const y = laneTop(view.lanes, 1);
      const item = itemAt(view, x1 + ((x2 - x1) * (y - y1)) / (y2 - y1), y);
      expect(item?.kind).toBe('message');
    }
  });

  test('a hung call, a request, a collective, a print', () => {
    const hung = viewOf(deadlock());
    expect(itemAt(hung, ...centre(openBar(hung, 1)))).toEqual<Item>({ kind: 'open', rank: 1 });
    const requests = viewOf(exchange(4));
    expect(itemAt(requests, ...centre(requestBar(requests, 0)!))).toEqual<Item>({ kind: 'request', row: 0 });
    const groups = viewOf(collectives(3));
    const [first, second] = collectiveMembers(groups, 0);
    const y = (laneMiddle(groups.lanes, 0) + laneMiddle(groups.lanes, 1)) / 2;
    expect(itemAt(groups, (Math.max(first!.enter, second!.enter) + Math.min(first!.leave, second!.leave)) / 2, y)).toEqual<Item>({ kind: 'collective', row: 0 });
  });

  test('nothing over the ruler and the names', () => {
    const view = viewOf(sendToZero(5));
    expect(itemAt(view, 500, 5)).toBeNull();
    expect(itemAt(view, 10, 200)).toBeNull();
  });
});

describe('lanes', () => {
  test('70 ranks fit a panel of 500 pixels', () => {
    expect(maxScroll(layoutLanes({ ranks: 70, width: 1000, height: 500, bigType: false, scroll: 0 }))).toBe(0);
    expect(isShown(viewOf(many(70)), 0)).toBe(true);
  });
  test('what does not fit scrolls, and no further than its end', () => {
    const lanes = layoutLanes({ ranks: 128, width: 1000, height: 200, bigType: false, scroll: 1e6 });
    expect(lanes.scroll).toBe(maxScroll(lanes));
    expect(rankAt(lanes, lanes.bottom - 1)).toBe(127);
  });
});

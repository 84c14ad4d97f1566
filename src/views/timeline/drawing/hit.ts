/// What is under the pointer.

import type { Item } from '../../../trace';
import { collectiveMembers, inOutline, neighbours, outline, visibleCollectives } from './collectives';
import { callBar, openBar, printY, requestBar, type View, visibleRequests, visitPrints } from './geometry';
import { rankAt } from './lanes';
import { shownMessages } from './messages-shown';
import { perPixel, toTime } from './scale';

/// CSS pixels: this near counts as on it.
const NEAR = 5;

/// So many calls are looked at.
const MOST_NEAR = 5000;

/// The item at (x, y): the smallest first. Null over nothing.
export function itemAt(view: View, x: number, y: number): Item | null {
  if (y < view.lanes.top || x < view.scale.left) return null;
  return printAt(view, x, y) ?? barAt(view, x, y) ?? messageAt(view, x, y) ?? requestAt(view, x, y) ?? collectiveAt(view, x, y);
}

function printAt(view: View, x: number, y: number): Item | null {
  let found: Item | null = null;
  let nearest = NEAR;
  visitPrints(view, (row, printX, rank) => {
    const distance = Math.abs(printX - x);
    if (distance < nearest && Math.abs(printY(view.lanes, rank) - y) <= NEAR + 1) {
      nearest = distance;
      found = { kind: 'print', row };
    }
  }, 2, x - NEAR, x + NEAR);
  return found;
}

function barAt(view: View, x: number, y: number): Item | null {
  const rank = rankAt(view.lanes, y);
  if (rank < 0) return null;
  if (view.recording.open[rank] != null && covers(openBar(view, rank), x, y)) return { kind: 'open', rank };
  const calls = view.recording.callsOf[rank];
  if (calls === undefined) return null;
  const slack = perPixel(view.scale) * 2;
  const at = toTime(view.scale, x);
  let found = -1;
  let nearest = Infinity;
  const first = calls.lowerBound(view.axis.end, at - slack);
  // Of a burst that lies within a few pixels no call could be meant.
  for (let i = first; i < Math.min(calls.length, first + MOST_NEAR); i++) {
    const row = calls.at(i);
    if (view.axis.begin[row]! > at + slack) break;
    const bar = callBar(view, row);
    const distance = Math.abs(bar.x + bar.width / 2 - x) - bar.width / 2;
    if (distance < nearest && y >= bar.y && y <= bar.y + bar.height) {
      nearest = distance;
      found = row;
    }
    if (distance <= 0 && bar.width > 4) break;
  }
  return found >= 0 ? { kind: 'call', row: found } : null;
}

function messageAt(view: View, x: number, y: number): Item | null {
  let found = -1;
  let nearest = NEAR;
  for (const { row, arrow } of shownMessages(view).arrows) {
    if (x < Math.min(arrow.x1, arrow.x2) - NEAR || x > arrow.taken + NEAR) continue;
    const flight = arrow.toSelf ? Math.hypot(x - (arrow.x1 + arrow.x2) / 2, y - (arrow.y1 - 8)) : toSegment(x, y, arrow.x1, arrow.y1, arrow.x2, arrow.y2);
    const distance = Math.min(flight, toSegment(x, y, arrow.x2, arrow.y2, arrow.taken, arrow.y2) + 1);
    if (distance < nearest) {
      nearest = distance;
      found = row;
    }
  }
  return found >= 0 ? { kind: 'message', row: found } : null;
}

function requestAt(view: View, x: number, y: number): Item | null {
  for (const row of visibleRequests(view)) {
    const bar = requestBar(view, row);
    if (bar !== null && covers({ ...bar, y: bar.y - 1, height: bar.height + 2 }, x, y)) return { kind: 'request', row };
  }
  return null;
}

function collectiveAt(view: View, x: number, y: number): Item | null {
  // Shapes are a little wider than what they stand for.
  const slack = perPixel(view.scale) * 4 * NEAR;
  const at = toTime(view.scale, x);
  const near = view.placed === null ? null : new Set<number>();
  if (near !== null) view.placed?.collectives.query(at - slack, at + slack, (row) => void near.add(row));
  for (const row of visibleCollectives(view).toReversed()) {
    if (near?.has(row) === false) continue;
    for (const run of neighbours(collectiveMembers(view, row))) {
      if (inOutline(outline(view, run), x, y)) return { kind: 'collective', row };
    }
  }
  return null;
}

function covers(bar: { x: number; y: number; width: number; height: number }, x: number, y: number): boolean {
  return x >= bar.x - 1 && x <= bar.x + bar.width + 1 && y >= bar.y && y <= bar.y + bar.height;
}

function toSegment(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
}

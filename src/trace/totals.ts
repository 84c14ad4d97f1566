/// What ranks spent their time on, and what calls cost, over a window or the whole run. Sums add up: a rank's four times to its window,
/// the calls' times to the ranks' times in calls.

import { MpiCall, RankState, RecordFlag } from '../protocol';
import type { Axis, AxisKind, Placement } from './placement';
import type { Recording } from './recording';
import { rankList } from './waiting';
import { callName, duration } from './words';

/// By rank: from when until when, milliseconds on the wall axis.
export interface Windows {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/// By rank, milliseconds.
export interface RankTotals {
  /// Between calls: computing, but also printing, reading, sleeping, of which there are no records.
  readonly compute: Float64Array;
  /// In calls, not blocked.
  readonly communicate: Float64Array;
  /// Blocked in calls.
  readonly wait: Float64Array;
  /// Before its first and after its last event: nothing is known of it there.
  readonly unknown: Float64Array;
}

export interface CallTotals {
  /// `MpiCall`, and `RecordFlag.Object` or 0.
  readonly call: number;
  readonly flags: number;
  readonly count: number;
  /// Milliseconds within the windows, of all ranks; of these, blocked.
  readonly time: number;
  readonly waited: number;
  /// Bytes of its messages, or of what ranks contributed to it.
  readonly bytes: number;
  /// Event row of the call that took longest (within its window).
  readonly longest: number;
  readonly longestTime: number;
}

type Sum = { -readonly [K in keyof CallTotals]: CallTotals[K] };

export interface Totals {
  readonly windows: Windows;
  readonly ranks: RankTotals;
  /// The most expensive first.
  readonly calls: readonly CallTotals[];
}

export function wholeRun({ ranks }: Recording, wall: Axis): Windows {
  return { from: new Float64Array(ranks).fill(wall.from), to: new Float64Array(ranks).fill(wall.to) };
}

/// A window on either axis as wall times. Steps last differently on each rank: of the logical axis each rank has a window of its own.
export function windowsOf(recording: Recording, { wall, logical }: Placement, kind: AxisKind, from: number, to: number): Windows {
  const windows = wholeRun(recording, wall);
  for (let rank = 0; rank < recording.ranks; rank++) {
    const [begin, end] = kind === 'wall' ? [from, to] : [wallAt(recording, wall, logical, rank, from), wallAt(recording, wall, logical, rank, to)];
    windows.from[rank] = Math.min(Math.max(begin, wall.from), wall.to);
    windows.to[rank] = Math.max(windows.from[rank]!, Math.min(end, wall.to));
  }
  return windows;
}

/// When a rank was at a logical step: between the calls' begins and ends, in proportion.
function wallAt({ callsOf }: Recording, wall: Axis, logical: Axis, rank: number, step: number): number {
  const calls = callsOf[rank]!;
  let low = 0;
  let high = calls.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (logical.end[calls.at(middle)]! < step) low = middle + 1;
    else high = middle;
  }
  const next = calls.at(low);
  const before = calls.at(low - 1);
  if (next >= 0 && step >= logical.begin[next]!) return between(step, logical.begin[next]!, logical.end[next]!, wall.begin[next]!, wall.end[next]!);
  return between(
    step, before >= 0 ? logical.end[before]! : logical.from, next >= 0 ? logical.begin[next]! : logical.to,
    before >= 0 ? wall.end[before]! : wall.from, next >= 0 ? wall.begin[next]! : wall.to,
  );
}

function between(at: number, from: number, to: number, low: number, high: number): number {
  if (to <= from) return high;
  return low + Math.min(1, Math.max(0, (at - from) / (to - from))) * (high - low);
}

/// O(calls). Of a call the blocked time is taken to be its first part, as it is drawn.
export function totals(recording: Recording, wall: Axis, windows: Windows): Totals {
  const { ranks, events, callsOf } = recording;
  const by: RankTotals = { compute: new Float64Array(ranks), communicate: new Float64Array(ranks), wait: new Float64Array(ranks), unknown: new Float64Array(ranks) };
  // By call and whether it is a lower-case method.
  const sums: (Sum | undefined)[] = new Array<Sum | undefined>(512).fill(undefined);
  for (let rank = 0; rank < ranks; rank++) {
    const [from, to] = [windows.from[rank]!, windows.to[rank]!];
    const { first, last } = lifeOf(recording, wall, rank);
    const calls = callsOf[rank]!;
    let inCalls = 0;
    let waited = 0;
    for (let i = 0; i < calls.length; i++) {
      const row = calls.at(i);
      const [begin, end] = [wall.begin[row]!, wall.end[row]!];
      if (end < from || begin > to) continue;
      const time = overlap(begin, end, from, to);
      const wait = overlap(begin, Math.min(end, begin + events.blocked[row]!), from, to);
      inCalls += time;
      waited += wait;
      const flags = events.flags[row]! & RecordFlag.Object;
      const key = events.call[row]! * 2 + (flags === 0 ? 0 : 1);
      const sum = (sums[key] ??= { call: events.call[row]!, flags, count: 0, time: 0, waited: 0, bytes: 0, longest: row, longestTime: 0 });
      sum.count++;
      sum.time += time;
      sum.waited += wait;
      sum.bytes += events.bytes[row]!;
      if (time > sum.longestTime) {
        sum.longest = row;
        sum.longestTime = time;
      }
    }
    const open = recording.open[rank] ?? null;
    const hanging = open === null ? 0 : overlap(wall.open[rank]!, wall.to, from, to);
    const lived = overlap(first, last, from, to);
    by.wait[rank] = waited + (open !== null && open.state !== RankState.Running ? hanging : 0);
    by.communicate[rank] = inCalls - waited + (open !== null && open.state === RankState.Running ? hanging : 0);
    by.compute[rank] = Math.max(0, lived - inCalls - hanging);
    by.unknown[rank] = Math.max(0, to - from - by.wait[rank]! - by.communicate[rank]! - by.compute[rank]!);
  }
  return { windows, ranks: by, calls: sums.filter((sum) => sum !== undefined).sort((a, b) => b.time - a.time || b.count - a.count || a.call - b.call) };
}

/// From a rank's first event to its last; to the run's end when it is in a call that never ended.
function lifeOf({ callsOf, printsOf, open, events }: Recording, wall: Axis, rank: number): { readonly first: number; readonly last: number } {
  const calls = callsOf[rank]!;
  const prints = printsOf[rank]!;
  let [first, last] = [Infinity, -Infinity];
  if (calls.length > 0) {
    const begin = calls.at(0);
    // Between its Init and its first other call a rank computes, though the axis may begin later.
    first = wall.begin[begin]!;
    if (events.call[begin] === MpiCall.Init) first = Math.min(first, wall.end[begin]!);
    last = wall.end[calls.at(calls.length - 1)]!;
  }
  if (prints.length > 0) {
    first = Math.min(first, wall.print[prints.at(0)]!);
    last = Math.max(last, wall.print[prints.at(prints.length - 1)]!);
  }
  if ((open[rank] ?? null) !== null) {
    first = Math.min(first, wall.open[rank]!);
    last = wall.to;
  }
  return { first, last };
}

function overlap(begin: number, end: number, from: number, to: number): number {
  return Math.max(0, Math.min(end, to) - Math.max(begin, from));
}

/// How unevenly work is spread, in a sentence; empty when nobody computed.
///
/// The measure is the usual one, the longest time over the mean (DeRose, Homer, Johnson 2007): what an even spread would win.
export function imbalanceSentence({ ranks: by }: Totals): string {
  const busy = [...by.compute];
  const most = Math.max(0, ...busy);
  if (busy.length < 2 || most < 0.01) return '';
  const mean = busy.reduce((sum, time) => sum + time, 0) / busy.length;
  const waited = [...by.wait].reduce((sum, time) => sum + time, 0);
  const lived = waited + [...by.communicate].reduce((sum, time) => sum + time, 0) + mean * busy.length;
  const waiting = waited > 0 ? ` Ranks waited for ${percent(waited / lived)} of their time.` : ' No rank waited.';
  if (most < mean * 1.05) return `Work is even: each rank computed for about ${duration(mean)}.${waiting}`;
  const slowest = busy.flatMap((time, rank) => (time > most * 0.98 ? [rank] : []));
  return `${capital(rankList(slowest))} computed longest: ${duration(most)}, ${(most / mean).toFixed(most < mean * 10 ? 1 : 0)} times the mean of ${duration(mean)}.${waiting}`;
}

/// The most expensive call in a sentence; empty without calls.
export function costliestSentence({ calls, ranks: by }: Totals): string {
  const first = calls.find(({ call }) => call !== MpiCall.Init && call !== MpiCall.Finalize);
  if (first === undefined || first.time <= 0) return '';
  const inCalls = [...by.communicate, ...by.wait].reduce((sum, time) => sum + time, 0);
  return `${callName(first.call, first.flags)} takes ${percent(first.time / inCalls)} of the time in calls, ${percent(first.waited / first.time)} of it waiting.`;
}

export function percent(share: number): string {
  if (!(share > 0)) return '0 %';
  if (share < 0.01) return 'less than 1 %';
  return share > 0.99 && share < 1 ? 'more than 99 %' : `${Math.round(share * 100)} %`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

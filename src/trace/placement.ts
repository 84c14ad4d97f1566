/// Where events stand on an axis. Order comes from sequence numbers; times only stretch it.
///
/// On the wall axis a point stands at its rank's clock, pushed forward where clocks of two workers disagree or their 5 us steps
/// tie, so that no message arrives before it left. It is pushed in place: of a recording that was placed, the columns `begin` and `end` of
/// events and `arrived` of messages are the wall axis (placing twice changes nothing). On the logical axis a point stands one step after the last that happened
/// before it (Lamport 1978): what stands on one vertical could have happened at once.

import { MpiCall, Protocol, RecordFlag, RecordKind } from '../protocol';
import { Density } from './density';
import { landedAt } from './flight';
import { IntervalIndex } from './intervals';
import { orderedPoints } from './order';
import type { Recording } from './recording';
import { cutOffCalls } from './waiting';

export type AxisKind = 'wall' | 'logical';

/// Positions on one axis: milliseconds on the wall axis, steps on the logical one.
export interface Axis {
  readonly kind: AxisKind;
  readonly from: number;
  readonly to: number;
  /// By event row.
  readonly begin: Float64Array | Float32Array;
  readonly end: Float64Array | Float32Array;
  /// By message row: when a received message lay at the receiver. Empty on the logical axis, where arriving is no step of a rank: what happens
  /// before what is the departure and the end of the receive.
  readonly arrived: Float64Array;
  /// By print row.
  readonly print: Float64Array;
  /// By rank: where its unfinished call began.
  readonly open: Float64Array;
}

/// An axis with what finds its visible parts.
export interface PlacedAxis extends Axis {
  /// Message rows by [departure, receipt].
  readonly messages: IntervalIndex;
  /// Collective rows by [first entry, last leave].
  readonly collectives: IntervalIndex;
  /// Request rows by [start, completion].
  readonly requests: IntervalIndex;
  /// Made when first asked for.
  readonly density: Density;
}

export interface Placement {
  readonly wall: PlacedAxis;
  readonly logical: PlacedAxis;
}

/// Logical steps: between points of a rank, of a message inside a collective, around a call that only looks (Test, Iprobe), inside
/// Init and Finalize, to a print. Sums of eighths: float32 holds them exactly up to two million steps, and whole steps up to sixteen million.
const STEP = 1;
const INNER_STEP = 0.5;
const POLL_STEP = 0.25;
const QUIET_STEP = 0.125;
const PRINT_STEP = 0.625;

const placements = new WeakMap<Recording, { readonly version: number; readonly placement: Placement }>();

/// Places everything recorded. O(n), once; for a recording that has ended.
export function place(recording: Recording): Placement {
  const known = placements.get(recording);
  if (known?.version === recording.version) return known.placement;
  const placement = placed(recording);
  placements.set(recording, { version: recording.version, placement });
  return placement;
}

function placed(recording: Recording): Placement {
  const { events, messages, prints, requests, ranks } = recording;
  const points = orderedPoints(recording);
  const open = new Float64Array(ranks);
  const wall: MutableAxis = { kind: 'wall', from: 0, to: 0, begin: events.begin, end: events.end, arrived: messages.arrived, print: prints.time, open };
  const logical: MutableAxis = {
    kind: 'logical', from: 0, to: 0, begin: new Float32Array(events.length), end: new Float32Array(events.length), arrived: NOTHING,
    print: new Float64Array(prints.length), open: new Float64Array(ranks),
  };
  const lastWall = new Float64Array(ranks).fill(-Infinity);
  const lastStep = new Float64Array(ranks);
  const lastSequence = new Float64Array(ranks).fill(-1);
  const departures = new Int32Array(messages.length);
  let departed = 0;
  const started = new Int32Array(requests.length);
  let starts = 0;

  const put = (rank: number, sequence: number, time: number, step: number, wallFloor: number, logicalFloor: number): void => {
    const late = lastWall[rank]! > wallFloor ? lastWall[rank]! : wallFloor;
    lastWall[rank] = time > late ? time : late;
    const next = lastSequence[rank] === sequence ? lastStep[rank]! : lastStep[rank]! + step;
    lastStep[rank] = next > logicalFloor ? next : logicalFloor;
    lastSequence[rank] = sequence;
  };
  const { sequenceBegin, sequenceEnd, begin, end } = events;
  const { send: sends, receive: receives } = messages;
  const steps = logical.begin;

  for (const point of points) {
    if (point >= 2 * events.length) {
      const print = point - 2 * events.length;
      const rank = prints.rank[print]!;
      put(rank, prints.sequence[print]!, prints.time[print]!, PRINT_STEP, -Infinity, 0);
      wall.print[print] = lastWall[rank]!;
      logical.print[print] = lastStep[rank]!;
      continue;
    }
    const row = point >>> 1;
    const rank = events.rank[row]!;
    const message = events.message[row]!;
    const step = stepOf(recording, row);
    if ((point & 1) === 0) {
      // An unexpected message lay there before its receive was posted: the receive stands after its departure.
      const send = message >= 0 && receives[message] === row && events.has(row, RecordFlag.Unexpected) ? sends[message]! : -1;
      const known = send >= 0 && sequenceBegin[send]! < sequenceBegin[row]!;
      put(rank, sequenceBegin[row]!, begin[row]!, step, known ? begin[send]! : -Infinity, known ? steps[send]! + step : 0);
      begin[row] = lastWall[rank]!;
      steps[row] = lastStep[rank]!;
      if (message >= 0 && sends[message] === row) departures[departed++] = message;
      const request = events.request[row]! > 0 ? requests.find(rank, events.request[row]!) : -1;
      if (request >= 0 && requests.start[request] === row) started[starts++] = request;
      continue;
    }
    let wallFloor = begin[row]!;
    let logicalFloor = steps[row]!;
    // A receipt ends after the departure; a send that waits for its receiver ends after the receive was posted.
    let after = -1;
    if (message >= 0 && receives[message] === row) after = sends[message]!;
    else if (message >= 0 && waitsForMatch(events.protocol[row]!)) {
      const receive = receives[message]!;
      if (receive >= 0 && sequenceBegin[receive]! < sequenceEnd[row]!) after = receive;
    }
    if (after >= 0) {
      if (begin[after]! > wallFloor) wallFloor = begin[after]!;
      if (steps[after]! + step > logicalFloor) logicalFloor = steps[after]! + step;
    }
    put(rank, sequenceEnd[row]!, end[row]!, step, wallFloor, logicalFloor);
    end[row] = lastWall[rank]!;
    logical.end[row] = lastStep[rank]!;
    if (after >= 0 && receives[message] === row) messages.arrived[message] = clamp(landedAt(recording, message), begin[after]!, end[row]!);
  }

  for (const open of recording.open) {
    if (open === null) continue;
    wall.open[open.rank] = Math.max(open.since, lastWall[open.rank]!);
    logical.open[open.rank] = lastStep[open.rank]! + STEP;
    lastWall[open.rank] = wall.open[open.rank]!;
    lastStep[open.rank] = logical.open[open.rank]!;
  }
  const cutOff = cutOffCalls(recording).filter((row) => row >= 0);
  const hangs = cutOff.length > 0 || hangsOpen(recording);
  const lastOfAll = Math.max(...lastStep) + (hangs ? 3 * STEP : STEP);
  // Calls that were cut off ended together, when the run was ended.
  for (const row of cutOff) logical.end[row] = lastOfAll;
  const order = { departures: departures.subarray(0, departed), started: started.subarray(0, starts) };
  return {
    wall: finish(wall, recording, order, firstMoment(wall, recording), Math.max(hangsOpen(recording) ? recording.time : 0, ...lastWall)),
    logical: finish(logical, recording, order, 0, lastOfAll),
  };
}

function hangsOpen({ open }: Recording): boolean {
  return open.some((call) => call !== null);
}

/// The axis of a run that still lives: clocks as they are, nothing computed. `messages` and `collectives` cannot be asked.
export function liveAxis(recording: Recording, from: number, to: number): Axis {
  const { events, messages, prints } = recording;
  const open = new Float64Array(recording.ranks);
  for (const call of recording.open) if (call !== null) open[call.rank] = call.since;
  return { kind: 'wall', from, to, begin: events.begin, end: events.end, arrived: messages.arrived, print: prints.time, open };
}

/// Which axis shows more of a run at `pixels` width: logical when more than a quarter of the calls and messages would be specks on the wall axis.
export function tellingAxis(recording: Recording, placement: Placement, pixels: number): AxisKind {
  const { events, messages } = recording;
  const { wall } = placement;
  const speck = ((wall.to - wall.from) / Math.max(1, pixels)) * 3;
  let seen = 0;
  let specks = 0;
  for (let row = 0; row < messages.length && seen < 2000; row++) {
    const [send, receive] = [messages.send[row]!, messages.receive[row]!];
    if (send < 0 || receive < 0) continue;
    seen++;
    if (wall.end[receive]! - wall.begin[send]! < speck) specks++;
  }
  for (let row = 0; row < events.length && seen < 4000; row++) {
    const call = events.call[row]!;
    if (events.kind[row] !== RecordKind.Call || call === MpiCall.Init || call === MpiCall.Finalize) continue;
    seen++;
    if (wall.end[row]! - wall.begin[row]! < speck) specks++;
  }
  return seen === 0 || specks * 4 >= seen ? 'logical' : 'wall';
}

type MutableAxis = { -readonly [K in keyof Axis]: Axis[K] };

const NOTHING = new Float64Array(0);

function stepOf({ events }: Recording, row: number): number {
  const call = events.call[row]!;
  if (call === MpiCall.Init) return QUIET_STEP;
  if (events.has(row, RecordFlag.Internal)) return call === MpiCall.Finalize ? QUIET_STEP : INNER_STEP;
  if (events.kind[row] === RecordKind.Call && events.message[row]! < 0) {
    if (call === MpiCall.Iprobe || call === MpiCall.Improbe || (call >= MpiCall.Test && call <= MpiCall.Testsome)) return POLL_STEP;
  }
  return STEP;
}

function waitsForMatch(protocol: number): boolean {
  return protocol === Protocol.Rendezvous || protocol === Protocol.Synchronous;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/// The wall axis starts with the first thing a program did: before it interpreters start, which is no part of MPI.
function firstMoment(wall: MutableAxis, recording: Recording): number {
  let first = Infinity;
  for (let row = 0; row < recording.events.length; row++) {
    if (recording.events.call[row] !== MpiCall.Init && wall.begin[row]! < first) first = wall.begin[row]!;
  }
  for (let row = 0; row < recording.prints.length; row++) first = Math.min(first, wall.print[row]!);
  for (const open of recording.open) if (open !== null) first = Math.min(first, wall.open[open.rank]!);
  return Number.isFinite(first) ? first : 0;
}

/// Rows in the order in which they began.
interface Order {
  readonly departures: Int32Array;
  readonly started: Int32Array;
}

function finish(axis: MutableAxis, recording: Recording, { departures, started }: Order, from: number, to: number): PlacedAxis {
  const last = Number.isFinite(to) && to > from ? to : from + 1;
  const { messages, requests } = recording;
  const { begin, end } = axis;
  const whole = {
    ...axis, from, to: last,
    messages: new IntervalIndex(departures, (row) => begin[messages.send[row]!]!, (row) => (messages.receive[row]! >= 0 ? end[messages.receive[row]!]! : last)),
    collectives: collectiveIndex(axis, recording, last),
    requests: new IntervalIndex(started, (row) => begin[requests.start[row]!]!, (row) => {
      const done = requests.receive[row]! >= 0 ? requests.receive[row]! : requests.returned[row]!;
      return done >= 0 ? end[done]! : last;
    }),
  };
  let density: Density | null = null;
  return {
    ...whole,
    get density() {
      density ??= new Density(recording, whole);
      return density;
    },
  };
}

function collectiveIndex(axis: Axis, { collectives, open }: Recording, last: number): IntervalIndex {
  const items = new Int32Array(collectives.length);
  const from = new Float64Array(items.length).fill(Infinity);
  const to = new Float64Array(items.length).fill(-Infinity);
  for (let row = 0; row < items.length; row++) {
    items[row] = row;
    const members = collectives.members[row]!;
    for (let i = 0; i < members.length; i++) {
      from[row] = Math.min(from[row]!, axis.begin[members.at(i)]!);
      to[row] = Math.max(to[row]!, axis.end[members.at(i)]!);
    }
  }
  for (const call of open) {
    if (call === null || call.collective < 0) continue;
    from[call.collective] = Math.min(from[call.collective]!, axis.open[call.rank]!);
    to[call.collective] = last;
  }
  return new IntervalIndex(items, (row) => from[row]!, (row) => to[row]!);
}

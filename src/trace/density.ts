/// Level of detail: what each rank did, and how many messages went where, in equal parts of a window, in time that depends on the number of
/// parts and not on that of events.
///
/// Sums up to the boundaries of cells are kept by rank, so that what lies between two moments is a difference of two sums, straightened
/// within a cell. Half of the boundaries are evenly spaced, so that a long wait stays where it is; the other half lie where events are,
/// so that a burst can be looked into. A window of few events is summed event by event, exactly.

import { RankState } from '../protocol';
import { BundleCells } from './density-bundles';
import type { IntervalIndex } from './intervals';
import type { Recording } from './recording';

/// What density needs of a placed axis.
export interface DensityAxis {
  readonly kind: 'wall' | 'logical';
  readonly from: number;
  readonly to: number;
  readonly begin: ArrayLike<number>;
  readonly end: ArrayLike<number>;
  readonly print: Float64Array;
  readonly open: Float64Array;
  readonly messages: IntervalIndex;
}

/// Sums of one lane, or of several added up, by bucket. Times are in the axis's unit: milliseconds, or steps.
export class LaneBuckets {
  /// Between the first and the last thing the rank did.
  readonly alive: Float64Array;
  /// In MPI calls, waiting included: it computed for `alive` less this.
  readonly call: Float64Array;
  readonly waiting: Float64Array;
  /// Calls that began; writes; messages that left or were received, those inside collectives left out.
  readonly calls: Float64Array;
  readonly prints: Float64Array;
  readonly sent: Float64Array;
  readonly received: Float64Array;

  constructor(readonly count: number) {
    this.alive = new Float64Array(count);
    this.call = new Float64Array(count);
    this.waiting = new Float64Array(count);
    this.calls = new Float64Array(count);
    this.prints = new Float64Array(count);
    this.sent = new Float64Array(count);
    this.received = new Float64Array(count);
  }

  clear(): void {
    for (const column of [this.alive, this.call, this.waiting, this.calls, this.prints, this.sent, this.received]) column.fill(0);
  }
}

/// Messages by the bucket in which they left, the block of ranks they left from and the one they went to: element
/// `(bucket * blocks + from) * blocks + to`.
export class BundleBuckets {
  readonly messages: Uint32Array;
  readonly bytes: Float64Array;

  constructor(readonly count: number, readonly blocks: number) {
    this.messages = new Uint32Array(count * blocks * blocks);
    this.bytes = new Float64Array(count * blocks * blocks);
  }

  clear(): void {
    this.messages.fill(0);
    this.bytes.fill(0);
  }
}

/// A window cut into equal buckets, made by `Density.cut` for one picture.
export interface Cut {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /// For `Density`: where the edges of buckets lie among cells; null when events are summed one by one.
  readonly edges: Float64Array | null;
  /// For `Density`: by (rank, bucket), once asked for.
  messages: { readonly sent: Uint32Array; readonly received: Uint32Array } | null;
}

export interface DensityOptions {
  /// Cells of all ranks together, and at most so many of one.
  readonly cells?: number;
  readonly mostCells?: number;
  /// So many events of a window are summed one by one.
  readonly few?: number;
}

const CELLS = 1 << 18;
const MOST_CELLS = 1 << 16;
const FEW = 20_000;

export class Density {
  private readonly few: number;
  private readonly cellCount: number;
  private cells: Cells | null = null;
  private bundles: BundleCells | null = null;

  constructor(private readonly recording: Recording, private readonly axis: DensityAxis, options: DensityOptions = {}) {
    this.few = options.few ?? FEW;
    this.cellCount = Math.min(options.mostCells ?? MOST_CELLS, Math.ceil((options.cells ?? CELLS) / recording.ranks));
  }

  /// [from, to] in `count` equal buckets.
  cut(from: number, to: number, count: number): Cut {
    if (this.recording.events.length <= this.few) return { from, to, count, edges: null, messages: null };
    const { boundaries } = this.allCells();
    const edges = new Float64Array(count + 1);
    let cell = -1;
    for (let i = 0; i <= count; i++) {
      const at = from + ((to - from) * i) / count;
      cell = cellAt(boundaries, at, cell);
      edges[i] = cellPosition(boundaries, cell, at);
    }
    return { from, to, count, edges, messages: null };
  }

  /// Adds what `rank` did in each bucket.
  addLane(rank: number, cut: Cut, into: LaneBuckets): void {
    this.addAlive(rank, cut, into.alive);
    this.addPrints(rank, cut, into.prints);
    if (cut.edges === null || this.isFew(rank, cut, cut.edges)) {
      this.addCalls(rank, cut, into);
      this.addMessages(rank, cut, into);
    } else this.allCells().add(rank, cut.edges, into);
  }

  /// Adds the messages that left in each bucket, by blocks of ranks: `blockOf[rank]` is a rank's block, -1 leaves it out. `inner` asks for
  /// those inside collectives instead of those of calls. Many of them are put into buckets by cells, some hundred over the whole axis.
  addBundles(cut: Cut, blockOf: ArrayLike<number>, into: BundleBuckets, inner = false): void {
    const { axis, recording } = this;
    const { messages, events } = recording;
    const { from, to, count } = cut;
    const { blocks } = into;
    const put = (bucket: number, sender: number, receiver: number, number: number, bytes: number): void => {
      const [source, target] = [blockOf[sender] ?? -1, blockOf[receiver] ?? -1];
      if (source < 0 || target < 0 || bucket < 0 || bucket >= count) return;
      const at = (bucket * blocks + source) * blocks + target;
      into.messages[at]! += number;
      into.bytes[at]! += bytes;
    };
    if (axis.messages.estimate(from, to) <= 4 * this.few) {
      axis.messages.query(from, to, (row) => {
        const send = messages.send[row]!;
        if ((messages.internal[row] === 1) !== inner || axis.begin[send]! < from) return;
        put(bucketOf(cut, axis.begin[send]!), messages.sender[row]!, messages.receiver[row]!, 1, events.bytes[send]!);
      });
      return;
    }
    this.bundles ??= new BundleCells(recording, axis);
    this.bundles.query(from, to, inner, (at, sender, receiver, number, bytes) => put(bucketOf(cut, at), sender, receiver, number, bytes));
  }

  private allCells(): Cells {
    this.cells ??= new Cells(this.recording, this.axis, this.cellCount);
    return this.cells;
  }

  /// Whether the events of a rank are to be summed one by one: they are few, or cells are wider than buckets and they are not too many.
  private isFew(rank: number, { from, to, count }: Cut, edges: Float64Array): boolean {
    const calls = this.recording.callsOf[rank]!;
    const number = calls.lowerBound(this.axis.begin, to) - calls.lowerBound(this.axis.end, from);
    if (number <= count) return this.messagesAreFew(from, to);
    return edges[count]! - edges[0]! < 2 * count && number <= this.few && this.messagesAreFew(from, to);
  }

  private messagesAreFew(from: number, to: number): boolean {
    return this.axis.messages.estimate(from, to) <= 4 * this.few;
  }

  private addAlive(rank: number, cut: Cut, alive: Float64Array): void {
    const { first, last } = lifeOf(this.recording, this.axis, rank);
    spread(cut, first, last, alive);
  }

  private addPrints(rank: number, cut: Cut, into: Float64Array): void {
    const prints = this.recording.printsOf[rank]!;
    if (prints.length === 0) return;
    const { print } = this.axis;
    let at = prints.lowerBound(print, cut.from);
    for (let i = 0; i < cut.count; i++) {
      const next = prints.nextBound(print, cut.from + ((cut.to - cut.from) * (i + 1)) / cut.count, at);
      into[i]! += next - at;
      at = next;
    }
  }

  private addCalls(rank: number, cut: Cut, into: LaneBuckets): void {
    const { recording, axis } = this;
    const calls = recording.callsOf[rank]!;
    for (let i = calls.lowerBound(axis.end, cut.from); i < calls.length; i++) {
      const row = calls.at(i);
      const begin = axis.begin[row]!;
      if (begin >= cut.to) break;
      const end = axis.end[row]!;
      spread(cut, begin, end, into.call);
      spread(cut, begin, begin + waitOf(recording, axis, row), into.waiting);
      if (begin >= cut.from) into.calls[bucketOf(cut, begin)]!++;
    }
    const open = recording.open[rank];
    if (open == null) return;
    const begin = axis.open[rank]!;
    spread(cut, begin, axis.to, into.call);
    if (open.state !== RankState.Running) spread(cut, begin, axis.to, into.waiting);
    if (begin >= cut.from && begin < cut.to) into.calls[bucketOf(cut, begin)]!++;
  }

  private addMessages(rank: number, cut: Cut, into: LaneBuckets): void {
    cut.messages ??= this.messagesOf(cut);
    for (let i = 0; i < cut.count; i++) {
      into.sent[i]! += cut.messages.sent[rank * cut.count + i]!;
      into.received[i]! += cut.messages.received[rank * cut.count + i]!;
    }
  }

  private messagesOf(cut: Cut): { readonly sent: Uint32Array; readonly received: Uint32Array } {
    const { axis, recording: { messages, ranks } } = this;
    const sent = new Uint32Array(ranks * cut.count);
    const received = new Uint32Array(ranks * cut.count);
    const put = (into: Uint32Array, rank: number, at: number): void => {
      if (at >= cut.from && at < cut.to) into[rank * cut.count + bucketOf(cut, at)]!++;
    };
    axis.messages.query(cut.from, cut.to, (row) => {
      if (messages.internal[row] === 1) return;
      put(sent, messages.sender[row]!, axis.begin[messages.send[row]!]!);
      if (messages.receive[row]! >= 0) put(received, messages.receiver[row]!, axis.end[messages.receive[row]!]!);
    });
    return { sent, received };
  }
}

/// From the first to the last thing a rank did; `first` above `last` when it did nothing.
function lifeOf(recording: Recording, axis: DensityAxis, rank: number): { readonly first: number; readonly last: number } {
  const calls = recording.callsOf[rank]!;
  const prints = recording.printsOf[rank]!;
  let first = Infinity;
  let last = -Infinity;
  if (calls.length > 0) {
    first = axis.begin[calls.at(0)]!;
    last = axis.end[calls.at(calls.length - 1)]!;
  }
  if (prints.length > 0) {
    first = Math.min(first, axis.print[prints.at(0)]!);
    last = Math.max(last, axis.print[prints.at(prints.length - 1)]!);
  }
  if (recording.open[rank] != null) {
    first = Math.min(first, axis.open[rank]!);
    last = axis.to;
  }
  return { first, last };
}

/// How long a call waited, in the axis's unit: the first part of it. Steps do not tell, there it is the whole call.
export function waitOf({ events }: Recording, axis: Pick<DensityAxis, 'kind' | 'begin' | 'end'>, row: number): number {
  const blocked = events.blocked[row]!;
  if (!(blocked > 0)) return 0;
  const length = axis.end[row]! - axis.begin[row]!;
  return axis.kind === 'logical' ? length : Math.min(blocked, length);
}

function bucketOf({ from, to, count }: Cut, at: number): number {
  return Math.min(count - 1, Math.floor(((at - from) / (to - from)) * count));
}

/// Adds the time between `begin` and `end` to the buckets it lies in.
function spread(cut: Cut, begin: number, end: number, into: Float64Array): void {
  const from = Math.max(begin, cut.from);
  const to = Math.min(end, cut.to);
  if (!(to > from)) return;
  const width = (cut.to - cut.from) / cut.count;
  const last = bucketOf(cut, to);
  let bucket = bucketOf(cut, from);
  if (bucket === last) {
    into[bucket]! += to - from;
    return;
  }
  into[bucket]! += cut.from + (bucket + 1) * width - from;
  for (bucket++; bucket < last; bucket++) into[bucket]! += width;
  into[last]! += Math.max(0, to - (cut.from + last * width));
}

/// The cell that holds `at`: `boundaries[cell] <= at < boundaries[cell + 1]`; -1 before the first. Quick when it is near `near`.
function cellAt(boundaries: Float64Array, at: number, near: number): number {
  let low = Math.max(-1, Math.min(near, boundaries.length - 1));
  let step = 1;
  if (low >= 0 && boundaries[low]! > at) {
    while (low >= 0 && boundaries[low]! > at) {
      low -= step;
      step *= 2;
    }
    low = Math.max(low, -1);
  }
  let high = low + 1;
  step = 1;
  while (high < boundaries.length && boundaries[high]! <= at) {
    low = high;
    high += step;
    step *= 2;
  }
  high = Math.min(high, boundaries.length);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (boundaries[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}

/// `cell` and how much of it lies before `at`, as one number: from 0 to the number of cells.
function cellPosition(boundaries: Float64Array, cell: number, at: number): number {
  if (cell < 0) return 0;
  if (cell >= boundaries.length - 1) return boundaries.length - 1;
  return cell + (at - boundaries[cell]!) / (boundaries[cell + 1]! - boundaries[cell]!);
}

/// Sums up to each boundary, by rank.
class Cells {
  readonly boundaries: Float64Array;
  private readonly stride: number;
  private readonly call: Float64Array;
  private readonly waiting: Float64Array;
  private readonly calls: Uint32Array;
  private readonly sent: Uint32Array;
  private readonly received: Uint32Array;

  constructor(private readonly recording: Recording, private readonly axis: DensityAxis, cells: number) {
    this.boundaries = boundariesOf(recording, axis, cells);
    const { ranks } = recording;
    this.stride = this.boundaries.length;
    this.call = new Float64Array(ranks * this.stride);
    this.waiting = new Float64Array(ranks * this.stride);
    this.calls = new Uint32Array(ranks * this.stride);
    this.sent = new Uint32Array(ranks * this.stride);
    this.received = new Uint32Array(ranks * this.stride);
    for (let rank = 0; rank < ranks; rank++) this.sumCalls(rank);
    this.sumMessages();
  }

  /// Adds a rank's sums between neighbouring `edges`.
  add(rank: number, edges: Float64Array, into: LaneBuckets): void {
    this.addTimes(this.call, rank, edges, into.call);
    this.addTimes(this.waiting, rank, edges, into.waiting);
    this.addCounts(this.calls, rank, edges, into.calls);
    this.addCounts(this.sent, rank, edges, into.sent);
    this.addCounts(this.received, rank, edges, into.received);
  }

  private addTimes(sums: Float64Array, rank: number, edges: Float64Array, into: Float64Array): void {
    const base = rank * this.stride;
    const last = this.stride - 1;
    let before = 0;
    for (let i = 0; i < edges.length; i++) {
      const cell = Math.floor(edges[i]!);
      const low = sums[base + cell]!;
      const sum = cell >= last ? low : low + (sums[base + cell + 1]! - low) * (edges[i]! - cell);
      if (i > 0) into[i - 1]! += sum - before;
      before = sum;
    }
  }

  /// Counts stay whole: of a cell that an edge cuts, the whole events that its share makes.
  private addCounts(sums: Uint32Array, rank: number, edges: Float64Array, into: Float64Array): void {
    const base = rank * this.stride;
    const last = this.stride - 1;
    let before = 0;
    for (let i = 0; i < edges.length; i++) {
      const cell = Math.floor(edges[i]!);
      const low = sums[base + cell]!;
      const sum = cell >= last ? low : low + Math.round((sums[base + cell + 1]! - low) * (edges[i]! - cell));
      if (i > 0) into[i - 1]! += sum - before;
      before = sum;
    }
  }

  private sumCalls(rank: number): void {
    const { recording, axis, boundaries } = this;
    const base = rank * this.stride;
    const calls = recording.callsOf[rank]!;
    let boundary = 0;
    let [inCalls, waited, number] = [0, 0, 0];
    const pass = (begin: number, end: number, wait: number): void => {
      while (boundary < boundaries.length && boundaries[boundary]! <= begin) this.put(base + boundary++, inCalls, waited, number);
      number++;
      while (boundary < boundaries.length && boundaries[boundary]! <= end) {
        const inside = boundaries[boundary]! - begin;
        this.put(base + boundary++, inCalls + inside, waited + Math.min(inside, wait), number);
      }
      inCalls += end - begin;
      waited += wait;
    };
    for (let i = 0; i < calls.length; i++) {
      const row = calls.at(i);
      pass(axis.begin[row]!, axis.end[row]!, waitOf(recording, axis, row));
    }
    const open = recording.open[rank];
    if (open != null) pass(axis.open[rank]!, axis.to, open.state === RankState.Running ? 0 : axis.to - axis.open[rank]!);
    while (boundary < boundaries.length) this.put(base + boundary++, inCalls, waited, number);
  }

  private put(at: number, inCalls: number, waited: number, number: number): void {
    this.call[at] = inCalls;
    this.waiting[at] = waited;
    this.calls[at] = number;
  }

  private sumMessages(): void {
    const { axis, boundaries, recording: { messages, ranks } } = this;
    const { items } = axis.messages;
    const lastSent = new Int32Array(ranks);
    const lastReceived = new Int32Array(ranks);
    // Counted in the boundary after them: it is the first whose sum has them.
    for (let i = 0; i < items.length; i++) {
      const row = items[i]!;
      if (messages.internal[row] === 1) continue;
      const sender = messages.sender[row]!;
      const left = cellAt(boundaries, axis.begin[messages.send[row]!]!, lastSent[sender]!);
      lastSent[sender] = left;
      if (left + 1 < this.stride) this.sent[sender * this.stride + left + 1]!++;
      if (messages.receive[row]! < 0) continue;
      const receiver = messages.receiver[row]!;
      const came = cellAt(boundaries, axis.end[messages.receive[row]!]!, lastReceived[receiver]!);
      lastReceived[receiver] = came;
      if (came + 1 < this.stride) this.received[receiver * this.stride + came + 1]!++;
    }
    for (const sums of [this.sent, this.received]) {
      for (let rank = 0; rank < ranks; rank++) {
        for (let i = rank * this.stride + 1; i < (rank + 1) * this.stride; i++) sums[i]! += sums[i - 1]!;
      }
    }
  }
}

/// Boundaries of about `cells` cells, ascending, from before the first event to after the last.
function boundariesOf({ events, ranks, callsOf }: Recording, axis: DensityAxis, cells: number): Float64Array {
  let first = axis.from;
  let last = axis.to;
  for (let rank = 0; rank < ranks; rank++) {
    const calls = callsOf[rank]!;
    if (calls.length === 0) continue;
    first = Math.min(first, axis.begin[calls.at(0)]!);
    last = Math.max(last, axis.end[calls.at(calls.length - 1)]!);
  }
  const half = Math.max(2, cells >>> 1);
  const sampled = Math.min(half, events.length);
  const all = new Float64Array(half + 1 + sampled);
  for (let i = 0; i <= half; i++) all[i] = first + ((last - first) * i) / half;
  for (let i = 0; i < sampled; i++) all[half + 1 + i] = axis.begin[Math.floor((i * events.length) / sampled)]!;
  // What lies at the last moment is before the last boundary.
  all[half] = last + (last - first) * 1e-9 + Number.MIN_VALUE;
  all.sort();
  let kept = 1;
  for (let i = 1; i < all.length; i++) if (all[i]! > all[kept - 1]!) all[kept++] = all[i]!;
  return all.slice(0, kept);
}

/// The recording of one run: fed while the run lives, queried by timeline, checks and explanations, never changed afterwards.

import type { RankNow } from '../mpiexec/launcher';
import { isCollective, MAX_RANKS, MpiCall, NO_RANK, RankState, RecordFlag, RecordKind, TRACE_HEADER_WORDS, TraceWord } from '../protocol';
import { EventTable, type RecordViews } from './events';
import { RowList } from './growable';
import { CollectiveTable, MessageTable } from './messages';
import { PrintTable, type Written } from './prints';
import { RequestTable } from './requests';
import { VariableTable } from './variables/table';

/// Records and writes kept; more are counted, not kept, and `Recording.dropped` tells. About 100 bytes a record, its message, its places on both axes and their indexes included.
export const MAX_RECORDS = 6_000_000;
export const MAX_PRINTS = 200_000;
/// Bytes delivered and not yet decoded. A program that outruns the page is not slowed by it at first: its records lie here until it ends or
/// pauses. Above this the recording takes no more until it has caught up: rings fill, and ranks wait.
const MAX_QUEUED = 128 << 20;
/// Running numbers above this are not those of a run this recording could hold: its tables by name are dense.
const MAX_NUMBER = 1 << 23;
/// Milliseconds of decoding between two looks at the control blocks (60 a second): of a program that the page can follow; of one that outruns it
/// (more than so many bytes lie here), which has better use for the machine's cores; and of one that would outrun the memory.
const DECODE_BUDGET = 4;
const OUTRUN_BYTES = 256 << 10;
const OUTRUN_BUDGET = 0.5;
const FULL_BUDGET = 12;
/// Listeners of a program that outruns the page hear of it so often, milliseconds.
const OUTRUN_NOTICE = 250;
/// Records between two looks at the clock.
const BUDGET_STEP = 512;

/// A call that has not ended: read from a rank's control block.
export interface OpenCall {
  readonly rank: number;
  readonly state: RankState;
  readonly call: number;
  readonly flags: number;
  /// World rank waited for, `ANY_RANK`, `ALL_RANKS` or `NO_RANK`.
  readonly waitsFor: number;
  readonly tag: number;
  readonly context: number;
  /// Milliseconds since the world's start, and the sequence number, when the call began.
  readonly since: number;
  readonly sequence: number;
  readonly line: number;
  /// The collective this call belongs to (row in `Recording.collectives`), -1 when none or not known.
  readonly collective: number;
}

export interface RecordingStart {
  readonly ranks: number;
  /// `sources[i - 1]` is the path of source file i of `packLine`.
  readonly sources: readonly string[];
  /// Their texts when the run began, null where not known.
  readonly texts?: readonly (string | null)[];
}

/// What a recording holds that is not in its records: a file keeps it, and gives it back.
export interface Remainder {
  readonly states: readonly RankNow[];
  readonly droppedRecords: number;
  readonly droppedPrints: number;
  readonly droppedPreviews: number;
  readonly droppedVariables: number;
  readonly faults: readonly string[];
}

export class Recording {
  ranks = 0;
  sources: readonly string[] = [];
  texts: readonly (string | null)[] = [];
  readonly events = new EventTable();
  readonly messages = new MessageTable();
  readonly collectives = new CollectiveTable();
  readonly requests = new RequestTable();
  readonly prints = new PrintTable();
  readonly variables = new VariableTable();
  /// Rows of a rank's calls in the order they ended (calls of a rank do not overlap), and of its prints.
  readonly callsOf: RowList[] = [];
  readonly printsOf: RowList[] = [];
  /// Unfinished call of each rank; null when it is in none.
  open: (OpenCall | null)[] = [];
  /// By rank: the last call seen unfinished, kept after its end; it tells for whom a call waited that was cut off.
  readonly lastOpen: (OpenCall | null)[] = [];
  /// The last that control blocks told, by rank.
  states: readonly RankNow[] = [];
  /// Latest time seen, milliseconds since the world's start; the run's end once `ended`.
  time = 0;
  ended = false;
  /// What was counted and not kept.
  droppedRecords = 0;
  droppedPrints = 0;
  /// One sentence for each kind of fault found in records; empty in a healthy run.
  readonly faults: string[] = [];
  private changes = 0;
  private readonly queue: { readonly rank: number; readonly bytes: Uint8Array }[] = [];
  private queueHead = 0;
  private queued = 0;
  /// Bytes of the first batch in the queue that are done.
  private queueDone = 0;
  private told = 0;
  private readonly listeners = new Set<() => void>();
  /// By rank and context: running number of its last collective.
  private readonly lastCollective = new Map<number, number>();

  /// Keeps at most `most` records.
  constructor(private readonly most = MAX_RECORDS) {}

  /// Grows whenever anything changed.
  get version(): number {
    return this.changes;
  }

  /// Calls `listener` after each change, on the caller's stack: do little. Returns the way out.
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start({ ranks, sources, texts = [] }: RecordingStart): void {
    if (ranks < 1 || ranks > MAX_RANKS) throw new RangeError(`a recording has 1 to ${MAX_RANKS} ranks, not ${ranks}`);
    this.ranks = ranks;
    this.sources = sources;
    this.texts = sources.map((_, i) => texts[i] ?? null);
    for (let rank = 0; rank < ranks; rank++) {
      this.callsOf.push(new RowList());
      this.printsOf.push(new RowList());
      this.open.push(null);
      this.lastOpen.push(null);
    }
    this.changed();
  }

  /// Whole records of one rank (`protocol/trace`). The bytes are kept until decoded.
  trace(rank: number, bytes: Uint8Array): void {
    if (rank < 0 || rank >= this.ranks) return this.fault(`records of rank ${rank} came, but the run has ranks 0 to ${this.ranks - 1}`);
    if (this.events.length >= this.most) {
      // From here on nothing is kept: what is kept is the beginning of the run.
      this.droppedRecords += recordCount(bytes);
      return this.changed();
    }
    this.queued += bytes.length;
    const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
    this.queue.push({ rank, bytes: aligned });
    // Before the first look at control blocks, and in tests, nothing else asks.
    if (this.queued <= OUTRUN_BYTES) this.decode(DECODE_BUDGET);
    this.changed();
  }

  /// Whether records may come: false while so many lie here undecoded that the program has to wait.
  get ready(): boolean {
    return this.queued <= MAX_QUEUED;
  }

  output(batch: readonly Written[]): void {
    for (const written of batch) {
      // A clock that tells what cannot be is not believed: the write stands where the run is.
      const output = isMoment(written.time) ? written : { ...written, time: this.time };
      if (output.time > this.time) this.time = output.time;
      if (output.rank < 0 || output.rank >= this.ranks) continue;
      if (this.prints.length >= MAX_PRINTS) {
        this.droppedPrints++;
        continue;
      }
      this.printsOf[output.rank]!.push(this.prints.append(output));
    }
    this.changed();
  }

  /// Control blocks as they stand at `time`.
  now(ranks: readonly RankNow[], time: number): void {
    if (this.ended) return;
    if (time > this.time) this.time = time;
    this.states = ranks;
    this.decode(!this.ready ? FULL_BUDGET : this.queued > OUTRUN_BYTES ? OUTRUN_BUDGET : DECODE_BUDGET);
    this.open = this.openCalls(ranks);
    for (const call of this.open) if (call !== null) this.lastOpen[call.rank] = call;
    this.changed();
  }

  /// The run is over: everything is decoded; calls that never ended stay open to the end.
  end(time: number): void {
    this.decode(Infinity);
    if (time > this.time) this.time = time;
    this.open = this.openCalls(this.states);
    this.trim();
    this.ended = true;
    this.changed();
  }

  private trim(): void {
    this.events.trim();
    this.messages.trim();
    this.collectives.trim();
    this.requests.trim();
    for (const lists of [this.callsOf, this.printsOf]) for (const list of lists) list.trim();
  }

  /// Decodes all that has come, however long it takes.
  drain(): void {
    this.decode(Infinity);
  }

  /// For opening a file: calls that ranks were last seen in, of which some were cut off. Before their records come.
  seen(calls: readonly RankNow[]): void {
    for (const call of calls) if (call.rank < this.ranks) this.lastOpen[call.rank] = { ...call, collective: -1 };
  }

  /// For opening a file: what is not in records and prints. After those, before `end`.
  restore({ states, droppedRecords, droppedPrints, droppedPreviews, droppedVariables, faults }: Remainder): void {
    this.drain();
    this.states = states;
    this.droppedRecords += droppedRecords;
    this.droppedPrints += droppedPrints;
    this.events.previewsDropped += droppedPreviews;
    this.variables.dropped += droppedVariables;
    // Those that lie in the records have been found again.
    for (const sentence of faults) if (!this.faults.includes(sentence)) this.fault(sentence);
  }

  /// Records delivered and not yet decoded.
  get pending(): boolean {
    return this.queueHead < this.queue.length;
  }

  /// Decodes what is queued for at most `budget` milliseconds.
  private decode(budget: number): void {
    this.decodeUntil(performance.now() + budget);
  }

  private decodeUntil(until: number): void {
    let step = 0;
    while (this.queueHead < this.queue.length) {
      const { rank, bytes } = this.queue[this.queueHead]!;
      const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
      const singles = new Float32Array(bytes.buffer, bytes.byteOffset, words.length);
      const views: RecordViews = { words, singles, doubles: new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 3), bytes };
      let base = this.queueDone;
      while (base + TRACE_HEADER_WORDS <= words.length) {
        const length = words[base]! >>> 16;
        if (length < TRACE_HEADER_WORDS || length % 2 !== 0 || base + length > words.length) {
          this.fault(`a record of rank ${rank} says it is ${length} words long, which cannot be; the rest of its batch is left out`);
          break;
        }
        if ((words[base]! & 0xff) === RecordKind.Completed) this.complete(rank, words, base);
        else if ((words[base]! & 0xff) === RecordKind.Variables) this.takeVariables(rank, words, bytes, base, length);
        else if (this.events.length >= this.most) this.droppedRecords++;
        else this.take(rank, views, base);
        base += length;
        if (++step % BUDGET_STEP === 0 && performance.now() > until) {
          this.queueDone = base;
          return;
        }
      }
      this.queueHead++;
      this.queueDone = 0;
      this.queued -= bytes.length;
    }
    this.queue.length = 0;
    this.queueHead = 0;
  }

  private take(rank: number, views: RecordViews, base: number): void {
    const { events } = this;
    const { words, doubles } = views;
    if (!isMoment(doubles[(base + TraceWord.Begin) >>> 1]!) || !isMoment(doubles[(base + TraceWord.End) >>> 1]!)) {
      return this.fault(`a record of rank ${rank} says it happened at a time that cannot be; it is left out`);
    }
    const row = events.append(rank, views, base);
    if (events.end[row]! > this.time) this.time = events.end[row]!;
    const kind = events.kind[row]!;
    const flags = events.flags[row]!;
    const number = words[base + TraceWord.Message]! >>> 0;
    const internal = (flags & RecordFlag.Internal) !== 0;
    const sends = kind === RecordKind.Send || (kind === RecordKind.Call && (flags & RecordFlag.CarriesSend) !== 0);
    const receives = kind === RecordKind.Receive || (kind === RecordKind.Call && (flags & RecordFlag.CarriesReceive) !== 0);
    if (number > 0 && (sends || receives)) this.pair(row, rank, number, sends, internal, sends ? 0 : doubles[(base + TraceWord.Arrived) >>> 1]!);
    if (kind === RecordKind.Call) this.callsOf[rank]!.push(row);
    const collective = words[base + TraceWord.Collective]! >>> 0;
    if (collective > 0) this.group(row, rank, kind, internal, collective);
    this.ask(row, rank, kind, flags);
  }

  private pair(row: number, rank: number, number: number, sends: boolean, internal: boolean, arrived: number): void {
    const { events, messages } = this;
    const peer = events.messagePeer[row]!;
    if (peer < 0 || peer >= this.ranks || number > MAX_NUMBER) {
      return this.fault(`a record of rank ${rank} names message ${number} with rank ${peer}, which cannot be`);
    }
    const message = sends ? messages.departed(rank, number, peer, row, internal) : messages.received(peer, number, rank, row, internal, arrived);
    if (message < 0) return this.fault(`message ${number} of rank ${sends ? rank : peer} is named by two records on the same side`);
    events.message[row] = message;
    const other = sends ? messages.receive[message]! : messages.send[message]!;
    if (other >= 0) events.sharePreview(row, other);
  }

  private group(row: number, rank: number, kind: number, internal: boolean, number: number): void {
    const { events, collectives, messages } = this;
    const context = events.context[row]!;
    if (kind === RecordKind.Call) {
      if (!isCollective(events.call[row]!)) return;
      const group = collectives.named(context, number, events.call[row]!, events.peer[row]!);
      if (events.algorithm[row] !== 0) collectives.algorithm[group] = events.algorithm[row]!;
      collectives.joined(group, row);
      events.setCollective(row, group);
      this.lastCollective.set(context * MAX_RANKS + rank, number);
    } else if (internal) {
      const group = collectives.named(context, number, 0, NO_RANK);
      if (events.algorithm[row] !== 0) collectives.algorithm[group] = events.algorithm[row]!;
      events.setCollective(row, group);
      if (kind === RecordKind.Receive) collectives.receives[group]!.push(row);
      const message = events.message[row]!;
      if (message >= 0) messages.setCollective(message, group);
    }
  }

  private ask(row: number, rank: number, kind: number, flags: number): void {
    const { events, requests } = this;
    const number = events.request[row]!;
    if (number === 0 || number > MAX_NUMBER) return;
    // Startall starts several: their messages tell which.
    if (kind !== RecordKind.Call && events.call[row] === MpiCall.Startall) requests.begun(requests.named(rank, number), row);
    if (kind === RecordKind.Send) return;
    const request = requests.named(rank, number);
    if (kind === RecordKind.Receive) requests.receive[request] = row;
    else if ((flags & RecordFlag.Nonblocking) !== 0) requests.begun(request, row);
    else if (requests.returned[request] === -1) requests.returned[request] = row;
  }

  private takeVariables(rank: number, words: Int32Array, bytes: Uint8Array, base: number, length: number): void {
    // After the last record that is kept they would stand at the wrong place.
    if (this.events.length >= this.most) return this.variables.drop();
    const size = Math.min(words[base + TraceWord.Preview]! & 0xffff, (length - TRACE_HEADER_WORDS) * 4);
    const start = (base + TRACE_HEADER_WORDS) * 4;
    this.variables.add(rank, this.callsOf[rank]!.length, (words[base]! >>> 8) & 0xff, bytes.subarray(start, start + size));
  }

  /// The requests that a rank's last call has completed.
  private complete(rank: number, words: Int32Array, base: number): void {
    const calls = this.callsOf[rank]!;
    const row = calls.at(calls.length - 1);
    const count = (words[base + TraceWord.Preview]! & 0xffff) >> 2;
    for (let at = base + TRACE_HEADER_WORDS; at < base + TRACE_HEADER_WORDS + count; at++) {
      const number = words[at]! >>> 0;
      if (row < 0 || number === 0 || number > MAX_NUMBER) continue;
      const request = this.requests.named(rank, number);
      if (this.requests.returned[request] === -1) this.requests.returned[request] = row;
    }
  }

  /// Calls that ranks are in: those whose end no record tells.
  private openCalls(ranks: readonly RankNow[]): (OpenCall | null)[] {
    const open = new Array<OpenCall | null>(this.ranks).fill(null);
    for (const now of ranks) {
      const calls = this.callsOf[now.rank];
      if (calls === undefined || now.call === 0 || now.state === RankState.Exited) continue;
      const last = calls.at(calls.length - 1);
      if (last >= 0 && this.events.sequenceBegin[last]! >= now.sequence) continue;
      const number = (this.lastCollective.get(now.context * MAX_RANKS + now.rank) ?? 0) + 1;
      open[now.rank] = { ...now, collective: isCollective(now.call) ? this.openCollective(now.context, number, now.call) : -1 };
    }
    return open;
  }

  /// The collective an unfinished call belongs to: the next on its communicator, which its ranks call in the same order (MPI 4.1, 6.1).
  private openCollective(context: number, number: number, call: number): number {
    const known = this.collectives.find(context, number);
    if (known < 0) return this.collectives.named(context, number, call, NO_RANK);
    return this.collectives.call[known] === call || this.collectives.call[known] === 0 ? known : -1;
  }

  private fault(sentence: string): void {
    if (this.faults.length < 8) this.faults.push(sentence);
  }

  private changed(): void {
    this.changes++;
    if (this.pending) {
      const now = performance.now();
      if (now - this.told < OUTRUN_NOTICE) return;
      this.told = now;
    }
    for (const listener of this.listeners) listener();
  }
}

/// Whether a rank's clock may have told this, milliseconds: it may be a little before the world's start, and no run lasts for thirty years.
function isMoment(time: number): boolean {
  return Math.abs(time) < 1e12;
}

/// Whole records in a batch, without reading them.
function recordCount(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = 0; at + 4 <= bytes.length; count++) {
    const length = view.getUint16(at + 2, true) * 4;
    if (length === 0) break;
    at += length;
  }
  return count;
}

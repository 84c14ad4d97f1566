/// For tests and benches: runs of any size, as the record bytes that an engine would leave, and without an engine's time.
///
/// Deterministic. Each rank has a clock; the order of steps is the order of sequence numbers.

import { Algorithm, ANY_RANK, MpiCall, NO_RANK, type Output, packLine, Protocol, RecordFlag, RecordKind, Stream, TRACE_HEADER_WORDS, TraceWord, WORLD_CONTEXT } from '../../protocol';
import { Recording } from '../recording';

export type Pattern = 'ping-pong' | 'master-worker' | 'halo' | 'nonblocking' | 'collectives' | 'mixed';

export interface Generated {
  readonly ranks: number;
  /// By rank.
  readonly records: readonly Uint8Array[];
  readonly outputs: readonly Output[];
  /// Milliseconds since the world's start.
  readonly time: number;
}

const DOUBLE = 16;
const PREVIEW_WORDS = 2;
const RECORD_WORDS = TRACE_HEADER_WORDS + PREVIEW_WORDS;
/// Messages of one pattern before `mixed` goes on to the next.
const PHASE = 2000;

/// At least `messages` messages (a round of the pattern is not cut) between `ranks` ranks, 2 or more.
export function generate(messages: number, ranks: number, pattern: Pattern = 'mixed'): Generated {
  const world = new GeneratedWorld(ranks);
  const rounds = { 'ping-pong': pingPong, 'master-worker': masterWorker, halo, nonblocking, collectives } as const;
  const patterns = Object.keys(rounds) as (keyof typeof rounds)[];
  for (let phase = 0; world.messages < messages; phase++) {
    const round = rounds[pattern === 'mixed' ? patterns[phase % patterns.length]! : pattern];
    const until = Math.min(messages, world.messages + PHASE);
    while (world.messages < until) round(world);
    for (let rank = 0; rank < ranks; rank++) world.print(rank, `rank ${rank} after ${world.messages} messages\n`);
  }
  return world.finish();
}

/// As the page would hold it.
export function recordingOf({ ranks, records, outputs, time }: Generated): Recording {
  const recording = new Recording();
  recording.start({ ranks, sources: ['generated.py'] });
  records.forEach((bytes, rank) => recording.trace(rank, bytes));
  recording.output(outputs);
  recording.end(time);
  return recording;
}

/// Neighbours in pairs send a value to and fro.
function pingPong(world: GeneratedWorld): void {
  for (let rank = 0; rank + 1 < world.ranks; rank += 2) {
    world.transfer(rank, rank + 1, 5);
    world.transfer(rank + 1, rank, 9);
  }
}

/// Rank 0 takes a result from whoever comes first and gives him more work.
function masterWorker(world: GeneratedWorld): void {
  let first = 1;
  for (let rank = 2; rank < world.ranks; rank++) if (world.clock[rank]! < world.clock[first]!) first = rank;
  world.transfer(first, 0, 14, true);
  world.transfer(0, first, 16);
  world.compute(first, 0.05 + 0.1 * world.random());
}

/// Everybody exchanges with both neighbours of a ring by Sendrecv.
function halo(world: GeneratedWorld): void {
  for (let rank = 0; rank < world.ranks; rank++) world.compute(rank, 0.02 + 0.02 * world.random());
  for (const shift of [1, world.ranks - 1]) world.shift(shift, 20);
}

/// The same by Isend, Irecv and Waitall.
function nonblocking(world: GeneratedWorld): void {
  for (let rank = 0; rank < world.ranks; rank++) world.compute(rank, 0.02 + 0.02 * world.random());
  world.shiftNonblocking(1, 24);
}

/// A broadcast, an allreduce and a barrier.
function collectives(world: GeneratedWorld): void {
  const down: [number, number][] = [];
  for (let mask = 1; mask < world.ranks; mask *= 2) for (let rank = 0; rank < mask && rank + mask < world.ranks; rank++) down.push([rank, rank + mask]);
  const around = (algorithm: Algorithm, call: MpiCall, line: number): void => {
    const pairs: [number, number][] = [];
    for (let step = 1; step < world.ranks; step *= 2) for (let rank = 0; rank < world.ranks; rank++) pairs.push([rank, (rank + step) % world.ranks]);
    world.collective(call, NO_RANK, algorithm, pairs, line);
  };
  for (let rank = 0; rank < world.ranks; rank++) world.compute(rank, 0.1 * world.random());
  world.collective(MpiCall.Bcast, 0, Algorithm.Binomial, down, 30);
  around(Algorithm.RecursiveDoubling, MpiCall.Allreduce, 32);
  around(Algorithm.Dissemination, MpiCall.Barrier, 34);
}

interface Fields {
  kind: RecordKind;
  flags: number;
  call: MpiCall;
  sequenceBegin: number;
  begin: number;
  peer: number;
  line: number;
  message?: Message;
  receipt?: boolean;
  request?: number;
  blocked?: number;
  collective?: number;
  algorithm?: Algorithm;
}

interface Message {
  readonly sender: number;
  readonly receiver: number;
  readonly number: number;
  readonly sequence: number;
  readonly left: number;
  readonly arrives: number;
}

class GeneratedWorld {
  readonly clock: Float64Array;
  messages = 0;
  private readonly outputs: Output[] = [];
  private readonly sheets: Sheet[];
  private readonly sent: Uint32Array;
  private readonly requests: Uint32Array;
  private sequence = 1;
  private seed = 12_345;
  private collectiveNumber = 0;

  constructor(readonly ranks: number) {
    this.clock = Float64Array.from({ length: ranks }, (_, rank) => 10 + rank * 0.003);
    this.sheets = Array.from({ length: ranks }, () => new Sheet());
    this.sent = new Uint32Array(ranks);
    this.requests = new Uint32Array(ranks);
  }

  /// From 0 to 1.
  random(): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.seed / 2 ** 32;
  }

  compute(rank: number, milliseconds: number): void {
    this.clock[rank]! += milliseconds;
  }

  print(rank: number, text: string): void {
    this.outputs.push({ rank, sequence: this.next(), stream: Stream.Stdout, line: packLine(1, 3), time: this.clock[rank]!, bytes: new TextEncoder().encode(text) });
    this.compute(rank, 0.01);
  }

  /// A blocking send and its blocking receive; whoever is earlier waits, the sender never.
  transfer(from: number, to: number, line: number, any = false): void {
    this.compute(to, 0.004 * this.random());
    const posted = this.clock[to]! < this.clock[from]! ? this.post(to) : null;
    const message = this.depart(from, to);
    this.compute(from, 0.002);
    this.write(from, { kind: RecordKind.Call, flags: RecordFlag.CarriesSend, call: MpiCall.Send, sequenceBegin: message.sequence, begin: message.left, peer: to, line, message });
    const { sequence, time } = posted ?? this.post(to);
    const unexpected = posted === null && message.arrives <= time;
    const blocked = Math.max(0, message.arrives - time);
    this.clock[to] = Math.max(time, message.arrives) + 0.002;
    this.write(to, {
      kind: RecordKind.Call, flags: RecordFlag.CarriesReceive | (unexpected ? RecordFlag.Unexpected : 0), call: MpiCall.Recv, sequenceBegin: sequence, begin: time,
      peer: any ? ANY_RANK : from, line: line + 1, message, receipt: true, blocked,
    });
  }

  /// Every rank sends to the one `by` further on the ring, in one Sendrecv.
  shift(by: number, line: number): void {
    const posts = Array.from({ length: this.ranks }, (_, rank) => this.post(rank));
    const messages = posts.map((_, rank) => {
      const message = this.depart(rank, (rank + by) % this.ranks);
      this.compute(rank, 0.001);
      this.write(rank, { kind: RecordKind.Send, flags: 0, call: MpiCall.Sendrecv, sequenceBegin: message.sequence, begin: message.left, peer: message.receiver, line, message });
      return message;
    });
    for (const message of messages) {
      const { receiver } = message;
      const { sequence, time } = posts[receiver]!;
      const blocked = Math.max(0, message.arrives - this.clock[receiver]!);
      this.clock[receiver] = Math.max(this.clock[receiver]!, message.arrives) + 0.001;
      this.write(receiver, { kind: RecordKind.Receive, flags: 0, call: MpiCall.Sendrecv, sequenceBegin: this.next(), begin: this.clock[receiver]! - 0.001, peer: message.sender, line, message, receipt: true });
      this.write(receiver, { kind: RecordKind.Call, flags: 0, call: MpiCall.Sendrecv, sequenceBegin: sequence, begin: time, peer: (receiver + by) % this.ranks, line, blocked });
    }
  }

  /// The same by Irecv, Isend and a Waitall of both.
  shiftNonblocking(by: number, line: number): void {
    const posts = Array.from({ length: this.ranks }, (_, rank) => {
      const post = { ...this.post(rank), request: ++this.requests[rank]! };
      this.compute(rank, 0.001);
      this.write(rank, { kind: RecordKind.Call, flags: RecordFlag.Nonblocking, call: MpiCall.Irecv, sequenceBegin: post.sequence, begin: post.time, peer: (rank + this.ranks - by) % this.ranks, line, request: post.request });
      return post;
    });
    const sends = posts.map((_, rank) => {
      const request = ++this.requests[rank]!;
      const message = this.depart(rank, (rank + by) % this.ranks);
      this.compute(rank, 0.001);
      this.write(rank, { kind: RecordKind.Send, flags: 0, call: MpiCall.Isend, sequenceBegin: message.sequence, begin: message.left, peer: message.receiver, line: line + 1, message, request });
      this.write(rank, { kind: RecordKind.Call, flags: RecordFlag.Nonblocking, call: MpiCall.Isend, sequenceBegin: message.sequence, begin: message.left, peer: message.receiver, line: line + 1, request });
      return { message, request };
    });
    for (let rank = 0; rank < this.ranks; rank++) this.compute(rank, 0.03 * this.random());
    for (const { message } of sends) {
      const { receiver } = message;
      const waits = this.post(receiver);
      const { sequence, time, request } = posts[receiver]!;
      this.clock[receiver] = Math.max(waits.time, message.arrives) + 0.001;
      this.write(receiver, { kind: RecordKind.Receive, flags: 0, call: MpiCall.Irecv, sequenceBegin: sequence, begin: time, peer: message.sender, line, message, receipt: true, request });
      this.write(receiver, { kind: RecordKind.Call, flags: 0, call: MpiCall.Waitall, sequenceBegin: waits.sequence, begin: waits.time, peer: NO_RANK, line: line + 2, blocked: Math.max(0, message.arrives - waits.time) });
      this.sheets[receiver]!.completed(request, sends[receiver]!.request);
    }
  }

  /// All ranks, by messages [from, to] in the order of the algorithm.
  collective(call: MpiCall, root: number, algorithm: Algorithm, pairs: readonly (readonly [number, number])[], line: number): void {
    const number = ++this.collectiveNumber;
    const entered = Array.from({ length: this.ranks }, (_, rank) => this.post(rank));
    const blocked = new Float64Array(this.ranks);
    const common = { call, line, collective: number, algorithm, flags: RecordFlag.Internal };
    for (const [from, to] of pairs) {
      const message = this.depart(from, to);
      this.compute(from, 0.001);
      this.write(from, { ...common, kind: RecordKind.Send, sequenceBegin: message.sequence, begin: message.left, peer: to, message });
      const { sequence, time } = this.post(to);
      blocked[to]! += Math.max(0, message.arrives - time);
      this.clock[to] = Math.max(time, message.arrives) + 0.001;
      this.write(to, { ...common, kind: RecordKind.Receive, sequenceBegin: sequence, begin: time, peer: from, message, receipt: true });
    }
    for (let rank = 0; rank < this.ranks; rank++) {
      this.compute(rank, 0.001);
      this.write(rank, { ...common, flags: 0, kind: RecordKind.Call, sequenceBegin: entered[rank]!.sequence, begin: entered[rank]!.time, peer: root, blocked: blocked[rank]! });
    }
  }

  finish(): Generated {
    return { ranks: this.ranks, records: this.sheets.map((sheet) => sheet.bytes), outputs: this.outputs, time: Math.max(...this.clock) + 0.01 };
  }

  private depart(sender: number, receiver: number): Message {
    this.messages++;
    const left = this.clock[sender]!;
    return { sender, receiver, number: ++this.sent[sender]!, sequence: this.next(), left, arrives: left + 0.002 + 0.004 * this.random() };
  }

  private post(rank: number): { sequence: number; time: number } {
    return { sequence: this.next(), time: this.clock[rank]! };
  }

  private write(rank: number, fields: Fields): void {
    this.sheets[rank]!.record(fields, this.next(), this.clock[rank]!);
  }

  private next(): number {
    return this.sequence++;
  }
}

/// Record bytes of one rank.
class Sheet {
  private words = new Int32Array(RECORD_WORDS * 64);
  private singles = new Float32Array(this.words.buffer);
  private doubles = new Float64Array(this.words.buffer);
  private used = 0;

  get bytes(): Uint8Array {
    return new Uint8Array(this.words.buffer, 0, this.used * 4);
  }

  record({ kind, flags, call, sequenceBegin, begin, peer, line, message, receipt, request, blocked, collective, algorithm }: Fields, sequenceEnd: number, end: number): void {
    const base = this.room(message === undefined ? TRACE_HEADER_WORDS : RECORD_WORDS);
    const { words, doubles } = this;
    const half = base >>> 1;
    words[base + TraceWord.Head] = kind | (flags << 8) | ((message === undefined ? TRACE_HEADER_WORDS : RECORD_WORDS) << 16);
    words[base + TraceWord.SequenceBegin] = sequenceBegin;
    words[base + TraceWord.SequenceEnd] = sequenceEnd;
    words[base + TraceWord.Lamport] = sequenceEnd;
    doubles[half + (TraceWord.Begin >>> 1)] = tick(begin);
    doubles[half + (TraceWord.End >>> 1)] = tick(end);
    words[base + TraceWord.Call] = call;
    words[base + TraceWord.Context] = WORLD_CONTEXT;
    words[base + TraceWord.Peer] = peer;
    words[base + TraceWord.Bytes] = message !== undefined || collective !== undefined ? 8 : 0;
    words[base + TraceWord.Type] = DOUBLE | ((message === undefined ? Protocol.None : Protocol.Eager) << 16) | ((algorithm ?? Algorithm.None) << 24);
    words[base + TraceWord.Line] = packLine(1, line);
    words[base + TraceWord.MessagePeer] = message === undefined ? NO_RANK : receipt === true ? message.sender : message.receiver;
    words[base + TraceWord.Message] = message?.number ?? 0;
    words[base + TraceWord.Request] = request ?? 0;
    this.singles[base + TraceWord.Blocked] = blocked ?? 0;
    words[base + TraceWord.Collective] = collective ?? 0;
    if (message === undefined) return;
    if (receipt === true) doubles[half + (TraceWord.Arrived >>> 1)] = tick(message.arrives);
    words[base + TraceWord.Preview] = 8;
    doubles[half + (TRACE_HEADER_WORDS >>> 1)] = message.number;
  }

  /// Which requests the call before completed.
  completed(...requests: readonly number[]): void {
    const length = TRACE_HEADER_WORDS + Math.ceil(requests.length / 2) * 2;
    const base = this.room(length);
    this.words[base + TraceWord.Head] = RecordKind.Completed | (length << 16);
    this.words[base + TraceWord.Preview] = requests.length * 4;
    this.words.set(requests, base + TRACE_HEADER_WORDS);
  }

  private room(words: number): number {
    const base = this.used;
    if (base + words > this.words.length) {
      const longer = new Int32Array(Math.ceil((this.words.length * 1.5) / 2) * 2);
      longer.set(this.words);
      this.words = longer;
      this.singles = new Float32Array(longer.buffer);
      this.doubles = new Float64Array(longer.buffer);
    }
    this.used += words;
    return base;
  }
}

/// A browser's clock: steps of 5 us.
function tick(time: number): number {
  return Math.floor(time * 200) / 200;
}

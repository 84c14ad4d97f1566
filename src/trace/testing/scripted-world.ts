/// For tests: a world whose ranks do what a script says, one step after another, and leave the records that an engine would.
///
/// Each rank has a clock of its own; a receive waits for its message's arrival. The script's order is the order of sequence numbers.

import type { RankNow } from '../../mpiexec/launcher';
import { Algorithm, ALL_RANKS, type MpiCall, MpiCall as Call, NO_RANK, type Output, packLine, PICKLE_TYPE_ID, Protocol, RankState, RecordFlag, RecordKind, Stream, TraceWord } from '../../protocol';
import { Recording } from '../recording';
import { recordBytes, type RecordFields } from './records';

export interface Message {
  readonly sender: number;
  readonly receiver: number;
  readonly number: number;
  readonly sequence: number;
  readonly left: number;
  readonly arrives: number;
  readonly tag: number;
  readonly bytes: number;
  readonly type: number;
  readonly protocol: Protocol;
  readonly preview: Uint8Array;
}

export interface SendOptions {
  tag?: number;
  line?: number;
  values?: readonly number[];
  pickle?: Uint8Array;
  protocol?: Protocol;
  flight?: number;
}

const DOUBLE = 16;

export class ScriptedWorld {
  readonly clock: number[];
  readonly records: Uint8Array[][];
  readonly outputs: Output[] = [];
  readonly open: RankNow[] = [];
  private sequence = 1;
  private readonly sent: number[];
  private readonly collectives = new Map<string, number>();
  private readonly requests: number[];

  constructor(readonly ranks: number, skew: (rank: number) => number = (rank) => rank * 0.013) {
    this.clock = Array.from({ length: ranks }, (_, rank) => 10 + skew(rank));
    this.records = Array.from({ length: ranks }, () => []);
    this.sent = new Array<number>(ranks).fill(0);
    this.requests = new Array<number>(ranks).fill(0);
  }

  compute(rank: number, milliseconds: number): void {
    this.clock[rank]! += milliseconds;
  }

  print(rank: number, text: string, line = 0, stream: Stream = Stream.Stdout): void {
    this.outputs.push({ rank, sequence: this.next(), stream, line: line === 0 ? 0 : packLine(1, line), time: this.clock[rank]!, bytes: new TextEncoder().encode(text) });
    this.compute(rank, 0.02);
  }

  /// A blocking send that returns at once.
  send(rank: number, receiver: number, options: SendOptions = {}): Message {
    const message = this.depart(rank, receiver, options);
    this.compute(rank, 0.015);
    this.write(rank, { kind: RecordKind.Call, call: Call.Send, ...this.sendFields(message, options), flags: RecordFlag.CarriesSend | objectFlag(options), sequenceBegin: message.sequence, sequenceEnd: this.next(), begin: message.left, end: this.clock[rank]! });
    return message;
  }

  /// A blocking receive of `message`, posted now.
  receive(rank: number, message: Message, options: { line?: number; any?: boolean } = {}): void {
    this.receiveFrom(rank, message, this.post(rank), options);
  }

  /// When a receive is posted: take this before the send to make the rank wait.
  post(rank: number): { sequence: number; time: number } {
    return { sequence: this.next(), time: this.clock[rank]! };
  }

  receiveFrom(rank: number, message: Message, posted: { sequence: number; time: number }, options: { line?: number; any?: boolean } = {}): void {
    const unexpected = message.sequence < posted.sequence && message.arrives <= posted.time;
    this.clock[rank] = Math.max(this.clock[rank]!, message.arrives) + 0.01;
    this.write(rank, {
      kind: RecordKind.Call, call: Call.Recv, ...receiptFields(message), peer: options.any === true ? -1 : message.sender, tag: message.tag, line: lineWord(options.line),
      flags: RecordFlag.CarriesReceive | (unexpected ? RecordFlag.Unexpected : 0) | (message.type === PICKLE_TYPE_ID ? RecordFlag.Object : 0), sequenceBegin: posted.sequence, sequenceEnd: this.next(),
      begin: posted.time, end: this.clock[rank]!, blocked: unexpected ? 0 : Math.max(0, message.arrives - posted.time),
    });
  }

  /// A send that ends when `receive` of the other rank is there: rendezvous.
  rendezvous(rank: number, receiver: number, options: SendOptions & { receiveLine?: number; call?: MpiCall }): void {
    const message = this.depart(rank, receiver, { ...options, protocol: options.protocol ?? Protocol.Rendezvous });
    const posted = this.post(receiver);
    this.receiveFrom(receiver, message, posted, options.receiveLine === undefined ? {} : { line: options.receiveLine });
    const begun = this.clock[rank]!;
    this.clock[rank] = Math.max(this.clock[rank]!, this.clock[receiver]!) + 0.01;
    this.write(rank, { kind: RecordKind.Call, call: options.call ?? Call.Send, ...this.sendFields(message, options), flags: RecordFlag.CarriesSend, sequenceBegin: message.sequence, sequenceEnd: this.next(), begin: begun, end: this.clock[rank]!, blocked: this.clock[rank]! - begun });
  }

  isend(rank: number, receiver: number, options: SendOptions = {}): { message: Message; request: number } {
    const request = ++this.requests[rank]!;
    const message = this.depart(rank, receiver, options);
    this.compute(rank, 0.01);
    const times = { sequenceBegin: message.sequence, sequenceEnd: this.next(), begin: message.left, end: this.clock[rank]! };
    this.write(rank, { kind: RecordKind.Send, call: Call.Isend, ...this.sendFields(message, options), ...times, request });
    this.write(rank, { kind: RecordKind.Call, call: Call.Isend, flags: RecordFlag.Nonblocking, peer: receiver, tag: options.tag ?? 0, line: lineWord(options.line), bytes: message.bytes, type: message.type, ...times, request });
    return { message, request };
  }

  irecv(rank: number, source: number, line?: number): { request: number; posted: { sequence: number; time: number } } {
    const request = ++this.requests[rank]!;
    const posted = this.post(rank);
    this.compute(rank, 0.01);
    this.write(rank, { kind: RecordKind.Call, call: Call.Irecv, flags: RecordFlag.Nonblocking, peer: source, line: lineWord(line), sequenceBegin: posted.sequence, sequenceEnd: this.next(), begin: posted.time, end: this.clock[rank]!, request });
    return { request, posted };
  }

  /// Waits for a request; `message` is what an Irecv gets.
  wait(rank: number, started: { request: number; posted?: { sequence: number; time: number }; message?: Message }, received: Message | null, line?: number): void {
    const begin = this.post(rank);
    if (received !== null && started.posted !== undefined) {
      this.clock[rank] = Math.max(this.clock[rank]!, received.arrives) + 0.005;
      this.write(rank, { kind: RecordKind.Receive, call: Call.Irecv, ...receiptFields(received), peer: received.sender, tag: received.tag, line: lineWord(line), sequenceBegin: started.posted.sequence, sequenceEnd: this.next(), begin: started.posted.time, end: this.clock[rank]!, request: started.request });
    }
    this.compute(rank, 0.005);
    this.write(rank, { kind: RecordKind.Call, call: Call.Wait, line: lineWord(line), sequenceBegin: begin.sequence, sequenceEnd: this.next(), begin: begin.time, end: this.clock[rank]!, blocked: Math.max(0, this.clock[rank]! - begin.time - 0.01), request: started.request });
  }

  /// A collective by its algorithm's messages, each [from, to], in order; the records of all members.
  collective(call: MpiCall, members: readonly number[], messages: readonly (readonly [number, number])[], options: { root?: number; line?: number; context?: number; object?: boolean; algorithm?: Algorithm } = {}): void {
    const context = options.context ?? 0;
    const number = this.nextCollective(context);
    const entered = new Map(members.map((rank) => [rank, this.post(rank)]));
    const blocked = new Map<number, number>();
    const common = { context, call, collective: number, line: lineWord(options.line), algorithm: options.algorithm ?? Algorithm.Binomial };
    for (const [from, to] of messages) {
      const message = this.depart(from, to, { values: [10, 11, 12] });
      this.compute(from, 0.01);
      this.write(from, { kind: RecordKind.Send, ...this.sendFields(message, {}), ...common, flags: RecordFlag.Internal, sequenceBegin: message.sequence, sequenceEnd: this.next(), begin: message.left, end: this.clock[from]! });
      const begin = this.post(to);
      blocked.set(to, (blocked.get(to) ?? 0) + Math.max(0, message.arrives - begin.time));
      this.clock[to] = Math.max(this.clock[to]!, message.arrives) + 0.01;
      this.write(to, { kind: RecordKind.Receive, ...receiptFields(message), ...common, flags: RecordFlag.Internal, sequenceBegin: begin.sequence, sequenceEnd: this.next(), begin: begin.time, end: this.clock[to]!, peer: from });
    }
    for (const rank of members) {
      const begin = entered.get(rank)!;
      this.compute(rank, 0.01);
      this.write(rank, { kind: RecordKind.Call, ...common, flags: options.object === true ? RecordFlag.Object : 0, peer: options.root ?? NO_RANK, bytes: 24, type: options.object === true ? PICKLE_TYPE_ID : DOUBLE, sequenceBegin: begin.sequence, sequenceEnd: this.next(), begin: begin.time, end: this.clock[rank]!, blocked: blocked.get(rank) ?? 0 });
    }
  }

  /// Leaves a rank in a call that never ends.
  hang(rank: number, call: MpiCall, waitsFor: number, options: { line?: number; tag?: number; context?: number } = {}): void {
    const { sequence, time } = this.post(rank);
    this.open.push({ rank, state: RankState.Waiting, call, flags: 0, waitsFor, tag: options.tag ?? -1, context: options.context ?? 0, since: time, sequence, line: lineWord(options.line), unexpected: 0 });
  }

  hangInCollective(rank: number, call: MpiCall, line?: number): void {
    this.hang(rank, call, ALL_RANKS, line === undefined ? {} : { line });
  }

  /// Shifts the clock that each rank's records were read from, as if workers' clocks disagreed.
  skew(milliseconds: readonly number[]): void {
    this.records.forEach((records, rank) => {
      for (const bytes of records) {
        const floats = new Float64Array(bytes.buffer);
        for (const word of [TraceWord.Begin, TraceWord.End, TraceWord.Arrived]) floats[word / 2]! += milliseconds[rank] ?? 0;
      }
    });
  }

  /// The whole run as the recording that a page would hold.
  recording(sources: readonly string[] = ['mpiEx.py'], extraTime = 0.05): Recording {
    const recording = new Recording();
    recording.start({ ranks: this.ranks, sources });
    this.records.forEach((records, rank) => records.forEach((bytes) => recording.trace(rank, bytes)));
    recording.output(this.outputs);
    const time = Math.max(...this.clock) + extraTime;
    recording.now(this.open, time);
    recording.end(time);
    return recording;
  }

  private depart(sender: number, receiver: number, options: SendOptions): Message {
    const values = options.pickle ?? new Uint8Array(new Float64Array(options.values ?? []).buffer);
    const left = this.clock[sender]!;
    return {
      sender, receiver, number: ++this.sent[sender]!, sequence: this.next(), left, arrives: left + (options.flight ?? 0.05), tag: options.tag ?? 0, bytes: values.length,
      type: options.pickle === undefined ? DOUBLE : PICKLE_TYPE_ID, protocol: options.protocol ?? Protocol.Eager, preview: values.slice(0, 64),
    };
  }

  private sendFields(message: Message, options: SendOptions): Partial<RecordFields> {
    return {
      peer: message.receiver, tag: message.tag, bytes: message.bytes, type: message.type, protocol: message.protocol, message: message.number,
      messagePeer: message.receiver, messageTag: message.tag, preview: message.preview, line: lineWord(options.line),
    };
  }

  private nextCollective(context: number): number {
    const number = (this.collectives.get(String(context)) ?? 0) + 1;
    this.collectives.set(String(context), number);
    return number;
  }

  private write(rank: number, fields: Partial<RecordFields> & Pick<RecordFields, 'kind' | 'sequenceBegin' | 'sequenceEnd' | 'begin' | 'end'>): void {
    this.records[rank]!.push(recordBytes({ ...fields, begin: tick(fields.begin), end: tick(fields.end) }));
  }

  private next(): number {
    return this.sequence++;
  }
}

/// A browser's clock: steps of 5 us.
function tick(time: number): number {
  return Math.floor(time * 200) / 200;
}

function lineWord(line: number | undefined): number {
  return line === undefined ? 0 : packLine(1, line);
}

function objectFlag(options: SendOptions): number {
  return options.pickle === undefined ? 0 : RecordFlag.Object;
}

function receiptFields(message: Message): Partial<RecordFields> {
  return {
    bytes: message.bytes, type: message.type, protocol: message.protocol, message: message.number, messagePeer: message.sender, messageTag: message.tag,
    arrived: tick(message.arrives), preview: message.preview,
  };
}

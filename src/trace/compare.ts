/// How two runs differ: what each rank did is aligned by program order, then matches, values, outcomes and prints of aligned calls are
/// compared. Times are not: they never agree.
///
/// `here` is the run that is looked at, `there` the other.

import { ALGORITHM_NAMES, isCollective, MpiCall, RecordFlag, unpackLine } from '../protocol';
import { align } from './align';
import { callAround } from './dependencies';
import { type Item, payloadWords } from './describe';
import type { Emphasis } from './emphasis';
import { previewPayload } from './preview';
import type { Recording } from './recording';
import { wasCutOff } from './waiting';
import { callName, sourceLine, sourceName, tagName } from './words';

export type DifferenceKind =
  /// The number of ranks.
  | 'ranks'
  /// A receive took another message: of another sender, or another of the same one.
  | 'match'
  /// Calls that only one of the runs made.
  | 'calls'
  /// One failed or never ended, the other did not.
  | 'outcome'
  /// What was sent, contributed or printed.
  | 'value'
  /// A call that named another rank or tag; another request completed first; another algorithm.
  | 'choice'
  /// The order of prints of several ranks.
  | 'order';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly sentence: string;
  /// What to look at in each run; null where there is nothing.
  readonly here: Item | null;
  readonly there: Item | null;
  /// Sequence number of the run here at which it shows.
  readonly at: number;
}

export interface Comparison {
  /// By event row: the row of the same call in the other run, -1 for none. Of rows that are no calls: -1.
  readonly toThere: Int32Array;
  readonly toHere: Int32Array;
  /// In the order in which they show here; of more than `MOST_DIFFERENCES` the first.
  readonly differences: readonly Difference[];
  readonly more: number;
  /// What differs, in each run.
  readonly lit: { readonly here: Emphasis; readonly there: Emphasis };
  readonly pairs: number;
}

export const MOST_DIFFERENCES = 300;

/// Compares two recordings that have ended. O(events) where they are much alike.
export function compare(here: Recording, there: Recording): Comparison {
  return new Comparing(here, there).result();
}

/// Calls whose number depends on time alone: they are no part of what a rank did.
function isPoll(call: number): boolean {
  switch (call) {
    case MpiCall.Iprobe: case MpiCall.Improbe: case MpiCall.Test: case MpiCall.Testany: case MpiCall.Testall: case MpiCall.Testsome: case MpiCall.Parrived: case MpiCall.GetStatus: case MpiCall.WinTest:
      return true;
    default:
      return false;
  }
}

class Comparing {
  private readonly toThere: Int32Array;
  private readonly toHere: Int32Array;
  private readonly differences: Difference[] = [];
  private readonly differs: { readonly here: Marks; readonly there: Marks };
  private readonly receipts: { readonly here: Int32Array; readonly there: Int32Array };
  private readonly lines: { readonly here: Lines; readonly there: Lines };
  private readonly byLine: boolean;
  private pairs = 0;

  constructor(private readonly here: Recording, private readonly there: Recording) {
    this.toThere = new Int32Array(here.events.length).fill(-1);
    this.toHere = new Int32Array(there.events.length).fill(-1);
    this.differs = { here: new Marks(here), there: new Marks(there) };
    this.receipts = { here: receiptsOf(here), there: receiptsOf(there) };
    this.lines = { here: new Lines(here), there: new Lines(there) };
    this.byLine = mostlyWithin(this.lines.here.all(), this.lines.there.all());
  }

  result(): Comparison {
    const { here, there } = this;
    const ranks = Math.min(here.ranks, there.ranks);
    if (here.ranks !== there.ranks) {
      this.tell('ranks', `${here.ranks} ranks here, ${there.ranks} there: ${ranks === 1 ? 'rank 0 is' : `ranks 0 to ${ranks - 1} are`} compared`, null, null, -1);
    }
    const calls = Array.from({ length: ranks }, (_, rank) => this.pairCalls(rank));
    calls.forEach((paired, rank) => this.compareCalls(rank, paired));
    this.comparePrints(ranks);
    this.differences.sort((a, b) => a.at - b.at);
    return {
      toThere: this.toThere, toHere: this.toHere, pairs: this.pairs,
      differences: this.differences.slice(0, MOST_DIFFERENCES), more: Math.max(0, this.differences.length - MOST_DIFFERENCES),
      lit: { here: this.differs.here.emphasis('what differs from the other run'), there: this.differs.there.emphasis('what differs from this run') },
    };
  }

  private pairCalls(rank: number): { readonly here: Int32Array; readonly there: Int32Array } {
    const rows = { here: deeds(this.here, rank), there: deeds(this.there, rank) };
    const [a, b] = align(rows.here.length, rows.there.length, (i, j) => this.isSameCall(rows.here[i]!, rows.there[j]!));
    for (let i = 0; i < a.length; i++) {
      this.toThere[rows.here[a[i]!]!] = rows.there[b[i]!]!;
      this.toHere[rows.there[b[i]!]!] = rows.here[a[i]!]!;
    }
    this.pairs += a.length;
    return rows;
  }

  /// Calls on one line are the same whomever they name: a loop over ranks may go another way. Where lines do not tell, peer and tag must.
  private isSameCall(a: number, b: number): boolean {
    const [x, y] = [this.here.events, this.there.events];
    if (x.call[a] !== y.call[b] || x.context[a] !== y.context[b] || ((x.flags[a]! ^ y.flags[b]!) & RecordFlag.Object) !== 0) return false;
    if (this.byLine && x.line[a] !== 0) return this.lines.here.name(x.line[a]!) === this.lines.there.name(y.line[b]!);
    return x.peer[a] === y.peer[b] && x.tag[a] === y.tag[b];
  }

  /// Walks both lists of a rank's calls together; neighbours that only one has are one difference.
  private compareCalls(rank: number, { here, there }: { readonly here: Int32Array; readonly there: Int32Array }): void {
    const { events } = this.here;
    const count = new Uint32Array(512);
    // How often the rank made a call like this one before, and now.
    const nth = (row: number): number => ++count[(events.call[row]! * 2 + (events.has(row, RecordFlag.Object) ? 1 : 0)) & 511]!;
    let [i, j] = [0, 0];
    let at = 0;
    while (i < here.length || j < there.length) {
      const [a, b] = [i < here.length ? here[i]! : -1, j < there.length ? there[j]! : -1];
      if (a >= 0 && b >= 0 && this.toThere[a] === b) {
        at = events.sequenceBegin[a]!;
        this.comparePair(rank, a, b, nth(a));
        i++;
        j++;
        continue;
      }
      const extra: number[] = [];
      const missing: number[] = [];
      for (; i < here.length && this.toThere[here[i]!]! < 0; i++) {
        extra.push(here[i]!);
        nth(here[i]!);
      }
      for (; j < there.length && this.toHere[there[j]!]! < 0; j++) missing.push(there[j]!);
      if (extra.length === 0 && missing.length === 0) break;
      this.tellCalls(rank, extra, missing, extra[0] === undefined ? at : events.sequenceBegin[extra[0]]!);
    }
    this.compareOpen(rank);
  }

  private tellCalls(rank: number, extra: readonly number[], missing: readonly number[], at: number): void {
    for (const row of extra) this.differs.here.event(row);
    for (const row of missing) this.differs.there.event(row);
    const named = (recording: Recording, rows: readonly number[]): string => {
      const words = rows.slice(0, 3).map((row) => `${callName(recording.events.call[row]!, recording.events.flags[row]!)}${lineWords(recording, row)}`);
      return `${words.join(', ')}${rows.length > 3 ? ` and ${rows.length - 3} more` : ''}`;
    };
    const sentence = missing.length === 0 ? `rank ${rank} called ${named(this.here, extra)} only here`
      : extra.length === 0 ? `rank ${rank} called ${named(this.there, missing)} only there`
      : `rank ${rank} called ${named(this.here, extra)} here, ${named(this.there, missing)} there`;
    this.tell('calls', sentence, call(extra[0]), call(missing[0]), at);
  }

  private comparePair(rank: number, a: number, b: number, nth: number): void {
    const { here, there } = this;
    const [x, y] = [here.events, there.events];
    // Made only for what differs: nearly nothing does.
    const name = (): string => `rank ${rank}’s ${ordinal(nth)} ${callName(x.call[a]!, x.flags[a]!)}${lineWords(here, a)}`;
    const at = x.sequenceBegin[a]!;
    const [outcomeHere, outcomeThere] = [outcome(here, a), outcome(there, b)];
    if (outcomeHere !== outcomeThere) {
      this.mark(a, b);
      return this.tell('outcome', `${name()} ${outcomeHere} here, ${outcomeThere} there`, call(a), call(b), at);
    }
    if (x.peer[a] !== y.peer[b] || x.tag[a] !== y.tag[b]) {
      this.mark(a, b);
      const named = (recording: Recording, row: number): string => `${sourceName(recording.events.peer[row]!)}${x.tag[a] === y.tag[b] ? '' : `, tag ${tagName(recording.events.tag[row]!)}`}`;
      return this.tell('choice', `${name()} named ${named(here, a)} here, ${named(there, b)} there`, call(a), call(b), at);
    }
    const [got, gave] = [this.receipts.here[a]!, this.receipts.there[b]!];
    if (got >= 0 && gave >= 0) return this.compareReceipts(name, a, b, got, gave, at);
    if (x.call[a] === MpiCall.Waitany && x.request[a] !== y.request[b]) {
      this.mark(a, b);
      return this.tell('choice', `${name()} completed request ${x.request[a]} here, request ${y.request[b]} there`, call(a), call(b), at);
    }
    const [group, other] = [x.collective[a]!, y.collective[b]!];
    if (group >= 0 && other >= 0) {
      const [one, two] = [here.collectives.algorithm[group]!, there.collectives.algorithm[other]!];
      if (one !== two && rank === lowestMember(here, group)) {
        this.mark(a, b);
        this.tell('choice', `${callName(x.call[a]!, x.flags[a]!)}${lineWords(here, a)} went by ${ALGORITHM_NAMES[one] || 'no algorithm of its own'} here, by ${ALGORITHM_NAMES[two] || 'no algorithm of its own'} there`, { kind: 'collective', row: group }, { kind: 'collective', row: other }, at);
      }
    }
    this.compareValues(name, a, b, at);
  }

  private compareReceipts(name: () => string, a: number, b: number, got: number, gave: number, at: number): void {
    const { here, there } = this;
    const [message, other] = [here.events.message[got]!, there.events.message[gave]!];
    const [sender, otherSender] = [here.events.messagePeer[got]!, there.events.messagePeer[gave]!];
    if (sender !== otherSender) {
      this.mark(a, b, message, other);
      return this.tell('match', `${name()} took ${sourceName(sender)}’s message here, ${sourceName(otherSender)}’s there`, item(message, got), item(other, gave), at);
    }
    const [send, otherSend] = [sendingCallOf(here, message), sendingCallOf(there, other)];
    const paired = send >= 0 ? this.toThere[send]! : -1;
    if (send >= 0 && otherSend >= 0 && paired >= 0 && paired !== otherSend) {
      this.mark(a, b, message, other);
      return this.tell('match', `${name()} took another message of rank ${sender}: that sent at${lineWords(here, send, ' ')} here, at${lineWords(there, otherSend, ' ')} there`, item(message, got), item(other, gave), at);
    }
    // What came is what was sent: told at the sender, unless that is not known.
    if (send < 0 || otherSend < 0) this.compareValues(name, got, gave, at);
  }

  /// `a` and `b` are event rows that hold what was sent, contributed or received.
  private compareValues(name: () => string, a: number, b: number, at: number): void {
    const { here, there } = this;
    const [x, y] = [here.events, there.events];
    const [send, otherSend] = [payloadOf(here, a), payloadOf(there, b)];
    const sameHead = sameBytes(x.preview(send), y.preview(otherSend));
    if (x.bytes[send] === y.bytes[otherSend] && sameHead) return;
    this.mark(a, b, x.message[send]!, y.message[otherSend]!);
    const words = (recording: Recording, row: number): string => previewPayload(recording.events.type[row]!, recording.events.preview(row), recording.events.bytes[row]!) || 'nothing';
    const [one, two] = [words(here, send), words(there, otherSend)];
    const sentence = one === two ? `${name()} had ${payloadWords(here, send)} here, ${payloadWords(there, otherSend)} there` : `${name()} had ${one} here, ${two} there`;
    this.tell('value', sentence, call(a), call(b), at);
  }

  /// Calls that no record tells the end of.
  private compareOpen(rank: number): void {
    const [one, two] = [this.here.open[rank] ?? null, this.there.open[rank] ?? null];
    if (one === null && two === null) return;
    if (one !== null && two !== null && one.call === two.call) return;
    const words = (open: typeof one): string => (open === null ? 'got to its end' : `never left ${callName(open.call, open.flags)}`);
    if (one !== null) this.differs.here.open(rank);
    if (two !== null) this.differs.there.open(rank);
    this.tell('outcome', `rank ${rank} ${words(one)} here, ${words(two)} there`, one === null ? null : { kind: 'open', rank }, two === null ? null : { kind: 'open', rank }, one?.sequence ?? Infinity);
  }

  private comparePrints(ranks: number): void {
    const { here, there } = this;
    const pairs: { readonly a: number; readonly b: number }[] = [];
    for (let rank = 0; rank < ranks; rank++) {
      const [one, two] = [here.printsOf[rank]!, there.printsOf[rank]!];
      const [texts, others] = [textsOf(here, rank), textsOf(there, rank)];
      const [a, b] = align(one.length, two.length, (i, j) => texts[i] === others[j]);
      let [i, j] = [0, 0];
      const until = (nextI: number, nextJ: number): void => {
        // Prints between two that agree, in pairs as far as both have some.
        for (; i < nextI || j < nextJ; i++, j++) {
          const [p, q] = [i < nextI ? one.at(i) : -1, j < nextJ ? two.at(j) : -1];
          if (p >= 0) this.differs.here.print(p);
          if (q >= 0) this.differs.there.print(q);
          const sentence = p < 0 ? `rank ${rank} wrote ${quoted(others[j]!)} only there` : q < 0 ? `rank ${rank} wrote ${quoted(texts[i]!)} only here` : `rank ${rank} wrote ${quoted(texts[i]!)} here, ${quoted(others[j]!)} there`;
          this.tell('value', sentence, p < 0 ? null : { kind: 'print', row: p }, q < 0 ? null : { kind: 'print', row: q }, here.prints.sequence[p >= 0 ? p : one.at(Math.min(i, one.length - 1))] ?? 0);
        }
        [i, j] = [nextI, nextJ];
      };
      for (let at = 0; at < a.length; at++) {
        until(a[at]!, b[at]!);
        pairs.push({ a: one.at(i), b: two.at(j) });
        i++;
        j++;
      }
      until(one.length, two.length);
    }
    this.compareOrder(pairs);
  }

  /// Whether prints of several ranks came in another order.
  private compareOrder(pairs: readonly { readonly a: number; readonly b: number }[]): void {
    const { here, there } = this;
    const byHere = pairs.toSorted((p, q) => here.prints.sequence[p.a]! - here.prints.sequence[q.a]!);
    const byThere = pairs.toSorted((p, q) => there.prints.sequence[p.b]! - there.prints.sequence[q.b]!);
    const first = byHere.findIndex((pair, i) => pair !== byThere[i]);
    if (first < 0) return;
    for (let i = first; i < byHere.length; i++) {
      if (byHere[i] === byThere[i]) continue;
      this.differs.here.print(byHere[i]!.a);
      this.differs.there.print(byThere[i]!.b);
    }
    const order = (list: readonly { readonly a: number }[]): string => list.slice(first, first + 6).map(({ a }) => here.prints.rank[a]).join(', ');
    const rest = byHere.length - first > 6 ? ', …' : '';
    this.tell('order', `prints came in another order${first === 0 ? '' : ` from the ${ordinal(first + 1)} on`}: of ranks ${order(byHere)}${rest} here, ${order(byThere)}${rest} there`, { kind: 'print', row: byHere[first]!.a }, { kind: 'print', row: byThere[first]!.b }, here.prints.sequence[byHere[first]!.a]!);
  }

  private mark(a: number, b: number, message = -1, other = -1): void {
    this.differs.here.event(a);
    this.differs.there.event(b);
    this.differs.here.message(message);
    this.differs.there.message(other);
  }

  private tell(kind: DifferenceKind, sentence: string, here: Item | null, there: Item | null, at: number): void {
    this.differences.push({ kind, sentence, here, there, at });
  }
}

/// What stands out in one of the runs.
class Marks {
  private readonly events: Uint8Array;
  private readonly messages: Uint8Array;
  private readonly prints: Uint8Array;
  private readonly opens = new Set<number>();

  constructor({ events, messages, prints }: Recording) {
    this.events = new Uint8Array(events.length);
    this.messages = new Uint8Array(messages.length);
    this.prints = new Uint8Array(prints.length);
  }

  event(row: number): void {
    if (row >= 0) this.events[row] = 1;
  }

  message(row: number): void {
    if (row >= 0) this.messages[row] = 1;
  }

  print(row: number): void {
    if (row >= 0) this.prints[row] = 1;
  }

  open(rank: number): void {
    this.opens.add(rank);
  }

  emphasis(title: string): Emphasis {
    return { title, event: (row) => this.events[row] === 1, message: (row) => this.messages[row] === 1, print: (row) => this.prints[row] === 1, open: (rank) => this.opens.has(rank) };
  }
}

/// Source lines by name: runs number their files in the order in which they meet them.
class Lines {
  private readonly names = new Map<number, string>();
  // Neighbours are often on one line.
  private last = 0;
  private lastName = '';

  constructor(private readonly recording: Recording) {}

  name(word: number): string {
    if (word === this.last) return this.lastName;
    let name = this.names.get(word);
    if (name === undefined) {
      const { file, line } = unpackLine(word);
      this.names.set(word, (name = word === 0 ? '' : `${this.recording.sources[file - 1] ?? ''}:${line}`));
    }
    this.last = word;
    this.lastName = name;
    return name;
  }

  /// Of all calls.
  all(): ReadonlySet<string> {
    const { events } = this.recording;
    for (let row = 0; row < events.length; row++) if (events.isCall(row)) this.name(events.line[row]!);
    return new Set(this.names.values());
  }
}

/// Lines tell calls apart when nearly all of the smaller set are in the other: else the program was edited in between.
function mostlyWithin(one: ReadonlySet<string>, two: ReadonlySet<string>): boolean {
  const [small, large] = one.size <= two.size ? [one, two] : [two, one];
  let shared = 0;
  for (const name of small) if (large.has(name)) shared++;
  return shared >= small.size * 0.8;
}

/// A rank's calls without polls.
function deeds({ events, callsOf }: Recording, rank: number): Int32Array {
  const calls = callsOf[rank]!;
  const rows = new Int32Array(calls.length);
  let count = 0;
  for (let i = 0; i < calls.length; i++) {
    const row = calls.at(i);
    if (!isPoll(events.call[row]!)) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

/// By event row of a call that receives or starts to: the row that holds its receipt, -1 for none.
function receiptsOf(recording: Recording): Int32Array {
  const { events, requests, messages } = recording;
  const receipts = new Int32Array(events.length).fill(-1);
  for (let message = 0; message < messages.length; message++) {
    const receive = messages.receive[message]!;
    if (receive < 0 || messages.internal[message] !== 0) continue;
    const rank = events.rank[receive]!;
    const request = events.request[receive]! > 0 ? requests.find(rank, events.request[receive]!) : -1;
    const of = events.isCall(receive) ? receive : request >= 0 ? requests.start[request]! : callAround(recording, recording.callsOf[rank]!, events.sequenceEnd[receive]!);
    if (of >= 0) receipts[of] = receive;
  }
  return receipts;
}

/// The call that sent a message: the one that carries it, that started its request, or that it left in.
function sendingCallOf(recording: Recording, message: number): number {
  const { events, messages, requests } = recording;
  const send = message < 0 ? -1 : messages.send[message]!;
  if (send < 0 || events.isCall(send)) return send;
  const rank = events.rank[send]!;
  const request = events.request[send]! > 0 ? requests.find(rank, events.request[send]!) : -1;
  return request >= 0 ? requests.start[request]! : callAround(recording, recording.callsOf[rank]!, events.sequenceBegin[send]!);
}

/// The row that keeps what a call sent: of an Isend that is the record of its message.
function payloadOf({ events, requests, messages }: Recording, row: number): number {
  if (!events.isCall(row) || !events.has(row, RecordFlag.Nonblocking) || events.preview(row).length > 0) return row;
  const rank = events.rank[row]!;
  const request = requests.find(rank, events.request[row]!);
  if (request < 0 || isCollective(events.call[row]!)) return row;
  // The departure of an Isend stands right before its call.
  for (let before = row - 1; before >= 0 && before > row - 3; before--) {
    if (events.rank[before] === rank && events.request[before] === events.request[row] && events.message[before]! >= 0 && messages.send[events.message[before]!] === before) return before;
  }
  return row;
}

function outcome(recording: Recording, row: number): string {
  if (wasCutOff(recording, row)) return 'never ended';
  return recording.events.has(row, RecordFlag.Failed) ? 'raised an error' : 'went well';
}

function lowestMember({ collectives, events }: Recording, group: number): number {
  const members = collectives.members[group]!;
  let lowest = Infinity;
  for (let i = 0; i < members.length; i++) lowest = Math.min(lowest, events.rank[members.at(i)]!);
  return lowest;
}

function textsOf({ prints, printsOf }: Recording, rank: number): readonly string[] {
  const rows = printsOf[rank]!;
  return Array.from({ length: rows.length }, (_, i) => prints.text(rows.at(i)));
}

function quoted(text: string): string {
  const line = text.replace(/\n$/u, '');
  return `“${line.length > 60 ? `${line.slice(0, 60)}…` : line}”`;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function call(row: number | undefined): Item | null {
  return row === undefined || row < 0 ? null : { kind: 'call', row };
}

function item(message: number, row: number): Item {
  return message >= 0 ? { kind: 'message', row: message } : { kind: 'call', row };
}

/// ` (line 14)`; with `form` ' ' ` line 14`.
function lineWords(recording: Recording, row: number, form: ' (' | ' ' = ' ('): string {
  const source = sourceLine(recording, recording.events.line[row]!);
  return source === null ? '' : `${form}line ${source.line}${form === ' (' ? ')' : ''}`;
}

export function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teens ? 'th' : n % 10 === 1 ? 'st' : n % 10 === 2 ? 'nd' : n % 10 === 3 ? 'rd' : 'th'}`;
}

/// How much two runs differ, in a sentence.
export function comparisonSentence({ differences, more, pairs }: Comparison): string {
  if (differences.length === 0) return `The two runs did the same: ${pairs.toLocaleString('en')} calls with the same matches and values, and the same prints in the same order. Only times differ.`;
  const count = new Map<DifferenceKind, number>();
  for (const { kind } of differences) count.set(kind, (count.get(kind) ?? 0) + 1);
  const words: Readonly<Record<DifferenceKind, (n: number) => string>> = {
    ranks: () => 'another number of ranks',
    match: (n) => (n === 1 ? '1 receive that took another message' : `${n} receives that took another message`),
    calls: (n) => (n === 1 ? '1 place with other calls' : `${n} places with other calls`),
    outcome: (n) => (n === 1 ? '1 other outcome' : `${n} other outcomes`),
    value: (n) => (n === 1 ? '1 other value' : `${n} other values`),
    choice: (n) => (n === 1 ? '1 other choice' : `${n} other choices`),
    order: () => 'another order of prints',
  };
  const parts = [...count].map(([kind, n]) => words[kind](n));
  const all = parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return `The runs differ: ${all}${more > 0 ? `, and ${more.toLocaleString('en')} more differences` : ''}. Of ${pairs.toLocaleString('en')} calls that both made, the first difference is: ${differences[0]!.sentence}.`;
}

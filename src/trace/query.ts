/// What a person looks for in a run, typed: `recv`, `rank 2 wait`, `2 -> 0 tag 7`, `heat.py:14`, `"done"`, `#120`. Words are joined by "and".

import { MPI_CALLS, RankState, RecordFlag } from '../protocol';
import { receivingCall, sendingCall } from './links';
import type { Recording } from './recording';
import { sourceLine } from './words';

/// Tells rows that were asked for; by row of events (calls), messages, prints; unfinished calls by rank.
export interface Query {
  /// The stop asked for by number, from 1; null when none was.
  readonly number: number | null;
  /// Whether messages were asked for, rather than calls and prints.
  readonly messages: boolean;
  call(row: number): boolean;
  message(row: number): boolean;
  print(row: number): boolean;
  open(rank: number): boolean;
}

/// One word of a query: what it says of each kind of thing. Kinds left out are not meant by it.
type Term = Partial<Pick<Query, 'call' | 'message' | 'print' | 'open'>>;

export const QUERY_HELP = 'Call names (recv, bcast), rank 2, from 1, to 0, 1 -> 0, tag 7, line 14, heat.py:14, wait, message, print, unexpected, lost, failed, "text printed", #120 for the event of that number';

/// A query read from text, or a sentence on what is wrong with it.
export function readQuery(recording: Recording, text: string): Query | string {
  const words = text.trim().toLowerCase().replaceAll(/\s*(?:->|→)\s*/gu, '->').match(/"[^"]*"?|\S+/gu) ?? [];
  if (words.length === 0) return 'Type what to look for.';
  const terms: Term[] = [];
  let number: number | null = null;
  let messages = false;
  // Messages that collectives are made of are found by the collective's name only.
  let inside = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!.replace(/[,;]$/u, '');
    const value = (): number | null => {
      const next = words[i + 1];
      if (next === undefined || !/^-?\d+$/u.test(next)) return null;
      i++;
      return Number(next);
    };
    const numbered = (make: (value: number) => Term): string | null => {
      const asked = value();
      if (asked === null) return `After “${word}” comes a number.`;
      terms.push(make(asked));
      return null;
    };
    const arrow = /^(\d*)->(\d*)$/u.exec(word);
    const place = /^(.*?):?(\d+)$/u.exec(word);
    let problem: string | null = null;
    if (word === 'next' || (word === 'event' && words[i + 1] === 'number') || word === 'and' || word === 'a' || word === 'the' || word === 'of' || word === 'any') continue;
    else if (/^#?\d+$/u.test(word)) number = Number(word.replace('#', ''));
    else if (word === 'event' || word === 'number') {
      number = value();
      if (number === null) problem = `After “${word}” comes a number.`;
    } else if (word === 'rank') problem = numbered((rank) => ofRank(recording, rank));
    else if (word === 'from') {
      messages = true;
      problem = numbered((rank) => between(recording, rank, null));
    } else if (word === 'to') {
      messages = true;
      problem = numbered((rank) => between(recording, null, rank));
    } else if (arrow !== null && (arrow[1] !== '' || arrow[2] !== '')) {
      messages = true;
      terms.push(between(recording, arrow[1] === '' ? null : Number(arrow[1]), arrow[2] === '' ? null : Number(arrow[2])));
    } else if (word === 'tag') problem = numbered((tag) => ofTag(recording, tag));
    else if (word === 'line') problem = numbered((line) => onLine(recording, null, line));
    else if (place !== null && word.includes(':')) terms.push(onLine(recording, place[1]!, Number(place[2])));
    else if (/^"/u.test(word)) terms.push(writes(recording, word.replaceAll('"', '')));
    else if (/^wait(s|ing|ed)?$/u.test(word)) terms.push(waiting(recording));
    else if (/^messages?$/u.test(word)) {
      messages = true;
      terms.push({ message: () => true });
    } else if (/^prints?$/u.test(word)) terms.push({ print: () => true });
    else if (word === 'unexpected') {
      terms.push({ call: (row) => recording.events.has(row, RecordFlag.Unexpected), message: (row) => (recording.messages.receive[row] ?? -1) >= 0 && recording.events.has(recording.messages.receive[row]!, RecordFlag.Unexpected) });
    } else if (word === 'lost') {
      messages = true;
      terms.push({ message: (row) => recording.messages.receive[row] === -1 });
    } else if (word === 'failed') terms.push({ call: (row) => recording.events.has(row, RecordFlag.Failed), open: () => true });
    else {
      const call = named(recording, word);
      if (call !== null) inside = true;
      terms.push(call ?? writes(recording, word));
    }
    if (problem !== null) return problem;
  }
  const all = <K extends keyof Term>(kind: K) => (row: number): boolean => terms.length > 0 && terms.every((term) => term[kind]?.(row) === true);
  const takesMessage = all('message');
  return { number, messages, call: all('call'), message: (row) => (inside || recording.messages.internal[row] === 0) && takesMessage(row), print: all('print'), open: all('open') };
}

function ofRank({ events, messages, prints }: Recording, rank: number): Term {
  return {
    call: (row) => events.rank[row] === rank,
    message: (row) => messages.sender[row] === rank || messages.receiver[row] === rank,
    print: (row) => prints.rank[row] === rank,
    open: (open) => open === rank,
  };
}

/// Messages between two ranks, null for any. Calls of the table: those that name the ranks so.
function between({ events, messages }: Recording, from: number | null, to: number | null): Term {
  const fits = (message: number): boolean => (from === null || messages.sender[message] === from) && (to === null || messages.receiver[message] === to);
  return { message: fits, call: (row) => events.message[row]! >= 0 && fits(events.message[row]!) };
}

function ofTag({ events, messages, open }: Recording, tag: number): Term {
  return {
    call: (row) => events.collective[row]! < 0 && (events.tag[row] === tag || (events.message[row]! >= 0 && events.messageTag[row] === tag)),
    message: (row) => {
      const known = messages.send[row]! >= 0 ? messages.send[row]! : messages.receive[row]!;
      return known >= 0 && events.messageTag[known] === tag;
    },
    open: (rank) => open[rank]?.tag === tag,
  };
}

function onLine(recording: Recording, file: string | null, line: number): Term {
  const { events, messages, prints, open } = recording;
  // Few lines are ever named by a run: each packed word is looked at once.
  const known = new Map<number, boolean>();
  const fits = (word: number): boolean => {
    let fit = known.get(word);
    if (fit === undefined) {
      const source = sourceLine(recording, word);
      fit = source !== null && source.line === line && (file === null || source.file.toLowerCase() === file || source.file.toLowerCase().endsWith(`/${file}`));
      known.set(word, fit);
    }
    return fit;
  };
  return {
    call: (row) => fits(events.line[row]!),
    message: (row) => [messages.send[row]!, messages.receive[row]!].some((end) => end >= 0 && fits(events.line[end]!)),
    print: (row) => fits(prints.line[row]!),
    open: (rank) => fits(open[rank]?.line ?? 0),
  };
}

function waiting(recording: Recording): Term {
  const { events, open } = recording;
  return {
    call: (row) => events.blocked[row]! > 0,
    message: (row) => [sendingCall(recording, row), receivingCall(recording, row)].some((end) => end >= 0 && events.blocked[end]! > 0),
    open: (rank) => open[rank] != null && open[rank].state !== RankState.Running,
  };
}

/// Calls whose name holds the word; null when there is no such call in MPI.
function named(recording: Recording, word: string): Term | null {
  const { events, messages, open } = recording;
  const fits = MPI_CALLS.map((name) => name !== '' && name.toLowerCase().includes(word));
  if (!fits.includes(true)) return null;
  return {
    call: (row) => fits[events.call[row]!] === true,
    message: (row) => [messages.send[row]!, messages.receive[row]!].some((end) => end >= 0 && fits[events.call[end]!] === true),
    open: (rank) => fits[open[rank]?.call ?? 0] === true,
  };
}

function writes({ prints }: Recording, text: string): Term {
  return { print: (row) => prints.text(row).toLowerCase().includes(text) };
}

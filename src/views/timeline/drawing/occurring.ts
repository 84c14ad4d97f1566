/// Which kinds of marks a run has, so that its legend need not explain others.

import { isCollective, MPI_CALLS, NO_RANK, Protocol, RecordFlag, Stream } from '../../../protocol';
import type { Recording } from '../../../trace';
import { type Glyph, glyphOf } from './glyphs';

export interface Occurring {
  readonly calls: ReadonlySet<number>;
  /// Of messages that calls sent.
  readonly protocols: ReadonlySet<Protocol>;
  readonly glyphs: ReadonlySet<Glyph>;
  readonly waiting: boolean;
  readonly unexpected: boolean;
  readonly lost: boolean;
  readonly root: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly sendRequests: boolean;
  readonly receiveRequests: boolean;
  /// So many calls and messages that pictures of all are shares and bands.
  readonly crowd: boolean;
}

/// Messages or calls of a run that is looked at as a crowd at first.
const CROWD = 1500;

/// One walk over the recording.
export function occurring(recording: Recording): Occurring {
  const { events, messages, requests, prints, open, collectives } = recording;
  const seen = new Uint8Array(MPI_CALLS.length);
  const protocols = new Set<Protocol>();
  const glyphs = new Set<Glyph>();
  let [waiting, unexpected, lost, root] = [false, false, false, false];
  for (let row = 0; row < events.length; row++) {
    if (events.isCall(row)) seen[events.call[row]!] = 1;
    waiting ||= events.blocked[row]! > 0;
  }
  for (const call of open) {
    if (call === null) continue;
    seen[call.call] = 1;
    waiting = true;
  }
  const calls = new Set(Array.from(seen.keys()).filter((call) => seen[call] === 1));
  for (let row = 0; row < messages.length; row++) {
    const [send, receive] = [messages.send[row]!, messages.receive[row]!];
    if (messages.internal[row] === 1 || send < 0) continue;
    protocols.add(events.protocol[send]!);
    if (receive >= 0) unexpected ||= events.has(receive, RecordFlag.Unexpected);
    else lost ||= recording.ended && messages.receiver[row] !== NO_RANK;
  }
  for (const call of calls) if (isCollective(call)) glyphs.add(glyphOf(call));
  for (let row = 0; row < collectives.length && !root; row++) root = glyphOf(collectives.call[row]!) !== 'none' && collectives.root[row]! >= 0;
  let [sendRequests, receiveRequests, stdout, stderr] = [false, false, false, false];
  for (let row = 0; row < requests.length; row++) {
    if (requests.receive[row]! >= 0) receiveRequests = true;
    else if (requests.start[row]! >= 0) sendRequests = true;
  }
  for (let row = 0; row < prints.length; row++) {
    if (prints.stream[row] === Stream.Stderr) stderr = true;
    else stdout = true;
  }
  glyphs.delete('none');
  return { calls, protocols, glyphs, waiting, unexpected, lost, root, stdout, stderr, sendRequests, receiveRequests, crowd: messages.length > CROWD || events.length > 4 * CROWD };
}

/// When a message lay at its receiver.

import { Protocol, RecordKind } from '../protocol';
import type { Recording } from './recording';

/// Milliseconds since the world's start at which a received message lay at its receiver, by the clocks of records; `NaN` when not both ends are known.
///
/// A record's `Arrived` is when the receiver looked into its inbox, which may be long after: a rank that computes looks nowhere. An
/// eager message lies in that inbox once its Send has returned, so the earlier of the two tells.
export function landedAt({ messages, events }: Recording, message: number): number {
  const [send, receive] = [messages.send[message]!, messages.receive[message]!];
  if (send < 0 || receive < 0) return NaN;
  const end = events.end[receive]!;
  const seen = events.arrived[receive]! > 0 ? Math.min(events.arrived[receive]!, end) : end;
  const eager = events.protocol[send] === Protocol.Eager || events.protocol[send] === Protocol.Ready;
  const left = events.kind[send] === RecordKind.Call ? events.end[send]! : events.begin[send]!;
  return Math.max(events.begin[send]!, eager ? Math.min(seen, left) : seen);
}

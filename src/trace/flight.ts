/// When a message lay at its receiver.

import type { Recording } from './recording';

/// Milliseconds since the world's start at which a received message lay at its receiver, by the clocks of records; `NaN` when not both ends
/// are known. The two ranks' clocks may differ a little: it is never before the send or after the end of the receipt.
export function landedAt({ messages, events }: Recording, message: number): number {
  const [send, receive] = [messages.send[message]!, messages.receive[message]!];
  if (send < 0 || receive < 0) return NaN;
  const end = events.end[receive]!;
  const arrived = messages.arrived[message]! > 0 ? Math.min(messages.arrived[message]!, end) : end;
  return Math.max(events.begin[send]!, arrived);
}

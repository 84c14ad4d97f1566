/// The points of a recording in the order in which they happened, by sequence number.

import type { Recording } from './recording';

/// 2·row for an event's begin, 2·row + 1 for its end, 2·events + print for prints.
export function orderedPoints({ events, prints }: Recording): Uint32Array {
  const { sequenceBegin, sequenceEnd, length } = events;
  const written = prints.sequence;
  const count = 2 * length + prints.length;
  let highest = 0;
  for (let row = 0; row < length; row++) {
    if (sequenceBegin[row]! > highest) highest = sequenceBegin[row]!;
    if (sequenceEnd[row]! > highest) highest = sequenceEnd[row]!;
  }
  for (let print = 0; print < prints.length; print++) if (written[print]! > highest) highest = written[print]!;
  const order = new Uint32Array(count);
  if (highest > 16 * count + 1024) {
    const sequenceOf = (point: number): number => {
      if (point >= 2 * length) return written[point - 2 * length]!;
      return (point & 1) === 0 ? sequenceBegin[point >>> 1]! : Math.max(sequenceBegin[point >>> 1]!, sequenceEnd[point >>> 1]!);
    };
    for (let point = 0; point < count; point++) order[point] = point;
    return order.sort((a, b) => sequenceOf(a) - sequenceOf(b) || a - b);
  }
  // Counting sort: sequence numbers are dense, one atomic counter hands them out.
  const starts = new Uint32Array(highest + 2);
  for (let row = 0; row < length; row++) {
    const begin = sequenceBegin[row]!;
    const end = sequenceEnd[row]!;
    starts[begin + 1]!++;
    starts[(end > begin ? end : begin) + 1]!++;
  }
  for (let print = 0; print < prints.length; print++) starts[written[print]! + 1]!++;
  for (let sequence = 1; sequence < starts.length; sequence++) starts[sequence]! += starts[sequence - 1]!;
  for (let row = 0; row < length; row++) {
    const begin = sequenceBegin[row]!;
    const end = sequenceEnd[row]!;
    order[starts[begin]!++] = 2 * row;
    order[starts[end > begin ? end : begin]!++] = 2 * row + 1;
  }
  for (let print = 0; print < prints.length; print++) order[starts[written[print]!]!++] = 2 * length + print;
  return order;
}

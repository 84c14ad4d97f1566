import { Algorithm } from '../../protocol/trace';
import type { Accumulator } from '../op/accumulator';
import { allgather } from './allgather';
import { ByteBlocks } from './blocks';
import { broadcastUnsized } from './broadcast';
import { piece, type Channel } from './channel';
import { Fold, halve, spreadParts } from './halving';
import { divisible, reduce, type Value } from './reduce';
import type { Steps } from './steps';

/// Bytes of a segment of the segmented ring.
const SEGMENT = 1 << 16;

/// Allreduce (MPI 4.1, 6.9.6): afterwards everybody's `value` is that of rank 0 op rank 1 op …
export function* allreduce(channel: Channel, value: Value, commutative: boolean, algorithm: Algorithm): Steps {
  if (channel.size === 1) return;
  const whole = divisible(value);
  switch (algorithm) {
    case Algorithm.Linear:
      yield* reduce(channel, value, 0, commutative, Algorithm.Linear);
      yield* spread(channel, value, Algorithm.Linear);
      return;
    case Algorithm.NonOverlapping:
      yield* reduce(channel, value, 0, commutative, Algorithm.Binomial);
      yield* spread(channel, value, Algorithm.Binomial);
      return;
    case Algorithm.AllgatherReduce:
      yield* allgatherReduce(channel, value);
      return;
    default:
  }
  if (whole !== null && (algorithm === Algorithm.Ring || algorithm === Algorithm.SegmentedRing)) {
    const segments = algorithm === Algorithm.Ring ? 1 : Math.max(1, Math.ceil(value.pack().length / channel.size / SEGMENT));
    const parts = whole.split(channel.size * segments);
    for (let segment = 0; segment < segments; segment++) {
      // Segment s of rank r's share is part r * segments + s.
      const share = Array.from({ length: channel.size }, (_, rank) => parts[rank * segments + segment] as Accumulator);
      yield* reduceRing(channel, share, 0);
      yield* passRound(channel, share);
    }
    whole.join(parts);
  } else if (whole !== null && algorithm === Algorithm.Rabenseifner) {
    const state = yield* halve(channel, whole, 'low first');
    yield* spreadParts(channel, state);
    whole.join(state.parts);
  } else yield* recursiveDoubling(channel, value);
}

// Pairs at distance 1, 2, 4… exchange and combine. Ranks beyond the largest power of two join a neighbour first, so that everybody
// always covers a run of ranks and order is kept.
function* recursiveDoubling(channel: Channel, value: Accumulator): Steps {
  const { rank } = channel;
  const fold = new Fold(rank, channel.size);
  if (fold.joined) {
    yield* channel.send(rank - 1, piece(value.pack()));
    value.load(yield* channel.receive(rank - 1));
    return;
  }
  if (fold.both) value.combine(yield* channel.receive(rank + 1), 'right');
  const { place, places } = fold;
  for (let distance = 1; distance < places; distance *= 2) {
    const partner = place ^ distance;
    const other = fold.rankAt(partner);
    // `Channel.exchange`, without a generator of its own: this is what small reductions spend their time in.
    const receive = channel.startFresh(other);
    const send = channel.startSend(other, piece(value.pack()));
    if (!receive.done) yield receive;
    if (send !== null && !send.done) yield send;
    value.combine(receive.buffer ?? new Uint8Array(0), partner < place ? 'left' : 'right');
  }
  if (fold.both) yield* channel.send(rank + 1, piece(value.pack()));
}

/// Parts go round being combined, so that in the end rank r has part r - `behind` - 1 … of all. For commutative operations.
/// Patarasuk, Yuan: Bandwidth optimal all-reduce algorithms (2009). Rank r ends with part (r + 1 + shift) modulo N.
export function* reduceRing(channel: Channel, parts: readonly Accumulator[], shift: number): Steps {
  const { rank, size } = channel;
  const at = (index: number): Accumulator => parts[(index + shift + 2 * size) % size] as Accumulator;
  for (let step = 0; step < size - 1; step++) {
    at(rank - step - 1).combine(yield* channel.exchange((rank + 1) % size, at(rank - step).pack(), (rank - 1 + size) % size), 'left');
  }
}

// Each rank r has part r + 1; afterwards all.
function* passRound(channel: Channel, parts: readonly Accumulator[]): Steps {
  const { rank, size } = channel;
  const at = (index: number): Accumulator => parts[(index + 2 * size) % size] as Accumulator;
  for (let step = 0; step < size - 1; step++) {
    at(rank - step).load(yield* channel.exchange((rank + 1) % size, at(rank - step + 1).pack(), (rank - 1 + size) % size));
  }
}

// Everybody gets everybody's value and combines them itself, in rank order.
function* allgatherReduce(channel: Channel, value: Accumulator): Steps {
  const { rank, size } = channel;
  const blocks = new ByteBlocks(size, true);
  blocks.put(rank, value.pack().slice());
  yield* allgather(channel, blocks, Algorithm.Linear);
  value.load(blocks.get(0).slice());
  for (let other = 1; other < size; other++) value.combine(blocks.get(other).slice(), 'right');
}

/// Rank 0's value becomes everybody's.
export function* spread(channel: Channel, value: Accumulator, algorithm: Algorithm): Steps {
  const result = new ByteBlocks(1, false);
  if (channel.rank === 0) result.put(0, value.pack());
  yield* broadcastUnsized(channel, result, 0, algorithm);
  if (channel.rank !== 0) value.load(result.get(0));
}

import { Algorithm } from '../../protocol/trace';
import { accept, type Blocks } from './blocks';
import type { Channel } from './channel';
import type { Steps } from './steps';

/// Allgather (MPI 4.1, 6.7): each rank's own block, in place in `blocks`, goes to everybody's.
export function* allgather(channel: Channel, blocks: Blocks, algorithm: Algorithm): Steps {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Linear) yield* linear(channel, blocks);
  else if (algorithm === Algorithm.Ring) yield* ring(channel, blocks);
  else if (algorithm === Algorithm.RecursiveDoubling) yield* recursiveDoubling(channel, blocks);
  else if (algorithm === Algorithm.NeighborExchange) yield* neighborExchange(channel, blocks);
  else if (algorithm === Algorithm.Sparbit) yield* sparbit(channel, blocks);
  else yield* bruck(channel, blocks);
}

// Everybody sends to everybody.
function* linear(channel: Channel, blocks: Blocks): Steps {
  const { rank, size } = channel;
  const others = Array.from({ length: size - 1 }, (_, step) => (rank + 1 + step) % size);
  const receives = others.map((other) => blocks.startReceive(channel, other, other, 1));
  const message = blocks.outgoing(rank, 1);
  const sends = others.map((other) => channel.startSend(other, message));
  for (const [index, receive] of receives.entries()) yield* accept(channel, blocks, receive, others[index] as number, 1);
  yield* channel.sent(sends);
}

function* swap(channel: Channel, blocks: Blocks, to: number, first: number, from: number, wanted: number, count: number): Steps {
  const receive = blocks.startReceive(channel, from, wanted, count);
  const send = channel.startSend(to, blocks.outgoing(first, count));
  if (!receive.done) yield receive;
  blocks.settle(channel, receive, wanted, count);
  if (send !== null && !send.done) yield send;
}

// In step k everybody passes on the block that came in step k - 1.
function* ring(channel: Channel, blocks: Blocks): Steps {
  const { rank, size } = channel;
  for (let step = 0; step < size - 1; step++) {
    yield* swap(channel, blocks, (rank + 1) % size, (rank - step + size) % size, (rank - 1 + size) % size, (rank - step - 1 + size) % size, 1);
  }
}

// Pairs at distance 1, 2, 4… exchange all they have. For powers of two (`choose` sees to it).
function* recursiveDoubling(channel: Channel, blocks: Blocks): Steps {
  const { rank, size } = channel;
  for (let distance = 1; distance < size; distance *= 2) {
    const partner = rank ^ distance;
    yield* swap(channel, blocks, partner, rank & ~(distance - 1), partner, partner & ~(distance - 1), distance);
  }
}

// As many rounds for any number of ranks: everybody sends the run that begins with its own block downwards.
// Bruck et al.: Efficient algorithms for all-to-all communications (1997).
function* bruck(channel: Channel, blocks: Blocks): Steps {
  const { rank, size } = channel;
  for (let distance = 1; distance < size; distance *= 2) {
    const count = Math.min(distance, size - distance);
    yield* swap(channel, blocks, (rank - distance + size) % size, rank, (rank + distance) % size, (rank + distance) % size, count);
  }
}

// Neighbours pair up, now with the one side and now with the other, and pass on the pair of blocks that came last; half as many rounds as a ring.
// For even numbers of ranks. Chen, Zhang, Zhang, Yuan: Performance evaluation of allgather algorithms on Terascale Linux cluster (2005).
function* neighborExchange(channel: Channel, blocks: Blocks): Steps {
  const { rank, size } = channel;
  const even = rank % 2 === 0;
  const right = (rank + 1) % size;
  const left = (rank - 1 + size) % size;
  const first = even ? right : left;
  yield* swap(channel, blocks, first, rank, first, first, 1);
  // Pairs are named by their even rank. What comes from either side begins two further each time.
  let have = even ? rank : left;
  const from = [have, have];
  for (let round = 1; round < size / 2; round++) {
    const side = round % 2;
    const partner = (side === 0) === even ? right : left;
    const wanted = ((from[side] as number) + ((side === 0) === even ? 2 : -2) + size) % size;
    from[side] = wanted;
    yield* swap(channel, blocks, partner, have, partner, wanted, 2);
    have = wanted;
  }
}

// Bruck's rounds from the largest distance to the smallest, so that most data travels between neighbours; blocks move one by one and need no
// rearranging. Loch, Koslovski: Sparbit: a new logarithmic-cost and data locality-aware MPI Allgather algorithm (2021).
function* sparbit(channel: Channel, blocks: Blocks): Steps {
  const { rank, size } = channel;
  let distance = 2 ** Math.ceil(Math.log2(size) - 1);
  const lastIgnore = trailingZeros(size);
  const ignoreSteps = (~((size >> lastIgnore)) | 1) << lastIgnore;
  let data = 1;
  let exclude = 0;
  for (; distance >= 1; distance /= 2) {
    const to = (rank + distance) % size;
    const from = (rank - distance + size) % size;
    exclude = (distance & ignoreSteps) === distance ? 1 : 0;
    const receives = [];
    const sends = [];
    for (let block = 0; block < data - exclude; block++) {
      const wanted = (rank - (2 * block + 1) * distance + 2 * size * data) % size;
      receives.push([blocks.startReceive(channel, from, wanted, 1), wanted] as const);
      sends.push(channel.startSend(to, blocks.outgoing((rank - 2 * block * distance + 2 * size * data) % size, 1)));
    }
    for (const [receive, wanted] of receives) yield* accept(channel, blocks, receive, wanted, 1);
    yield* channel.sent(sends);
    data = (data << 1) - exclude;
  }
}

function trailingZeros(value: number): number {
  return 31 - Math.clz32(value & -value);
}

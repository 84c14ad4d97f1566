import { Algorithm } from '../../protocol/trace';
import type { SendOperation } from '../request/operation';
import { allgather } from './allgather';
import { receiveBlocks, type Blocks, MemoryBlocks } from './blocks';
import type { Channel, Piece } from './channel';
import { scatterInPlace } from './scatter';
import type { Steps } from './steps';
import { binaryTree, chainTree, knomialTree, linearTree, type Tree } from './trees';

/// Bytes of a segment of a pipeline.
const SEGMENT = 1 << 15;
/// Children a level of the k-nomial tree, plus one, as in Open MPI.
const RADIX = 4;

/// Bcast (MPI 4.1, 6.4) of bytes whose number all ranks know: the root's `data` goes to all.
export function* broadcast(channel: Channel, data: Piece, root: number, algorithm: Algorithm): Steps {
  const { size } = channel;
  if (size === 1) return;
  const rooted = channel.from(root);
  const { host } = channel.runtime;
  if (algorithm === Algorithm.ScatterAllgather || algorithm === Algorithm.ScatterRing) {
    const blocks = MemoryBlocks.ranges(host, data, bounds(data.bytes, size));
    yield* scatterInPlace(rooted, blocks);
    const powerOfTwo = (size & (size - 1)) === 0;
    yield* allgather(rooted, blocks, algorithm === Algorithm.ScatterRing ? Algorithm.Ring : powerOfTwo ? Algorithm.RecursiveDoubling : Algorithm.Bruck);
  } else if (algorithm === Algorithm.SplitBinary && size > 2) yield* splitBinary(rooted, MemoryBlocks.ranges(host, data, bounds(data.bytes, 2)));
  else {
    const segments = algorithm === Algorithm.Pipeline ? Math.max(1, Math.ceil(data.bytes / SEGMENT)) : 1;
    yield* down(rooted, MemoryBlocks.ranges(host, data, bounds(data.bytes, segments)), segments, broadcastTree(algorithm, rooted));
  }
}

/// Bcast of one block whose size only the root knows.
export function* broadcastUnsized(channel: Channel, blocks: Blocks, root: number, algorithm: Algorithm): Steps {
  if (channel.size === 1) return;
  const rooted = channel.from(root);
  yield* down(rooted, blocks, 1, broadcastTree(algorithm, rooted));
}

/// The tree an algorithm uses.
export function broadcastTree(algorithm: Algorithm, { rank, size }: { readonly rank: number; readonly size: number }): Tree {
  switch (algorithm) {
    case Algorithm.Linear:
      return linearTree(rank, size);
    case Algorithm.Chain:
    case Algorithm.Pipeline:
      return chainTree(rank, size);
    case Algorithm.Binary:
    case Algorithm.SplitBinary:
      return binaryTree(rank, size);
    case Algorithm.Knomial:
      return knomialTree(rank, size, RADIX);
    default:
      return knomialTree(rank, size, 2);
  }
}

// Block by block from the parent to the children. The next block is awaited while one is passed on.
function* down(channel: Channel, blocks: Blocks, count: number, { parent, children }: Tree): Steps {
  const sends: (SendOperation | null)[] = [];
  let next = parent >= 0 ? blocks.startReceive(channel, parent, 0, 1) : null;
  for (let block = 0; block < count; block++) {
    if (next !== null) {
      const receive = next;
      next = block + 1 < count ? blocks.startReceive(channel, parent, block + 1, 1) : null;
      if (!receive.done) yield receive;
      blocks.settle(channel, receive, block, 1);
    }
    if (children.length === 0) continue;
    const message = blocks.outgoing(block, 1);
    // The one with the most ranks below it first.
    for (let child = children.length - 1; child >= 0; child--) {
      const send = channel.startSend(children[child] as number, message);
      if (send !== null) sends.push(send);
    }
  }
  for (const send of sends) if (send !== null && !send.done) yield send;
}

// One half goes down either side of a binary tree, then the sides exchange. Ranks 1 … left are on the left; each has a twin on the right, but
// the last one where the number is odd: it hears from the root.
function* splitBinary(channel: Channel, halves: MemoryBlocks): Steps {
  const { rank, size } = channel;
  const left = size >> 1;
  const right = size - 1 - left;
  if (rank === 0) {
    const sends = [channel.startSend(1, halves.outgoing(0, 1)), channel.startSend(1 + left, halves.outgoing(1, 1))];
    if (left > right) sends.push(channel.startSend(left, halves.outgoing(1, 1)));
    yield* channel.sent(sends);
    return;
  }
  const onLeft = rank <= left;
  const first = onLeft ? 1 : 1 + left;
  const mine = onLeft ? 0 : 1;
  const within = binaryTree(rank - first, onLeft ? left : right);
  const twin = onLeft ? (rank <= right ? rank + left : 0) : rank - left;
  const other = halves.startReceive(channel, twin, 1 - mine, 1);
  yield* receiveBlocks(channel, halves, within.parent < 0 ? 0 : within.parent + first, mine, 1);
  const message = halves.outgoing(mine, 1);
  const sends = within.children.map((child) => channel.startSend(child + first, message));
  if (twin !== 0) sends.push(channel.startSend(twin, message));
  if (!other.done) yield other;
  halves.settle(channel, other, 1 - mine, 1);
  yield* channel.sent(sends);
}

/// `count` + 1 bounds that cut `bytes` bytes in parts as equal as can be.
export function bounds(bytes: number, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, part) => Math.floor((part * bytes) / count));
}

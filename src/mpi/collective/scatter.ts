import { Algorithm } from '../../protocol/trace';
import type { SendOperation } from '../request/operation';
import { receiveBlocks, type Blocks, type ByteBlocks, type MemoryBlocks } from './blocks';
import type { Channel } from './channel';
import type { Steps } from './steps';
import { knomialTree } from './trees';

/// Scatter (MPI 4.1, 6.6): block r of the root's `blocks` goes to rank r's `target` (a single block, number 0). The root keeps its own
/// block itself. `passing` holds what a rank in the middle of the tree passes on.
export function* scatter(channel: Channel, blocks: Blocks | null, target: Blocks, passing: ByteBlocks, deliver: (bytes: Uint8Array) => void, root: number, algorithm: Algorithm): Steps {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Binomial) yield* binomial(channel.from(root), root, blocks, target, passing, deliver);
  else yield* linear(channel, blocks, target, root, algorithm === Algorithm.LinearNonblocking);
}

// One after another, or all started at once.
function* linear(channel: Channel, blocks: Blocks | null, target: Blocks, root: number, atOnce: boolean): Steps {
  if (blocks === null) {
    yield* receiveBlocks(channel, target, root, 0, 1);
    return;
  }
  const sends: (SendOperation | null)[] = [];
  for (let to = 0; to < channel.size; to++) {
    if (to === root) continue;
    const send = channel.startSend(to, blocks.outgoing(to, 1));
    if (atOnce) sends.push(send);
    else if (send !== null && !send.done) yield send;
  }
  yield* channel.sent(sends);
}

// The broadcast's tree; each hop carries the blocks of a subtree, which are neighbours. Ranks here are counted from the root, blocks are not.
function* binomial(channel: Channel, root: number, blocks: Blocks | null, target: Blocks, passing: ByteBlocks, deliver: (bytes: Uint8Array) => void): Steps {
  const { rank, size } = channel;
  const store = blocks ?? passing;
  const { parent, children } = knomialTree(rank, size, 2);
  if (parent >= 0) {
    const count = subtree(rank, size);
    if (count === 1) {
      yield* receiveBlocks(channel, target, parent, 0, 1);
      return;
    }
    yield* receiveBlocks(channel, passing, parent, rank + root, count);
    deliver(passing.get(rank + root));
  }
  const sends: (SendOperation | null)[] = [];
  for (let index = children.length - 1; index >= 0; index--) {
    const child = children[index] as number;
    sends.push(channel.startSend(child, store.outgoing(child + root, subtree(child, size))));
  }
  yield* channel.sent(sends);
}

/// Scatter from rank 0 of blocks that all ranks have room for: afterwards rank r has block r (and, in the tree, those it passed on).
export function* scatterInPlace(channel: Channel, blocks: MemoryBlocks): Steps {
  const { rank, size } = channel;
  const { parent, children } = knomialTree(rank, size, 2);
  if (parent >= 0) yield* receiveBlocks(channel, blocks, parent, rank, subtree(rank, size));
  const sends: (SendOperation | null)[] = [];
  for (let index = children.length - 1; index >= 0; index--) {
    const child = children[index] as number;
    sends.push(channel.startSend(child, blocks.outgoing(child, subtree(child, size))));
  }
  yield* channel.sent(sends);
}

/// Ranks in the subtree of `rank` in the binomial tree.
export function subtree(rank: number, size: number): number {
  return rank === 0 ? size : Math.min(rank & -rank, size - rank);
}

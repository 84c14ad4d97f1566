import { Algorithm } from '../../protocol/trace';
import { accept, receiveBlocks, type Blocks, type ByteBlocks } from './blocks';
import type { Channel, Piece } from './channel';
import { subtree } from './scatter';
import type { Steps } from './steps';
import { knomialTree } from './trees';

/// Gather (MPI 4.1, 6.5) of blocks of one size, or of any size when `passing` is framed: this rank's `own` block goes to the root's `blocks`, which is
/// null elsewhere and holds the root's own already. `passing` holds what a rank in the middle of the tree passes on.
export function* gather(channel: Channel, own: Piece, blocks: Blocks | null, passing: ByteBlocks, root: number, algorithm: Algorithm): Steps {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Binomial) yield* binomial(channel.from(root), root, own, blocks, passing);
  else if (algorithm === Algorithm.LinearSync) yield* linearSync(channel, own, blocks, root);
  else yield* linear(channel, own, blocks, root);
}

function* linear(channel: Channel, own: Piece, blocks: Blocks | null, root: number): Steps {
  if (blocks === null) {
    yield* channel.send(root, own);
    return;
  }
  const others = Array.from({ length: channel.size }, (_, rank) => rank).filter((rank) => rank !== root);
  const receives = others.map((rank) => blocks.startReceive(channel, rank, rank, 1));
  for (const [index, receive] of receives.entries()) yield* accept(channel, blocks, receive, others[index] as number, 1);
}

// The root asks for one block after another, so that it never has many messages waiting.
function* linearSync(channel: Channel, own: Piece, blocks: Blocks | null, root: number): Steps {
  if (blocks === null) {
    yield* channel.hear(root);
    yield* channel.send(root, own);
    return;
  }
  for (let from = 0; from < channel.size; from++) {
    if (from === root) continue;
    const receive = blocks.startReceive(channel, from, from, 1);
    yield* channel.signal(from);
    yield* accept(channel, blocks, receive, from, 1);
  }
}

// The broadcast's tree upside down: each collects the blocks of its subtree, which are neighbours, and passes them on as one message. Ranks here
// are counted from the root, blocks are not.
function* binomial(channel: Channel, root: number, own: Piece, blocks: Blocks | null, passing: ByteBlocks): Steps {
  const { rank, size } = channel;
  const { parent, children } = knomialTree(rank, size, 2);
  const store = blocks ?? passing;
  if (blocks === null && children.length > 0) {
    const memory = own.buffer ?? channel.runtime.host.memory();
    passing.put(rank + root, memory.slice(own.address, own.address + own.bytes));
  }
  for (const child of children) yield* receiveBlocks(channel, store, child, child + root, subtree(child, size));
  if (parent >= 0) yield* channel.send(parent, children.length === 0 ? own : store.outgoing(rank + root, subtree(rank, size)));
}

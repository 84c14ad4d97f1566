import { Algorithm } from '../../protocol/trace';
import { receiveBlocks, type Blocks, type ByteBlocks } from './blocks';
import type { Channel, Piece } from './channel';

export const GATHER_ALGORITHMS = [Algorithm.Linear, Algorithm.Binomial] as const;

/// Gather (MPI 4.1, 6.5) of blocks of one size, or of any size when `passing` is framed: this rank's `own` block goes to the root's `blocks`, which is
/// null elsewhere and holds the root's own already. `passing` holds what a rank in the middle of the tree passes on.
export function gather(channel: Channel, own: Piece, blocks: Blocks | null, passing: ByteBlocks, root: number, algorithm: Algorithm): void {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Binomial) binomial(channel, own, blocks, passing, root);
  else linear(channel, own, blocks, root);
}

function linear(channel: Channel, own: Piece, blocks: Blocks | null, root: number): void {
  if (blocks === null) {
    channel.send(root, own);
    return;
  }
  const others = Array.from({ length: channel.size }, (_, rank) => rank).filter((rank) => rank !== root);
  const receives = others.map((rank) => blocks.startReceive(channel, rank, rank, 1));
  for (const [index, receive] of receives.entries()) blocks.accept(channel, receive, others[index] as number, 1);
}

// The broadcast's tree upside down: each collects the blocks of its subtree, which are neighbours, and passes them on as one message.
function binomial(channel: Channel, own: Piece, blocks: Blocks | null, passing: ByteBlocks, root: number): void {
  const { rank, size } = channel;
  const place = (rank - root + size) % size;
  const store = blocks ?? passing;
  if (blocks === null) {
    const memory = own.buffer ?? channel.runtime.host.memory();
    passing.put(rank, memory.slice(own.address, own.address + own.bytes));
  }
  let held = 1;
  for (let bit = 1; bit < size; bit *= 2) {
    if ((place & bit) !== 0) {
      channel.send((rank - bit + size) % size, held === 1 ? own : store.outgoing(rank, held));
      return;
    }
    if (place + bit >= size) continue;
    const count = Math.min(bit, size - place - bit);
    receiveBlocks(channel, store, (rank + bit) % size, rank + bit, count);
    held += count;
  }
}

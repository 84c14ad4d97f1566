import { Algorithm } from '../../protocol/trace';
import type { SendOperation } from '../request/operation';
import { receiveBlocks, type Blocks, type ByteBlocks } from './blocks';
import type { Channel } from './channel';

export const SCATTER_ALGORITHMS = [Algorithm.Linear, Algorithm.Binomial] as const;

/// Scatter (MPI 4.1, 6.6): block r of the root's `blocks` goes to rank r's `target` (a single block, number 0). The root keeps its own
/// block itself. `passing` holds what a rank in the middle of the tree passes on.
export function scatter(channel: Channel, blocks: Blocks | null, target: Blocks, passing: ByteBlocks, deliver: (bytes: Uint8Array) => void, root: number, algorithm: Algorithm): void {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Binomial) binomial(channel, blocks, target, passing, deliver, root);
  else linear(channel, blocks, target, root);
}

function linear(channel: Channel, blocks: Blocks | null, target: Blocks, root: number): void {
  if (blocks === null) {
    receiveBlocks(channel, target, root, 0, 1);
    return;
  }
  const sends: (SendOperation | null)[] = [];
  for (let to = 0; to < channel.size; to++) if (to !== root) sends.push(channel.startSend(to, blocks.outgoing(to, 1)));
  for (const send of sends) channel.waitSend(send);
}

// The broadcast's tree; each hop carries the blocks of a subtree, which are neighbours.
function binomial(channel: Channel, blocks: Blocks | null, target: Blocks, passing: ByteBlocks, deliver: (bytes: Uint8Array) => void, root: number): void {
  const { rank, size } = channel;
  const place = (rank - root + size) % size;
  const store = blocks ?? passing;
  let bit = 1;
  while (bit < size && (place & bit) === 0) bit *= 2;
  if (place !== 0) {
    const count = Math.min(bit, size - place);
    const from = (rank - bit + size) % size;
    if (count === 1) {
      receiveBlocks(channel, target, from, 0, 1);
      return;
    }
    receiveBlocks(channel, passing, from, rank, count);
    deliver(passing.get(rank));
  }
  const sends: (SendOperation | null)[] = [];
  for (bit /= 2; bit >= 1; bit /= 2) {
    if (place + bit < size) sends.push(channel.startSend((rank + bit) % size, store.outgoing(rank + bit, Math.min(bit, size - place - bit))));
  }
  for (const send of sends) channel.waitSend(send);
}

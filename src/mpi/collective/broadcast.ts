import { Algorithm } from '../../protocol/trace';
import type { SendOperation } from '../request/operation';
import { receiveBlocks, type Blocks } from './blocks';
import type { Channel } from './channel';

export const BROADCAST_ALGORITHMS = [Algorithm.Linear, Algorithm.Chain, Algorithm.Binomial] as const;

/// Bcast (MPI 4.1, 6.4): block 0 of `blocks` goes from the root to all.
export function broadcast(channel: Channel, blocks: Blocks, root: number, algorithm: Algorithm): void {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Linear) linear(channel, blocks, root);
  else if (algorithm === Algorithm.Chain) chain(channel, blocks, root);
  else binomial(channel, blocks, root);
}

function linear(channel: Channel, blocks: Blocks, root: number): void {
  if (channel.rank !== root) {
    receiveBlocks(channel, blocks, root, 0, 1);
    return;
  }
  const message = blocks.outgoing(0, 1);
  const sends: (SendOperation | null)[] = [];
  for (let to = 0; to < channel.size; to++) if (to !== root) sends.push(channel.startSend(to, message));
  for (const send of sends) channel.waitSend(send);
}

// Each hands it to the next.
function chain(channel: Channel, blocks: Blocks, root: number): void {
  const { rank, size } = channel;
  const place = (rank - root + size) % size;
  if (place > 0) receiveBlocks(channel, blocks, (rank - 1 + size) % size, 0, 1);
  if (place + 1 < size) channel.send((rank + 1) % size, blocks.outgoing(0, 1));
}

// The rank at distance d from the root hears from d less its lowest set bit and tells those at d plus each lower bit,
// the farthest first, for it has the most to pass on.
function binomial(channel: Channel, blocks: Blocks, root: number): void {
  const { rank, size } = channel;
  const place = (rank - root + size) % size;
  let bit = 1;
  while (bit < size && (place & bit) === 0) bit *= 2;
  if (place !== 0) receiveBlocks(channel, blocks, (rank - bit + size) % size, 0, 1);
  const message = blocks.outgoing(0, 1);
  const sends: (SendOperation | null)[] = [];
  for (bit /= 2; bit >= 1; bit /= 2) if (place + bit < size) sends.push(channel.startSend((rank + bit) % size, message));
  for (const send of sends) channel.waitSend(send);
}

import { Algorithm } from '../../protocol/trace';
import type { Blocks } from './blocks';
import type { Channel } from './channel';

export const ALLGATHER_ALGORITHMS = [Algorithm.Linear, Algorithm.Ring, Algorithm.RecursiveDoubling, Algorithm.Bruck] as const;

/// Allgather (MPI 4.1, 6.7): each rank's own block, in place in `blocks`, goes to everybody's.
export function allgather(channel: Channel, blocks: Blocks, algorithm: Algorithm): void {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Linear) linear(channel, blocks);
  else if (algorithm === Algorithm.Ring) ring(channel, blocks);
  else if (algorithm === Algorithm.RecursiveDoubling) recursiveDoubling(channel, blocks);
  else bruck(channel, blocks);
}

// Everybody sends to everybody.
function linear(channel: Channel, blocks: Blocks): void {
  const { rank, size } = channel;
  const others = Array.from({ length: size - 1 }, (_, step) => (rank + 1 + step) % size);
  const receives = others.map((other) => blocks.startReceive(channel, other, other, 1));
  const message = blocks.outgoing(rank, 1);
  const sends = others.map((other) => channel.startSend(other, message));
  for (const [index, receive] of receives.entries()) blocks.accept(channel, receive, others[index] as number, 1);
  for (const send of sends) channel.waitSend(send);
}

function swap(channel: Channel, blocks: Blocks, to: number, first: number, from: number, wanted: number, count: number): void {
  const receive = blocks.startReceive(channel, from, wanted, count);
  const send = channel.startSend(to, blocks.outgoing(first, count));
  channel.waitSend(send);
  blocks.accept(channel, receive, wanted, count);
}

// In step k everybody passes on the block that came in step k - 1.
function ring(channel: Channel, blocks: Blocks): void {
  const { rank, size } = channel;
  for (let step = 0; step < size - 1; step++) {
    swap(channel, blocks, (rank + 1) % size, (rank - step + size) % size, (rank - 1 + size) % size, (rank - step - 1 + size) % size, 1);
  }
}

// Pairs at distance 1, 2, 4… exchange all they have. For powers of two (`choose` sees to it).
function recursiveDoubling(channel: Channel, blocks: Blocks): void {
  const { rank, size } = channel;
  for (let distance = 1; distance < size; distance *= 2) {
    const partner = rank ^ distance;
    swap(channel, blocks, partner, rank & ~(distance - 1), partner, partner & ~(distance - 1), distance);
  }
}

// As many rounds for any number of ranks: everybody sends the run that begins with its own block downwards.
// Bruck et al.: Efficient algorithms for all-to-all communications (1997).
function bruck(channel: Channel, blocks: Blocks): void {
  const { rank, size } = channel;
  for (let distance = 1; distance < size; distance *= 2) {
    const count = Math.min(distance, size - distance);
    swap(channel, blocks, (rank - distance + size) % size, rank, (rank + distance) % size, (rank + distance) % size, count);
  }
}

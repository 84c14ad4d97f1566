import { Algorithm } from '../../protocol/trace';
import type { Blocks } from './blocks';
import type { Channel } from './channel';

export const ALLTOALL_ALGORITHMS = [Algorithm.Linear, Algorithm.Pairwise] as const;

/// Alltoall (MPI 4.1, 6.8): block j of rank i's `outgoing` becomes block i of rank j's `incoming`. A rank's block for itself is the caller's.
export function alltoall(channel: Channel, outgoing: Blocks, incoming: Blocks, algorithm: Algorithm): void {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Pairwise) pairwise(channel, outgoing, incoming);
  else linear(channel, outgoing, incoming);
}

// Everything at once.
function linear(channel: Channel, outgoing: Blocks, incoming: Blocks): void {
  const { rank, size } = channel;
  const others = Array.from({ length: size - 1 }, (_, step) => (rank + 1 + step) % size);
  const receives = others.map((other) => incoming.startReceive(channel, other, other, 1));
  const sends = others.map((other) => channel.startSend(other, outgoing.outgoing(other, 1)));
  for (const [index, receive] of receives.entries()) incoming.accept(channel, receive, others[index] as number, 1);
  for (const send of sends) channel.waitSend(send);
}

// In step k everybody sends to the one k further on: one message each way at a time.
function pairwise(channel: Channel, outgoing: Blocks, incoming: Blocks): void {
  const { rank, size } = channel;
  for (let step = 1; step < size; step++) {
    const to = (rank + step) % size;
    const from = (rank - step + size) % size;
    const receive = incoming.startReceive(channel, from, from, 1);
    channel.waitSend(channel.startSend(to, outgoing.outgoing(to, 1)));
    incoming.accept(channel, receive, from, 1);
  }
}

import { Algorithm } from '../../protocol/trace';
import type { Channel } from './channel';

export const BARRIER_ALGORITHMS = [Algorithm.Linear, Algorithm.Dissemination, Algorithm.RecursiveDoubling] as const;

/// Barrier (MPI 4.1, 6.3): nobody leaves before all have entered.
export function barrier(channel: Channel, algorithm: Algorithm): void {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Linear) linear(channel);
  else if (algorithm === Algorithm.RecursiveDoubling) recursiveDoubling(channel);
  else dissemination(channel);
}

// Rank 0 hears from all, then tells all.
function linear(channel: Channel): void {
  const { rank, size } = channel;
  if (rank !== 0) {
    channel.signal(0);
    channel.receive(0);
    return;
  }
  for (let other = 1; other < size; other++) channel.receive(other);
  for (let other = 1; other < size; other++) channel.signal(other);
}

// In round k everybody tells the one 2^k further on; after ⌈log2 N⌉ rounds all have heard of all.
// Hensgen, Finkel, Manber: Two algorithms for barrier synchronization (1988).
function dissemination(channel: Channel): void {
  const { rank, size } = channel;
  for (let distance = 1; distance < size; distance *= 2) {
    channel.exchange((rank + distance) % size, EMPTY, (rank - distance + size) % size);
  }
}

// Pairs at distance 1, 2, 4… exchange; ranks beyond the largest power of two report to a partner and hear from it at the end.
function recursiveDoubling(channel: Channel): void {
  const { rank, size } = channel;
  const core = 2 ** Math.floor(Math.log2(size));
  if (rank >= core) {
    channel.signal(rank - core);
    channel.receive(rank - core);
    return;
  }
  const guest = rank + core;
  if (guest < size) channel.receive(guest);
  for (let distance = 1; distance < core; distance *= 2) channel.exchange(rank ^ distance, EMPTY, rank ^ distance);
  if (guest < size) channel.signal(guest);
}

const EMPTY = new Uint8Array(0);

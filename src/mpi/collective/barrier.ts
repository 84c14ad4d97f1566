import { Algorithm } from '../../protocol/trace';
import { NOTHING, type Channel } from './channel';
import type { ReceiveOperation } from '../request/operation';
import type { Steps } from './steps';
import { knomialTree } from './trees';

/// Barrier (MPI 4.1, 6.3): nobody leaves before all have entered.
export function barrier(channel: Channel, algorithm: Algorithm): Steps {
  if (channel.size === 1) return alone();
  if (algorithm === Algorithm.Linear) return linear(channel);
  if (algorithm === Algorithm.RecursiveDoubling) return recursiveDoubling(channel);
  if (algorithm === Algorithm.DoubleRing) return doubleRing(channel);
  if (algorithm === Algorithm.Binomial) return tree(channel);
  return dissemination(channel);
}

function* alone(): Steps {}

// Rank 0 hears from all, then tells all.
function* linear(channel: Channel): Steps {
  const { rank, size } = channel;
  if (rank !== 0) {
    const release = channel.startReceive(0, null, 0, 0);
    const send = channel.startSend(0, NOTHING);
    if (!release.done) yield release;
    if (send !== null && !send.done) yield send;
    return;
  }
  const words: ReceiveOperation[] = [];
  for (let other = 1; other < size; other++) words.push(channel.startReceive(other, null, 0, 0));
  for (const word of words) if (!word.done) yield word;
  for (let other = 1; other < size; other++) {
    const send = channel.startSend(other, NOTHING);
    if (send !== null && !send.done) yield send;
  }
}

// In round k everybody tells the one 2^k further on; after ⌈log2 N⌉ rounds all have heard of all.
// Hensgen, Finkel, Manber: Two algorithms for barrier synchronization (1988).
function* dissemination(channel: Channel): Steps {
  const { rank, size } = channel;
  for (let distance = 1; distance < size; distance *= 2) yield* meet(channel, (rank + distance) % size, (rank - distance + size) % size);
}

// Pairs at distance 1, 2, 4… exchange; ranks beyond the largest power of two report to a partner and hear from it at the end.
function* recursiveDoubling(channel: Channel): Steps {
  const { rank, size } = channel;
  const core = 2 ** Math.floor(Math.log2(size));
  if (rank >= core) {
    yield* channel.signal(rank - core);
    yield* channel.hear(rank - core);
    return;
  }
  const guest = rank + core;
  if (guest < size) yield* channel.hear(guest);
  for (let distance = 1; distance < core; distance *= 2) yield* meet(channel, rank ^ distance, rank ^ distance);
  if (guest < size) yield* channel.signal(guest);
}

// A token goes round twice: after the first round rank 0 knows that all are in.
function* doubleRing(channel: Channel): Steps {
  const { rank, size } = channel;
  const left = (rank - 1 + size) % size;
  const right = (rank + 1) % size;
  for (let round = 0; round < 2; round++) {
    if (rank !== 0) yield* channel.hear(left);
    yield* channel.signal(right);
    if (rank === 0) yield* channel.hear(left);
  }
}

// Up the binomial tree and down again.
function* tree(channel: Channel): Steps {
  const { parent, children } = knomialTree(channel.rank, channel.size, 2);
  for (const child of children) yield* channel.hear(child);
  if (parent >= 0) {
    yield* channel.signal(parent);
    yield* channel.hear(parent);
  }
  for (const child of children) yield* channel.signal(child);
}

function* meet(channel: Channel, to: number, from: number): Steps {
  const receive = channel.startReceive(from, null, 0, 0);
  const send = channel.startSend(to, NOTHING);
  if (!receive.done) yield receive;
  if (send !== null && !send.done) yield send;
}

import { Algorithm } from '../../protocol/trace';
import type { Accumulator, Divisible } from '../op/accumulator';
import { piece, type Channel } from './channel';

export const REDUCE_ALGORITHMS = [Algorithm.Linear, Algorithm.Chain, Algorithm.Binomial] as const;
export const ALLREDUCE_ALGORITHMS = [Algorithm.Linear, Algorithm.Binomial, Algorithm.RecursiveDoubling, Algorithm.Ring] as const;
export const SCAN_ALGORITHMS = [Algorithm.Linear, Algorithm.RecursiveDoubling] as const;

/// Reduce (MPI 4.1, 6.9.1): afterwards the root's `value` is that of rank 0 op rank 1 op … ; other ranks' is spent.
/// Rank order is kept for every operation; only a commutative one lets the tree hang at the root instead of at rank 0.
export function reduce(channel: Channel, value: Accumulator, root: number, commutative: boolean, algorithm: Algorithm): void {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Linear) {
    linear(channel, value, root);
    return;
  }
  const top = commutative ? root : 0;
  if (algorithm === Algorithm.Chain) chain(channel, value, top);
  else binomial(channel, value, top);
  if (top === root) return;
  if (channel.rank === top) channel.send(root, piece(value.pack()));
  else if (channel.rank === root) value.load(channel.receive(top));
}

// The root combines the others' values with its own, nearest rank first on either side, so order is kept.
function linear(channel: Channel, value: Accumulator, root: number): void {
  const { rank, size } = channel;
  if (rank !== root) {
    channel.send(root, piece(value.pack()));
    return;
  }
  const receives = Array.from({ length: size }, (_, from) => (from === rank ? null : channel.startFresh(from)));
  for (let from = rank - 1; from >= 0; from--) {
    const receive = receives[from];
    if (receive) value.combine(channel.bytesOf(receive), 'left');
  }
  for (let from = rank + 1; from < size; from++) {
    const receive = receives[from];
    if (receive) value.combine(channel.bytesOf(receive), 'right');
  }
}

// From the last to the top, each combining and passing on.
function chain(channel: Channel, value: Accumulator, top: number): void {
  const { rank, size } = channel;
  const place = (rank - top + size) % size;
  if (place + 1 < size) value.combine(channel.receive((rank + 1) % size), 'right');
  if (place > 0) channel.send((rank - 1 + size) % size, piece(value.pack()));
}

// Each combines the values of its subtree, which covers the ranks next above it, and passes the result to its parent.
function binomial(channel: Channel, value: Accumulator, top: number): void {
  const { rank, size } = channel;
  const place = (rank - top + size) % size;
  for (let bit = 1; bit < size; bit *= 2) {
    if ((place & bit) !== 0) {
      channel.send((rank - bit + size) % size, piece(value.pack()));
      return;
    }
    if (place + bit < size) value.combine(channel.receive((rank + bit) % size), 'right');
  }
}

/// Allreduce (6.9.6) by recursive doubling: pairs at distance 1, 2, 4… exchange and combine. Ranks beyond the largest power of two
/// join a neighbour first, so that everybody always covers a run of ranks and order is kept.
export function allreduceDoubling(channel: Channel, value: Accumulator): void {
  const { rank, size } = channel;
  if (size === 1) return;
  const core = 2 ** Math.floor(Math.log2(size));
  const extra = size - core;
  // The first 2·extra ranks go in pairs, of which the even one stands for both.
  if (rank < 2 * extra && rank % 2 === 1) {
    channel.send(rank - 1, piece(value.pack()));
    value.load(channel.receive(rank - 1));
    return;
  }
  if (rank < 2 * extra) value.combine(channel.receive(rank + 1), 'right');
  const place = rank < 2 * extra ? rank / 2 : rank - extra;
  for (let distance = 1; distance < core; distance *= 2) {
    const partner = place ^ distance;
    const other = partner < extra ? partner * 2 : partner + extra;
    value.combine(channel.exchange(other, value.pack(), other), partner < place ? 'left' : 'right');
  }
  if (rank < 2 * extra) channel.send(rank + 1, piece(value.pack()));
}

/// Allreduce by a ring: the buffer is cut in N parts that go round once being combined and once more being handed out, so that each rank
/// sends 2(N-1)/N of it however many they are. For commutative operations. Patarasuk, Yuan: Bandwidth optimal all-reduce algorithms (2009).
export function allreduceRing(channel: Channel, value: Divisible): void {
  const { rank, size } = channel;
  if (size === 1) return;
  const right = (rank + 1) % size;
  const left = (rank - 1 + size) % size;
  const parts = value.split(size);
  const at = (index: number): Accumulator => parts[(index + 2 * size) % size] as Accumulator;
  for (let step = 0; step < size - 1; step++) at(rank - step - 1).combine(channel.exchange(right, at(rank - step).pack(), left), 'left');
  for (let step = 0; step < size - 1; step++) at(rank - step).load(channel.exchange(right, at(rank - step + 1).pack(), left));
  value.join(parts);
}

/// Scan (6.11): afterwards `value` is that of rank 0 op … op this rank.
export function scan(channel: Channel, value: Accumulator, algorithm: Algorithm): void {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Linear) {
    const { rank, size } = channel;
    if (rank > 0) value.combine(channel.receive(rank - 1), 'left');
    if (rank + 1 < size) channel.send(rank + 1, piece(value.pack()));
    return;
  }
  const total = value.copy();
  doubling(channel, total, (theirs) => value.combine(theirs, 'left'));
}

/// Exscan (6.11.2): afterwards `value` is that of rank 0 op … op the rank before this one; false, and unchanged, on rank 0.
export function exscan(channel: Channel, value: Accumulator, algorithm: Algorithm): boolean {
  const { rank, size } = channel;
  if (size === 1) return false;
  const total = value.copy();
  if (algorithm === Algorithm.Linear) {
    if (rank > 0) {
      const before = channel.receive(rank - 1);
      value.load(before.slice());
      total.combine(before, 'left');
    }
    if (rank + 1 < size) channel.send(rank + 1, piece(total.pack()));
    return rank > 0;
  }
  let first = true;
  doubling(channel, total, (theirs) => {
    if (first) value.load(theirs);
    else value.combine(theirs, 'left');
    first = false;
  });
  return rank > 0;
}

// In the round of distance d everybody hears the combined value of the d ranks before the run it has: `below` gets a copy to keep.
function doubling(channel: Channel, total: Accumulator, below: (theirs: Uint8Array) => void): void {
  const { rank, size } = channel;
  for (let distance = 1; distance < size; distance *= 2) {
    const receive = rank >= distance ? channel.startFresh(rank - distance) : null;
    const send = rank + distance < size ? channel.startSend(rank + distance, piece(total.pack())) : null;
    channel.waitSend(send);
    if (receive === null) continue;
    const theirs = channel.bytesOf(receive);
    below(theirs.slice());
    total.combine(theirs, 'left');
  }
}

import { Algorithm } from '../../protocol/trace';
import type { Accumulator, Divisible } from '../op/accumulator';
import type { SendOperation } from '../request/operation';
import { piece, type Channel } from './channel';
import { collectParts, halve } from './halving';
import type { Steps } from './steps';
import { binaryTree, chainTree, knomialTree, type Tree } from './trees';

/// Bytes of a segment of a pipeline.
const SEGMENT = 1 << 15;
const RADIX = 4;

/// What a reduction needs of a value: buffers can be cut in parts, objects cannot (`choose` keeps them from algorithms that do).
export type Value = Accumulator | Divisible;

/// The value as one that can be cut.
export function divisible(value: Value): Divisible | null {
  return 'split' in value ? value : null;
}

/// Reduce (MPI 4.1, 6.9.1): afterwards the root's `value` is that of rank 0 op rank 1 op … ; other ranks' is spent.
/// Rank order is kept for every operation; only a commutative one lets the tree hang at the root instead of at rank 0.
export function* reduce(channel: Channel, value: Value, root: number, commutative: boolean, algorithm: Algorithm): Steps {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Linear) {
    yield* linear(channel, value, root);
    return;
  }
  const whole = divisible(value);
  if (algorithm === Algorithm.Rabenseifner && whole !== null) {
    const state = yield* halve(channel, whole, 'low first');
    yield* collectParts(channel, state, root);
    if (channel.rank === root) whole.join(state.parts);
    return;
  }
  const top = commutative && algorithm !== Algorithm.InOrderBinary ? root : 0;
  const rooted = channel.from(top);
  const tree = treeOf(algorithm, rooted);
  const segments = algorithm === Algorithm.Pipeline && whole !== null ? Math.ceil(value.pack().length / SEGMENT) : 1;
  if (whole !== null && segments > 1) {
    const parts = whole.split(segments);
    yield* up(rooted, parts, tree);
    if (rooted.rank === 0) whole.join(parts);
  } else yield* up(rooted, [value], tree);
  if (top === root) return;
  if (channel.rank === top) yield* channel.send(root, piece(value.pack()));
  else if (channel.rank === root) value.load(yield* channel.receive(top));
}

function treeOf(algorithm: Algorithm, { rank, size }: Channel): Tree {
  switch (algorithm) {
    case Algorithm.Chain:
    case Algorithm.Pipeline:
      return chainTree(rank, size);
    case Algorithm.Binary:
    case Algorithm.InOrderBinary:
      return binaryTree(rank, size);
    case Algorithm.Knomial:
      return knomialTree(rank, size, RADIX);
    default:
      return knomialTree(rank, size, 2);
  }
}

// The root combines the others' values with its own, nearest rank first on either side, so order is kept.
function* linear(channel: Channel, value: Accumulator, root: number): Steps {
  const { rank, size } = channel;
  if (rank !== root) {
    yield* channel.send(root, piece(value.pack()));
    return;
  }
  const receives = Array.from({ length: size }, (_, from) => (from === rank ? null : channel.startFresh(from)));
  for (let from = rank - 1; from >= 0; from--) {
    const receive = receives[from];
    if (receive) value.combine(yield* channel.bytesOf(receive), 'left');
  }
  for (let from = rank + 1; from < size; from++) {
    const receive = receives[from];
    if (receive) value.combine(yield* channel.bytesOf(receive), 'right');
  }
}

// Each combines its value with its children's, whose subtrees are the ranks next above it, and passes the result on, part by part.
function* up(channel: Channel, parts: readonly Accumulator[], { parent, children }: Tree): Steps {
  const sends: (SendOperation | null)[] = [];
  for (const part of parts) {
    const receives = children.map((child) => channel.startFresh(child));
    for (const receive of receives) part.combine(yield* channel.bytesOf(receive), 'right');
    if (parent >= 0) sends.push(channel.startSend(parent, piece(part.pack())));
  }
  yield* channel.sent(sends);
}

/// Scan (6.11): afterwards `value` is that of rank 0 op … op this rank.
export function* scan(channel: Channel, value: Accumulator, algorithm: Algorithm): Steps {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Linear) {
    const { rank, size } = channel;
    if (rank > 0) value.combine(yield* channel.receive(rank - 1), 'left');
    if (rank + 1 < size) yield* channel.send(rank + 1, piece(value.pack()));
    return;
  }
  const total = value.copy();
  yield* doubling(channel, total, (theirs) => value.combine(theirs, 'left'));
}

/// Exscan (6.11.2): afterwards `value` is that of rank 0 op … op the rank before this one; false, and unchanged, on rank 0.
export function* exscan(channel: Channel, value: Accumulator, algorithm: Algorithm): Steps<boolean> {
  const { rank, size } = channel;
  if (size === 1) return false;
  const total = value.copy();
  if (algorithm === Algorithm.Linear) {
    if (rank > 0) {
      const before = yield* channel.receive(rank - 1);
      value.load(before.slice());
      total.combine(before, 'left');
    }
    if (rank + 1 < size) yield* channel.send(rank + 1, piece(total.pack()));
    return rank > 0;
  }
  let first = true;
  yield* doubling(channel, total, (theirs) => {
    if (first) value.load(theirs);
    else value.combine(theirs, 'left');
    first = false;
  });
  return rank > 0;
}

// In the round of distance d everybody hears the combined value of the d ranks before the run it has: `below` gets a copy to keep.
function* doubling(channel: Channel, total: Accumulator, below: (theirs: Uint8Array) => void): Steps {
  const { rank, size } = channel;
  for (let distance = 1; distance < size; distance *= 2) {
    const receive = rank >= distance ? channel.startFresh(rank - distance) : null;
    const send = rank + distance < size ? channel.startSend(rank + distance, piece(total.pack())) : null;
    if (send !== null && !send.done) yield send;
    if (receive === null) continue;
    const theirs = yield* channel.bytesOf(receive);
    below(theirs.slice());
    total.combine(theirs, 'left');
  }
}

import { PROC_NULL, ROOT } from '../constants';
import type { Accumulator } from '../op/accumulator';
import type { SendOperation } from '../request/operation';
import { accept, receiveBlocks, type Blocks } from './blocks';
import { piece, type Channel, type Piece } from './channel';
import type { Steps } from './steps';

/// Collectives of an intercommunicator (MPI 4.1, 6.2.3): what goes from one group to the other. `cross` is a channel to the remote group; the
/// first rank of each group speaks for it.

/// The root sends one block to the first of the other group, which passes it on to its own with `pass`.
export function* crossBroadcast(channel: Channel, cross: Channel, blocks: Blocks, root: number, pass: () => Steps): Steps {
  if (root === PROC_NULL) return;
  if (root === ROOT) {
    yield* cross.send(0, blocks.outgoing(0, 1));
    return;
  }
  if (channel.rank === 0) yield* receiveBlocks(cross, blocks, root, 0, 1);
  yield* pass();
}

/// The root takes a block from each of the other group.
export function* crossGather(cross: Channel, own: Piece, blocks: Blocks | null, root: number): Steps {
  if (root === PROC_NULL) return;
  if (root !== ROOT || blocks === null) {
    yield* cross.send(root, own);
    return;
  }
  const receives = Array.from({ length: cross.size }, (_, from) => blocks.startReceive(cross, from, from, 1));
  for (const [from, receive] of receives.entries()) yield* accept(cross, blocks, receive, from, 1);
}

/// The root gives a block to each of the other group.
export function* crossScatter(cross: Channel, blocks: Blocks | null, target: Blocks, root: number): Steps {
  if (root === PROC_NULL) return;
  if (root !== ROOT || blocks === null) {
    yield* receiveBlocks(cross, target, root, 0, 1);
    return;
  }
  yield* cross.sent(Array.from({ length: cross.size }, (_, to) => cross.startSend(to, blocks.outgoing(to, 1))));
}

/// Everybody sends `outgoing(to)` to each of the other group and gets a block from each.
export function* crossExchange(cross: Channel, outgoing: (to: number) => Piece, incoming: Blocks): Steps {
  const receives = Array.from({ length: cross.size }, (_, from) => incoming.startReceive(cross, from, from, 1));
  const sends: (SendOperation | null)[] = Array.from({ length: cross.size }, (_, to) => cross.startSend(to, outgoing(to)));
  for (const [from, receive] of receives.entries()) yield* accept(cross, incoming, receive, from, 1);
  yield* cross.sent(sends);
}

/// The first ranks exchange values; then each has the other group's.
export function* crossValues(channel: Channel, cross: Channel, value: Accumulator): Steps {
  if (channel.rank === 0) value.load(yield* cross.exchange(0, value.pack(), 0));
}

/// Nobody leaves before all of both groups have entered: word to the first of each group, which tell each other and then their own.
export function* crossBarrier(channel: Channel, cross: Channel): Steps {
  const { rank, size } = channel;
  if (rank !== 0) {
    yield* channel.signal(0);
    yield* channel.hear(0);
    return;
  }
  for (let other = 1; other < size; other++) yield* channel.hear(other);
  yield* cross.exchange(0, new Uint8Array(0), 0);
  for (let other = 1; other < size; other++) yield* channel.signal(other);
}

/// The reduction of a group, which is at its first rank, goes to the root in the other one.
export function* crossReduced(channel: Channel, cross: Channel, value: Accumulator, root: number): Steps {
  if (root === ROOT) value.load(yield* cross.receive(0));
  else if (channel.rank === 0) yield* cross.send(root, piece(value.pack()));
}

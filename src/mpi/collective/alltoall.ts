import { Algorithm } from '../../protocol/trace';
import type { ReceiveOperation, SendOperation } from '../request/operation';
import { accept, framed, joined, unframed, type Blocks } from './blocks';
import { piece, type Channel } from './channel';
import type { Steps } from './steps';

/// Partners that a rank exchanges with at a time in `LinearSync`.
const WINDOW = 4;

/// Alltoall (MPI 4.1, 6.8): block j of rank i's `outgoing` becomes block i of rank j's `incoming`. A rank's block for itself is the caller's.
export function* alltoall(channel: Channel, outgoing: Blocks, incoming: Blocks, algorithm: Algorithm): Steps {
  if (channel.size === 1) return;
  if (algorithm === Algorithm.Pairwise) yield* pairwise(channel, outgoing, incoming);
  else yield* linear(channel, outgoing, incoming, algorithm === Algorithm.LinearSync ? WINDOW : channel.size);
}

// Everything at once, or a few at a time.
function* linear(channel: Channel, outgoing: Blocks, incoming: Blocks, window: number): Steps {
  const { rank, size } = channel;
  for (let first = 1; first < size; first += window) {
    const receives: ReceiveOperation[] = [];
    const sends: (SendOperation | null)[] = [];
    const end = Math.min(first + window, size);
    for (let step = first; step < end; step++) {
      const from = (rank - step + size) % size;
      receives.push(incoming.startReceive(channel, from, from, 1));
    }
    for (let step = first; step < end; step++) {
      const to = (rank + step) % size;
      sends.push(channel.startSend(to, outgoing.outgoing(to, 1)));
    }
    for (const [index, receive] of receives.entries()) yield* accept(channel, incoming, receive, (rank - first - index + size) % size, 1);
    yield* channel.sent(sends);
  }
}

// In step k everybody sends to the one k further on: one message each way at a time.
function* pairwise(channel: Channel, outgoing: Blocks, incoming: Blocks): Steps {
  const { rank, size } = channel;
  for (let step = 1; step < size; step++) {
    const to = (rank + step) % size;
    const from = (rank - step + size) % size;
    const receive = incoming.startReceive(channel, from, from, 1);
    yield* channel.send(to, outgoing.outgoing(to, 1));
    yield* accept(channel, incoming, receive, from, 1);
  }
}

/// Alltoall in ⌈log2 N⌉ rounds: a block travels the binary digits of its way. In the round of distance d everybody passes on, as one message, what
/// has d in its way. `blocks[j]` goes to rank j; returns by rank what came. `even`: all have one size, and no sizes travel.
/// Bruck et al.: Efficient algorithms for all-to-all communications (1997).
export function* alltoallBruck(channel: Channel, blocks: readonly Uint8Array[], even: boolean): Steps<Uint8Array[]> {
  const { rank, size } = channel;
  // By way still to go.
  const held = Array.from({ length: size }, (_, way) => blocks[(rank + way) % size] as Uint8Array);
  for (let distance = 1; distance < size; distance *= 2) {
    const ways: number[] = [];
    for (let way = 0; way < size; way++) if ((way & distance) !== 0) ways.push(way);
    const parts = ways.map((way) => held[way] as Uint8Array);
    const receive = channel.startFresh((rank - distance + size) % size);
    const send = channel.startSend((rank + distance) % size, piece(even ? joined(parts) : framed(parts)));
    const message = yield* channel.bytesOf(receive);
    if (send !== null && !send.done) yield send;
    const each = message.length / ways.length;
    const came = even ? ways.map((_, index) => message.subarray(index * each, (index + 1) * each)) : unframed(message, ways.length);
    for (const [index, way] of ways.entries()) held[way] = came[index] as Uint8Array;
  }
  return Array.from({ length: size }, (_, from) => held[(rank - from + size) % size] as Uint8Array);
}

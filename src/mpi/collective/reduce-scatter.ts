import { Algorithm } from '../../protocol/trace';
import type { Accumulator, Divisible } from '../op/accumulator';
import { allreduce, reduceRing } from './allreduce';
import { ByteBlocks } from './blocks';
import { piece, type Channel } from './channel';
import { Fold, halve } from './halving';
import { reduce } from './reduce';
import { scatter } from './scatter';
import type { Steps } from './steps';

/// Reduce_scatter and Reduce_scatter_block (MPI 4.1, 6.10): the reduction of all values is cut in parts of `counts[i]` elements; returns part
/// `rank` of it, packed.
export function* reduceScatter(channel: Channel, value: Divisible, counts: readonly number[], commutative: boolean, algorithm: Algorithm): Steps<Uint8Array> {
  const { rank, size } = channel;
  if (size === 1) return value.pack();
  switch (algorithm) {
    case Algorithm.Ring: {
      const parts = value.share(counts);
      yield* reduceRing(channel, parts, -1);
      return (parts[rank] as Accumulator).pack();
    }
    case Algorithm.RecursiveHalving:
    case Algorithm.Butterfly:
      return yield* halving(channel, value, counts, algorithm === Algorithm.RecursiveHalving && commutative ? 'high first' : 'low first');
    case Algorithm.RecursiveDoubling:
      yield* allreduce(channel, value, commutative, Algorithm.RecursiveDoubling);
      return (value.share(counts)[rank] as Accumulator).pack();
    default:
  }
  yield* reduce(channel, value, 0, commutative, algorithm === Algorithm.Linear ? Algorithm.Linear : Algorithm.Binomial);
  const own = new ByteBlocks(1, false);
  let blocks: ByteBlocks | null = null;
  if (rank === 0) {
    blocks = new ByteBlocks(size, false);
    for (const [other, part] of value.share(counts).entries()) blocks.put(other, part.pack());
    own.put(0, blocks.get(0));
  }
  yield* scatter(channel, blocks, own, new ByteBlocks(size, false), () => undefined, 0, Algorithm.LinearNonblocking);
  return own.get(0);
}

function* halving(channel: Channel, value: Divisible, counts: readonly number[], order: 'low first' | 'high first'): Steps<Uint8Array> {
  const { rank, size } = channel;
  const fold = new Fold(rank, size);
  const parts = value.share(counts);
  const shares = Array.from({ length: fold.places }, (_, place) => {
    const first = fold.rankAt(place);
    return place < fold.extra ? [first, first + 1] : [first];
  });
  yield* halve(channel, value, order, { parts, shares });
  if (fold.joined) return yield* channel.receive(rank - 1);
  if (fold.both) yield* channel.send(rank + 1, piece((parts[rank + 1] as Accumulator).pack()));
  return (parts[rank] as Accumulator).pack();
}

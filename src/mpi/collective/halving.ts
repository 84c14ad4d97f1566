import type { Accumulator, Divisible } from '../op/accumulator';
import { joined } from './blocks';
import { piece, type Channel } from './channel';
import type { Steps } from './steps';

/// Recursive halving: pairs at rising or falling distance exchange halves of what they have and combine, until each holds the reduction of its
/// own share. Rabenseifner: Optimization of collective reduction operations (2004); Traff: butterfly for operations that do not commute.
///
/// Ranks beyond a power of two join a neighbour first: of the first 2·extra ranks the odd ones give their values to the even ones, which stand
/// for both. `places` counts those that stand. A value is cut in `places` parts (or more, when parts are given), of which place p keeps those
/// that `owner` gives it.

/// Low bits first: runs of ranks stay together, so any operation may be used. High bits first needs a commutative one.
export type Order = 'low first' | 'high first';

export interface Halved {
  /// All parts; those that this rank holds are reduced.
  readonly parts: Accumulator[];
  /// Numbers of the parts by the place that holds them at the end.
  readonly shares: readonly (readonly number[])[];
  readonly fold: Fold;
  readonly order: Order;
}

/// How ranks stand for each other.
export class Fold {
  readonly places: number;
  readonly extra: number;

  constructor(
    readonly rank: number,
    readonly size: number,
  ) {
    this.places = 2 ** Math.floor(Math.log2(size));
    this.extra = size - this.places;
  }

  /// The place at which this rank, or the neighbour it has joined, stands.
  get place(): number {
    return this.placeOf(this.rank);
  }

  /// Whether a neighbour stands for this rank.
  get joined(): boolean {
    return this.rank < 2 * this.extra && this.rank % 2 === 1;
  }

  /// Whether this rank stands for its neighbour as well.
  get both(): boolean {
    return this.rank < 2 * this.extra && this.rank % 2 === 0;
  }

  placeOf(rank: number): number {
    return rank < 2 * this.extra ? rank >> 1 : rank - this.extra;
  }

  /// The rank that stands at a place.
  rankAt(place: number): number {
    return place < this.extra ? 2 * place : place + this.extra;
  }
}

/// Halves a value. `cut` and `shares`: parts of the caller's own and who gets which; without them one part a place.
export function* halve(channel: Channel, value: Divisible, order: Order, own: { readonly parts: Accumulator[]; readonly shares: readonly (readonly number[])[] } | null = null): Steps<Halved> {
  const fold = new Fold(channel.rank, channel.size);
  const { places, place } = fold;
  const parts = own?.parts ?? value.split(places);
  const shares = own?.shares ?? Array.from({ length: places }, (_, place) => [order === 'low first' ? reversed(place, places) : place]);
  const state: Halved = { parts, shares, fold, order };
  if (fold.joined) {
    yield* channel.send(channel.rank - 1, piece(packed(parts, all(parts.length))));
    return state;
  }
  if (fold.both) {
    const message = yield* channel.receive(channel.rank + 1);
    each(parts, all(parts.length), message, (part, bytes) => part.combine(bytes, 'right'));
  }
  for (const bit of bitsOf(places, order)) {
    const partner = place ^ bit;
    const mine = kept(state, bit, place);
    const theirs = kept(state, bit, partner);
    const message = yield* channel.exchange(fold.rankAt(partner), packed(parts, theirs), fold.rankAt(partner));
    each(parts, mine, message, (part, bytes) => part.combine(bytes, partner < place ? 'left' : 'right'));
  }
  return state;
}

/// The inverse way: everybody gets all reduced parts.
export function* spreadParts(channel: Channel, state: Halved): Steps {
  const { parts, fold, order } = state;
  const { places, place } = fold;
  if (!fold.joined) {
    for (const bit of bitsOf(places, order).reverse()) {
      const partner = place ^ bit;
      const message = yield* channel.exchange(fold.rankAt(partner), packed(parts, kept(state, bit, place)), fold.rankAt(partner));
      each(parts, kept(state, bit, partner), message, (part, bytes) => part.load(bytes));
    }
    if (fold.both) yield* channel.send(channel.rank + 1, piece(packed(parts, all(parts.length))));
  } else each(parts, all(parts.length), yield* channel.receive(channel.rank - 1), (part, bytes) => part.load(bytes));
}

/// The root gets all reduced parts.
export function* collectParts(channel: Channel, state: Halved, root: number): Steps {
  const { parts, fold, order } = state;
  const { places, place } = fold;
  const target = fold.placeOf(root);
  const top = fold.rankAt(target);
  if (!fold.joined) {
    for (const bit of bitsOf(places, order).reverse()) {
      const partner = place ^ bit;
      if (((place ^ target) & bit) !== 0) {
        yield* channel.send(fold.rankAt(partner), piece(packed(parts, kept(state, bit, place))));
        return;
      }
      each(parts, kept(state, bit, partner), yield* channel.receive(fold.rankAt(partner)), (part, bytes) => part.load(bytes));
    }
    if (top !== root && channel.rank === top) yield* channel.send(root, piece(packed(parts, all(parts.length))));
  } else if (channel.rank === root) each(parts, all(parts.length), yield* channel.receive(top), (part, bytes) => part.load(bytes));
}

function bitsOf(places: number, order: Order): number[] {
  const bits: number[] = [];
  for (let bit = 1; bit < places; bit *= 2) bits.push(bit);
  return order === 'low first' ? bits : bits.reverse();
}

// Parts that a place keeps in the step of `bit`: those of the places that agree with it in this bit and in those of the steps before.
function kept({ shares, fold, order }: Halved, bit: number, place: number): number[] {
  const decided = order === 'low first' ? 2 * bit - 1 : fold.places - bit;
  return shares.flatMap((share, other) => (((other ^ place) & decided) === 0 ? [...share] : []));
}

const all = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

// The bits of a place in reverse: what places with the same low bits keep is then one run of parts, which travels as it lies.
function reversed(place: number, places: number): number {
  let result = 0;
  for (let bit = 1, other = places >> 1; bit < places; bit *= 2, other >>= 1) if ((place & bit) !== 0) result |= other;
  return result;
}

function packed(parts: readonly Accumulator[], which: readonly number[]): Uint8Array {
  const pieces = [...which].sort((a, b) => a - b).map((part) => (parts[part] as Accumulator).pack());
  const [first] = pieces;
  if (first === undefined) return new Uint8Array(0);
  let end = first.byteOffset;
  for (const piece of pieces) {
    if (piece.buffer !== first.buffer || piece.byteOffset !== end) return joined(pieces);
    end += piece.length;
  }
  return new Uint8Array(first.buffer, first.byteOffset, end - first.byteOffset);
}

// Parts have the same sizes on all ranks.
function each(parts: readonly Accumulator[], which: readonly number[], message: Uint8Array, take: (part: Accumulator, bytes: Uint8Array) => void): void {
  let from = 0;
  for (const index of [...which].sort((a, b) => a - b)) {
    const part = parts[index] as Accumulator;
    const bytes = part.pack().length;
    take(part, message.subarray(from, from + bytes));
    from += bytes;
  }
}

import { Datatype, IN_PLACE, Op, Status, UNDEFINED, type Accumulator, type Communicator, type Segment, type Segments } from '..';
import { Combiner } from '../datatype/combiner';
import { createDatatype } from '../datatype/create';
import type { Body } from './body';
import { textOf, type Heap } from './heap';

/// Programs that run every collective and compare with a plain computation, by name. Each returns the list of what went wrong.

/// Rank r's element i of collective `round`: anybody can compute it.
const data = (rank: number, index: number, round: number): number => (rank + 1) * 1000 + index * 10 + round;
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

class Checks {
  readonly wrong: string[] = [];

  constructor(readonly who: string) {}

  same(what: string, got: ArrayLike<unknown> | null, wanted: readonly unknown[]): void {
    const list = got === null ? ['nothing'] : Array.from(got);
    if (list.length !== wanted.length || list.some((value, index) => value !== wanted[index])) this.wrong.push(`${this.who} ${what}: ${list.slice(0, 12).join(' ')} instead of ${wanted.slice(0, 12).join(' ')}`);
  }
}

/// Concatenation: neither commutative nor numeric, so it shows every exchange of sides.
class Text implements Accumulator {
  constructor(public text: string) {}

  pack(): Uint8Array {
    return new TextEncoder().encode(this.text);
  }

  combine(theirs: Uint8Array, side: 'left' | 'right'): void {
    const other = textOf(theirs) ?? '';
    this.text = side === 'left' ? other + this.text : this.text + other;
  }

  load(bytes: Uint8Array): void {
    this.text = textOf(bytes) ?? '';
  }

  copy(): Text {
    return new Text(this.text);
  }
}

function vector(segment: Segment, counts: readonly number[], gap: number): Segments {
  const displacements: number[] = [];
  let at = 0;
  for (const count of counts) {
    displacements.push(at);
    at += count + gap;
  }
  return { address: segment.address, type: segment.type, counts, displacements };
}

function movement(world: Communicator, heap: Heap, count: number, root: number): string[] {
  const { rank, size } = world;
  const checks = new Checks(`rank ${rank} of ${size}, count ${count}, root ${root},`);
  const mine = (round: number): number[] => range(count).map((index) => data(rank, index, round));
  const everybody = (round: number): number[] => range(size).flatMap((other) => range(count).map((index) => data(other, index, round)));
  const all = (): ReturnType<Heap['doubles']> => heap.doubles(count * size);
  const block = (segment: Segment): Segment => ({ ...segment, count });

  world.barrier();

  const cast = heap.doubles(rank === root ? mine(1) : count);
  world.bcast(cast.segment, root);
  checks.same('bcast', cast.view, range(count).map((index) => data(root, index, 1)));
  const told = textOf(world.bcastBytes(rank === root ? heap.object(`root ${root}`) : null, root));
  checks.same('bcast of objects', [told], [rank === root ? null : `root ${root}`]);

  const gathered = all();
  world.gather(heap.doubles(mine(2)).segment, rank === root ? block(gathered.segment) : null, root);
  if (rank === root) checks.same('gather', gathered.view, everybody(2));
  const inPlace = all();
  if (rank === root) inPlace.view.set(mine(3), rank * count);
  world.gather(rank === root ? IN_PLACE : heap.doubles(mine(3)).segment, rank === root ? block(inPlace.segment) : null, root);
  if (rank === root) checks.same('gather in place', inPlace.view, everybody(3));
  const texts = world.gatherBytes(heap.object('x'.repeat(rank * 3)), root);
  checks.same('gather of objects', texts?.map((bytes) => bytes.length) ?? [], rank === root ? range(size).map((other) => other * 3) : []);

  const counts = range(size).map((other) => (other % 3) + (count > 0 ? 1 : 0));
  const own = heap.doubles(range(counts[rank] as number).map((index) => data(rank, index, 4)));
  const spread = heap.doubles(counts.reduce((sum, each) => sum + each + 1, 0));
  const wantedSpread = range(size).flatMap((other) => [...range(counts[other] as number).map((index) => data(other, index, 4)), -1]);
  world.gatherv(own.segment, rank === root ? vector(spread.segment, counts, 1) : null, root);
  if (rank === root) checks.same('gatherv', spread.view, wantedSpread);
  spread.view.fill(-1);
  world.allgatherv(own.segment, vector(spread.segment, counts, 1));
  checks.same('allgatherv', spread.view, wantedSpread);
  own.view.fill(-1);
  world.scatterv(rank === root ? vector(spread.segment, counts, 1) : null, own.segment, root);
  checks.same('scatterv', own.view, range(counts[rank] as number).map((index) => data(rank, index, 4)));

  const handed = heap.doubles(count);
  world.scatter(rank === root ? block(heap.doubles(everybody(5)).segment) : null, handed.segment, root);
  checks.same('scatter', handed.view, mine(5));
  const kept = heap.doubles(everybody(5));
  world.scatter(rank === root ? block(kept.segment) : null, rank === root ? IN_PLACE : handed.segment, root);
  if (rank === root) checks.same('scatter in place', kept.view, everybody(5));
  const one = world.scatterBytes(rank === root ? range(size).map((other) => heap.object(`for ${other}${'.'.repeat(other)}`)) : null, root);
  checks.same('scatter of objects', [textOf(one)], [`for ${rank}${'.'.repeat(rank)}`]);

  const shared = all();
  world.allgather(heap.doubles(mine(6)).segment, block(shared.segment));
  checks.same('allgather', shared.view, everybody(6));
  shared.view.fill(-1);
  shared.view.set(mine(7), rank * count);
  world.allgather(IN_PLACE, block(shared.segment));
  checks.same('allgather in place', shared.view, everybody(7));
  checks.same('allgather of objects', world.allgatherBytes(heap.object(`${rank}`.repeat(rank))).map(textOf), range(size).map((other) => `${other}`.repeat(other)));

  const exchanged = all();
  const forAll = (from: number, to: number): number[] => range(count).map((index) => data(from, index, to));
  const crossed = range(size).flatMap((other) => forAll(other, rank));
  const outgoing = heap.doubles(range(size).flatMap((other) => forAll(rank, other)));
  world.alltoall(block(outgoing.segment), block(exchanged.segment));
  checks.same('alltoall', exchanged.view, crossed);
  world.alltoall(IN_PLACE, block(outgoing.segment));
  checks.same('alltoall in place', outgoing.view, crossed);
  const lengths = range(size).map((other) => (rank + other) % 3);
  const sent = heap.doubles(range(size).flatMap((other) => [...range(lengths[other] as number).map((index) => data(rank, index, other)), -1]));
  const came = heap.doubles(lengths.reduce((sum, each) => sum + each + 2, 0));
  world.alltoallv(vector(sent.segment, lengths, 1), vector(came.segment, lengths, 2));
  checks.same('alltoallv', came.view, range(size).flatMap((other) => [...range(lengths[other] as number).map((index) => data(other, index, rank)), -1, -1]));
  const letters = world.alltoallBytes(range(size).map((other) => heap.object(`${rank}>${other}`)));
  checks.same('alltoall of objects', letters.map(textOf), range(size).map((other) => `${other}>${rank}`));
  return checks.wrong;
}

function reductions(world: Communicator, heap: Heap, count: number, root: number): string[] {
  const { rank, size } = world;
  const checks = new Checks(`rank ${rank} of ${size}, count ${count}, root ${root},`);
  const mine = range(count).map((index) => data(rank, index, 0));
  const sumTo = (last: number): number[] => range(count).map((index) => range(last + 1).reduce((sum, other) => sum + data(other, index, 0), 0));
  const total = sumTo(size - 1);

  const result = heap.doubles(count);
  world.reduce(heap.doubles(mine).segment, rank === root ? result.segment : null, Op.SUM, root);
  if (rank === root) checks.same('reduce', result.view, total);
  const inPlace = heap.doubles(mine);
  world.reduce(rank === root ? IN_PLACE : inPlace.segment, rank === root ? inPlace.segment : null, Op.SUM, root);
  checks.same('reduce in place', inPlace.view, rank === root ? total : mine);
  world.allreduce(heap.doubles(mine).segment, result.segment, Op.SUM);
  checks.same('allreduce', result.view, total);
  inPlace.view.set(mine);
  world.allreduce(IN_PLACE, inPlace.segment, Op.MAX);
  checks.same('allreduce in place', inPlace.view, range(count).map((index) => data(size - 1, index, 0)));
  world.scan(heap.doubles(mine).segment, result.segment, Op.SUM);
  checks.same('scan', result.view, sumTo(rank));
  result.view.fill(-1);
  world.exscan(heap.doubles(mine).segment, result.segment, Op.SUM);
  checks.same('exscan', result.view, rank === 0 ? mine.map(() => -1) : sumTo(rank - 1));

  const blocks = heap.doubles(range(size).flatMap((other) => mine.map((value) => value + other)));
  world.reduceScatterBlock(blocks.segment, result.segment, Op.SUM);
  checks.same('reduce_scatter_block', result.view, total.map((value) => value + size * rank));
  world.reduceScatterBlock(IN_PLACE, { ...blocks.segment, count }, Op.SUM);
  checks.same('reduce_scatter_block in place', blocks.view.subarray(0, count), total.map((value) => value + size * rank));
  const counts = range(size).map((other) => other % 2);
  const part = heap.doubles(counts[rank] as number);
  const everything = counts.reduce((sum, each) => sum + each, 0);
  world.reduceScatter(heap.doubles(range(everything).map((index) => index + rank)).segment, part.segment, counts, Op.SUM);
  const before = counts.slice(0, rank).reduce((sum, each) => sum + each, 0);
  checks.same('reduce_scatter', part.view, range(counts[rank] as number).map((index) => size * (index + before) + (size * (size - 1)) / 2));

  // a·x + b composed with c·x + d: associative, not commutative. Coefficients stay exact; a pair is one element, so that it is never cut.
  const type = Datatype.named('C_DOUBLE_COMPLEX');
  const compose = Op.create((inAddress, inoutAddress, elements) => {
    const left = new Float64Array(heap.memory().buffer, inAddress, 2 * elements);
    const right = new Float64Array(heap.memory().buffer, inoutAddress, 2 * elements);
    for (let at = 0; at < 2 * elements; at += 2) {
      const [a, b, c, d] = [left[at] as number, left[at + 1] as number, right[at] as number, right[at + 1] as number];
      right[at] = a * c;
      right[at + 1] = a * d + b;
    }
  }, false);
  const elements = 2 * size + 1;
  const maps = (other: number): number[] => range(elements).flatMap((element) => [other % 2 === 0 ? 2 : 3, other + 1 + element]);
  const composed = (last: number): number[] =>
    range(last + 1).map(maps).reduce((left, right) => range(elements).flatMap((element) => {
      const [a = 0, b = 0] = left.slice(2 * element);
      const [c = 0, d = 0] = right.slice(2 * element);
      return [a * c, a * d + b];
    }));
  const pairs = heap.doubles(2 * elements);
  const got: Segment = { address: pairs.segment.address, count: elements, type };
  const own: Segment = { address: heap.doubles(maps(rank)).segment.address, count: elements, type };
  world.reduce(own, rank === root ? got : null, compose, root);
  if (rank === root) checks.same('reduce by a user\'s operation', pairs.view, composed(size - 1));
  world.allreduce(own, got, compose);
  checks.same('allreduce by a user\'s operation', pairs.view, composed(size - 1));
  world.scan(own, got, compose);
  checks.same('scan by a user\'s operation', pairs.view, composed(rank));
  const shares = range(size).map((other) => (other === size - 1 ? 3 : 2));
  world.reduceScatter(own, { ...got, count: shares[rank] as number }, shares, compose);
  checks.same('reduce_scatter by a user\'s operation', pairs.view.slice(0, 2 * (shares[rank] as number)), composed(size - 1).slice(4 * rank, 4 * rank + 2 * (shares[rank] as number)));
  world.reduceScatterBlock({ ...own, count: 2 * size }, { ...got, count: 2 }, compose);
  checks.same('reduce_scatter_block by a user\'s operation', pairs.view.slice(0, 4), composed(size - 1).slice(4 * rank, 4 * rank + 4));

  const letter = (other: number): string => String.fromCharCode(97 + other).repeat((other % 3) + 1);
  const upTo = (last: number): string => range(last).map(letter).join('');
  const reduced = new Text(letter(rank));
  world.reduceObject(reduced, root);
  if (rank === root) checks.same('reduce of objects', [reduced.text], [upTo(size)]);
  const everywhere = new Text(letter(rank));
  world.allreduceObject(everywhere);
  checks.same('allreduce of objects', [everywhere.text], [upTo(size)]);
  const prefix = new Text(letter(rank));
  world.scanObject(prefix);
  checks.same('scan of objects', [prefix.text], [upTo(rank + 1)]);
  const below = new Text(letter(rank));
  const defined = world.exscanObject(below);
  checks.same('exscan of objects', [defined, below.text], rank === 0 ? [false, letter(0)] : [true, upTo(rank)]);
  return checks.wrong;
}

export const COLLECTIVES: Readonly<Record<string, Body>> = {
  movement(mpi, heap, args) {
    const { counts, roots } = args as { counts: number[]; roots: number[] };
    const wrong: string[] = [];
    for (const count of counts) {
      for (const root of roots) {
        heap.reset();
        wrong.push(...movement(mpi.world, heap, count, root % mpi.world.size));
      }
    }
    return wrong;
  },

  reductions(mpi, heap, args) {
    const { counts, roots } = args as { counts: number[]; roots: number[] };
    const wrong: string[] = [];
    for (const count of counts) {
      for (const root of roots) {
        heap.reset();
        wrong.push(...reductions(mpi.world, heap, count, root % mpi.world.size));
      }
    }
    return wrong;
  },

  /// Odd ranks have every element twice as far apart as even ones.
  laidOut(mpi, heap, args) {
    const { count } = args as { count: number };
    const { world } = mpi;
    const { rank, size } = world;
    const checks = new Checks(`rank ${rank} of ${size}, count ${count},`);
    const stride = 1 + (rank % 2);
    const base = Datatype.named('DOUBLE');
    const type = stride === 1 ? base : createDatatype({ combiner: Combiner.Resized, integers: [], counts: [0, 16], types: [base] });
    type.committed = true;
    const make = (values: readonly number[]): ReturnType<Heap['doubles']> => {
      const made = heap.doubles(values.length * stride);
      for (const [index, value] of values.entries()) made.view[index * stride] = value;
      return { view: made.view, segment: { ...made.segment, type, count: values.length } };
    };
    const empty = (length: number): ReturnType<Heap['doubles']> => make(range(length).map(() => -1));
    const valuesIn = (view: Float64Array): number[] => Array.from(view).filter((_, index) => index % stride === 0);
    const part = (segment: Segment): Segment => ({ ...segment, count });
    const all = range(size);
    const cast = rank === 1 ? make(range(count)) : empty(count);
    world.bcast(cast.segment, 1);
    checks.same('bcast', valuesIn(cast.view), range(count));
    const gathered = empty(count * size);
    world.gather(make(range(count).map((index) => data(rank, index, 1))).segment, rank === 1 ? part(gathered.segment) : null, 1);
    if (rank === 1) checks.same('gather', valuesIn(gathered.view), all.flatMap((other) => range(count).map((index) => data(other, index, 1))));
    const exchanged = empty(count * size);
    world.alltoall(part(make(all.flatMap((other) => range(count).map((index) => data(rank, index, other)))).segment), part(exchanged.segment));
    checks.same('alltoall', valuesIn(exchanged.view), all.flatMap((other) => range(count).map((index) => data(other, index, rank))));
    return checks.wrong;
  },

  /// MINLOC over a type with a gap in its elements: DOUBLE_INT has 12 bytes of data in 16.
  location(mpi, heap) {
    const { world } = mpi;
    const type = Datatype.named('DOUBLE_INT');
    const address = heap.allocate(64);
    const view = new DataView(heap.memory().buffer, address, 64);
    for (let element = 0; element < 2; element++) {
      view.setFloat64(element * 16, element === 0 ? Math.abs(world.rank - 2) : -(world.rank % 3), true);
      view.setInt32(element * 16 + 8, world.rank, true);
      view.setInt32(element * 16 + 12, 4711, true);
    }
    const result = heap.allocate(64);
    const out = new DataView(heap.memory().buffer, result, 64);
    out.setInt32(12, 4712, true);
    world.allreduce({ address, count: 2, type }, { address: result, count: 2, type }, Op.MINLOC);
    return [out.getFloat64(0, true), out.getInt32(8, true), out.getInt32(12, true), out.getFloat64(16, true), out.getInt32(24, true)];
  },

  /// Only a barrier: when everybody has passed it, everybody had entered. Returns [entered, left] times.
  barriers(mpi, heap, args) {
    const { times } = args as { times: number };
    const stamps: number[][] = [];
    for (let round = 0; round < times; round++) {
      // Ranks come at different times.
      const until = heap.now() + ((mpi.world.rank * 7 + round) % 5) * 0.2;
      while (heap.now() < until);
      const entered = heap.now();
      mpi.world.barrier();
      stamps.push([entered, heap.now()]);
    }
    return stamps;
  },

  /// Messages with the same tag on the world, a duplicate and two halves do not mix.
  isolation(mpi, heap) {
    const { world } = mpi;
    const copy = world.dup();
    const half = world.split(world.rank % 2, -world.rank);
    const lonely = world.split(world.rank === 0 ? UNDEFINED : 1, 0);
    const first = world.create([world.size - 1, 0]);
    const status = new Status();
    const got: unknown[] = [half?.size, half?.rank, lonely === null, first === null ? null : first.rank];
    const to = (world.rank + 1) % world.size;
    const from = (world.rank - 1 + world.size) % world.size;
    const a = world.isend(heap.ints([1]).segment, to, 5);
    const b = copy.isend(heap.ints([2]).segment, to, 5);
    const { view, segment } = heap.ints(1);
    copy.recv(segment, from, 5);
    got.push(view[0]);
    world.recv(segment, from, 5);
    got.push(view[0]);
    a.wait();
    b.wait();
    if (half !== null && half.size > 1) {
      const sum = heap.ints(1);
      half.allreduce(heap.ints([world.rank]).segment, sum.segment, Op.SUM);
      got.push(sum.view[0]);
      const request = half.isend(heap.ints([world.rank]).segment, (half.rank + 1) % half.size, 5);
      half.recv(segment, (half.rank + half.size - 1) % half.size, 5, status);
      request.wait();
      got.push(half.group[status.source] === view[0]);
    }
    const second = copy.dup();
    got.push(second.context > copy.context && copy.context > world.context);
    second.free();
    copy.free();
    return got;
  },

  /// Two collectives of different kinds meet: as in Open MPI they do not match.
  mismatched(mpi, heap) {
    const { segment } = heap.ints(1);
    if (mpi.world.rank === 0) mpi.world.allreduce(segment, heap.ints(1).segment, Op.SUM);
    else mpi.world.barrier();
    return null;
  },

  /// Ranks that give a reduction different counts, or an operation a type it is not for.
  wrongReductions(mpi, heap) {
    const classOf = (body: () => void): string => {
      try {
        body();
        return 'nothing';
      } catch (error) {
        return error instanceof Error ? error.message : 'not an error';
      }
    };
    const doubles = heap.doubles(2).segment;
    const bytes = heap.bytes(2).segment;
    const pair = createDatatype({ combiner: Combiner.Contiguous, integers: [], counts: [2], types: [doubles.type] });
    pair.committed = true;
    return [
      classOf(() => mpi.self.allreduce(doubles, heap.doubles(2).segment, Op.BAND)),
      classOf(() => mpi.self.allreduce(bytes, heap.bytes(2).segment, Op.SUM)),
      classOf(() => mpi.self.allreduce(doubles, heap.doubles(2).segment, Op.REPLACE)),
      classOf(() => mpi.self.allreduce({ ...doubles, type: pair, count: 1 }, { ...doubles, type: pair, count: 1 }, Op.SUM)),
    ];
  },
};

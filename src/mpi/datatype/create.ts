import { ErrorClass } from '../../protocol/errors';
import { MpiError } from '../error';
import { darray, subarray } from './arrays';
import { Combiner, type Contents } from './combiner';
import { Datatype, type Bounds } from './datatype';
import { EMPTY, joined, moved, repeated, type Layout } from './layout';

/// Some elements of a type, `displacement` bytes from the new element's address.
interface Block {
  readonly type: Datatype;
  readonly displacement: number;
  readonly length: number;
}

/// A new datatype from a constructor's arguments (MPI 4.1, 5.1.2 to 5.1.7, 5.1.10). It must be committed before it is used.
/// Throws MPI_ERR_COUNT, MPI_ERR_ARG or MPI_ERR_TYPE as Open MPI does.
export function createDatatype(contents: Contents): Datatype {
  const { combiner, counts, types } = contents;
  for (const type of types) if (type.id === 0) throw new MpiError(ErrorClass.Type, 'the datatype is DATATYPE_NULL');
  const [type] = types;
  if (combiner === Combiner.Struct) return struct(contents);
  if (type === undefined) throw new MpiError(ErrorClass.Type, 'there is no datatype to make another of');
  switch (combiner) {
    case Combiner.Dup: {
      const dup = Datatype.derived(type.layout, type.bounds, contents);
      dup.committed = type.committed;
      return dup;
    }
    case Combiner.Contiguous:
      return vector(contents, type, 1, checkCount(counts[0]), type.extent);
    case Combiner.Vector:
      return vector(contents, type, checkLength(counts[1]), checkCount(counts[0]), (counts[2] ?? 0) * type.extent);
    case Combiner.Hvector:
      return vector(contents, type, checkLength(counts[1]), checkCount(counts[0]), counts[2] ?? 0);
    case Combiner.Indexed:
      return indexed(contents, type, type.extent, 'each');
    case Combiner.Hindexed:
      return indexed(contents, type, 1, 'each');
    case Combiner.IndexedBlock:
      return indexed(contents, type, type.extent, 'all');
    case Combiner.HindexedBlock:
      return indexed(contents, type, 1, 'all');
    case Combiner.Resized: {
      const [lb = 0, extent = 0] = counts;
      return Datatype.derived(type.layout, { ...type.bounds, lb, ub: lb + extent, lbSet: true, ubSet: true }, contents);
    }
    case Combiner.Subarray:
      return array(contents, type, subarray(contents, type));
    case Combiner.Darray:
      return array(contents, type, darray(contents, type));
    default:
      throw new MpiError(ErrorClass.Arg, `combiner ${combiner} makes no datatype`);
  }
}

function checkCount(count: number = 0): number {
  if (count < 0) throw new MpiError(ErrorClass.Count, `count is ${count}; it must be 0 or more`);
  return count;
}

function checkLength(length: number = 0): number {
  if (length < 0) throw new MpiError(ErrorClass.Arg, `a block's length is ${length}; it must be 0 or more`);
  return length;
}

/// `count` blocks of `length` elements, `stride` bytes apart.
function vector(contents: Contents, type: Datatype, length: number, count: number, stride: number): Datatype {
  const layout = repeated(repeated(type.layout, length, type.extent), count, stride);
  const last = (count - 1) * stride;
  const ends: Block[] = count === 0 || length === 0 ? [] : [{ type, displacement: 0, length }, { type, displacement: last, length }];
  return Datatype.derived(layout, boundsOf(ends), contents);
}

function indexed(contents: Contents, type: Datatype, unit: number, lengths: 'each' | 'all'): Datatype {
  const { counts } = contents;
  const count = checkCount(counts[0]);
  const blocks: Block[] = [];
  const offset = lengths === 'each' ? 1 + count : 2;
  for (let i = 0; i < count; i++) {
    const length = checkLength(lengths === 'each' ? counts[1 + i] : counts[1]);
    if (length > 0) blocks.push({ type, displacement: (counts[offset + i] ?? 0) * unit, length });
  }
  return Datatype.derived(layoutOf(blocks), boundsOf(blocks), contents);
}

function struct(contents: Contents): Datatype {
  const { counts, types } = contents;
  const count = checkCount(counts[0]);
  const blocks: Block[] = [];
  for (let i = 0; i < count; i++) {
    const type = types[i];
    const length = checkLength(counts[1 + i]);
    if (type !== undefined && length > 0) blocks.push({ type, displacement: counts[1 + count + i] ?? 0, length });
  }
  return Datatype.derived(layoutOf(blocks), boundsOf(blocks), contents);
}

/// Part of a whole array: its extent is the array's, whatever the part.
function array(contents: Contents, type: Datatype, { layout, elements }: { layout: Layout; elements: number }): Datatype {
  const { low, high } = reach(layout);
  return Datatype.derived(layout, { lb: 0, ub: elements * type.extent, trueLb: low, trueUb: high, lbSet: true, ubSet: true, alignment: type.bounds.alignment }, contents);
}

function layoutOf(blocks: readonly Block[]): Layout {
  return joined(blocks.map(({ type, displacement, length }) => moved(repeated(type.layout, length, type.extent), displacement)));
}

/// MPI 4.1, 5.1.6: from the least lower to the greatest upper bound, rounded up to the alignment. Bounds set by hand beat all others.
function boundsOf(blocks: readonly Block[]): Bounds {
  let [lb, ub, trueLb, trueUb] = [Infinity, -Infinity, Infinity, -Infinity];
  const lbSet = blocks.some(({ type }) => type.bounds.lbSet);
  const ubSet = blocks.some(({ type }) => type.bounds.ubSet);
  let alignment = 1;
  for (const { type, displacement, length } of blocks) {
    const { bounds } = type;
    // An empty type map is nowhere, unless bounds were set by hand.
    if (type.size === 0 && !bounds.lbSet && !bounds.ubSet) continue;
    const step = (length - 1) * type.extent;
    const low = displacement + Math.min(0, step);
    const high = displacement + Math.max(0, step);
    if (bounds.lbSet || !lbSet) lb = Math.min(lb, low + bounds.lb);
    if (bounds.ubSet || !ubSet) ub = Math.max(ub, high + bounds.ub);
    if (type.size > 0) {
      trueLb = Math.min(trueLb, low + bounds.trueLb);
      trueUb = Math.max(trueUb, high + bounds.trueUb);
    }
    alignment = Math.max(alignment, bounds.alignment);
  }
  if (lb === Infinity) [lb, ub] = [0, 0];
  if (trueLb === Infinity) [trueLb, trueUb] = [0, 0];
  const over = (ub - lb) % alignment;
  if (!ubSet && over > 0) ub += alignment - over;
  return { lb, ub, trueLb, trueUb, lbSet, ubSet, alignment };
}

/// First byte of data, and the byte after the last.
function reach(layout: Layout): { low: number; high: number } {
  if (layout === EMPTY || layout.bytes === 0) return { low: 0, high: 0 };
  const { offset } = layout;
  switch (layout.kind) {
    case 'run':
      return { low: offset, high: offset + layout.bytes };
    case 'loop': {
      const { low, high } = reach(layout.body);
      const step = (layout.count - 1) * layout.stride;
      return { low: offset + low + Math.min(0, step), high: offset + high + Math.max(0, step) };
    }
    case 'list': {
      const parts = layout.parts.map(reach);
      return { low: offset + Math.min(...parts.map(({ low }) => low)), high: offset + Math.max(...parts.map(({ high }) => high)) };
    }
  }
}

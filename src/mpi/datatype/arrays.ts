import { ErrorClass } from '../../protocol/errors';
import { MpiError } from '../error';
import { DEFAULT_DARG, Distribution, Order, type Contents } from './combiner';
import type { Datatype } from './datatype';
import { joined, moved, repeated, type Layout } from './layout';

/// A part of an array, and how many elements the whole array has.
export interface ArrayPart {
  readonly layout: Layout;
  readonly elements: number;
}

/// A box out of an array (MPI 4.1, 5.1.3). Integers: dimensions, order. Counts: sizes, sizes of the box, its starts.
export function subarray({ integers, counts }: Contents, type: Datatype): ArrayPart {
  const [dimensions = 0, order = 0] = integers;
  checkOrder(order);
  let layout = type.layout;
  let elements = 1;
  for (const dimension of fastestFirst(dimensions, order)) {
    const size = counts[dimension] ?? 0;
    const length = counts[dimensions + dimension] ?? 0;
    const start = counts[2 * dimensions + dimension] ?? 0;
    if (size < 1 || length < 1 || length > size || start < 0 || start > size - length) {
      throw new MpiError(ErrorClass.Arg, `dimension ${dimension} has size ${size}; ${length} from ${start} on is not inside`);
    }
    const stride = elements * type.extent;
    layout = moved(repeated(layout, length, stride), start * stride);
    elements *= size;
  }
  return { layout, elements };
}

/// A process's part of a distributed array (MPI 4.1, 5.1.4). Integers: size, rank, dimensions, distributions, their arguments,
/// processes by dimension, order. Counts: sizes of the array.
export function darray({ integers, counts }: Contents, type: Datatype): ArrayPart {
  const [size = 0, rank = 0, dimensions = 0] = integers;
  const order = integers[3 + 3 * dimensions] ?? 0;
  checkOrder(order);
  if (size < 1 || rank < 0 || rank >= size) throw new MpiError(ErrorClass.Arg, `rank is ${rank} of ${size}`);
  // The grid of processes is in C order whatever the array's order is.
  const places: number[] = [];
  const grid = integers.slice(3 + 2 * dimensions, 3 + 3 * dimensions);
  if (grid.reduce((product, processes) => product * processes, 1) !== size) throw new MpiError(ErrorClass.Arg, `the grid ${grid.join(' × ')} does not have ${size} processes`);
  let left = rank;
  let room = size;
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const processes = integers[3 + 2 * dimensions + dimension] ?? 0;
    if (processes < 1) throw new MpiError(ErrorClass.Arg, `dimension ${dimension} has ${processes} processes`);
    room = Math.floor(room / processes);
    places.push(room === 0 ? 0 : Math.floor(left / room));
    left = room === 0 ? 0 : left % room;
  }
  let layout = type.layout;
  let elements = 1;
  for (const dimension of fastestFirst(dimensions, order)) {
    const length = counts[dimension] ?? 0;
    if (length < 1) throw new MpiError(ErrorClass.Arg, `dimension ${dimension} has size ${length}`);
    const share: Share = {
      length,
      argument: integers[3 + dimensions + dimension] ?? DEFAULT_DARG,
      processes: integers[3 + 2 * dimensions + dimension] ?? 1,
      place: places[dimension] ?? 0,
    };
    layout = distribute(layout, elements * type.extent, integers[3 + dimension] ?? -1, share);
    elements *= length;
  }
  return { layout, elements };
}

/// One dimension: its length, the distribution's argument, processes in it and which of them this is.
interface Share {
  readonly length: number;
  readonly argument: number;
  readonly processes: number;
  readonly place: number;
}

function distribute(layout: Layout, stride: number, distribution: number, { length, argument, processes, place }: Share): Layout {
  const piece = (from: number, count: number): Layout => moved(repeated(layout, count, stride), from * stride);
  if (argument !== DEFAULT_DARG && argument < 1) throw new MpiError(ErrorClass.Arg, `a distribution's argument is ${argument}; it must be 1 or more`);
  switch (distribution) {
    case Distribution.None:
      if (processes !== 1) throw new MpiError(ErrorClass.Arg, `a dimension that is not distributed has ${processes} processes`);
      return piece(0, length);
    case Distribution.Block: {
      const block = argument === DEFAULT_DARG ? Math.ceil(length / processes) : argument;
      if (block * processes < length) throw new MpiError(ErrorClass.Arg, `blocks of ${block} on ${processes} processes do not hold ${length}`);
      return piece(place * block, Math.max(0, Math.min(block, length - place * block)));
    }
    case Distribution.Cyclic: {
      const block = argument === DEFAULT_DARG ? 1 : argument;
      const first = place * block;
      const cycle = processes * block;
      const whole = Math.max(0, Math.floor((length - first - block) / cycle) + 1);
      const rest = first + whole * cycle;
      return joined([
        moved(repeated(repeated(layout, block, stride), whole, cycle * stride), first * stride),
        piece(rest, Math.max(0, Math.min(block, length - rest))),
      ]);
    }
    default:
      throw new MpiError(ErrorClass.Arg, `${distribution} is no distribution`);
  }
}

function checkOrder(order: number): void {
  if (order !== Order.C && order !== Order.Fortran) throw new MpiError(ErrorClass.Arg, `order is ${order}; there are ORDER_C and ORDER_FORTRAN`);
}

function fastestFirst(dimensions: number, order: number): number[] {
  const all = Array.from({ length: dimensions }, (_, dimension) => dimension);
  return order === Order.C ? all.reverse() : all;
}

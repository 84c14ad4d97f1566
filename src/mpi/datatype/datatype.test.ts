import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PREDEFINED_TYPES } from '../../protocol/datatypes';
import { UNDEFINED } from '../constants';
import { Status } from '../request/status';
import { Combiner } from './combiner';
import { createDatatype } from './create';
import { Datatype } from './datatype';
import { f90Type, matchSize } from './fortran';

const INT = Datatype.named('INT');
const DOUBLE = Datatype.named('DOUBLE');
const CHAR = Datatype.named('CHAR');
const make = (combiner: Combiner, type: Datatype | readonly Datatype[], counts: readonly number[], integers: readonly number[] = []): Datatype =>
  createDatatype({ combiner, integers, counts, types: 'length' in type ? type : [type] });

describe('predefined datatypes', () => {
  it('have the sizes the protocol states, and a type map that covers them', () => {
    for (const { id, name, size, extent } of PREDEFINED_TYPES) {
      const type = Datatype.of(id);
      expect(type).toBe(Datatype.named(name));
      expect(type.size).toBe(size);
      expect(type.extent).toBe(extent);
      expect(type.range(1).high).toBeLessThanOrEqual(extent);
      expect(type.contiguous).toBe(size === extent);
      expect(type.committed).toBe(true);
    }
  });

  it('unpack an incomplete last element and no more', () => {
    const memory = new Uint8Array(64).fill(255);
    Datatype.named('DOUBLE_INT').unpack(new Uint8Array(20), memory, 0);
    expect([...memory.subarray(8, 32)]).toEqual([...new Array<number>(4).fill(0), ...new Array<number>(4).fill(255), ...new Array<number>(8).fill(0), ...new Array<number>(8).fill(255)]);
  });

  it('are counted whole or not at all', () => {
    const status = new Status();
    status.set(0, 0, 24);
    expect(status.count(DOUBLE)).toBe(3);
    expect(status.count(Datatype.named('LONG_DOUBLE'))).toBe(UNDEFINED);
    expect(status.count(Datatype.named('DOUBLE_INT'))).toBe(2);
  });
});

describe('derived datatypes', () => {
  it('have the bounds of the standard\'s examples', () => {
    // MPI 4.1, example 5.1: {(double, 0), (char, 8)} has extent 16.
    const pair = make(Combiner.Struct, [DOUBLE, CHAR], [2, 1, 1, 0, 8]);
    expect([pair.size, pair.extent, pair.bounds.trueUb]).toEqual([9, 16, 9]);
    // Example 5.3, contiguous: data at 0, 8, 16, 24, 32, 40.
    const three = make(Combiner.Contiguous, pair, [3]);
    expect([three.size, three.extent]).toEqual([27, 48]);
    // Negative strides reach back.
    const back = make(Combiner.Vector, INT, [3, 1, -2]);
    expect([back.bounds.lb, back.bounds.ub, back.bounds.trueLb]).toEqual([-16, 4, -16]);
    // Bounds set by hand stay what they are in what is made of the type.
    const wide = make(Combiner.Resized, INT, [-3, 9]);
    const both = make(Combiner.Struct, [wide, CHAR], [2, 1, 1, 0, 50]);
    expect([both.bounds.lb, both.bounds.ub, both.bounds.trueUb]).toEqual([-3, 6, 51]);
    const nothing = make(Combiner.Contiguous, INT, [0]);
    expect(nothing.extent).toBe(0);
    expect(make(Combiner.Struct, [nothing, INT], [2, 1, 1, -90, 8]).bounds).toMatchObject({ lb: 8, ub: 12 });
  });

  it('of 2^40 blocks are made at once', () => {
    const huge = make(Combiner.Hvector, INT, [2 ** 40, 2, 16]);
    expect([huge.size, huge.extent]).toEqual([2 ** 43, (2 ** 40 - 1) * 16 + 8]);
    expect(huge.elements(12)).toBe(3);
    expect(huge.elements(13)).toBe(UNDEFINED);
    expect(huge.bytesOfElements(2 ** 41)).toBe(2 ** 43);
  });

  it('know that an array without gaps has none, however it was made', () => {
    expect(make(Combiner.Vector, INT, [4, 3, 3]).contiguous).toBe(true);
    expect(make(Combiner.IndexedBlock, INT, [3, 2, 0, 2, 4]).contiguous).toBe(true);
    expect(make(Combiner.Subarray, DOUBLE, [4, 5, 4, 5, 0, 0], [2, 0]).contiguous).toBe(true);
    expect(make(Combiner.Struct, [INT, Datatype.named('FLOAT')], [2, 1, 1, 0, 4]).contiguous).toBe(true);
    expect(make(Combiner.Resized, INT, [0, 8]).contiguous).toBe(false);
    expect(make(Combiner.Hindexed, INT, [1, 1, 4]).contiguous).toBe(false);
  });

  it('pick every element of a distributed array once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 6 }), processes: fc.integer({ min: 1, max: 3 }), kind: fc.constantFrom(0, 1), argument: fc.integer({ min: 0, max: 3 }) }), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(0, 1),
        (dims, order) => {
          const size = dims.reduce((product, { processes }) => product * processes, 1);
          const elements = dims.reduce((product, dim) => product * dim.size, 1);
          // A block must hold its share; a cycle may have any length.
          const dargs = dims.map((dim) => (dim.argument === 0 ? -1 : dim.kind === 0 ? Math.max(dim.argument, Math.ceil(dim.size / dim.processes)) : dim.argument));
          const seen = new Uint8Array(elements);
          const memory = Uint8Array.from({ length: elements }, (_, at) => at);
          for (let rank = 0; rank < size; rank++) {
            const type = make(Combiner.Darray, CHAR, dims.map((dim) => dim.size), [size, rank, dims.length, ...dims.map((dim) => dim.kind), ...dargs, ...dims.map((dim) => dim.processes), order]);
            expect(type.extent).toBe(elements);
            const packed = new Uint8Array(type.size);
            type.pack(memory, 0, 1, packed);
            for (const at of packed) seen[at] = (seen[at] as number) + 1;
          }
          expect([...seen]).toEqual(new Array<number>(elements).fill(1));
        },
      ),
    );
  });

  it('refuse what no type can have', () => {
    expect(() => make(Combiner.Contiguous, INT, [-1])).toThrow('MPI_ERR_COUNT');
    expect(() => make(Combiner.Vector, INT, [1, -1, 1])).toThrow('MPI_ERR_ARG');
    expect(() => make(Combiner.Dup, Datatype.named('DATATYPE_NULL'), [])).toThrow('MPI_ERR_TYPE');
    expect(() => make(Combiner.Subarray, INT, [4, 3, 2], [1, 0])).toThrow('MPI_ERR_ARG');
  });
});

describe('Fortran types', () => {
  it('are chosen by digits, the same ones for the same digits', () => {
    expect(f90Type(Combiner.F90Integer, [5]).size).toBe(4);
    expect(f90Type(Combiner.F90Integer, [5])).toBe(f90Type(Combiner.F90Integer, [5]));
    expect(f90Type(Combiner.F90Real, [7, UNDEFINED]).size).toBe(8);
    expect(f90Type(Combiner.F90Complex, [UNDEFINED, 40]).size).toBe(16);
    expect(() => f90Type(Combiner.F90Integer, [40])).toThrow('MPI_ERR_ARG');
    expect(matchSize(3, 16)).toBe(Datatype.named('COMPLEX16'));
    expect(() => matchSize(1, 3)).toThrow('MPI_ERR_ARG');
  });
});

/// A type and its naive type map: bytes of data in order, from the element's address.
interface Model {
  readonly type: Datatype;
  readonly map: readonly number[];
}

const repeat = ({ type, map }: Model, length: number, displacement: number): number[] =>
  Array.from({ length }, (_, i) => map.map((at) => at + displacement + i * type.extent)).flat();

const base: fc.Arbitrary<Model> = fc.constantFrom('CHAR', 'SHORT', 'INT', 'DOUBLE', 'SHORT_INT').map((name) => {
  const type = Datatype.named(name);
  return { type, map: name === 'SHORT_INT' ? [0, 1, 4, 5, 6, 7] : Array.from({ length: type.size }, (_, at) => at) };
});
const small = fc.integer({ min: 0, max: 3 });
const place = fc.integer({ min: -9, max: 9 });

function grown(inner: fc.Arbitrary<Model>): fc.Arbitrary<Model> {
  const block = fc.tuple(small, place);
  return fc.oneof(
    fc.tuple(inner, small, small, place).map(([model, count, length, stride]) => ({
      type: make(Combiner.Vector, model.type, [count, length, stride]),
      map: Array.from({ length: count }, (_, i) => repeat(model, length, i * stride * model.type.extent)).flat(),
    })),
    fc.tuple(inner, fc.array(block, { maxLength: 3 })).map(([model, blocks]) => ({
      type: make(Combiner.Hindexed, model.type, [blocks.length, ...blocks.map(([length]) => length), ...blocks.map(([, at]) => at)]),
      map: blocks.flatMap(([length, at]) => repeat(model, length, at)),
    })),
    fc.array(fc.tuple(inner, small, place), { maxLength: 3 }).map((blocks) => ({
      type: make(Combiner.Struct, blocks.map(([model]) => model.type), [blocks.length, ...blocks.map(([, length]) => length), ...blocks.map(([, , at]) => at)]),
      map: blocks.flatMap(([model, length, at]) => repeat(model, length, at)),
    })),
    fc.tuple(inner, place, fc.integer({ min: -20, max: 40 })).map(([model, lb, extent]) => ({ type: make(Combiner.Resized, model.type, [lb, extent]), map: model.map })),
    fc.tuple(inner, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 1)).map(([model, rows, columns, order]) => ({
      type: make(Combiner.Subarray, model.type, [rows + 1, columns + 2, rows, columns, 1, 2], [2, order]),
      map: (order === 0
        ? Array.from({ length: rows }, (_, i) => repeat(model, columns, ((i + 1) * (columns + 2) + 2) * model.type.extent))
        : Array.from({ length: columns }, (_, j) => repeat(model, rows, ((j + 2) * (rows + 1) + 1) * model.type.extent))
      ).flat(),
    })),
  );
}

describe('packing', () => {
  const model = fc.oneof(grown(base), grown(grown(base)), grown(grown(grown(base))));

  it('moves the bytes of the type map, in its order', () => {
    fc.assert(
      fc.property(model, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 7 }), ({ type, map }, count, shift) => {
        expect(type.size).toBe(map.length);
        if (map.length > 0) expect([type.bounds.trueLb, type.bounds.trueUb]).toEqual([Math.min(...map), Math.max(...map) + 1]);
        const { low, high } = type.range(count);
        const address = shift - low;
        const memory = Uint8Array.from({ length: high - low + shift + 8 }, (_, index) => (index * 37 + (index >> 8)) & 0xff);
        const all = Array.from({ length: count }, (_, element) => map.map((at) => address + element * type.extent + at)).flat();
        const packed = new Uint8Array(count * type.size);
        type.pack(memory, address, count, packed);
        expect([...packed]).toEqual(all.map((at) => memory[at]));

        // What is unpacked lands there and nowhere else, however little of the last element came.
        const cut = packed.subarray(0, Math.max(0, packed.length - shift));
        const fresh = new Uint8Array(memory.length).fill(255);
        const expected = fresh.slice();
        for (const [i, byte] of cut.entries()) expected[all[i] as number] = byte;
        type.unpack(cut, fresh, address);
        expect(fresh).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('counts elements as they are packed', () => {
    fc.assert(
      fc.property(model, fc.integer({ min: 0, max: 60 }), ({ type }, elements) => {
        const bytes = type.bytesOfElements(elements);
        if (type.size > 0) expect(type.elements(bytes)).toBe(elements);
        else expect(bytes).toBe(0);
      }),
    );
  });
});

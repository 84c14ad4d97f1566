import { describe, expect, it } from 'vitest';
import { Combiner } from './combiner';
import { createDatatype } from './create';
import { Datatype } from './datatype';
import { checkDatarep, externalSize, packExternal, unpackExternal } from './external';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('external32', () => {
  it('turns the bytes of every number around', () => {
    const memory = bytes(1, 2, 3, 4, 5, 6, 7, 8);
    expect(packExternal(Datatype.named('INT'), memory, 0, 2)).toEqual(bytes(4, 3, 2, 1, 8, 7, 6, 5));
    expect(packExternal(Datatype.named('C_COMPLEX'), memory, 0, 1)).toEqual(bytes(4, 3, 2, 1, 8, 7, 6, 5));
    expect(packExternal(Datatype.named('DOUBLE'), memory, 0, 1)).toEqual(bytes(8, 7, 6, 5, 4, 3, 2, 1));
    expect(packExternal(Datatype.named('CHAR'), memory, 2, 3)).toEqual(bytes(3, 4, 5));
  });

  it('has sizes of its own', () => {
    const aint = Datatype.named('AINT');
    expect(externalSize(aint, 3)).toBe(24);
    expect(packExternal(aint, bytes(0xfe, 0xff, 0xff, 0xff), 0, 1)).toEqual(bytes(255, 255, 255, 255, 255, 255, 255, 254));
    expect(packExternal(Datatype.named('WCHAR'), bytes(0x42, 0xf6, 0, 0), 0, 1)).toEqual(bytes(0xf6, 0x42));
    const memory = new Uint8Array(4);
    unpackExternal(aint, bytes(255, 255, 255, 255, 255, 255, 255, 254), memory, 0, 1);
    expect(memory).toEqual(bytes(0xfe, 255, 255, 255));
    unpackExternal(Datatype.named('WCHAR'), bytes(0xf6, 0x42), memory, 0, 1);
    expect(memory).toEqual(bytes(0x42, 0xf6, 0, 0));
  });

  it('has no gaps, and gives back what it took', () => {
    const type = createDatatype({ combiner: Combiner.Struct, integers: [], counts: [2, 1, 2, 0, 8], types: [Datatype.named('SHORT'), Datatype.named('DOUBLE_INT')] });
    const memory = Uint8Array.from({ length: type.extent * 2 }, (_, at) => at + 1);
    const packed = packExternal(type, memory, 0, 2);
    expect(packed.length).toBe(2 * (2 + 2 * 12));
    expect([...packed.subarray(0, 6)]).toEqual([2, 1, 16, 15, 14, 13]);
    const other = new Uint8Array(memory.length);
    unpackExternal(type, packed, other, 0, 2);
    const [data, again] = [new Uint8Array(2 * type.size), new Uint8Array(2 * type.size)];
    type.pack(memory, 0, 2, data);
    type.pack(other, 0, 2, again);
    expect(again).toEqual(data);
  });

  it('is the only representation', () => {
    expect(() => checkDatarep('native')).toThrow('MPI_ERR_ARG');
  });
});
